"""The list of books: what is in each, opening another, and one that cannot be read."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from safe_desktop.engine.books import new_book
from safe_desktop.engine.homes import Home
from safe_desktop.ui.settings.open_book_dialog import OpenBookDialog
from safe_desktop.ui.shell.preferences import Preferences
from tests.made_records import MovableClock


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    for name in ("Ann & Sons", "Ben"):
        new_book(made, name, MovableClock())
    made.book_path("Broken").write_bytes(b"this is no database at all")
    return made


@pytest.fixture
def wishes() -> list[str]:
    return []


@pytest.fixture
def dialog(qtbot: QtBot, home: Home, wishes: list[str]) -> OpenBookDialog:
    preferences = Preferences(home.preferences)
    made = OpenBookDialog(home, "Ann & Sons", wishes.append, lambda: wishes.append("(new)"), preferences)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    return made


def test_it_lists_every_book_and_begins_on_the_open_one(dialog: OpenBookDialog) -> None:
    model = dialog.table.model
    names = [model.index(row, 0).data() for row in range(model.rowCount())]

    assert names == ["Ann & Sons (open)", "Ben", "Broken"]
    assert dialog.open_button.text() == "Stay with it"
    assert model.index(0, 1).data() == "Not connected"


def test_enter_opens_the_book_under_the_cursor(qtbot: QtBot, dialog: OpenBookDialog, wishes: list[str]) -> None:
    dialog.table.put_cursor(1)
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: wishes == ["Ben"], timeout=2_000)
    assert not dialog.isVisible()


def test_a_book_that_cannot_be_read_says_so_and_cannot_be_opened(dialog: OpenBookDialog, wishes: list[str]) -> None:
    dialog.table.put_cursor(2)

    assert "Cannot be read" in str(dialog.table.model.index(2, 1).data())
    assert not dialog.open_button.isEnabled()
    QTest.keyClick(dialog.table.view, Qt.Key.Key_Return)
    assert wishes == []


def test_the_open_book_is_not_opened_again(dialog: OpenBookDialog, wishes: list[str]) -> None:
    dialog.open_button.click()

    assert wishes == []
    assert not dialog.isVisible()
