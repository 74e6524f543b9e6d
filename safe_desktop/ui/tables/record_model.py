"""The one model of all tables: ids from the engine, entries fetched in pages when they are looked at, ticks by id.

Knows columns and a record source; knows nothing of invoices, SQL or painting. 100,000 rows cost the list of their ids.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics

from safe_desktop.engine.showing.lists import Query
from safe_desktop.ui.look import fonts, theme
from safe_desktop.ui.look.formats import visible
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.tables.columns import Column, E, RecordSource

PAGE = 64
PAGES_KEPT = 160
ChipRole = Qt.ItemDataRole.UserRole + 1
IconRole = Qt.ItemDataRole.UserRole + 2
AnyIndex = QModelIndex | QPersistentModelIndex
_WEIGHTS = {"regular": fonts.REGULAR, "medium": fonts.MEDIUM, "bold": fonts.SEMI_BOLD}
_NOWHERE = QModelIndex()
_CELL_FLAGS = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
_TICK_FLAGS = _CELL_FLAGS | Qt.ItemFlag.ItemIsUserCheckable


@dataclass(frozen=True, slots=True)
class Look:
    """How one cell looks."""

    text: str
    font: QFont
    metrics: QFontMetrics
    ink: QColor
    is_right: bool
    chip: Chip | None
    icon: str


class RecordModel(QAbstractTableModel, Generic[E]):
    """Rows of one engine list under the page's columns; with `is_tickable` the first column is a tick box."""

    ticks_changed = Signal()

    def __init__(
        self, columns: Sequence[Column[E]], *, is_tickable: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.is_tickable = is_tickable
        self.query = Query()
        self._source: RecordSource[E] | None = None
        self._ids: list[int] = []
        self._pages: OrderedDict[int, Sequence[E]] = OrderedDict()
        self._ticked: set[int] = set()

    def read(self, source: RecordSource[E], query: Query) -> None:
        """Ask the source anew; ticks of records that are still there stay."""
        ids = source.ids(query)
        self.beginResetModel()
        self._source, self.query = source, query
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def ids(self) -> list[int]:
        """The ids of all rows, in their order."""
        return self._ids

    def id_at(self, row: int) -> int:
        """The id of a row."""
        return self._ids[row]

    def row_of(self, record_id: int) -> int:
        """Where the record stands, or -1."""
        try:
            return self._ids.index(record_id)
        except ValueError:
            return -1

    def entry(self, row: int) -> E | None:
        """What the row shows; None when the record has gone since the ids were read."""
        page, place = divmod(row, PAGE)
        if page not in self._pages:
            assert self._source is not None
            self._pages[page] = self._source.entries(self._ids[page * PAGE : (page + 1) * PAGE])
            if len(self._pages) > PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        entries = self._pages[page]
        return entries[place] if place < len(entries) else None

    def look(self, row: int, section: int) -> "Look | None":
        """All that painting a cell needs, at once; None for a tick box or a record that has gone."""
        column, entry = self.column_at(section), self.entry(row)
        if column is None or entry is None:
            return None
        return Look(
            visible(column.text(entry)),
            cell_font(column),
            fonts.metrics(*_font_of(column)),
            _ink(column, entry),
            column.is_right,
            column.chip(entry) if column.chip else None,
            column.icon(entry) if column.icon else "",
        )

    def tick_at(self, row: int, section: int) -> Qt.CheckState | None:
        """Whether the row is ticked, where the section is the one of the tick boxes."""
        if not self.is_tickable or section:
            return None
        return Qt.CheckState.Checked if self._ids[row] in self._ticked else Qt.CheckState.Unchecked

    def column_at(self, section: int) -> Column[E] | None:
        """The page's column of a section; None for the tick boxes."""
        if self.is_tickable:
            return self.columns[section - 1] if section else None
        return self.columns[section]

    # -- ticks

    def ticked_ids(self) -> frozenset[int]:
        """The records that are ticked and in this list."""
        return frozenset(self._ticked.intersection(self._ids))

    def tick_only(self, ids: Iterable[int]) -> None:
        """Tick exactly these."""
        self._ticked = set(ids)
        self._tell_ticks()

    def tick(self, ids: Iterable[int], is_ticked: bool) -> None:
        """Tick or untick these, the others stay."""
        self._ticked = self._ticked.union(ids) if is_ticked else self._ticked.difference(ids)
        self._tell_ticks()

    def tick_state(self) -> Qt.CheckState:
        """Of all rows together: none, some or all."""
        ticked = len(self._ticked.intersection(self._ids))
        if not ticked:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if ticked == len(self._ids) else Qt.CheckState.PartiallyChecked

    def _tell_ticks(self) -> None:
        if self._ids and self.is_tickable:
            roles = [Qt.ItemDataRole.CheckStateRole]
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, 0), roles)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 0)
        self.ticks_changed.emit()

    # -- what Qt asks

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns) + self.is_tickable

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        # Asked twice for each cell that is painted: constants answer in a fifth of the time.
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _TICK_FLAGS if self.is_tickable and index.column() == 0 else _CELL_FLAGS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical or not 0 <= section < self.columnCount():
            return None
        column = self.column_at(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title if column else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.title if column else "Ticked"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column and column.is_right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not self.is_tickable or not index.isValid() or index.column():
            return False
        is_ticked = value in (Qt.CheckState.Checked, Qt.CheckState.Checked.value)
        self.tick([self._ids[index.row()]], is_ticked)
        return True

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in _ANSWERED:
            return None
        column = self.column_at(index.column())
        if column is None:
            return self._tick_data(index.row(), role)
        entry = self.entry(index.row())
        return None if entry is None else _cell(column, entry, role)

    def _tick_data(self, row: int, role: int) -> object:
        is_ticked = self._ids[row] in self._ticked
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "ticked" if is_ticked else "not ticked"
        return None


_ANSWERED = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.CheckStateRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.FontRole,
        Qt.ItemDataRole.ForegroundRole,
        ChipRole,
        IconRole,
    }
)


def _cell(column: Column[E], entry: E, role: int) -> object:
    """One cell in one role; a plain function so that a tree of groups can use it too."""
    if role == Qt.ItemDataRole.DisplayRole:
        return visible(column.text(entry))
    if role == ChipRole:
        return column.chip(entry) if column.chip else None
    if role == IconRole:
        return column.icon(entry) if column.icon else None
    if role == Qt.ItemDataRole.ForegroundRole:
        return _ink(column, entry)
    if role == Qt.ItemDataRole.FontRole:
        return cell_font(column)
    if role == Qt.ItemDataRole.TextAlignmentRole:
        side = Qt.AlignmentFlag.AlignRight if column.is_right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return visible(column.speech(entry)) if column.speech else f"{column.title}: {visible(column.text(entry))}"
    return None


def _ink(column: Column[E], entry: E) -> QColor:
    own = column.ink(entry) if column.ink else ""
    return theme.shown().ink(own or ("muted" if column.is_second else "text"))


def cell_font(column: Column[E]) -> QFont:
    """The font of a column's cells."""
    return fonts.font(*_font_of(column))


def _font_of(column: Column[E]) -> tuple[int, QFont.Weight, bool]:
    size = fonts.Size.SECOND if column.is_second and not column.is_figures else fonts.Size.TEXT
    return size, _WEIGHTS[column.weight], column.is_figures


def cell(column: Column[E], entry: E, role: int) -> object:
    """What a cell answers in a role; for models that show the same columns in another shape."""
    return _cell(column, entry, role)


def chip_of(value: object) -> Chip | None:
    """The chip that a model answered for `ChipRole`, if it is one."""
    return value if isinstance(value, Chip) else None
