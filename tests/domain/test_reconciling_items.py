"""The rules of the tie-out: each cause by a planted difference, and what no fact accounts for never becomes an item."""

import random
from collections.abc import Sequence

import pytest

from safe_desktop.domain.mismatch import MismatchKind
from safe_desktop.domain.reconciling_items import due_now, items_of_one_sided, items_of_pair, sign_of
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.domain.tie_out import Cause, Item, OurRecord, Question, Questions, Settlement, TheirRecord

INVOICE, NOTE, PAYMENT = RecordKind.INVOICE, RecordKind.CREDIT_NOTE, RecordKind.PAYMENT
EARLY, READ, LATE = "2026-11-02T09:00", "2026-11-02T10:00", "2026-11-02T11:00"


def ours(
    kind: RecordKind = INVOICE,
    total: int = 10_000,
    left: int = 10_000,
    standing: Standing = Standing.IN_XERO,
    xero_id: str = "x1",
    **more: object,
) -> OurRecord:
    made = OurRecord(kind, 1, "INV-1", 1, "GBP", True, total, left, standing, f"because {standing.value}", xero_id)
    return made._replace(**more)  # type: ignore[arg-type]


def theirs(
    kind: RecordKind = INVOICE, total: int = 10_000, paid: int = 0, credited: int = 0, status: str = "AUTHORISED"
) -> TheirRecord:
    due = total - paid - credited
    return TheirRecord(kind, "x1", "INV-1", "c1", "Ann", "GBP", status, total, due, paid, credited, READ)


def payment(key: str = "", amount: int = 4_000, standing: Standing = Standing.IN_XERO, **more: object) -> Settlement:
    made = Settlement(key, amount, PAYMENT, 7, "", standing, f"because {standing.value}", updated_at=EARLY)
    return made._replace(**more)  # type: ignore[arg-type]


def asked(
    kind: MismatchKind, record: RecordKind, field: str = "", is_open: bool = True, xero_id: str = ""
) -> Questions:
    return Questions.of([Question(kind, record, 7 if record is PAYMENT else 1, xero_id, field, "a reason", is_open)])


def told(items: Sequence[Item]) -> list[tuple[Cause, int]]:
    return [(item.cause, item.amount.minor) for item in items]


NOBODY = Questions()


@pytest.mark.parametrize(
    ("standing", "cause"),
    [
        (Standing.READY, Cause.NOT_SENT),
        (Standing.TO_REVIEW, Cause.TO_REVIEW),
        (Standing.HELD, Cause.HELD),
        (Standing.DO_NOT_SEND, Cause.DO_NOT_SEND),
        (Standing.STAYS_HERE, Cause.STAYS_HERE),
        (Standing.SENDING, Cause.ON_ITS_WAY),
        (Standing.FAILED, Cause.REFUSED),
        (Standing.CONFLICT, Cause.MISMATCH),
    ],
)
def test_what_xero_does_not_have_is_named_by_where_it_stands(standing: Standing, cause: Cause) -> None:
    alone = ours(standing=standing, xero_id="")
    assert told(items_of_one_sided(alone, None, 0, NOBODY)) == [(cause, 10_000)]
    note = ours(NOTE, standing=standing, xero_id="")
    assert told(items_of_one_sided(note, None, 0, NOBODY)) == [(cause, -10_000)]
    paid = items_of_pair(ours(left=6_000), theirs(), [payment(standing=standing)], [], NOBODY)
    assert told(paid) == [(cause, -4_000)]


def test_what_is_equal_by_its_word_and_missing_in_xero_is_not_explained_away() -> None:
    assert items_of_one_sided(ours(xero_id=""), None, 0, NOBODY) == []
    assert items_of_one_sided(ours(), None, 0, NOBODY) == []
    assert items_of_pair(ours(left=6_000), theirs(), [payment()], [], NOBODY) == []
    assert items_of_pair(ours(total=9_000, left=9_000), theirs(), [], [], NOBODY) == []


def test_what_only_xero_has_is_named() -> None:
    assert told(items_of_one_sided(None, theirs(), 10_000, NOBODY)) == [(Cause.ONLY_THERE, -10_000)]
    assert told(items_of_one_sided(None, theirs(NOTE), 2_000, NOBODY)) == [(Cause.ONLY_THERE, 2_000)]
    assert told(items_of_one_sided(None, theirs(PAYMENT), 2_000, NOBODY)) == [(Cause.ADVANCE, 2_000)]
    void_here = ours(counts=False, left=0)
    assert told(items_of_one_sided(void_here, theirs(), 10_000, NOBODY)) == [(Cause.TAKEN_BACK, -10_000)]
    taken = asked(MismatchKind.NUMBER_TAKEN, INVOICE, xero_id="x1")
    assert told(items_of_one_sided(None, theirs(), 10_000, taken)) == [(Cause.MISMATCH, -10_000)]


