"""A connected book whose customer paid too much in Xero: what the tests of shares of an overpayment are made with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.entry import ledger_payments
from tests.engine.synced_book import Bench, connected


@contextmanager
def overpaid_book(folder: Path) -> Iterator[Bench]:
    """Two invoices of 120.00 for Ann; the first is paid with 150.00 in Xero."""
    with connected(folder) as made:
        ann = made.customer("Ann")
        made.invoice(ann, "100", "INV-0001")
        made.invoice(ann, "100", "INV-0002")
        made.sync()
        line = {"how": "overpaid", "invoice_number": "INV-0001", "amount": "150.00", "date": "2026-11-20"}
        made.xero.admin("statement-line", line)
        made.due_now("overpayments")
        made.sync()
        yield made


def on_account(bench: Bench) -> Payment:
    """What is over: the one payment of Ann's that names no invoice."""
    ann = bench.document("INV-0001").customer_id
    [kept] = [one for one in bench.workplace.book.payments.of_customer(ann) if one.document_id is None]
    return kept


def place(bench: Bench, number: str, minor: int) -> int:
    """So much of what is over is set against the invoice here; the payment's number."""
    kept = on_account(bench)
    ledger_payments.place_payment(bench.workplace, kept.id, bench.id_of(number), Money(minor))
    return kept.id
