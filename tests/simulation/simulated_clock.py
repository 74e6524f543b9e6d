"""Time for the simulation: it moves only when it is told to, and what is due on the way happens on the way.

One true time, and two ways in which a computer gets it wrong: its wall clock may be set, and its monotonic count may
stand still while it sleeps. Knows nothing of what waits for its moment.
"""

import heapq
from collections.abc import Callable
from datetime import UTC, date, datetime

BEGIN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


class SimulatedClock:
    """The program's clock; `true_seconds` is the time that the rest of the world has."""

    def __init__(self, begin: datetime = BEGIN, counts_sleep: bool = False) -> None:
        self._true = begin.timestamp()
        self._count = 1_000.0
        self._wall_is_off = 0.0
        self._boot = 1
        self._counts_sleep = counts_sleep
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._planned = 0

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._true + self._wall_is_off, UTC)

    def monotonic(self) -> float:
        return self._count

    def epoch(self) -> str:
        return f"boot {self._boot}"

    def today(self) -> date:
        return self.now().date()

    def true_seconds(self) -> float:
        """Seconds since 1970 as Xero counts them."""
        return self._true

    def advance(self, seconds: float) -> None:
        """Let time pass while the computer is awake."""
        self._pass(seconds, is_awake=True)

    def sleep_computer(self, seconds: float) -> None:
        """Let time pass while the computer is suspended; whether its count goes on differs between systems."""
        self._pass(seconds, is_awake=self._counts_sleep)

    def set_wall(self, off_by: float) -> None:
        """The wall clock is wrong by so much from now on."""
        self._wall_is_off = off_by

    def start_computer_anew(self) -> None:
        """The count begins anew, under another epoch."""
        self._boot += 1
        self._count = 20.0

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        """Something that happens out there after so many seconds, whatever the program does meanwhile."""
        self._planned += 1
        heapq.heappush(self._due, (self._true + seconds, self._planned, act))

    @property
    def awaits(self) -> bool:
        """Whether something is still to happen out there."""
        return bool(self._due)

    def _pass(self, seconds: float, is_awake: bool) -> None:
        until = self._true + seconds
        while self._due and self._due[0][0] <= until:
            at, _, act = heapq.heappop(self._due)
            self._move(at - self._true, is_awake)
            act()
        self._move(until - self._true, is_awake)

    def _move(self, seconds: float, is_awake: bool) -> None:
        self._true += seconds
        if is_awake:
            self._count += seconds
