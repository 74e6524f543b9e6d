"""Receipts are settled one by one in the real window, by keys alone; each act is in the book, each can be undone."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import Account
from safe_desktop.engine.control import Control
from safe_desktop.engine.matching.accepting import accept
from safe_desktop.engine.matching.matching_options import MatchingOptions, matching_options, save_matching_options
from safe_desktop.engine.matching.rule_keeping import rules
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.figures import overview
from safe_desktop.engine.showing.lists import InvoiceEntry, Query
from safe_desktop.store.receipt_records import ReceiptState
from safe_desktop.ui.deciding.history_dialog import HistoryDialog
from safe_desktop.ui.deciding.keys_dialog import KeysDialog
from safe_desktop.ui.deciding.money_for_dialog import MoneyForDialog
from safe_desktop.ui.deciding.note_dialog import NoteDialog
from safe_desktop.ui.deciding.on_account_dialog import OnAccountDialog
from safe_desktop.ui.deciding.rule_dialog import RuleDialog
from safe_desktop.ui.deciding.rules_dialog import RulesDialog
from safe_desktop.ui.deciding.split_dialog import SplitDialog
from safe_desktop.ui.deciding.write_off_dialog import WriteOffDialog
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.shell.work import Lane
from tests.ui.desk_window import DeskWindow, came_in, open_bills, open_desk, press
from tests.ui.open_dialogs import close_dialogs
from tests.ui.shown_page import is_open, open_dialog, words_on
from tests.ui.test_plain_text import HOSTILE, hostile_widgets


@pytest.fixture
def bills(context: Context) -> list[InvoiceEntry]:
    """The open invoices, each of another customer than the one before."""
    found: dict[int, InvoiceEntry] = {}
    for one in open_bills(context.workplace):
        found.setdefault(one.customer_id, one)
    return list(found.values())


@pytest.fixture
def desk(qtbot: QtBot, context: Context) -> Iterator[DeskWindow]:
    made = open_desk(qtbot, context)
    yield made
    made.window.forget_book()


def paid_by(bill: InvoiceEntry, reference: str = "") -> tuple[str, str, str]:
    """A line of the bank that names the bill."""
    return f"{bill.open.decimal}", bill.customer.upper()[:18], reference or bill.number


def look(desk: DeskWindow, *lines: tuple[str, str, str]) -> list[int]:
    """These came in, and the desk has read them."""
    ids = came_in(desk.workplace, *lines)
    desk.page.reload()
    return list(ids)


def still_open(desk: DeskWindow, bill: InvoiceEntry) -> Money:
    return desk.workplace.book.documents.open(bill.id)


def state(desk: DeskWindow, receipt_id: int) -> ReceiptState:
    return desk.workplace.book.receipts.get(receipt_id).state


def test_enter_takes_the_proposal_and_goes_on_to_the_next_case(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    first, second = look(desk, paid_by(bills[0]), paid_by(bills[1]))
    desk.cases.show_case(f"r{first}")
    shown = words_on(desk.page)
    assert f"Apply to {bills[0].number}" in shown
    assert "2 receipts wait for a person" in shown

    press("Enter")

    assert state(desk, first) is ReceiptState.SETTLED
    assert not still_open(desk, bills[0])
    assert desk.current == f"r{second}"
    assert desk.cases.told.words().startswith(f"Apply to {bills[0].number}")
    assert "1 receipt waits for a person" in words_on(desk.page)


def test_what_would_be_written_down_is_shown_before_it_is(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    look(desk, paid_by(bills[0]))
    table = desk.cases.pane.entries._table
    assert table is not None
    rows = [table.model.entry(row) for row in range(table.model.rowCount())]
    owed = desk.cases.shown
    assert owed is not None

    assert [(row.debit, row.credit) for row in rows if row] == [(bills[0].open, None), (None, bills[0].open)]
    move = owed.outcome.balances[0]
    assert move.before - move.after == bills[0].open


def test_a_number_chooses_and_enter_does_it(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    (receipt,) = look(desk, paid_by(bills[0]))
    assert desk.cases.shown is not None
    titles = [one.title for one in desk.cases.shown.alternatives]

    press(str(titles.index("Keep on account") + 1))
    assert desk.chosen == "Keep on account"
    press("Enter")

    assert state(desk, receipt) is ReceiptState.SETTLED
    assert still_open(desk, bills[0]) == bills[0].open, "no invoice was touched"


def test_undo_puts_everything_back_and_shows_the_case_again(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    first, _second = look(desk, paid_by(bills[0]), paid_by(bills[1]))
    desk.cases.show_case(f"r{first}")
    press("Enter")

    press("Ctrl+Z")

    assert state(desk, first) is ReceiptState.OPEN
    assert still_open(desk, bills[0]) == bills[0].open
    assert desk.current == f"r{first}"
    assert desk.cases.told.words().startswith("Undone")
    press("Ctrl+Z")
    assert "left to undo" in desk.cases.told.words()


def test_any_earlier_decision_is_undone_from_the_list_of_all(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    first, second = look(desk, paid_by(bills[0]), paid_by(bills[1]))
    desk.cases.show_case(f"r{first}")
    press("Enter", "Enter", "H")
    dialog = open_dialog(HistoryDialog)
    assert dialog.table.model.rowCount() == 2

    press("Down", "Enter", "Esc")

    assert (state(desk, first), state(desk, second)) == (ReceiptState.OPEN, ReceiptState.SETTLED)
    assert not is_open(HistoryDialog)
    assert words_on(desk.page).count("Decided before") == 1, "the case says what was decided about it"


def test_asking_later_keeps_the_note_and_comes_after_the_others(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    first, second = look(desk, paid_by(bills[0]), paid_by(bills[1]))
    desk.cases.show_case(f"r{first}")

    press("L", "Enter")
    assert "Write a few words" in words_on(open_dialog(NoteDialog))
    press("asked Ann", "Enter")

    assert desk.workplace.book.receipts.get(first).note == "asked Ann"
    assert [case.key for case in desk.cases.list.cases.case_model.cases] == [f"r{second}", f"r{first}"]
    desk.cases.show_case(f"r{first}")
    assert "asked Ann" in words_on(desk.page)
    press("Enter")
    assert state(desk, first) is ReceiptState.SETTLED


def test_what_is_no_customers_money_is_set_aside(desk: DeskWindow) -> None:
    (receipt,) = look(desk, ("4.13", "INTEREST", "GROSS"))

    press("D", "bank interest", "Enter")

    assert state(desk, receipt) is ReceiptState.SET_ASIDE
    assert "All done" in words_on(desk.page)
    press("Ctrl+Z")
    assert state(desk, receipt) is ReceiptState.OPEN
    assert desk.current == f"r{receipt}"


def test_a_search_finds_what_the_money_is_for(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    (receipt,) = look(desk, (f"{bills[0].open.decimal}", "NOBODY KNOWN", "?"))

    press("/", bills[0].number, "Enter")
    assert not is_open(MoneyForDialog)
    assert desk.chosen == bills[0].number
    press("Enter")

    assert state(desk, receipt) is ReceiptState.SETTLED
    assert not still_open(desk, bills[0])


def test_ctrl_f_searches_here_although_the_window_has_that_key_too(desk: DeskWindow) -> None:
    look(desk, ("4.13", "INTEREST", "GROSS"))

    press("Ctrl+F")

    assert is_open(MoneyForDialog)
    press("Esc")


def test_money_is_split_over_documents_of_two_customers(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    whole = bills[0].open + bills[1].open
    (receipt,) = look(desk, (f"{whole.decimal}", "THEIR AGENT", "TWO BILLS"))

    press("S")
    dialog = open_dialog(SplitDialog)
    for bill in bills[:2]:
        dialog.search.setFocus()
        dialog.search.clear()
        press(bill.number, "Enter", "Space")
    assert "0.00 left" in dialog.sums.text()
    press("Enter")
    assert desk.chosen == f"{bills[0].number} and {bills[1].number}"
    press("Enter")

    assert state(desk, receipt) is ReceiptState.SETTLED
    assert not still_open(desk, bills[0])
    assert not still_open(desk, bills[1])


def test_a_split_that_does_not_add_up_is_said_in_words(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    look(desk, (f"{(bills[0].open + bills[1].open).decimal}", "THEIR AGENT", "TWO BILLS"))
    press("S")
    dialog = open_dialog(SplitDialog)
    dialog.search.setFocus()

    press(bills[0].number, "Enter", "999999", "Enter")
    assert "is open" in dialog.problem.text()
    press("Ctrl+A", "0", "Enter")
    assert "at least one document" in dialog.problem.text()
    press("Esc")
    assert not is_open(SplitDialog)


def test_money_is_kept_on_the_account_of_the_customer_that_is_named(
    desk: DeskWindow, bills: list[InvoiceEntry]
) -> None:
    (receipt,) = look(desk, ("50.00", "NOBODY KNOWN", "?"))

    press("A", bills[0].customer, "Enter")
    assert not is_open(OnAccountDialog)
    assert desk.chosen == "Keep on account"
    press("Enter")

    assert state(desk, receipt) is ReceiptState.SETTLED
    table = lists.payments(desk.workplace.book)
    (kept,) = table.entries(table.ids(Query(only="on_account")))
    assert (kept.customer_id, kept.amount) == (bills[0].customer_id, Money(5000))


def test_a_small_difference_is_written_off_to_an_account_that_is_asked_once(
    desk: DeskWindow, bills: list[InvoiceEntry]
) -> None:
    book = desk.workplace.book
    with book.transaction():
        costs = Account("id-404", "404", "Bank fees", "EXPENSE", "EXPENSE", "ACTIVE", False)
        sales = replace(costs, account_id="id-200", code="200", name="Sales", kind="REVENUE", account_class="REVENUE")
        book.chart.replace_accounts([costs, sales])
    first, second = look(
        desk,
        (f"{(bills[0].open - Money(30)).decimal}", bills[0].customer.upper(), bills[0].number),
        (f"{(bills[1].open - Money(20)).decimal}", bills[1].customer.upper(), bills[1].number),
    )
    for receipt, bill in ((first, bills[0]), (second, bills[1])):
        desk.cases.show_case(f"r{receipt}")
        press("W")
        if is_open(WriteOffDialog):
            press("Down", "Down", "Enter")
        press("Enter")
        assert state(desk, receipt) is ReceiptState.SETTLED
        assert not still_open(desk, bill)

    assert matching_options(book).write_off_account == "404"
    table = lists.invoices(book)
    written_off = [one.total for one in table.entries(table.ids(Query(only="credit_notes")))[:2]]
    assert sorted(written_off) == [Money(-30), Money(-20)]


def test_all_that_is_certain_is_accepted_by_one_key_and_one_answer(
    qtbot: QtBot, desk: DeskWindow, bills: list[InvoiceEntry]
) -> None:
    ids = look(desk, *(paid_by(bill) for bill in bills[:4]), ("4.13", "INTEREST", "GROSS"))
    assert desk.cases.certain_count() == 4

    press("Ctrl+Shift+Enter")
    assert "4 receipts that are certain" in words_on(open_dialog(Question))
    press("Enter")
    qtbot.waitUntil(lambda: not desk.page.context.work.is_busy(), timeout=20_000)

    assert [state(desk, one) for one in ids] == [ReceiptState.SETTLED] * 4 + [ReceiptState.OPEN]
    assert desk.cases.told.words() == "4 receipts settled"
    press("Ctrl+Shift+Enter")
    assert "Nothing on the desk is certain" in desk.cases.told.words()
    press("Ctrl+Z", "Ctrl+Z")
    assert [state(desk, one) for one in ids].count(ReceiptState.OPEN) == 3


def test_a_rule_is_made_from_a_receipt_tried_on_history_and_only_then_switched_on(
    desk: DeskWindow, bills: list[InvoiceEntry]
) -> None:
    look(desk, ("20.00", "NORTHERN ENERGY", "551"), ("30.00", "NORTHERN ENERGY", "552"))

    press("R")
    dialog = open_dialog(RuleDialog)
    assert not dialog.on_button.isEnabled(), "it was never tried"
    dialog.act.choose("set_aside")
    press("Alt+T")
    assert "It fits 2 receipts" in dialog.trial.words.text()
    press("Enter")

    assert not is_open(RuleDialog)
    (rule,) = rules(desk.workplace)
    assert rule.is_on
    assert rule.contains == "NORTHERN ENERGY"
    press("Shift+R")
    table = open_dialog(RulesDialog).table
    assert table.model.rowCount() == 1
    press("Space")
    assert not rules(desk.workplace)[0].is_on
    press("Esc")
    assert not is_open(RulesDialog)


def test_rules_are_moved_and_deleted_by_keys(desk: DeskWindow) -> None:
    look(desk, ("20.00", "ENERGY", "551"), ("30.00", "WATER", "552"))
    for key in [case.key for case in desk.cases.list.cases.case_model.cases]:
        desk.cases.show_case(key)
        press("R", "Ctrl+Enter")
    names = [rule.name for rule in rules(desk.workplace)]
    press("Shift+R", "Down", "Alt+Up")
    assert [rule.name for rule in rules(desk.workplace)] == names[::-1]
    press("Delete", "Tab", "Space")
    assert len(rules(desk.workplace)) == 1
    press("Esc")


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


def test_matching_again_settles_by_itself_what_is_certain(
    qtbot: QtBot, desk: DeskWindow, bills: list[InvoiceEntry]
) -> None:
    save_matching_options(desk.workplace, MatchingOptions())
    first, second = look(desk, paid_by(bills[0]), ("4.13", "INTEREST", "GROSS"))

    press("M")
    qtbot.waitUntil(lambda: not desk.page.context.work.is_busy(), timeout=20_000)

    assert (state(desk, first), state(desk, second)) == (ReceiptState.SETTLED, ReceiptState.OPEN)
    assert "1 settled by themselves" in desk.cases.told.words()


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


def test_a_mismatch_is_put_off_until_the_client_has_answered(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    book = desk.workplace.book
    gone = [
        Mismatch(MismatchKind.GONE_IN_XERO, RecordKind.INVOICE, bill.id, bill.number, "It was voided", field="status")
        for bill in bills[:2]
    ]
    with book.transaction():
        book.mismatches.found(gone)
    desk.page.reload()
    first, second = (f"m{one.id}" for one in book.mismatches.open_ones())
    desk.cases.show_case(first)

    press("L", "did you void it", "Enter")

    assert desk.current == second, "on to the next"
    assert [case.key for case in desk.cases.list.cases.case_model.cases] == [second, first], "it waits at the end"
    desk.cases.show_case(first)
    assert "did you void it" in words_on(desk.page)
    press("T")
    desk.page.table.view.place_cursor(desk.page.table.model.index_of(int(second[1:])))
    press("L", "and this one", "Enter")
    assert all(one.asked for one in book.mismatches.open_ones())


def test_undo_brings_back_a_mismatch_that_was_noted(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    book = desk.workplace.book
    with book.transaction():
        book.mismatches.found(
            [Mismatch(MismatchKind.ROUNDED, RecordKind.INVOICE, bills[0].id, bills[0].number, "Rounded", field="total")]
        )
    desk.page.reload()
    (number,) = (one.id for one in book.mismatches.open_ones())
    assert desk.chosen == "Noted"

    press("Enter")
    assert book.mismatches.open_ones() == []
    press("Ctrl+Z")

    assert [one.id for one in book.mismatches.open_ones()] == [number]
    assert desk.current == f"m{number}"


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
