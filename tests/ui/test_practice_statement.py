"""Who practises finds a bank statement ready in the dialog; a real book is offered none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from safe_desktop.engine import sample_book
from safe_desktop.engine.books import new_book
from safe_desktop.engine.homes import Home
from safe_desktop.engine.sample_statement import FILE_NAME
from safe_desktop.engine.workplace import opened
from safe_desktop.ui.bringing_in.statement_dialog import StatementDialog
from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.shell.heartbeat import Heartbeat
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.shell.problems import Problems
from safe_desktop.ui.shell.work import Work
from tests.made_records import MovableClock
from tests.ui.shown_page import show_active, words_on


@pytest.fixture
def practice(tmp_path: Path, appearance: Appearance, visits: list[Place]) -> Iterator[Context]:
    """A practice book on its first day."""
    home, clock = Home(tmp_path, is_practice=True), MovableClock()
    new_book(home, "Practice", clock)
    with opened(home, "Practice", environ={}, clock=clock, for_this_run=True) as workplace:
        sample_book.fill(workplace)
        problems = Problems()
        work = Work(problems, after_each=workplace.book.close_here)
        heartbeat = Heartbeat(workplace, work)
        try:
            preferences = Preferences(home.preferences)
            yield Context(workplace, work, problems, preferences, appearance, heartbeat, visits.append)
        finally:
            work.close()


def test_enter_on_the_offer_reads_the_statement_that_lies_ready(qtbot: QtBot, practice: Context) -> None:
    dialog = StatementDialog(practice, lambda: None)
    qtbot.addWidget(dialog)
    show_active(qtbot, dialog)
    ready = dialog.pick.ready
    assert ready is not None
    ready.setFocus()
    QTest.keyClick(ready, Qt.Key.Key_Return)
    qtbot.waitUntil(dialog.forward.isVisible, timeout=10_000)
    assert dialog.forward.isEnabled()
    assert FILE_NAME in words_on(dialog)


def test_a_real_book_is_offered_none(qtbot: QtBot, context: Context) -> None:
    dialog = StatementDialog(context, lambda: None)
    qtbot.addWidget(dialog)
    assert dialog.pick.ready is None
