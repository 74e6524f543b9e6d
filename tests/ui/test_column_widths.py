"""Columns that are hidden for want of room leave it to those that stretch."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.tables.column_widths import shared_out
from safe_desktop.ui.tables.columns import Column, up_to, where_wide
from safe_desktop.ui.tables.fixed_rows import FixedRows
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

NARROW, WIDE = 460, 900


def test_the_room_of_a_hidden_column_goes_to_those_that_stretch(qtbot: QtBot, context: Context) -> None:
    columns: tuple[Column[str], ...] = (
        Column("one", "One", lambda text: text, "", 100, stretches=True),
        where_wide(Column("two", "Two", lambda text: text, "", 100, stretches=True), 600),
        Column("three", "Three", lambda text: text, "", 80),
    )
    setup = TableSetup("widths", columns, lambda: FixedRows(("a", "b")), "row", has_search=False)
    table = RecordTable(setup, context.preferences)
    qtbot.addWidget(table)
    table.reload()
    for width, hidden in ((WIDE, False), (NARROW, True), (WIDE, False)):
        table.resize(width, 300)
        table.show()
        table._widths.fit()
        view = table.view
        assert view.isColumnHidden(1) is hidden
        whole = sum(view.columnWidth(place) for place in range(3) if not view.isColumnHidden(place))
        assert view.viewport().width() - whole in (0, 1)


def test_a_column_that_may_grow_does_before_the_stretching_one_gets_room_until_a_person_drags_it(
    qtbot: QtBot, context: Context
) -> None:
    columns: tuple[Column[str], ...] = (
        up_to(Column("name", "Name", lambda text: text, "", 100), 160),
        up_to(Column("number", "Number", lambda text: text, "", 80), 100),
        Column("why", "Why", lambda text: text, "", 120, stretches=True),
    )
    setup = TableSetup("growing", columns, lambda: FixedRows(("a",)), "row", has_search=False)
    table = RecordTable(setup, context.preferences)
    qtbot.addWidget(table)
    table.reload()
    table.show()
    widths = {}
    for room in (280, 300, 340, 370, 500):
        table.resize(room + table.width() - table.view.viewport().width(), 300)
        QApplication.processEvents()
        assert table.view.viewport().width() == room
        widths[room] = [table.view.columnWidth(place) for place in range(3)]
    assert widths == {
        280: [100, 80, 120],
        300: [100, 80, 120],
        340: [140, 80, 120],
        370: [160, 90, 120],
        500: [160, 100, 240],
    }

    table.view.setColumnWidth(0, 210)
    table._widths.fit()
    assert [table.view.columnWidth(place) for place in range(3)] == [210, 100, 190]


def test_what_one_column_needs_more_the_other_stretching_ones_give() -> None:
    assert shared_out(300, {0: 100, 1: 100}) == {0: 150, 1: 150}
    assert shared_out(300, {0: 200, 1: 60}) == {0: 200, 1: 100}
    assert shared_out(300, {0: 60, 1: 180, 2: 50}) == {1: 180, 0: 60, 2: 60}
    assert shared_out(100, {0: 80, 1: 60}) == {0: 80, 1: 60}, "too narrow for both: each keeps what it needs"
