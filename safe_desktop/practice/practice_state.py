"""What the practice Xero remembers, in SQLite: opening, transactions, settings, ids. Knows no rule of Xero's.

Every acknowledged effect is committed (WAL, synchronous FULL) before its answer leaves. The request log sits in a
file of its own that need not be flushed to the disk for each call: losing power may lose its tail, a kill loses none.
"""

import json
import random
import sqlite3
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from safe_desktop.practice.practice_clock import PracticeClock
from safe_desktop.practice.practice_schema import LOG_SQL, STATE_SQL
from safe_desktop.practice.state_version import make_room, stamp

T = TypeVar("T")

ZERO_ID = "00000000-0000-0000-0000-000000000000"


@lru_cache(maxsize=4096)
def folded(text: str | None) -> str | None:
    """The text as Xero compares it: without case and without accents."""
    if text is None:
        return None
    plain = unicodedata.normalize("NFKD", str(text))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def _open(path: Path, *, synchronous: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=512)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute(f"PRAGMA synchronous={synchronous}")
    database.execute("PRAGMA cache_size=-131072")
    database.execute("PRAGMA busy_timeout=5000")
    database.execute("PRAGMA wal_autocheckpoint=4000")
    database.create_function("folded", 1, folded, deterministic=True)
    return database


def _open_own(path: Path, schema: str, *, synchronous: str) -> sqlite3.Connection:
    make_room(path, schema)
    database = _open(path, synchronous=synchronous)
    database.executescript(schema)
    stamp(database)
    return database


class State:
    """The open files of one practice Xero, its clock and its source of ids."""

    def __init__(self, folder: Path, seed: int | None = None, clock: PracticeClock | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder = folder
        self.database = _open_own(folder / "practice-xero.sqlite", STATE_SQL, synchronous="FULL")
        self.log = _open_own(folder / "practice-requests.sqlite", LOG_SQL, synchronous="NORMAL")
        self.snapshot: sqlite3.Connection | None = None
        self.clock = clock or PracticeClock(
            shift=int(self.setting("clock shift", 0)), frozen_at=self.setting("clock frozen", None)
        )
        if self.setting("seed", None) is None:
            self.set_setting("seed", seed if seed is not None else random.SystemRandom().getrandbits(48))
        self._answers = 0
        self._seed = int(self.setting("seed", 0))
        self._ids_given = self._ids_saved = int(self.setting("ids given", 0))

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it is kept, or none."""
        self.database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.database.execute("ROLLBACK")
            raise
        if self._ids_given != self._ids_saved:
            self.set_setting("ids given", self._ids_given)
            self._ids_saved = self._ids_given
        self.database.execute("COMMIT")

    @contextmanager
    def one_element(self) -> Iterator[None]:
        """A part of a transaction that can fail alone: one bad invoice must not take the batch with it."""
        self.database.execute("SAVEPOINT element")
        try:
            yield
        except BaseException:
            self.database.execute("ROLLBACK TO element")
            self.database.execute("RELEASE element")
            raise
        self.database.execute("RELEASE element")

    def setting(self, name: str, default: T) -> T:
        """A remembered value, or the default when it was never set."""
        row = self.database.execute("SELECT value FROM settings WHERE name=?", (name,)).fetchone()
        if row is None:
            return default
        value: T = json.loads(row[0])
        return value

    def set_setting(self, name: str, value: object) -> None:
        """Remembers a value."""
        self.database.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, json.dumps(value)))

    def new_id(self) -> str:
        """A fresh id; the same seed and the same steps give the same ids."""
        self._ids_given += 1
        return seeded_id(f"{self._seed}:{self._ids_given}")

    def wipe(self) -> None:
        """Forgets everything but the key and the seed; ids start again, so the same steps give the same ids."""
        for table in ("clients", "tenants", "grants", "codes", "refresh_tokens", "connections", "records", "files"):
            self.database.execute(f"DELETE FROM {table}")  # noqa: S608 - our own tables
        self.database.execute("DELETE FROM replays")
        self.database.execute("DELETE FROM settings WHERE name NOT IN ('signing key', 'seed')")
        self._ids_given = 0

    def answer_id(self) -> str:
        """An id for an answer; counted from the start of the process, for nobody asks for it later."""
        self._answers += 1
        return seeded_id(f"{self._seed}:answer:{self._answers}")

    def clock_id(self) -> str:
        """An id for something that leaves no trace, such as the instance of an error."""
        return seeded_id(f"{self._seed}:{self.clock.now()}")

    def save_clock(self) -> None:
        """Keeps the clock's shift, so that a restart goes on in the same time."""
        self.set_setting("clock shift", self.clock.shift)
        self.set_setting("clock frozen", self.clock.frozen_at)

    def hold_snapshot(self) -> None:
        """Keeps the data as they are now for stale reads."""
        self.drop_snapshot()
        reader = _open(self.folder / "practice-xero.sqlite", synchronous="FULL")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM settings").fetchone()  # a WAL snapshot begins with the first read
        self.snapshot = reader

    def drop_snapshot(self) -> None:
        """Lets go of the data kept for stale reads."""
        if self.snapshot is not None:
            self.snapshot.close()
            self.snapshot = None

    def close(self) -> None:
        """Closes the files."""
        self.drop_snapshot()
        self.log.close()
        self.database.close()


def seeded_id(text: str) -> str:
    """The id that belongs to a text: random looking, the same every time."""
    return str(uuid.UUID(int=random.Random(text).getrandbits(128), version=4))  # noqa: S311 - ids, not secrets
