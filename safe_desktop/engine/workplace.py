"""An open book with all that one needs to work on it: the one place where the program is put together.

Tests build the same with another folder, clock, transport or keyring; there is no second way.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from safe_desktop.domain.clock import Clock
from safe_desktop.engine.homes import Home
from safe_desktop.engine.system_clock import SystemClock
from safe_desktop.errors import NotConnected, VaultError
from safe_desktop.store.book_file import Book
from safe_desktop.xero.addresses import Addresses
from safe_desktop.xero.client import XeroClient
from safe_desktop.xero.limits import CallBudget
from safe_desktop.xero.redaction import Redactor
from safe_desktop.xero.session import XeroAuth
from safe_desktop.xero.system_keyring import Keyring
from safe_desktop.xero.transport import HttpTransport, open_http
from safe_desktop.xero.vault import Vault, open_vault


class ConnectionWord(StrEnum):
    """How the book stands with Xero, as it is shown."""

    NOT_CONNECTED = "Not connected"
    CONNECTED = "Connected"
    CONNECT_AGAIN = "Connect again"
    LOCKED = "Locked"


@dataclass(frozen=True, slots=True)
class ConnectionState:
    """The connection as it is shown; calls are those of this program's time and of Xero's day."""

    word: ConnectionWord
    organisation: str = ""
    is_practice: bool = False
    is_demo: bool = False
    short_code: str = ""
    base_currency: str = ""
    kept: str = ""
    calls_used: int = 0
    calls_left: int | None = None
    day_limit: int | None = None


class Workplace:
    """One open book with its way to Xero. Made by `opened`."""

    def __init__(
        self,
        home: Home,
        book: Book,
        clock: Clock,
        addresses: Addresses,
        open_its_vault: Callable[[], Vault],
        transport: HttpTransport | None,
        redactor: Redactor,
    ) -> None:
        self.home = home
        self.book = book
        self.clock = clock
        self._addresses = addresses
        self.transport = transport
        self.redactor = redactor
        # A keyring may ask its owner to unlock it: it is not touched before it is needed, off the window's thread.
        self._open_vault = open_its_vault
        self._vault: Vault | None = None
        self._lock = threading.RLock()
        self._client: XeroClient | None = None
        self._auth: XeroAuth | None = None
        self._identity_http = open_http(transport)
        self._budget = CallBudget(clock)
        self._lost: ConnectionWord | None = None

    @property
    def addresses(self) -> Addresses:
        """Where Xero is; the client id comes from the environment, else from the book's settings."""
        if self._addresses.client_id:
            return self._addresses
        return replace(self._addresses, client_id=self.book.settings.xero_client_id.strip())

    @property
    def vault(self) -> Vault:
        """Where the tokens of this book are kept."""
        with self._lock:
            if self._vault is None:
                self._vault = self._open_vault()
            return self._vault

    @property
    def renewal_lock(self) -> Path:
        """What whoever renews or replaces this book's tokens holds meanwhile."""
        return self.home.secrets / f"{vault_name(self.book.path)}.lock"

    def use_vault(self, vault: Vault) -> None:
        """Keep tokens elsewhere from now on: the person chose a passphrase, or this run only."""
        with self._lock:
            self._vault = vault
            self._auth = None
            self._client = None

    def connection(self) -> ConnectionState:
        """How the book stands with Xero. Asks neither Xero nor the keyring, so the window may ask at any time."""
        connection, organisation = self.book.chart.connection(), self.book.chart.organisation()
        word = ConnectionWord.CONNECTED if connection else ConnectionWord.NOT_CONNECTED
        if connection is not None and self._lost is not None:
            word = self._lost
        return ConnectionState(
            word=word,
            organisation=organisation.name if organisation else "",
            is_practice=self.addresses.is_practice,
            is_demo=bool(organisation and organisation.is_demo),
            short_code=organisation.short_code if organisation else "",
            base_currency=organisation.base_currency if organisation else "",
            kept=self._vault.kind.value if connection and self._vault else "",
            calls_used=self._budget.calls_used,
            calls_left=self._budget.calls_left,
            day_limit=self._budget.day_limit,
        )

    def connection_lost(self, problem: NotConnected | VaultError) -> None:
        """Xero or the keyring said that the sign-in no longer works: until a person connects again."""
        self._lost = ConnectionWord.LOCKED if isinstance(problem, VaultError) else ConnectionWord.CONNECT_AGAIN

    def connection_found(self) -> None:
        """A new sign-in is stored: begin afresh with it."""
        with self._lock:
            self._lost = None
            self._client = None
            self._auth = None

    def auth(self) -> XeroAuth:
        """What signs calls with this book's tokens."""
        with self._lock:
            return self._auth_here()

    def xero(self, is_for_person: bool = True) -> XeroClient:
        """The client for this book's organisation; NotConnected where there is none.

        Work that nobody asked for leaves the share of the day's calls that the settings keep for people.
        """
        connection, organisation = self.book.chart.connection(), self.book.chart.organisation()
        if connection is None:
            raise NotConnected(
                f"The book “{self.book.name}” is not connected to Xero.",
                "Nothing was sent.",
                "Connect it first: in the window under Settings, or with: safe-desktop connect",
            )
        self._budget.reserve = 0 if is_for_person else self.book.settings.day_reserve
        with self._lock:
            if self._client is None:
                self._client = XeroClient(
                    self.addresses,
                    self._auth_here(),
                    connection.tenant_id,
                    self._budget,
                    self.clock,
                    base_currency=organisation.base_currency if organisation else "GBP",
                    transport=self.transport,
                )
            return self._client

    def close(self) -> None:
        """Let go of the network and the book."""
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._identity_http.close()
        self.book.close()

    def _auth_here(self) -> XeroAuth:
        if self._auth is None:
            http, lock = self._identity_http, self.renewal_lock
            self._auth = XeroAuth(self.vault, self.addresses, self.clock, http, lock, self.redactor)
        return self._auth


def vault_name(book_path: Path) -> str:
    """The name of a book's tokens: two books of one name in two folders are two."""
    return f"{book_path.stem} {hashlib.sha256(str(book_path.resolve()).encode()).hexdigest()[:8]}"


@contextmanager
def opened(
    home: Home,
    book_name: str,
    *,
    environ: Mapping[str, str] = os.environ,
    clock: Clock | None = None,
    transport: HttpTransport | None = None,
    keyring: "Keyring | None" = None,
    passphrase: str | None = None,
    for_this_run: bool = False,
) -> Iterator[Workplace]:
    """The book, open for work, and closed at the end. Raises StoreError or InputError in words."""
    addresses = Addresses.from_environment(environ)
    home.prepare()
    the_clock = clock or SystemClock()
    path = home.book_path(book_name)
    secret = passphrase or environ.get("SAFE_VAULT_PASSPHRASE")

    def open_its_vault() -> Vault:
        return vault_for(home, path, addresses, keyring, secret, for_this_run)

    workplace = Workplace(home, Book.open(path, the_clock), the_clock, addresses, open_its_vault, transport, Redactor())
    try:
        yield workplace
    finally:
        workplace.close()


def vault_for(
    home: Home,
    book_path: Path,
    addresses: Addresses,
    keyring: "Keyring | None",
    passphrase: str | None,
    for_this_run: bool = False,
) -> Vault:
    """Where the tokens of this book are to be kept."""
    return open_vault(
        home.secrets,
        vault_name(book_path),
        is_practice=addresses.is_practice,
        keyring=keyring,
        passphrase=passphrase,
        for_this_run=for_this_run,
    )
