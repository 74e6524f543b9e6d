"""Runs with what each did, and the activity record with its chain checked."""

import sqlite3

import pytest
from pytestqt.qtbot import QtBot

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.store.run_records import Outcome, RunCounts, RunItem
from safe_desktop.ui.activity.activity_page import ActivityPage
from safe_desktop.ui.shell.page import Context


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> ActivityPage:
    book = context.workplace.book
    with book.transaction():
        for reason, refused in (("Timer", 0), ("Send invoices", 1)):
            run = book.runs.begin(reason)
            items = [RunItem(RecordKind.INVOICE, 1, f"{reason} INV-1", Outcome.SENT)]
            if refused:
                items.append(RunItem(RecordKind.PAYMENT, 2, "PAY-2", Outcome.REFUSED, "account 612 is archived"))
            counts = RunCounts(looked_at=1 + refused, sent=1, refused=refused)
            book.runs.finish(run, "done", f"{reason} went well", counts, items)
    made = ActivityPage(context)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    made.reload()
    return made


def test_the_newest_run_is_shown_with_what_it_did(page: ActivityPage) -> None:
    assert page._runs.model.rowCount() == 2
    assert page._words._title.whole_text().startswith("Send invoices, ")
    model = page._items.model
    assert [model.data(model.index(row, 0)) for row in range(model.rowCount())] == ["Send invoices INV-1", "PAY-2"]
    assert model.data(model.index(1, 3)) == "account 612 is archived"


def test_choosing_another_run_shows_its_records(page: ActivityPage) -> None:
    page._runs.view.selectRow(1)
    assert page._words._words.whole_text() == "Timer went well"
    assert page._items.model.rowCount() == 1


def test_a_run_can_be_gone_to_by_its_number(page: ActivityPage) -> None:
    page.show_only("1")
    assert page._runs.current_id() == 1
    page.show_only("")
    page.show_only("nonsense")
    assert page._runs.current_id() == 1


def test_the_record_says_that_its_chain_is_whole(page: ActivityPage, qtbot: QtBot) -> None:
    page._tabs.choose("record")
    qtbot.waitUntil(lambda: page._chain._title.whole_text() == "The record is whole")
    number = page._record.model.rowCount()
    assert number > 80
    assert page._chain._detail.whole_text().startswith(f"{number:,} entries")


def test_a_forged_entry_is_named(page: ActivityPage, context: Context, qtbot: QtBot) -> None:
    forger = sqlite3.connect(context.workplace.book.path)
    for (name,) in forger.execute(
        "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='activity'"
    ).fetchall():
        forger.execute(f"DROP TRIGGER {name}")
    forger.execute("UPDATE activity SET label = 'Nobody' WHERE seq = 5")
    forger.commit()
    forger.close()
    page._tabs.choose("record")
    qtbot.waitUntil(lambda: page._chain._title.whole_text() == "The record is broken at entry 5")


def test_a_book_without_runs_says_so(context: Context, qtbot: QtBot) -> None:
    made = ActivityPage(context)
    qtbot.addWidget(made)
    made.show()
    made.reload()
    assert not made._lower.isVisible()
    assert made._runs._empty.isVisible()
