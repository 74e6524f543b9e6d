"""Where Xero is: its three hosts, our client id, the scopes we ask for and the ports the browser may come back to.

Knows the environment's words for them. Must not know what is said there.
"""

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from safe_desktop.errors import InputError

REDIRECT_PORTS = (8745, 8746, 8747, 8748, 8749)
"""Xero compares the whole redirect address, so each port is registered there (xero-api.md 1.3)."""

CALLBACK_PATH = "/callback"

DEFAULT_SCOPES = (
    "offline_access",
    "accounting.contacts",
    "accounting.invoices",
    "accounting.payments",
    "accounting.settings.read",
)
"""The least that the work needs (reliability.md 4.2); the broad scopes are refused to new apps (xero-api.md 1.4)."""

RECEIVE_MONEY_SCOPE = "accounting.banktransactions.read"
"""Asked for only where a person has money received without an invoice read too."""

_COVER_RECEIVE_MONEY = frozenset(
    {
        RECEIVE_MONEY_SCOPE,
        "accounting.banktransactions",
        "accounting.transactions",
        "accounting.transactions.read",
    }
)

_LOGIN = "https://login.xero.com"
_IDENTITY = "https://identity.xero.com"
_API = "https://api.xero.com"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Xero's hosts and who we say we are. `is_practice` when it is a Xero on this machine, over plain http."""

    login: str = _LOGIN
    identity: str = _IDENTITY
    api: str = _API
    client_id: str = ""
    is_practice: bool = False
    scopes: tuple[str, ...] = DEFAULT_SCOPES

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Addresses":
        """The addresses the environment names, Xero's own where it names none. Raises InputError in words."""
        login, login_is_here = _checked(environ, "SAFE_XERO_LOGIN_URL", _LOGIN)
        identity, identity_is_here = _checked(environ, "SAFE_XERO_IDENTITY_URL", _IDENTITY)
        api, api_is_here = _checked(environ, "SAFE_XERO_API_URL", _API)
        if len({login_is_here, identity_is_here, api_is_here}) > 1:
            # A token of the real Xero must never travel to a practice one, nor the other way round.
            raise InputError(
                "Some of Xero's addresses are on this machine and some are not.",
                "Nothing was sent.",
                "Set SAFE_XERO_LOGIN_URL, SAFE_XERO_IDENTITY_URL and SAFE_XERO_API_URL together, or none of them.",
            )
        scopes = tuple(environ.get("SAFE_XERO_SCOPES", "").split()) or DEFAULT_SCOPES
        client_id = environ.get("SAFE_XERO_CLIENT_ID", "").strip()
        return cls(login, identity, api, client_id, login_is_here, scopes)

    @property
    def authorise(self) -> str:
        """The page in the browser where a person gives consent."""
        return f"{self.login}/identity/connect/authorize"

    @property
    def token(self) -> str:
        return f"{self.identity}/connect/token"

    @property
    def revocation(self) -> str:
        return f"{self.identity}/connect/revocation"

    @property
    def connections(self) -> str:
        return f"{self.api}/connections"

    @property
    def accounting(self) -> str:
        return f"{self.api}/api.xro/2.0"


def covers_receive_money(scopes: Iterable[str]) -> bool:
    """Whether a sign-in with these permissions may read bank transactions; older apps have broader ones."""
    return not _COVER_RECEIVE_MONEY.isdisjoint(scopes)


def redirect_address(port: int) -> str:
    """The address the browser is sent back to; `localhost`, because Xero refuses 127.0.0.1 (xero-api.md 1.3)."""
    return f"http://localhost:{port}{CALLBACK_PATH}"


def _checked(environ: Mapping[str, str], variable: str, default: str) -> tuple[str, bool]:
    """The address without its last slash, and whether it is plain http on this machine."""
    address = (environ.get(variable, "").strip() or default).rstrip("/")
    try:
        parts = urlsplit(address)
        port_is_fine = parts.port is None or 0 < parts.port < 65536
    except ValueError:
        parts, port_is_fine = urlsplit(""), False
    host = parts.hostname or ""
    is_bare = bool(host) and port_is_fine and not (parts.query or parts.fragment or parts.username or parts.password)
    if is_bare and parts.scheme == "https":
        return address, False
    if is_bare and parts.scheme == "http" and _is_this_machine(host):
        return address, True
    raise InputError(
        f"{variable} is not an address that may be used: {address[:100]}",
        "Nothing was sent.",
        "It must begin with https://; plain http:// is allowed only to a practice Xero on this machine.",
    )


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
