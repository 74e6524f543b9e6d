"""The table of every page: filter pills, search, rows, totals, an empty state, remembered widths, keys and copying.

Knows columns and a record source, and tells by signals what a person points at; knows no page and no record.
"""

from collections.abc import Callable
from typing import Generic

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from safe_desktop.engine.showing.lists import Query
from safe_desktop.ui.look import icons, theme
from safe_desktop.ui.parts.controls import Card
from safe_desktop.ui.parts.copying import copy_rows
from safe_desktop.ui.parts.empty_state import EmptyState
from safe_desktop.ui.parts.filter_pills import FilterPills
from safe_desktop.ui.parts.search_field import SearchField
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.column_widths import ColumnWidths
from safe_desktop.ui.tables.columns import E
from safe_desktop.ui.tables.record_model import RecordModel
from safe_desktop.ui.tables.table_figures import TableFigures
from safe_desktop.ui.tables.table_header import TableHeader
from safe_desktop.ui.tables.table_view import TableSetup, TableView
from safe_desktop.ui.tables.totals_row import TotalsRow

_RESTORED_SELECTION = 500
"""More rows than these are not selected again after a reload: it would take longer than a person wants to wait."""


class RecordTable(Card, Generic[E]):
    """A card with one list in it. Records are told by their ids."""

    opened = Signal(int)
    current_changed = Signal(int)
    selection_changed = Signal()
    ticks_changed = Signal()
    reloaded = Signal()

    def __init__(self, setup: TableSetup[E], preferences: Preferences) -> None:
        super().__init__("bare" if setup.is_bare else "card")
        self.setup = setup
        self._sort, self._is_descending = "", False
        self.model: RecordModel[E] = RecordModel(setup.columns, is_tickable=setup.is_tickable, parent=self)
        self.view = TableView(self.model, setup)
        self.pills = FilterPills(setup.filters)
        self.search = SearchField()
        self.totals = TotalsRow(self.view)
        self.figures: TableFigures[E] = TableFigures(setup, self.model, self.pills, self.totals)
        icon, title, detail = setup.empty
        self._empty = EmptyState(icon, title, detail, setup.empty_button, setup.empty_pressed)
        self._lay_out()
        self.search.setVisible(setup.has_search)
        self.totals.setVisible(setup.has_totals)
        self._connect()
        self._widths = ColumnWidths(self.view, setup, preferences)

    # -- what pages use

    def reload(self) -> None:
        """Read the list again; ticks, selection, current row and scroll position stay where they can."""
        chosen, current = self.selected_ids(), self.current_id()
        place = self.view.verticalScrollBar().value()
        source = self.setup.source()
        self.model.read(source, self.query())
        self.figures.read(source, self.query())
        self._select(chosen, current)
        self.view.verticalScrollBar().setValue(place)
        self._show_emptiness()
        self.reloaded.emit()

    def query(self) -> Query:
        """The question the table asks now."""
        return Query(self.search.text().strip(), self.pills.only(), self._sort, self._is_descending)

    def ask(self, *, only: str = "", search: str = "") -> None:
        """Set filter and search, and read."""
        self.pills.choose(only)
        self.search.blockSignals(True)
        self.search.setText(search)
        self.search.blockSignals(False)
        self.reload()

    def current_id(self) -> int:
        """The record under the cursor, or 0."""
        row = self.view.currentIndex().row()
        return self.model.id_at(row) if 0 <= row < self.model.rowCount() else 0

    def current(self) -> E | None:
        """What is shown of the record under the cursor."""
        row = self.view.currentIndex().row()
        return self.model.entry(row) if 0 <= row < self.model.rowCount() else None

    def selected_ids(self) -> list[int]:
        """The selected records, in the order of the rows."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.model.id_at(row) for row in rows]

    def has_selection(self) -> bool:
        """Whether anything is selected; cheaper than asking what."""
        return self.view.selectionModel().hasSelection()

    def ticked_ids(self) -> frozenset[int]:
        """The ticked records."""
        return self.model.ticked_ids()

    def put_cursor(self, row: int) -> None:
        """Put the cursor on a row and select it alone, whatever modifier keys are held down just now."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.view.selectionModel().setCurrentIndex(self.model.index(row, 0), flags)

    def show_record(self, record_id: int) -> bool:
        """Put the cursor on a record; without filter and search if it is not in the list as it is."""
        if self.model.row_of(record_id) < 0:
            self.ask()
        row = self.model.row_of(record_id)
        if row >= 0:
            self.put_cursor(row)
            self.view.scrollTo(self.model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)
            self.view.setFocus()
        return row >= 0

    def add_action(
        self, words: str, icon: str, pressed: Callable[[], object], key: str = "", *, needs_row: bool = True
    ) -> QAction:
        """An action on the selected rows, in the context menu and under its key."""
        action = QAction(words.replace("&", "&&"), self)
        action.setIcon(icons.icon(icon, theme.shown().muted))
        if key:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: pressed())
        if needs_row:
            action.setEnabled(False)
            self.selection_changed.connect(lambda: action.setEnabled(self.has_selection()))
        self.view.addAction(action)
        return action

    # -- making

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        edge = 0 if self.setup.is_bare else 1
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 11, 14, 11)
        bar.setSpacing(10)
        bar.addWidget(self.pills, 1)
        bar.addWidget(self.search, alignment=Qt.AlignmentFlag.AlignTop)
        self.bar = bar
        if self.setup.filters or self.setup.has_search:
            column.addLayout(bar)
        middle = QWidget()
        self._stack = QStackedLayout(middle)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        column.addWidget(middle, 1)
        column.addWidget(self.totals)
        if not self.setup.has_totals and not self.setup.is_bare:
            column.addSpacing(8)

    def _connect(self) -> None:
        self.model.ticks_changed.connect(self.ticks_changed)
        self.view.selectionModel().currentRowChanged.connect(self._on_view_current_row_changed)
        self.view.selectionModel().selectionChanged.connect(self._on_view_selection_changed)
        self.view.doubleClicked.connect(self._on_view_double_clicked)
        self.view.opened.connect(self._on_view_opened)
        self.view.space_pressed.connect(self._on_view_space_pressed)
        header = self.view.horizontalHeader()
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.sectionClicked.connect(self._on_header_section_clicked)
        if isinstance(header, TableHeader):
            header.tick_all_asked.connect(self._on_header_tick_all_asked)
        self.pills.chosen.connect(self._on_asked)
        self.search.asked.connect(self._on_asked)
        self.figures.shown.connect(self._show_emptiness)
        self.add_action("Copy rows", "copy", self.copy, "Ctrl+C")
        if self.setup.is_sortable:
            self.view.addAction(self._sort_menu().menuAction())

    def _sort_menu(self) -> QMenu:
        """Sorting for hands that stay on the keyboard: the same as a click on the header."""
        menu = QMenu("Sort by", self)
        for section in range(self.model.columnCount()):
            column = self.model.column_at(section)
            if column is not None and column.sort:
                action = menu.addAction(column.title.replace("&", "&&"))
                action.setData(section)
        menu.triggered.connect(self._on_sort_menu_triggered)
        return menu

    # -- what happens

    def copy(self) -> None:
        """Put the selected rows on the clipboard, for a spreadsheet."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        copy_rows(self.setup.columns, [entry for row in rows if (entry := self.model.entry(row)) is not None])

    @Slot()
    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    @Slot(str)
    def _on_asked(self, _text: str) -> None:
        self.reload()

    @Slot(QModelIndex, QModelIndex)
    def _on_view_current_row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.view.viewport().update()
        self.current_changed.emit(self.current_id())

    @Slot(QItemSelection, QItemSelection)
    def _on_view_selection_changed(self, _selected: QItemSelection, _deselected: QItemSelection) -> None:
        self.selection_changed.emit()

    @Slot(QModelIndex)
    def _on_view_double_clicked(self, index: QModelIndex) -> None:
        if not (self.setup.is_tickable and index.column() == 0):
            self._on_view_opened(index.row())

    @Slot(int)
    def _on_view_opened(self, row: int) -> None:
        self.opened.emit(self.model.id_at(row))

    @Slot()
    def _on_view_space_pressed(self) -> None:
        chosen = self.selected_ids()
        if self.setup.is_tickable and chosen:
            is_ticked = all(record in self.model.ticked_ids() for record in chosen)
            self.model.tick(chosen, not is_ticked)

    @Slot()
    def _on_header_tick_all_asked(self) -> None:
        self.model.tick(self.model.ids(), self.model.tick_state() is not Qt.CheckState.Checked)

    @Slot(QAction)
    def _on_sort_menu_triggered(self, action: QAction) -> None:
        self._on_header_section_clicked(int(action.data()))

    @Slot(int)
    def _on_header_section_clicked(self, section: int) -> None:
        column = self.model.column_at(section)
        if column is None or not column.sort or not self.setup.is_sortable:
            return
        self._is_descending = not self._is_descending if column.sort == self._sort else False
        self._sort = column.sort
        order = Qt.SortOrder.DescendingOrder if self._is_descending else Qt.SortOrder.AscendingOrder
        self.view.horizontalHeader().setSortIndicator(section, order)
        self.reload()

    def _select(self, chosen: list[int], current: int) -> None:
        row = self.model.row_of(current) if current else -1
        if row >= 0:
            selection = self.view.selectionModel()
            selection.setCurrentIndex(self.model.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        if 0 < len(chosen) <= _RESTORED_SELECTION:
            flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            for record in chosen:
                place = self.model.row_of(record)
                if place >= 0:
                    self.view.selectionModel().select(self.model.index(place, 0), flags)
        self.current_changed.emit(self.current_id())
        self.selection_changed.emit()

    @Slot()
    def _show_emptiness(self) -> None:
        is_empty = self.model.rowCount() == 0
        self._stack.setCurrentIndex(int(is_empty))
        self.totals.setVisible(self.setup.has_totals and not is_empty)
        if is_empty:
            query = self.query()
            if query.search:
                self._empty.say(f"Nothing found for “{query.search}”", "Try fewer letters.", offers=False)
            elif query.only and not self.figures.is_all_empty:
                self._empty.say("Nothing under this filter", "", offers=False)
            else:
                self._empty.say(self.setup.empty[1], self.setup.empty[2])
