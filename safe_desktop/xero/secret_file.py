"""Small files that only their owner may read, written whole or not at all.

Knows modes, fsync and replace. Must not know what is in them.
"""

import os
import secrets
from pathlib import Path

from safe_desktop.errors import VaultError

_LARGEST = 256 * 1024


def write_private(path: Path, content: bytes) -> None:
    """Put the content in the file: mode 0600 before a byte is in it, on disk before it replaces the old one."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except OSError as problem:
        raise _in_words(path, problem) from problem


def read_private(path: Path) -> bytes | None:
    """The content of the file, or None if there is none."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError:
        return None
    except OSError as problem:
        raise _in_words(path, problem) from problem
    if len(content) > _LARGEST:
        raise VaultError("The stored sign-in cannot be read.", "Its file is too large.", "Connect again.")
    return content


def remove_private(path: Path) -> None:
    """The file is gone afterwards."""
    try:
        path.unlink(missing_ok=True)
    except OSError as problem:
        raise _in_words(path, problem) from problem


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # other systems cannot open a folder; their replace is journalled
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _in_words(path: Path, problem: OSError) -> VaultError:
    return VaultError(
        "The sign-in cannot be stored or read.",
        f"{problem.strerror or problem} ({path.parent}).",
        "Free some space, or choose a folder you may write to; nothing was sent to Xero.",
    )
