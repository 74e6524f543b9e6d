"""One round of matching: what is certain is done and told, the rest is proposed with its reasons and kept."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.control import Control
from safe_desktop.engine.entry.ledger_payments import add_payment
from safe_desktop.engine.matching.accepting import accept, undo_decision
from safe_desktop.engine.matching.accepting_all import accept_all_certain
from safe_desktop.engine.matching.case_detail import case_detail
from safe_desktop.engine.matching.choices import later
from safe_desktop.engine.matching.desk_cases import CaseFilter, CaseOrder, desk_cases, read_desk
from safe_desktop.engine.matching.desk_history import decisions
from safe_desktop.engine.matching.desk_values import ReasonMark
from safe_desktop.engine.matching.matching_options import MatchingOptions, save_matching_options
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.matching.situation_building import mark_of, situation_of
from safe_desktop.errors import Cancelled, InputError
from safe_desktop.store.receipt_records import ReceiptState
from tests.engine.matching_bench import MatchingBench, applied, matching_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[MatchingBench]:
    with matching_bench(tmp_path) as made:
        yield made


def by_hand(bench: MatchingBench) -> None:
    """Nothing is settled by itself."""
    save_matching_options(bench.workplace, MatchingOptions(match_automatically=False))


def named(bench: MatchingBench) -> tuple[int, int]:
    """An invoice, and a receipt that names it and pays it exactly."""
    invoice = bench.invoice(bench.customer("Rushmere Farm Shop"), "120", "INV-1042")
    return invoice, bench.receipt("120", "INV-1042", "RUSHMERE FARM SHOP")


def test_what_is_certain_is_settled_by_itself_with_its_evidence_and_undone_like_any_decision(
    bench: MatchingBench,
) -> None:
    invoice, receipt = named(bench)
    report = match_all(bench.workplace)
    assert (report.looked_at, report.settled, report.asked, report.no_match) == (1, 1, 0, 0)
    assert bench.open(invoice) == ["0.00"]
    (entry,) = decisions(bench.workplace)
    assert (entry.decided_by, entry.ended) == ("Matching", "")
    assert any(reason.mark is ReasonMark.TICK for reason in entry.reasons)
    assert entry.certainty is not None
    assert entry.certainty >= 95
    told = [one.actor for one in bench.book.activity.latest(2)]
    assert set(told) == {"Matching"}
    undo_decision(bench.workplace, entry.id)
    assert (bench.open(invoice), bench.book.receipts.get(receipt).state) == (["120.00"], ReceiptState.OPEN)


def test_with_the_option_off_it_is_only_proposed_and_all_certain_are_accepted_at_once(bench: MatchingBench) -> None:
    by_hand(bench)
    invoice, receipt = named(bench)
    assert match_all(bench.workplace).settled == 0
    (case,) = desk_cases(bench.workplace)
    assert (case.record_id, case.word, case.is_certain) == (receipt, "Certain", True)
    done = accept_all_certain(bench.workplace)
    assert ([one.receipt_id for one in done.settled], done.refused) == ([receipt], ())
    assert (bench.open(invoice), desk_cases(bench.workplace)) == (["0.00"], ())


def test_customers_who_owe_the_same_price_are_never_chosen_between(bench: MatchingBench) -> None:
    invoices = [bench.invoice(bench.customer(f"Customer {name}"), "60") for name in "ABCDEFGH"]
    bench.receipt("60", "THANK YOU")
    report = match_all(bench.workplace)
    assert report.settled == 0
    assert set(bench.open(*invoices)) == {"60.00"}


def test_the_same_situation_has_the_same_answer(bench: MatchingBench) -> None:
    by_hand(bench)
    _, receipt = named(bench)
    bench.receipt("60", "THANK YOU")
    match_all(bench.workplace)
    first = bench.book.verdicts.of([receipt])
    match_all(bench.workplace)
    assert bench.book.verdicts.of([receipt]) == first
    waiting = bench.book.receipts.waiting()
    assert mark_of(situation_of(bench.book, "GBP", waiting)) == first[receipt].situation
    bench.invoice(bench.customer("Another"), "1")
    assert mark_of(situation_of(bench.book, "GBP", waiting)) != first[receipt].situation


def test_two_receipts_never_claim_one_invoice(bench: MatchingBench) -> None:
    invoice, _ = named(bench)
    bench.receipt("120", "INV-1042", "RUSHMERE FARM SHOP")
    match_all(bench.workplace)
    assert bench.book.documents.open(invoice).minor >= 0
    assert len(bench.book.receipts.waiting()) >= 1


def test_a_receipt_put_off_is_proposed_again_but_not_settled_by_itself(bench: MatchingBench) -> None:
    invoice, receipt = named(bench)
    accept(bench.workplace, receipt, later("Ask first"))
    assert match_all(bench.workplace).settled == 0
    (case,) = desk_cases(bench.workplace, CaseFilter.LATER)
    assert (case.word, case.subtitle, bench.open(invoice)) == ("Ask later", "20/11 · Ask first", ["120.00"])


def test_a_proposal_whose_invoice_was_settled_meanwhile_is_no_longer_offered(bench: MatchingBench) -> None:
    by_hand(bench)
    invoice, receipt = named(bench)
    match_all(bench.workplace)
    customer = bench.book.documents.get(invoice).customer_id
    add_payment(bench.workplace, Payment(customer, date(2026, 11, 21), Money(12000), 1, document_id=invoice))
    assert case_detail(bench.workplace, f"r{receipt}").alternatives == ()
    done = accept_all_certain(bench.workplace)
    assert [number for number, why in done.refused if "see what is proposed now" in why] == [receipt]
    assert case_detail(bench.workplace, f"r{receipt}").heading.startswith("Already recorded as 120.00 of 21/11/2026")
    with pytest.raises(InputError, match="There is no proposal 9"):
        accept(bench.workplace, receipt, 9)


def test_the_detail_of_a_case_shows_reasons_entries_balances_and_numbered_alternatives(bench: MatchingBench) -> None:
    by_hand(bench)
    _, receipt = named(bench)
    match_all(bench.workplace)
    shown = case_detail(bench.workplace, f"r{receipt}")
    assert shown.title == "120.00 GBP received"
    assert shown.heading == "Apply to INV-1042 of Rushmere Farm Shop"
    assert [one.number for one in shown.alternatives] == list(range(1, len(shown.alternatives) + 1))
    assert shown.alternatives[-1].title == "Keep on account"
    assert [row.account for row in shown.outcome.entries] == ["Account 610", "Accounts receivable · INV-1042"]
    (move,) = shown.outcome.balances
    assert (move.before, move.after) == (Money(12000), Money(0))
    other = case_detail(bench.workplace, f"r{receipt}", len(shown.alternatives))
    assert other.heading == "Keep on account of Rushmere Farm Shop"
    accept(bench.workplace, receipt, 1)
    assert case_detail(bench.workplace, f"r{receipt}").history[0].words.startswith("Applied to INV-1042")


def test_the_list_has_counts_totals_filters_and_orders(bench: MatchingBench) -> None:
    by_hand(bench)
    named(bench)
    bench.receipt("7", "NOBODY KNOWS", on=date(2026, 11, 1))
    bench.receipt("300", "STRANGER")
    match_all(bench.workplace)
    desk = read_desk(bench.workplace)
    totals = desk.totals()
    assert (totals[CaseFilter.ALL].count, totals[CaseFilter.ALL].amounts) == (3, (Money(42700),))
    assert (totals[CaseFilter.CERTAIN].count, totals[CaseFilter.OLDER].count) == (1, 1)
    assert [str(one.amount and one.amount.decimal) for one in desk.chosen(order=CaseOrder.AMOUNT)] == [
        "300.00",
        "120.00",
        "7.00",
    ]
    assert desk.chosen()[0].is_certain
    assert desk.chosen(order=CaseOrder.DATE)[0].on == date(2026, 11, 1)


def test_an_unreadable_case_key_is_refused_in_words(bench: MatchingBench) -> None:
    for key in ("x1", "r", "rabc", "", "m-1"):
        with pytest.raises(InputError, match="There is no case"):
            case_detail(bench.workplace, key)


def test_stopped_it_settles_nothing_more_and_keeps_the_book_whole(bench: MatchingBench) -> None:
    invoice, _ = named(bench)
    control = Control()
    control.stop()
    with pytest.raises(Cancelled):
        match_all(bench.workplace, control)
    assert bench.open(invoice) == ["120.00"]


def test_what_was_confirmed_teaches_the_next_round(bench: MatchingBench) -> None:
    ann = bench.customer("Thornbury Estates Ltd")
    for month in (8, 9, 10):
        bench.invoice(ann, "75", issued_on=date(2026, month, 1))
        receipt = bench.receipt("75", "RENT", "J SMITH", on=date(2026, month, 20))
        match_all(bench.workplace, only_propose=True)
        number = bench.book.documents.open_ids_of_customer(ann)[0]
        accept(bench.workplace, receipt, applied((number, "75")))
    bench.invoice(ann, "75", issued_on=date(2026, 11, 1))
    bench.invoice(bench.customer("Somebody Else"), "75", issued_on=date(2026, 11, 1))
    receipt = bench.receipt("75", "RENT", "J SMITH")
    match_all(bench.workplace, only_propose=True)
    assert desk_cases(bench.workplace)[0].title == "Thornbury Estates Ltd"


def test_an_account_that_takes_nothing_or_a_wild_limit_is_refused(bench: MatchingBench) -> None:
    with pytest.raises(InputError, match="is none"):
        save_matching_options(bench.workplace, replace(MatchingOptions(), write_off_limit=-1))


def test_what_a_decision_took_from_another_receipt_is_proposed_anew(bench: MatchingBench) -> None:
    by_hand(bench)
    ann = bench.customer("Thornbury Estates Ltd")
    first = bench.invoice(ann, "75", "INV-2001", issued_on=date(2026, 10, 1))
    second = bench.invoice(ann, "75", "INV-2002", issued_on=date(2026, 11, 1))
    named_first = bench.receipt("75", "INV-2001", "THORNBURY ESTATES LTD")
    other = bench.receipt("75", "", "SOMEBODY")
    match_all(bench.workplace)
    accept(bench.workplace, other, applied((first, "75")))
    assert [(one.record_id, one.word != "No match") for one in desk_cases(bench.workplace)] == [(named_first, True)]
    assert case_detail(bench.workplace, f"r{named_first}").alternatives[0].choice == applied((second, "75"))


def test_for_what_is_nobody_s_money_setting_aside_is_the_choice(bench: MatchingBench) -> None:
    by_hand(bench)
    named(bench)
    receipt = bench.receipt("-850", "RENT", "OFFICE RENT CO")
    match_all(bench.workplace)
    shown = case_detail(bench.workplace, f"r{receipt}")
    assert (shown.heading, shown.outcome.problem) == ("Set aside: no customer’s money", "")
    accept(bench.workplace, receipt, shown.alternatives[0].choice or 0)
    assert bench.book.receipts.get(receipt).state is ReceiptState.SET_ASIDE


def test_accepted_out_of_order_a_receipt_pays_what_is_open_before_it_keeps_anything_on_account(
    bench: MatchingBench,
) -> None:
    by_hand(bench)
    customer = bench.customer("Saltway Engineering Ltd")
    invoice = bench.invoice(customer, "320", "INV-2033")
    bench.receipt("200", "INV-2033 PART", "SALTWAY ENGINEERING LTD", on=date(2026, 11, 19))
    later_one = bench.receipt("319.40", "INV-2033", "SALTWAY ENGINEERING LTD")
    match_all(bench.workplace)
    accept(bench.workplace, later_one, 1)
    assert (bench.open(invoice), bench.owes(customer)) == (["0.60"], ["0.60"])
