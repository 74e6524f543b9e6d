"""A Xero made of prepared answers, at the seam of the transport, and what a real answer looks like."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import httpx

from safe_desktop.xero.addresses import Addresses
from safe_desktop.xero.client import XeroClient
from safe_desktop.xero.limits import CallBudget, RetryPolicy
from tests.xero.moved_clock import MovedClock, MovingPatience

HERE = Addresses(
    login="http://127.0.0.1:9", identity="http://127.0.0.1:9", api="http://127.0.0.1:9", client_id="C", is_practice=True
)
Handler = Callable[[httpx.Request], httpx.Response]


def guid(number: int) -> str:
    """The id number so-and-so."""
    return str(UUID(int=number + 1, version=4))


def ticks(moment: datetime) -> str:
    """The moment as Xero writes it."""
    return f"/Date({round(moment.timestamp() * 1000)}+0000)/"


def enveloped(key: str, *elements: object, **more: object) -> bytes:
    """The elements in Xero's envelope."""
    envelope = {"Id": guid(9), "Status": "OK", "ProviderName": "T", "DateTimeUTC": "/Date(1795000000000)/", **more}
    return json.dumps({**envelope, key: list(elements)}).encode()


def said(body: bytes = b"", status: int = 200, **headers: str) -> httpx.Response:
    """An answer of Xero's, JSON unless said otherwise; header names with underscores."""
    named = {"content-type": "application/json; charset=utf-8"}
    named.update({name.replace("_", "-"): value for name, value in headers.items()})
    return httpx.Response(status, headers=named, content=body)


def contact_json(number: int, name: str, updated: datetime | None = None, **more: object) -> dict[str, object]:
    """A contact as Xero writes it."""
    stamp = ticks(updated or datetime(2026, 11, 1, tzinfo=UTC))
    return {"ContactID": guid(number), "Name": name, "ContactStatus": "ACTIVE", "UpdatedDateUTC": stamp, **more}


class Talk:
    """A client on prepared answers, with everything it asked."""

    def __init__(self, handler: Handler, stop_after: int | None = None, reserve: int = 0) -> None:
        self.clock = MovedClock()
        self.patience = MovingPatience(self.clock, stop_after)
        self.budget = CallBudget(self.clock, reserve=reserve)
        self.asked: list[httpx.Request] = []
        self.told: list[str] = []
        self._handler = handler
        self.client = XeroClient(
            HERE,
            None,
            guid(77),
            self.budget,
            self.clock,
            transport=httpx.MockTransport(self._note),
            policy=RetryPolicy(more_tries=2),
        ).with_patience(self.patience, self.told.append)

    def _note(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        return self._handler(request)


def in_turn(*answers: httpx.Response | Exception) -> Handler:
    """A handler that gives the answers one after the other, the last one for ever."""
    left = list(answers)

    def handler(_request: httpx.Request) -> httpx.Response:
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    return handler
