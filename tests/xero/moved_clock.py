"""A clock that stands still until it is moved, and a patience that moves it instead of sleeping."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from safe_desktop.errors import Cancelled


class MovedClock:
    """Time as the test wants it; safe to read from threads."""

    def __init__(self, start: datetime = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)) -> None:
        self._now = start
        self._seconds = 1000.0
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            return self._now

    def monotonic(self) -> float:
        with self._lock:
            return self._seconds

    def epoch(self) -> str:
        return "test"

    def today(self) -> date:
        return self.now().date()

    def move(self, seconds: float) -> None:
        """Let so many seconds pass."""
        with self._lock:
            self._now += timedelta(seconds=seconds)
            self._seconds += seconds

    def jump(self, seconds: float) -> None:
        """Somebody sets the wall clock: no time passes."""
        with self._lock:
            self._now += timedelta(seconds=seconds)


class MovingPatience:
    """Waits by moving the clock, and notes how long. `stop_after`: so many waits and it is asked to stop."""

    def __init__(self, clock: MovedClock, stop_after: int | None = None) -> None:
        self._clock = clock
        self._stop_after = stop_after
        self.waits: list[float] = []
        self.on_wait: Callable[[], None] | None = None

    def check(self) -> None:
        if self._stop_after is not None and len(self.waits) >= self._stop_after:
            raise Cancelled

    def wait(self, seconds: float) -> None:
        self.check()
        self.waits.append(seconds)
        self._clock.move(seconds)
        if self.on_wait is not None:
            self.on_wait()
