"""Bytes leave once and come back whole, in time, within bounds, over real sockets."""

import gzip
import logging
import socket
import time
import zlib
from collections.abc import Callable

import httpx
import pytest

from safe_desktop.errors import OfflineError, OutcomeUnknown
from safe_desktop.xero.answers import Answer
from safe_desktop.xero.transport import MOST_BYTES, Call, open_http, send
from tests.xero.moved_clock import MovedClock
from tests.xero.socket_server import response, serving

CLOCK = MovedClock()


def asked(address: str, is_write: bool = False, total_seconds: float = 5.0, path: str = "/x") -> Answer:
    with open_http() as http:
        call = Call("PUT" if is_write else "GET", address + path, (), {}, b"{}" if is_write else None, is_write)
        return send(http, call, CLOCK, None, total_seconds)


def saying(body: bytes) -> Callable[[socket.socket, bytes], None]:
    return lambda connection, _request: connection.sendall(body)


def test_a_whole_answer_arrives_unpacked() -> None:
    packed = gzip.compress(b'{"a":1}')
    with serving(saying(response(packed, "Content-Encoding: gzip", "Xero-Correlation-Id: c1"))) as address:
        answer = asked(address)
    assert (answer.status, answer.body, answer.headers["xero-correlation-id"]) == (200, b'{"a":1}', "c1")


def test_no_connection_is_used_twice() -> None:
    requests: list[bytes] = []

    def serve(connection: socket.socket, request: bytes) -> None:
        requests.append(request)
        connection.sendall(response(b"{}") + response(b'{"forged":1}'))

    with serving(serve) as address, open_http() as http:
        answers = [send(http, Call("GET", f"{address}/{n}"), CLOCK) for n in range(2)]
    assert [answer.body for answer in answers] == [b"{}", b"{}"]
    assert len(requests) == 2


def test_where_nothing_listens_surely_nothing_was_done() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(OfflineError, match="cannot be reached"):
        asked(f"http://127.0.0.1:{port}", is_write=True)
    with pytest.raises(OfflineError):
        asked("http://no-such-host.invalid", is_write=True)
    with pytest.raises(OfflineError):
        asked("gopher://127.0.0.1", is_write=True)


def _cut(connection: socket.socket, _request: bytes) -> None:
    connection.sendall(response(b'{"a":' + b"1" * 5000 + b"}")[:300])


def _slam(connection: socket.socket, _request: bytes) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


def _bad_chunks(connection: socket.socket, _request: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}zzzzzzzz")


def _cut_gzip(connection: socket.socket, _request: bytes) -> None:
    connection.sendall(response(gzip.compress(b"{}" * 5000)[:20], "Content-Encoding: gzip"))


def _false_gzip(connection: socket.socket, _request: bytes) -> None:
    connection.sendall(response(b"not packed at all", "Content-Encoding: gzip"))


def _unasked_packing(connection: socket.socket, _request: bytes) -> None:
    connection.sendall(response(b"{}", "Content-Encoding: br"))


def _no_http(connection: socket.socket, _request: bytes) -> None:
    connection.sendall(b"\x16\x03\x01 this is not http\r\n\r\n")


def _many_headers(connection: socket.socket, _request: bytes) -> None:
    connection.sendall(response(b"{}", *(f"X-{number}: {'y' * 200}" for number in range(2000))))


@pytest.mark.parametrize(
    "serve", [_cut, _slam, _bad_chunks, _cut_gzip, _false_gzip, _unasked_packing, _no_http, _many_headers]
)
def test_a_broken_answer_leaves_a_write_in_doubt(serve: Callable[[socket.socket, bytes], None]) -> None:
    with serving(serve) as address:
        with pytest.raises(OutcomeUnknown, match="broke before its answer was complete"):
            asked(address, is_write=True)
        with pytest.raises(OfflineError):
            asked(address)


def test_a_small_answer_that_unpacks_without_end_is_refused_early() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b" " * 1_000_000) for _ in range(40)) + packer.flush()
    assert len(bomb) < 50_000
    with serving(saying(response(bomb, "Content-Encoding: gzip"))) as address, pytest.raises(OfflineError) as refused:
        asked(address)
    assert "larger than 32 MB" in str(refused.value)


def test_an_answer_without_end_is_refused() -> None:
    def serve(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b" " * 1_000_000)

    with serving(serve) as address, pytest.raises(OfflineError, match="larger than 32 MB"):
        asked(address)
    assert MOST_BYTES == 32 * 1024 * 1024


def _drip(before: bytes) -> Callable[[socket.socket, bytes], None]:
    def serve(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(before)
        for _second in range(400):
            connection.sendall(b"X")
            time.sleep(0.05)

    return serve


@pytest.mark.parametrize("before", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"])
def test_an_answer_that_drips_ends_when_the_total_time_is_over(before: bytes) -> None:
    with serving(_drip(before)) as address:
        began = time.monotonic()
        with pytest.raises(OutcomeUnknown, match="it took too long"):
            asked(address, is_write=True, total_seconds=0.4)
        assert time.monotonic() - began < 8


def test_a_redirect_is_not_followed_and_takes_no_token_along() -> None:
    seen: list[bytes] = []

    def trap(connection: socket.socket, request: bytes) -> None:
        seen.append(request)
        connection.sendall(response(b"{}"))

    with serving(trap) as elsewhere:
        moved = response(b"", f"Location: {elsewhere}/steal", status="307 Temporary Redirect")
        with serving(saying(moved)) as address:
            assert asked(address, is_write=True).status == 307
    assert seen == []


def test_a_practice_xero_is_reached_without_the_proxy_of_the_office(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(variable, "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with serving(saying(response(b"{}"))) as address:
        assert asked(address).body == b"{}"
        assert asked(address.replace("127.0.0.1", "localhost")).body == b"{}"
    with pytest.raises(OfflineError):
        asked("http://xero.example")


def test_a_proxy_that_refuses_the_tunnel_let_nothing_through(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_of_proxy: list[bytes] = []

    def refuse(connection: socket.socket, request: bytes) -> None:
        asked_of_proxy.append(request)
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

    with serving(refuse) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy)
        monkeypatch.setenv("https_proxy", proxy)
        with pytest.raises(OfflineError, match="cannot be reached"):
            asked("https://xero.example", is_write=True)
    assert asked_of_proxy[0].startswith(b"CONNECT xero.example:443")


def test_one_line_is_logged_per_call_without_values_that_may_be_names(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with open_http(httpx.MockTransport(lambda _request: httpx.Response(200, content=b"{}"))) as http:
        query = (("where", 'Name=="Ann Smith"'), ("page", "1"))
        send(http, Call("GET", "https://api.example/Contacts", query, {"Authorization": "Bearer s3cret"}), CLOCK)
    lines = [record.getMessage() for record in caplog.records]
    assert lines == ["GET /Contacts?page,where -> 200 in 0 ms, 2 bytes, correlation -"]


def test_a_call_shows_neither_its_headers_nor_its_body_when_printed() -> None:
    call = Call("PUT", "https://api.example/", (), {"Authorization": "Bearer s3cret"}, b"Ann Smith")
    assert "s3cret" not in repr(call)
    assert "Ann" not in repr(call)
