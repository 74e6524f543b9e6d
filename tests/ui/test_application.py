"""How the program begins, changes books and ends; and that a second start finds the first."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.engine.books import list_books, new_book
from safe_desktop.engine.homes import Home
from safe_desktop.engine.workplace import opened
from safe_desktop.store.book_file import Book
from safe_desktop.ui.application import Program
from safe_desktop.ui.look.appearance import ThemeChoice
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.settings.new_book_dialog import NewBookDialog
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.shell.problem_dialog import ProblemDialog
from safe_desktop.ui.shell.single_instance import SingleInstance
from tests.made_records import MovableClock
from tests.ui.open_dialogs import close_dialogs
from tests.ui.sync_stand_in import report


def made_program(qapp: QApplication, home: Home, book: str = "") -> Program:
    return Program(qapp, home, lambda name: opened(home, name, environ={}, for_this_run=True), book)


@pytest.fixture
def program(qapp: QApplication, home: Home, qtbot: QtBot) -> Iterator[Program]:
    """The program over the book of a year, begun."""
    made = made_program(qapp, home)
    made.begin()
    qtbot.waitUntil(lambda: made.session is not None)
    yield made
    made.quit()


def book_of(program: Program) -> Book:
    assert program.session is not None
    return program.session.context.workplace.book


def test_the_window_is_there_before_the_book_is_opened(qapp: QApplication, home: Home, qtbot: QtBot) -> None:
    made = made_program(qapp, home)
    made.begin()
    assert made.window.isVisible()
    assert made.session is None
    qtbot.waitUntil(lambda: made.session is not None)
    assert book_of(made).name == "Fernhill"
    made.quit()


def test_a_first_start_makes_an_empty_book(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    home = Home(tmp_path / "new")
    home.prepare()
    made = made_program(qapp, home)
    made.begin()
    qtbot.waitUntil(lambda: made.session is not None)
    assert [facts.name for facts in list_books(home)] == ["My business"]
    made.quit()


def test_the_book_that_was_open_last_is_opened_again(qapp: QApplication, home: Home, qtbot: QtBot) -> None:
    new_book(home, "Another", MovableClock())
    made = made_program(qapp, home)
    made.begin()
    qtbot.waitUntil(lambda: made.session is not None)
    made.switch_book("Fernhill")
    made.quit()
    again = made_program(qapp, home)
    again.begin()
    qtbot.waitUntil(lambda: again.session is not None)
    assert book_of(again).name == "Fernhill"
    again.quit()


def test_a_book_that_is_not_there_is_named_and_another_opened(qapp: QApplication, home: Home, qtbot: QtBot) -> None:
    made = made_program(qapp, home, "No Such Book")
    made.begin()
    qtbot.waitUntil(lambda: made.session is not None)
    assert close_dialogs() == [ProblemDialog]
    assert book_of(made).name == "Fernhill"
    made.quit()


def test_switching_books_closes_the_one_and_opens_the_other(program: Program, home: Home) -> None:
    program._close_session()
    new_book(home, "Another", MovableClock())
    program.switch_book("Fernhill")
    first = program.session
    program.switch_book("Another")
    assert program.session is not first
    assert book_of(program).name == "Another"
    assert program.window.windowTitle() == "Another – SAFE Desktop"
    program.switch_book("Fernhill")
    assert book_of(program).name == "Fernhill"


def test_a_damaged_book_is_told_and_the_window_stays(program: Program, home: Home) -> None:
    home.book_path("Broken").write_bytes(b"not a book at all" * 100)
    program.switch_book("Broken")
    assert close_dialogs() == [ProblemDialog]
    assert program.session is None
    assert program.window.isVisible()
    program.switch_book("Fernhill")
    assert book_of(program).name == "Fernhill"


def test_a_new_book_is_made_from_the_window_and_opened(program: Program, qtbot: QtBot) -> None:
    program.window.new_book_asked.emit()
    dialog = program.window.findChild(NewBookDialog)
    assert dialog is not None
    dialog.name.setText("../escape")
    dialog._on_make()
    assert dialog.isVisible()
    assert "cannot be the name" in dialog.field._under.whole_text()
    dialog.name.setText("Marsh Lane Joinery")
    dialog._on_make()
    qtbot.waitUntil(lambda: program.session is not None and book_of(program).name == "Marsh Lane Joinery")


def test_a_name_that_is_taken_leaves_the_open_book_open(program: Program) -> None:
    assert "already a book" in program._make_book("Fernhill")
    assert book_of(program).name == "Fernhill"


def test_without_a_tray_closing_ends_the_program(program: Program) -> None:
    assert program.tray is None
    program.window.close()
    assert program.session is None


def test_a_connected_book_is_told_once_that_closing_ends_the_sync(program: Program, home: Home) -> None:
    assert program.session is not None
    heartbeat = program.session.heartbeat
    heartbeat.state = type(heartbeat.state)(organisation="Fernhill")
    program.window.close()
    question = program.window.findChild(Question)
    assert question is not None
    assert program.session is not None
    question.reject()
    program.window.close()
    assert program.session is None


def test_a_notice_is_given_only_when_nobody_looks(program: Program) -> None:
    told: list[str] = []
    program.notices._show = lambda title, _words, _place: told.append(title)
    program._on_heartbeat_synced(report(mismatches_open=2))
    assert told == [] if program.window.isActiveWindow() else told == ["2 cases on the desk"]
    program.window.hide()
    program._on_heartbeat_synced(report(mismatches_open=2))
    assert told == ["2 cases on the desk"]


def test_the_theme_that_was_chosen_is_kept(program: Program, home: Home) -> None:
    program.appearance.choose(ThemeChoice.DARK)
    program.preferences.save()
    assert Preferences(home.preferences).text("theme") == "Dark"
    program.appearance.choose(ThemeChoice.LIGHT)


def test_quitting_closes_the_book(qapp: QApplication, home: Home, qtbot: QtBot) -> None:
    made = made_program(qapp, home)
    made.begin()
    qtbot.waitUntil(lambda: made.session is not None)
    made.quit()
    with opened(home, "Fernhill", environ={}, for_this_run=True) as workplace:
        assert workplace.book.name == "Fernhill"


def test_a_second_start_raises_the_first_ones_window(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.is_first()
    assert not second.is_first()
    with qtbot.waitSignal(first.wished, timeout=3000) as heard:
        QTimer.singleShot(0, lambda: second.send("raise"))
    assert heard.args == ["raise"]
    first.close()
    assert second.is_first()
    second.close()


def test_two_homes_may_run_beside_each_other(tmp_path: Path, qapp: QApplication) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    one, other = SingleInstance(tmp_path / "one"), SingleInstance(tmp_path / "other")
    assert one.is_first()
    assert other.is_first()
    one.close()
    other.close()
