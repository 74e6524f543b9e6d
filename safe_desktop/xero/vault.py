"""Where the tokens of a book are kept: sealed under a key of the keyring or of a passphrase, or in memory only.

Knows ciphers, the keyring and the file. A token is never written in plain text, except a practice Xero's, which is no
secret. Calls may take a while (a keyring may ask its owner to unlock it): never make them on the window's thread.
"""

import hashlib
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from safe_desktop.errors import VaultError
from safe_desktop.xero.sealing import SealedKey, new_key, opened, sealed, unwrapped, wrapped
from safe_desktop.xero.secret_file import read_private, remove_private, write_private
from safe_desktop.xero.system_keyring import keyring_key, make_keyring_key, remove_keyring_key, usable_keyring
from safe_desktop.xero.tokens import TokenSet, from_bytes, to_bytes

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend


class VaultKind(StrEnum):
    """The four places, with the words a person reads."""

    KEYRING = "in this computer's keyring"
    PASSPHRASE = "under your passphrase"  # noqa: S105 - words for a person
    MEMORY = "for this run only"
    PRACTICE = "in the practice folder"


class Vault(Protocol):
    """The place for one book's tokens."""

    @property
    def kind(self) -> VaultKind:
        """Which place it is."""
        ...

    def load(self) -> TokenSet | None:
        """The tokens, or None if there are none. Raises VaultError if they are there but cannot be read."""
        ...

    def save(self, tokens: TokenSet) -> None:
        """Keep these tokens; on disk when it returns."""
        ...

    def forget(self) -> None:
        """Keep none."""
        ...


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """What the sealed file holds; nothing in it is readable without the key."""

    place: str
    sealed: bytes
    wrapped_key: SealedKey | None = None


def open_vault(
    folder: Path,
    name: str,
    *,
    is_practice: bool,
    keyring: "KeyringBackend | None" = None,
    passphrase: str | None = None,
    for_this_run: bool = False,
) -> Vault:
    """The vault of the book `name`, its files under `folder`.

    Given a passphrase it is used; else the keyring (`keyring`, or this computer's); where there is none, the tokens
    live for this run only, and the kind says so.
    """
    if is_practice:
        return PracticeVault(folder / f"{_file_name(name)}.practice.json")
    path = folder / f"{_file_name(name)}.vault"
    if passphrase:
        return PassphraseVault(path, name, passphrase)
    if _place_in(path) is VaultKind.PASSPHRASE and not for_this_run:
        return PassphraseVault(path, name, "")
    backend = None if for_this_run else usable_keyring(keyring)
    return MemoryVault(path) if backend is None else KeyringVault(path, name, backend)


class KeyringVault:
    """A sealed file; its key is in the keyring."""

    kind = VaultKind.KEYRING

    def __init__(self, path: Path, name: str, backend: "KeyringBackend") -> None:
        self._path = path
        self._name = name
        self._backend = backend

    def load(self) -> TokenSet | None:
        """The tokens, or None if there are none."""
        file = _read(self._path, self.kind)
        if file is None:
            return None
        key = keyring_key(self._backend, self._name)
        if key is None:
            raise VaultError(
                "The key of the stored sign-in is not in this computer's keyring.",
                "Perhaps the book was copied from another computer. Nothing was sent to Xero.",
                "Connect again.",
            )
        return from_bytes_in_words(opened(key, self._name, file.sealed))

    def save(self, tokens: TokenSet) -> None:
        """Keep these tokens; on disk when it returns."""
        key = keyring_key(self._backend, self._name) or make_keyring_key(self._backend, self._name)
        _write(self._path, _File(self.kind.name, sealed(key, self._name, to_bytes(tokens))))

    def forget(self) -> None:
        """Keep none, neither tokens nor key."""
        remove_private(self._path)
        remove_keyring_key(self._backend, self._name)


