"""The tokens of one sign-in as a value, and how they are written down. Nothing secret shows in their `repr`.

Knows what Xero's token answer holds (xero-api.md 1.2, 1.5). Must not know where tokens are kept.
"""

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

GRACE = timedelta(minutes=30)
"""So long Xero still takes the refresh token before the newest, in case the answer with the newest was lost."""

_SHARE_OF_LIFE = 0.8
"""A token is renewed at four fifths of its life, so that none ends on its way (reliability.md 2.3 P1)."""


@dataclass(frozen=True, slots=True)
class TokenSet:
    """What a sign-in holds. `event_id` is Xero's number of the consent that it came from."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    obtained_at: datetime
    lifetime_seconds: int
    scopes: tuple[str, ...] = ()
    event_id: str = ""
    previous_refresh: str = field(default="", repr=False)

    @property
    def expires_at(self) -> datetime:
        return self.obtained_at + timedelta(seconds=self.lifetime_seconds)

    @property
    def use_for_seconds(self) -> float:
        """How long after it was obtained the access token is used without a thought."""
        return self.lifetime_seconds * _SHARE_OF_LIFE

    def is_fresh(self, now: datetime) -> bool:
        """Whether the access token may be used, by the wall clock; a clock set back makes it stale, not eternal."""
        return self.obtained_at <= now < self.obtained_at + timedelta(seconds=self.use_for_seconds)

    def previous_is_in_grace(self, now: datetime) -> bool:
        """Whether the refresh token before the newest may still be taken by Xero."""
        return bool(self.previous_refresh) and abs(now - self.obtained_at) < GRACE


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    access: str
    refresh: str
    obtained_at: datetime
    lifetime_seconds: int
    scopes: tuple[str, ...] = ()
    event_id: str = ""
    previous_refresh: str = ""


def to_bytes(tokens: TokenSet) -> bytes:
    """The tokens written down, for the vault alone."""
    return msgspec.json.encode(tokens)


def from_bytes(written: bytes) -> TokenSet:
    """The tokens that `to_bytes` wrote; ValueError if it did not."""
    try:
        read = msgspec.json.decode(written, type=_Written)
    except msgspec.MsgspecError:
        # Without `from`: the cause would quote the secret text.
        raise ValueError("the stored sign-in cannot be read") from None
    if read.obtained_at.tzinfo is None:
        raise ValueError("the stored sign-in cannot be read")
    return TokenSet(
        read.access,
        read.refresh,
        read.obtained_at,
        read.lifetime_seconds,
        read.scopes,
        read.event_id,
        read.previous_refresh,
    )


def event_id_in(access_token: str) -> str:
    """Xero's number of the consent, from the access token; "" if it has none.

    The token came over TLS from Xero itself and the number only narrows a question to Xero, so the signature is not
    checked here: Xero checks it.
    """
    try:
        payload = access_token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (IndexError, ValueError, binascii.Error, RecursionError):
        return ""
    found = claims.get("authentication_event_id") if isinstance(claims, dict) else None
    return found if isinstance(found, str) and len(found) <= 64 else ""
