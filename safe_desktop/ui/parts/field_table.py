"""Fields of one record beside each other: what Xero has now, an arrow, what it will have after sending.

A small table of Qt's own, so that keys, copying and screen readers work; long texts wrap. Knows `FieldChange` only.
"""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from safe_desktop.engine.showing.preview_fields import FieldChange
from safe_desktop.ui.look import fonts, icons, theme
from safe_desktop.ui.look.formats import visible

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_LABEL, _BEFORE, _ARROW, _AFTER = range(4)
_LABEL_WIDTH, _ARROW_WIDTH, _LEAST_HEIGHT = 84, 22, 26
_EMPTY = "(empty)"
_WRAPS = int(Qt.TextFlag.TextWordWrap)


class FieldModel(QAbstractTableModel):
    """Columns: field, in Xero now, arrow, after sending."""

    TITLES = ("Field", "In Xero now", "", "After sending")

    def __init__(self) -> None:
        super().__init__()
        self._fields: Sequence[FieldChange] = ()
        self.has_before = False

    def show_fields(self, fields: Sequence[FieldChange], has_before: bool) -> None:
        """Show these."""
        self.beginResetModel()
        self._fields, self.has_before = fields, has_before
        self.endResetModel()

    def field(self, row: int) -> FieldChange:
        """The field of a row."""
        return self._fields[row]

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._fields)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.TITLES[section]
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        field = self._fields[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            if not field.is_changed:
                return f"{field.label} stays {visible(field.after) or 'empty'}"
            return f"{field.label}: {visible(field.before) or 'empty'} becomes {visible(field.after) or 'empty'}"
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(field, index.column())
        return None

    def _text(self, field: FieldChange, column: int) -> str:
        if column == _LABEL:
            return visible(field.label)
        if column == _BEFORE:
            return visible(field.before) or (_EMPTY if self.has_before else "")
        if column == _AFTER:
            return (visible(field.after) or _EMPTY) if field.is_changed or not self.has_before else "same"
        return ""


def _font(column: int, is_strong: bool) -> QFont:
    if column == _LABEL:
        return fonts.font(fonts.Size.TEXT)
    return fonts.font(fonts.Size.TEXT, fonts.SEMI_BOLD if is_strong else fonts.REGULAR, is_figures=True)


class _FieldDelegate(QStyledItemDelegate):
    """Label and old value muted, an arrow, the new value in full ink where it changed."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model = index.model()
        assert isinstance(model, FieldModel)
        field, colours = model.field(index.row()), theme.shown()
        box: QRect = option.rect
        painter.save()
        if index.column() == _ARROW:
            if field.is_changed:
                picture = icons.pixmap("arrow-right", colours.accent, 14, painter.device().devicePixelRatio())
                painter.drawPixmap(box.center().x() - 6, box.top() + 6, picture)
        else:
            is_new = index.column() == _AFTER and field.is_changed
            painter.setPen(QColor(colours.text if is_new else colours.muted))
            painter.setFont(_font(index.column(), is_new and model.has_before))
            painter.drawText(box.adjusted(0, 4, 0, 0), self._flags(index), str(index.data() or ""))
        painter.restore()

    def height(self, index: AnyIndex, width: int) -> int:
        """How tall the cell must be so that its whole text is seen."""
        metrics = QFontMetrics(_font(index.column(), True))
        text = str(index.data() or "")
        return metrics.boundingRect(QRect(0, 0, width, 10_000), self._flags(index), text).height() + 8

    def _flags(self, index: AnyIndex) -> int:
        model = index.model()
        is_right = index.column() in (_BEFORE, _AFTER) and isinstance(model, FieldModel) and model.has_before
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        return int(side) | int(Qt.AlignmentFlag.AlignTop) | _WRAPS


class FieldTable(QTableView):
    """As tall as its rows: the panel around it scrolls, not the table."""

    def __init__(self) -> None:
        super().__init__()
        self._model = FieldModel()
        self._delegate = _FieldDelegate(self)
        self.setProperty("look", "table")
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName("Fields")
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCornerButtonEnabled(False)
        # Qt's tables want all the height there is, and what stands around this one would be drawn apart.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(_LEAST_HEIGHT)
        self.horizontalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(1)

    def show_fields(self, fields: Sequence[FieldChange], has_before: bool) -> None:
        """Show these; without a before there is one column of values."""
        self._model.show_fields(fields, has_before)
        for column in (_BEFORE, _ARROW):
            self.setColumnHidden(column, not has_before)
        self._fit()

    def _fit(self) -> None:
        width = self.viewport().width()
        rest = max(60, width - _LABEL_WIDTH)
        self.setColumnWidth(_LABEL, _LABEL_WIDTH)
        if self._model.has_before:
            half = (rest - _ARROW_WIDTH) // 2
            widths = {_BEFORE: half, _ARROW: _ARROW_WIDTH, _AFTER: rest - half - _ARROW_WIDTH}
        else:
            widths = {_AFTER: rest}
        for column, wide in widths.items():
            self.setColumnWidth(column, wide)
        total = 0
        for row in range(self._model.rowCount()):
            cells = ((_LABEL, _LABEL_WIDTH), *widths.items())
            height = max(
                _LEAST_HEIGHT,
                *(self._delegate.height(self._model.index(row, column), wide) for column, wide in cells),
            )
            self.setRowHeight(row, height)
            total += height
        self.setFixedHeight(total + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
