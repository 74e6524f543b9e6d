"""The activity record: nothing is changed or shortened, and what is forged on disk is found."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import peewee
import pytest

from safe_desktop.errors import InputError
from safe_desktop.store.activity_records import Note
from safe_desktop.store.book_file import Book
from tests.made_records import opened_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened_book(tmp_path) as opened:
        with opened.transaction():
            opened.activity.note("You", "added", "customer", 1, "Ann <b>& Co</b>", "first")
            opened.activity.note_many(Note("Sync", "sent", "invoice", n, f"INV-{n}") for n in range(2, 7))
        yield opened


def test_notes_come_back_newest_first_and_in_parts(book: Book) -> None:
    latest = book.activity.latest(2)
    assert [note.seq for note in latest] == [6, 5]
    assert [note.seq for note in book.activity.latest(9, before_seq=5)] == [4, 3, 2, 1]
    first = book.activity.of_record("customer", 1)[0]
    assert (first.actor, first.action, first.label, first.detail) == ("You", "added", "Ann <b>& Co</b>", "first")
    assert first.at == book.clock.now()


def test_a_whole_record_verifies(book: Book) -> None:
    assert book.activity.verify() is None


def test_the_database_itself_refuses_to_change_or_shorten_the_record(book: Book) -> None:
    for statement in ("UPDATE activity SET actor = 'Nobody' WHERE seq = 3", "DELETE FROM activity WHERE seq = 6"):
        with pytest.raises(peewee.IntegrityError, match="the activity record is never"):
            book.database.change(statement)
    assert book.activity.verify() is None


@pytest.mark.parametrize(
    ("forgery", "broken"),
    [
        ("UPDATE activity SET detail = 'nothing happened' WHERE seq = 1", 1),
        ("UPDATE activity SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 4", 4),
        ("DELETE FROM activity WHERE seq = 3", 3),
        ("UPDATE activity SET previous_hash = 'x' WHERE seq = 6", 6),
        ("DELETE FROM activity WHERE seq = 1", 1),
    ],
)
def test_what_is_forged_behind_our_back_is_found(book: Book, forgery: str, broken: int) -> None:
    with closing(sqlite3.connect(book.path, isolation_level=None)) as stranger:
        stranger.execute("DROP TRIGGER activity_is_kept")
        stranger.execute("DROP TRIGGER activity_is_whole")
        stranger.execute(forgery)
    assert book.activity.verify() == broken


def note_and_get(book: Book) -> None:
    book.activity.note("You", "changed", "customer", 99)
    book.customers.get(99)


def test_a_note_is_gone_when_its_change_is_not_kept(book: Book) -> None:
    with pytest.raises(InputError, match="no customer 99"), book.transaction():
        note_and_get(book)
    assert book.activity.latest(1)[0].seq == 6


def test_a_long_record_verifies_in_parts(book: Book) -> None:
    with book.transaction():
        book.activity.note_many(Note("Sync", "sent", "invoice", n, f"INV-{n}") for n in range(4_500))
    assert book.activity.verify() is None
