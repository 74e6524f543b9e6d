"""Receipts are settled one by one in the real window, by keys alone; each act is in the book, each can be undone."""

from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.matching.matching_options import MatchingOptions, matching_options, save_matching_options
from safe_desktop.engine.showing.lists import InvoiceEntry
from safe_desktop.store.receipt_records import ReceiptState
from safe_desktop.ui.deciding.history_dialog import HistoryDialog
from safe_desktop.ui.deciding.matching_options_dialog import MatchingOptionsDialog
from safe_desktop.ui.deciding.note_dialog import NoteDialog
from safe_desktop.ui.deciding.rules_dialog import RulesDialog
from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.tables.cell_delegate import PADDING
from tests.ui.desk_window import DeskWindow, look, paid_by, press, state, still_open
from tests.ui.shown_page import is_open, open_dialog, words_on


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
    assert desk.cases.told.words().startswith(f"Applied to {bills[0].number}")
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


def test_the_account_of_money_kept_on_account_is_read_whole_in_a_window_of_1280(
    desk: DeskWindow, bills: list[InvoiceEntry]
) -> None:
    look(desk, paid_by(bills[0]))
    assert desk.cases.shown is not None
    titles = [one.title for one in desk.cases.shown.alternatives]
    press(str(titles.index("Keep on account") + 1))
    pane, table = desk.cases.pane, desk.cases.pane.entries._table
    assert table is not None
    room = table.view.columnWidth(1) - 2 * PADDING
    if not pane._scroll.verticalScrollBar().isVisible():
        # It is so wide where the case is longer than what is seen of it.
        room -= pane._scroll.verticalScrollBar().sizeHint().width()

    shown = [str(table.model.index(row, 1).data()) for row in range(table.model.rowCount())]
    assert any(words.endswith("on account") for words in shown)
    longest = "610 Accounts Receivable · on account"
    assert room >= QFontMetrics(fonts.font(fonts.Size.TEXT)).horizontalAdvance(longest)
    assert not table.view.isColumnHidden(0)


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


def test_money_out_is_set_aside_by_itself_unless_the_options_say_otherwise(desk: DeskWindow) -> None:
    press("Shift+R")
    open_dialog(RulesDialog).show_options()
    dialog = open_dialog(MatchingOptionsDialog)
    assert (dialog.automatic.isChecked(), dialog.money_out.isChecked()) == (True, True)
    dialog.automatic.setChecked(False)
    assert not dialog.money_out.isEnabled(), "where nothing is done by itself, nothing is set aside by itself"
    dialog.automatic.setChecked(True)
    dialog.money_out.setChecked(False)
    dialog.save()
    assert matching_options(desk.workplace.book) == MatchingOptions(set_aside_money_out=False)
    open_dialog(RulesDialog).reject()


def test_what_is_no_customers_money_is_set_aside(desk: DeskWindow) -> None:
    (receipt,) = look(desk, ("4.13", "INTEREST", "GROSS"))

    press("D", "bank interest", "Enter")

    assert state(desk, receipt) is ReceiptState.SET_ASIDE
    assert "All done" in words_on(desk.page)
    press("Ctrl+Z")
    assert state(desk, receipt) is ReceiptState.OPEN
    assert desk.current == f"r{receipt}"


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


def test_matching_again_settles_by_itself_what_is_certain(
    qtbot: QtBot, desk: DeskWindow, bills: list[InvoiceEntry]
) -> None:
    save_matching_options(desk.workplace, MatchingOptions())
    first, second = look(desk, paid_by(bills[0]), ("4.13", "INTEREST", "GROSS"))

    press("M")
    qtbot.waitUntil(lambda: not desk.page.context.work.is_busy(), timeout=20_000)

    assert (state(desk, first), state(desk, second)) == (ReceiptState.SETTLED, ReceiptState.OPEN)
    assert "1 settled by themselves" in desk.cases.told.words()


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
