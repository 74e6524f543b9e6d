"""Receipts at the desk of a book that is connected with a practice Xero: what the tests of settling are made with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.engine.matching.matching_options import MatchingOptions, save_matching_options
from safe_desktop.store.receipt_records import StoredReceipt
from tests.engine.synced_book import BANK, Bench, connected_anew
from tests.practice.practice_process import PracticeProcess


@contextmanager
def desk_in_xero(folder: Path, xero: PracticeProcess) -> Iterator[Bench]:
    """One invoice of 120.00 for Ann that is in Xero; nothing is settled by itself."""
    with connected_anew(folder, xero) as made:
        save_matching_options(made.workplace, MatchingOptions(match_automatically=False))
        made.invoice(made.customer("Ann"), "100", "INV-0001")
        made.sync()
        yield made


def receipt(
    bench: Bench,
    amount: str,
    source: ReceiptSource = ReceiptSource.BANK,
    reference: str = "INV-0001",
    payee: str = "",
) -> int:
    """The number of a new receipt that names the invoice."""
    money, number = Money.from_decimal(Decimal(amount)), f"{source.value}:{reference}:{amount}"
    one = StoredReceipt(source, number, date(2026, 11, 20), money, BANK, payee=payee, reference=reference)
    with bench.workplace.book.transaction():
        return bench.workplace.book.receipts.keep([one]).new[0]


def live_payments(bench: Bench) -> list[str]:
    """The amounts of the payments that Xero has and has not deleted."""
    return [one["amount"] for one in bench.payments_in_xero() if one["status"] != "DELETED"]
