"""The buttons at the left that go from page to page, with their badges. Knows names, words and counts; no page."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from safe_desktop.ui.look import fonts, formats, icons, painting, theme

_HEIGHT, _BADGE_HEIGHT = 36, 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in the side bar."""

    name: str
    title: str
    icon: str
    stands_low: bool = False


ENTRIES = (
    Entry("overview", "Overview", "layout-dashboard"),
    Entry("customers", "Customers", "users"),
    Entry("invoices", "Invoices", "receipt-text"),
    Entry("to_send", "To send", "send"),
    Entry("payments", "Payments", "hand-coins"),
    Entry("desk", "Desk", "git-compare-arrows"),
    Entry("balances", "Balances", "scale"),
    Entry("activity", "Activity", "history"),
    Entry("settings", "Settings", "settings", stands_low=True),
)
"""The pages in their order. Written here too, because the pages themselves are loaded after the first paint."""


class NavigationButton(QAbstractButton):
    """A page's button: icon, word, badge, and a mark when it is the page that is shown."""

    def __init__(self, entry: Entry, shortcut: str) -> None:
        super().__init__()
        self.entry = entry
        self._badge, self._is_alert = 0, False
        self.setCheckable(True)
        self.setText(entry.title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(f"{entry.title}  {shortcut}" if shortcut else entry.title)
        self.show_badge(0)

    def show_badge(self, count: int, *, is_alert: bool = False) -> None:
        """Show how many wait there; red only where a person must act."""
        self._badge, self._is_alert = count, is_alert
        waiting = f", {formats.number(count)} waiting" if count else ""
        self.setAccessibleName(f"{self.entry.title}{waiting}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(204, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        box = self.rect().toRectF()
        is_lit = self.isEnabled() and (self.isChecked() or self.underMouse())
        if is_lit:
            painting.rounded(painter, box, 8, QColor(colours.sidebar_hover))
        if self.isChecked() and self.isEnabled():
            painting.rounded(painter, QRectF(0, 9, 3, box.height() - 18), 1.5, QColor(colours.sidebar_mark))
        if self.hasFocus():
            painting.draw_focus(painter, box, 8)
        ink = colours.sidebar_ink if is_lit else colours.sidebar_text if self.isEnabled() else colours.sidebar_muted
        size = icons.NAVIGATION_SIZE
        top = (self.height() - size) // 2
        painter.drawPixmap(13, top, icons.pixmap(self.entry.icon, ink, size, self.devicePixelRatio()))
        painter.setFont(fonts.font(fonts.Size.TEXT, fonts.MEDIUM))
        painter.setPen(QColor(ink))
        painter.drawText(self.rect().adjusted(42, 0, -50, 0), Qt.AlignmentFlag.AlignVCenter, self.entry.title)
        if self._badge:
            self._paint_badge(painter)
        painter.end()

    def _paint_badge(self, painter: QPainter) -> None:
        colours = theme.shown()
        painter.setFont(fonts.font(fonts.Size.SMALL, fonts.SEMI_BOLD, is_figures=True))
        text = formats.number(self._badge) if self._badge < 10_000 else "9,999+"
        width = max(26, painter.fontMetrics().horizontalAdvance(text) + 14)
        box = QRectF(self.width() - 10 - width, (self.height() - _BADGE_HEIGHT) / 2, width, _BADGE_HEIGHT)
        painting.rounded(painter, box, 10, QColor(colours.alert_badge if self._is_alert else colours.sidebar_badge))
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Navigation(QWidget):
    """All of them, one chosen; those that stand low sink to the bottom."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, NavigationButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for number, entry in enumerate(entries, start=1):
            if entry.stands_low:
                column.addStretch()
            button = NavigationButton(entry, f"Ctrl+{number}" if number <= 9 else "")
            self._buttons[entry.name] = button
            self._group.addButton(button)
            column.addWidget(button)
        if not any(entry.stands_low for entry in entries):
            column.addStretch()
        self._group.buttonClicked.connect(self._on_group_button_clicked)

    def choose(self, name: str) -> None:
        """Mark a page as the one that is shown."""
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def show_badge(self, name: str, count: int, *, is_alert: bool = False) -> None:
        """Show how many wait on a page."""
        if name in self._buttons:
            self._buttons[name].show_badge(count, is_alert=is_alert)

    def _on_group_button_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, NavigationButton):
            self.chosen.emit(button.entry.name)