@pytest.mark.parametrize(
    ("status", "cause"), [("VOIDED", Cause.GONE_THERE), ("DELETED", Cause.GONE_THERE), ("DRAFT", Cause.DRAFT_THERE)]
)
def test_what_xero_holds_for_nothing_is_named_by_its_status(status: str, cause: Cause) -> None:
    assert told(items_of_one_sided(ours(), theirs(status=status), 0, NOBODY)) == [(cause, 10_000)]


def test_a_record_under_another_customer_is_an_item_on_both() -> None:
    here = items_of_one_sided(ours(), None, 0, NOBODY, "under Ben")
    there = items_of_one_sided(None, theirs(), 10_000, NOBODY, "under Ann")
    assert told([*here, *there]) == [(Cause.ELSEWHERE, 10_000), (Cause.ELSEWHERE, -10_000)]
    assert (here[0].detail, there[0].detail) == ("In Xero it is under Ben", "Here it is under Ann")


def test_another_total_is_named_where_it_was_asked_noted_or_not_told_yet() -> None:
    mine = ours(total=9_000, left=9_000)
    open_one = asked(MismatchKind.TOTAL_DIFFERS, INVOICE, "total")
    noted = asked(MismatchKind.ROUNDED, INVOICE, "total", is_open=False)
    elsewhere = asked(MismatchKind.FIELD_DIFFERS, INVOICE, "reference")
    assert told(items_of_pair(mine, theirs(), [], [], open_one)) == [(Cause.MISMATCH, -1_000)]
    assert told(items_of_pair(mine, theirs(), [], [], noted)) == [(Cause.NOTED, -1_000)]
    assert told(items_of_pair(mine._replace(is_changed=True), theirs(), [], [], NOBODY)) == [
        (Cause.CHANGED_HERE, -1_000)
    ]
    assert items_of_pair(mine, theirs(), [], [], elsewhere) == []


def test_payments_of_xero_that_are_not_here_are_named() -> None:
    mine, there = ours(), theirs(paid=4_000)
    assert told(items_of_pair(mine, there, [], [payment("p1")], NOBODY)) == [(Cause.ONLY_THERE, 4_000)]
    back = payment("p1", other="taken back")
    assert told(items_of_pair(mine, there, [], [back], NOBODY)) == [(Cause.TAKEN_BACK, 4_000)]
    away = payment("p1", other="on INV-9")
    assert told(items_of_pair(mine, there, [], [away], NOBODY)) == [(Cause.SET_AGAINST, 4_000)]
    fits_not = asked(MismatchKind.PAYMENT_DOES_NOT_FIT, INVOICE, "amount", xero_id="p1")
    assert told(items_of_pair(mine, there, [], [payment("p1")], fits_not)) == [(Cause.MISMATCH, 4_000)]


def test_a_payment_that_both_know_and_one_lost_is_named() -> None:
    mine = ours(left=6_000)
    deleted = items_of_pair(mine, theirs(), [payment("p1", other="deleted")], [payment("p1", is_live=False)], NOBODY)
    assert told(deleted) == [(Cause.GONE_THERE, -4_000)]
    other = items_of_pair(mine, theirs(), [payment("p1", other="on INV-9")], [], NOBODY)
    assert told(other) == [(Cause.SET_AGAINST, -4_000)]
    asked_about = asked(MismatchKind.FIELD_DIFFERS, PAYMENT, "amount")
    other_amount = items_of_pair(mine, theirs(paid=3_500), [payment("p1")], [payment("p1", 3_500)], asked_about)
    assert told(other_amount) == [(Cause.MISMATCH, -500)]


def test_credit_set_on_one_side_only_is_named_with_its_note() -> None:
    credit = payment("n1", kind=NOTE, label="CN-1", is_credit=True)
    here = items_of_pair(ours(left=6_000), theirs(), [credit], [], NOBODY)
    there = items_of_pair(ours(), theirs(credited=4_000), [], [credit], NOBODY)
    assert told([*here, *there]) == [(Cause.SET_AGAINST, -4_000), (Cause.SET_AGAINST, 4_000)]
    assert here[0].label == "CN-1 on INV-1"
    taken = payment("i1", kind=INVOICE, label="INV-9", is_credit=True)
    source = items_of_pair(ours(NOTE, left=6_000, label="CN-1"), theirs(NOTE), [taken], [], NOBODY)
    assert told(source) == [(Cause.SET_AGAINST, 4_000)]
    assert source[0].label == "CN-1 on INV-9"


