"""Money that is written down here already pays nothing a second time by itself, whenever the bank tells of it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.entry.ledger_payments import add_payment
from safe_desktop.engine.matching.accepting_all import accept_all_certain
from safe_desktop.engine.matching.case_detail import receipt_detail
from safe_desktop.engine.matching.choices import Choice, ChoiceKind
from safe_desktop.engine.matching.desk_cases import desk_cases
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.store.receipt_records import StoredReceipt
from tests.engine.matching_bench import MatchingBench, matching_bench

BANK, XERO = ReceiptSource.BANK, ReceiptSource.RECEIVE_MONEY
NEXT_DAY = date(2026, 11, 21)
SHOP = "RUSHMERE FARM SHOP"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[MatchingBench]:
    with matching_bench(tmp_path) as made:
        yield made


def paid(
    bench: MatchingBench, customer_id: int, document_id: int | None, pence: int, on: date = date(2026, 11, 19)
) -> int:
    """A payment written down by hand, as a bank transfer."""
    method = next(one.id for one in bench.book.payments.methods() if one.name == "Bank transfer")
    return add_payment(
        bench.workplace, Payment(customer_id, on, Money(pence), method, document_id=document_id)
    ).value.id


def same(*payments: int) -> Choice:
    """The choice that says that the money is these payments."""
    return Choice(ChoiceKind.SAME, payment_ids=payments)


def is_held(bench: MatchingBench, payment_id: int) -> bool:
    """Whether the payment is kept from being sent."""
    return bool(next(bench.book.standings.payment_facts([payment_id])).shared.held_back)


@pytest.mark.parametrize("words", ["INV-1042 PART", ""])
def test_what_was_certain_is_not_accepted_once_the_payment_was_written_down_by_hand(
    bench: MatchingBench, words: str
) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    price = "240" if words.endswith("PART") else "120"
    invoice, other = bench.invoice(ann, price, "INV-1042"), bench.invoice(ann, "120", "INV-1043")
    line = bench.receipt("120", words, SHOP)
    match_all(bench.workplace, only_propose=True)
    paid(bench, ann, invoice if words.endswith("PART") else other, 12000)
    before = bench.owes(ann)
    done = accept_all_certain(bench.workplace)
    assert ([one for one, _ in done.refused], bench.owes(ann)) == ([line], before)


def test_the_desk_proposes_anew_when_the_money_was_written_down_by_hand_meanwhile(bench: MatchingBench) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    invoice = bench.invoice(ann, "240", "INV-1042")
    bench.receipt("120", "INV-1042 PART", SHOP)
    match_all(bench.workplace, only_propose=True)
    payment = paid(bench, ann, invoice, 12000)
    (case,) = desk_cases(bench.workplace)
    assert receipt_detail(bench.workplace, case.record_id).alternatives[0].choice == same(payment)


@pytest.mark.parametrize(("words", "on"), [("INV-1042", 5), ("1042", 5), ("", 5), ("", 23)])
def test_what_is_written_down_on_another_day_pays_no_second_invoice_by_itself(
    bench: MatchingBench, words: str, on: int
) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    first, second = bench.invoice(ann, "120", "INV-1042"), bench.invoice(ann, "120", "INV-1043")
    written = paid(bench, ann, first, 12000, on=date(2026, 11, on))
    line = bench.receipt("120", words, SHOP)
    match_all(bench.workplace)
    assert bench.open(second) == ["120.00"]
    choices = [one.choice for one in receipt_detail(bench.workplace, line).alternatives]
    assert same(written) in choices


def test_a_line_that_names_what_two_payments_paid_pays_no_third_invoice_by_itself(bench: MatchingBench) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    for price, number in (("120", "INV-1042"), ("80", "INV-1043")):
        invoice = bench.invoice(ann, price, number)
        paid(bench, ann, invoice, bench.book.documents.open(invoice).minor)
    third = bench.invoice(ann, "200", "INV-1044")
    bench.receipt("200", "INV-1042 INV-1043", SHOP)
    match_all(bench.workplace)
    assert bench.open(third) == ["200.00"]


def test_a_refund_that_is_written_down_pays_no_second_credit_note_back_by_itself(bench: MatchingBench) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    first, second = bench.credit(ann, "20", "CN-1"), bench.credit(ann, "20", "CN-2")
    paid(bench, ann, first, 2000)
    bench.receipt("-20", "REFUND", SHOP)
    match_all(bench.workplace)
    assert bench.open(second) == ["20.00"]


def test_two_payments_of_which_one_is_written_down_are_two(bench: MatchingBench) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    first, second = bench.invoice(ann, "120", "INV-1042"), bench.invoice(ann, "120", "INV-1043")
    paid(bench, ann, first, 12000)
    bench.receipt("120", "INV-1042", SHOP), bench.receipt("120", "INV-1043", SHOP)
    assert (match_all(bench.workplace).settled, bench.open(second)) == (2, ["0.00"])


def test_money_of_a_day_to_come_settles_nothing_by_itself(bench: MatchingBench) -> None:
    invoice = bench.invoice(bench.customer("Rushmere Farm Shop"), "120", "INV-1042")
    bench.receipt("120", "INV-1042", SHOP, on=date(2027, 6, 1))
    match_all(bench.workplace)
    assert bench.open(invoice) == ["120.00"]


@pytest.mark.parametrize(("second", "owed"), [("ofx:b:1", "120.00"), ("ofx:a:2", "0.00")])
def test_a_line_that_the_bank_numbered_anew_pays_no_second_invoice_by_itself(
    bench: MatchingBench, second: str, owed: str
) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    bench.invoice(ann, "120", "INV-1042"), bench.invoice(ann, "120", "INV-1043")
    for key in ("ofx:a:1", second):
        with bench.book.transaction():
            bench.book.receipts.keep([StoredReceipt(BANK, key, NEXT_DAY, Money(12000), payee=SHOP)])
        match_all(bench.workplace)
    assert bench.owes(ann) == [owed]


@pytest.mark.parametrize("by_xero", [False, True])
def test_money_on_account_that_the_bank_tells_of_later_is_there_once(bench: MatchingBench, by_xero: bool) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    payment = paid(bench, ann, None, 12000)
    bench.invoice(ann, "120", "INV-1042"), bench.invoice(ann, "120", "INV-1043")
    line = bench.receipt("120", "", SHOP, XERO if by_xero else BANK)
    match_all(bench.workplace)
    assert bench.owes(ann) == ["120.00"]
    decision = bench.book.decisions.standing(line)
    assert decision is not None
    assert (decision.deeds.same_as, is_held(bench, payment)) == ((payment,), by_xero)
