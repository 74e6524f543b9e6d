"""Copies of a book: one a day, checked, the newest fourteen, openable as a book."""

from datetime import timedelta
from pathlib import Path

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.engine.backups import KEPT, back_up_to, back_up_today
from safe_desktop.engine.books import new_book
from safe_desktop.engine.entry.ledger import add_customer
from safe_desktop.engine.homes import Home
from safe_desktop.engine.workplace import opened
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from tests.made_records import MovableClock


def test_one_copy_a_day_is_made_and_the_newest_are_kept(tmp_path: Path) -> None:
    home, clock = Home(tmp_path), MovableClock()
    new_book(home, "Fernhill", clock)
    with opened(home, "Fernhill", environ={}, clock=clock) as workplace:
        assert back_up_today(workplace) is not None
        assert back_up_today(workplace) is None
        for _ in range(KEPT + 3):
            clock.at += timedelta(days=1)
            made = back_up_today(workplace)
            assert made is not None
            assert made.stat().st_mode & 0o777 == 0o600
    copies = sorted((tmp_path / "books" / "backups").iterdir())
    assert len(copies) == KEPT
    assert copies[-1].name == f"Fernhill {clock.today().isoformat()}.safebook"


def test_a_copy_opens_as_the_book_it_was(tmp_path: Path) -> None:
    home, clock = Home(tmp_path), MovableClock()
    new_book(home, "Fernhill", clock)
    with opened(home, "Fernhill", environ={}, clock=clock) as workplace:
        add_customer(workplace, Customer("Ann"))
        copy = back_up_to(workplace, tmp_path / "copy.safebook")
        with pytest.raises(InputError, match="exists already"):
            back_up_to(workplace, copy)
    book = Book.open(copy, clock)
    try:
        assert book.customers.find_name("Ann") is not None
    finally:
        book.close()


def test_copies_of_another_book_are_left_alone(tmp_path: Path) -> None:
    home, clock = Home(tmp_path), MovableClock()
    for name in ("Fernhill", "Fernhill two"):
        new_book(home, name, clock)
    with opened(home, "Fernhill two", environ={}, clock=clock) as workplace:
        back_up_today(workplace)
    with opened(home, "Fernhill", environ={}, clock=clock) as workplace:
        for _ in range(KEPT + 1):
            back_up_today(workplace)
            clock.at += timedelta(days=1)
    names = [path.name for path in (tmp_path / "books" / "backups").iterdir()]
    assert sum(name.startswith("Fernhill two ") for name in names) == 1
