"""The book to practise on: always the same, all of it sendable, with something of everything."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from safe_desktop.domain.billing import SettledStatus
from safe_desktop.domain.standing import Standing
from safe_desktop.engine import sample_book
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.figures import Badges, badges, overview
from safe_desktop.engine.showing.lists import Query
from safe_desktop.engine.workplace import Workplace
from tests.engine.synced_book import connect, connected, reopened
from tests.made_records import TODAY, MovableClock
from tests.made_workplace import opened_workplace
from tests.practice.practice_process import PracticeProcess


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    with opened_workplace(tmp_path) as opened:
        sample_book.fill(opened)
        yield opened


def test_everything_in_it_can_be_sent_at_once(workplace: Workplace) -> None:
    book = workplace.book
    assert {entry.standing for entry in lists.customers(book).entries(lists.customers(book).ids())} == {Standing.READY}
    for table in (lists.invoices(book), lists.payments(book)):
        waiting = table.entries(table.ids())
        assert {(entry.standing, entry.reason) for entry in waiting} == {(Standing.READY, "New")}


def test_it_has_something_of_everything(workplace: Workplace) -> None:
    book = workplace.book
    counts = lists.invoices(book).counts()
    assert counts[""] == 60
    assert counts["credit_notes"] == 2
    assert counts["overdue"] >= 5
    assert counts["paid"] >= 25
    assert lists.customers(book).counts()[""] == 24
    people = lists.customers(book).entries(lists.customers(book).ids())
    assert sum(1 for person in people if not person.email) == 4
    entries = lists.invoices(book).entries(lists.invoices(book).ids())
    assert SettledStatus.AWAITING in {entry.word for entry in entries}
    this_month = [entry for entry in entries if entry.issued_on >= TODAY.replace(day=1)]
    assert len(this_month) == 14
    assert all(entry.issued_on <= TODAY for entry in entries)


def test_the_overview_of_it_is_a_year_to_look_at(workplace: Workplace) -> None:
    page = overview(workplace)
    assert all(month.billed.minor > 0 for month in page.months)
    assert sum(1 for month in page.months if month.received.minor > 0) >= 9
    assert page.oldest
    assert page.overdue[0] < page.debtors[0]


def test_the_same_day_gives_the_same_book(workplace: Workplace, tmp_path: Path) -> None:
    table = lists.invoices(workplace.book)
    first = [(entry.number, entry.customer, entry.total) for entry in table.entries(table.ids())]
    workplace.book.close()
    with opened_workplace(tmp_path / "again") as again:
        sample_book.fill(again)
        table = lists.invoices(again.book)
        assert [(entry.number, entry.customer, entry.total) for entry in table.entries(table.ids())] == first


@pytest.mark.parametrize("day", [datetime(2027, 1, 1, 12, tzinfo=UTC), datetime(2028, 2, 29, 12, tzinfo=UTC)])
def test_it_can_be_made_on_any_day(tmp_path: Path, day: datetime) -> None:
    with opened_workplace(tmp_path, MovableClock(day)) as workplace:
        sample_book.fill(workplace)
        table = lists.invoices(workplace.book)
        entries = table.entries(table.ids(Query(sort="issued_on")))
        assert sum(1 for entry in entries if entry.issued_on >= day.date().replace(day=1)) == 14
        assert next(entry.number for entry in entries if entry.number.startswith("INV")) == "INV-0001"


def test_a_newcomers_first_sync_sends_all_of_it_and_the_second_has_nothing_to_do(tmp_path: Path) -> None:
    with connected(tmp_path) as bench:
        sample_book.fill(bench.workplace)
        first, second = bench.sync(), bench.sync()
        assert (first.result, first.refused, first.skipped, first.mismatches_open) == ("done", 0, 0, 0)
        assert first.sent == 24 + 60 + lists.payments(bench.workplace.book).counts()[""]
        assert (second.result, second.sent, second.mismatches_open) == ("done", 0, 0)
        assert badges(bench.workplace.book) == Badges(0, 0)


def test_a_newcomer_who_chooses_nothing_is_equal_with_the_practice_xero_after_one_sync(tmp_path: Path) -> None:
    with PracticeProcess.start(tmp_path / "xero") as xero, reopened(tmp_path, xero) as bench:
        sample_book.fill(bench.workplace)
        connect(bench.workplace)
        bench.sync()
        assert overview(bench.workplace).staying.number == 0
        paid = lists.payments(bench.workplace.book).counts()[""]
        assert len(bench.payments_in_xero()) == paid > 30
