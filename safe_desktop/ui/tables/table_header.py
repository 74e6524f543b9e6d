"""The header of a table: titles, the sort mark, and the tick box for all rows. Knows the model's header data only."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from safe_desktop.ui.look import fonts, icons, painting, theme
from safe_desktop.ui.tables.cell_delegate import FIRST_INDENT, PADDING

HEIGHT = 32
_MARK = 12


class TableHeader(QHeaderView):
    """Paints itself from the model's titles; a click on the tick box asks to tick all."""

    tick_all_asked = Signal()

    def __init__(self, view: QAbstractItemView, *, is_tickable: bool = False) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._is_tickable = is_tickable
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(44)
        self.setFixedHeight(HEIGHT)
        self.setSortIndicatorShown(True)
        self.setStretchLastSection(False)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEIGHT)

    def tick_state(self) -> Qt.CheckState:
        """Of all rows together, as the model has it."""
        asked = getattr(self.model(), "tick_state", None)
        return asked() if asked else Qt.CheckState.Unchecked

    def paintSection(self, painter: QPainter, box: QRect, section: int) -> None:
        colours = theme.shown()
        painter.save()
        painter.fillRect(box, QColor(colours.raised))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, QColor(colours.border))
        if self._is_tickable and section == 0:
            painting.draw_tick(painter, box, self.tick_state())
        else:
            self._paint_title(painter, box, section)
        painter.restore()

    def _paint_title(self, painter: QPainter, box: QRect, section: int) -> None:
        colours = theme.shown()
        model, role = self.model(), Qt.ItemDataRole
        title = str(model.headerData(section, Qt.Orientation.Horizontal, role.DisplayRole) or "")
        side = model.headerData(section, Qt.Orientation.Horizontal, role.TextAlignmentRole)
        is_right = bool(side is not None and Qt.AlignmentFlag(side) & Qt.AlignmentFlag.AlignRight)
        is_sorted = self.sortIndicatorSection() == section and self.isSortIndicatorShown()
        painter.setFont(fonts.font(fonts.Size.SMALL, fonts.SEMI_BOLD))
        painter.setPen(QColor(colours.text if is_sorted else colours.muted))
        inside = box.adjusted(PADDING + (FIRST_INDENT if section == 0 else 0), 0, -PADDING, 0)
        room = inside.width() - (_MARK + 4 if is_sorted else 0)
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, max(0, room))
        width = painter.fontMetrics().horizontalAdvance(shown)
        flag = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inside, flag | Qt.AlignmentFlag.AlignVCenter, shown)
        if is_sorted:
            name = "chevron-up" if self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder else "chevron-down"
            left = inside.right() - width - _MARK - 3 if is_right else inside.left() + width + 4
            ratio = painter.device().devicePixelRatio()
            top = box.center().y() - _MARK // 2 + 1
            painter.drawPixmap(QPointF(left, top), icons.pixmap(name, colours.text, _MARK, ratio))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_tickable and self.logicalIndexAt(event.position().toPoint()) == 0:
            self.tick_all_asked.emit()
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: object) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(theme.shown().raised))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.shown().border))
        painter.end()
        super().paintEvent(event)  # type: ignore[arg-type]
