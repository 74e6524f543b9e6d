"""Makes Ctrl+C and the system's wish to end arrive in Qt's event loop, so that the program ends in order."""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

_WISHES = tuple(
    found
    for name in ("SIGINT", "SIGTERM", "SIGHUP")
    if isinstance(found := getattr(signal, name, None), signal.Signals)
)


class Interrupts(QObject):
    """`asked` tells that somebody wants the program to end."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        # Python only notes a signal; writing a byte wakes Qt, which then lets Python handle it.
        self._before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._handlers = {wish: signal.signal(wish, lambda _number, _frame: None) for wish in _WISHES}
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_notifier_activated)

    @Slot()
    def _on_notifier_activated(self) -> None:
        try:
            self._reader.recv(64)
        except BlockingIOError:
            return
        self.asked.emit()

    def close(self) -> None:
        """Leave signals as they were."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for wish, handler in self._handlers.items():
            signal.signal(wish, handler)
        self._reader.close()
        self._writer.close()
