"""The addresses that are Xero's own: identity, connections, accounting API. Requests in, answers out.

Here the order of things on the wire is decided: log, fault before, work, fault after. Knows no rule of a resource.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from safe_desktop.practice.api_gateway import ApiGateway, limit_answer, refusal_answer
from safe_desktop.practice.api_map import PREFIX
from safe_desktop.practice.call_and_answer import Answer, Call, json_answer, not_found
from safe_desktop.practice.connections_desk import delete_connection, list_connections
from safe_desktop.practice.fault_effects import (
    OpenConnections,
    Send,
    faulty_answer,
    send_answer,
    send_half,
    send_oversized,
)
from safe_desktop.practice.fault_switches import Fault, FaultSwitches
from safe_desktop.practice.practice_refusals import Refused
from safe_desktop.practice.practice_state import seeded_id
from safe_desktop.practice.record_shelf import from_json
from safe_desktop.practice.replayed_answers import in_flight, key_of
from safe_desktop.practice.request_log import RequestLog
from safe_desktop.practice.token_desk import discovery, revoke, token

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
LARGEST_READ = 12_000_000


class XeroSide:
    """Answers what a client of Xero asks."""

    def __init__(
        self, gateway: ApiGateway, faults: FaultSwitches, log: RequestLog, connections: OpenConnections, issuer: str
    ) -> None:
        self.gateway = gateway
        self.faults = faults
        self.log = log
        self.connections = connections
        self.issuer = issuer
        self.running_keys: dict[tuple[str, str], asyncio.Event] = {}
        self.late: set[asyncio.Task[None]] = set()
        self._count = 0

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Serves one request."""
        if scope["type"] != "http":
            return
        call = await _read_call(scope, receive)
        if call is None:
            await send_answer(send, json_answer(413, {"Message": "The request is too large."}))
            return
        peer = scope["client"]
        client = (str(peer[0]), int(peer[1])) if peer else None
        fault = self.faults.for_call(call.method, call.path)
        self._count += 1
        correlation = {"Xero-Correlation-Id": seeded_id(f"call {self.issuer} {self._count}")}
        call, answer, counted = await self._answer(call, fault)
        if answer is not None:
            answer = answer.with_headers(correlation)
            answer = _spoilt(answer, fault)
        self.log.add(call, answer, counted=counted, note=_note(fault, answer))
        await self._deliver(send, client, answer, fault)

    async def _deliver(
        self, send: Send, client: tuple[str, int] | None, answer: Answer | None, fault: Fault | None
    ) -> None:
        if answer is None:
            self.connections.cut(client)
        elif fault is None:
            await send_answer(send, answer)
        elif fault.fault == "truncated":
            await send_half(send, answer, lambda: self.connections.hang_up(client))
        elif fault.fault == "oversized":
            await send_oversized(send, answer, fault.megabytes)
        elif fault.fault == "timeout":
            await asyncio.sleep(fault.seconds)
            await send_answer(send, answer)
        else:
            await send_answer(send, answer)

    async def _answer(self, call: Call, fault: Fault | None) -> tuple[Call, Answer | None, bool]:
        """The answer (none when the connection is to be cut), and whether the call counted towards limits."""
        if not call.path.startswith(PREFIX):
            return call, await self._with_fault(fault, lambda: self._identity(call)), False
        admitted = self.gateway.admit(call)
        call = admitted.call
        if admitted.answer is not None:
            return call, admitted.answer, False
        hit = self.gateway.enter(call)
        if hit is not None:
            return call, limit_answer(hit).with_headers(self.gateway.limit_headers(call)), False
        try:
            await asyncio.sleep(self._latency())
            answer = await self._api(call, fault)
        finally:
            self.gateway.windows.leave(call.client_id, call.tenant_id)
        return call, answer and answer.with_headers(self.gateway.limit_headers(call)), True

    async def _api(self, call: Call, fault: Fault | None) -> Answer | None:
        key = key_of(call)
        running = self.running_keys.get((call.client_id, key)) if key else None
        if running is not None:
            position = self.gateway.knobs.text("same_key_in_flight")
            if position == "refuse":
                return in_flight(key)
            if position == "error":
                return json_answer(500, {"ErrorNumber": 500, "Type": "UnknownErrorException"})
            await running.wait()
        if (kept := self.gateway.replayed(call)) is not None:
            return kept
        stale = fault is not None and fault.fault == "stale_read" and call.method == "GET"
        finished = asyncio.Event()
        if key:
            self.running_keys[call.client_id, key] = finished
        late = fault is not None and fault.fault == "late_commit"
        try:
            return await self._with_fault(
                fault,
                lambda: self.gateway.execute(call, stale=stale),
                when_late_is_done=lambda: self._end_key(call.client_id, key, finished),
            )
        finally:
            if not late:
                self._end_key(call.client_id, key, finished)

    def _end_key(self, client_id: str, key: str, finished: asyncio.Event) -> None:
        self.running_keys.pop((client_id, key), None)
        finished.set()

    async def _with_fault(
        self,
        fault: Fault | None,
        work: Callable[[], Answer],
        *,
        when_late_is_done: Callable[[], None] = lambda: None,
    ) -> Answer | None:
        if fault is None:
            return work()
        if fault.fault == "late_commit":
            self._commit_later(fault.seconds, work, when_late_is_done)
            return faulty_answer(fault)
        if fault.when == "after" or fault.fault in ("stale_read", "empty_list", "truncated", "oversized"):
            answer = work()
            return None if fault.fault == "reset" else (faulty_answer(fault) or answer)
        if fault.fault == "timeout":
            await asyncio.sleep(fault.seconds)
            return None
        return faulty_answer(fault)  # nothing: the connection is cut before anything was done

    def _commit_later(self, seconds: float, work: Callable[[], Answer], done: Callable[[], None]) -> None:
        async def later() -> None:
            await asyncio.sleep(seconds)
            work()
            done()

        task = asyncio.get_running_loop().create_task(later())
        self.late.add(task)
        task.add_done_callback(self.late.discard)

    def _latency(self) -> float:
        most = self.gateway.knobs.number("latency_ms")
        if not most:
            return 0.0
        seed = f"{self.gateway.state.setting('seed', 0)}:{self._count}"
        return random.Random(seed).uniform(0.5, 1.0) * most / 1000  # noqa: S311 - a simulation

    def _identity(self, call: Call) -> Answer:
        state, path = self.gateway.state, call.path.rstrip("/")
        if call.method == "POST" and path in ("/connect/token", "/identity/connect/token"):
            return token(state, self.gateway.mint, call)
        if call.method == "POST" and path in ("/connect/revocation", "/identity/connect/revocation"):
            return revoke(state, call)
        if call.method == "GET" and path.endswith("/.well-known/openid-configuration"):
            return discovery(self.issuer)
        if call.method == "GET" and path.endswith("/.well-known/openid-configuration/jwks"):
            return json_answer(200, self.gateway.mint.jwks())
        if path.lower() == "/connections" or path.lower().startswith("/connections/"):
            return self._connections(call)
        self.gateway.not_modelled.append(f"{call.method} {call.path}")
        return not_found()

    def _connections(self, call: Call) -> Answer:
        try:
            bearer = self.gateway.bearer(call)
        except Refused as refused:
            return refusal_answer(refused)
        parts = call.path.strip("/").split("/")
        if call.method == "GET" and len(parts) == 1:
            return list_connections(self.gateway.state, bearer, call)
        if call.method == "DELETE" and len(parts) == 2:
            return delete_connection(self.gateway.state, bearer, parts[1])
        return Answer(405)


async def _read_call(scope: MutableMapping[str, Any], receive: Receive) -> Call | None:
    parts, size = [], 0
    while True:
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size > LARGEST_READ:
            return None
        parts.append(part)
        if not message.get("more_body"):
            break
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    query = scope["query_string"].decode("latin-1")
    path = scope.get("raw_path", scope["path"].encode()).decode("latin-1")
    return Call(scope["method"], path, query, headers, b"".join(parts))


def _spoilt(answer: Answer, fault: Fault | None) -> Answer:
    """The answer with its list emptied, when that is the fault."""
    if fault is None or fault.fault != "empty_list" or answer.element is None:
        return answer
    body = from_json(answer.content)
    for name, value in body.items():
        if isinstance(value, list):
            body[name] = []
    if "pagination" in body:
        body["pagination"] = {**body["pagination"], "pageCount": 0, "itemCount": 0}
    return json_answer(answer.status, body, answer.headers)


def _note(fault: Fault | None, answer: Answer | None) -> str:
    notes = [] if fault is None else [f"fault: {fault.fault} {fault.when}"]
    if answer is not None and answer.status == 501:
        notes.append("not modelled")
    return "; ".join(notes)
