"""Tabs with counts over a page's lists: words, a number, and a line under the one that is chosen."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from safe_desktop.ui.look import fonts, formats, painting, theme

_HEIGHT, _GAP = 36, 9


class Tab(QAbstractButton):
    """One tab."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__()
        self.key, self.words = key, words
        self._count: int | None = None
        self.setCheckable(True)
        self.setText(words.replace("&", "&&"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Ctrl+Page Down goes to the next")
        self.show_count(None)

    def show_count(self, count: int | None) -> None:
        """Show how many are behind it."""
        self._count = count
        self.setAccessibleName(self.words if count is None else f"{self.words}, {formats.number(count)}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(fonts.font(14, fonts.SEMI_BOLD))
        counted = 0 if self._count is None else _GAP + metrics.horizontalAdvance(formats.number(self._count))
        return QSize(metrics.horizontalAdvance(self.words) + counted + 6, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        painter.setFont(fonts.font(14, fonts.SEMI_BOLD if self.isChecked() else fonts.MEDIUM))
        metrics = painter.fontMetrics()
        base = (self.height() - 4 + metrics.ascent() - metrics.descent()) / 2
        painter.setPen(QColor(colours.text if self.isChecked() or self.underMouse() else colours.muted))
        painter.drawText(QPointF(3, base), self.words)
        if self._count is not None:
            left = 3 + metrics.horizontalAdvance(self.words) + _GAP
            painter.drawText(QPointF(left, base), formats.number(self._count))
        if self.isChecked():
            painter.fillRect(0, self.height() - 2, self.width(), 2, QColor(colours.accent))
        if self.hasFocus():
            painting.draw_focus(painter, self.rect().toRectF().adjusted(0, 0, 0, -3), 6)
        painter.end()


class Tabs(QWidget):
    """A row of them, one chosen; `chosen` tells the key of the one that was clicked."""

    chosen = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._tabs = {key: Tab(key, words) for key, words in tabs}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(22)
        for tab in self._tabs.values():
            self._group.addButton(tab)
            row.addWidget(tab)
        row.addStretch()
        self._tabs[tabs[0][0]].setChecked(True)
        self._group.buttonClicked.connect(self._on_group_button_clicked)
        for key, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            # Heard wherever the keys are on the page, as long as these tabs are in sight.
            QShortcut(QKeySequence(key), self).activated.connect(partial(self.step, step))

    def key(self) -> str:
        """The key of the chosen tab."""
        chosen = self._group.checkedButton()
        return chosen.key if isinstance(chosen, Tab) else ""

    def choose(self, key: str) -> None:
        """Choose a tab and tell it, unless it is the chosen one already."""
        if key in self._tabs and key != self.key():
            self._tabs[key].setChecked(True)
            self.chosen.emit(key)

    def step(self, by: int) -> None:
        """Choose the tab that is so many further on; after the last comes the first."""
        keys = list(self._tabs)
        self.choose(keys[(keys.index(self.key()) + by) % len(keys)])

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many are behind each."""
        for key, tab in self._tabs.items():
            tab.show_count(counts.get(key))

    def _on_group_button_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, Tab):
            self.chosen.emit(button.key)
