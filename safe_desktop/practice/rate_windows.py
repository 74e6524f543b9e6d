"""Counts calls: five at once, sixty a minute, so many a day for each app and organisation, ten thousand a minute for
an app. Knows counting and the headers that tell the count; which calls count is the gateway's business.
"""

import hashlib
from collections import defaultdict, deque
from dataclasses import dataclass, field

MINUTE_MS = 60_000
DAY_MS = 86_400_000


@dataclass
class Limits:
    """How many calls are allowed."""

    minute: int = 60
    day: int = 1000
    concurrent: int = 5
    app_minute: int = 10_000


@dataclass(frozen=True)
class LimitHit:
    """A limit that was reached, and how long to wait; no time for too many at once."""

    problem: str
    retry_after: int | None


@dataclass
class _Window:
    starts: int = 0
    count: int = 0
    stamps: deque[int] = field(default_factory=deque)


class RateWindows:
    """The counts of all apps and organisations."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._windows: dict[tuple[str, str, int], _Window] = defaultdict(_Window)
        self._running: dict[tuple[str, str], int] = defaultdict(int)

    def enter(self, client: str, tenant: str, now: int, *, rolling: bool) -> LimitHit | None:
        """Counts a call that begins; the limit it hit, if it hit one, and then nothing was counted."""
        spans = self._spans(client, tenant)
        if self._running[client, tenant] >= self.limits.concurrent:
            return LimitHit("concurrent", None)
        for key, span, limit, name in spans:
            window = self._window(key, span, now, rolling=rolling)
            if window.count >= limit:
                return LimitHit(name, self._wait(window, span, now, rolling=rolling))
        for key, span, _, _ in spans:
            self._add(key, span, now)
        self._running[client, tenant] += 1
        return None

    def leave(self, client: str, tenant: str) -> None:
        """A call that had begun has ended."""
        self._running[client, tenant] = max(0, self._running[client, tenant] - 1)

    def headers(self, client: str, tenant: str, now: int, *, rolling: bool) -> dict[str, str]:
        """What is left, as every accounting answer tells it."""
        left = {}
        names = ("X-MinLimit-Remaining", "X-DayLimit-Remaining", "X-AppMinLimit-Remaining")
        for name, (key, span, limit, _) in zip(names, self._spans(client, tenant), strict=True):
            left[name] = str(max(0, limit - self._window(key, span, now, rolling=rolling).count))
        return left

    def recount(self, client: str, tenant: str, at: int) -> None:
        """Takes a call from before a restart into the counts."""
        for key, span, _, _ in self._spans(client, tenant):
            self._window(key, span, at, rolling=False)
            self._add(key, span, at)

    def forget(self) -> None:
        """Starts counting afresh."""
        self._windows.clear()

    def _spans(self, client: str, tenant: str) -> list[tuple[tuple[str, str, int], int, int, str]]:
        return [
            ((client, tenant, MINUTE_MS), MINUTE_MS, self.limits.minute, "minute"),
            ((client, tenant, DAY_MS), DAY_MS, self.limits.day, "day"),
            ((client, "", MINUTE_MS), MINUTE_MS, self.limits.app_minute, "appminute"),
        ]

    def _window(self, key: tuple[str, str, int], span: int, now: int, *, rolling: bool) -> _Window:
        window = self._windows[key]
        if rolling:
            while window.stamps and window.stamps[0] <= now - span:
                window.stamps.popleft()
            window.count = len(window.stamps)
            return window
        starts = self._start(key, span, now)
        if window.starts != starts:
            window.starts, window.count = starts, sum(stamp >= starts for stamp in window.stamps)
        return window

    def _add(self, key: tuple[str, str, int], span: int, now: int) -> None:
        window = self._windows[key]
        window.count += 1
        window.stamps.append(now)
        while window.stamps and window.stamps[0] <= now - span:
            window.stamps.popleft()

    def _start(self, key: tuple[str, str, int], span: int, now: int) -> int:
        # A fixed window begins at a moment of the organisation's own, not at the full minute.
        shift = int(hashlib.sha256(f"{key[0]}{key[1]}".encode()).hexdigest()[:8], 16) % span
        return (now - shift) // span * span + shift

    def _wait(self, window: _Window, span: int, now: int, *, rolling: bool) -> int:
        until = (window.stamps[0] if rolling and window.stamps else window.starts) + span
        return max(1, -(-(until - now) // 1000))
