"""The one place where bytes leave for Xero and come back.

One connection per call, no redirects, no repeats, a total time limit and a cap on what is unpacked. Turns every
failure into words: surely nothing left (OfflineError) or it may have (OutcomeUnknown). Must not know what is said.
"""

import logging
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias
from urllib.parse import urlsplit

import httpx

from safe_desktop.domain.clock import Clock
from safe_desktop.errors import OfflineError, OutcomeUnknown, SafeError
from safe_desktop.xero.answers import Answer
from safe_desktop.xero.redaction import quieten_libraries

HttpTransport: TypeAlias = httpx.BaseTransport
"""The seam for tests, by a name that rooms without HTTP may say."""

MOST_BYTES = 32 * 1024 * 1024
TOTAL_SECONDS = 90.0
_GZIP = 31
_PIECE = 64 * 1024
_TIMEOUT = httpx.Timeout(connect=10.0, read=60.0, write=60.0, pool=10.0)
_THIS_MACHINE = ("all://127.0.0.1", "all://localhost", "all://[::1]")
_NOTHING_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,  # the proxy refused the tunnel, so nothing went through it
    httpx.UnsupportedProtocol,
    httpx.InvalidURL,
)

_log = logging.getLogger("safe_desktop.xero")


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """The certificates that are trusted; reading them takes a while, so it is done once."""
    return httpx.create_ssl_context()


class BadBody(Exception):
    """The body is too large, cut short, or packed in a way we did not ask for."""


def open_http(transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """The HTTP client with our rules; `transport` is the seam for tests. Close it when done."""
    quieten_libraries()
    return httpx.Client(
        verify=_trusted(),
        transport=transport,
        # A proxy of the office is for the world outside: a practice Xero on this machine is reached without it.
        mounts=dict.fromkeys(_THIS_MACHINE) if transport is None else None,
        timeout=_TIMEOUT,
        follow_redirects=False,
        http1=True,
        http2=False,
        # A fresh connection per call: a stale one would lose a write's answer, and no surplus bytes can be waiting
        # on it (reliability.md 2.1 T14). At 55 calls a minute the handshakes cost nothing.
        limits=httpx.Limits(max_connections=8, max_keepalive_connections=0),
        headers={"User-Agent": "SAFE-Desktop", "Accept": "application/json", "Accept-Encoding": "gzip"},
    )


@dataclass(frozen=True, slots=True)
class Call:
    """What is to be sent. `is_write`: a lost answer would leave us in doubt. Its `repr` shows no header and no body."""

    method: str
    url: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    is_write: bool = False


def send(
    http: httpx.Client,
    call: Call,
    clock: Clock,
    auth: httpx.Auth | None = None,
    total_seconds: float = TOTAL_SECONDS,
) -> Answer:
    """The answer, whole. Raises OfflineError if surely nothing was done, OutcomeUnknown if a write may have been."""
    began = clock.monotonic()
    with _Watchdog(total_seconds) as watchdog:
        try:
            request = http.build_request(
                call.method,
                call.url,
                params=call.query or None,
                headers=call.headers,
                content=call.body,
                extensions={"trace": watchdog.trace},
            )
            response = http.send(request, stream=True, auth=auth)
            try:
                answer = Answer(response.status_code, _small(response.headers), _whole(response, watchdog.check))
            finally:
                response.close()
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, BadBody, OSError) as problem:
            reason = "it took too long" if watchdog.has_bitten else _reason(problem)
            _log.warning("%s %s failed: %s", call.method, urlsplit(call.url).path, reason)
            raise _in_words(problem, call.is_write, reason) from problem
    _note(call, answer, clock.monotonic() - began)
    return answer


class _Watchdog:
    """Ends the call when its total time is over: the limits of the library below are per read, and a slow loris
    drips a byte just before each of them. It touches nothing but the call's own socket."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._bite)
        self._timer.daemon = True
        self._socket: socket.socket | None = None
        self.has_bitten = False

    def __enter__(self) -> "_Watchdog":
        self._timer.start()
        return self

    def __exit__(self, *_how: object) -> None:
        self._timer.cancel()

    def trace(self, event: str, details: Mapping[str, object]) -> None:
        """Notes the newest socket of the call."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            extra = getattr(details.get("return_value"), "get_extra_info", None)
            found = extra("socket") if extra else None
            self._socket = found if isinstance(found, socket.socket) else None

    def check(self) -> None:
        """Raise if the time is over although bytes keep coming."""
        if self.has_bitten:
            raise BadBody("the answer took too long")

    def _bite(self) -> None:
        self.has_bitten = True
        if self._socket is not None:
            try:
                # Not SSLSocket.shutdown, which would take the session away from the thread that reads it.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
            except OSError:
                return  # it ended by itself just now


def _whole(response: httpx.Response, check: Callable[[], None]) -> bytes:
    """The body, unpacked piece by piece: 300 KB can unpack to 300 MB (reliability.md 0.10)."""
    if response.is_stream_consumed:
        return response.content  # a transport that does not stream has unpacked it already
    packing = response.headers.get("content-encoding", "identity").casefold()
    if packing not in ("identity", "gzip", ""):
        raise BadBody(f"the answer is packed as {packing[:20]}")
    unpacker = zlib.decompressobj(_GZIP) if packing == "gzip" else None
    pieces: list[bytes] = []
    size = 0
    for raw in response.iter_raw(_PIECE):
        check()
        piece = _unpacked(unpacker, raw, MOST_BYTES + 1 - size) if unpacker else raw
        size += len(piece)
        if size > MOST_BYTES:
            raise BadBody(f"the answer is larger than {MOST_BYTES // 1024 // 1024} MB")
        pieces.append(piece)
    if unpacker is not None and pieces and not unpacker.eof:
        raise BadBody("the answer was cut short")
    return b"".join(pieces)


def _unpacked(unpacker: "zlib._Decompress", raw: bytes, most: int) -> bytes:
    try:
        return unpacker.decompress(unpacker.unconsumed_tail + raw, most)
    except zlib.error as problem:
        raise BadBody(f"the answer is not properly packed: {problem}") from problem


def _small(headers: httpx.Headers) -> dict[str, str]:
    return {name.casefold(): value for name, value in headers.items()}


def _reason(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:200]


def _in_words(problem: Exception, is_write: bool, reason: str) -> SafeError:
    if isinstance(problem, _NOTHING_LEFT):
        return OfflineError("Xero cannot be reached.", f"Nothing was sent ({reason}).", "It is tried again by itself.")
    if is_write:
        return OutcomeUnknown(
            "The connection to Xero broke before its answer was complete.",
            f"It may or may not have been done ({reason}).",
            "SAFE Desktop looks it up in Xero before anything is sent again.",
        )
    return OfflineError("Xero did not answer.", f"Nothing was changed ({reason}).", "It is tried again by itself.")


def _note(call: Call, answer: Answer, seconds: float) -> None:
    # Query values may hold names of customers: only the names of the questions are written down.
    _log.info(
        "%s %s?%s -> %d in %d ms, %d bytes, correlation %s",
        call.method,
        urlsplit(call.url).path,
        ",".join(sorted({name for name, _value in call.query})),
        answer.status,
        round(seconds * 1000),
        len(answer.body),
        answer.headers.get("xero-correlation-id", "-")[:60],
    )
