"""The listener takes the one true answer of the browser, turns everything else away, and closes."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_desktop.errors import Cancelled, InputError
from safe_desktop.xero.addresses import REDIRECT_PORTS
from safe_desktop.xero.callback_answer import CONNECTED, DECLINED, NOT_FOUND, Callback, answer_to
from safe_desktop.xero.loopback import CallbackListener

STATE = "state-canary-0123456789"
NEEDS_IPV6 = pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")


def head(target: str, port: int, *headers: str, method: str = "GET", host: str = "") -> bytes:
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host or f'localhost:{port}'}", *headers, "", ""]
    return "\r\n".join(lines).encode()


def callback(**fields: str) -> str:
    return "/callback?" + "&".join(f"{name}={quote(value)}" for name, value in fields.items())


TRUE = callback(code="code-canary", state=STATE)


class Waiting:
    """A listener that waits in a thread, and what came of it."""

    def __init__(self, seconds: float, connection_seconds: float) -> None:
        self.listener = CallbackListener((0,), ("https://identity.xero.com",), connection_seconds)
        self.port = self.listener.port
        self.stop = False
        self.found: Callback | None = None
        self.error: Exception | None = None
        self._thread = threading.Thread(target=self._wait, args=(seconds,))
        self._thread.start()

    def _wait(self, seconds: float) -> None:
        try:
            self.found = self.listener.wait(STATE, lambda: self.stop, seconds)
        except (Cancelled, InputError) as problem:
            self.error = problem

    def end(self) -> None:
        """Wait until it has ended."""
        self._thread.join(10)
        assert not self._thread.is_alive()

    def say(self, request: bytes, family: str = "127.0.0.1") -> bytes:
        """What a connection that says this is answered."""
        with socket.create_connection((family, self.port), 5) as connection:
            connection.sendall(request)
            return read_all(connection)


def read_all(connection: socket.socket) -> bytes:
    """As a browser reads: to the end of the page, or until the other side ends it."""
    received = b""
    try:
        while piece := connection.recv(65536):
            received += piece
            before, end, page = received.partition(b"\r\n\r\n")
            length = before.rpartition(b"Content-Length: ")[2]
            if end and length.isdigit() and len(page) >= int(length):
                break
    except ConnectionResetError:
        pass
    return received


@contextmanager
def waiting(seconds: float = 20, connection_seconds: float = 1.0) -> Iterator[Waiting]:
    one = Waiting(seconds, connection_seconds)
    try:
        yield one
    finally:
        one.stop = True
        one.end()


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("family", ["127.0.0.1", pytest.param("::1", marks=NEEDS_IPV6)])
def test_the_code_arrives_on_either_family_and_the_listener_closes(family: str) -> None:
    with waiting() as one:
        answer = one.say(head(TRUE, one.port), family)
        one.end()
        assert one.found == Callback("code-canary")
        assert not is_listening(one.port)
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b"canary" not in answer
    for header in (b"Cache-Control: no-store", b"Referrer-Policy: no-referrer", b"default-src 'none'"):
        assert header in answer
    assert "canary" not in repr(one.found)


@pytest.mark.parametrize(
    "request_of",
    [
        lambda port: head(callback(code="x", state="another"), port),
        lambda port: head(callback(code="x", state=STATE[:-1]), port),
        lambda port: head(callback(code="x"), port),
        lambda port: head("/callback", port),
        lambda port: head(callback(state=STATE), port),
        lambda port: head(callback(code="", state=STATE), port),
        lambda port: head(callback(code="x" * 5000, state=STATE), port),
        lambda port: head(TRUE + "&state=again", port),
        lambda port: head(TRUE + "&code=again", port),
        lambda port: head(callback(error="access_denied", state="another"), port),
        lambda port: head("/favicon.ico", port),
        lambda port: head("/callback/?" + TRUE.partition("?")[2], port),
        lambda port: head("//callback?" + TRUE.partition("?")[2], port),
        lambda port: head(f"http://localhost:{port}{TRUE}", port),
        lambda port: head(TRUE, port, method="POST"),
        lambda port: head(TRUE, port, method="HEAD"),
        lambda port: head(TRUE, port, method="get"),
        lambda port: head(TRUE, port, host=f"127.0.0.1:{port}"),
        lambda port: head(TRUE, port, host=f"evil.example:{port}"),
        lambda port: head(TRUE, port, host="localhost"),
        lambda port: head(TRUE, port, f"Host: localhost:{port}"),
        lambda port: head(TRUE, port, "Origin: https://evil.example"),
        lambda port: head(TRUE, port, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"),
        lambda port: head(TRUE, port, "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"),
        lambda port: head(TRUE + "&iss=https%3A%2F%2Fevil.example", port),
        lambda port: head(TRUE + "&" + "a=b&" * 30, port),
        lambda _port: b"GET " + TRUE.encode() + b"\r\n\r\n",
        lambda _port: b"\x16\x03\x01\x00\xff\r\n\r\n",
        lambda _port: b"\r\n\r\n",
    ],
)
def test_anything_but_the_true_answer_is_turned_away_and_the_waiting_goes_on(request_of: object) -> None:
    assert callable(request_of)
    with waiting() as one:
        answer = one.say(request_of(one.port))
        assert answer.startswith(b"HTTP/1.1 404")
        assert b"canary" not in answer
        one.say(head(TRUE, one.port))
        one.end()
        assert one.found == Callback("code-canary")


def test_coming_back_from_xeros_page_is_a_cross_site_navigation_and_welcome() -> None:
    browser = ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")
    target = TRUE + "&scope=a+b&iss=https%3A%2F%2Fidentity.xero.com"
    page, found = answer_to(head(target, 8745, *browser), 8745, STATE, ("https://identity.xero.com",))
    assert (page, found) == (CONNECTED, Callback("code-canary"))


def test_no_state_is_no_match_for_no_state() -> None:
    assert answer_to(head(callback(code="x", state=""), 8745), 8745, "", ())[0] is NOT_FOUND


def test_declining_in_the_browser_ends_the_waiting_in_words() -> None:
    with waiting() as one:
        answer = one.say(head(callback(error="access_denied", state=STATE), one.port))
        one.end()
    assert DECLINED.title.encode() in answer
    assert isinstance(one.error, InputError)
    assert "declined" in one.error.title


def test_nobody_coming_ends_the_waiting_in_words() -> None:
    with waiting(seconds=0.2) as one:
        one.end()
    assert isinstance(one.error, InputError)
    assert "Nobody confirmed" in one.error.title
    assert not is_listening(one.port)


def test_stopping_ends_the_waiting_at_once() -> None:
    with waiting() as one:
        one.stop = True
        began = time.monotonic()
        one.end()
    assert isinstance(one.error, Cancelled)
    assert time.monotonic() - began < 8


def test_a_code_is_taken_once() -> None:
    with waiting() as one:
        one.say(head(TRUE, one.port))
        one.end()
        with pytest.raises(OSError, match="refused"):
            one.say(head(TRUE, one.port))


def test_a_crowd_of_slow_and_idle_connections_does_not_hold_up_the_browser() -> None:
    with waiting(connection_seconds=60) as one, ExitStack() as crowd:
        for number in range(20):
            slow = crowd.enter_context(closing(socket.create_connection(("127.0.0.1", one.port), 5)))
            if number % 2:
                slow.sendall(b"GET /callback?code=")
        began = time.monotonic()
        one.say(head(TRUE, one.port))
        one.end()
        assert time.monotonic() - began < 8
        assert one.found is not None


def test_a_head_in_pieces_is_put_together_and_one_without_end_is_dropped() -> None:
    with waiting() as one:
        with socket.create_connection(("127.0.0.1", one.port), 5) as endless:
            endless.sendall(b"GET /callback HTTP/1.1\r\nX: " + b"a" * 20_000)
            assert read_all(endless) == b""
        with socket.create_connection(("127.0.0.1", one.port), 5) as gone:
            gone.sendall(b"GET /call")
        whole = head(TRUE, one.port)
        with socket.create_connection(("127.0.0.1", one.port), 5) as slow:
            for place in range(0, len(whole), 20):
                slow.sendall(whole[place : place + 20])
                time.sleep(0.01)
            assert read_all(slow).startswith(b"HTTP/1.1 200")
        one.end()
        assert one.found is not None


def test_a_connection_that_says_nothing_is_dropped_after_a_while() -> None:
    with waiting() as one, socket.create_connection(("127.0.0.1", one.port), 10) as idle:
        began = time.monotonic()
        assert read_all(idle) == b""
        assert 0.5 < time.monotonic() - began < 8


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("family", "address"),
    [
        (socket.AF_INET, "127.0.0.1"),
        (socket.AF_INET, "0.0.0.0"),
        pytest.param(socket.AF_INET6, "::1", marks=NEEDS_IPV6),
    ],
)
def test_a_port_that_is_taken_on_one_family_is_left_alone(family: socket.AddressFamily, address: str) -> None:
    taken, free = free_port(), free_port()
    with socket.socket(family, socket.SOCK_STREAM) as squatter:
        squatter.bind((address, taken))
        squatter.listen()
        with CallbackListener((taken, free)) as listener:
            assert listener.port == free


def test_where_no_port_is_free_the_ports_are_named() -> None:
    taken = free_port()
    with socket.create_server(("127.0.0.1", taken)), pytest.raises(InputError, match=str(taken)):
        CallbackListener((taken,))


def test_the_same_port_is_free_again_right_after_a_sign_in() -> None:
    port = free_port()
    for _round in range(3):
        listener = CallbackListener((port,))
        assert listener.port == port
        with ThreadPoolExecutor(1) as pool, socket.create_connection(("127.0.0.1", port), 5) as idle:
            idle.sendall(b"GET /x")
            found = pool.submit(listener.wait, STATE, lambda: False, 5)
            with socket.create_connection(("127.0.0.1", port), 5) as browser:
                browser.sendall(head(TRUE, port))
                assert read_all(browser)
            assert found.result(5) == Callback("code-canary")


def test_the_registered_ports_are_the_five() -> None:
    assert REDIRECT_PORTS == (8745, 8746, 8747, 8748, 8749)


@given(st.binary(max_size=400))
def test_any_bytes_at_all_get_a_page_and_no_code(content: bytes) -> None:
    page, found = answer_to(content, 8745, STATE, ())
    assert page is NOT_FOUND
    assert found is None
