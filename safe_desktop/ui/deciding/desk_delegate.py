"""Paints the desk's tree: a band for each kind, and the ways out of a row as small buttons that can be clicked.

The buttons are for the mouse; keys and screen reader have the same ways as actions of the menu and in the bar.
"""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTreeView

from safe_desktop.domain.mismatch import WayOut, button_words
from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.lists import MismatchEntry
from safe_desktop.ui.deciding.desk_model import TICK, WAYS, DeskModel
from safe_desktop.ui.deciding.desk_rows import DeskGroup, kind_icon
from safe_desktop.ui.look import fonts, formats, icons, painting, theme
from safe_desktop.ui.tables.cell_delegate import PADDING, AnyIndex, CellDelegate

_BUTTON_HEIGHT, _BUTTON_PADDING, _BUTTON_GAP = 26, 9, 6


def way_boxes(cell_box: QRect, entry: MismatchEntry) -> list[tuple[QRectF, WayOut]]:
    """Where the buttons of a row are; what has no room in the cell is left to menu and bar."""
    metrics = QFontMetrics(fonts.font(fonts.Size.SECOND, fonts.SEMI_BOLD))
    left = float(cell_box.left() + PADDING)
    top = cell_box.center().y() - _BUTTON_HEIGHT / 2 + 0.5
    boxes: list[tuple[QRectF, WayOut]] = []
    for way in entry.ways:
        width = metrics.horizontalAdvance(button_words(way, entry.apart)) + 2 * _BUTTON_PADDING
        if left + width > cell_box.right() and boxes:
            break
        boxes.append((QRectF(left, top, width, _BUTTON_HEIGHT), way))
        left += width + _BUTTON_GAP
    return boxes


class DeskDelegate(CellDelegate):
    """The look of groups, of ticked rows, and of the ways out."""

    def __init__(self, view: QTreeView, model: DeskModel) -> None:
        super().__init__(view)
        self._tree = view
        self._model = model
        self.mouse = QPoint(-1, -1)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(10, self.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        group, entry = self._model.group(index), self._model.entry(index)
        if group is not None:
            self._paint_group(painter, option, index, group)
            return
        if entry is None:
            return
        tick = index.sibling(index.row(), TICK).data(Qt.ItemDataRole.CheckStateRole)
        if tick is not None and Qt.CheckState(tick) is Qt.CheckState.Checked:
            # A ticked row has the ground of a selected one, as the bar below speaks of it.
            option.state |= QStyle.StateFlag.State_Selected
        if index.column() != WAYS:
            super().paint(painter, option, index)
            return
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        self._paint_ground(painter, option.rect, index, is_selected, is_hovered)
        for box, way in way_boxes(option.rect, entry):
            self._paint_button(painter, box, button_words(way, entry.apart))

    def _paint_button(self, painter: QPainter, box: QRectF, label: str) -> None:
        colours = theme.shown()
        is_under = box.contains(QPointF(self.mouse))
        ground = QColor(colours.hover if is_under else colours.surface)
        painting.rounded(painter, box, 6, ground, QColor(colours.accent if is_under else colours.border))
        painter.save()
        painter.setFont(fonts.font(fonts.Size.SECOND, fonts.SEMI_BOLD))
        painter.setPen(QColor(colours.accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)
        painter.restore()

    def _paint_group(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, group: DeskGroup) -> None:
        colours = theme.shown()
        box: QRect = option.rect
        is_current = self._tree.currentIndex().row() == index.row() and not self._tree.currentIndex().parent().isValid()
        painter.save()
        painter.fillRect(box, QColor(colours.selected if is_current else colours.raised))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, QColor(colours.line))
        ratio = painter.device().devicePixelRatio()
        middle = box.center().y()
        chevron = "chevron-down" if self._tree.isExpanded(self._model.index(index.row(), 0)) else "chevron-right"
        painter.drawPixmap(box.left() + 14, middle - 7, icons.pixmap(chevron, colours.muted, 16, ratio))
        icon, ink = kind_icon(group.kind)
        painter.drawPixmap(box.left() + 38, middle - 7, icons.pixmap(icon, colours.ink(ink), 16, ratio))
        words = box.adjusted(62, 0, 0, -1)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(fonts.font(fonts.Size.TEXT, fonts.SEMI_BOLD))
        painter.setPen(QColor(colours.text))
        painter.drawText(words, flags, group.kind.heading)
        words.setLeft(words.left() + painter.fontMetrics().horizontalAdvance(group.kind.heading) + 10)
        painter.setFont(fonts.font(fonts.Size.SECOND))
        painter.setPen(QColor(colours.muted))
        painter.drawText(words, flags, formats.count(len(group.entries), "record"))
        if group.apart:
            painter.setFont(fonts.font(fonts.Size.SECOND, fonts.SEMI_BOLD, is_figures=True))
            right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(box.adjusted(0, 0, -16, -1), right, f"apart {apart_words(group.apart)}")
        painter.restore()


def apart_words(apart: tuple[Money, ...]) -> str:
    """How far two sides are apart; the currency is said only where there are several."""
    return formats.figure(apart[0]) if len(apart) == 1 else " + ".join(formats.money(amount) for amount in apart)