class PassphraseVault:
    """A sealed file; its key lies beside it, wrapped under a passphrase. Without one it is locked."""

    kind = VaultKind.PASSPHRASE

    def __init__(self, path: Path, name: str, passphrase: str) -> None:
        self._path = path
        self._name = name
        self._passphrase = passphrase
        # Deriving takes a fifth of a second on purpose: once a run is enough.
        self._known: tuple[SealedKey, bytes] | None = None

    def load(self) -> TokenSet | None:
        """The tokens, or None if there are none. VaultError if the passphrase is missing or wrong."""
        file = _read(self._path, self.kind)
        if file is None:
            return None
        return from_bytes_in_words(opened(self._key(file), self._name, file.sealed))

    def save(self, tokens: TokenSet) -> None:
        """Keep these tokens; on disk when it returns."""
        if not self._passphrase:
            raise _locked()
        if self._known is None:
            key = new_key()
            self._known = (wrapped(key, self._name, self._passphrase), key)
        wrapped_key, key = self._known
        _write(self._path, _File(self.kind.name, sealed(key, self._name, to_bytes(tokens)), wrapped_key))

    def forget(self) -> None:
        """Keep none, neither tokens nor key."""
        remove_private(self._path)
        self._known = None

    def _key(self, file: _File) -> bytes:
        if not self._passphrase:
            raise _locked()
        if file.wrapped_key is None:
            raise _damaged()
        if self._known is None or self._known[0] != file.wrapped_key:
            self._known = (file.wrapped_key, unwrapped(file.wrapped_key, self._name, self._passphrase))
        return self._known[1]


class MemoryVault:
    """Tokens for this run only. What an earlier run sealed elsewhere is told, not silently taken for nothing."""

    kind = VaultKind.MEMORY

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tokens: TokenSet | None = None

    def load(self) -> TokenSet | None:
        """The tokens of this run, or None."""
        if self._tokens is None and _place_in(self._path) is VaultKind.KEYRING:
            raise VaultError(
                "The stored sign-in is locked in a keyring that cannot be reached now.",
                "Nothing was sent to Xero.",
                "Unlock this computer's keyring and start again, or connect again for this run only.",
            )
        return self._tokens

    def save(self, tokens: TokenSet) -> None:
        """Keep these tokens until the program ends."""
        self._tokens = tokens

    def forget(self) -> None:
        """Keep none, nor what an earlier run sealed."""
        self._tokens = None
        remove_private(self._path)


class PracticeVault:
    """A plain file: a practice Xero's tokens open nothing but the practice Xero."""

    kind = VaultKind.PRACTICE

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> TokenSet | None:
        """The tokens, or None if there are none."""
        written = read_private(self._path)
        return None if written is None else from_bytes_in_words(written)

    def save(self, tokens: TokenSet) -> None:
        """Keep these tokens; on disk when it returns."""
        write_private(self._path, to_bytes(tokens))

    def forget(self) -> None:
        """Keep none."""
        remove_private(self._path)


def from_bytes_in_words(written: bytes) -> TokenSet:
    """The tokens as written, or VaultError."""
    try:
        return from_bytes(written)
    except ValueError:
        raise _damaged() from None


def _file_name(name: str) -> str:
    # A book's name may hold any letters; the file's name must not, nor be another book's.
    return hashlib.blake2b(name.encode(), digest_size=16).hexdigest()


def _read(path: Path, kind: VaultKind) -> _File | None:
    written = read_private(path)
    if written is None:
        return None
    try:
        file = msgspec.json.decode(written, type=_File)
    except (msgspec.MsgspecError, ValueError) as problem:
        raise _damaged() from problem
    if file.place != kind.name:
        raise VaultError(
            "The stored sign-in was kept in another place.",
            f"It is not {kind.value}. Nothing was sent to Xero.",
            "Start as you did then, or connect again.",
        )
    return file


def _place_in(path: Path) -> VaultKind | None:
    written = read_private(path)
    try:
        return VaultKind[msgspec.json.decode(written, type=_File).place] if written is not None else None
    except (msgspec.MsgspecError, ValueError, KeyError):
        return None


def _write(path: Path, file: _File) -> None:
    write_private(path, msgspec.json.encode(file))


def _locked() -> VaultError:
    return VaultError(
        "The sign-in to Xero is locked.",
        "It is kept under your passphrase. Nothing was sent to Xero.",
        "Give the passphrase (on the command line: SAFE_VAULT_PASSPHRASE).",
    )


def _damaged() -> VaultError:
    return VaultError("The stored sign-in is damaged.", "Nothing was sent to Xero.", "Connect again.")
