"""The table as a person uses it: keys, filters, search, sorting, totals, copying, and what it remembers."""

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import InvoiceEntry
from safe_desktop.ui.look.chips import standing_chip
from safe_desktop.ui.parts.copying import rows_as_text, safe_cell
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.columns import Column, chip_column, day_column, money_column
from safe_desktop.ui.tables.fixed_rows import FixedRows
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

COLUMNS: tuple[Column[InvoiceEntry], ...] = (
    Column("number", "Number", lambda entry: entry.number, "number", 100),
    Column("customer", "Customer", lambda entry: entry.customer, "customer", 200, stretches=True),
    day_column("due_on", "Due", lambda entry: entry.due_on),
    money_column("total", "Total", lambda entry: entry.total),
    chip_column("standing", "Status", lambda entry: standing_chip(entry.standing)),
)
FILTERS = (("", "All"), ("overdue", "Overdue"), ("credit_notes", "Credit notes"))


@pytest.fixture
def table(context: Context, qtbot: QtBot) -> RecordTable[InvoiceEntry]:
    """All invoices of the year."""
    made = make_table(context)
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.reload()
    with qtbot.waitExposed(made):
        made.show()
    return made


def make_table(context: Context) -> RecordTable[InvoiceEntry]:
    setup = TableSetup(
        name="test",
        columns=COLUMNS,
        source=lambda: lists.invoices(context.workplace.book),
        noun="invoice",
        filters=FILTERS,
        is_tickable=True,
        has_totals=True,
        empty=("receipt-text", "No invoices yet", "Add one."),
    )
    return RecordTable(setup, context.preferences)


def select_too(table: RecordTable[InvoiceEntry], row: int) -> None:
    """Shift and Down, without a Shift that Qt's test keyboard would hold down for all tests to come."""
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    table.view.selectionModel().select(table.model.index(row, 0), flags)


def numbers(table: RecordTable[InvoiceEntry]) -> list[str]:
    entries = (table.model.entry(row) for row in range(table.model.rowCount()))
    return [entry.number for entry in entries if entry]


def test_a_click_on_a_header_sorts_by_value_and_a_second_one_the_other_way(
    table: RecordTable[InvoiceEntry], qtbot: QtBot
) -> None:
    header = table.view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(4) + 20, 10)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    amounts = [entry.total.minor for row in range(table.model.rowCount()) if (entry := table.model.entry(row))]
    assert amounts == sorted(amounts)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.query().descending
    first = table.model.entry(0)
    assert first is not None
    assert first.total.minor == amounts[-1]


def test_the_keyboard_sorts_too_through_the_menu(table: RecordTable[InvoiceEntry]) -> None:
    menu = next(action.menu() for action in table.view.actions() if action.text() == "Sort by")
    assert isinstance(menu, QMenu)
    by_customer = next(action for action in menu.actions() if action.text() == "Customer")
    by_customer.trigger()
    names = [entry.customer.casefold() for row in range(9) if (entry := table.model.entry(row))]
    assert names == sorted(names)
    assert table.view.horizontalHeader().sortIndicatorSection() == 2


def test_an_amount_of_another_currency_says_so() -> None:
    column: Column[Money | None] = money_column("total", "Total", lambda amount: amount)
    shown = [column.text(amount) for amount in (Money(1250), Money(1250, "EUR"), Money(0), None)]
    assert shown == ["12.50", "€12.50", "–", "–"]


def test_a_filter_shows_its_own_and_every_pill_its_count(table: RecordTable[InvoiceEntry]) -> None:
    table.ask(only="credit_notes")
    kinds = {entry.kind for row in range(table.model.rowCount()) if (entry := table.model.entry(row))}
    assert kinds == {DocumentKind.CREDIT_NOTE}
    pills = table.pills.findChildren(type(table.pills._pills[""]))
    spoken = {pill.accessibleName() for pill in pills}
    assert f"Credit notes, {table.model.rowCount()}" in spoken


def test_typing_searches_once_after_a_pause(table: RecordTable[InvoiceEntry], qtbot: QtBot) -> None:
    wanted = numbers(table)[3]
    asked: list[str] = []
    table.search.asked.connect(asked.append)
    QTest.keyClicks(table.search, wanted)
    qtbot.waitUntil(lambda: table.model.rowCount() == 1, timeout=2000)
    assert asked == [wanted]
    assert numbers(table) == [wanted]
    QTest.keyClick(table.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: table.model.rowCount() > 1, timeout=2000)


def test_a_search_that_finds_nothing_says_so_and_offers_no_button(table: RecordTable[InvoiceEntry]) -> None:
    table.ask(search="no such thing")
    assert table.model.rowCount() == 0
    assert not table.view.isVisible()
    assert "no such thing" in table._empty._title.whole_text()
    assert table.totals.isHidden()


def test_a_list_with_nothing_at_all_helps_even_under_a_filter(context: Context, qtbot: QtBot) -> None:
    setup = TableSetup(
        name="none",
        columns=COLUMNS,
        source=lambda: FixedRows[InvoiceEntry](()),
        noun="invoice",
        filters=FILTERS[1:],
        empty=("receipt-text", "No invoices yet", "Add one."),
    )
    bare = RecordTable(setup, context.preferences)
    qtbot.addWidget(bare)
    bare.reload()
    assert bare.pills.only() == "overdue"
    assert bare._empty._title.whole_text() == "No invoices yet"