def test_credit_of_xero_that_was_taken_over_is_no_difference_and_unknown_credit_is_asked_or_unexplained() -> None:
    strange = payment("n1", kind=NOTE, label="CN-9", is_credit=True, is_strange=True)
    taken_over = payment("", is_strange=True, standing=Standing.STAYS_HERE)
    assert items_of_pair(ours(left=6_000), theirs(credited=4_000), [taken_over], [strange], NOBODY) == []
    assert told(items_of_pair(ours(), theirs(credited=4_000), [], [strange], NOBODY)) == [(Cause.ONLY_THERE, 4_000)]
    question = asked(MismatchKind.CREDIT_IN_XERO, INVOICE, "credited")
    assert told(items_of_pair(ours(), theirs(credited=4_000), [], [], question)) == [(Cause.MISMATCH, 4_000)]
    assert items_of_pair(ours(), theirs(credited=4_000), [], [], NOBODY) == []


def test_what_xero_deducts_by_itself_is_named() -> None:
    there = theirs()._replace(due=8_000)
    assert told(items_of_pair(ours(), there, [], [], NOBODY)) == [(Cause.DEDUCTED, 2_000)]


def test_payments_that_were_not_read_yet_are_named_and_those_of_another_moment_are_not_guessed() -> None:
    assert told(items_of_pair(ours(), theirs(paid=4_000), [], [], NOBODY)) == [(Cause.NOT_READ, 4_000)]
    newer = payment("p1", 3_000, updated_at=LATE)
    assert told(items_of_pair(ours(left=7_000), theirs(paid=4_000), [payment("p1", 3_000)], [newer], NOBODY)) == []


def test_what_xero_answered_for_since_counts_in_its_balance() -> None:
    told_since = payment("p1", updated_at=LATE)
    assert due_now(theirs(), [told_since], NOBODY, has_later_credit=False) == 6_000
    assert due_now(theirs(paid=4_000), [told_since], NOBODY, has_later_credit=False) == 6_000
    deleted = payment("p1", updated_at=LATE, is_live=False)
    assert due_now(theirs(paid=4_000), [deleted], NOBODY, has_later_credit=False) == 10_000
    unknown = theirs(paid=1_000)
    assert due_now(unknown, [told_since], NOBODY, has_later_credit=False) == 9_000, (
        "which of both is right is not known"
    )
    credit = payment("n1", kind=NOTE, is_credit=True)
    assert due_now(theirs(), [credit], NOBODY, has_later_credit=True) == 6_000
    assert due_now(theirs(), [credit], NOBODY, has_later_credit=False) == 10_000
    question = asked(MismatchKind.CREDIT_IN_XERO, INVOICE, "credited", xero_id="x1")
    assert due_now(theirs(), [credit], question, has_later_credit=True) == 10_000


@pytest.mark.parametrize("seed", range(60))
def test_items_and_residue_are_the_difference_whatever_is_planted(seed: int) -> None:
    """What is planted with a fact is explained to the penny; what is planted without one is all that is left."""
    chance = random.Random(seed)
    kind = chance.choice((INVOICE, NOTE))
    sign = sign_of(kind)
    here: list[Settlement] = []
    there: list[Settlement] = []
    for n in range(chance.randrange(6)):
        amount = chance.randrange(1, 900)
        planted = chance.choice(("both", "here", "there", "deleted", "back", "credit here", "credit there"))
        key = f"p{n}"
        if planted == "both":
            here.append(payment(key, amount))
            there.append(payment(key, amount))
        elif planted == "here":
            here.append(payment("", amount, chance.choice((Standing.READY, Standing.HELD, Standing.STAYS_HERE))))
        elif planted == "there":
            there.append(payment(key, amount))
        elif planted == "deleted":
            here.append(payment(key, amount, other="deleted"))
            there.append(payment(key, amount, is_live=False))
        elif planted == "back":
            there.append(payment(key, amount, other="taken back"))
        elif planted == "credit here":
            here.append(payment(key, amount, kind=NOTE, is_credit=True))
        else:
            there.append(payment(key, amount, kind=NOTE, is_credit=True))
    left = 10_000 - sum(one.amount for one in here)
    paid = sum(one.amount for one in there if one.is_live and not one.is_credit)
    credited = sum(one.amount for one in there if one.is_credit)
    unknown = chance.choice((0, 0, chance.randrange(1, 500)))
    mine = ours(kind, left=left)
    other = theirs(kind, total=10_000 - unknown, paid=paid, credited=credited)
    due = due_now(other, there, NOBODY, has_later_credit=False)
    items = items_of_pair(mine, other, here, there, NOBODY)
    assert sign * left - sign * due == sum(item.amount.minor for item in items) + sign * unknown
    if unknown:
        named = items_of_pair(mine, other, here, there, asked(MismatchKind.TOTAL_DIFFERS, kind, "total"))
        assert sign * left - sign * due == sum(item.amount.minor for item in named)
