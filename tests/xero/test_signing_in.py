"""The whole of a sign-in: the browser comes back, tokens come, an organisation is confirmed or all is revoked."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from filelock import FileLock

from safe_desktop.domain.theirs import Connection
from safe_desktop.errors import Cancelled, InputError, NotConnected
from safe_desktop.xero.addresses import Addresses
from safe_desktop.xero.session import XeroAuth
from safe_desktop.xero.signing_in import SignIn, sign_out
from safe_desktop.xero.tokens import TokenSet
from safe_desktop.xero.transport import open_http
from safe_desktop.xero.vault import PracticeVault
from tests.xero.canned import HERE, guid
from tests.xero.moved_clock import MovedClock
from tests.xero.rotating_identity import RotatingIdentity

CLOCK = MovedClock()


class Xero(RotatingIdentity):
    """The sign-in service with a list of what may be reached."""

    def __init__(self) -> None:
        super().__init__()
        self.reached: object = [connection(1, "Fern", "ORGANISATION"), connection(2, "Practice", "PRACTICE")]
        self.of_this_consent: object | None = None
        self.asked: list[str] = []
        self.deleted: list[str] = []
        self.delete_status = 204

    def handle(self, request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE":
            self.deleted.append(request.url.path)
            return httpx.Response(self.delete_status)
        if request.url.path == "/connections":
            self.asked.append(str(request.url.params))
            is_narrow = "authEventId" in request.url.params
            body = self.of_this_consent if is_narrow and self.of_this_consent is not None else self.reached
            return httpx.Response(200, json=body)
        return super().handle(request)


def connection(number: int, name: str, kind: str) -> dict[str, str]:
    return {"id": guid(number), "tenantId": guid(100 + number), "tenantName": name, "tenantType": kind}


def come_back(link: str, **fields: str) -> None:
    """The browser goes to the redirect address of the link."""
    asked = {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}
    query = {"state": asked["state"], **(fields or {"code": "code-1"})}
    httpx.get(asked["redirect_uri"], params=query)


@contextmanager
def signing_in(xero: Xero, **fields: str) -> Iterator[SignIn]:
    with SignIn(HERE, CLOCK, xero.transport(), (0,)) as attempt:
        browser = threading.Thread(target=come_back, args=(attempt.link,), kwargs=fields)
        browser.start()
        yield attempt
        browser.join(10)


def test_a_sign_in_gives_the_organisations_and_keeps_nothing_until_confirmed(tmp_path: Path) -> None:
    xero = Xero()
    vault = PracticeVault(tmp_path / "tokens.json")
    with signing_in(xero) as attempt:
        assert attempt.wait() == [Connection(guid(1), guid(101), "Fern")]
        assert vault.load() is None
        attempt.keep(vault, tmp_path / "renewal.lock")
    stored = vault.load()
    assert stored is not None
    assert stored.refresh == xero.live
    assert xero.revoked == []


def test_a_new_sign_in_waits_until_a_renewal_is_over_that_would_write_the_old_one_over_it(tmp_path: Path) -> None:
    xero = Xero()
    vault, lock = PracticeVault(tmp_path / "tokens.json"), tmp_path / "renewal.lock"
    with signing_in(xero) as attempt:
        attempt.wait()
        with FileLock(lock):
            keeping = threading.Thread(target=attempt.keep, args=(vault, lock))
            keeping.start()
            keeping.join(0.3)
            assert keeping.is_alive()
            assert vault.load() is None
        keeping.join(10)
        assert vault.load() is not None
    assert xero.asked == ["authEventId=event-1"]


def test_where_the_consent_names_none_all_that_may_be_reached_are_shown() -> None:
    xero = Xero()
    xero.of_this_consent = []
    with signing_in(xero) as attempt:
        assert [found.name for found in attempt.wait()] == ["Fern"]
    assert xero.asked == ["authEventId=event-1", ""]


def test_if_nobody_confirms_the_grant_is_revoked() -> None:
    xero = Xero()
    with signing_in(xero) as attempt:
        attempt.wait()
    assert xero.revoked == [xero.live]


def test_no_organisation_is_told_and_revoked() -> None:
    xero = Xero()
    xero.reached = [connection(2, "Practice", "PRACTICE")]
    with signing_in(xero) as attempt, pytest.raises(InputError, match="No organisation was connected"):
        attempt.wait()
    assert xero.revoked == [xero.live]


def test_a_list_of_organisations_that_cannot_be_read_is_told_and_revoked() -> None:
    xero = Xero()
    xero.reached = {"not": "a list"}
    with signing_in(xero) as attempt, pytest.raises(InputError, match="could not be read"):
        attempt.wait()
    assert xero.revoked == [xero.live]


def test_declined_consent_grants_nothing_and_revokes_nothing() -> None:
    xero = Xero()
    with signing_in(xero, error="access_denied") as attempt, pytest.raises(InputError, match="declined"):
        attempt.wait()
    assert (xero.forms, xero.revoked) == ([], [])


def test_stopping_leaves_nothing_open() -> None:
    xero = Xero()
    with SignIn(HERE, CLOCK, xero.transport(), (0,)) as attempt:
        port = urlsplit(parse_qs(urlsplit(attempt.link).query)["redirect_uri"][0]).port
        with pytest.raises(Cancelled):
            attempt.wait(lambda: True)
        with pytest.raises(NotConnected):
            attempt.keep(PracticeVault(Path("never")), Path("never"))
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/")


def test_without_a_client_id_the_port_is_given_back() -> None:
    with pytest.raises(InputError, match="client id"):
        SignIn(Addresses(), CLOCK, Xero().transport(), (0,))


def test_a_sign_in_without_lasting_access_is_not_kept(tmp_path: Path) -> None:
    xero = Xero()
    xero.answer = httpx.Response(200, json={"access_token": "a-canary"})
    with signing_in(xero) as attempt:
        attempt.wait()
        with pytest.raises(InputError, match="offline_access"):
            attempt.keep(PracticeVault(tmp_path / "tokens.json"), tmp_path / "renewal.lock")
    assert xero.revoked == []
    assert not (tmp_path / "tokens.json").exists()


def test_a_revocation_that_fails_ends_the_attempt_all_the_same() -> None:
    xero = Xero()

    def failing(request: httpx.Request) -> httpx.Response:
        return httpx.Response(500) if "revocation" in request.url.path else xero.handle(request)

    with SignIn(HERE, CLOCK, httpx.MockTransport(failing), (0,)) as attempt:
        browser = threading.Thread(target=come_back, args=(attempt.link,))
        browser.start()
        attempt.wait()
        attempt.forget()
        browser.join(10)


def signed_out(
    folder: Path, xero: Xero, handle: Callable[[httpx.Request], httpx.Response] | None = None, others_stay: bool = False
) -> bool:
    vault = PracticeVault(folder / "tokens.json")
    vault.save(TokenSet(xero.access, xero.live, CLOCK.now(), 1800))
    transport = httpx.MockTransport(handle or xero.handle)
    with open_http(transport) as http:
        auth = XeroAuth(vault, HERE, CLOCK, http, folder / "tokens.lock")
        confirmed = sign_out(HERE, CLOCK, vault, auth, guid(1), others_stay=others_stay, transport=transport)
    assert vault.load() is None
    return confirmed


def test_disconnecting_removes_the_connection_revokes_and_forgets(tmp_path: Path) -> None:
    xero = Xero()
    assert signed_out(tmp_path, xero)
    assert xero.deleted == [f"/connections/{guid(1)}"]
    assert xero.revoked == [xero.live]


def test_disconnecting_one_book_leaves_the_connections_of_others(tmp_path: Path) -> None:
    xero = Xero()
    assert signed_out(tmp_path, xero, others_stay=True)
    assert xero.deleted == [f"/connections/{guid(1)}"]
    assert xero.revoked == []


@pytest.mark.parametrize("status", [500, 403])
def test_what_xero_does_not_confirm_is_told_and_forgotten_here_all_the_same(tmp_path: Path, status: int) -> None:
    xero = Xero()
    xero.delete_status = status
    assert not signed_out(tmp_path, xero)
    assert not signed_out(tmp_path, xero, lambda _request: httpx.Response(503))

    def offline(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)

    assert not signed_out(tmp_path, xero, offline)


def test_a_dead_sign_in_can_be_disconnected(tmp_path: Path) -> None:
    xero = Xero()

    def ended(request: httpx.Request) -> httpx.Response:
        if "token" in request.url.path:
            return httpx.Response(400, json={"error": "invalid_grant"})
        return httpx.Response(401 if request.method == "DELETE" else 200)

    assert not signed_out(tmp_path, xero, ended)
    assert xero.revoked == []
