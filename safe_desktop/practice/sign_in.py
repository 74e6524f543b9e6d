"""Sign-in: checks what an app asks for, shows the consent page, and sends the user back with a code or a refusal.

A wrong app or address gets a page and never a redirect. Knows the rules of authorising; tokens are made elsewhere.
"""

import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from safe_desktop.practice.granular_scopes import IDENTITY_SCOPES, unknown_scopes
from safe_desktop.practice.issued_tokens import digest
from safe_desktop.practice.knobs import Knobs
from safe_desktop.practice.practice_state import State
from safe_desktop.practice.registered_apps import RegisteredApp, find_app

CODE_SECONDS = 300


class SignInRefused(Exception):
    """The sign-in cannot go on and the app is not told: the user sees a page."""

    def __init__(self, error: str, sentence: str) -> None:
        super().__init__(sentence)
        self.error = error
        self.sentence = sentence


@dataclass(frozen=True)
class AuthoriseRequest:
    """What an app asked for, checked."""

    app: RegisteredApp
    redirect_uri: str
    scope: str
    state: str
    challenge: str
    nonce: str

    def scope_needs_organisation(self) -> bool:
        """Whether anything beyond knowing the user was asked for."""
        return bool(set(self.scope.split()) - IDENTITY_SCOPES)

    def back(self, answer: dict[str, str]) -> str:
        """The address that takes the user back to the app with this answer; `state` is returned as it came."""
        values = {**answer, **({"state": self.state} if self.state else {})}
        joint = "&" if "?" in self.redirect_uri else "?"
        return f"{self.redirect_uri}{joint}{urlencode(values)}"


def read_request(state: State, query: dict[str, str]) -> AuthoriseRequest:
    """The checked request of an authorise link."""
    app = find_app(state, query.get("client_id", ""))
    if app is None:
        raise SignInRefused("unauthorized_client", "Unknown client or client not enabled.")
    redirect_uri = query.get("redirect_uri", "")
    if redirect_uri not in app.redirect_uris:
        raise SignInRefused("unauthorized_client", "Invalid redirect_uri. Error code: 500")
    if query.get("response_type") != "code":
        raise SignInRefused("unsupported_response_type", "The response_type must be code.")
    challenged = query.get("code_challenge_method") == "S256" and len(query.get("code_challenge", "")) == 43
    if not challenged and (app.pkce or "code_challenge" in query):
        raise SignInRefused("invalid_request", "A code_challenge with code_challenge_method=S256 is required.")
    scopes = frozenset(query.get("scope", "").split())
    if not scopes or unknown_scopes(scopes, broad=app.broad_scopes):
        raise SignInRefused("invalid_scope", "Invalid scope for client.")
    return AuthoriseRequest(
        *(app, redirect_uri, " ".join(sorted(scopes)), query.get("state", "")),
        challenge=query.get("code_challenge", ""),
        nonce=query.get("nonce", ""),
    )


def organisations(state: State) -> list[tuple[str, str]]:
    """The organisations a user may pick, as (tenant id, name)."""
    rows = state.database.execute("SELECT tenant_id, name FROM tenants WHERE kind='ORGANISATION' ORDER BY place")
    return [(str(row[0]), str(row[1])) for row in rows]


def allow(state: State, knobs: Knobs, request: AuthoriseRequest, tenant_ids: list[str]) -> str:
    """Where to send the user after they allowed the app to reach these organisations."""
    known = {tenant_id for tenant_id, _ in organisations(state)}
    if request.scope_needs_organisation() and (not tenant_ids or not set(tenant_ids) <= known):
        raise SignInRefused("invalid_request", "Pick an organisation from the list.")
    code = secrets.token_urlsafe(32)
    now = state.clock.now()
    with state.writing():
        event_id = state.new_id()
        for tenant_id in tenant_ids:
            _connect(state, knobs, request.app, tenant_id, event_id)
        grant_id, scope = _grant(state, request)
        state.database.execute(
            "INSERT INTO codes VALUES (?,?,?,?,?,?,?,?,?,0)",
            (
                *(digest(code), request.app.client_id, request.redirect_uri, request.challenge, scope),
                *(request.nonce, grant_id, event_id, now + CODE_SECONDS * 1000),
            ),
        )
    return request.back({"code": code, "scope": request.scope, "session_state": digest(event_id)[:43]})


def _grant(state: State, request: AuthoriseRequest) -> tuple[str, str]:
    """The user's grant to this app: scopes add up from consent to consent until it is revoked."""
    row = state.database.execute(
        "SELECT grant_id, scope FROM grants WHERE client_id=? AND live=1", (request.app.client_id,)
    ).fetchone()
    if row is None:
        grant_id = state.new_id()
        state.database.execute(
            "INSERT INTO grants VALUES (?, ?, ?, 1)", (grant_id, request.app.client_id, request.scope)
        )
        return grant_id, request.scope
    scope = " ".join(sorted(set(row[1].split()) | set(request.scope.split())))
    state.database.execute("UPDATE grants SET scope=? WHERE grant_id=?", (scope, row[0]))
    return str(row[0]), scope


def _connect(state: State, knobs: Knobs, app: RegisteredApp, tenant_id: str, event_id: str) -> None:
    now = state.clock.now()
    row = state.database.execute(
        "SELECT id, live FROM connections WHERE client_id=? AND tenant_id=?", (app.client_id, tenant_id)
    ).fetchone()
    if row is None or not row[1]:
        _refuse_beyond_tier(state, knobs, app, tenant_id)
    if row is None:
        state.database.execute(
            "INSERT INTO connections VALUES (?,?,?,?,?,?,1)",
            (state.new_id(), app.client_id, tenant_id, event_id, now, now),
        )
        return
    # Consenting again keeps the connection and moves the time it was last connected.
    state.database.execute(
        "UPDATE connections SET auth_event_id=?, updated=?, live=1 WHERE id=?", (event_id, now, row[0])
    )


def _refuse_beyond_tier(state: State, knobs: Knobs, app: RegisteredApp, tenant_id: str) -> None:
    if app.certified:
        return
    own = state.database.execute(
        "SELECT count(*) FROM connections WHERE client_id=? AND live=1", (app.client_id,)
    ).fetchone()[0]
    if own >= knobs.number("connection_limit"):
        raise SignInRefused(
            "access_denied", f"This app has reached its limit of {knobs.number('connection_limit')} connections."
        )
    others = state.database.execute(
        "SELECT count(*) FROM connections n JOIN clients c USING (client_id) "
        "WHERE n.tenant_id=? AND n.live=1 AND c.certified=0 AND n.client_id<>?",
        (tenant_id, app.client_id),
    ).fetchone()[0]
    if others + knobs.number("other_uncertified_apps") >= knobs.number("uncertified_apps_limit"):
        raise SignInRefused(
            "access_denied",
            f"This organisation already has {knobs.number('uncertified_apps_limit')} uncertified apps connected.",
        )
