"""The tokens the practice Xero issues and recognises: RS256 JWTs, and refresh tokens kept only as digests.

Knows lives and claims; who may have a token is decided in `token_desk` and `sign_in`. The key is made for each data
folder and protects nothing but practice data.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from safe_desktop.practice.practice_clock import moment_of
from safe_desktop.practice.practice_state import State, seeded_id
from safe_desktop.practice.record_shelf import Element
from safe_desktop.practice.seeded_organisations import USER, USER_ID

ACCESS_SECONDS = 1800
ID_TOKEN_SECONDS = 300
KEY_ID = "practice-xero-key"


class TokenRefused(Exception):
    """A bearer token that is not accepted; `detail` is what Xero says about it."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


@dataclass(frozen=True)
class Bearer:
    """What an accepted access token says."""

    client_id: str
    grant_id: str
    auth_event_id: str
    scopes: frozenset[str]


def url_safe(data: bytes) -> str:
    """The bytes in base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _from_url_safe(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@lru_cache(maxsize=4)
def _read_key(pem: str) -> rsa.RSAPrivateKey:
    """The key as it is kept. Remembered, since checking it takes longer than anything else a start does."""
    key = serialization.load_pem_private_key(pem.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


class TokenMint:
    """Signs and checks tokens with the key of this data folder."""

    def __init__(self, state: State, issuer: str) -> None:
        self.state = state
        self.issuer = issuer
        self._key = self._load_key()
        self._checked: dict[str, Element] = {}

    def _load_key(self) -> rsa.RSAPrivateKey:
        stored = self.state.setting("signing key", "")
        if stored:
            return _read_key(stored)
        key = rsa.generate_private_key(65537, 2048)
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self.state.set_setting("signing key", pem.decode())
        return key

    def jwks(self) -> Element:
        """The public key, as an OpenID provider publishes it."""
        numbers = self._key.public_key().public_numbers()
        return {
            "keys": [
                {
                    "kty": "RSA",
                    "use": "sig",
                    "alg": "RS256",
                    "kid": KEY_ID,
                    "n": url_safe(numbers.n.to_bytes(256, "big")),
                    "e": url_safe(numbers.e.to_bytes(3, "big")),
                }
            ]
        }

    def _signed(self, claims: Element) -> str:
        header = {"alg": "RS256", "kid": KEY_ID, "typ": "JWT", "x5t": KEY_ID}
        text = ".".join(url_safe(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
        signature = self._key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{text}.{url_safe(signature)}"

    def access_token(self, client_id: str, grant_id: str, auth_event_id: str, scope: str) -> str:
        """A bearer token for half an hour."""
        now = self.state.clock.now() // 1000
        return self._signed(
            {
                "nbf": now,
                "exp": now + ACCESS_SECONDS,
                "iss": self.issuer,
                "aud": f"{self.issuer}/resources",
                "client_id": client_id,
                "sub": seeded_id(f"subject {client_id}").replace("-", ""),
                "auth_time": now,
                "xero_userid": USER_ID,
                "global_session_id": grant_id.replace("-", ""),
                "sid": grant_id.replace("-", ""),
                "jti": secrets.token_hex(16).upper(),
                "authentication_event_id": auth_event_id,
                "scope": [name for name in scope.split() if name not in ("openid", "profile", "email")]
                + [name for name in ("openid", "profile", "email") if name in scope.split()],
                "amr": ["pwd"],
                "grant": grant_id,
            }
        )

    def id_token(self, client_id: str, nonce: str, access_token: str) -> str:
        """Who signed in, for five minutes."""
        now = self.state.clock.now() // 1000
        claims = {
            "nbf": now,
            "exp": now + ID_TOKEN_SECONDS,
            "iss": self.issuer,
            "aud": client_id,
            "iat": now,
            "at_hash": url_safe(hashlib.sha256(access_token.encode()).digest()[:16]),
            "sub": seeded_id(f"subject {client_id}").replace("-", ""),
            "auth_time": now,
            "xero_userid": USER_ID,
            "preferred_username": USER["email"],
            "name": f"{USER['given_name']} {USER['family_name']}",
            **USER,
        }
        return self._signed({**claims, "nonce": nonce} if nonce else claims)

    def bearer(self, token: str) -> Bearer:
        """What an access token says; TokenRefused when it is forged, expired or revoked."""
        claims = self._claims(token)
        now = self.state.clock.now() // 1000
        if now >= int(claims["exp"]):
            moment = moment_of(int(claims["exp"]) * 1000)
            raise TokenRefused(f"TokenExpired: token expired at {moment:%m/%d/%Y %H:%M:%S}")
        row = self.state.database.execute("SELECT live FROM grants WHERE grant_id=?", (claims["grant"],)).fetchone()
        if row is None or not row[0]:
            raise TokenRefused("AuthenticationUnsuccessful")
        return Bearer(
            claims["client_id"], claims["grant"], claims["authentication_event_id"], frozenset(claims["scope"])
        )

    def _claims(self, token: str) -> Element:
        if token in self._checked:
            return self._checked[token]
        try:
            text, _, signature = token.rpartition(".")
            self._key.public_key().verify(_from_url_safe(signature), text.encode(), padding.PKCS1v15(), hashes.SHA256())
            claims: Element = json.loads(_from_url_safe(text.split(".")[1]))
            claims["exp"], claims["grant"], claims["scope"]
        except InvalidSignature:
            raise TokenRefused("TokenInvalidSignature: the token has an invalid signature") from None
        except (ValueError, KeyError, IndexError):
            raise TokenRefused("AuthenticationUnsuccessful") from None
        if len(self._checked) > 200:
            self._checked.clear()
        self._checked[token] = claims
        return claims
