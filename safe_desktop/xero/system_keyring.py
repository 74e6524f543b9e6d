"""The computer's keyring: whether there is one fit for a secret, and the one key a book has in it.

Knows the keyring library. Its import and its first call take time, so both happen when first needed.
"""

import base64
import binascii
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from safe_desktop.errors import VaultError
from safe_desktop.xero.sealing import KEY_BYTES, new_key

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

Keyring: TypeAlias = "KeyringBackend"
"""A keyring, by a name that rooms without secrets may say."""

SERVICE = "SAFE Desktop"
_UNFIT = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt", "keyrings.cryptfile")
T = TypeVar("T")


def usable_keyring(handed_in: "KeyringBackend | None") -> "KeyringBackend | None":
    """The keyring to use, or None where there is none that keeps secrets secret."""
    import keyring  # noqa: PLC0415 - 80 ms that a window need not wait for

    try:
        backend = keyring.get_keyring() if handed_in is None else handed_in
    except (keyring.errors.KeyringError, RuntimeError, OSError):
        return None
    return backend if _is_fit(backend) else None


def keyring_key(backend: "KeyringBackend", name: str) -> bytes | None:
    """The book's key, or None if the keyring has none."""
    text = _asked(lambda: backend.get_password(SERVICE, name))
    if text is None:
        return None
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise VaultError(
            "The key in this computer's keyring is not one of SAFE Desktop's.",
            "Nothing was sent to Xero.",
            f"Remove the entry “{SERVICE}” from the keyring and connect again.",
        )
    return key


def make_keyring_key(backend: "KeyringBackend", name: str) -> bytes:
    """A new key for the book, in the keyring: read back, as some keyrings take a secret and lose it."""
    key = new_key()
    _asked(lambda: backend.set_password(SERVICE, name, base64.b64encode(key).decode()))
    if keyring_key(backend, name) != key:
        raise VaultError(
            "This computer's keyring did not keep the key.",
            "The sign-in was not stored.",
            "Use a passphrase instead, or stay signed in for this run only.",
        )
    return key


def remove_keyring_key(backend: "KeyringBackend", name: str) -> None:
    """The book has no key in the keyring afterwards."""
    from keyring.errors import PasswordDeleteError  # noqa: PLC0415 - as above

    try:
        _asked(lambda: backend.delete_password(SERVICE, name))
    except VaultError as problem:
        if not isinstance(problem.__cause__, PasswordDeleteError):
            raise


def _asked(question: Callable[[], T]) -> T:
    from keyring.errors import KeyringError  # noqa: PLC0415 - as above

    try:
        return question()
    except (KeyringError, OSError, RuntimeError) as problem:
        raise VaultError(
            "This computer's keyring is locked or does not answer.",
            f"{type(problem).__name__}: {problem}"[:200],
            "Unlock it and try again; or give a passphrase, or connect for this run only.",
        ) from problem


def _is_fit(backend: "KeyringBackend") -> bool:
    """Not the one that always fails, not the one that forgets, not one that writes plain text (reliability.md 4.3)."""
    members = getattr(backend, "backends", None)
    if members:  # a chain writes to its first member
        return _is_fit(next(iter(members)))
    return not type(backend).__module__.startswith(_UNFIT) and "Plaintext" not in type(backend).__name__
