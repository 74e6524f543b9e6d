"""Qt's own table, set up as ours: whole rows, no grid, our header and cells, and the keys Enter, Space.

Knows what a page says about its table (`TableSetup`); knows no record.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QCursor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from safe_desktop.ui.look import formats
from safe_desktop.ui.tables.cell_delegate import ROW_HEIGHT
from safe_desktop.ui.tables.columns import Column, E, RecordSource
from safe_desktop.ui.tables.quick_delegate import QuickDelegate
from safe_desktop.ui.tables.record_model import RecordModel
from safe_desktop.ui.tables.table_header import TableHeader


@dataclass(frozen=True)
class TableSetup(Generic[E]):
    """What a page says about its table. `name` is under which widths are remembered; `noun` is "invoice"."""

    name: str
    columns: Sequence[Column[E]]
    source: Callable[[], RecordSource[E]]
    noun: str
    filters: Sequence[tuple[str, str]] = ()
    empty: tuple[str, str, str] = ("inbox", "Nothing here yet", "")
    empty_button: str = ""
    empty_pressed: Callable[[], object] | None = None
    plural: str = ""
    is_tickable: bool = False
    has_search: bool = True
    has_totals: bool = False
    row_height: int = ROW_HEIGHT
    is_bare: bool = False
    """Part of a card that a page has already drawn."""
    is_sortable: bool = True


class TableView(QTableView):
    """The view of one model; tells when a row is opened, when Space is pressed, and when it has another size."""

    opened = Signal(int)
    space_pressed = Signal()
    resized = Signal()

    def __init__(self, model: RecordModel[E], setup: TableSetup[E]) -> None:
        super().__init__()
        self.setProperty("look", "table")
        self.setModel(model)
        self.setHorizontalHeader(TableHeader(self, is_tickable=setup.is_tickable))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(setup.row_height)
        self._cells = QuickDelegate(self, model, setup.row_height)
        self.setItemDelegate(self._cells)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setAccessibleName(formats.count(2, setup.noun, setup.plural)[2:].capitalize())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells in one go. Qt's own way comes to Python eight times for each of them, and each time waits
        until a worker that syncs lets go of the interpreter: a page took ten times as long to paint as it should."""
        place, last_row = event.rect(), self.model().rowCount() - 1
        first, last = self.rowAt(place.top()), self.rowAt(place.bottom())
        if first < 0:
            return
        columns = self._columns_within(place)
        selection = self.selectionModel().selection()
        chosen = [(selection.at(n).top(), selection.at(n).bottom()) for n in range(selection.count())]
        pointed = self._pointed()
        painter = QPainter(self.viewport())
        for row in range(first, (last if last >= 0 else last_row) + 1):
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            is_selected = any(begin <= row <= end for begin, end in chosen)
            for section, left, width in columns:
                box = QRect(left, top, width, height)
                self._cells.paint_cell(painter, box, row, section, is_selected, pointed == (row, section))
        painter.end()

    def _columns_within(self, place: QRect) -> list[tuple[int, int, int]]:
        """Section, left edge and width of each column that is seen there."""
        header = self.horizontalHeader()
        columns = [
            (section, self.columnViewportPosition(section), self.columnWidth(section))
            for section in range(header.count())
            if not self.isColumnHidden(section)
        ]
        return [one for one in columns if one[1] <= place.right() and one[1] + one[2] > place.left()]

    def _pointed(self) -> tuple[int, int]:
        """Row and column of the cell under the mouse; -1 where there is none."""
        if not self.viewport().underMouse():
            return -1, -1
        index = self.indexAt(self.viewport().mapFromGlobal(QCursor.pos()))
        return index.row(), index.column()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
        elif event.key() == Qt.Key.Key_Space:
            self.space_pressed.emit()
        else:
            super().keyPressEvent(event)
