"""One book: a SQLite file (WAL, every commit on disk before it counts), opened by one program at a time.

The one place for transactions, and the one place where database errors become words for a person.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee

from safe_desktop.errors import StoreError
from safe_desktop.store.migrations import migrate
from safe_desktop.store.tables import TABLES

SUFFIX = ".safebook"
_PRAGMAS = {
    "journal_mode": "wal",
    # NORMAL loses acknowledged commits in a power cut, and a lost intent is a doubled payment (reliability.md 0.6).
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "trusted_schema": 0,
    "cache_size": -32_000,
}


class Book:
    """An open book. One is open at a time in a process: opening binds the tables to its file."""

    _open_one: "Book | None" = None

    def __init__(self, path: Path, database: peewee.SqliteDatabase) -> None:
        self.path = path
        self._database = database

    @classmethod
    def open(cls, path: Path) -> "Book":
        """Open the file, made or brought to today's format first. Raises StoreError in words."""
        assert cls._open_one is None, "close the other book first"
        _make_private(path)
        with _in_words(path):
            migrate(path)
            database = peewee.SqliteDatabase(str(path), pragmas=_PRAGMAS, lock_type="IMMEDIATE")
            database.bind(list(TABLES), bind_refs=False, bind_backrefs=False)
            database.connect()
            if database.execute_sql("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                database.close()
                raise StoreError(
                    f"The book “{path.stem}” is damaged.",
                    "It was not opened for writing.",
                    "Restore the newest copy from the folder “backups”.",
                )
        book = cls(path, database)
        cls._open_one = book
        return book

    @property
    def name(self) -> str:
        return self.path.stem

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is kept, or nothing is. Never around a network call."""
        with _in_words(self.path), self._database.atomic():
            yield

    def close_here(self) -> None:
        """Let go of this thread's connection; every thread that used the book calls it before it ends."""
        if not self._database.is_closed():
            self._database.close()

    def close(self) -> None:
        """End the use of the book in this process."""
        self.close_here()
        if Book._open_one is self:
            Book._open_one = None

    def back_up(self, target: Path) -> None:
        """Write a checked copy of the book as it is now."""
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.touch(mode=0o600)
        with _in_words(self.path):
            copy = sqlite3.connect(target)
            try:
                self._database.connection().backup(copy)
            finally:
                copy.close()


def _make_private(path: Path) -> None:
    """The folder is 0700 and the file 0600 before a byte is in it; -wal and -shm inherit the file's mode."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            path.parent.chmod(0o700)
        path.touch(mode=0o600, exist_ok=True)
        if os.name == "posix":
            path.chmod(0o600)
    except OSError as problem:
        raise StoreError(
            f"The book “{path.stem}” cannot be written.",
            f"{problem.strerror} ({path.parent}).",
            "Choose a folder you may write to, or free some space.",
        ) from problem


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Turn the database's errors into ours, once, at the border."""
    try:
        yield
    except (peewee.IntegrityError, sqlite3.IntegrityError):
        raise  # a broken rule of ours is a bug, not the disk's fault
    except (peewee.DatabaseError, sqlite3.DatabaseError) as problem:
        raise _as_store_error(path, str(problem)) from problem


def _as_store_error(path: Path, message: str) -> StoreError:
    lower = message.lower()
    if "full" in lower or "disk i/o" in lower:
        return StoreError(
            "The disk is full or cannot be written.",
            f"The last change to “{path.stem}” was not kept, and nothing was sent to Xero for it.",
            "Free some space and do it again.",
        )
    if "locked" in lower or "busy" in lower:
        return StoreError(
            f"The book “{path.stem}” is busy.",
            "Another program held it for more than ten seconds; the last change was not kept.",
            "Close the other program and do it again.",
        )
    if "readonly" in lower or "unable to open" in lower:
        return StoreError(
            f"The book “{path.stem}” cannot be written.",
            f"{message}. The last change was not kept.",
            "Check the permissions of its folder.",
        )
    return StoreError(
        f"The book “{path.stem}” cannot be read.",
        f"{message}. Nothing was changed.",
        "Restore the newest copy from the folder “backups”.",
    )
