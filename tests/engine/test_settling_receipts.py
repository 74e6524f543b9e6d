"""What each choice at the desk writes down, what it refuses, and that undoing it leaves everything as it was."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from safe_desktop.domain.debit_life import Debit, DebitStatus
from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.entry.ledger_payments import add_payment, take_back_payment
from safe_desktop.engine.matching.accepting import accept, preview, undo_decision
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, later, on_account, set_aside
from safe_desktop.engine.matching.matching_options import MatchingOptions, save_matching_options
from safe_desktop.engine.matching.money_waiting import keep_in_step
from safe_desktop.errors import InputError
from safe_desktop.store.receipt_records import ReceiptState
from tests.engine.matching_bench import MatchingBench, applied, matching_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[MatchingBench]:
    with matching_bench(tmp_path) as made:
        yield made


def live(bench: MatchingBench) -> list[str]:
    """The payments that stand, as amount and document."""
    found = bench.book.payments.get_many(range(1, 1000)).values()
    return sorted(f"{one.amount.decimal} {one.document_id}" for one in found if one.status is PaymentStatus.LIVE)


def test_a_receipt_over_two_invoices_makes_one_payment_for_each_with_its_reference(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    first, second = bench.invoice(ann, "288"), bench.invoice(ann, "198")
    receipt = bench.receipt("486", "GREYFRIARS 2038 2044")
    done = accept(bench.workplace, receipt, applied((first, "288"), (second, "198")))
    made = bench.book.payments.get_many(bench.book.decisions.get(done.decision_id).deeds.payments).values()
    assert [(one.document_id, one.amount.minor, one.reference) for one in made] == [
        (first, 28800, "GREYFRIARS 2038 2044"),
        (second, 19800, "GREYFRIARS 2038 2044"),
    ]
    assert bench.book.payments.method(next(iter(made)).method_id).hold_days == 0
    assert bench.open(first, second) == ["0.00", "0.00"]
    assert bench.book.receipts.get(receipt).state is ReceiptState.SETTLED


def test_a_receipt_is_settled_once(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    first, second = bench.invoice(ann, "50"), bench.invoice(ann, "50")
    receipt = bench.receipt("50")
    accept(bench.workplace, receipt, applied((first, "50")))
    with pytest.raises(InputError, match="settled already"):
        accept(bench.workplace, receipt, applied((second, "50")))
    assert bench.open(second) == ["50.00"]


def test_two_threads_that_settle_the_same_receipt_at_once_settle_it_once(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    invoices = [bench.invoice(ann, "50") for _ in range(4)]
    receipt = bench.receipt("50")
    refused: list[str] = []

    def settle(invoice: int) -> None:
        try:
            accept(bench.workplace, receipt, applied((invoice, "50")))
        except InputError as problem:
            refused.append(problem.title)
        finally:
            bench.book.close_here()

    threads = [threading.Thread(target=settle, args=(one,)) for one in invoices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    assert sorted(bench.open(*invoices)) == ["0.00", "50.00", "50.00", "50.00"]


def test_undoing_a_split_over_two_customers_restores_every_balance(bench: MatchingBench) -> None:
    ann, ben = bench.customer("Ann"), bench.customer("Ben")
    first, second = bench.invoice(ann, "30"), bench.invoice(ben, "70")
    receipt = bench.receipt("120")
    before = bench.owes(ann, ben)
    done = accept(bench.workplace, receipt, applied((first, "30"), (second, "70"), customer_id=ben))
    assert bench.owes(ann, ben) == ["0.00", "-20.00"]
    undo_decision(bench.workplace, done.decision_id)
    assert (bench.owes(ann, ben), live(bench)) == (before, [])
    assert bench.book.receipts.get(receipt).state is ReceiptState.OPEN
    with pytest.raises(InputError, match="undone already"):
        undo_decision(bench.workplace, done.decision_id)


def test_what_is_left_over_of_two_customers_needs_somebody_to_keep_it_for(bench: MatchingBench) -> None:
    first, second = bench.invoice(bench.customer("Ann"), "30"), bench.invoice(bench.customer("Ben"), "70")
    receipt = bench.receipt("120")
    with pytest.raises(InputError, match="nobody is chosen"):
        accept(bench.workplace, receipt, applied((first, "30"), (second, "70")))
    assert (bench.open(first), bench.book.receipts.get(receipt).state) == (["30.00"], ReceiptState.OPEN)


def test_documents_that_come_to_more_than_the_receipt_are_refused(bench: MatchingBench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "30")
    with pytest.raises(InputError, match=r"come to 2\.00 GBP more"):
        accept(bench.workplace, bench.receipt("28"), applied((invoice, "30")))
    with pytest.raises(InputError, match=r"Only 30\.00 GBP"):
        accept(bench.workplace, bench.receipt("40"), applied((invoice, "40")))


def test_a_credit_note_in_the_sum_is_set_against_the_invoice_and_free_again_when_undone(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    invoice, other, credit = bench.invoice(ann, "100"), bench.invoice(ann, "50"), bench.credit(ann, "20")
    done = accept(bench.workplace, bench.receipt("130"), applied((invoice, "100"), (other, "50"), (credit, "-20")))
    assert bench.open(invoice, other, credit) == ["0.00", "0.00", "0.00"]
    undo_decision(bench.workplace, done.decision_id)
    assert bench.open(invoice, other, credit) == ["100.00", "50.00", "20.00"]


def test_a_small_difference_is_written_off_by_a_credit_note_without_vat(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "100")
    done = accept(bench.workplace, bench.receipt("99.40"), applied((invoice, "100"), off="0.60", account="404"))
    (note_id,) = bench.book.decisions.get(done.decision_id).deeds.credit_notes
    note = bench.book.documents.get(note_id)
    assert (note.totals.total, note.totals.tax, note.lines[0].account_code) == (Money(60), Money(0), "404")
    assert (bench.open(invoice, note_id), bench.owes(ann)) == (["0.00", "0.00"], ["0.00"])
    undo_decision(bench.workplace, done.decision_id)
    assert (bench.open(invoice), bench.owes(ann)) == (["100.00"], ["100.00"])
    assert bench.book.documents.get(note_id).status.value == "voided"


def test_more_than_the_limit_is_not_written_off(bench: MatchingBench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100")
    with pytest.raises(InputError, match="more than may be written off"):
        accept(bench.workplace, bench.receipt("98"), applied((invoice, "100"), off="2", account="404"))
    save_matching_options(bench.workplace, MatchingOptions(write_off_limit=200))
    accept(bench.workplace, bench.receipt("98"), applied((invoice, "100"), off="2", account="404"))
    assert bench.open(invoice) == ["0.00"]


def test_a_difference_in_another_currency_is_not_written_off(bench: MatchingBench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100")
    wanted = applied((invoice, "100"), off="0.60", account="404")
    receipt = bench.receipt("99.40")
    with pytest.raises(InputError, match=r"0\.60 EUR is to be written off of what is in GBP"):
        accept(bench.workplace, receipt, replace(wanted, write_off=Money(60, "EUR")))
    assert (bench.open(invoice), bench.book.receipts.get(receipt).state) == (["100.00"], ReceiptState.OPEN)


def test_money_kept_on_account_is_undone(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    done = accept(bench.workplace, bench.receipt("40"), on_account(ann))
    assert bench.owes(ann) == ["-40.00"]
    undo_decision(bench.workplace, done.decision_id)
    assert bench.owes(ann) == ["0.00"]


def test_a_receipt_that_is_a_payment_recorded_before_writes_nothing_and_claims_it(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "40")
    payment = add_payment(bench.workplace, Payment(ann, date(2026, 11, 18), Money(4000), 1, document_id=invoice)).value
    same = Choice(ChoiceKind.SAME, payment_ids=(payment.id,))
    done = accept(bench.workplace, bench.receipt("40"), same)
    assert live(bench) == [f"40.00 {invoice}"]
    with pytest.raises(InputError, match="a payment is one receipt’s"):
        accept(bench.workplace, bench.receipt("40"), same)
    undo_decision(bench.workplace, done.decision_id)
    accept(bench.workplace, bench.receipt("40"), same)


def test_a_payout_marks_its_collections_paid_out_and_undoing_it_marks_them_as_they_were(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    payments = [
        add_payment(
            bench.workplace,
            Payment(
                ann,
                date(2026, 11, 16),
                Money(5000),
                2,
                document_id=bench.invoice(ann, "50"),
                debit=Debit(DebitStatus.CONFIRMED, date(2026, 11, 17)),
            ),
        ).value.id
        for _ in range(2)
    ]
    done = accept(bench.workplace, bench.receipt("98.60"), Choice(ChoiceKind.SAME, payment_ids=tuple(payments)))
    assert done.words == "Already recorded as 2 payments of Ann: 1.40 of fees was kept, to be booked in Xero"
    paid_out = Debit(DebitStatus.PAID_OUT, date(2026, 11, 20))
    assert [bench.book.payments.get(one).debit for one in payments] == [paid_out, paid_out]
    undo_decision(bench.workplace, done.decision_id)
    before = Debit(DebitStatus.CONFIRMED, date(2026, 11, 17))
    assert [bench.book.payments.get(one).debit for one in payments] == [before, before]


def test_a_bounced_debit_opens_its_invoice_again_and_undoing_it_settles_it_again(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "50")
    debit = Debit(DebitStatus.PAID_OUT, date(2026, 11, 12))
    wanted = Payment(ann, date(2026, 11, 10), Money(5000), 2, document_id=invoice, debit=debit)
    payment = add_payment(bench.workplace, wanted).value.id
    receipt = bench.receipt("-50", "UNPAID DD")
    done = accept(bench.workplace, receipt, Choice(ChoiceKind.BOUNCED, payment_ids=(payment,)))
    bounced = bench.book.payments.get(payment)
    assert (bounced.status, bounced.debit and bounced.debit.status) == (PaymentStatus.DELETED, DebitStatus.CHARGED_BACK)
    assert bench.open(invoice) == ["50.00"]
    undo_decision(bench.workplace, done.decision_id)
    assert (bench.open(invoice), bench.book.payments.get(payment).debit) == (["0.00"], debit)


def test_a_bounce_of_another_amount_is_refused(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "50")
    payment = add_payment(bench.workplace, Payment(ann, date(2026, 11, 10), Money(5000), 1, document_id=invoice)).value
    with pytest.raises(InputError, match=r"and 49\.00 GBP went back"):
        accept(bench.workplace, bench.receipt("-49"), Choice(ChoiceKind.BOUNCED, payment_ids=(payment.id,)))


def test_money_paid_back_is_a_refund_of_the_credit_note(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    credit = bench.credit(ann, "25")
    done = accept(bench.workplace, bench.receipt("-25"), applied((credit, "-25")))
    assert (bench.open(credit), bench.owes(ann)) == (["0.00"], ["0.00"])
    undo_decision(bench.workplace, done.decision_id)
    assert (bench.open(credit), bench.owes(ann)) == (["25.00"], ["-25.00"])


def test_asked_later_it_waits_with_its_note_and_settled_then_it_goes_back_to_waiting_when_undone(
    bench: MatchingBench,
) -> None:
    ann = bench.customer("Ann")
    receipt = bench.receipt("40")
    put_off = accept(bench.workplace, receipt, later("Asked Ann by e-mail"))
    done = accept(bench.workplace, receipt, on_account(ann))
    undo_decision(bench.workplace, done.decision_id)
    found = bench.book.receipts.get(receipt)
    assert (found.state, found.note) == (ReceiptState.ASK_LATER, "Asked Ann by e-mail")
    undo_decision(bench.workplace, put_off.decision_id)
    assert bench.book.receipts.get(receipt).state is ReceiptState.OPEN
    with pytest.raises(InputError, match="Say what you wait for"):
        accept(bench.workplace, receipt, later(" "))


def test_what_is_no_customers_money_is_set_aside_and_comes_back(bench: MatchingBench) -> None:
    receipt = bench.receipt("3.20", "INTEREST")
    done = accept(bench.workplace, receipt, set_aside("Bank interest"))
    assert bench.book.receipts.get(receipt).state is ReceiptState.SET_ASIDE
    undo_decision(bench.workplace, done.decision_id)
    assert bench.book.receipts.get(receipt).state is ReceiptState.OPEN


@pytest.mark.parametrize("source", [ReceiptSource.RECEIVE_MONEY, ReceiptSource.XERO_PAYMENT])
def test_money_that_is_in_xero_already_is_never_sent_there_again(bench: MatchingBench, source: ReceiptSource) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "40")
    done = accept(bench.workplace, bench.receipt("40", source=source), applied((invoice, "40")))
    (payment,) = bench.book.decisions.get(done.decision_id).deeds.payments
    assert bench.book.standings.word(RecordKind.PAYMENT, payment) is Standing.DO_NOT_SEND
    undo_decision(bench.workplace, done.decision_id)
    assert bench.open(invoice) == ["40.00"]


def test_money_on_account_comes_to_the_desk_when_there_is_an_invoice_and_is_placed_on_it(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    add_payment(bench.workplace, Payment(ann, date(2026, 11, 10), Money(6000), 1))
    keep_in_step(bench.workplace)
    assert bench.book.receipts.waiting() == []
    invoice = bench.invoice(ann, "40")
    keep_in_step(bench.workplace)
    (receipt,) = bench.book.receipts.waiting()
    done = accept(bench.workplace, receipt.id, applied((invoice, "40")))
    assert (bench.open(invoice), bench.owes(ann)) == (["0.00"], ["-20.00"])
    undo_decision(bench.workplace, done.decision_id)
    assert (bench.open(invoice), bench.owes(ann)) == (["40.00"], ["-20.00"])


def test_what_is_left_on_account_is_asked_about_again_only_after_a_later_invoice(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    bench.invoice(ann, "100")
    receipt = bench.receipt("60")
    bench.clock.move(minutes=1)
    accept(bench.workplace, receipt, on_account(ann))
    keep_in_step(bench.workplace)
    assert bench.book.receipts.waiting() == []
    bench.clock.move(minutes=1)
    bench.invoice(ann, "30")
    keep_in_step(bench.workplace)
    assert [one.amount for one in bench.book.receipts.waiting()] == [Money(6000)]


def test_a_receipt_whose_payment_was_taken_back_is_to_be_settled_again(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "40")
    receipt = bench.receipt("40")
    done = accept(bench.workplace, receipt, applied((invoice, "40")))
    take_back_payment(bench.workplace, bench.book.decisions.get(done.decision_id).deeds.payments[0])
    keep_in_step(bench.workplace)
    assert bench.book.receipts.get(receipt).state is ReceiptState.OPEN
    accept(bench.workplace, receipt, applied((invoice, "40")))


def test_a_recorded_payment_that_a_receipt_was_found_to_be_and_is_taken_back_opens_the_receipt(
    bench: MatchingBench,
) -> None:
    ann = bench.customer("Ann")
    wanted = Payment(ann, date(2026, 11, 18), Money(4000), 1, document_id=bench.invoice(ann, "40"))
    payment, receipt = add_payment(bench.workplace, wanted).value.id, bench.receipt("40")
    accept(bench.workplace, receipt, Choice(ChoiceKind.SAME, payment_ids=(payment,)))
    take_back_payment(bench.workplace, payment)
    keep_in_step(bench.workplace)
    assert bench.book.receipts.get(receipt).state is ReceiptState.OPEN


def test_one_of_several_payments_of_a_receipt_is_not_taken_back_alone(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    first, second = bench.invoice(ann, "30"), bench.invoice(ann, "50")
    done = accept(bench.workplace, bench.receipt("80"), applied((first, "30"), (second, "50")))
    payment = bench.book.decisions.get(done.decision_id).deeds.payments[0]
    with pytest.raises(InputError, match="is part of a receipt of"):
        take_back_payment(bench.workplace, payment)
    undo_decision(bench.workplace, done.decision_id)
    assert bench.open(first, second) == ["30.00", "50.00"]


def test_a_receipt_that_bounced_later_stays_settled(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "40")
    receipt = bench.receipt("40")
    done = accept(bench.workplace, receipt, applied((invoice, "40")))
    made = bench.book.decisions.get(done.decision_id).deeds.payments
    accept(bench.workplace, bench.receipt("-40"), Choice(ChoiceKind.BOUNCED, payment_ids=made))
    keep_in_step(bench.workplace)
    assert bench.book.receipts.get(receipt).state is ReceiptState.SETTLED
    assert bench.open(invoice) == ["40.00"]
    with pytest.raises(InputError, match="Undo that one first"):
        undo_decision(bench.workplace, done.decision_id)


def test_money_on_account_that_was_placed_since_is_undone_from_the_last_decision_to_the_first(
    bench: MatchingBench,
) -> None:
    ann = bench.customer("Ann")
    kept = accept(bench.workplace, bench.receipt("40"), on_account(ann))
    bench.clock.move(minutes=1)
    invoice = bench.invoice(ann, "40")
    keep_in_step(bench.workplace)
    (advance,) = bench.book.receipts.waiting()
    placed = accept(bench.workplace, advance.id, applied((invoice, "40")))
    with pytest.raises(InputError, match="Undo that one first"):
        undo_decision(bench.workplace, kept.decision_id)
    undo_decision(bench.workplace, placed.decision_id)
    undo_decision(bench.workplace, kept.decision_id)
    assert (bench.open(invoice), bench.owes(ann)) == (["40.00"], ["40.00"])


def test_a_preview_shows_entries_that_balance_and_changes_nothing(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    invoice, credit = bench.invoice(ann, "100", "INV-7"), bench.credit(ann, "20", "CN-7")
    receipt = bench.receipt("85")
    before = bench.book.activity.latest(1)
    shown = preview(bench.workplace, receipt, applied((invoice, "100"), (credit, "-20")))
    debits = sum(row.debit.minor for row in shown.entries if row.debit)
    credits = sum(row.credit.minor for row in shown.entries if row.credit)
    assert (shown.problem, debits, credits) == ("", 10500, 10500)
    assert [(str(one.before.decimal), str(one.after.decimal)) for one in shown.balances] == [("80.00", "-5.00")]
    assert (bench.open(invoice, credit), live(bench)) == (["100.00", "20.00"], [])
    assert bench.book.activity.latest(1) == before


def test_a_preview_of_what_cannot_be_done_says_why(bench: MatchingBench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100")
    assert "Only 100.00 GBP" in preview(bench.workplace, bench.receipt("120"), applied((invoice, "120"))).problem


def test_everything_decided_and_undone_is_in_the_activity_record(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    done = accept(bench.workplace, bench.receipt("40"), on_account(ann))
    undo_decision(bench.workplace, done.decision_id)
    told = [(one.actor, one.action) for one in bench.book.activity.latest(4) if one.record_kind == "receipt"]
    assert told == [("You", "Undid"), ("You", "Settled")]
    assert bench.book.activity.verify() is None
