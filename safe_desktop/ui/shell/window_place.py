"""Where the window stood last time, and that it never reaches beyond the screen it opens on. Knows no page."""

import base64

from PySide6.QtCore import QByteArray, QPoint, QSize
from PySide6.QtWidgets import QMainWindow

from safe_desktop.ui.shell.preferences import Preferences

_GEOMETRY = "window.geometry"
_TITLE_BAR = 36
"""What the frame adds above; it is known only once the window is shown, which is too late."""


def restore_place(window: QMainWindow, preferences: Preferences) -> None:
    """Put the window where it was, or leave it its first size; smaller where the screen is."""
    kept = preferences.text(_GEOMETRY)
    if kept:
        window.restoreGeometry(QByteArray(base64.b64decode(kept, validate=False)))
    if not window.isMaximized() and not window.isFullScreen():
        _fit_on_screen(window, was_placed=bool(kept))


def keep_place(window: QMainWindow, preferences: Preferences) -> None:
    """Remember size and place."""
    preferences.keep(_GEOMETRY, base64.b64encode(window.saveGeometry().data()).decode())


def _fit_on_screen(window: QMainWindow, *, was_placed: bool) -> None:
    room = window.screen().availableGeometry()
    most = QSize(room.width(), room.height() - _TITLE_BAR)
    window.setMinimumSize(window.minimumSize().boundedTo(most))
    window.resize(window.size().boundedTo(most))
    if was_placed:
        # The screen it stood on may be gone, or smaller than it was.
        left = min(max(window.x(), room.left()), room.right() + 1 - window.width())
        top = min(max(window.y(), room.top()), room.bottom() + 1 - window.height() - _TITLE_BAR)
        window.move(QPoint(left, top))
