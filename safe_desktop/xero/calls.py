"""Calls to one organisation, each in its turn: limits waited out, questions asked again, writes sent once.

Knows which failures may be tried again: a question may; a write may not, except after an answer that surely means
nothing was done (429). Must not know what is asked or written.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

import httpx

from safe_desktop.domain.clock import Clock
from safe_desktop.errors import OfflineError
from safe_desktop.xero.answers import NOT_MODIFIED, TOO_MANY, Answer, not_xeros_word, trusted
from safe_desktop.xero.limits import LONGEST_SLEEP_SECONDS, CallBudget, Patience, PlainPatience, RetryPolicy
from safe_desktop.xero.transport import Call, open_http, send
from safe_desktop.xero.wire_reading import NotXeros
from safe_desktop.xero.wire_writing import WriteRequest

_MOST_HOLDS = 5
_UNTOLD_SECONDS = 60.0
_SHORTEST_WAIT = 0.01
"""What is left of a wait after rounding may be too little for any clock to move by it."""

Query = tuple[tuple[str, str], ...]
T = TypeVar("T")


def _tell_nobody(_words: str) -> None:
    """Waiting that nobody watches."""


class Calls:
    """Takes turns with whoever shares the budget."""

    def __init__(
        self,
        root: str,
        tenant_id: str,
        auth: httpx.Auth | None,
        budget: CallBudget,
        clock: Clock,
        transport: httpx.BaseTransport | None = None,
        policy: RetryPolicy | None = None,
    ) -> None:
        self._root = root
        self._tenant_id = tenant_id
        self._auth = auth
        self._budget = budget
        self._clock = clock
        self._http = open_http(transport)
        self._policy = policy or RetryPolicy()
        self._patience: Patience = PlainPatience()
        self._tell: Callable[[str], None] = _tell_nobody

    def wait_through(self, patience: Patience, tell: Callable[[str], None] | None) -> None:
        """From now on wait through `patience` and tell `tell` why."""
        self._patience = patience
        self._tell = tell or _tell_nobody

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def read(self, path: str, query: Query, read: Callable[[bytes], T], modified_since: datetime | None = None) -> T:
        """What `read` makes of the answer; asked again as the policy allows, as a question changes nothing."""
        headers = {} if modified_since is None else {"If-Modified-Since": _to_the_second(modified_since)}
        call = Call("GET", f"{self._root}{path}", query, headers)
        failed = 0
        while True:
            try:
                answer = self._in_turn(call)
                return read(_nothing_new(path) if answer.status == NOT_MODIFIED else trusted(answer, is_write=False))
            except NotXeros as problem:
                raise not_xeros_word(False, f"{problem}.") from problem
            except OfflineError:
                failed += 1
                # Spreading the tries needs no secret randomness.
                pause = self._policy.pause(failed, random.random())  # noqa: S311
                if pause is None:
                    raise
                self._patience.wait(pause)

    def write(self, request: WriteRequest) -> bytes:
        """The body of Xero's answer to a write sent exactly once."""
        headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": request.idempotency_key}
        url = f"{self._root}{request.path}"
        call = Call(request.method, url, request.query, headers, request.body, is_write=True)
        return trusted(self._in_turn(call), is_write=True)

    def _in_turn(self, call: Call) -> Answer:
        """The answer, within the limits; a 429 was surely not executed, so it is the one answer that is waited out."""
        named = replace(call, headers={**call.headers, "xero-tenant-id": self._tenant_id})
        for _hold in range(_MOST_HOLDS):
            self._wait_for_turn()
            answer: Answer | None = None
            try:
                answer = send(self._http, named, self._clock, self._auth, self._policy.total_seconds)
            finally:
                self._budget.end(*((answer.status, answer.headers) if answer else ()))
            if answer.status != TOO_MANY:
                return answer
        raise self._budget.busy(_UNTOLD_SECONDS)

    def _wait_for_turn(self) -> None:
        self._patience.check()
        while (seconds := self._budget.begin()) > 0:
            if seconds > 1:
                self._tell(f"Waiting {round(seconds)} seconds for Xero's limit of calls")
            self._patience.wait(min(max(seconds, _SHORTEST_WAIT), LONGEST_SLEEP_SECONDS))


def _to_the_second(moment: datetime) -> str:
    # Plain, without a zone: Xero's other forms are reported to be treated in several ways (xero-api.md 3.3).
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _nothing_new(path: str) -> bytes:
    return b'{"%s":[]}' % path.strip("/").encode()
