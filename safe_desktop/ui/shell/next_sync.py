"""When the next sync by itself is due: after the interval, after trouble, and soon where something suggests it.

Knows a clock that only runs forward, no widget and no book.
"""

import random
from collections.abc import Callable

_JITTER = 0.1
"""Share of the interval by which a timer sync comes sooner or later, so that many computers do not ask together."""
_SLEPT_SECONDS = 60
"""A beat that comes so late means that the computer slept."""
_SOON_SECONDS = (5, 15)
_AT_ONCE_SECONDS = (1, 3)
_STALE_SECONDS = 60
"""Coming to the window asks Xero only where the last answer is older than that."""
_RETRY_SECONDS = (30, 60, 120, 300)


class NextSync:
    """The moment of the next sync by itself; none until `begin`."""

    def __init__(self, monotonic: Callable[[], float], seed: int = 0) -> None:
        self._now = monotonic
        self._random = random.Random(seed or None)  # noqa: S311 - spreads load, guards nothing
        self._last_beat = monotonic()
        self._last_run: float | None = None
        self._troubles = 0
        self.due: float | None = None

    def begin(self) -> None:
        """The program has started: the first comes shortly."""
        self._bring_forward(_SOON_SECONDS)

    def beat(self) -> bool:
        """Note one beat; whether it is due by now. One after sleep is due shortly."""
        now = self._now()
        if now - self._last_beat > _SLEPT_SECONDS:
            self._bring_forward(_SOON_SECONDS)
        self._last_beat = now
        return self.due is not None and now >= self.due

    def came_to_window(self) -> None:
        """A person looks at the window: what is shown is to be news, unless it is."""
        if self._last_run is not None and self._now() - self._last_run >= _STALE_SECONDS and not self._troubles:
            self._bring_forward(_AT_ONCE_SECONDS)

    def network_is_back(self) -> None:
        """There is a network again: nothing is to be waited for."""
        self._troubles = 0
        self._bring_forward(_AT_ONCE_SECONDS)

    def after_run(self, minutes: float, slowing: float = 1.0) -> None:
        """A run has ended well: the next comes after the interval, later while few calls are left."""
        self._troubles = 0
        self._last_run = self._now()
        spread = self._random.uniform(1 - _JITTER, 1 + _JITTER)
        self.due = self._last_run + minutes * 60.0 * slowing * spread

    def after_trouble(self) -> None:
        """Xero could not be reached or took no more calls: again soon, then less and less often."""
        self._last_run = self._now()
        self.due = self._last_run + _RETRY_SECONDS[min(self._troubles, len(_RETRY_SECONDS) - 1)]
        self._troubles += 1

    def _bring_forward(self, within: tuple[int, int]) -> None:
        soon = self._now() + self._random.uniform(*within)
        self.due = soon if self.due is None else min(self.due, soon)
