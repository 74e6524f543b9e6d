"""One book: a SQLite file (WAL, every commit on disk before it counts), opened by one program at a time.

The one place for transactions, and where the repositories are put together.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from safe_desktop.domain.clock import Clock
from safe_desktop.errors import StoreError
from safe_desktop.store.activity_records import Activity
from safe_desktop.store.advance_records import AdvanceCopies
from safe_desktop.store.book_database import BookDatabase, in_words
from safe_desktop.store.chart_records import Chart
from safe_desktop.store.copy_records import Copies
from safe_desktop.store.cursor_records import Cursors
from safe_desktop.store.customer_records import Customers
from safe_desktop.store.decision_records import LockDecisions
from safe_desktop.store.document_records import Documents
from safe_desktop.store.fair_lock import FairLock
from safe_desktop.store.foreign_parts import refuse_foreign_parts
from safe_desktop.store.link_records import Links
from safe_desktop.store.matching_rules import MatchingRules
from safe_desktop.store.migrations import migrate
from safe_desktop.store.mismatch_records import Mismatches
from safe_desktop.store.outbox_records import Outbox
from safe_desktop.store.payment_records import Payments
from safe_desktop.store.receipt_decisions import Decisions
from safe_desktop.store.receipt_records import Receipts
from safe_desktop.store.receipt_verdicts import Verdicts
from safe_desktop.store.receive_money_records import ReceiveMoneyCopies
from safe_desktop.store.refusal_records import Refusals
from safe_desktop.store.run_records import Runs
from safe_desktop.store.sent_mark import SentMark
from safe_desktop.store.setting_records import Settings
from safe_desktop.store.standing_records import Standings
from safe_desktop.store.tables import TABLES


class Book:
    """An open book. One is open at a time in a process: opening binds the tables to its file."""

    _open_one: "Book | None" = None

    def __init__(self, path: Path, database: BookDatabase, clock: Clock) -> None:
        self.path = path
        self.clock = clock
        self._database = database
        self._writing = FairLock()
        self.customers = Customers(database, clock)
        self.documents = Documents(database, clock)
        self.payments = Payments(database, clock, self.documents)
        self.chart = Chart(database)
        self.activity = Activity(database, clock)
        self.settings = Settings(database)
        self.standings = Standings(database)
        self.sent_mark = SentMark(path)
        self.links = Links(database, clock)
        self.copies = Copies(database)
        self.advances = AdvanceCopies(database)
        self.outbox = Outbox(database, clock)
        self.refusals = Refusals(database, clock)
        self.lock_decisions = LockDecisions(database, clock)
        self.cursors = Cursors(database, clock)
        self.runs = Runs(database, clock)
        self.mismatches = Mismatches(clock)
        self.receipts = Receipts(database, clock)
        self.receive_money = ReceiveMoneyCopies(database)
        self.verdicts = Verdicts(database, clock)
        self.decisions = Decisions(database, clock)
        self.rules = MatchingRules(database, clock)

    @classmethod
    def open(cls, path: Path, clock: Clock, page_limit: int | None = None) -> "Book":
        """Open the file, made or brought to today's format first. Raises StoreError in words.

        `page_limit` caps the file's size in pages of 4 KiB, for a disk that must not fill up.
        """
        assert cls._open_one is None, "close the other book first"
        _make_private(path)
        with in_words(path):
            migrate(path)
            database = BookDatabase(path, page_limit)
            database.bind(list(TABLES), bind_refs=False, bind_backrefs=False)
            database.connect()
            try:
                _refuse_damaged(database)
                refuse_foreign_parts(database)
            except BaseException:
                database.close()
                raise
        book = cls(path, database, clock)
        cls._open_one = book
        return book

    @property
    def name(self) -> str:
        """What the book is called: its file's name without the ending."""
        return self.path.stem

    @property
    def database(self) -> BookDatabase:
        """The connection, for the queries of `store`; nothing outside `store` may touch it."""
        return self._database

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is kept, or nothing is. Never around a network call.

        Threads take turns in the order they came; begun inside itself, it belongs to the outer one.
        """
        with in_words(self.path), self._writing, self._database.atomic():
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
        with in_words(self.path), closing(sqlite3.connect(target)) as copy:
            self._database.connection().backup(copy)
            if copy.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise StoreError(f"The copy of “{self.name}” could not be checked.", "The book itself is unchanged.")


def _refuse_damaged(database: BookDatabase) -> None:
    if database.execute_sql("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise StoreError(
            f"The book “{database.path.stem}” is damaged.",
            "It was not opened for writing.",
            "Restore the newest copy from the folder “backups”.",
        )


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
