"""The desk's tree: kinds of mismatches, and under each its records, with a tick box to each record.

Knows groups and columns; knows no way to settle anything and paints nothing.
"""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from safe_desktop.domain.mismatch import button_words
from safe_desktop.engine.showing.lists import MismatchEntry
from safe_desktop.ui.deciding.desk_rows import DeskGroup, field_words, ours_moved, theirs_moved, value_words
from safe_desktop.ui.look import fonts, formats, home_words
from safe_desktop.ui.look.formats import visible
from safe_desktop.ui.tables.columns import Column
from safe_desktop.ui.tables.record_model import cell

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_GROUP_ID = 0
TICK, RECORD, CUSTOMER, FIELD, OURS, THEIRS, AGREED, REASON, AGE, WAYS = range(10)


def desk_columns(name_of: Callable[[str], str]) -> tuple[Column[MismatchEntry], ...]:
    """The columns after the tick box, as in `RECORD` to `WAYS`."""

    def side(
        key: str, title: str, value: Callable[[MismatchEntry], str], is_full: Callable[[MismatchEntry], bool]
    ) -> Column[MismatchEntry]:
        return Column(
            key,
            title,
            lambda entry: value_words(value(entry), name_of),
            key if key != "agreed" else "",
            88 if key != "agreed" else 80,
            is_right=True,
            is_figures=True,
            ink=lambda entry: "" if is_full(entry) else "muted",
        )

    return (
        Column("label", "Record", lambda entry: entry.label, "label", 86, weight="medium"),
        Column("customer", "Customer", lambda entry: entry.customer or formats.NOTHING, "customer", 132),
        Column("field", "Field", field_words, "field", 82, is_second=True),
        side("ours", "Ours", lambda entry: entry.ours, ours_moved),
        side("theirs", "Xero’s", lambda entry: entry.theirs, theirs_moved),
        side("agreed", "Agreed", lambda entry: entry.agreed, lambda _entry: False),
        Column("reason", "Reason", _reason, "reason", 88, is_second=True, stretches=True),
        Column(
            "age_days",
            "Age",
            lambda entry: formats.age(entry.age_days),
            "age_days",
            56,
            is_right=True,
            is_figures=True,
            is_second=True,
        ),
        Column(
            "ways", "Ways out", lambda entry: ", ".join(button_words(way, entry.apart) for way in entry.ways), "", 188
        ),
    )


class DeskModel(QAbstractItemModel):
    """Two levels. Ids of rows are the group's place plus one, so that a row knows its parent."""

    ticks_changed = Signal()

    def __init__(self, columns: Sequence[Column[MismatchEntry]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.groups: list[DeskGroup] = []
        self._ticked: frozenset[int] = frozenset()

    def show_groups(self, groups: list[DeskGroup]) -> None:
        """Show these; ticks of mismatches that are gone go with them."""
        self.beginResetModel()
        self.groups = groups
        self._ticked &= {entry.id for entry in self.entries()}
        self.endResetModel()
        self.ticks_changed.emit()

    def entries(self) -> list[MismatchEntry]:
        """All mismatches in the order they are shown."""
        return [entry for group in self.groups for entry in group.entries]

    def entry(self, index: AnyIndex) -> MismatchEntry | None:
        """The mismatch of a row; None for a group."""
        if not index.isValid() or index.internalId() == _GROUP_ID:
            return None
        return self.groups[index.internalId() - 1].entries[index.row()]

    def group(self, index: AnyIndex) -> DeskGroup | None:
        """The group of its own row; None for a mismatch."""
        return self.groups[index.row()] if index.isValid() and index.internalId() == _GROUP_ID else None

    def index_of(self, mismatch_id: int) -> QModelIndex:
        """Where the mismatch stands; an invalid index if it is not shown."""
        for place, group in enumerate(self.groups):
            for row, entry in enumerate(group.entries):
                if entry.id == mismatch_id:
                    return self.createIndex(row, RECORD, place + 1)
        return QModelIndex()

    # -- ticks

    def ticked(self) -> list[MismatchEntry]:
        """The ticked mismatches, in the order they are shown."""
        return [entry for entry in self.entries() if entry.id in self._ticked]

    def tick(self, ids: Iterable[int], is_ticked: bool) -> None:
        """Tick or untick these."""
        self._ticked = self._ticked.union(ids) if is_ticked else self._ticked.difference(ids)
        self._tell_ticks()

    def toggle(self, ids: Iterable[int]) -> None:
        """Tick these, or untick them if all are ticked."""
        wanted = frozenset(ids)
        self.tick(wanted, not wanted <= self._ticked)

    def tick_state(self) -> Qt.CheckState:
        """Of all rows together: none, some or all."""
        if not self._ticked:
            return Qt.CheckState.Unchecked
        whole = len(self._ticked) == len(self.entries())
        return Qt.CheckState.Checked if whole else Qt.CheckState.PartiallyChecked

    def _tell_ticks(self) -> None:
        for place, group in enumerate(self.groups):
            first = self.createIndex(0, TICK, place + 1)
            last = self.createIndex(len(group.entries) - 1, WAYS, place + 1)
            self.dataChanged.emit(first, last, [Qt.ItemDataRole.CheckStateRole])
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, TICK, TICK)
        self.ticks_changed.emit()

    # -- what Qt asks

    def index(self, row: int, column: int, parent: AnyIndex = _NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _GROUP_ID)

    def parent(self, index: AnyIndex = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        if not index.isValid() or index.internalId() == _GROUP_ID:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, _GROUP_ID)

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        if not parent.isValid():
            return len(self.groups)
        is_group = parent.internalId() == _GROUP_ID and parent.column() == 0
        return len(self.groups[parent.row()].entries) if is_group else 0

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return len(self.columns) + 1

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.internalId() != _GROUP_ID and index.column() == TICK:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical or not 0 <= section <= len(self.columns):
            return None
        column = self.columns[section - 1] if section else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.title if column else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column and column.is_right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        entry = self.entry(index)
        if role != Qt.ItemDataRole.CheckStateRole or entry is None or index.column() != TICK:
            return False
        self.tick([entry.id], value in (Qt.CheckState.Checked, Qt.CheckState.Checked.value))
        return True

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index)
        if entry is None:
            group = self.group(index)
            return _group_data(group, index.column(), role) if group else None
        if index.column() == TICK:
            return self._tick_data(entry, role)
        return cell(self.columns[index.column() - 1], entry, role)

    def _tick_data(self, entry: MismatchEntry, role: int) -> object:
        is_ticked = entry.id in self._ticked
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{visible(entry.label)}, {'ticked' if is_ticked else 'not ticked'}"
        return None


def _group_data(group: DeskGroup, column: int, role: int) -> object:
    if column != 0:
        return None
    if role == Qt.ItemDataRole.DisplayRole:
        return group.kind.heading
    if role == Qt.ItemDataRole.AccessibleTextRole:
        apart = f", apart {', '.join(map(formats.spoken_money, group.apart))}" if group.apart else ""
        return f"{group.kind.heading}, {formats.count(len(group.entries), 'record')}{apart}"
    if role == Qt.ItemDataRole.FontRole:
        return _group_font()
    return None


def _group_font() -> QFont:
    return fonts.font(fonts.Size.TEXT, fonts.SEMI_BOLD)


def _reason(entry: MismatchEntry) -> str:
    return home_words.told(entry.reason)
