"""Sealing bytes under a key, and a key under a passphrase. Pure cryptography: AES-256-GCM and scrypt.

The name of the book is bound into every seal, so that one book's sign-in cannot be put in another's place.
"""

import secrets

import msgspec

from safe_desktop.errors import VaultError

KEY_BYTES = 32
_NONCE_BYTES = 12
_SALT_BYTES = 16
_COST = 2**16
"""About a fifth of a second and 64 MB for each guess of a passphrase."""

_MOST_COST = 2**20


class SealedKey(msgspec.Struct, frozen=True):
    """A key wrapped under a passphrase, and how hard it is to try one."""

    salt: bytes
    wrapped: bytes
    cost: int = _COST


def new_key() -> bytes:
    """A fresh random key."""
    return secrets.token_bytes(KEY_BYTES)


def sealed(key: bytes, name: str, content: bytes) -> bytes:
    """The content, readable only with the key and for that name."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - 30 ms a window need not wait for

    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, name.encode())


def opened(key: bytes, name: str, seal: bytes) -> bytes:
    """The content of the seal. Raises VaultError if key, name or a single bit is wrong."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as above
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as above

    try:
        return AESGCM(key).decrypt(seal[:_NONCE_BYTES], seal[_NONCE_BYTES:], name.encode())
    except (InvalidTag, ValueError):
        raise VaultError(
            "The stored sign-in cannot be opened.",
            "It was changed, or belongs to another book. Nothing was sent to Xero.",
            "Connect again.",
        ) from None


def wrapped(key: bytes, name: str, passphrase: str) -> SealedKey:
    """The key under the passphrase."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return SealedKey(salt, sealed(_derived(passphrase, salt, _COST), name, key))


def unwrapped(sealed_key: SealedKey, name: str, passphrase: str) -> bytes:
    """The key. Raises VaultError if the passphrase is wrong."""
    is_sane = 2 <= sealed_key.cost <= _MOST_COST and sealed_key.cost.bit_count() == 1
    try:
        if not is_sane:
            raise VaultError("The stored sign-in is damaged.", "Nothing was sent to Xero.", "Connect again.")
        return opened(_derived(passphrase, sealed_key.salt, sealed_key.cost), name, sealed_key.wrapped)
    except VaultError as problem:
        if not is_sane:
            raise
        raise VaultError("The passphrase is wrong.", "Nothing was sent to Xero.", "Try again.") from problem


def _derived(passphrase: str, salt: bytes, cost: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415 - as above

    return Scrypt(salt=salt, length=KEY_BYTES, n=cost, r=8, p=1).derive(passphrase.encode())
