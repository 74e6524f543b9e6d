"""What a book's file says of itself, read without opening it for work: for the list of books. Changes nothing."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from safe_desktop.store.migrations import FORMAT


@dataclass(frozen=True, slots=True)
class BookSummary:
    """A book in figures."""

    organisation: str
    customers: int
    documents: int
    is_connected: bool


def summary_of(path: Path) -> BookSummary | str:
    """The figures of the file, or in words why it cannot be read."""
    try:
        with closing(sqlite3.connect(f"file:{path.as_posix()}?mode=ro", uri=True)) as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if version > FORMAT:
                return "Written by a newer SAFE Desktop"
            told = connection.execute("SELECT 1 FROM setting WHERE name = 'connection'").fetchone()
            row = connection.execute("SELECT value FROM setting WHERE name = 'organisation'").fetchone()
            organisation = str(json.loads(row[0])["name"]) if row else ""
            customers = int(connection.execute("SELECT count(*) FROM customer").fetchone()[0])
            documents = int(connection.execute("SELECT count(*) FROM document").fetchone()[0])
    except (sqlite3.Error, ValueError, KeyError) as problem:
        return f"Cannot be read ({problem})"
    return BookSummary(organisation, customers, documents, told is not None)
