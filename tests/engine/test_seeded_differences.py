"""A month with twenty differences of every kind: all are named, nothing else is, and settled they are gone for good."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.domain.mismatch import MismatchKind
from safe_desktop.engine.deciding import desk
from safe_desktop.store.run_records import Outcome
from tests.scripted_month.month_book import MonthBook, month_book
from tests.scripted_month.month_differences import (
    BESIDE,
    DIFFERENCES,
    FOLLOWING,
    kept_apart,
    kept_back,
    left_at_the_end,
    plant,
    prepare,
    undo_in_xero,
)
from tests.scripted_month.month_outcome import (
    apart,
    named,
    open_here,
    open_in_xero,
    owed_in_the_tie_out,
    owed_in_xero,
    unexplained,
)
from tests.scripted_month.month_receipts import a_month


@pytest.fixture
def made(tmp_path: Path) -> Iterator[MonthBook]:
    """The month, sent; nothing differs that the book could know of yet."""
    month = a_month()
    with month_book(tmp_path, month, kept_back(month)) as book:
        prepare(book)
        yield book


def settle(made: MonthBook) -> None:
    """Settle what waits, each by the way out of the script; what cannot be read waits on."""
    ways = {one.found_as(made.month): one.way for one in (*DIFFERENCES, *FOLLOWING)}
    for one in made.bench.workplace.book.mismatches.open_ones():
        if one.kind is not MismatchKind.UNREADABLE:
            key = (one.kind.value, one.record_kind.value, one.field, one.label)
            desk.settle(made.bench.workplace, one.id, ways[key])


def test_a_month_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    assert a_month(7) == a_month(7)
    assert a_month(7) != a_month(8)
    month = a_month(7)
    assert (len(month.invoices), len(month.lines), len(DIFFERENCES)) == (300, 260, 20)
    assert {one.kind for one in (*DIFFERENCES, *BESIDE)} == set(MismatchKind)


def test_one_sync_names_all_twenty_and_settled_they_are_gone_for_good(made: MonthBook) -> None:
    """The tie-out explains every penny before, between and after."""
    plant(made)
    report = made.sync()
    unreadable, removed = BESIDE[1].found_as(made.month), BESIDE[0].invoice(made.month).number
    assert named(made) == {*(one.found_as(made.month) for one in DIFFERENCES), unreadable}
    assert unexplained(made) == {}
    taken_back = [one for one in report.items if one.label == removed and one.outcome is Outcome.RECEIVED]
    assert ["deleted in Xero" in one.reason for one in taken_back] == [True]

    undo_in_xero(made)
    settle(made)
    assert named(made) == {*(one.found_as(made.month) for one in FOLLOWING), unreadable}
    assert unexplained(made) == {}
    settle(made)
    for _ in range(2):
        made.bench.due_now("contacts", "all open")
        made.wire.told.clear()
        made.wire.answered.clear()
        report = made.sync()
    assert (named(made), report.sent, report.refused) == (set(), 0, 0)
    here, there, wanted = open_here(made), open_in_xero(made), left_at_the_end(made.month)
    assert apart({number: here[number] for number in wanted}, wanted) == {}
    assert apart(here, {number: there[number] for number in here}) == kept_apart(made.month)
    assert unexplained(made) == {}
    assert owed_in_the_tie_out(made) == owed_in_xero(made)
