"""A rule acts on nothing that may be written down, or be told by somebody else, already; nor on another's money."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.entry.ledger_payments import add_payment
from safe_desktop.engine.matching.accepting import undo_decision
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.matching.rule_keeping import MatchingRule, RuleAct, add_rule, change_rule, try_on_history
from safe_desktop.store.receipt_records import StoredReceipt
from tests.engine.matching_bench import DAY, MatchingBench, matching_bench

TEXT = "S/O 4711"
XERO, OTHER = ReceiptSource.RECEIVE_MONEY, ReceiptSource.XERO_PAYMENT


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[MatchingBench]:
    with matching_bench(tmp_path) as made:
        yield made


def ann_with_a_rule(bench: MatchingBench, rule: MatchingRule | None = None) -> int:
    """A customer who owes 50.00 twice, and a rule about her standing order."""
    ann = bench.customer("Ann")
    bench.invoice(ann, "50"), bench.invoice(ann, "50")
    rule = rule or MatchingRule("Standing order", RuleAct.OLDEST, TEXT)
    kept = add_rule(bench.workplace, replace(rule, customer_id=ann)).value
    try_on_history(bench.workplace, kept)
    change_rule(bench.workplace, replace(kept, is_on=True))
    return ann


@pytest.mark.parametrize("order", [(ReceiptSource.BANK, XERO), (XERO, ReceiptSource.BANK)])
@pytest.mark.parametrize("at_once", [True, False])
def test_what_the_bank_and_xero_tell_a_rule_settles_once(
    bench: MatchingBench, order: tuple[ReceiptSource, ReceiptSource], at_once: bool
) -> None:
    ann = ann_with_a_rule(bench)
    bench.receipt("50", TEXT, source=order[0])
    if not at_once:
        match_all(bench.workplace)
    bench.receipt("50", TEXT, source=order[1])
    assert match_all(bench.workplace).by_rule == (1 if at_once else 0)
    assert bench.owes(ann) == ["50.00"]


def test_a_rule_leaves_alone_what_a_person_wrote_down(bench: MatchingBench) -> None:
    ann = ann_with_a_rule(bench)
    add_payment(bench.workplace, Payment(ann, DAY, Money(5000), 1, document_id=1))
    bench.receipt("50", TEXT)
    bench.receipt("50", TEXT, on=date(2026, 12, 5))
    assert (match_all(bench.workplace).by_rule, bench.owes(ann)) == (1, ["0.00"])


def test_a_rule_leaves_alone_what_xero_says_is_anothers_or_spent(bench: MatchingBench) -> None:
    ann = ann_with_a_rule(bench)
    bench.receipt("50", TEXT, source=XERO, customer_id=bench.customer("Ben"))
    bench.receipt("50", TEXT, source=OTHER, customer_id=ann)
    assert (match_all(bench.workplace).by_rule, bench.owes(ann)) == (0, ["100.00"])


def test_the_amounts_of_a_rule_are_of_the_books_own_currency(bench: MatchingBench) -> None:
    ann_with_a_rule(bench, MatchingRule("Fifty", RuleAct.ON_ACCOUNT, least_minor=5000, most_minor=5000))
    with bench.book.transaction():
        bench.book.receipts.keep([StoredReceipt(ReceiptSource.BANK, "bank:yen", DAY, Money(5000, "JPY"))])
    assert match_all(bench.workplace).by_rule == 0


def test_what_a_person_took_back_from_a_rule_the_rule_leaves_alone(bench: MatchingBench) -> None:
    ann = ann_with_a_rule(bench)
    bench.receipt("50", TEXT)
    assert match_all(bench.workplace).by_rule == 1
    undo_decision(bench.workplace, bench.book.decisions.latest(1)[0].id)
    assert (match_all(bench.workplace).by_rule, bench.owes(ann)) == (0, ["100.00"])
    bench.receipt("50", TEXT, on=date(2026, 12, 20))
    assert match_all(bench.workplace).by_rule == 1
