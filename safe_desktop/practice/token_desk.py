"""The token addresses: exchange of a code, refresh with rotation and grace, revocation, discovery.

Knows OAuth's rules for an app without a secret. Answers are plain values; nothing here speaks HTTP.
"""

import base64
import hashlib
import re
import secrets

from safe_desktop.practice.call_and_answer import Answer, Call, json_answer
from safe_desktop.practice.issued_tokens import ACCESS_SECONDS, TokenMint, digest, url_safe
from safe_desktop.practice.practice_state import State
from safe_desktop.practice.record_shelf import Element
from safe_desktop.practice.registered_apps import find_app

GRACE_MS = 30 * 60 * 1000
IDLE_MS = 60 * 24 * 3600 * 1000
_VERIFIER = re.compile(r"^[A-Za-z0-9._~-]{43,128}$")
_NO_STORE = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"}


def _error(name: str) -> Answer:
    return json_answer(400, {"error": name}, _NO_STORE)


def token(state: State, mint: TokenMint, call: Call) -> Answer:
    """POST /connect/token."""
    form = call.form
    client_id, secret = _credentials(call, form)
    app = find_app(state, client_id)
    if app is None or not (app.pkce or secrets.compare_digest(digest(secret), app.secret_hash)):
        return _error("invalid_client")
    grant_type = form.get("grant_type")
    if grant_type == "authorization_code":
        return _exchange(state, mint, app.client_id, form)
    if grant_type == "refresh_token":
        return _refresh(state, mint, app.client_id, form.get("refresh_token", ""))
    return _error("unsupported_grant_type")


def _credentials(call: Call, form: dict[str, str]) -> tuple[str, str]:
    """The client id and secret, from Basic authentication or from the form; an app with PKCE has no secret to send."""
    kind, _, value = call.headers.get("authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            client_id, _, secret = base64.b64decode(value).decode().partition(":")
        except ValueError:
            return "", ""
        return client_id, secret
    return form.get("client_id", ""), form.get("client_secret", "")


def _exchange(state: State, mint: TokenMint, client_id: str, form: dict[str, str]) -> Answer:
    row = state.database.execute(
        "SELECT c.redirect_uri, c.challenge, c.scope, c.nonce, c.grant_id, c.auth_event_id, c.expires, c.used, g.live "
        "FROM codes c JOIN grants g USING (grant_id) WHERE c.code_hash=? AND c.client_id=?",
        (digest(form.get("code", "")), client_id),
    ).fetchone()
    if row is None:
        return _error("invalid_grant")
    redirect_uri, challenge, scope, nonce, grant_id, event_id, expires, used, live = row
    verifier = form.get("code_verifier", "")
    proved = not challenge or (
        bool(_VERIFIER.match(verifier))
        and secrets.compare_digest(url_safe(hashlib.sha256(verifier.encode()).digest()), challenge)
    )
    if used or not live or state.clock.now() >= expires or form.get("redirect_uri") != redirect_uri or not proved:
        return _error("invalid_grant")
    with state.writing():
        state.database.execute("UPDATE codes SET used=1 WHERE code_hash=?", (digest(form["code"]),))
        return _issue(state, mint, client_id, grant_id, event_id, scope, nonce)


def _refresh(state: State, mint: TokenMint, client_id: str, refresh_token: str) -> Answer:
    row = state.database.execute(
        "SELECT r.grant_id, r.auth_event_id, r.scope, r.issued, r.rotated, g.live FROM refresh_tokens r "
        "JOIN grants g USING (grant_id) WHERE r.token_hash=? AND g.client_id=?",
        (digest(refresh_token), client_id),
    ).fetchone()
    if row is None:
        return _error("invalid_grant")
    grant_id, event_id, scope, issued, rotated, live = row
    now = state.clock.now()
    if not live or now - issued > IDLE_MS or (rotated is not None and now - rotated > GRACE_MS):
        return _error("invalid_grant")
    with state.writing():
        state.database.execute(
            "UPDATE refresh_tokens SET rotated=coalesce(rotated, ?) WHERE token_hash=?", (now, digest(refresh_token))
        )
        return _issue(state, mint, client_id, grant_id, event_id, scope, "")


def _issue(
    state: State, mint: TokenMint, client_id: str, grant_id: str, event_id: str, scope: str, nonce: str
) -> Answer:
    scopes = scope.split()
    access = mint.access_token(client_id, grant_id, event_id, scope)
    reply: Element = {"access_token": access, "expires_in": ACCESS_SECONDS, "token_type": "Bearer", "scope": scope}
    if "openid" in scopes:
        reply["id_token"] = mint.id_token(client_id, nonce, access)
    if "offline_access" in scopes:
        fresh = secrets.token_urlsafe(32)
        state.database.execute(
            "INSERT INTO refresh_tokens VALUES (?, ?, ?, ?, ?, NULL)",
            (digest(fresh), grant_id, event_id, scope, state.clock.now()),
        )
        reply["refresh_token"] = fresh
    return json_answer(200, reply, _NO_STORE)


def revoke(state: State, call: Call) -> Answer:
    """POST /connect/revocation: ends the grant and its connections; 200 and empty whatever was sent."""
    form = call.form
    row = state.database.execute(
        "SELECT g.grant_id, g.client_id FROM refresh_tokens r JOIN grants g USING (grant_id) WHERE r.token_hash=?",
        (digest(form.get("token", "")),),
    ).fetchone()
    if row is not None and _credentials(call, form)[0] in ("", row[1]):
        with state.writing():
            end_grant(state, row[0], row[1])
    return Answer(200)


def end_grant(state: State, grant_id: str, client_id: str) -> None:
    """Ends a grant: its tokens die and the app loses its connections."""
    state.database.execute("UPDATE grants SET live=0 WHERE grant_id=?", (grant_id,))
    state.database.execute("UPDATE connections SET live=0 WHERE client_id=?", (client_id,))


def discovery(issuer: str) -> Answer:
    """GET /.well-known/openid-configuration."""
    return json_answer(
        200,
        {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/.well-known/openid-configuration/jwks",
            "authorization_endpoint": f"{issuer}/identity/connect/authorize",
            "token_endpoint": f"{issuer}/connect/token",
            "revocation_endpoint": f"{issuer}/connect/revocation",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "subject_types_supported": ["public"],
        },
    )
