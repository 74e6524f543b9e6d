"""Money is counted once, whoever tells of it: the bank, Xero, a person, or two of them at the same time."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from safe_desktop.domain.debit_life import Debit, DebitStatus
from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.entry.ledger_payments import add_payment, take_back_payment
from safe_desktop.engine.matching.accepting import accept, undo_decision
from safe_desktop.engine.matching.case_detail import receipt_detail
from safe_desktop.engine.matching.choices import Choice, ChoiceKind
from safe_desktop.engine.matching.desk_cases import desk_cases
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.sync.landing_receive_money import keep_received_in_step
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.errors import InputError
from safe_desktop.store.receipt_records import ReceiptState, StoredReceipt
from tests.engine.matching_bench import MatchingBench, applied, matching_bench

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


def same(payments: tuple[int, ...] = (), receipts: tuple[int, ...] = ()) -> Choice:
    """The choice that says that the money is these payments, or that of these receipts."""
    return Choice(ChoiceKind.SAME, payment_ids=payments, receipt_ids=receipts)


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


def test_a_receipt_is_the_same_as_one_that_is_settled_and_as_that_only_once(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "50")
    first, second, third = bench.receipt("50"), bench.receipt("50", source=XERO), bench.receipt("50", source=XERO)
    with pytest.raises(InputError, match="settles nothing yet"):
        accept(bench.workplace, first, same(receipts=(first,)))
    with pytest.raises(InputError, match="settles nothing yet"):
        accept(bench.workplace, first, same(receipts=(second,)))
    accept(bench.workplace, first, applied((invoice, "50")))
    told = accept(bench.workplace, second, same(receipts=(first,)))
    with pytest.raises(InputError, match="a second time already"):
        accept(bench.workplace, third, same(receipts=(first,)))
    undo_decision(bench.workplace, told.decision_id)
    accept(bench.workplace, third, same(receipts=(first,)))


def test_money_of_the_next_week_is_not_taken_for_what_was_told_twice_already(bench: MatchingBench) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    bench.invoice(ann, "120", "INV-1042"), bench.invoice(ann, "120", "INV-1043")
    bench.receipt("120", "", SHOP)
    bench.receipt("120", "", SHOP, XERO, NEXT_DAY, ann)
    match_all(bench.workplace)
    bench.receipt("120", "", SHOP, on=date(2026, 11, 25))
    match_all(bench.workplace)
    assert bench.owes(ann) == ["0.00"]


def test_what_another_receipt_stands_on_is_undone_after_that_one(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    first, second = bench.receipt("50"), bench.receipt("50", source=XERO)
    done = accept(bench.workplace, first, applied((bench.invoice(ann, "50"), "50")))
    told = accept(bench.workplace, second, same(receipts=(first,)))
    with pytest.raises(InputError, match="Undo that one first"):
        undo_decision(bench.workplace, done.decision_id)
    undo_decision(bench.workplace, told.decision_id)
    undo_decision(bench.workplace, done.decision_id)
    assert (bench.owes(ann), bench.book.receipts.count(ReceiptState.OPEN)) == (["50.00"], 2)


def test_both_wait_again_when_the_payment_that_both_told_of_is_taken_back(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    first, second = bench.receipt("50"), bench.receipt("50", on=NEXT_DAY, source=BANK)
    done = accept(bench.workplace, first, applied((bench.invoice(ann, "50"), "50")))
    accept(bench.workplace, second, same(receipts=(first,)))
    take_back_payment(bench.workplace, bench.book.decisions.get(done.decision_id).deeds.payments[0])
    match_all(bench.workplace, only_propose=True)
    assert bench.book.receipts.count(ReceiptState.OPEN) == 2


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_payment_that_was_not_sent_is_not_sent_once_xero_tells_of_its_money(
    bench: MatchingBench, by_hand: bool
) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "50")
    if by_hand:
        choice = same(payments=(paid(bench, ann, invoice, 5000),))
    else:
        line = bench.receipt("50")
        accept(bench.workplace, line, applied((invoice, "50")))
        choice = same(receipts=(line,))
    assert not is_held(bench, 1)
    told = accept(bench.workplace, bench.receipt("50", source=XERO), choice)
    assert is_held(bench, 1)
    undo_decision(bench.workplace, told.decision_id)
    assert not is_held(bench, 1)


@pytest.mark.parametrize(
    ("amount", "currency", "words"), [(50000, "GBP", "less than"), (-5000, "GBP", "same way"), (5000, "EUR", "in EUR")]
)
def test_payments_of_other_money_are_refused(bench: MatchingBench, amount: int, currency: str, words: str) -> None:
    ann = bench.customer("Ann")
    payment = paid(bench, ann, bench.invoice(ann, "50"), 5000)
    with bench.book.transaction():
        line = StoredReceipt(BANK, "bank:other", NEXT_DAY, Money(amount, currency))
        receipt = bench.book.receipts.keep([line]).new[0]
    with pytest.raises(InputError, match=words):
        accept(bench.workplace, receipt, same(payments=(payment,)))


@pytest.mark.parametrize(("amount", "words"), [("-40", "less than"), ("-60", "come to 50.00 GBP, and 60.00 GBP")])
def test_refunds_that_come_to_other_than_what_went_out_are_refused(
    bench: MatchingBench, amount: str, words: str
) -> None:
    ann = bench.customer("Ann")
    refund = paid(bench, ann, bench.credit(ann, "50"), 5000)
    with pytest.raises(InputError, match=words):
        accept(bench.workplace, bench.receipt(amount), same(payments=(refund,)))
    accept(bench.workplace, bench.receipt("-50"), same(payments=(refund,)))


def test_money_back_of_another_currency_or_of_a_refund_takes_no_payment_back(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    payment = paid(bench, ann, bench.invoice(ann, "50"), 5000)
    refund = paid(bench, ann, bench.credit(ann, "50"), 5000)
    with bench.book.transaction():
        ids = bench.book.receipts.keep(
            [StoredReceipt(BANK, f"bank:{one}", NEXT_DAY, Money(-5000, one)) for one in ("EUR", "GBP")]
        ).new
    for receipt, chosen in zip(ids, (payment, refund), strict=True):
        with pytest.raises(InputError, match="Nothing was changed"):
            accept(bench.workplace, receipt, Choice(ChoiceKind.BOUNCED, payment_ids=(chosen,)))


def test_money_that_is_gone_in_xero_is_not_settled_anew_when_its_match_is_undone(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    receipt = bench.receipt("50", "Ann", source=XERO, customer_id=ann)
    done = accept(bench.workplace, receipt, applied((bench.invoice(ann, "50"), "50")))
    keep_received_in_step(bench.book, Tally())  # what Xero has was read: nothing
    undo_decision(bench.workplace, done.decision_id)
    match_all(bench.workplace)
    assert (bench.owes(ann), bench.book.receipts.get(receipt).state) == (["50.00"], ReceiptState.GONE)


def test_the_desk_proposes_the_bank_line_anew_when_the_same_money_in_xero_was_settled(bench: MatchingBench) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    bench.invoice(ann, "120", "INV-1042"), bench.invoice(ann, "120", "INV-1043")
    bank, xero = bench.receipt("120", "", SHOP), bench.receipt("120", "", SHOP, XERO, NEXT_DAY, ann)
    match_all(bench.workplace, only_propose=True)
    accept(bench.workplace, xero, 1)
    desk_cases(bench.workplace)
    assert receipt_detail(bench.workplace, bank).alternatives[0].choice == same(receipts=(xero,))


def test_money_that_is_gone_in_xero_is_not_settled_anew_when_its_payment_is_taken_back(bench: MatchingBench) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    receipt = bench.receipt("50", "INV-1042", SHOP, XERO, customer_id=ann)
    bench.invoice(ann, "50", "INV-1042")
    match_all(bench.workplace)
    (payment,) = bench.book.decisions.latest(1)[0].deeds.payments
    with bench.book.transaction():
        bench.book.payments.take_back(payment)  # what Xero has was read: nothing, and a person took its way
    match_all(bench.workplace)
    assert (bench.owes(ann), bench.book.receipts.get(receipt).state) == (["50.00"], ReceiptState.GONE)
