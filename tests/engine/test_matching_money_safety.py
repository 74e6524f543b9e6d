"""Money is counted once, whoever tells of it: the bank, Xero, a person, or two of them at the same time."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from safe_desktop.domain.debit_life import Debit, DebitStatus
from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.entry.ledger_payments import add_payment
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.store.receipt_records import ReceiptState
from tests.engine.matching_bench import MatchingBench, matching_bench

BANK, XERO, OTHER = ReceiptSource.BANK, ReceiptSource.RECEIVE_MONEY, ReceiptSource.XERO_PAYMENT
NEXT_DAY = date(2026, 11, 21)
SHOP = "RUSHMERE FARM SHOP"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[MatchingBench]:
    with matching_bench(tmp_path) as made:
        yield made


def paid(
    bench: MatchingBench, customer_id: int, document_id: int | None, pence: int, debit: Debit | None = None
) -> int:
    """A payment written down by hand, of the day before the receipts."""
    methods = {one.name: one.id for one in bench.book.payments.methods()}
    method = methods["Direct Debit" if debit else "Bank transfer"]
    payment = Payment(customer_id, date(2026, 11, 19), Money(pence), method, document_id=document_id, debit=debit)
    return add_payment(bench.workplace, payment).value.id


def is_held(bench: MatchingBench, payment_id: int) -> bool:
    """Whether the payment is kept from being sent."""
    return bool(next(bench.book.standings.payment_facts([payment_id])).shared.held_back)


@pytest.mark.parametrize(
    ("by_bank", "by_xero"), [("", ""), ("INV-1042", "INV-1042"), ("INV-1042", ""), ("", "INV-1042")]
)
def test_what_bank_and_xero_tell_at_the_same_time_settles_one_invoice_and_is_not_sent(
    bench: MatchingBench, by_bank: str, by_xero: str
) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    first, second = bench.invoice(ann, "120", "INV-1042"), bench.invoice(ann, "120", "INV-1043")
    bank = bench.receipt("120", by_bank, SHOP)
    bench.receipt("120", by_xero, SHOP, XERO, NEXT_DAY, ann)
    match_all(bench.workplace)
    assert (bench.open(first, second), bench.owes(ann)) == (["0.00", "120.00"], ["120.00"])
    assert bench.book.receipts.get(bank).state is ReceiptState.SETTLED
    assert is_held(bench, 1)


def test_a_bank_line_waits_while_a_payment_in_xero_of_that_customer_may_be_the_same_money(bench: MatchingBench) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    invoice = bench.invoice(ann, "120", "INV-1042")
    bank = bench.receipt("120", "", SHOP)
    bench.receipt("120", "", "", OTHER, NEXT_DAY, ann)
    assert match_all(bench.workplace).settled == 0
    assert bench.open(invoice) == ["120.00"]
    assert "Xero tells of 120.00 GBP" in bench.book.verdicts.of([bank])[bank].verdict.not_automatic


def test_another_customers_money_in_xero_holds_no_bank_line_back(bench: MatchingBench) -> None:
    ann, ben = bench.customer("Rushmere Farm Shop"), bench.customer("Copdock Garage")
    mine, other = bench.invoice(ann, "120", "INV-1042"), bench.invoice(ben, "120", "INV-1043")
    bench.receipt("120", "INV-1042", SHOP)
    bench.receipt("120", "INV-1043", "COPDOCK GARAGE", XERO, NEXT_DAY, ben)
    assert match_all(bench.workplace).settled == 2
    assert bench.open(mine, other) == ["0.00", "0.00"]


def test_a_transfer_for_what_is_being_collected_does_not_pay_the_collection_out_by_itself(bench: MatchingBench) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    invoice = bench.invoice(ann, "120", "INV-1042")
    collected = paid(bench, ann, invoice, 12000, Debit(DebitStatus.SUBMITTED, date(2026, 11, 18)))
    line = bench.receipt("120", "INV-1042", SHOP)
    assert match_all(bench.workplace).settled == 0
    debit = bench.book.payments.get(collected).debit
    assert debit is not None
    assert (debit.status, bench.book.receipts.get(line).state) == (DebitStatus.SUBMITTED, ReceiptState.OPEN)
