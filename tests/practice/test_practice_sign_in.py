"""Signing in to the practice Xero: checklist 1 to 9."""

import base64
import hashlib
import json
import secrets
import urllib.parse
from typing import Any

import httpx
import pytest

from tests.practice.practice_process import (
    REDIRECT,
    SCOPES,
    PracticeProcess,
    authorise_link,
    consent,
)

VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def link(xero: PracticeProcess, scopes: str = SCOPES, **more: str) -> str:
    base = authorise_link(xero.address, xero.client_id, scopes, CHALLENGE)
    address, _, query = base.partition("?")
    return f"{address}?{urllib.parse.urlencode({**dict(urllib.parse.parse_qsl(query)), **more})}"


def redirected(back: str) -> dict[str, str]:
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(back).query))


def exchange(xero: PracticeProcess, code: str, **more: str) -> httpx.Response:
    form = {"grant_type": "authorization_code", "client_id": xero.client_id, "code": code}
    return xero.http.post("/connect/token", data={**form, "redirect_uri": REDIRECT, "code_verifier": VERIFIER, **more})


def refresh(xero: PracticeProcess, token: str, **more: str) -> httpx.Response:
    form = {"grant_type": "refresh_token", "client_id": xero.client_id, "refresh_token": token}
    return xero.http.post("/connect/token", data={**form, **more})


def claims(token: str) -> dict[str, Any]:
    part = token.split(".")[1]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


@pytest.mark.checklist(1, "documented")
@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "nobody"},
        {"redirect_uri": "http://localhost:8745/callback/"},
        {"redirect_uri": "http://localhost:8750/callback"},
        {"redirect_uri": "http://127.0.0.1:8745/callback"},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
        {"code_challenge": ""},
    ],
)
def test_a_wrong_authorise_link_shows_a_page_and_never_redirects(xero: PracticeProcess, wrong: dict[str, str]) -> None:
    answer = httpx.get(link(xero, **wrong))
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.checklist(2, "documented")
def test_registration_takes_localhost_and_https_only_and_at_most_fifty(xero: PracticeProcess) -> None:
    for address in ("http://127.0.0.1:1/cb", "myapp://cb", "https://*.example.com/cb", "http://example.com/cb"):
        body = json.dumps({"client_id": "X", "redirect_uris": [address]})
        assert xero.http.post("/practice/api/clients", content=body).status_code == 400, address
    fifty = [f"http://localhost:{port}/cb" for port in range(9000, 9050)]
    xero.admin("clients", {"client_id": "FIFTY", "redirect_uris": fifty})
    body = json.dumps({"client_id": "FIFTY", "redirect_uris": [*fifty, "https://one.more/cb"]})
    assert xero.http.post("/practice/api/clients", content=body).status_code == 400


@pytest.mark.checklist(3, "documented")
def test_broad_and_unknown_scopes_are_refused_unless_the_app_is_a_legacy_one(xero: PracticeProcess) -> None:
    for scopes in ("openid accounting.transactions", "openid accounting.everything", ""):
        answer = httpx.get(link(xero, scopes))
        assert answer.status_code == 400
        assert "invalid_scope" in answer.text
    xero.admin("clients", {"client_id": "LEGACY", "redirect_uris": [REDIRECT], "broad_scopes": True})
    assert httpx.get(link(xero, "openid accounting.transactions", client_id="LEGACY")).status_code == 200


@pytest.mark.checklist(4, "documented")
def test_state_comes_back_unchanged_and_cancelling_says_access_denied(xero: PracticeProcess) -> None:
    state = "a b&c=ü/" + secrets.token_urlsafe(8)
    assert redirected(consent(link(xero, state=state)))["state"] == state
    cancelled = redirected(consent(link(xero, state=state), decision="cancel"))
    assert cancelled == {"error": "access_denied", "state": state}


@pytest.mark.checklist(5, "documented")
def test_a_code_is_good_once_for_five_minutes_with_its_own_verifier_and_address(xero: PracticeProcess) -> None:
    def code() -> str:
        return redirected(consent(link(xero)))["code"]

    first = code()
    assert exchange(xero, first).status_code == 200
    refused = [
        exchange(xero, first),
        exchange(xero, code(), code_verifier="w" * 64),
        exchange(xero, code(), code_verifier="v" * 42),
        exchange(xero, code(), code_verifier="v" * 129),
        exchange(xero, code(), code_verifier="v" * 60 + "+/= "),
        exchange(xero, code(), redirect_uri="http://localhost:8746/callback"),
        exchange(xero, "made up"),
    ]
    late = code()
    xero.admin("clock", {"advance_seconds": 301})
    refused.append(exchange(xero, late))
    assert [(answer.status_code, answer.json()) for answer in refused] == [(400, {"error": "invalid_grant"})] * 8
    assert exchange(xero, code(), client_id="nobody").json() == {"error": "invalid_client"}


