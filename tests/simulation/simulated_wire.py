"""Carries the program's calls to a practice Xero in this process, through the weather, one at a time.

Here a name of `weather` becomes an error, a late effect or a spoilt answer; and here the promises of the write
protocol that only the wire can see are checked. Must not know what is sent.
"""

import json
import random
from collections.abc import Callable, Coroutine, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

import httpx

from safe_desktop.domain.delivery import QUIET_SECONDS
from safe_desktop.practice.call_and_answer import Call
from safe_desktop.practice.fault_effects import HTML_PAGE
from safe_desktop.practice.fault_switches import Fault
from safe_desktop.practice.practice_app import Practice
from safe_desktop.store.book_file import Book
from tests.simulation.crashing_book import CrashPlan
from tests.simulation.simulated_clock import SimulatedClock
from tests.simulation.spoilt_answers import CutShort, rearranged, with_swapped_ids
from tests.simulation.weather import LATEST_SECONDS, REPEAT_SECONDS, RETRY_AFTER, STALEST_SECONDS, Stroke, Weather

READ_TIMEOUT = 60.0
_JSON = {"content-type": "application/json; charset=utf-8"}
_HTML = {"content-type": "text/html"}
Answer = tuple[int, dict[str, str], bytes]


class BrokenPromise(AssertionError):
    """The program did what the write protocol forbids."""


def served(app: Callable[..., Coroutine[Any, Any, None]], request: httpx.Request) -> Answer:
    """The answer of a web app in this process; it never waits for anything, so it is simply run to its end."""
    scope = {
        "type": "http",
        "method": request.method,
        "path": request.url.path,
        "raw_path": request.url.raw_path.partition(b"?")[0],
        "query_string": request.url.query,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": None,
        "server": (request.url.host, request.url.port or 80),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
    }
    said: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": request.content, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    running = app(scope, receive, send)
    try:
        while True:
            running.send(None)
    except StopIteration:
        pass
    start = said[0]
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
    return start["status"], headers, b"".join(message.get("body", b"") for message in said[1:])


