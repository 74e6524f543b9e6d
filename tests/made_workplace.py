"""A real workplace in a folder of the test: a new book, opened without a way to Xero. For tests of the engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safe_desktop.engine.books import new_book
from safe_desktop.engine.entry.ledger import change_settings, save_method
from safe_desktop.engine.homes import Home
from safe_desktop.engine.workplace import Workplace, opened
from tests.made_records import MovableClock


@contextmanager
def opened_workplace(folder: Path, clock: MovableClock | None = None) -> Iterator[Workplace]:
    """A new book as a person gets it, with a sales account and bank accounts chosen."""
    home, the_clock = Home(folder), clock or MovableClock()
    new_book(home, "Fernhill", the_clock)
    with opened(home, "Fernhill", environ={}, clock=the_clock, for_this_run=True) as workplace:
        change_settings(workplace, sales_account="200")
        for method in workplace.book.payments.methods():
            if method.name != "Cash":
                save_method(workplace, type(method)(method.name, method.id, "610", method.hold_days))
        yield workplace
