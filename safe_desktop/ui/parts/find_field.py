"""What looks like a search field on the overview and opens Find anything: a click, Enter or Ctrl+K."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from safe_desktop.ui.look import fonts, icons, painting, theme


class FindField(QAbstractButton):
    """A button in the shape of a field."""

    def __init__(self) -> None:
        super().__init__()
        self.setText("Find anything")
        self.setAccessibleName("Find anything, Ctrl+K")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setFixedSize(220, 36)

    def sizeHint(self) -> QSize:
        return QSize(220, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        box = self.rect().toRectF()
        painting.rounded(painter, box, 9, QColor(colours.surface), QColor(colours.control))
        if self.hasFocus():
            painting.draw_focus(painter, box, 9)
        painter.drawPixmap(11, 10, icons.pixmap("search", colours.muted, 16, self.devicePixelRatio()))
        painter.setFont(fonts.font())
        painter.setPen(QColor(colours.faint))
        painter.drawText(self.rect().adjusted(36, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "Find anything")
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(self.rect().adjusted(0, 0, -12, 0), right, "Ctrl+K")
        painter.end()
