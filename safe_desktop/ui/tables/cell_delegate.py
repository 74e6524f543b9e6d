"""Paints a table's cells: ground, row line, edge, chips and ticks. The text is the model's, drawn by Qt.

Knows no record. Ticks by mouse go through the model, so keys, screen reader and mouse do the same.
"""

from PySide6.QtCore import QAbstractItemModel, QEvent, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtCore import QModelIndex as Index
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPalette
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from safe_desktop.ui.look import icons, painting, theme
from safe_desktop.ui.parts.controls import plain_tip
from safe_desktop.ui.tables.record_model import ChipRole, IconRole, chip_of

ROW_HEIGHT = 36
PADDING = 10
EDGE = 3
FIRST_INDENT = 6
"""The first column stands under the pills or the title of its card."""
ICON_ROOM = 22
AnyIndex = Index | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """The look of every cell of every table."""

    def __init__(self, view: QAbstractItemView, row_height: int = ROW_HEIGHT) -> None:
        super().__init__(view)
        self._view = view
        self.row_height = row_height

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        wanted = super().sizeHint(option, index)
        return QSize(wanted.width() + 2 * PADDING, self.row_height)

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        super().initStyleOption(option, index)
        # The ground is painted here for the whole row; the style must neither paint its own nor change the ink for it.
        gone = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver
        option.state &= ~gone
        option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        if chip_of(index.data(ChipRole)) is not None:
            option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        box: QRect = option.rect
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        self._paint_ground(painter, box, index, is_selected, is_hovered)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        if ticked is not None:
            painting.draw_tick(painter, box, Qt.CheckState(ticked))
            return
        inside = box.adjusted(PADDING + (FIRST_INDENT if index.column() == 0 else 0), 0, -PADDING, 0)
        icon = index.data(IconRole)
        if icon:
            ink = index.data(Qt.ItemDataRole.ForegroundRole) or QColor(theme.shown().muted)
            top = box.center().y() - icons.ROW_SIZE // 2 + 1
            ratio = painter.device().devicePixelRatio()
            painter.drawPixmap(inside.left(), top, icons.pixmap(str(icon), ink, icons.ROW_SIZE, ratio))
            inside.setLeft(inside.left() + ICON_ROOM)
        chip = chip_of(index.data(ChipRole))
        if chip is not None:
            painting.draw_chip(painter, inside, chip, on_selected=is_selected)
            return
        own = QStyleOptionViewItem(option)
        # Qt keeps a small margin of its own at both sides of the text.
        own.rect = inside.adjusted(-3, 0, 3, -1)
        own.palette.setColor(QPalette.ColorRole.HighlightedText, own.palette.color(QPalette.ColorRole.Text))
        super().paint(painter, own, index)

    def _paint_ground(
        self, painter: QPainter, box: QRect, index: AnyIndex, is_selected: bool, is_hovered: bool
    ) -> None:
        colours = theme.shown()
        if is_selected:
            painter.fillRect(box, QColor(colours.selected))
        elif is_hovered:
            painter.fillRect(box, QColor(colours.hover))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, QColor(colours.line))
        if self._view.currentIndex().row() == index.row() and index.parent() == self._view.currentIndex().parent():
            is_first = self._view.visualRect(index).left() <= 0
            if is_first and (is_selected or self._view.hasFocus()):
                painter.fillRect(box.left(), box.top(), EDGE, box.height(), QColor(colours.accent))

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        if ticked is None or event.type() != QEvent.Type.MouseButtonRelease:
            return False
        if not isinstance(event, QMouseEvent) or event.button() is not Qt.MouseButton.LeftButton:
            return False
        other = Qt.CheckState.Unchecked if Qt.CheckState(ticked) is Qt.CheckState.Checked else Qt.CheckState.Checked
        return model.setData(index, other, Qt.ItemDataRole.CheckStateRole)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        """The whole text as a tooltip where the cell had no room for it."""
        text = index.data(Qt.ItemDataRole.DisplayRole)
        box: QRect = option.rect
        if not text or not isinstance(text, str):
            return False
        room = box.width() - 2 * PADDING - (ICON_ROOM if index.data(IconRole) else 0)
        chip = chip_of(index.data(ChipRole))
        wide = painting.chip_size(chip).width() if chip else self._text_width(option, index, text)
        QToolTip.showText(event.globalPos(), plain_tip(text) if wide > room else "", view)
        return True

    def _text_width(self, option: QStyleOptionViewItem, index: AnyIndex, text: str) -> int:
        self.initStyleOption(option, index)
        return int(option.fontMetrics.horizontalAdvance(text))
