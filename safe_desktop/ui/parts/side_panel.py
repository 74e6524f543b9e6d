"""A list with a panel at its right; in a narrow window the panel lies over the list like a drawer.

Knows widths only: pages decide what is in both.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

NARROW = 900
"""Below this width of the page (a window of about 1,150) there is no room for both."""
WIDE = 1300
"""From this width on the panel may be wider."""
PANEL = 320
_GAP = 14


class SideBySide(QWidget):
    """Places main widget and panel; `open_drawer` shows the panel where it is hidden for want of room."""

    placed = Signal(bool)
    """Whether the panel is a drawer, after each change of size and each opening and closing."""

    def __init__(self, main: QWidget, panel: QWidget, panel_width: int = PANEL, wide: int = 0) -> None:
        super().__init__()
        self._main, self._panel = main, panel
        self._usual, self._wide = panel_width, wide or panel_width
        self._is_open = False
        main.setParent(self)
        panel.setParent(self)
        panel.installEventFilter(self)
        panel.setAutoFillBackground(False)

    @property
    def is_narrow(self) -> bool:
        """Whether the panel is a drawer now."""
        return self.width() < NARROW

    def open_drawer(self) -> None:
        """Show the panel over the list; nothing to do where it has its own place."""
        self._is_open = True
        self._place()
        self._panel.raise_()

    def close_drawer(self) -> None:
        """Put the drawer away."""
        self._is_open = False
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.KeyPress and self.is_narrow and self._is_open:
            self.close_drawer()
            return True
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        width, height = self.width(), self.height()
        across = self._wide if width >= WIDE else self._usual
        left = width - across
        self._panel.setGeometry(left, 0, across, height)
        self._panel.setVisible(self._is_open or not self.is_narrow)
        self._main.setGeometry(0, 0, width if self.is_narrow else left - _GAP, height)
        self.placed.emit(self.is_narrow)

    def minimumSizeHint(self) -> object:  # type: ignore[override]
        return self._main.minimumSizeHint()
