"""Rules a person writes: tried before they are switched on, tried in their order, and never doing half."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from safe_desktop.engine.matching.accepting import accept
from safe_desktop.engine.matching.choices import on_account, set_aside
from safe_desktop.engine.matching.desk_history import decisions
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.matching.rule_keeping import (
    MatchingRule,
    RuleAct,
    add_rule,
    change_rule,
    delete_rule,
    move_rule,
    rule_from,
    rules,
    try_on_history,
)
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.receipt_records import ReceiptState
from tests.engine.matching_bench import MatchingBench, matching_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[MatchingBench]:
    with matching_bench(tmp_path) as made:
        yield made


def switched_on(workplace: Workplace, rule: MatchingRule) -> MatchingRule:
    """The rule, kept, tried and on."""
    kept = add_rule(workplace, rule).value
    try_on_history(workplace, kept)
    return change_rule(workplace, replace(kept, is_on=True)).value


def test_a_rule_pays_the_customers_oldest_open_invoices_and_keeps_the_rest_on_account(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    old, new = bench.invoice(ann, "30"), bench.invoice(ann, "50")
    switched_on(bench.workplace, MatchingRule("Standing order", RuleAct.OLDEST, "s/o  4711", customer_id=ann))
    bench.receipt("100", "S/O 4711 MONTHLY")
    report = match_all(bench.workplace)
    assert (report.by_rule, bench.open(old, new), bench.owes(ann)) == (1, ["0.00", "0.00"], ["-20.00"])
    assert decisions(bench.workplace)[0].decided_by == "Rule Standing order"


def test_a_rule_sets_aside_what_is_no_customers_money_both_in_and_out(bench: MatchingBench) -> None:
    switched_on(bench.workplace, MatchingRule("Bank interest", RuleAct.SET_ASIDE, "interest"))
    ids = [bench.receipt("1.20", "INTEREST"), bench.receipt("-3", "DEBIT INTEREST")]
    match_all(bench.workplace)
    assert [bench.book.receipts.get(one).state for one in ids] == [ReceiptState.SET_ASIDE] * 2


def test_the_first_rule_that_fits_is_the_one_and_moving_changes_which_is_first(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    first = switched_on(bench.workplace, MatchingRule("Aside", RuleAct.SET_ASIDE, "SHOP"))
    second = switched_on(bench.workplace, MatchingRule("Ann", RuleAct.ON_ACCOUNT, "SHOP", customer_id=ann))
    move_rule(bench.workplace, second.id, -1)
    assert [one.id for one in rules(bench.workplace)] == [second.id, first.id]
    bench.receipt("5", "SHOP")
    match_all(bench.workplace)
    assert bench.owes(ann) == ["-5.00"]


def test_amounts_outside_the_range_are_left_to_the_matcher(bench: MatchingBench) -> None:
    switched_on(bench.workplace, MatchingRule("Small", RuleAct.SET_ASIDE, "SHOP", 100, 500))
    bench.receipt("5.01", "SHOP")
    assert match_all(bench.workplace).by_rule == 0


def test_a_rule_is_off_until_it_was_tried_as_it_is(bench: MatchingBench) -> None:
    kept = add_rule(bench.workplace, MatchingRule("Fees", RuleAct.SET_ASIDE, "FEE", is_on=True)).value
    assert not kept.is_on
    with pytest.raises(InputError, match="was not tried"):
        change_rule(bench.workplace, replace(kept, is_on=True))
    try_on_history(bench.workplace, kept)
    on = change_rule(bench.workplace, replace(kept, is_on=True)).value
    changed = change_rule(bench.workplace, replace(on, contains="CHARGE")).value
    assert not changed.is_on


def test_trying_a_rule_shows_where_it_was_decided_otherwise_and_changes_nothing(bench: MatchingBench) -> None:
    ann, ben = bench.customer("Ann"), bench.customer("Ben")
    same, other, waits = (bench.receipt("10", f"RENT {place}") for place in "123")
    accept(bench.workplace, same, on_account(ann))
    accept(bench.workplace, other, on_account(ben))
    trial = try_on_history(bench.workplace, MatchingRule("Rent", RuleAct.ON_ACCOUNT, "rent", customer_id=ann))
    assert (trial.matched, trial.agreed, trial.otherwise, trial.waiting) == (3, 1, 1, 1)
    assert (trial.rows[0].receipt_id, trial.rows[0].is_otherwise) == (other, True)
    assert bench.book.receipts.get(waits).state is ReceiptState.OPEN
    aside = try_on_history(bench.workplace, MatchingRule("Rent", RuleAct.SET_ASIDE, "rent"))
    assert aside.otherwise == 2


def test_a_rule_is_made_from_a_receipt(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    receipt = bench.receipt("10", "MAY", "ANN J SMITH")
    accept(bench.workplace, receipt, on_account(ann))
    made = rule_from(bench.workplace, receipt)
    assert (made.contains, made.customer_id, made.act) == ("ANN J SMITH", ann, RuleAct.OLDEST)
    fee = bench.receipt("-4", "ACCOUNT FEE")
    accept(bench.workplace, fee, set_aside())
    assert rule_from(bench.workplace, fee).act is RuleAct.SET_ASIDE


def test_a_rule_that_knows_no_customer_leaves_the_receipt_alone(bench: MatchingBench) -> None:
    switched_on(bench.workplace, MatchingRule("Any", RuleAct.OLDEST, "SHOP"))
    receipt = bench.receipt("5", "SHOP")
    assert match_all(bench.workplace).by_rule == 0
    assert bench.book.receipts.get(receipt).state is ReceiptState.OPEN


@pytest.mark.parametrize(
    "bad",
    [
        MatchingRule("", RuleAct.SET_ASIDE, "x"),
        MatchingRule("All", RuleAct.SET_ASIDE),
        MatchingRule("Range", RuleAct.SET_ASIDE, "x", 500, 100),
        MatchingRule("Below", RuleAct.SET_ASIDE, "x", -1),
        MatchingRule("Nobody", RuleAct.SET_ASIDE, "x", customer_id=99),
        MatchingRule("Long", RuleAct.SET_ASIDE, "x" * 101),
    ],
)
def test_a_rule_that_cannot_be_is_refused_in_words(bench: MatchingBench, bad: MatchingRule) -> None:
    with pytest.raises(InputError):
        add_rule(bench.workplace, bad)
    assert rules(bench.workplace) == []


def test_a_deleted_rule_is_no_more_and_what_it_settled_stays(bench: MatchingBench) -> None:
    rule = switched_on(bench.workplace, MatchingRule("Fees", RuleAct.SET_ASIDE, "FEE"))
    receipt = bench.receipt("-4", "FEE")
    match_all(bench.workplace)
    delete_rule(bench.workplace, rule.id)
    assert (rules(bench.workplace), bench.book.receipts.get(receipt).state) == ([], ReceiptState.SET_ASIDE)
