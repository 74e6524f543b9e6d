"""A table paints its cells itself, for speed; it must look as if Qt had done it cell by cell."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.lists import Query
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.tables.columns import Column, chip_column, day_column, money_column
from safe_desktop.ui.tables.fixed_rows import FixedRows
from safe_desktop.ui.tables.record_model import RecordModel
from safe_desktop.ui.tables.table_view import TableSetup, TableView

COLUMNS: tuple[Column[int], ...] = (
    Column("name", "Name", lambda sale: f"Customer of a long name, number {sale}", width=150, weight="medium"),
    day_column("on", "Date", lambda sale: date(2026, 1, 1 + sale % 28)),
    money_column("total", "Total", lambda sale: Money(sale * 1_050)),
    chip_column("word", "Status", lambda sale: Chip("Ready", Tone.GREEN) if sale % 3 else Chip("Failed", Tone.RED)),
)


Kind = Callable[[RecordModel[int], TableSetup[int]], TableView]


class CellByCell(TableView):
    """Painted as Qt does it, through index and option."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QTableView.paintEvent(self, event)


def shown(qtbot: QtBot, kind: Kind, number: int) -> TableView:
    """A table of so many rows, one of them chosen, one ticked, one column hidden, scrolled by a little."""
    setup = TableSetup("sales", COLUMNS, lambda: FixedRows(tuple(range(number))), "sale", is_tickable=True)
    model: RecordModel[int] = RecordModel(COLUMNS, is_tickable=True)
    view = kind(model, setup)
    qtbot.addWidget(view)
    model.setParent(view)
    view.resize(420, 300)
    model.read(setup.source(), Query())
    model.tick_only({2})
    view.setColumnHidden(2, True)
    view.show()
    if number > 1:
        view.selectRow(1)
    view.verticalScrollBar().setValue(17)
    view.horizontalScrollBar().setValue(9)
    return view


def picture(view: TableView) -> QImage:
    return view.viewport().grab().toImage()


@pytest.mark.parametrize("number", [0, 1, 3, 40])
def test_the_table_looks_as_qt_would_paint_it(qtbot: QtBot, number: int) -> None:
    assert picture(shown(qtbot, TableView, number)) == picture(shown(qtbot, CellByCell, number))


def test_what_is_chosen_looks_chosen(qtbot: QtBot) -> None:
    view = shown(qtbot, TableView, 40)
    with_one = picture(view)
    view.clearSelection()
    assert picture(view) != with_one
