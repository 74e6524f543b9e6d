"""Writes intents into a book, one durable commit after another, and says after each that it counts.

    python -m tests.store.power_cut_writer FOLDER INTENTS SYNCHRONOUS

A process of its own for the test of power cuts, which notes all that it does to the disk.
"""

import os
import sys
from pathlib import Path

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.system_clock import SystemClock
from safe_desktop.store.book_file import Book
from safe_desktop.store.outbox_records import Intent, Operation

ACKNOWLEDGED = "acknowledged"


def body_of(number: int) -> bytes:
    """The exact bytes of the so-manieth intent: of several sizes, so that some fill a page and some do not."""
    return f"intent {number} ".encode() * (1 + number * 37 % 400)


def main(folder: Path, intents: int, synchronous: str) -> None:
    """Write them."""
    book = Book.open(folder / "cut.safebook", SystemClock())
    book.database.execute_sql(f"PRAGMA synchronous = {synchronous}")
    # Checkpoints often, so that a short run has many of them.
    book.database.execute_sql("PRAGMA wal_autocheckpoint = 40")
    told = os.open(folder / ACKNOWLEDGED, os.O_WRONLY | os.O_CREAT, 0o600)
    for number in range(1, intents + 1):
        with book.transaction():
            customer = book.customers.add(Customer(f"Customer {number}"))
            intent = Intent(RecordKind.CUSTOMER, Operation.CREATE, customer.id, 1, f"customer {number}", "{}")
            book.outbox.begin(f"key {number}", "PUT", "/Contacts", "", body_of(number), "", [intent])
        os.pwrite(told, b"x", number - 1)
    # No close: the power goes while the book is open.
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
