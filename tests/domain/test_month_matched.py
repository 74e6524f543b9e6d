"""Made months that the matcher was not built on: nothing is put where it does not belong, and little is left to ask."""

from collections import Counter

import pytest

from safe_desktop.domain.matching.matcher import match
from safe_desktop.domain.matching.situation import Situation
from safe_desktop.domain.matching.verdict import Act, Decision, Verdict
from tests.scripted_month.month_receipts import a_month
from tests.scripted_month.month_situation import is_true, situation_of_month
from tests.scripted_month.month_truth import BankLine, Belongs, Month

SEEDS = (1, 2, 3, 4, 5)
# What no one can know from the statement alone: it must be asked.
UNKNOWABLE = ("same amount", "stranger", "money out", "twice")


def answered(seed: int) -> tuple[Month, Situation, list[Verdict]]:
    month = a_month(seed)
    situation = situation_of_month(month)
    return month, situation, match(situation)


def is_right(line: BankLine, verdict: Verdict) -> bool:
    """Whether what would be done by itself is the truth."""
    return verdict.best is not None and is_true(line, verdict.best)


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_of_a_made_month_is_put_where_it_does_not_belong(seed: int) -> None:
    month, _, verdicts = answered(seed)
    acts = [(line, v) for line, v in zip(month.lines, verdicts, strict=True) if v.decision is Decision.AUTOMATIC]
    assert [(line, verdict.best) for line, verdict in acts if not is_right(line, verdict)] == []


@pytest.mark.parametrize("seed", SEEDS)
def test_nineteen_of_twenty_that_can_be_known_need_no_person(seed: int) -> None:
    month, _, verdicts = answered(seed)
    known = [
        verdict
        for line, verdict in zip(month.lines, verdicts, strict=True)
        if line.belongs is not Belongs.NOT_OURS and line.sort not in UNKNOWABLE
    ]
    automatic = sum(1 for verdict in known if verdict.decision is Decision.AUTOMATIC)
    assert automatic >= 0.95 * len(known), f"{automatic} of {len(known)}"


@pytest.mark.parametrize("seed", SEEDS)
def test_no_invoice_and_no_payment_is_claimed_beyond_what_it_is(seed: int) -> None:
    _, situation, verdicts = answered(seed)
    acts = [one.best for one in verdicts if one.decision is Decision.AUTOMATIC and one.best is not None]
    claimed: Counter[str] = Counter()
    for act in acts:
        for share in act.shares:
            claimed[share.document_key] += abs(share.minor)
    left = {one.key: one.open_minor for one in situation.documents}
    assert {key: minor for key, minor in claimed.items() if minor > left[key]} == {}
    payments = Counter(key for act in acts if act.act is not Act.ALLOCATE for key in (*act.duplicate_of, *act.reverses))
    assert {key: count for key, count in payments.items() if count > 1} == {}
