"""Signing in, the whole of it: listen, show the link, take the code, get tokens, ask which organisations they reach.

Nothing is kept until a person has seen the organisation's name and said yes; if nobody does, the grant is revoked.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import httpx

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.theirs import Connection
from safe_desktop.errors import InputError, NotConnected, SafeError
from safe_desktop.xero import oauth
from safe_desktop.xero.addresses import REDIRECT_PORTS, Addresses
from safe_desktop.xero.answers import GONE, trusted
from safe_desktop.xero.loopback import WAIT_SECONDS, CallbackListener
from safe_desktop.xero.session import only_renewal
from safe_desktop.xero.tokens import TokenSet
from safe_desktop.xero.transport import Call, open_http, send
from safe_desktop.xero.vault import Vault
from safe_desktop.xero.wire_reading import NotXeros, read_connections

ORGANISATION = "ORGANISATION"


class SignIn:
    """One attempt. `link` is for the browser; the listener is open from the beginning, so that none comes too early."""

    def __init__(
        self,
        addresses: Addresses,
        clock: Clock,
        transport: httpx.BaseTransport | None = None,
        ports: tuple[int, ...] = REDIRECT_PORTS,
    ) -> None:
        self._addresses = addresses
        self._clock = clock
        self._http = open_http(transport)
        self._listener = CallbackListener(ports, (addresses.identity, addresses.login))
        self._tokens: TokenSet | None = None
        try:
            self._attempt = oauth.new_attempt(addresses, self._listener.port)
        except SafeError:
            self.close()
            raise

    def __enter__(self) -> "SignIn":
        return self

    def __exit__(self, *_how: object) -> None:
        self.forget()

    @property
    def link(self) -> str:
        """The page where consent is given."""
        return self._attempt.link

    def wait(self, stop: Callable[[], bool] = lambda: False, seconds: float = WAIT_SECONDS) -> list[Connection]:
        """The organisations that may be reached, those of this consent if Xero tells; in words if there are none."""
        callback = self._listener.wait(self._attempt.state, stop, seconds)
        self._tokens = oauth.exchange(self._http, self._addresses, self._clock, self._attempt, callback.code)
        found = self._connections(self._tokens.event_id) or self._connections("")
        if not found:
            self.forget()
            raise InputError(
                "No organisation was connected.",
                "The sign-in worked, but no organisation was chosen; nothing was kept.",
                "Press Connect again and choose the organisation on Xero's page.",
            )
        return found

    def keep(self, vault: Vault, lock_path: Path) -> TokenSet:
        """Store the tokens: the person has confirmed the organisation.

        `lock_path` is what a renewal holds: one that is under way would write its older sign-in over this one.
        """
        if self._tokens is None:
            raise NotConnected("There is no sign-in to keep.", "", "Press Connect again.")
        if not self._tokens.refresh:
            raise InputError(
                "Xero gave no lasting access.",
                "The permission offline_access is missing; nothing was kept.",
                "Add offline_access to the scopes and connect again.",
            )
        with only_renewal(lock_path):
            vault.save(self._tokens)
        kept, self._tokens = self._tokens, None
        self.close()
        return kept

    def forget(self) -> None:
        """Revoke what was granted: nobody confirmed it. Does nothing where nothing was granted."""
        tokens, self._tokens = self._tokens, None
        try:
            if tokens is not None and tokens.refresh:
                oauth.revoke(self._http, self._addresses, self._clock, tokens.refresh)
        except SafeError:
            pass  # the tokens are gone from here in any case, and unused they end by themselves
        finally:
            self.close()

    def close(self) -> None:
        """Stop listening. May be called twice."""
        self._listener.close()
        self._http.close()

    def _connections(self, event_id: str) -> list[Connection]:
        assert self._tokens is not None
        query = (("authEventId", event_id),) if event_id else ()
        headers = {"Authorization": f"Bearer {self._tokens.access}"}
        answer = send(self._http, Call("GET", self._addresses.connections, query, headers), self._clock)
        try:
            found = read_connections(trusted(answer, is_write=False))
        except NotXeros as problem:
            raise InputError(
                "Xero's list of organisations could not be read.", f"{problem}."[:300], "Press Connect again."
            ) from problem
        return [connection for connection in found if connection.kind == ORGANISATION]


def sign_out(
    addresses: Addresses,
    clock: Clock,
    vault: Vault,
    auth: httpx.Auth,
    connection_id: str,
    *,
    others_stay: bool = False,
    transport: httpx.BaseTransport | None = None,
) -> bool:
    """Whether Xero confirmed the end of the connection. The tokens are forgotten here in any case.

    Revoking ends every connection that the same user gave this program (xero-api.md 1.7): with `others_stay`, when
    another book still needs one, only this connection is removed.
    """
    try:
        with open_http(transport) as http:
            if connection_id:
                url = f"{addresses.connections}/{quote(connection_id, safe='')}"
                answer = send(http, Call("DELETE", url), clock, auth)
                if answer.status not in (200, 204, GONE):
                    return False
            tokens = vault.load()
            if tokens is not None and not others_stay:
                oauth.revoke(http, addresses, clock, tokens.refresh)
        return True
    except SafeError:
        return False
    finally:
        vault.forget()