class SimulatedWire(httpx.BaseTransport):
    """One way to Xero. `meanwhile` is what people do while a call is under way."""

    def __init__(
        self,
        practice: Practice,
        clock: SimulatedClock,
        weather: Weather,
        crashes: CrashPlan,
        note: Callable[[str], None],
    ) -> None:
        self.practice = practice
        self.clock = clock
        self.weather = weather
        self.crashes = crashes
        self.note = note
        self.book: Book | None = None
        self.meanwhile: Callable[[], None] = lambda: None
        self.calls = 0
        self.writes = 0
        self.swapped_ids: set[str] = set()
        self.refreshed_at: dict[str, float] = {}
        """When each refresh token was first taken by Xero: half an hour later it is worth nothing."""
        self._chance: random.Random = weather.chance
        self._old_data_since: float | None = None
        self._effects = {
            Stroke.REFUSED: self._refused,
            Stroke.LOST: self._lost,
            Stroke.RESET: self._reset,
            Stroke.STATUS: self._status,
            Stroke.HTML: self._html,
            Stroke.LIMIT: self._limit,
            Stroke.UNSIGNED: self._unsigned,
            Stroke.FORBIDDEN: self._forbidden,
            Stroke.LATE: self._late,
            Stroke.SLEEP_LATE: self._sleep_late,
            Stroke.TWICE: self._twice,
            Stroke.STALE: self._stale,
            Stroke.EMPTY_LIST: self._empty_list,
            Stroke.SLEEP_BEFORE: self._sleep_before,
        }

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, or the error, that the program gets."""
        self._check_promises(request)
        self.calls += 1
        self.clock.advance(self._chance.uniform(0.05, 1.5))
        self.crashes.point()
        stroke = self.weather.strike(request.method, request.url.path)
        self.meanwhile()
        status, headers, body = 0, dict[str, str](), b""
        try:
            status, headers, body = self._struck(request, stroke)
        finally:
            path = request.url.path.partition("/api.xro/2.0")[2] or request.url.path
            told = request.content if "/api.xro/" in request.url.path else b""
            self.note(f"{request.method} {path} [{stroke}] {status or 'no answer'} {_short(told)}".rstrip())
        self.clock.advance(self._chance.uniform(0.0, 0.5))
        self.crashes.point()
        headers.pop("content-length", None)
        if stroke is Stroke.IN_PART:
            return httpx.Response(status, headers=headers, stream=CutShort(body, request), request=request)
        return httpx.Response(status, headers=headers, content=body, request=request)

    def _struck(self, request: httpx.Request, stroke: Stroke) -> Answer:
        effect = self._effects.get(stroke)
        if effect is not None:
            return effect(request)
        return self._spoilt(request, stroke, self._deliver(request))

    def _deliver(self, request: httpx.Request) -> Answer:
        answer = served(self.practice.xero, request)
        if request.url.path.endswith("/connect/token") and answer[0] == 200:
            told = dict(parse_qsl(request.content.decode()))
            self.refreshed_at.setdefault(told.get("refresh_token", ""), self.clock.true_seconds())
        return answer

    def _check_promises(self, request: httpx.Request) -> None:
        if self.book is None:
            return
        database = self.book.database
        if database.in_transaction():
            raise BrokenPromise("a call was made inside a transaction")
        if request.method == "GET" or "/api.xro/" not in request.url.path:
            return
        self.writes += 1
        key = request.headers.get("Idempotency-Key", "")
        found = database.rows(
            "SELECT r.body, r.method, o.state FROM request r JOIN outbox o ON o.request_id = r.id "
            "WHERE r.idempotency_key = ?",
            (key,),
        )
        if not found or {row[2] for row in found} != {"sending"}:
            raise BrokenPromise("a write left without its intent on the disk")
        if bytes(found[0][0]) != request.content or found[0][1] != request.method:
            raise BrokenPromise("the bytes that left are not those of the intent")

    # What befalls a call before it has any effect.

    def _refused(self, request: httpx.Request) -> Answer:
        raise httpx.ConnectError("connection refused", request=request)

    def _lost(self, request: httpx.Request) -> Answer:
        self.clock.advance(READ_TIMEOUT)
        raise httpx.ReadTimeout("timed out", request=request)

    def _reset(self, request: httpx.Request) -> Answer:
        raise httpx.WriteError("connection reset by peer", request=request)

    def _status(self, _request: httpx.Request) -> Answer:
        return self._chance.choice((500, 502, 503, 504)), _HTML.copy(), b"<html><body>Bad gateway</body></html>"

    def _html(self, _request: httpx.Request) -> Answer:
        return 200, _HTML.copy(), HTML_PAGE

    def _limit(self, _request: httpx.Request) -> Answer:
        headers = {"X-Rate-Limit-Problem": self._chance.choice(("minute", "minute", "concurrent", "day"))}
        told = self._chance.choice(RETRY_AFTER)
        return 429, headers | ({"Retry-After": told} if told else {}), b""

    def _unsigned(self, _request: httpx.Request) -> Answer:
        body = {"Title": "Unauthorized", "Status": 401, "Detail": "TokenExpired: token expired"}
        return 401, _JSON.copy(), json.dumps(body).encode()

    def _forbidden(self, _request: httpx.Request) -> Answer:
        body = {"Title": "Forbidden", "Status": 403, "Detail": "AuthenticationUnsuccessful"}
        return 403, _JSON.copy(), json.dumps(body).encode()

    # What befalls it on the way there.

    def _late(self, request: httpx.Request) -> Answer:
        """Xero took it in and does it long after we have given up waiting."""
        gateway = self.practice.gateway
        headers = {name.lower(): value for name, value in request.headers.items()}
        query = request.url.query.decode("latin-1")
        admitted = gateway.admit(Call(request.method, request.url.path, query, headers, request.content))
        if admitted.answer is not None:
            return self._deliver(request)
        seconds = self._chance.uniform(1, LATEST_SECONDS)

        def act() -> None:
            if gateway.replayed(admitted.call) is None:
                answer = gateway.execute(admitted.call)
                self.note(f"late effect of {request.method} {request.url.path}: {answer.status}")

        self.clock.later(seconds, act)
        if self._chance.random() < 0.5:
            return 504, _HTML.copy(), b"<html><body>504 Gateway Time-out</body></html>"
        return self._lost(request)

    def _sleep_late(self, request: httpx.Request) -> Answer:
        """Asleep between the intent and the first byte: the quiet time must not have begun (reliability.md 0.4)."""
        self.clock.sleep_computer(self._chance.uniform(QUIET_SECONDS, 1_500))
        return self._late(request)

    def _twice(self, request: httpx.Request) -> Answer:
        """Something between us repeats it (reliability.md 2.1 T16)."""
        answer = self._deliver(request)
        repeated = httpx.Request(request.method, request.url, headers=request.headers, content=request.content)
        self.clock.later(self._chance.uniform(0.1, REPEAT_SECONDS), lambda: self._repeat(repeated))
        if self._chance.random() < 0.5:
            raise httpx.ReadError("connection reset by peer", request=request)
        return answer

    def _repeat(self, request: httpx.Request) -> None:
        status, _, _ = self._deliver(request)
        self.note(f"repeated {request.method} {request.url.path}: {status}")

    def _sleep_before(self, request: httpx.Request) -> Answer:
        """The computer sleeps just before the request leaves."""
        self.clock.sleep_computer(self._chance.uniform(60, 4 * 3600))
        answer = self._deliver(request)
        if self._chance.random() < 0.5:
            raise httpx.ReadError("connection reset by peer", request=request)
        return answer

    def _stale(self, request: httpx.Request) -> Answer:
        """The answer is a little old."""
        now = self.clock.true_seconds()
        if self._old_data_since is None or now - self._old_data_since > STALEST_SECONDS:
            self.take_old_data()
            return self._deliver(request)
        self.practice.faults.add(Fault("stale_read"))
        return self._deliver(request)

    def take_old_data(self) -> None:
        """From now on stale answers tell how things are now."""
        self.practice.state.drop_snapshot()
        self.practice.state.hold_snapshot()
        self._old_data_since = self.clock.true_seconds()

    def _empty_list(self, request: httpx.Request) -> Answer:
        self.practice.faults.add(Fault("empty_list"))
        return self._deliver(request)

    # What befalls its answer.

    def _spoilt(self, request: httpx.Request, stroke: Stroke, answer: Answer) -> Answer:
        status, headers, body = answer
        if stroke is Stroke.AFTER_LOST:
            return self._lost(request)
        if stroke is Stroke.AFTER_RESET:
            raise httpx.ReadError("connection reset by peer", request=request)
        if stroke is Stroke.SLEEP_AFTER:
            self.clock.sleep_computer(self._chance.uniform(60, 4 * 3600))
            raise httpx.RemoteProtocolError("server disconnected", request=request)
        if stroke is Stroke.AFTER_STATUS:
            return self._status(request)
        if stroke is Stroke.AFTER_HTML:
            return self._html(request)
        if stroke is Stroke.AFTER_EMPTY:
            return 200, _JSON.copy(), b""
        if stroke is Stroke.TRUNCATED:
            return status, headers, body[: len(body) // 2]
        if stroke in (Stroke.SWAPPED, Stroke.DROPPED) and status == 200:
            return status, headers, rearranged(body, self._chance, is_one_missing=stroke is Stroke.DROPPED)
        if stroke is Stroke.SWAPPED_IDS and status == 200:
            body, swapped = with_swapped_ids(body)
            self.swapped_ids |= swapped
            return status, headers, body
        return answer


def _short(body: bytes) -> str:
    """What is written, for the trace."""
    return body.decode("utf-8", "replace")[:300]
