"""One of several, as a radio button in our look: its edge is seen on every ground, its words are plain text."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QRadioButton

from safe_desktop.ui.look import fonts, painting, theme
from safe_desktop.ui.look.formats import visible

_SIZE, _GAP, _HEIGHT = 16, 10, 26


class Radio(QRadioButton):
    """A circle and words; an `&` in them is just an `&`."""

    def __init__(self, words: str, font: QFont | None = None) -> None:
        super().__init__(visible(words).replace("&", "&&"))
        self.setAccessibleName(visible(words))
        self.setFont(font or fonts.font())
        self.setMinimumHeight(_HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = theme.shown()
        middle = QPointF(_SIZE / 2 + 2, self.height() / 2)
        edge = colours.accent if self.isChecked() else colours.control
        painter.setPen(QPen(QColor(edge), 1.5))
        painter.setBrush(QColor(colours.surface))
        painter.drawEllipse(middle, _SIZE / 2 - 1, _SIZE / 2 - 1)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(middle, 4, 4)
        painter.setPen(QColor(colours.text if self.isEnabled() else colours.control))
        words = self.rect().adjusted(_SIZE + _GAP, 0, 0, 0)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, int(flags), self.text().replace("&&", "&"))
        if self.hasFocus():
            painting.draw_focus(painter, words.toRectF().adjusted(-6, 2, 0, -2), 6)
        painter.end()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text().replace("&&", "&"))
        return QSize(_SIZE + _GAP + words + 8, _HEIGHT)

    def hitButton(self, position: object) -> bool:
        """The whole widget may be clicked, not only the circle that the style would have drawn."""
        return True
