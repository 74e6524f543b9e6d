"""The connection to one book's file: how statements are run, and how the database's errors become words.

Knows SQL and SQLite; knows no table. The repositories of `store` share it; nothing outside `store` sees it.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee

from safe_desktop.errors import InputError, StoreError

Value = str | int | float | bytes | None
Parameters = Sequence[Value] | Mapping[str, Value]
# What a column holds is known to the statement that asks, and to no type checker.
Row = tuple[Any, ...]

_PRAGMAS: dict[str, str | int] = {
    "journal_mode": "wal",
    # NORMAL loses acknowledged commits in a power cut, and a lost intent is a doubled payment (reliability.md 0.6).
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": 10_000,
    "trusted_schema": 0,
    "cache_size": -64_000,
}


class BookDatabase(peewee.SqliteDatabase):
    """SQLite as a book uses it; every error leaves it as a StoreError in words."""

    def __init__(self, path: Path, page_limit: int | None = None) -> None:
        pragmas = dict(_PRAGMAS)
        if page_limit is not None:
            pragmas["max_page_count"] = page_limit
        super().__init__(str(path), pragmas=pragmas, lock_type="IMMEDIATE")
        self.path = path

    def execute_sql(self, sql: str, params: Parameters | None = None) -> sqlite3.Cursor:
        """Run one statement; the low door that peewee's own queries go through as well."""
        with in_words(self.path), _values_that_fit():
            return super().execute_sql(sql, params)

    def rows(self, sql: str, params: Parameters = ()) -> list[Row]:
        """All rows of a question."""
        with in_words(self.path):
            return self.execute_sql(sql, params).fetchall()

    def row(self, sql: str, params: Parameters = ()) -> Row | None:
        """The first row, or None."""
        with in_words(self.path):
            found = self.execute_sql(sql, params).fetchone()
        return found if found is None else tuple(found)

    def value(self, sql: str, params: Parameters = ()) -> int:
        """The one whole number that a question has for an answer; nothing counts as 0."""
        found = self.row(sql, params)
        return int(found[0] or 0) if found else 0

    def change(self, sql: str, params: Parameters = ()) -> int:
        """Run a statement that changes rows; returns how many."""
        return int(self.execute_sql(sql, params).rowcount)

    def change_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for many rows: six times as fast as peewee's insert_many (stack.md 6)."""
        with in_words(self.path), _values_that_fit():
            self.cursor().executemany(sql, rows)


def id_list(ids: Iterable[int]) -> str:
    """The ids as one parameter for `IN (SELECT value FROM json_each(?))`: no limit on how many there are."""
    return json.dumps(list(ids))


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn the database's errors into ours, at the border."""
    try:
        yield
    except (peewee.IntegrityError, sqlite3.IntegrityError):
        raise  # a broken rule of ours is a bug, not the disk's fault
    except (peewee.ProgrammingError, sqlite3.ProgrammingError):
        raise  # so is a statement that is not SQL
    except (peewee.DatabaseError, sqlite3.DatabaseError) as problem:
        raise _told_before(problem) or _as_store_error(path, str(problem)) from problem


@contextmanager
def _values_that_fit() -> Iterator[None]:
    """Refuse in words what no column can hold. Only around statements: elsewhere these errors are bugs of ours."""
    try:
        yield
    except UnicodeEncodeError as problem:
        raise InputError(
            "There is half a letter in it that no file can keep.",
            "Nothing was changed.",
            "Type the text again instead of pasting it.",
        ) from problem
    except OverflowError as problem:
        raise InputError("A number in it is larger than a book can keep.", "Nothing was changed.") from problem


def _told_before(problem: BaseException) -> StoreError | None:
    """The error that this one only follows from: SQLite rolls back by itself when the disk is full, and then says
    that there is nothing to roll back."""
    earlier = problem.__context__
    while earlier is not None:
        if isinstance(earlier, StoreError):
            return earlier
        earlier = earlier.__context__
    return None


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
