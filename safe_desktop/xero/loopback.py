"""Where the browser comes back after consent: a listener on this machine that takes one true answer and no other.

Knows sockets and a little HTTP, hardened as reliability.md 4.1 asks. Must not know what the code is good for. It needs
no thread of its own: `wait` serves while it waits.
"""

import contextlib
import os
import selectors
import socket
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from safe_desktop.errors import Cancelled, InputError
from safe_desktop.xero.addresses import REDIRECT_PORTS
from safe_desktop.xero.callback_answer import DECLINED, NOT_FOUND, Callback, Page, answer_to

WAIT_SECONDS = 300.0
_TICK_SECONDS = 0.1
_MOST_CONNECTIONS = 8
_WAITING_OUTSIDE = 64  # with a short queue a crowd would delay the browser by the seconds of its next try
CONNECTION_SECONDS = 5.0
_LEAVING_SECONDS = 1.0
_LONGEST_HEAD = 8 * 1024
_RESET = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)


@dataclass(slots=True)
class _Visitor:
    """One connection of a browser, or of something that is none."""

    connection: socket.socket
    until: float
    head: bytes = b""
    is_leaving: bool = False


class CallbackListener:
    """Listens on the first free port of the list, on every loopback address a browser may take for `localhost`.

    `issuers`: what an `iss` in the answer may be, if there is one. A connection that has not asked within
    `connection_seconds` is dropped.
    """

    def __init__(
        self,
        ports: Sequence[int] = REDIRECT_PORTS,
        issuers: Sequence[str] = (),
        connection_seconds: float = CONNECTION_SECONDS,
    ) -> None:
        self._issuers = tuple(issuers)
        self._connection_seconds = connection_seconds
        self._selector = selectors.DefaultSelector()
        self._visitors: dict[socket.socket, _Visitor] = {}
        self.port, self._listeners = _first_free(ports)
        for listener in self._listeners:
            self._selector.register(listener, selectors.EVENT_READ)

    def __enter__(self) -> "CallbackListener":
        return self

    def __exit__(self, *_how: object) -> None:
        self.close()

    def close(self) -> None:
        """Nobody is listened to any more. May be called twice."""
        for visitor in list(self._visitors.values()):
            self._dismiss(visitor)
        for listener in self._listeners:
            listener.close()
        self._listeners = []
        self._selector.close()

    def wait(self, state: str, stop: Callable[[], bool], seconds: float = WAIT_SECONDS) -> Callback:
        """The code for this `state`. Raises Cancelled when stopped, InputError when declined or nobody came.

        Whatever has another state is turned away and the waiting goes on: otherwise any web page could end it.
        """
        until = time.monotonic() + seconds
        try:
            while time.monotonic() < until:
                if stop():
                    raise Cancelled
                for key, _events in self._selector.select(_TICK_SECONDS):
                    found = self._serve(key.fileobj, state)
                    if found is not None:
                        return found
                self._dismiss_the_slow()
        finally:
            self.close()
        raise InputError(
            "Nobody confirmed the connection in the browser.",
            f"SAFE Desktop waited {round(seconds / 60)} minutes; nothing was connected.",
            "Press Connect again and confirm on Xero's page.",
        )

    def _serve(self, ready: object, state: str) -> Callback | None:
        if not isinstance(ready, socket.socket):
            return None
        if ready in self._listeners:
            self._welcome(ready)
            return None
        visitor = self._visitors.get(ready)
        if visitor is None or not self._has_asked(visitor):
            return None
        page, callback = answer_to(visitor.head, self.port, state, self._issuers)
        self._see_off(visitor, page)
        if page is NOT_FOUND:
            return None
        _until_it_has_left(visitor.connection)
        if page is DECLINED:
            raise InputError(
                "Xero was not connected: access was declined in the browser.",
                "Nothing was changed.",
                "Press Connect again if that was not meant.",
            )
        return callback

    def _welcome(self, listener: socket.socket) -> None:
        try:
            connection, _address = listener.accept()
        except OSError:
            return  # it went away while it was being let in
        connection.setblocking(False)
        if len(self._visitors) >= _MOST_CONNECTIONS:
            # The oldest one is the slowest: the true callback must not queue behind idle or hostile connections.
            self._dismiss(min(self._visitors.values(), key=lambda visitor: visitor.until))
        self._visitors[connection] = _Visitor(connection, time.monotonic() + self._connection_seconds)
        self._selector.register(connection, selectors.EVENT_READ)

    def _has_asked(self, visitor: _Visitor) -> bool:
        try:
            piece = visitor.connection.recv(_LONGEST_HEAD)
        except BlockingIOError:
            return False
        except OSError:
            piece = b""
        if not piece or visitor.is_leaving:
            if not piece:
                self._dismiss(visitor, at_once=False)
            return False
        visitor.head += piece
        if len(visitor.head) > _LONGEST_HEAD:
            self._dismiss(visitor)
            return False
        return b"\r\n\r\n" in visitor.head

    def _see_off(self, visitor: _Visitor, page: Page) -> None:
        """Answer, and let the browser close first: then the port is free again at once."""
        visitor.is_leaving = True
        visitor.until = time.monotonic() + _LEAVING_SECONDS
        try:
            visitor.connection.send(page.response())  # fits a fresh socket's buffer whole
        except OSError:
            self._dismiss(visitor)

    def _dismiss_the_slow(self) -> None:
        now = time.monotonic()
        for visitor in [visitor for visitor in self._visitors.values() if visitor.until < now]:
            self._dismiss(visitor)

    def _dismiss(self, visitor: _Visitor, at_once: bool = True) -> None:
        if self._visitors.pop(visitor.connection, None) is None:
            return
        self._selector.unregister(visitor.connection)
        if at_once:
            # A reset leaves no half-closed socket that would keep the port taken for a minute.
            with contextlib.suppress(OSError):
                visitor.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        visitor.connection.close()


