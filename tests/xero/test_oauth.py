"""The sign-in protocol: what is asked, what is sent, what each answer means."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from safe_desktop.errors import InputError, NotConnected, OfflineError
from safe_desktop.xero import oauth
from safe_desktop.xero.addresses import DEFAULT_SCOPES, Addresses
from safe_desktop.xero.tokens import TokenSet, event_id_in, from_bytes, to_bytes
from safe_desktop.xero.transport import open_http
from tests.xero.canned import HERE, in_turn
from tests.xero.moved_clock import MovedClock
from tests.xero.rotating_identity import RotatingIdentity, access_token

CLOCK = MovedClock()
OLD = TokenSet("access-canary", "refresh-0-canary", CLOCK.now(), 1800, ("offline_access",))
REAL = Addresses(client_id="CLIENT")


def test_the_link_asks_for_a_code_with_pkce_and_the_least_scopes() -> None:
    attempt = oauth.new_attempt(REAL, 8746)
    parts = urlsplit(attempt.link)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://login.xero.com/identity/connect/authorize"
    challenge = base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest()).decode().rstrip("=")
    assert asked == {
        "response_type": "code",
        "client_id": "CLIENT",
        "redirect_uri": "http://localhost:8746/callback",
        "scope": " ".join(DEFAULT_SCOPES),
        "state": attempt.state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    assert 43 <= len(attempt.verifier) <= 128
    assert attempt.verifier not in attempt.link


def test_no_two_attempts_share_a_secret_and_none_shows_when_printed() -> None:
    one, two = oauth.new_attempt(REAL, 8745), oauth.new_attempt(REAL, 8745)
    assert one.state != two.state
    assert one.verifier != two.verifier
    assert one.state not in repr(one)
    assert one.verifier not in repr(one)


def test_without_a_client_id_there_is_no_link() -> None:
    with pytest.raises(InputError, match="client id"):
        oauth.new_attempt(Addresses(), 8745)


def test_a_code_is_exchanged_with_the_verifier_and_no_secret() -> None:
    identity = RotatingIdentity()
    attempt = oauth.new_attempt(HERE, 8745)
    with open_http(identity.transport()) as http:
        tokens = oauth.exchange(http, HERE, CLOCK, attempt, "code-1")
    assert identity.forms == [
        {
            "grant_type": "authorization_code",
            "client_id": "C",
            "code": "code-1",
            "redirect_uri": "http://localhost:8745/callback",
            "code_verifier": attempt.verifier,
        }
    ]
    assert (tokens.refresh, tokens.event_id) == (identity.live, "event-1")
    assert tokens.scopes == ("offline_access", "accounting.invoices")
    assert tokens.expires_at == CLOCK.now() + timedelta(seconds=1800)


@pytest.mark.parametrize("body", [b'{"error":"invalid_grant"}', b"<html>"])
def test_a_code_that_xero_does_not_take_is_told(body: bytes) -> None:
    with open_http(httpx.MockTransport(in_turn(httpx.Response(400, content=body)))) as http, pytest.raises(InputError):
        oauth.exchange(http, HERE, CLOCK, oauth.new_attempt(HERE, 8745), "code-1")


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500),
        httpx.Response(200, content=b"<html>hotel</html>"),
        httpx.Response(200, content=b'{"access_token":""}'),
        httpx.Response(200, content=b'{"access_token":"a-canary","token_type":"mac"}'),
        httpx.Response(200, content=b'{"access_token":"a-canary"}'),
        httpx.Response(200, content=b'{"access_token":"a-canary","expires_in":"soon"}'),
        httpx.Response(400, content=b'{"error":"temporarily_unavailable"}'),
        httpx.Response(429),
    ],
)
def test_a_refresh_without_proper_tokens_can_be_tried_again_and_shows_none(answer: httpx.Response) -> None:
    with open_http(httpx.MockTransport(in_turn(answer))) as http, pytest.raises(OfflineError) as problem:
        oauth.refresh(http, HERE, CLOCK, OLD, OLD.refresh)
    assert "canary" not in str(problem.value) + repr(problem.value.__cause__)


@pytest.mark.parametrize("error", ["invalid_grant", "invalid_client", "unauthorized_client"])
def test_a_refresh_that_xero_refuses_is_final(error: str) -> None:
    answer = httpx.Response(400, json={"error": error})
    with open_http(httpx.MockTransport(in_turn(answer))) as http, pytest.raises(NotConnected, match="has ended"):
        oauth.refresh(http, HERE, CLOCK, OLD, OLD.refresh)


def test_a_refresh_keeps_the_token_before_for_its_grace() -> None:
    with open_http(RotatingIdentity().transport()) as http:
        renewed = oauth.refresh(http, HERE, CLOCK, OLD, OLD.refresh)
    assert renewed.previous_refresh == OLD.refresh
    assert renewed.previous_is_in_grace(CLOCK.now() + timedelta(minutes=29))
    assert not renewed.previous_is_in_grace(CLOCK.now() + timedelta(minutes=31))
    assert not OLD.previous_is_in_grace(CLOCK.now())


def test_an_absurd_life_is_cut_down() -> None:
    answer = httpx.Response(200, json={"access_token": "a", "refresh_token": "r", "expires_in": 10**12})
    with open_http(httpx.MockTransport(in_turn(answer))) as http:
        renewed = oauth.refresh(http, HERE, CLOCK, OLD, OLD.refresh)
    assert renewed.lifetime_seconds == 24 * 3600
    assert renewed.scopes == OLD.scopes


def test_revoking_sends_the_refresh_token_and_wants_a_yes() -> None:
    identity = RotatingIdentity()
    with open_http(identity.transport()) as http:
        oauth.revoke(http, HERE, CLOCK, OLD.refresh)
    assert identity.revoked == [OLD.refresh]
    with open_http(httpx.MockTransport(in_turn(httpx.Response(503)))) as http, pytest.raises(OfflineError):
        oauth.revoke(http, HERE, CLOCK, OLD.refresh)


def test_tokens_are_fresh_for_four_fifths_of_their_life_and_never_before_they_were_obtained() -> None:
    now = CLOCK.now()
    assert OLD.is_fresh(now)
    assert OLD.is_fresh(now + timedelta(minutes=23))
    assert not OLD.is_fresh(now + timedelta(minutes=24))
    assert not OLD.is_fresh(now - timedelta(seconds=1))


def test_tokens_come_back_as_they_were_written_down_and_do_not_show_when_printed() -> None:
    assert from_bytes(to_bytes(OLD)) == OLD
    assert "canary" not in repr(OLD)
    naive = to_bytes(TokenSet("a", "r", datetime(2026, 1, 1), 1))  # noqa: DTZ001 - the fault that is meant
    for wrong in (b"", b"{}", b'{"access":"a-canary"}', naive):
        with pytest.raises(ValueError, match="cannot be read") as problem:
            from_bytes(wrong)
        assert "canary" not in repr(problem.value.__cause__)


@pytest.mark.parametrize("token", ["", "opaque", "a.b", "a.!!!!.c", "a.bnVsbA.c", "a.e30.c"])
def test_a_token_without_the_number_of_the_consent_has_none(token: str) -> None:
    assert event_id_in(token) == ""
    assert event_id_in(access_token("x")) == "event-1"


def test_xero_is_at_its_own_addresses_unless_the_environment_says_otherwise() -> None:
    addresses = Addresses.from_environment({"SAFE_XERO_CLIENT_ID": " abc "})
    assert (addresses.client_id, addresses.is_practice) == ("abc", False)
    assert addresses.token == "https://identity.xero.com/connect/token"
    assert addresses.accounting == "https://api.xero.com/api.xro/2.0"
    assert addresses.connections == "https://api.xero.com/connections"
    assert datetime.now(UTC).year > 2000


def _at(address: str) -> dict[str, str]:
    return dict.fromkeys(("SAFE_XERO_LOGIN_URL", "SAFE_XERO_IDENTITY_URL", "SAFE_XERO_API_URL"), address)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:99", "http://localhost:99/", "http://[::1]:99", "http://127.9.9.9"]
)
def test_plain_http_on_this_machine_is_a_practice_xero(address: str) -> None:
    addresses = Addresses.from_environment({**_at(address), "SAFE_XERO_SCOPES": "offline_access openid"})
    assert addresses.is_practice
    assert addresses.login == address.rstrip("/")
    assert addresses.scopes == ("offline_access", "openid")


@pytest.mark.parametrize(
    "address",
    [
        "http://xero.example",
        "http://192.168.1.5:99",
        "http://127.0.0.1.example",
        "http://localhost.example",
        "ftp://127.0.0.1",
        "https://",
        "https://user:pass@xero.example",
        "https://xero.example/?a=b",
        "https://xero.example:99999",
        "https://xero.example:port",
        "https://[::1",
        "javascript:alert(1)",
        "xero",
    ],
)
def test_an_address_that_may_not_be_used_is_refused_by_its_variable(address: str) -> None:
    with pytest.raises(InputError, match="SAFE_XERO_LOGIN_URL"):
        Addresses.from_environment(_at(address))


def test_the_real_xero_and_a_practice_one_are_never_mixed() -> None:
    with pytest.raises(InputError, match="some are not"):
        Addresses.from_environment({"SAFE_XERO_API_URL": "http://127.0.0.1:99"})
    elsewhere = Addresses.from_environment({"SAFE_XERO_API_URL": "https://proxy.example/xero"})
    assert elsewhere.accounting == "https://proxy.example/xero/api.xro/2.0"
