"""Brings a book of an older format to today's: frozen steps in plain SQL, each with its number, in one transaction.

A copy of the file is made before the first step. A book from a newer program is refused, untouched.
Knows no table of today: a step must do in ten years what it does now.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from safe_desktop.errors import StoreError
from safe_desktop.store import schema_v1, schema_v2

STEPS: tuple[tuple[str, ...], ...] = (schema_v1.STEPS, schema_v2.STEPS)
FORMAT = len(STEPS)


def migrate(path: Path, steps: tuple[tuple[str, ...], ...] = STEPS) -> Path | None:
    """Bring the file to the format of `steps`; returns the copy made before, or None if nothing was to do.

    Raises StoreError for a file from a newer program or that is not a book.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        found = _format_of(connection, path)
        if found > len(steps):
            raise StoreError(
                f"The book “{path.stem}” was written by a newer SAFE Desktop.",
                f"Its format is {found}; this program knows {len(steps)}. Nothing was changed.",
                "Install the newer program on this computer to open it.",
            )
        if found == len(steps):
            return None
        backup = _copy_before(connection, path, found) if found else None
        _climb(connection, steps, found)
        return backup


def _format_of(connection: sqlite3.Connection, path: Path) -> int:
    try:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.DatabaseError as problem:
        raise StoreError(
            f"“{path.name}” is not a book, or it is damaged.",
            "Nothing was changed.",
            "Choose another file, or restore the newest backup from the folder “backups”.",
        ) from problem


def _copy_before(connection: sqlite3.Connection, path: Path, found: int) -> Path:
    folder = path.parent / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{path.stem}-before-format-{found + 1}.safebook"
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    with closing(sqlite3.connect(target)) as copy:
        connection.backup(copy)
        if copy.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise StoreError(f"The copy of “{path.stem}” could not be checked.", "Nothing was changed.")
    return target


def _climb(connection: sqlite3.Connection, steps: tuple[tuple[str, ...], ...], found: int) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    try:
        connection.execute("BEGIN IMMEDIATE")
        # Another copy of the program may have climbed while this one waited for the lock.
        now_at = int(connection.execute("PRAGMA user_version").fetchone()[0])
        for number, statements in enumerate(steps[max(found, now_at) :], start=max(found, now_at) + 1):
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except sqlite3.Error as problem:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise StoreError(
            "The book could not be brought to the new format.",
            f"Nothing was changed ({problem}).",
            "Free some disk space and open it again; a copy lies in the folder “backups”.",
        ) from problem
