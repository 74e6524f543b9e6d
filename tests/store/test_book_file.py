"""The book as a file: private, whole or not at all, fair to threads, and honest when it cannot be written."""

import sqlite3
import stat
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.errors import InputError, StoreError
from safe_desktop.store.book_file import Book
from tests.made_records import MovableClock, an_invoice, customer, opened_book


def test_the_file_and_all_beside_it_are_private(tmp_path: Path) -> None:
    with opened_book(tmp_path / "books") as book:
        customer(book)
        files = list(book.path.parent.iterdir())
        assert {file.suffix for file in files} >= {".safebook", ".safebook-wal"}
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
        assert stat.S_IMODE(book.path.parent.stat().st_mode) == 0o700


def test_every_commit_is_on_disk_before_it_counts(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        assert book.database.value("PRAGMA synchronous") == 2
        assert book.database.row("PRAGMA journal_mode") == ("wal",)
        assert book.database.value("PRAGMA foreign_keys") == 1


def add_both(book: Book, one: str, other: str) -> None:
    for name in (one, other):
        with book.transaction():
            book.customers.add(Customer(name))


def test_what_goes_wrong_inside_a_transaction_leaves_nothing(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        with pytest.raises(InputError, match="already a customer"), book.transaction():
            add_both(book, "Ann", "ann")
        assert book.customers.all_ids() == []


def test_an_inner_failure_that_is_caught_leaves_the_outer_work(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        with book.transaction():
            book.customers.add(Customer("Ann"))
            with pytest.raises(InputError, match="already a customer"), book.transaction():
                add_both(book, "Ben", "ANN")
        assert list(book.customers.ids_by_name_key()) == ["ann"]


def test_a_full_disk_is_told_in_words_and_leaves_the_book_as_it_was(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        pages = book.database.value("PRAGMA page_count")
        customer(book, "Before")
    with opened_book(tmp_path, page_limit=pages + 12) as book:
        with pytest.raises(StoreError, match=r"The disk is full.*was not kept.*Free some space"), book.transaction():
            book.customers.add_many([Customer(f"Customer {number}") for number in range(20_000)])
        assert list(book.customers.ids_by_name_key()) == ["before"]
        assert customer(book, "After").id == 2


def test_a_book_of_a_newer_program_is_refused_untouched(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        path = book.path
    with closing(sqlite3.connect(path)) as newer:
        newer.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="written by a newer SAFE Desktop"):
        Book.open(path, MovableClock())
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"this is not a book at all" * 200, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_book_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "Strange.safebook"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="Strange"):
        Book.open(path, MovableClock())
    assert path.read_bytes() == content


def test_a_damaged_book_is_not_opened_for_writing(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        path = book.path
        with book.transaction():
            book.customers.add_many([Customer(f"Customer {number}") for number in range(2_000)])
        book.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    for place in range(4096 * 70, len(content) - 4096, 4096):
        content[place : place + 64] = b"\x00" * 64
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"damaged|cannot be read"):
        Book.open(path, MovableClock())
    with opened_book(tmp_path, "Another") as book:
        assert book.name == "Another"


@pytest.mark.parametrize(
    "planted",
    [
        "CREATE TRIGGER spy AFTER INSERT ON payment BEGIN UPDATE payment SET amount_minor = 1; END",
        "CREATE VIEW accounts AS SELECT * FROM customer",
        "CREATE TABLE extra (x)",
        "DROP TRIGGER activity_is_kept",
        "DROP INDEX document_number",
    ],
)
def test_a_book_with_parts_that_are_not_ours_is_refused(tmp_path: Path, planted: str) -> None:
    with opened_book(tmp_path) as book:
        path = book.path
    with closing(sqlite3.connect(path, isolation_level=None)) as stranger:
        stranger.execute(planted)
    with pytest.raises(StoreError, match="holds parts that this program did not make"):
        Book.open(path, MovableClock())


def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        Book.open(tmp_path / "file" / "Fernhill.safebook", MovableClock())


def test_a_backup_is_a_book_of_its_own(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        customer(book, "Ann")
        book.back_up(tmp_path / "backups" / "copy.safebook")
    with opened_book(tmp_path / "backups", "copy") as copy:
        assert list(copy.customers.ids_by_name_key()) == ["ann"]


def test_a_killed_program_leaves_what_was_committed_and_nothing_else(tmp_path: Path) -> None:
    program = """
import os, signal, sys
from pathlib import Path
from safe_desktop.domain.customer import Customer
from tests.made_records import opened_book
with opened_book(Path(sys.argv[1])) as book:
    with book.transaction():
        book.customers.add(Customer("Kept"))
        book.activity.note("You", "added", "customer", 1, "Kept")
    with book.transaction():
        book.customers.add_many([Customer(f"Lost {n}") for n in range(5000)])
        book.activity.note("You", "added", "customer", 2, "Lost")
        os.kill(os.getpid(), signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
"""
    ended = subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=Path(__file__).parents[2], check=False)
    assert ended.returncode != 0
    with opened_book(tmp_path) as book:
        assert list(book.customers.ids_by_name_key()) == ["kept"]
        assert [note.label for note in book.activity.latest()] == ["Kept"]
        assert book.activity.verify() is None


def test_two_threads_writing_lose_nothing(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        problems: list[BaseException] = []

        def write(name: str) -> None:
            try:
                for number in range(60):
                    with book.transaction():
                        kept = book.customers.add(Customer(f"{name} {number}"))
                        book.documents.add(an_invoice(kept.id, book.documents.next_number("INV-")))
            except BaseException as problem:
                problems.append(problem)
            finally:
                book.close_here()

        threads = [threading.Thread(target=write, args=(name,)) for name in ("Ann", "Ben", "Cy")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert problems == []
        assert len(book.customers.all_ids()) == 180
        assert book.documents.next_number("INV-") == "INV-0181"


def test_an_edit_waits_for_one_batch_of_a_sync_and_not_for_all(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        batches: list[float] = []
        begun, stop = threading.Event(), threading.Event()

        def sync() -> None:
            try:
                while not stop.is_set():
                    with book.transaction():
                        begun.set()
                        book.customers.add(Customer(f"Sync {len(batches)}"))
                        time.sleep(0.01)
                        batches.append(time.monotonic())
            finally:
                book.close_here()

        thread = threading.Thread(target=sync)
        thread.start()
        begun.wait()
        passed = []
        for number in range(10):
            before = len(batches)
            with book.transaction():
                passed.append(len(batches) - before)
                book.customers.add(Customer(f"Edit {number}"))
        stop.set()
        thread.join()
        assert max(passed) <= 2
        assert sum(1 for name in book.customers.ids_by_name_key() if name.startswith("edit")) == 10
