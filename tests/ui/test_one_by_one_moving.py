"""The keys of the desk move, filter, sort and remember; none waits for a job, and none means another case."""

import threading
import time

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.engine.control import Control
from safe_desktop.engine.matching.accepting import accept
from safe_desktop.engine.showing.figures import overview
from safe_desktop.engine.showing.lists import InvoiceEntry
from safe_desktop.store.receipt_records import ReceiptState
from safe_desktop.ui.deciding.keys_dialog import KeysDialog
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.shell.work import Lane
from tests.ui.desk_window import DeskWindow, came_in, look, open_desk, paid_by, press, state
from tests.ui.open_dialogs import close_dialogs
from tests.ui.shown_page import open_dialog, words_on
from tests.ui.test_plain_text import HOSTILE, hostile_widgets


def test_the_keys_move_filter_and_sort(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    look(desk, paid_by(bills[0]), paid_by(bills[1]), ("4.13", "INTEREST", "GROSS"))
    model = desk.cases.list.cases.case_model
    assert desk.current == model.cases[0].key

    press("J")
    assert desk.current == model.cases[1].key
    press("Down", "Down", "Down")
    assert desk.current == model.cases[2].key, "the last stays the last"
    press("K", "Up", "X")
    assert desk.current == model.cases[1].key
    press("Y", "Y")
    amounts = [abs(case.amount.minor) for case in model.cases if case.amount]
    assert amounts == sorted(amounts, reverse=True)
    press("F")
    assert desk.cases.list.only().value == "receipts"
    press("F")
    assert "Nothing under this filter" in words_on(desk.page)


def test_the_desk_remembers_where_one_stopped_also_over_a_restart(
    qtbot: QtBot, context: Context, bills: list[InvoiceEntry]
) -> None:
    came_in(context.workplace, paid_by(bills[0]), paid_by(bills[1]), paid_by(bills[2]))
    first = open_desk(qtbot, context)
    press("J", "J")
    stopped = first.current
    first.window.navigate(Place("overview"))
    first.window.forget_book()
    first.window.close()

    second = open_desk(qtbot, context)

    assert second.current == stopped
    second.window.forget_book()


def test_t_changes_to_the_table_and_back_and_the_choice_is_kept(desk: DeskWindow) -> None:
    look(desk, ("4.13", "INTEREST", "GROSS"))

    press("T")
    assert desk.page.table.isVisible()
    assert "1 receipt waits one by one: press T." in words_on(desk.page)
    assert desk.page.context.preferences.text("desk.sight") == "table"
    press("T")
    assert desk.cases.isVisible()
    press("?")
    assert "Accept all that are certain" in words_on(open_dialog(KeysDialog))
    press("Esc")


def test_a_desk_without_a_statement_says_how_to_begin(desk: DeskWindow) -> None:
    assert "No bank statement yet" in words_on(desk.page)
    press("I")
    assert "Import a bank statement" in words_on(QApplication.activeWindow())  # type: ignore[arg-type]
    press("Esc")


def test_keys_answer_while_a_job_holds_the_book(qtbot: QtBot, desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    first, second = look(desk, paid_by(bills[0]), paid_by(bills[1]))
    desk.cases.show_case(f"r{first}")
    work, book = desk.page.context.work, desk.workplace.book
    holds, goes_on = threading.Event(), threading.Event()

    def job(_control: Control) -> None:
        with book.transaction():
            holds.set()
            goes_on.wait(20)

    work.later(Lane.DISK, job)
    assert holds.wait(20)
    began = time.monotonic()
    press("J", "K", "J")
    assert time.monotonic() - began < 5, "no key waited for the job"
    goes_on.set()

    qtbot.waitUntil(lambda: desk.current == f"r{second}", timeout=20_000)
    qtbot.waitUntil(lambda: not work.is_busy(), timeout=20_000)
    press("Enter")
    assert state(desk, second) is ReceiptState.SETTLED


def test_enter_pressed_twice_while_a_job_holds_the_book_is_one_decision(
    qtbot: QtBot, desk: DeskWindow, bills: list[InvoiceEntry]
) -> None:
    first, second = look(desk, paid_by(bills[0]), paid_by(bills[1]))
    desk.cases.show_case(f"r{first}")
    work, book = desk.page.context.work, desk.workplace.book
    holds, goes_on = threading.Event(), threading.Event()

    def job(_control: Control) -> None:
        with book.transaction():
            holds.set()
            goes_on.wait(20)

    work.later(Lane.DISK, job)
    assert holds.wait(20)
    press("Enter", "Enter")
    goes_on.set()
    qtbot.waitUntil(lambda: not work.is_busy() and desk.current == f"r{second}", timeout=20_000)

    assert (state(desk, first), state(desk, second)) == (ReceiptState.SETTLED, ReceiptState.OPEN)
    assert close_dialogs() == []


def test_a_receipt_waiting_is_among_what_needs_a_person(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    look(desk, paid_by(bills[0]))
    need = next(one for one in overview(desk.workplace).needs if one.page == "desk")
    assert need.title == "1 receipt waits for a decision"

    desk.page.choose_sight("table")
    desk.window.navigate(Place(need.page, need.only))

    assert desk.cases.isVisible()
    assert desk.cases.list.only().value == "receipts"


def test_a_choice_stays_chosen_when_the_desk_is_read_again(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    (receipt,) = look(desk, paid_by(bills[0]))
    press("2")
    chosen = desk.chosen
    assert chosen == "Keep on account"

    came_in(desk.workplace, ("4.13", "INTEREST", "GROSS"))
    desk.page.reload()

    assert (desk.current, desk.chosen) == (f"r{receipt}", chosen)


def test_enter_never_takes_a_case_that_came_under_the_cursor_by_itself(
    qtbot: QtBot, desk: DeskWindow, bills: list[InvoiceEntry]
) -> None:
    first, second = look(desk, paid_by(bills[0]), paid_by(bills[1]))
    desk.cases.show_case(f"r{first}")
    accept(desk.workplace, first, 1)  # a sync or a rule settled it
    desk.page.reload()
    assert desk.current == f"r{second}"

    press("Enter")
    assert state(desk, second) is ReceiptState.OPEN
    assert "settled meanwhile" in desk.cases.told.words()
    qtbot.waitUntil(lambda: not desk.cases.is_unseen(), timeout=5_000)
    press("Enter")
    assert state(desk, second) is ReceiptState.SETTLED


def test_what_the_bank_writes_is_shown_as_it_is(desk: DeskWindow) -> None:
    look(desk, ("12.00", HOSTILE, HOSTILE * 40))
    desk.window.grab()

    assert hostile_widgets(desk.window) == []
    assert HOSTILE in desk.cases.list.cases.currentIndex().data()
    for key in ("/", "S", "A", "D", "L", "R", "H", "Shift+R"):
        press(key)
        dialog = QApplication.activeWindow()
        assert dialog is not None
        assert dialog is not desk.window
        dialog.grab()
        assert hostile_widgets(dialog) == []
        dialog.close()
        close_dialogs()
        for question in QApplication.topLevelWidgets():
            if isinstance(question, Question) and question.isVisible():
                question._on_yes()
