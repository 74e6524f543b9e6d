"""Which version of the practice Xero wrote its files: those of another are put aside, and it starts over.

Practice data are worth no migration, but they must never be half understood: a table of another version would let
every page fail. Knows files and SQL, nothing of Xero.
"""

import logging
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

VERSION = 2
"""Of the tables in `practice_schema`; to be raised with every change of them."""


def make_room(path: Path, schema: str) -> None:
    """Puts the file aside, unless it is of this version, so that a new one can be made in its place."""
    if not path.exists() or _is_known(path, schema):
        return
    aside = path.with_name(f"{path.stem}-of-another-version{path.suffix}")
    aside.unlink(missing_ok=True)
    path.replace(aside)
    for ending in ("-wal", "-shm"):
        # They belong to the file that was put aside, which SQLite has just brought up to date.
        path.with_name(path.name + ending).unlink(missing_ok=True)
    logging.getLogger(__name__).warning(
        "%s was written by another version of the practice Xero: it starts over, and the old one is kept as %s. "
        "A book that was connected with it is to be replaced by a new one.",
        path.name,
        aside.name,
    )


def stamp(database: sqlite3.Connection) -> None:
    """Note the version in the file."""
    database.execute(f"PRAGMA user_version={VERSION}")


def _is_known(path: Path, schema: str) -> bool:
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path, isolation_level=None)) as database:
        version = int(database.execute("PRAGMA user_version").fetchone()[0])
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if version:
            return version == VERSION
        # Before versions were noted: known if it has nothing yet, or exactly what this version makes.
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as ours:
            ours.executescript(schema)
            there = _shape(database)
            return not there or there == _shape(ours)
    return False


def _shape(database: sqlite3.Connection) -> set[tuple[str, str]]:
    rows = database.execute("SELECT name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    return {(str(name), str(sql)) for name, sql in rows}
