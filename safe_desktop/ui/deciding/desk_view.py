"""Qt's own tree set up for the desk: whole rows, groups that fold, ticks by Space, ways out by a click.

Knows the desk's model; tells by signals what a person asks for, and settles nothing.
"""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView

from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.ui.deciding.desk_delegate import DeskDelegate, way_boxes
from safe_desktop.ui.deciding.desk_model import AGE, AGREED, CUSTOMER, FIELD, REASON, TICK, WAYS, DeskModel
from safe_desktop.ui.tables.table_header import TableHeader

_TICK_WIDTH = 44
_FIRST_TO_GO = (AGREED, AGE, FIELD, REASON)
"""What a narrow window does without; the ways out must stay in sight, and the bar below says the reason in full."""
_LEAST_CUSTOMER, _MOST_CUSTOMER = 96, 260
_WIDE, _WIDE_WAYS = 1250, 330
"""In a wide window all ways out of a row find room."""


class DeskView(QTreeView):
    """`way_asked` tells a mismatch and the way out that was clicked; `opened` a mismatch to look at closely."""

    way_asked = Signal(int, object)
    opened = Signal(int)
    escaped = Signal()
    current_changed = Signal()
    resized = Signal()

    def __init__(self, model: DeskModel) -> None:
        super().__init__()
        self._model = model
        self._folded: set[MismatchKind] = set()
        self._pressed: tuple[int, WayOut] | None = None
        self.setProperty("look", "table")
        self.setAccessibleName("Mismatches")
        self.setModel(model)
        self.desk_header = TableHeader(self, is_tickable=True)
        self.setHeader(self.desk_header)
        self.desk_header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.delegate = DeskDelegate(self, model)
        self.setItemDelegate(self.delegate)
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setColumnWidth(TICK, _TICK_WIDTH)
        for place, column in enumerate(model.columns, start=1):
            self.setColumnWidth(place, column.width)
        self.collapsed.connect(self._on_collapsed)
        self.expanded.connect(self._on_expanded)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self.doubleClicked.connect(self._on_double_clicked)

    def unfold(self) -> None:
        """After the model was filled: every group open but those a person folded."""
        for row, group in enumerate(self._model.groups):
            index = self._model.index(row, 0)
            self.setFirstColumnSpanned(row, QModelIndex(), True)
            self.setExpanded(index, group.kind not in self._folded)

    def current_id(self) -> int:
        """The mismatch under the cursor, or 0."""
        entry = self._model.entry(self.currentIndex())
        return entry.id if entry else 0

    def current_row(self) -> int:
        """The place of the mismatch under the cursor among all that are shown."""
        ids = [entry.id for entry in self._model.entries()]
        return ids.index(self.current_id()) if self.current_id() in ids else 0

    def restore(self, mismatch_id: int, row: int) -> None:
        """Put the cursor on this mismatch again, or on what stands in its place now."""
        index = self._model.index_of(mismatch_id) if mismatch_id else QModelIndex()
        entries = self._model.entries()
        if not index.isValid() and entries:
            index = self._model.index_of(entries[min(row, len(entries) - 1)].id)
        self.place_cursor(index)

    def place_cursor(self, index: QModelIndex) -> None:
        """Put the cursor on this row."""
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    # -- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        group = self._model.group(self.currentIndex())
        if key == Qt.Key.Key_Space:
            ids = [entry.id for entry in group.entries] if group else [self.current_id()]
            self._model.toggle(one for one in ids if one)
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if group is not None:
                self._fold(self.currentIndex())
            elif self.current_id():
                self.opened.emit(self.current_id())
        elif event.text().isalnum():
            # Qt would look for a row that begins so; here letters and digits are the desk's keys.
            event.ignore()
        else:
            super().keyPressEvent(event)

    # -- mouse

    def way_at(self, position: QPoint) -> tuple[int, WayOut] | None:
        """The mismatch and the way out whose button is at this place."""
        index = self.indexAt(position)
        entry = self._model.entry(index)
        if entry is None or index.column() != WAYS:
            return None
        for box, way in way_boxes(self.visualRect(index), entry):
            if box.contains(position.toPointF()):
                return entry.id, way
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.delegate.mouse = event.position().toPoint()
        is_button = self.way_at(self.delegate.mouse) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if is_button else Qt.CursorShape.ArrowCursor)
        self.viewport().update()
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.delegate.mouse = QPoint(-1, -1)
        self.viewport().update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        self._pressed = self.way_at(position) if event.button() is Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)
        index = self.indexAt(position)
        if event.button() is Qt.MouseButton.LeftButton and self._model.group(index) is not None:
            self._fold(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        super().mouseReleaseEvent(event)
        if pressed is not None and self.way_at(event.position().toPoint()) == pressed:
            self.way_asked.emit(*pressed)

    # -- room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()
        self.resized.emit()

    def fit(self) -> None:
        """Give the customer what the other columns leave, and the reason the rest; in a narrow window drop a few."""
        room = self.viewport().width()
        self.setColumnWidth(WAYS, _WIDE_WAYS if room >= _WIDE else self._model.columns[WAYS - 1].width)
        least = _TICK_WIDTH + sum(column.width for column in self._model.columns)
        for place in _FIRST_TO_GO:
            is_gone = least > room
            self.setColumnHidden(place, is_gone)
            least -= self._model.columns[place - 1].width if is_gone else 0
        fixed = sum(
            self.columnWidth(place) for place in range(self._model.columnCount()) if place not in (CUSTOMER, REASON)
        )
        has_reason = not self.isColumnHidden(REASON)
        least, reason = self._model.columns[CUSTOMER - 1].width, self._model.columns[REASON - 1].width
        usual = max(least, min(_MOST_CUSTOMER, room - fixed - reason))
        customer = usual if has_reason else max(_LEAST_CUSTOMER, room - fixed)
        self.setColumnWidth(CUSTOMER, customer)
        self.setColumnWidth(REASON, max(reason, room - fixed - customer))

    # -- what Qt tells

    def _fold(self, index: QModelIndex) -> None:
        first = index.siblingAtColumn(0)
        self.setExpanded(first, not self.isExpanded(first))

    @Slot(QModelIndex)
    def _on_collapsed(self, index: QModelIndex) -> None:
        group = self._model.group(index)
        if group is not None:
            self._folded.add(group.kind)

    @Slot(QModelIndex)
    def _on_expanded(self, index: QModelIndex) -> None:
        group = self._model.group(index)
        if group is not None:
            self._folded.discard(group.kind)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_row_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.viewport().update()
        self.current_changed.emit()

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        entry = self._model.entry(index)
        if entry is not None and index.column() not in (TICK, WAYS):
            self.opened.emit(entry.id)
