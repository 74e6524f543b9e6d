"""The switch between the two sights of the desk: one by one, and the table. Knows words and icons only."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout

from safe_desktop.ui.look import fonts, icons, painting, theme
from safe_desktop.ui.parts.controls import plain_tip

_HEIGHT, _PADDING, _GAP = 32, 14, 9


class SwitchPart(QAbstractButton):
    """One of the sights."""

    def __init__(self, key: str, words: str, icon: str, tip: str) -> None:
        super().__init__()
        self.key, self._icon = key, icon
        self.setText(words)
        self.setAccessibleName(words)
        self.setToolTip(plain_tip(tip))
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        words = QFontMetrics(fonts.font(fonts.Size.TEXT, fonts.MEDIUM)).horizontalAdvance(self.text())
        return QSize(words + icons.ROW_SIZE + _GAP + 2 * _PADDING, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        box = QRectF(self.rect())
        if self.isChecked():
            painting.rounded(painter, box, 7, QColor(colours.surface), QColor(colours.border))
        if self.hasFocus():
            painting.draw_focus(painter, box, 7)
        ink = colours.accent if self.isChecked() else colours.muted
        top = (self.height() - icons.ROW_SIZE) // 2
        painter.drawPixmap(_PADDING, top, icons.pixmap(self._icon, ink, icons.ROW_SIZE, self.devicePixelRatio()))
        painter.setFont(fonts.font(fonts.Size.TEXT, fonts.MEDIUM))
        painter.setPen(QColor(colours.text if self.isChecked() or self.underMouse() else colours.muted))
        metrics = painter.fontMetrics()
        base = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(_PADDING + icons.ROW_SIZE + _GAP, base), self.text())
        painter.end()


class DeskSwitch(QFrame):
    """Parts (key, words, icon, tip) of which one is chosen; `chosen` tells its key."""

    chosen = Signal(str)

    def __init__(self, parts: Sequence[tuple[str, str, str, str]]) -> None:
        super().__init__()
        self.setProperty("look", "switch")
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        self._parts = {key: SwitchPart(key, words, icon, tip) for key, words, icon, tip in parts}
        for part in self._parts.values():
            self._group.addButton(part)
            row.addWidget(part)
        self._group.buttonClicked.connect(self._on_group_button_clicked)

    def choose(self, key: str) -> None:
        """Show this one as chosen, without telling."""
        self._parts[key].setChecked(True)

    def key(self) -> str:
        """The chosen one's key."""
        chosen = self._group.checkedButton()
        return chosen.key if isinstance(chosen, SwitchPart) else ""

    def _on_group_button_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, SwitchPart):
            self.chosen.emit(button.key)
