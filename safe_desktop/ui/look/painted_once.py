"""Begins something as soon as a window has been painted for the first time. Knows no window of ours.

A timer of zero would come before the first paint: Qt paints a new window only when the system has shown it.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

_AT_LATEST_MS = 1_000
"""A window that is minimised from the start is never painted, and its work must begin all the same."""


class PaintedOnce(QObject):
    """Calls `begin` once: after the first paint of the window, or after a second if there is none."""

    def __init__(self, window: QWidget, begin: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._begin = window, begin
        self._is_painting = False
        self._timer = QTimer(self, singleShot=True, interval=_AT_LATEST_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        window.installEventFilter(self)
        self._timer.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """See the first paint go by."""
        if event.type() == QEvent.Type.Paint and not self._is_painting:
            self._is_painting = True
            # All that lies in the window is painted in the same breath; the timer comes after it.
            self._timer.start(0)
        return False

    @Slot()
    def _on_timer_timeout(self) -> None:
        self._window.removeEventFilter(self)
        self._begin()
