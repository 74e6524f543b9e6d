"""When the next call to Xero may go, and how often a failed one is tried again: decisions only, nothing sleeps here.

Knows Xero's limits per organisation (xero-api.md 2) and what its answers say of them. Time comes from a Clock.
"""

import math
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Protocol

from safe_desktop.domain.clock import Clock
from safe_desktop.errors import XeroBusyError

PER_MINUTE = 55
"""Xero allows 60; the rest is for clocks that differ and for answers that are late."""

AT_ONCE = 4
"""Xero allows 5 in flight."""

LONGEST_SLEEP_SECONDS = 120.0
"""A longer wait is told, not slept: a day limit can last many hours."""

_WINDOW_SECONDS = 60.0
_SOON_SECONDS = 0.05
_SHORTEST_HOLD, _LONGEST_HOLD = 1.0, 24 * 3600.0
_HOLD_UNTOLD, _HOLD_CONCURRENT = 60.0, 2.0
_KNOWN_DAY_LIMITS = (1_000, 5_000)


class Patience(Protocol):
    """What is handed down so that a person can stop the work while it waits; the engine's Control is one."""

    def check(self) -> None:
        """Raise Cancelled if the work is to stop."""
        ...

    def wait(self, seconds: float) -> None:
        """Sleep; raise Cancelled at once when the work is to stop."""
        ...


class PlainPatience:
    """Waits where nobody can ask to stop."""

    def check(self) -> None:
        """Nobody asks."""

    def wait(self, seconds: float) -> None:
        """Sleep."""
        threading.Event().wait(seconds)


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often a question that changes nothing is asked again, after how long, and how long each try may take."""

    more_tries: int = 2
    total_seconds: float = 90.0
    first_pause: float = 1.0
    longest_pause: float = 20.0

    def pause(self, failed_tries: int, chance: float) -> float | None:
        """Seconds before the next try, spread by `chance` (0 to 1) so that programs do not march in step; or None."""
        if failed_tries > self.more_tries:
            return None
        full = min(self.longest_pause, self.first_pause * 2.0 ** (failed_tries - 1))
        return full * (0.5 + chance / 2)


def hold_seconds(headers: Mapping[str, str], now: datetime) -> float:
    """How long a 429 asks the whole organisation to wait: 1 second to 24 hours, whatever strange thing it says."""
    told = headers.get("retry-after", "").strip()
    seconds = _number(told)
    if seconds is None:
        seconds = _until(told, now)
    if seconds is None:
        is_concurrent = headers.get("x-rate-limit-problem", "").casefold().startswith("concurrent")
        seconds = _HOLD_CONCURRENT if is_concurrent else _HOLD_UNTOLD
    return min(max(seconds, _SHORTEST_HOLD), _LONGEST_HOLD)


class CallBudget:
    """The calls of one organisation: made, in flight, left for the day, and held back. Shared by all threads.

    `reserve` is the share of the day, in per cent, that work nobody asked for must leave to people.
    """

    def __init__(self, clock: Clock, per_minute: int = PER_MINUTE, at_once: int = AT_ONCE, reserve: int = 0) -> None:
        self._clock = clock
        self._per_minute = per_minute
        self._at_once = at_once
        self.reserve = reserve
        self._lock = threading.Lock()
        self._begun: deque[float] = deque()
        self._in_flight = 0
        self._held_until = -math.inf
        self.calls_used = 0
        self.calls_left: int | None = None
        self.day_limit: int | None = None

    def begin(self) -> float:
        """0.0 when a call may go now (and is counted); else the seconds after which to ask again.

        Raises XeroBusyError where waiting would be too long, with the time to come back.
        """
        with self._lock:
            now = self._clock.monotonic()
            held = self._held_until - now
            if held > LONGEST_SLEEP_SECONDS:
                raise self.busy(held)
            self._leave_the_reserve()
            if held > 0:
                return held
            if self._in_flight >= self._at_once:
                return _SOON_SECONDS
            while self._begun and self._begun[0] <= now - _WINDOW_SECONDS:
                self._begun.popleft()
            if len(self._begun) >= self._per_minute:
                return self._begun[0] + _WINDOW_SECONDS - now
            self._begun.append(now)
            self._in_flight += 1
            self.calls_used += 1
            return 0.0

    def end(self, status: int | None = None, headers: Mapping[str, str] | None = None) -> None:
        """The call is over; `status` and `headers` are those of its answer, if there was one."""
        with self._lock:
            self._in_flight -= 1
            if headers is None:
                return
            self._hear_day(headers)
            if status == 429:
                self._hold(hold_seconds(headers, self._clock.now()))
                if headers.get("x-rate-limit-problem", "").casefold().startswith("da"):
                    self.calls_left = 0
            elif headers.get("x-minlimit-remaining", "").strip() == "0":
                # Other programs spend from the same minute: the oldest call of ours is the best guess of its start.
                self._hold(self._begun[0] + _WINDOW_SECONDS - self._clock.monotonic() if self._begun else _HOLD_UNTOLD)

    def busy(self, seconds: float) -> XeroBusyError:
        """The error that says when Xero may be asked again."""
        retry_at = (self._clock.now() + timedelta(seconds=seconds)).astimezone(UTC)
        return XeroBusyError(
            "Xero's limit of calls is reached.",
            f"Nothing was lost; Xero takes calls again at {retry_at:%H:%M} UTC on {retry_at:%d %B}.",
            "The rest is sent by itself after that.",
            retry_at,
        )

    def _hold(self, seconds: float) -> None:
        self._held_until = max(self._held_until, self._clock.monotonic() + seconds)

    def _hear_day(self, headers: Mapping[str, str]) -> None:
        told = headers.get("x-daylimit-remaining", "").strip()
        if not told.isascii() or not told.isdigit() or len(told) > 9:
            return
        self.calls_left = int(told)
        # Xero tells what is left, not the limit: it is the smallest of its known limits that can hold so many.
        limit = next((known for known in _KNOWN_DAY_LIMITS if known >= self.calls_left), self.calls_left)
        self.day_limit = max(self.day_limit or 0, limit)

    def _leave_the_reserve(self) -> None:
        if self.calls_left is None or not self.day_limit or not self.reserve:
            return
        if self.calls_left * 100 <= self.day_limit * self.reserve:
            raise XeroBusyError(
                f"Only {self.calls_left} of today's {self.day_limit} calls to Xero are left.",
                "They are kept for people; the automatic sync made none.",
                "Press Sync now to use them, or wait until Xero's day begins again.",
                self._clock.now() + timedelta(hours=1),
            )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _until(text: str, now: datetime) -> float | None:
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    return (then.replace(tzinfo=then.tzinfo or UTC) - now).total_seconds()
