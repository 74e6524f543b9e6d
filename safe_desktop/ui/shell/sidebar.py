"""The dark strip at the left: the program's name, the book, the pages, and the state of the sync."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from safe_desktop.ui.look import fonts, icons, theme
from safe_desktop.ui.shell.book_switcher import BookSwitcher
from safe_desktop.ui.shell.navigation import Entry, Navigation
from safe_desktop.ui.shell.sync_panel import SyncPanel

WIDTH = 232


class _Brand(QWidget):
    """Mark and name."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(30)
        self.setAccessibleName("SAFE Desktop")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, 0, 30, 30)
        shade = QLinearGradient(box.topLeft(), box.bottomRight())
        shade.setColorAt(0, QColor("#1F8FC0"))
        shade.setColorAt(1, QColor("#0B6E99"))
        painter.setBrush(shade)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(box, 8, 8)
        painter.drawPixmap(6, 6, icons.pixmap("shield-check", "#FFFFFF", 18, self.devicePixelRatio()))
        painter.setFont(fonts.font(fonts.Size.CARD_TITLE, fonts.SEMI_BOLD))
        painter.setPen(QColor(colours.sidebar_ink))
        painter.drawText(self.rect().adjusted(40, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, "SAFE Desktop")
        painter.end()


class Sidebar(QFrame):
    """Its four parts; the window connects them."""

    def __init__(self, entries: Sequence[Entry], list_books: Callable[[], Sequence[str]]) -> None:
        super().__init__()
        self.setProperty("look", "sidebar")
        self.setFixedWidth(WIDTH)
        self.books = BookSwitcher(list_books)
        self.navigation = Navigation(entries)
        self.sync = SyncPanel()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 18, 14, 14)
        column.setSpacing(0)
        column.addWidget(_Brand())
        column.addSpacing(14)
        column.addWidget(self.books)
        column.addSpacing(12)
        column.addWidget(self.navigation, 1)
        column.addSpacing(12)
        column.addWidget(self.sync)