def _until_it_has_left(connection: socket.socket) -> None:
    """Wait a moment for the browser to read its page and close."""
    until = time.monotonic() + _LEAVING_SECONDS
    try:
        while (left := until - time.monotonic()) > 0:
            connection.settimeout(left)
            if not connection.recv(_LONGEST_HEAD):
                return
    except OSError:
        return  # whoever asked did not stay for the answer


def _first_free(ports: Sequence[int]) -> tuple[int, list[socket.socket]]:
    for port in ports:
        listeners = _on_both_families(port)
        if listeners:
            return listeners[0].getsockname()[1], listeners
    raise InputError(
        "None of the ports that Xero may send the browser back to is free.",
        f"Another program holds {', '.join(map(str, ports))} on this computer.",
        "Close it (perhaps another SAFE Desktop that is connecting) and press Connect again.",
    )


def _on_both_families(port: int) -> list[socket.socket]:
    """Sockets on 127.0.0.1 and ::1, or none: half a port would leave the other half to somebody else."""
    first = _listening(socket.AF_INET, "127.0.0.1", port)
    if first is None:
        return []
    if not _has_ipv6():
        return [first]
    second = _listening(socket.AF_INET6, "::1", first.getsockname()[1])
    if second is None:
        first.close()
        return []
    return [first, second]


def _has_ipv6() -> bool:
    probe = _listening(socket.AF_INET6, "::1", 0) if socket.has_ipv6 else None
    if probe is None:
        return False
    probe.close()
    return True


def _listening(family: socket.AddressFamily, address: str, port: int) -> socket.socket | None:
    listener: socket.socket | None = None
    try:
        listener = socket.socket(family, socket.SOCK_STREAM)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
        if exclusive is not None:  # Windows lets others share a port unless told
            listener.setsockopt(socket.SOL_SOCKET, exclusive, 1)
        listener.bind((address, port))
        listener.listen(_WAITING_OUTSIDE)
        listener.setblocking(False)
    except OSError:
        if listener is not None:
            listener.close()
        return None
    return listener