def test_space_ticks_every_selected_row_and_again_takes_them_away(
    table: RecordTable[InvoiceEntry], qtbot: QtBot
) -> None:
    table.view.selectRow(0)
    select_too(table, 1)
    chosen = table.selected_ids()
    assert len(chosen) == 2
    QTest.keyClick(table.view, Qt.Key.Key_Space)
    assert table.ticked_ids() == set(chosen)
    QTest.keyClick(table.view, Qt.Key.Key_Space)
    assert table.ticked_ids() == set()


def test_a_click_ticks_one_row_and_the_header_all(table: RecordTable[InvoiceEntry], qtbot: QtBot) -> None:
    place = table.view.visualRect(table.model.index(2, 0)).center()
    QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert table.ticked_ids() == {table.model.id_at(2)}
    header = table.view.horizontalHeader()
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 15))
    assert table.ticked_ids() == set(table.model.ids())
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 15))
    assert table.ticked_ids() == set()


def test_enter_and_a_double_click_open_the_record(table: RecordTable[InvoiceEntry], qtbot: QtBot) -> None:
    table.view.selectRow(4)
    with qtbot.waitSignal(table.opened) as by_key:
        QTest.keyClick(table.view, Qt.Key.Key_Return)
    place = table.view.visualRect(table.model.index(4, 2)).center()
    QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(table.opened) as by_mouse:
        QTest.mouseDClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert by_key.args == by_mouse.args == [table.model.id_at(4)]


def test_a_reload_keeps_the_cursor_the_selection_and_the_ticks(table: RecordTable[InvoiceEntry]) -> None:
    table.view.selectRow(7)
    table.model.tick_only(table.model.ids()[:3])
    here = table.current_id()
    table.reload()
    assert table.current_id() == here
    assert table.selected_ids() == [here]
    assert len(table.ticked_ids()) == 3


def test_a_record_is_found_even_behind_a_filter(table: RecordTable[InvoiceEntry]) -> None:
    every = set(table.model.ids())
    table.ask(only="credit_notes")
    hidden = min(every - set(table.model.ids()))
    assert table.show_record(hidden)
    assert table.current_id() == hidden
    assert table.pills.only() == ""
    assert not table.show_record(999_999)


def test_the_totals_row_says_what_the_list_adds_up_to(table: RecordTable[InvoiceEntry]) -> None:
    total = sum(entry.total.minor for row in range(table.model.rowCount()) if (entry := table.model.entry(row)))
    assert table.totals.text_at(4) == (f"{total / 100:,.2f}",)
    assert table.totals.accessibleName().startswith(f"Totals: {table.model.rowCount()} invoices, Total ")


def test_copied_rows_are_what_a_spreadsheet_wants(table: RecordTable[InvoiceEntry]) -> None:
    table.view.selectRow(0)
    select_too(table, 1)
    table.copy()
    lines = QGuiApplication.clipboard().text().strip("\n").split("\n")
    assert lines[0] == "Number\tCustomer\tDue\tTotal\tStatus"
    assert len(lines) == 3
    first = table.model.entry(0)
    assert first is not None
    assert lines[1].split("\t")[3] == f"{first.total.decimal:f}"


def test_no_copied_cell_is_a_formula_and_none_breaks_the_row() -> None:
    assert safe_cell("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert safe_cell(" @x\ty\n") == "'@x y"
    columns: tuple[Column[str], ...] = (Column("a", "A", lambda text: text),)
    assert rows_as_text(columns, ["+1"]) == "'+1\n"


def test_widths_are_remembered_from_one_window_to_the_next(
    table: RecordTable[InvoiceEntry], context: Context, qtbot: QtBot
) -> None:
    table.view.setColumnWidth(1, 177)
    context.preferences.save()
    again = make_table(context)
    qtbot.addWidget(again)
    assert again.view.columnWidth(1) == 177
    assert Preferences(context.workplace.home.preferences).widths("test")["number"] == 177


def test_the_stretching_column_takes_what_is_left_and_never_less_than_it_needs(
    table: RecordTable[InvoiceEntry], qtbot: QtBot
) -> None:
    whole = sum(table.view.columnWidth(section) for section in range(6))
    assert whole == table.view.viewport().width()
    table.resize(420, 400)
    qtbot.waitUntil(lambda: table.view.columnWidth(2) == 200)


def test_actions_wait_for_a_selected_row(table: RecordTable[InvoiceEntry]) -> None:
    pressed: list[int] = []
    action = table.add_action("Hold & wait", "pause", lambda: pressed.append(table.current_id()), "Ctrl+H")
    table.view.clearSelection()
    assert not action.isEnabled()
    assert action.text() == "Hold && wait"
    table.view.selectRow(1)
    assert action.isEnabled()
    action.trigger()
    assert pressed == [table.model.id_at(1)]
