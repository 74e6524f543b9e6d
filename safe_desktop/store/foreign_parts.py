"""Refuses a book that holds more than our own tables: a file from a stranger may carry triggers and views of its own.

The file's schema is compared with what the steps make of an empty file; knows no record.
"""

import sqlite3
from contextlib import closing
from functools import cache

from safe_desktop.errors import StoreError
from safe_desktop.store.book_database import BookDatabase
from safe_desktop.store.migrations import STEPS

_PARTS = "SELECT type, name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"


def refuse_foreign_parts(database: BookDatabase) -> None:
    """Raise StoreError if the file's tables, indexes, triggers or views are not exactly ours."""
    found = {(kind, name, sql) for kind, name, sql in database.rows(_PARTS)}
    strange = sorted(name for _, name, _ in found ^ _our_parts())
    if strange:
        raise StoreError(
            f"The book “{database.path.stem}” holds parts that this program did not make, or lacks some of its own.",
            f"It was not opened ({', '.join(strange[:3])}{' …' if len(strange) > 3 else ''}).",
            "Restore the newest copy from the folder “backups”, or ask whoever gave you the file.",
        )


@cache
def _our_parts() -> frozenset[tuple[str, str, str]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        for statements in STEPS:
            for statement in statements:
                fresh.execute(statement)
        return frozenset(fresh.execute(_PARTS))
