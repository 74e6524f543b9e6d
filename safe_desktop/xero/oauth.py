"""The sign-in protocol: the link with PKCE, the exchange of a code for tokens, refreshing, revoking.

Knows OAuth 2 as Xero speaks it to an app without a secret (xero-api.md 1.2). Must not know browsers, ports or vaults.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx
import msgspec
from authlib.common.security import generate_token
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from safe_desktop.domain.clock import Clock
from safe_desktop.errors import InputError, NotConnected, OfflineError, SafeError
from safe_desktop.xero.addresses import Addresses, redirect_address
from safe_desktop.xero.answers import Answer
from safe_desktop.xero.tokens import TokenSet, event_id_in
from safe_desktop.xero.transport import Call, send
from safe_desktop.xero.wire_reading import NotXeros, decoded

_VERIFIER_LENGTH = 96
_TOTAL_SECONDS = 30.0
_LONGEST_LIFE_SECONDS = 24 * 3600
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to sign in: its link, and the two values that only this process knows."""

    link: str = field(repr=False)
    redirect: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)


class _TokenAnswer(msgspec.Struct):
    access_token: str
    expires_in: int = 1800
    token_type: str = "Bearer"  # noqa: S105 - the kind of a token is no secret
    refresh_token: str = ""
    scope: str = ""


class _ErrorAnswer(msgspec.Struct):
    error: str = ""


def new_attempt(addresses: Addresses, port: int) -> Attempt:
    """A fresh attempt, its state and verifier of 128 bits and more, bound to the port that listens."""
    if not addresses.client_id:
        raise InputError(
            "The client id of the Xero app is not set.",
            "Nothing was sent.",
            "Write the client id from Xero's developer pages into Settings, or set SAFE_XERO_CLIENT_ID to it.",
        )
    verifier = generate_token(_VERIFIER_LENGTH)
    state = secrets.token_urlsafe(32)
    redirect = redirect_address(port)
    link = prepare_grant_uri(
        addresses.authorise,
        client_id=addresses.client_id,
        response_type="code",
        redirect_uri=redirect,
        scope=" ".join(addresses.scopes),
        state=state,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
    )
    return Attempt(str(link), redirect, state, verifier)


def exchange(http: httpx.Client, addresses: Addresses, clock: Clock, attempt: Attempt, code: str) -> TokenSet:
    """The tokens for the code that the browser brought back."""
    form = {
        "grant_type": "authorization_code",
        "client_id": addresses.client_id,
        "code": code,
        "redirect_uri": attempt.redirect,
        "code_verifier": attempt.verifier,
    }
    answer = _post(http, clock, addresses.token, form)
    if 400 <= answer.status < 500:
        raise InputError(
            "Xero did not accept the sign-in.",
            f"Its answer was “{_error(answer)}”; nothing was kept.",
            "Press Connect again; the confirmation in the browser is good for five minutes.",
        )
    return _tokens(answer, clock, addresses.scopes, "")


def refresh(http: httpx.Client, addresses: Addresses, clock: Clock, tokens: TokenSet, refresh_token: str) -> TokenSet:
    """New tokens for a refresh token. NotConnected if Xero says it is worth nothing any more, which is final."""
    form = {"grant_type": "refresh_token", "client_id": addresses.client_id, "refresh_token": refresh_token}
    answer = _post(http, clock, addresses.token, form)
    if answer.status in (400, 401) and _error(answer) in ("invalid_grant", "invalid_client", "unauthorized_client"):
        raise signed_out()
    renewed = _tokens(answer, clock, tokens.scopes, refresh_token)
    if not renewed.refresh:
        raise _not_tokens("it has no refresh token")
    return renewed


def revoke(http: httpx.Client, addresses: Addresses, clock: Clock, refresh_token: str) -> None:
    """The grant ended at Xero, with all its connections. Raises OfflineError if Xero did not confirm it."""
    form = {"token": refresh_token, "token_type_hint": "refresh_token", "client_id": addresses.client_id}
    answer = _post(http, clock, addresses.revocation, form)
    if answer.status not in (200, 204):
        raise OfflineError(
            "Xero did not confirm the end of the sign-in.",
            f"Its answer was {answer.status}.",
            "You can end it in Xero itself, under Connected apps.",
        )


def signed_out() -> NotConnected:
    """The error for a sign-in that has ended."""
    return NotConnected(
        "The sign-in to Xero has ended.",
        "It was withdrawn in Xero, or not used for 60 days. Your records are untouched.",
        "Connect again.",
    )


def _post(http: httpx.Client, clock: Clock, url: str, form: Mapping[str, str]) -> Answer:
    # Not a write in the sense of the books: a lost answer is made good by the grace of the old token.
    return send(http, Call("POST", url, (), _FORM, urlencode(form).encode()), clock, None, _TOTAL_SECONDS)


def _tokens(answer: Answer, clock: Clock, scopes: tuple[str, ...], previous: str) -> TokenSet:
    if answer.status != 200:
        raise _not_tokens(f"its answer was {answer.status}")
    try:
        read = decoded(answer.body, _TokenAnswer)
    except NotXeros:
        # Without `from`: the cause may quote the body, and the body may hold a token.
        raise _not_tokens("its answer was not JSON with tokens") from None
    if not read.access_token or read.token_type.casefold() != "bearer":
        raise _not_tokens("it has no access token")
    return TokenSet(
        access=read.access_token,
        refresh=read.refresh_token,
        obtained_at=clock.now(),
        lifetime_seconds=max(0, min(read.expires_in, _LONGEST_LIFE_SECONDS)),
        scopes=tuple(read.scope.split()) or scopes,
        event_id=event_id_in(read.access_token),
        previous_refresh=previous,
    )


def _error(answer: Answer) -> str:
    try:
        return decoded(answer.body, _ErrorAnswer).error[:60] or f"status {answer.status}"
    except NotXeros:
        return f"status {answer.status}"


def _not_tokens(reason: str) -> SafeError:
    return OfflineError("Xero's sign-in service did not answer properly.", f"{reason}.", "Try again in a minute.")
