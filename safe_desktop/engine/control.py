"""What a long job is handed so that a person can watch it and stop it. Knows no screen and no thread."""

import threading
from collections.abc import Callable

from safe_desktop.errors import Cancelled

Listener = Callable[[int, int | None, str], None]


def _nobody(_done: int, _total: int | None, _words: str) -> None:
    """Progress of a job that nobody watches."""


class Control:
    """Progress up, stop down: the only thing through which work calls back."""

    def __init__(self, listener: Listener = _nobody) -> None:
        self._listener = listener
        self._stop = threading.Event()

    def progress(self, done: int, total: int | None, words: str) -> None:
        """Tell how far the work is; `total` is None while it is not known. Raises `Cancelled` when asked to stop."""
        self.check()
        self._listener(done, total, words)

    def check(self) -> None:
        """Raise `Cancelled` if the person asked to stop; called where stopping loses nothing."""
        if self._stop.is_set():
            raise Cancelled

    @property
    def is_stopped(self) -> bool:
        """Whether the person asked to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask the work to stop at its next safe place."""
        self._stop.set()

    def wait(self, seconds: float) -> None:
        """Sleep, but wake at once and raise `Cancelled` when asked to stop."""
        if self._stop.wait(seconds):
            raise Cancelled
