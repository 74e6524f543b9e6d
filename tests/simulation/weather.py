"""What befalls a call on its way: drawn by chance from the failure model of reliability.md 2.1.

Knows names, chances and how long things take; what a name does to a call is in `simulated_wire`.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from tests.simulation.simulated_clock import SimulatedClock


class Stroke(StrEnum):
    """One misfortune. LOST: it never arrives. AFTER: it is done, and the answer is lost or useless."""

    NONE = "none"
    REFUSED = "refused"
    LOST = "lost"
    RESET = "reset"
    STATUS = "status"
    HTML = "html"
    LIMIT = "limit"
    UNSIGNED = "unsigned"
    FORBIDDEN = "forbidden"
    AFTER_LOST = "after lost"
    AFTER_RESET = "after reset"
    AFTER_STATUS = "after status"
    AFTER_HTML = "after html"
    AFTER_EMPTY = "after empty"
    TRUNCATED = "truncated"
    IN_PART = "in part"
    SWAPPED = "swapped"
    SWAPPED_IDS = "swapped ids"
    DROPPED = "dropped"
    LATE = "late"
    SLEEP_LATE = "sleep late"
    TWICE = "twice"
    STALE = "stale"
    EMPTY_LIST = "empty list"
    SLEEP_BEFORE = "sleep before"
    SLEEP_AFTER = "sleep after"


_ANY = (
    Stroke.REFUSED,
    Stroke.LOST,
    Stroke.RESET,
    Stroke.STATUS,
    Stroke.HTML,
    Stroke.LIMIT,
    Stroke.UNSIGNED,
    Stroke.FORBIDDEN,
    Stroke.AFTER_LOST,
    Stroke.AFTER_EMPTY,
    Stroke.TRUNCATED,
    Stroke.IN_PART,
    Stroke.SLEEP_BEFORE,
)
_TOKENS = (
    *(Stroke.REFUSED, Stroke.LOST, Stroke.RESET, Stroke.STATUS, Stroke.HTML, Stroke.SLEEP_BEFORE),
    *(Stroke.AFTER_LOST, Stroke.AFTER_RESET, Stroke.AFTER_STATUS, Stroke.AFTER_HTML, Stroke.AFTER_EMPTY),
    *(Stroke.TRUNCATED, Stroke.IN_PART, Stroke.SLEEP_AFTER),
)
"""At the sign-in service: the old token stays good for half an hour if the answer with the new one is lost."""

_WRITES = (
    *_ANY,
    *(Stroke.AFTER_RESET, Stroke.AFTER_STATUS, Stroke.AFTER_HTML, Stroke.SLEEP_AFTER) * 2,
    *(Stroke.LATE, Stroke.LATE, Stroke.SLEEP_LATE, Stroke.TWICE, Stroke.TWICE, Stroke.SWAPPED, Stroke.DROPPED),
    Stroke.SWAPPED_IDS,
)
_READS = (*_ANY, Stroke.STALE, Stroke.STALE, Stroke.EMPTY_LIST, Stroke.EMPTY_LIST)
_RARE = {Stroke.FORBIDDEN: 0.1, Stroke.REFUSED: 0.6, Stroke.LIMIT: 0.6}

LATEST_SECONDS = 600
"""No request takes effect later than this; with the next figure it stays below the quiet time (reliability.md 3.4)."""
STALEST_SECONDS = 240
"""No answer is older than this."""
REPEAT_SECONDS = 300
"""A middlebox repeats within the life of an idempotency key; later it is residual risk R2 (reliability.md 3.7)."""
RETRY_AFTER = ("1", "7", "30", "45", "-5", "", "soon", "1e9", "0", "90", "Mon, 02 Nov 2026 11:00:00 GMT", "3000")


@dataclass
class Weather:
    """The misfortunes of one simulated life."""

    chance: random.Random
    clock: SimulatedClock
    often: float = 0.2
    reads: float = 1.0
    writes: tuple[Stroke, ...] = ()
    where: str = ""
    is_calm: bool = False
    planned: list[tuple[str, str, Stroke]] = field(default_factory=list)
    struck: Counter[Stroke] = field(default_factory=Counter)
    _lied_at: float = 0.0

    def plan(self, method: str, path: str, stroke: Stroke) -> None:
        """This befalls the next call of that method to that path, whatever chance says."""
        self.planned.append((method, path, stroke))

    def strike(self, method: str, path: str) -> Stroke:
        """What befalls this call."""
        for planned in self.planned:
            if planned[0] == method and planned[1] in path:
                self.planned.remove(planned)
                return planned[2]
        if self.where not in path:
            return Stroke.NONE
        if self.is_calm or self.chance.random() >= self.often * (self.reads if method == "GET" else 1.0):
            return Stroke.NONE
        writes = _TOKENS if path.endswith("/connect/token") else self.writes or _WRITES
        stroke = self.chance.choice(_READS if method == "GET" else writes)
        if self.chance.random() >= _RARE.get(stroke, 1.0):
            return Stroke.NONE
        if stroke is Stroke.EMPTY_LIST and not self._may_lie():
            return Stroke.NONE
        self.struck[stroke] += 1
        return stroke

    def _may_lie(self) -> bool:
        """An empty list that is not true comes by itself: two looks in a row are never both deceived so."""
        now = self.clock.true_seconds()
        if now - self._lied_at < LATEST_SECONDS:
            return False
        self._lied_at = now
        return True
