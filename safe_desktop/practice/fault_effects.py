"""What a fault does on the wire: cut connections, half answers, silence, far too much. Knows sockets, not resources."""

import asyncio
import socket
import struct
import sys
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from safe_desktop.practice.call_and_answer import HTML_TYPE, Answer, json_answer
from safe_desktop.practice.fault_switches import Fault

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
HTML_PAGE = b"<!DOCTYPE html><html><head><title>Xero</title></head><body><h1>We'll be right back</h1></body></html>"


class OpenConnections:
    """The transports of connected clients by their address, so that a fault can cut one."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, int], asyncio.Transport] = {}

    def opened(self, client: tuple[str, int] | None, transport: asyncio.Transport) -> None:
        """A client connected."""
        if client is not None:
            self._open[client] = transport

    def closed(self, client: tuple[str, int] | None) -> None:
        """A client went."""
        if client is not None:
            self._open.pop(client, None)

    def cut(self, client: tuple[str, int] | None) -> None:
        """Cuts the connection so that the client sees a reset, not an end."""
        transport = self._open.get(client) if client else None
        if transport is None:
            return
        sock = transport.get_extra_info("socket")
        if sock is not None:
            # Lingering for zero seconds makes the kernel send RST instead of FIN.
            shape = "hh" if sys.platform == "win32" else "ii"
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(shape, 1, 0))
        transport.abort()

    def hang_up(self, client: tuple[str, int] | None) -> None:
        """Ends the connection politely, once what was written has left."""
        transport = self._open.get(client) if client else None
        if transport is not None:
            transport.close()

    def cut_all(self) -> None:
        """Cuts every connection."""
        for client in list(self._open):
            self.cut(client)


async def send_answer(send: Send, answer: Answer) -> None:
    """Sends the answer whole."""
    await _start(send, answer, len(answer.content))
    await send({"type": "http.response.body", "body": answer.content})


async def send_half(send: Send, answer: Answer, hang_up: Callable[[], None]) -> None:
    """Promises the whole answer, sends half of it, and ends the connection."""
    await _start(send, answer, len(answer.content) or 100)
    half = answer.content[: len(answer.content) // 2] or b"{"
    await send({"type": "http.response.body", "body": half, "more_body": True})
    hang_up()


async def send_oversized(send: Send, answer: Answer, megabytes: int) -> None:
    """Sends the answer behind many megabytes of blanks: valid, and far too much to take in."""
    blank = b" " * 1_000_000
    await _start(send, answer, megabytes * len(blank) + len(answer.content))
    for _ in range(megabytes):
        await send({"type": "http.response.body", "body": blank, "more_body": True})
    await send({"type": "http.response.body", "body": answer.content})


async def _start(send: Send, answer: Answer, length: int) -> None:
    headers: Mapping[str, str] = {**answer.headers, "Content-Length": str(length)}
    if answer.content or answer.status != 204:
        headers = {"Content-Type": answer.media, **headers}
    if answer.status in (204, 304):
        headers = {name: value for name, value in headers.items() if name not in ("Content-Length", "Content-Type")}
    raw = [(name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})


def faulty_answer(fault: Fault) -> Answer | None:
    """The answer that a fault gives instead of the real one; nothing when it does something else."""
    if fault.fault == "html_200":
        return Answer(200, HTML_PAGE, media=HTML_TYPE)
    if fault.fault == "late_commit":
        return Answer(504, b"<html><body>504 Gateway Time-out</body></html>", media=HTML_TYPE)
    if fault.fault == "429":
        headers = {"X-Rate-Limit-Problem": fault.problem}
        if fault.problem != "concurrent":
            headers["Retry-After"] = str(fault.retry_after)
        return Answer(429, headers=headers)
    if fault.fault == "status" and fault.status == 500:
        body = {"ErrorNumber": 500, "Type": "UnknownErrorException", "Message": "An error occurred in Xero."}
        return json_answer(500, body)
    if fault.fault == "status" and fault.status == 503:
        return Answer(503, b"The Xero API is currently offline for maintenance", media=HTML_TYPE)
    if fault.fault == "status":
        page = f"<html><body><h1>{fault.status} Bad Gateway</h1></body></html>"
        return Answer(fault.status, page.encode(), media=HTML_TYPE)
    return None
