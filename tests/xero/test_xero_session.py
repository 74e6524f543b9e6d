"""Tokens on every call: one refresh for many callers, saved before use, never in a circle."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from filelock import FileLock

from safe_desktop.errors import NotConnected, OfflineError, VaultError
from safe_desktop.xero.redaction import Redactor
from safe_desktop.xero.session import XeroAuth
from safe_desktop.xero.tokens import TokenSet
from safe_desktop.xero.transport import Call, open_http, send
from safe_desktop.xero.vault import PracticeVault
from tests.xero.canned import HERE
from tests.xero.moved_clock import MovedClock
from tests.xero.rotating_identity import RotatingIdentity


class Signed:
    """A stored sign-in, its service and what uses them."""

    def __init__(self, folder: Path, identity: RotatingIdentity) -> None:
        self.clock = MovedClock()
        self.identity = identity
        self.vault = PracticeVault(folder / "tokens.json")
        self.vault.save(TokenSet(identity.access, identity.live, self.clock.now(), 1800))
        self.lock_path = folder / "tokens.lock"
        self.http = open_http(identity.transport())
        self.redactor = Redactor()
        self.auth = self.another_auth()

    def another_auth(self) -> XeroAuth:
        """What another process would have: the same vault, nothing in memory."""
        return XeroAuth(self.vault, HERE, self.clock, self.http, self.lock_path, self.redactor)

    def call(self, auth: XeroAuth | None = None, is_write: bool = False) -> int:
        """The status of one call with a token."""
        call = Call("PUT" if is_write else "GET", "http://127.0.0.1:9/api", is_write=is_write)
        return send(self.http, call, self.clock, auth or self.auth).status


@pytest.fixture
def signed(tmp_path: Path) -> Iterator[Signed]:
    signed = Signed(tmp_path, RotatingIdentity())
    yield signed
    signed.http.close()


def test_a_fresh_token_is_used_without_asking_anybody(signed: Signed) -> None:
    assert [signed.call(), signed.call()] == [200, 200]
    assert signed.identity.forms == []


def test_a_token_is_renewed_at_four_fifths_of_its_life_and_saved_before_it_is_used(signed: Signed) -> None:
    assert signed.call() == 200
    signed.clock.move(1441)
    saved_at_call: list[str] = []
    handle = signed.identity.handle

    def watching(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api":
            stored = signed.vault.load()
            assert stored is not None
            saved_at_call.append(stored.refresh)
        return handle(request)

    with open_http(httpx.MockTransport(watching)) as http:
        call = Call("GET", "http://127.0.0.1:9/api")
        assert send(http, call, signed.clock, signed.auth).status == 200
    assert saved_at_call == ["refresh-1-canary"]
    assert len(signed.identity.forms) == 1


def test_three_threads_with_a_stale_token_make_one_refresh(signed: Signed) -> None:
    signed.clock.move(3600)
    gate = threading.Barrier(3)

    def go(_number: int) -> int:
        gate.wait()
        return signed.call()

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(go, range(3))) == [200, 200, 200]
    assert len(signed.identity.forms) == 1


def test_two_programs_share_one_refresh(signed: Signed) -> None:
    other = signed.another_auth()
    assert (signed.call(), signed.call(other)) == (200, 200)
    signed.clock.move(1500)
    assert signed.call() == 200
    assert signed.call(other) == 200
    assert len(signed.identity.forms) == 1


def test_a_token_that_xero_takes_for_stale_is_renewed_once(signed: Signed) -> None:
    signed.vault.save(TokenSet("revoked-canary", signed.identity.live, signed.clock.now(), 1800))
    assert signed.call(is_write=True) == 200
    assert len(signed.identity.forms) == 1
    assert len(signed.identity.api_calls) == 2


def test_a_second_401_ends_the_call_and_asks_nothing_more(signed: Signed) -> None:
    def refusing(request: httpx.Request) -> httpx.Response:
        answer = signed.identity.handle(request)
        return httpx.Response(401, json={}) if request.url.path == "/api" else answer

    with open_http(httpx.MockTransport(refusing)) as http:
        assert send(http, Call("GET", "http://127.0.0.1:9/api"), signed.clock, signed.auth).status == 401
    assert len(signed.identity.forms) == 1
    assert len(signed.identity.api_calls) == 2


def test_the_body_of_a_401_is_not_fetched_as_another_try_follows(signed: Signed) -> None:
    class Endless(httpx.SyncByteStream):
        """A body that may be closed, never read."""

        is_closed = False

        def __iter__(self) -> Iterator[bytes]:
            raise AssertionError("the body was read")

        def close(self) -> None:
            self.is_closed = True

    body = Endless()

    def refusing(request: httpx.Request) -> httpx.Response:
        answer = signed.identity.handle(request)
        is_first = len(signed.identity.api_calls) == 1 and request.url.path == "/api"
        return httpx.Response(401, headers={"content-encoding": "gzip"}, stream=body) if is_first else answer

    with open_http(httpx.MockTransport(refusing)) as http:
        assert send(http, Call("GET", "http://127.0.0.1:9/api"), signed.clock, signed.auth).status == 200
    assert body.is_closed


def test_a_missing_permission_is_no_reason_to_refresh(signed: Signed) -> None:
    def lacking(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(401, headers={"WWW-Authenticate": "Bearer error=insufficent_scope"})

    with open_http(httpx.MockTransport(lacking)) as http:
        assert send(http, Call("GET", "http://127.0.0.1:9/api"), signed.clock, signed.auth).status == 401
    assert signed.identity.forms == []


def test_a_refresh_whose_answer_was_lost_is_made_good_by_the_old_token(tmp_path: Path) -> None:
    signed = Signed(tmp_path, RotatingIdentity(grace=True))
    signed.identity.lose = 1
    signed.clock.move(3600)
    with pytest.raises(OfflineError):
        signed.call(is_write=True)
    assert signed.identity.api_calls == []
    assert signed.call() == 200
    assert [form["refresh_token"] for form in signed.identity.forms] == ["refresh-0-canary", "refresh-0-canary"]
    signed.http.close()


def test_the_token_before_is_tried_within_its_grace_when_the_newest_is_refused(tmp_path: Path) -> None:
    signed = Signed(tmp_path, RotatingIdentity())
    stored = signed.vault.load()
    assert stored is not None
    lost = replace(stored, refresh="never-arrived-canary", previous_refresh=stored.refresh, lifetime_seconds=0)
    signed.vault.save(lost)
    assert signed.call() == 200
    assert [form["refresh_token"] for form in signed.identity.forms] == ["never-arrived-canary", "refresh-0-canary"]
    signed.vault.save(lost)
    signed.clock.move(31 * 60)
    with pytest.raises(NotConnected):
        signed.call(signed.another_auth())
    signed.http.close()


def test_when_neither_token_is_taken_the_sign_in_has_ended(signed: Signed) -> None:
    signed.vault.save(TokenSet("old", "unknown-canary", signed.clock.now(), 0, previous_refresh="unheard-canary"))
    for _call in range(2):
        with pytest.raises(NotConnected, match="has ended"):
            signed.call()
    assert [form["refresh_token"] for form in signed.identity.forms] == ["unknown-canary", "unheard-canary"]


def test_a_revoked_sign_in_is_told_once_and_not_asked_about_again(signed: Signed) -> None:
    signed.identity.live = "somebody-elses"
    signed.clock.move(3600)
    for _call in range(3):
        with pytest.raises(NotConnected, match="has ended"):
            signed.call()
    assert len(signed.identity.forms) == 1
    assert signed.identity.api_calls == []


def test_after_a_new_sign_in_the_dead_one_is_forgotten(signed: Signed) -> None:
    dead = signed.vault.load()
    assert dead is not None
    signed.identity.live = "new-canary"
    signed.clock.move(3600)
    with pytest.raises(NotConnected):
        signed.call()
    signed.vault.save(TokenSet(signed.identity.access, signed.identity.live, signed.clock.now(), 1800))
    assert signed.call() == 200


def test_a_book_without_a_sign_in_is_not_connected(signed: Signed) -> None:
    signed.vault.forget()
    with pytest.raises(NotConnected, match="not connected to Xero"):
        signed.call()


def test_a_sign_in_without_a_refresh_token_ends_with_its_life(signed: Signed) -> None:
    signed.vault.save(TokenSet(signed.identity.access, "", signed.clock.now(), 1800))
    assert signed.call() == 200
    signed.clock.move(1800)
    with pytest.raises(NotConnected, match="has ended"):
        signed.call()


def test_the_wall_clock_decides_nothing_while_the_program_runs(signed: Signed) -> None:
    assert signed.call() == 200
    signed.clock.jump(10 * 365 * 86400)
    assert signed.call() == 200
    signed.clock.jump(-20 * 365 * 86400)
    assert signed.call() == 200
    assert signed.identity.forms == []
    signed.clock.move(1441)
    assert signed.call() == 200
    assert len(signed.identity.forms) == 1


def test_a_disk_that_takes_no_token_sends_nothing(signed: Signed) -> None:
    class FullVault(PracticeVault):
        def save(self, tokens: TokenSet) -> None:
            raise VaultError("The sign-in cannot be stored or read.", "No space left on device.")

    signed.clock.move(3600)
    auth = XeroAuth(
        FullVault(signed.lock_path.parent / "tokens.json"), HERE, signed.clock, signed.http, signed.lock_path
    )
    with pytest.raises(VaultError):
        signed.call(auth, is_write=True)
    assert signed.identity.api_calls == []


def test_a_folder_that_takes_no_lock_sends_nothing(signed: Signed) -> None:
    no_folder = signed.lock_path.parent / "tokens.json" / "below.lock"
    auth = XeroAuth(signed.vault, HERE, signed.clock, signed.http, no_folder)
    with pytest.raises(VaultError, match="cannot be renewed"):
        signed.call(auth, is_write=True)
    assert signed.identity.api_calls == []


def test_a_program_that_holds_the_lock_for_long_is_named(signed: Signed) -> None:
    auth = XeroAuth(signed.vault, HERE, signed.clock, signed.http, signed.lock_path, lock_seconds=0.05)
    with FileLock(signed.lock_path), pytest.raises(OfflineError, match="Another copy"):
        signed.call(auth)


def test_the_log_filter_learns_every_token_that_is_used(signed: Signed) -> None:
    signed.clock.move(3600)
    assert signed.call() == 200
    stored = signed.vault.load()
    assert stored is not None
    for secret in (stored.access, stored.refresh, "refresh-0-canary"):
        assert secret not in signed.redactor.hide(f"said {secret}.")
