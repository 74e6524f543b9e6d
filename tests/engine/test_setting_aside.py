"""Money out that is no customer's is set aside by itself, listed and undone; what may be a customer's waits."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.entry.ledger_payments import add_payment
from safe_desktop.engine.matching.accepting import accept, undo_decision
from safe_desktop.engine.matching.choices import later, set_aside
from safe_desktop.engine.matching.desk_cases import desk_cases
from safe_desktop.engine.matching.desk_history import decisions
from safe_desktop.engine.matching.matching_options import MatchingOptions, save_matching_options
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.matching.setting_aside import WHY
from safe_desktop.store.receipt_records import ReceiptState
from tests.engine.matching_bench import MatchingBench, matching_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[MatchingBench]:
    with matching_bench(tmp_path) as made:
        yield made


def state(bench: MatchingBench, receipt: int) -> ReceiptState:
    return bench.book.receipts.get(receipt).state


def test_rent_and_suppliers_are_set_aside_by_themselves_with_the_reason_and_counted(bench: MatchingBench) -> None:
    invoice = bench.invoice(bench.customer("Rushmere Farm Shop"), "120", "INV-1042")
    bench.receipt("120", "INV-1042", "RUSHMERE FARM SHOP")
    out = [bench.receipt("-850", "RENT", "OFFICE RENT CO"), bench.receipt("-127.45", "551204", "NORTHERN ENERGY")]
    report = match_all(bench.workplace)
    assert (report.looked_at, report.settled, report.set_aside, report.asked, report.no_match) == (3, 1, 2, 0, 0)
    assert "2 set aside as money out that fits nothing here" in report.words
    assert [state(bench, one) for one in out] == [ReceiptState.SET_ASIDE] * 2
    assert (bench.open(invoice), desk_cases(bench.workplace)) == (["0.00"], ())
    aside = [one for one in decisions(bench.workplace) if one.receipt_id in out]
    assert {(one.decided_by, one.ended) for one in aside} == {("Matching", "")}
    assert all(WHY in one.words and one.reasons[0].words == WHY for one in aside)


def test_brought_back_it_waits_and_no_later_round_sets_it_aside_again(bench: MatchingBench) -> None:
    receipt = bench.receipt("-850", "RENT", "OFFICE RENT CO")
    match_all(bench.workplace)
    undo_decision(bench.workplace, decisions(bench.workplace)[0].id)
    report = match_all(bench.workplace)
    assert (report.set_aside, report.no_match, state(bench, receipt)) == (0, 1, ReceiptState.OPEN)
    assert [one.record_id for one in desk_cases(bench.workplace)] == [receipt]
    other = bench.receipt("-850", "RENT", "OFFICE RENT CO")
    assert (match_all(bench.workplace).set_aside, state(bench, other)) == (1, ReceiptState.SET_ASIDE)


def test_what_was_settled_by_itself_and_undone_by_a_person_is_settled_by_no_later_round(bench: MatchingBench) -> None:
    invoice = bench.invoice(bench.customer("Rushmere Farm Shop"), "120", "INV-1042")
    bench.receipt("120", "INV-1042", "RUSHMERE FARM SHOP")
    match_all(bench.workplace)
    undo_decision(bench.workplace, decisions(bench.workplace)[0].id)
    report = match_all(bench.workplace)
    assert (report.settled, report.asked, bench.open(invoice)) == (0, 1, ["120.00"])
    (case,) = desk_cases(bench.workplace)
    assert case.is_certain


def test_what_was_only_put_off_and_taken_up_again_is_done_by_itself(bench: MatchingBench) -> None:
    receipt = bench.receipt("-850", "RENT", "OFFICE RENT CO")
    put_off = accept(bench.workplace, receipt, later("Ask the landlord"))
    assert (match_all(bench.workplace).set_aside, state(bench, receipt)) == (0, ReceiptState.ASK_LATER)
    undo_decision(bench.workplace, put_off.decision_id)
    assert (match_all(bench.workplace).set_aside, state(bench, receipt)) == (1, ReceiptState.SET_ASIDE)


@pytest.mark.parametrize(
    "options", [MatchingOptions(set_aside_money_out=False), MatchingOptions(match_automatically=False)]
)
def test_with_either_option_off_it_waits(bench: MatchingBench, options: MatchingOptions) -> None:
    save_matching_options(bench.workplace, options)
    receipt = bench.receipt("-850", "RENT", "OFFICE RENT CO")
    report = match_all(bench.workplace)
    assert (report.set_aside, report.no_match, state(bench, receipt)) == (0, 1, ReceiptState.OPEN)


def test_only_proposing_sets_nothing_aside(bench: MatchingBench) -> None:
    receipt = bench.receipt("-850", "RENT", "OFFICE RENT CO")
    assert (match_all(bench.workplace, only_propose=True).set_aside, state(bench, receipt)) == (0, ReceiptState.OPEN)


def test_the_option_is_kept_and_a_change_of_it_is_told(bench: MatchingBench) -> None:
    save_matching_options(bench.workplace, replace(MatchingOptions(), set_aside_money_out=False))
    assert "Set aside money out" in bench.book.activity.latest(1)[0].detail


def test_money_in_that_fits_nothing_still_waits(bench: MatchingBench) -> None:
    receipt = bench.receipt("4.13", "GROSS INTEREST", "INTEREST")
    report = match_all(bench.workplace)
    assert (report.set_aside, report.no_match, state(bench, receipt)) == (0, 1, ReceiptState.OPEN)


def test_a_refund_to_a_customer_with_credit_waits_also_where_the_amount_is_another(bench: MatchingBench) -> None:
    bench.credit(bench.customer("Rushmere Farm Shop"), "120", "CN-12")
    for receipt in (
        bench.receipt("-60", "PART", "RUSHMERE FARM SHOP"),
        bench.receipt("-60", "CN-12", "SOMEBODY"),
        bench.receipt("-120", "THANK YOU", "SOMEBODY"),
    ):
        report = match_all(bench.workplace)
        assert (report.set_aside, state(bench, receipt)) == (0, ReceiptState.OPEN)


def test_a_bounced_debit_of_no_payment_here_and_one_without_a_word_wait(bench: MatchingBench) -> None:
    customer = bench.customer("Rushmere Farm Shop")
    add_payment(bench.workplace, Payment(customer, date(2026, 11, 10), Money(12000), 1))
    told = bench.receipt("-33", "UNPAID DD", "BANK")
    silent = bench.receipt("-120", "000441", "SUNDRY")
    assert match_all(bench.workplace).set_aside == 0
    assert {state(bench, told), state(bench, silent)} == {ReceiptState.OPEN}


def test_what_came_and_went_back_in_one_statement_waits(bench: MatchingBench) -> None:
    bench.invoice(bench.customer("Rushmere Farm Shop"), "120", "INV-1042")
    bench.receipt("120", "INV-1042", "RUSHMERE FARM SHOP", on=date(2026, 11, 18))
    back = bench.receipt("-120", "000441", "SUNDRY", on=date(2026, 11, 20))
    report = match_all(bench.workplace)
    assert (report.settled, report.set_aside, state(bench, back)) == (1, 0, ReceiptState.OPEN)


def test_a_refund_whose_credit_note_is_written_down_later_waits_again(bench: MatchingBench) -> None:
    rent, refund = bench.receipt("-850", "RENT", "OFFICE RENT CO"), bench.receipt("-75", "000441", "SUNDRY")
    assert match_all(bench.workplace).set_aside == 2
    ann = bench.customer("Thornbury Estates Ltd")
    bench.credit(ann, "75", "CN-31")
    report = match_all(bench.workplace)
    assert (report.looked_at, report.set_aside, report.no_match + report.asked) == (1, 0, 1)
    assert (state(bench, rent), state(bench, refund)) == (ReceiptState.SET_ASIDE, ReceiptState.OPEN)
    assert "looked at again" in [one.ended for one in decisions(bench.workplace)]
    told = bench.book.activity.latest(1)[0]
    assert (told.actor, told.action, told.detail) == (
        "Matching",
        "Waits again",
        "Because it may be a customer’s after all",
    )
    accept(bench.workplace, refund, set_aside("Another matter"))
    bench.credit(ann, "75", "CN-32")
    assert (match_all(bench.workplace).looked_at, state(bench, refund)) == (0, ReceiptState.SET_ASIDE)


def test_a_refund_to_a_customer_who_is_written_down_later_is_settled_with_his_credit(bench: MatchingBench) -> None:
    refund = bench.receipt("-75", "CN-31", "THORNBURY ESTATES LTD")
    assert match_all(bench.workplace).set_aside == 1
    note = bench.credit(bench.customer("Thornbury Estates Ltd"), "75", "CN-31")
    assert (match_all(bench.workplace).settled, state(bench, refund)) == (1, ReceiptState.SETTLED)
    assert bench.open(note) == ["0.00"]


def test_what_xero_tells_of_is_never_set_aside_by_itself(bench: MatchingBench) -> None:
    receipt = bench.receipt("-850", "RENT", "OFFICE RENT CO", ReceiptSource.RECEIVE_MONEY)
    assert (match_all(bench.workplace).set_aside, state(bench, receipt)) == (0, ReceiptState.OPEN)
