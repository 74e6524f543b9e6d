"""Ctrl+C: the first asks the work to stop at its next safe place, the second ends the program at once."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from safe_desktop.engine.control import Control

_WISHES = tuple(
    found for name in ("SIGINT", "SIGTERM") if isinstance(found := getattr(signal, name, None), signal.Signals)
)
_WIDTH = 78


@contextmanager
def stoppable(is_told: bool = True) -> Iterator[Control]:
    """A control that Ctrl+C stops. Progress is shown where a person watches the standard error."""
    line = _ProgressLine() if is_told and sys.stderr.isatty() else None
    control = Control(line.show) if line else Control()

    def asked(_number: int, _frame: FrameType | None) -> None:
        if control.is_stopped:
            raise KeyboardInterrupt
        control.stop()

    before = {wish: signal.signal(wish, asked) for wish in _WISHES}
    try:
        yield control
    finally:
        for wish, handler in before.items():
            signal.signal(wish, handler)
        if line:
            line.clear()


class _ProgressLine:
    """One line that is written over and over."""

    def show(self, done: int, total: int | None, words: str) -> None:
        """Show how far the work is."""
        figures = f" {done:,} of {total:,}" if total else f" {done:,}" if done else ""
        text = f"{words}{figures}"[:_WIDTH]
        print(f"\r{text:<{_WIDTH}}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away."""
        print(f"\r{'':<{_WIDTH}}\r", end="", file=sys.stderr, flush=True)
