"""The bearer token on every call, renewed in time and by one caller only, across threads and processes.

Knows when a token is stale and how a refresh can go wrong (xero-api.md 1.5, reliability.md 2.3 P1 to P3). Must not
know what the calls are about.
"""

import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from filelock import FileLock, Timeout

from safe_desktop.domain.clock import Clock
from safe_desktop.errors import NotConnected, OfflineError, VaultError
from safe_desktop.xero import oauth
from safe_desktop.xero.addresses import Addresses
from safe_desktop.xero.answers import lacks_scope
from safe_desktop.xero.redaction import Redactor
from safe_desktop.xero.tokens import TokenSet
from safe_desktop.xero.vault import Vault

LOCK_SECONDS = 60.0


class _Unread(httpx.SyncByteStream):
    """The body of an answer that is followed by another try: closed, not fetched, as it has no cap here."""

    def __init__(self, stream: httpx.SyncByteStream | httpx.AsyncByteStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        return iter(())

    def close(self) -> None:
        """Let go of the real body."""
        if isinstance(self._stream, httpx.SyncByteStream):
            self._stream.close()


@contextmanager
def only_renewal(lock_path: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Nobody else renews or replaces the tokens of this book meanwhile; OfflineError where another takes too long."""
    try:
        with FileLock(lock_path, timeout=seconds, mode=0o600):
            yield
    except Timeout as problem:
        raise OfflineError(
            "Another copy of SAFE Desktop is renewing the sign-in.",
            "It has not finished; nothing was sent.",
            "It is tried again by itself.",
        ) from problem
    except OSError as problem:
        raise VaultError(
            "The sign-in cannot be renewed.",
            f"{problem.strerror or problem} ({lock_path.parent}). Nothing was sent.",
            "Free some space, or choose a folder you may write to.",
        ) from problem


class XeroAuth(httpx.Auth):
    """Signs requests with the vault's tokens. `http` is for the sign-in service alone, never through this object."""

    def __init__(
        self,
        vault: Vault,
        addresses: Addresses,
        clock: Clock,
        http: httpx.Client,
        lock_path: Path,
        redactor: Redactor | None = None,
        lock_seconds: float = LOCK_SECONDS,
    ) -> None:
        self._vault = vault
        self._addresses = addresses
        self._clock = clock
        self._http = http
        self._lock_path = lock_path
        self._redactor = redactor
        self._lock_seconds = lock_seconds
        self._lock = threading.Lock()
        self._tokens: TokenSet | None = None
        self._known_since = 0.0
        self._dead_refresh = ""

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The request with a token; once more with a new one if Xero takes the token for stale, and never again."""
        tokens = self.tokens()
        request.headers["Authorization"] = f"Bearer {tokens.access}"
        response = yield request
        # A missing permission is a 401 too; a new token would lack it just the same (xero-api.md 0 no. 3).
        if response.status_code == 401 and not lacks_scope(response.headers):
            response.stream = _Unread(response.stream)
            tokens = self.tokens(stale=tokens)
            request.headers["Authorization"] = f"Bearer {tokens.access}"
            yield request

    def tokens(self, stale: TokenSet | None = None) -> TokenSet:
        """Tokens fit for use, other than `stale`; refreshed if need be. NotConnected if there are none."""
        with self._lock:
            if self._tokens is not None and not _same(self._tokens, stale) and self._is_fresh(self._tokens):
                return self._tokens
            # Another process may refresh just now: whoever comes second must use the first one's tokens.
            with only_renewal(self._lock_path, self._lock_seconds):
                return self._renewed(stale)

    def _renewed(self, stale: TokenSet | None) -> TokenSet:
        stored = self._vault.load()
        if stored is None:
            raise NotConnected("This book is not connected to Xero.", "There is no sign-in for it.", "Connect first.")
        if stored.refresh and stored.refresh == self._dead_refresh:
            raise oauth.signed_out()
        self._tell_redactor(stored)
        if not _same(stored, stale) and not _same(stored, self._tokens) and stored.is_fresh(self._clock.now()):
            self._use(stored)
            return stored
        if not stored.refresh:
            raise oauth.signed_out()
        renewed = self._refreshed(stored)
        self._save(renewed)
        return renewed

    def _refreshed(self, stored: TokenSet) -> TokenSet:
        try:
            return oauth.refresh(self._http, self._addresses, self._clock, stored, stored.refresh)
        except NotConnected:
            # The pair we hold may be the one whose successor never reached us; the one before is good for 30 minutes.
            if stored.previous_is_in_grace(self._clock.now()):
                try:
                    return oauth.refresh(self._http, self._addresses, self._clock, stored, stored.previous_refresh)
                except NotConnected:
                    pass
            self._dead_refresh = stored.refresh
            raise

    def _save(self, tokens: TokenSet) -> None:
        # On disk before it is used: a rotated token that is lost is a sign-in that is lost (xero-api.md 1.5).
        self._tell_redactor(tokens)
        self._vault.save(tokens)
        self._use(tokens)

    def _use(self, tokens: TokenSet) -> None:
        self._tokens = tokens
        self._known_since = self._clock.monotonic() - max(0.0, (self._clock.now() - tokens.obtained_at).total_seconds())

    def _is_fresh(self, tokens: TokenSet) -> bool:
        # By the clock that nobody sets; the wall clock only said how old the tokens were when they were read.
        return self._clock.monotonic() - self._known_since < tokens.use_for_seconds

    def _tell_redactor(self, tokens: TokenSet) -> None:
        if self._redactor is not None:
            for secret in (tokens.access, tokens.refresh, tokens.previous_refresh):
                self._redactor.know(secret)


def _same(one: TokenSet, other: TokenSet | None) -> bool:
    return other is not None and one.access == other.access
