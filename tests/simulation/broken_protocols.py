"""The write protocol with one step taken away each: the simulation must notice every one, or it proves nothing.

No shipped code is changed: a control forgets rows, moves a time or hides an answer, as the missing step would.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import httpx

from safe_desktop.domain.clock import Clock
from safe_desktop.store.book_database import BookDatabase
from safe_desktop.store.book_file import Book
from safe_desktop.store.outbox_records import Intent, Outbox
from tests.simulation.crashing_book import Crash
from tests.simulation.life import Climate, Protocol
from tests.simulation.simulated_wire import Answer, SimulatedWire
from tests.simulation.weather import Stroke

_KEYS = ("Name", "InvoiceNumber", "CreditNoteNumber", "Reference")


class _DeadlyWire(SimulatedWire):
    def _late(self, request: httpx.Request) -> Answer:
        try:
            return super()._late(request)
        finally:
            if self.crashes.is_armed:
                raise Crash


class DiesWhileSending(Protocol):
    """The protocol as it is built; but the process dies as often as not when a write is still on its way."""

    wire = _DeadlyWire
    """A way on which nobody may be left to hear the answer."""


class NoIntentOnDisk(DiesWhileSending):
    """What was on its way when the process died is not known to the next start."""

    def dress(self, book: Book) -> None:
        """Forget it."""
        book.database.change("DELETE FROM outbox WHERE state = 'sending'")


class _RetimedOutbox(Outbox):
    """An outbox whose quiet time begins at another moment."""

    def __init__(self, database: BookDatabase, clock: Clock, since: Callable[[int], float | None]) -> None:
        super().__init__(database, clock)
        self._since = since

    def unsure(self, entry_ids: Sequence[int], outcome: str) -> None:
        """As ever, but the quiet time has begun earlier."""
        super().unsure(entry_ids, outcome)
        for entry_id in entry_ids:
            since = self._since(entry_id)
            if since is not None:
                self._database.change("UPDATE outbox SET unsure_since = ? WHERE id = ?", (since, entry_id))


class NoQuietTime(Protocol):
    """A look counts at once."""

    def dress(self, book: Book) -> None:
        """The quiet time is always over."""
        book.outbox = _RetimedOutbox(book.database, book.clock, lambda _entry: book.clock.monotonic() - 100_000)


class _NotedOutbox(_RetimedOutbox):
    """Remembers when each intent was written down, also over a restart."""

    def __init__(self, database: BookDatabase, clock: Clock, begun: dict[int, float]) -> None:
        super().__init__(database, clock, begun.get)
        self._begun = begun

    def begin(
        self,
        key: str,
        method: str,
        path: str,
        query: str,
        body: bytes,
        body_sha256: str,
        intents: Sequence[Intent],
    ) -> list[int]:
        """As ever."""
        entries = super().begin(key, method, path, query, body, body_sha256, intents)
        self._begun.update(dict.fromkeys(entries, self._clock.monotonic()))
        return entries


class QuietTimeFromIntent(Protocol):
    """The quiet time is counted from the moment the intent was written, not from when nothing more can leave."""

    def __init__(self) -> None:
        self._begun: dict[int, float] = {}

    def dress(self, book: Book) -> None:
        """The count begins with the intent."""
        book.outbox = _NotedOutbox(book.database, book.clock, self._begun)


class _BlindWire(SimulatedWire):
    def _deliver(self, request: httpx.Request) -> Answer:
        status, headers, body = super()._deliver(request)
        if request.method == "GET" and request.url.path.endswith("/Payments") and status == 200:
            told = json.loads(body)
            told["Payments"] = [one for one in told["Payments"] if not str(one.get("Reference")).startswith("SD-")]
            body = json.dumps(told).encode()
        return status, headers, body


class NoReadBack(Protocol):
    """Xero is never asked whether our payments are there already."""

    wire = _BlindWire
    """A way that hides payments with our mark from every reading."""


class _RenamingWire(SimulatedWire):
    def _spoilt(self, request: httpx.Request, stroke: Stroke, answer: Answer) -> Answer:
        status, headers, body = super()._spoilt(request, stroke, answer)
        if stroke in (Stroke.SWAPPED, Stroke.DROPPED) and status == 200 and request.content:
            sent, told = json.loads(request.content), json.loads(body)
            for name, elements in sent.items():
                for one, back in zip(elements if isinstance(elements, list) else (), told.get(name, ()), strict=False):
                    back.update({key: one[key] for key in _KEYS if key in one})
            body = json.dumps(told).encode()
        return status, headers, body


class VerdictByPosition(Protocol):
    """The first element of an answer is taken for the first of the request, whatever it names."""

    wire = _RenamingWire
    """A way on which each element of an answer bears the name of the one sent in its place."""


_SOON = (5, 20, 61, 61, 61, 120)
_PAYMENTS = Climate(
    steps=14,
    deeds=6,
    faults=0.6,
    read_faults=0,
    crashes=0,
    desk=0,
    others=0.1,
    wall_jumps=0,
    gaps=_SOON,
    where="/Payments",
    writes=(Stroke.LATE,),
)
CONTROLS: dict[type[Protocol], Climate] = {
    NoIntentOnDisk: replace(_PAYMENTS, steps=10, crashes=0.5, crash_within=900, gaps=(5, 20)),
    NoQuietTime: _PAYMENTS,
    QuietTimeFromIntent: replace(_PAYMENTS, counts_sleep=1.0, writes=(Stroke.SLEEP_LATE,)),
    NoReadBack: replace(_PAYMENTS, steps=10, writes=(Stroke.AFTER_LOST,)),
    VerdictByPosition: replace(_PAYMENTS, steps=6, faults=0.8, where="/Contacts", writes=(Stroke.SWAPPED,)),
}
"""Each step taken away, in a climate in which it is needed."""