@pytest.mark.checklist(6, "documented")
def test_the_token_reply_has_what_was_asked_for_and_real_claims(xero: PracticeProcess) -> None:
    reply = exchange(xero, redirected(consent(link(xero)))["code"]).json()
    assert (reply["expires_in"], reply["token_type"]) == (1800, "Bearer")
    access, identity = claims(reply["access_token"]), claims(reply["id_token"])
    assert access["exp"] - access["nbf"] == 1800
    assert {"xero_userid", "authentication_event_id", "scope", "client_id"} <= set(access)
    assert "accounting.invoices" in access["scope"]
    assert identity["exp"] - identity["nbf"] == 300
    assert identity["email"] == "pat@practice.example"


@pytest.mark.checklist(6, "documented")
def test_without_offline_access_and_openid_there_is_no_refresh_and_no_id_token(xero: PracticeProcess) -> None:
    xero.admin("clients", {"client_id": "PLAIN", "redirect_uris": [REDIRECT], "certified": True})
    back = consent(link(xero, "accounting.contacts", client_id="PLAIN"))
    reply = exchange(xero, redirected(back)["code"], client_id="PLAIN").json()
    assert "refresh_token" not in reply
    assert "id_token" not in reply


@pytest.mark.checklist(6, "documented")
def test_the_published_key_signs_the_tokens(xero: PracticeProcess) -> None:
    from joserfc import jwt
    from joserfc.jwk import KeySet

    found = xero.http.get("/.well-known/openid-configuration").json()
    keys = KeySet.import_key_set(httpx.get(found["jwks_uri"]).json())
    reply = exchange(xero, redirected(consent(link(xero)))["code"]).json()
    assert jwt.decode(reply["id_token"], keys).claims["iss"] == found["issuer"]


@pytest.mark.checklist(7, "documented")
def test_refresh_rotates_and_the_token_before_is_good_for_thirty_minutes(xero: PracticeProcess) -> None:
    first = exchange(xero, redirected(consent(link(xero)))["code"]).json()["refresh_token"]
    second = refresh(xero, first).json()["refresh_token"]
    assert second != first
    xero.admin("clock", {"advance_seconds": 29 * 60})
    assert refresh(xero, first).status_code == 200
    xero.admin("clock", {"advance_seconds": 2 * 60})
    assert refresh(xero, first).json() == {"error": "invalid_grant"}
    assert refresh(xero, second).status_code == 200


@pytest.mark.checklist(7, "documented")
def test_sixty_idle_days_end_a_refresh_token(xero: PracticeProcess) -> None:
    token = exchange(xero, redirected(consent(link(xero)))["code"]).json()["refresh_token"]
    xero.admin("clock", {"advance_seconds": 59 * 86400})
    token = refresh(xero, token).json()["refresh_token"]
    xero.admin("clock", {"advance_seconds": 61 * 86400})
    assert refresh(xero, token).json() == {"error": "invalid_grant"}


@pytest.mark.checklist(8, "documented")
def test_an_app_without_a_secret_refreshes_with_its_id_alone(xero: PracticeProcess) -> None:
    token = exchange(xero, redirected(consent(link(xero)))["code"]).json()["refresh_token"]
    answer = refresh(xero, token)
    assert answer.status_code == 200
    assert refresh(xero, answer.json()["refresh_token"], client_id="nobody").json() == {"error": "invalid_client"}


@pytest.mark.checklist(9, "documented")
def test_revocation_ends_the_grant_and_its_connections_and_always_answers_200(xero: PracticeProcess) -> None:
    me = xero.sign_in()
    bearer = {"Authorization": f"Bearer {me.tokens['access_token']}"}
    assert xero.http.post("/connect/revocation", data={"token": "never issued"}).status_code == 200
    form = {"token": me.tokens["refresh_token"], "client_id": xero.client_id}
    answer = xero.http.post("/connect/revocation", data=form)
    assert (answer.status_code, answer.content) == (200, b"")
    assert refresh(xero, me.tokens["refresh_token"]).json() == {"error": "invalid_grant"}
    assert xero.http.get("/connections", headers=bearer).status_code == 401
    fresh = xero.sign_in("Kowhai Street Supplies")
    fresh_bearer = {"Authorization": f"Bearer {fresh.tokens['access_token']}"}
    assert len(xero.http.get("/connections", headers=fresh_bearer).json()) == 1


@pytest.mark.checklist(8, "documented")
def test_a_web_app_proves_itself_with_its_secret_instead_of_a_challenge(xero: PracticeProcess) -> None:
    xero.admin("clients", {"client_id": "WEB", "redirect_uris": [REDIRECT], "client_secret": "s3cret"})
    plain = {"client_id": "WEB", "response_type": "code", "redirect_uri": REDIRECT, "scope": "offline_access"}
    address = f"{xero.address}/identity/connect/authorize?{urllib.parse.urlencode(plain)}"
    code = redirected(consent(address))["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT}
    refused = xero.http.post("/connect/token", data={**form, "client_id": "WEB"})
    assert (refused.status_code, refused.json()) == (400, {"error": "invalid_client"})
    wrong = xero.http.post("/connect/token", data=form, auth=("WEB", "guess"))
    assert wrong.json() == {"error": "invalid_client"}
    token = xero.http.post("/connect/token", data=form, auth=("WEB", "s3cret")).json()["refresh_token"]
    again = {"grant_type": "refresh_token", "refresh_token": token, "client_id": "WEB", "client_secret": "s3cret"}
    assert xero.http.post("/connect/token", data=again).status_code == 200
