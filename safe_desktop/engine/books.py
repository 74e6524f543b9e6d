"""The books of a home: make one, list them, and what each is without opening it for work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.payment import PaymentMethod
from safe_desktop.engine.country_codes import HOME, codes_of
from safe_desktop.engine.homes import Home
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.book_suffix import SUFFIX
from safe_desktop.store.book_summary import BookSummary, summary_of

METHODS = (
    PaymentMethod("Bank transfer"),
    PaymentMethod("Card"),
    PaymentMethod("Direct Debit", hold_days=3),
    PaymentMethod("Cash"),
    PaymentMethod("Cheque", hold_days=5),
)


@dataclass(frozen=True, slots=True)
class BookFacts:
    """A book in a list. Counts are None where the file could not be read; `problem` then says why."""

    name: str
    path: Path
    changed_at: datetime
    organisation: str = ""
    customers: int | None = None
    documents: int | None = None
    is_connected: bool = False
    problem: str = ""


def new_book(home: Home, name: str, clock: Clock, country: str = HOME) -> BookFacts:
    """Make a book of this name with the country's VAT codes and the usual payment methods; InputError if there is one
    already.
    """
    home.prepare()
    path = home.book_path(name)
    if path.exists():
        raise InputError(
            f"There is already a book named “{name}”.",
            "It was left as it is.",
            "Choose another name, or open that one.",
        )
    book = Book.open(path, clock)
    try:
        with book.transaction():
            for code in codes_of(country):
                book.chart.save_vat_code(code)
            for method in METHODS:
                book.payments.save_method(method)
            book.activity.note("You", "Made the book", "book", None, name)
    finally:
        book.close()
    return _facts(path)


def list_books(home: Home) -> list[BookFacts]:
    """Every book of the home, by name; one that cannot be read says so instead of hiding."""
    return [_facts(path) for path in _files(home)]


def facts_of(home: Home, name: str) -> BookFacts:
    """One book; InputError if there is none of this name."""
    path = home.book_path(name)
    if not path.exists():
        known = ", ".join(f"“{one.stem}”" for one in _files(home)) or "none yet"
        raise InputError(
            f"There is no book named “{name}”.", f"There are: {known}.", "Make one with: safe-desktop book new NAME"
        )
    return _facts(path)


def _files(home: Home) -> Iterable[Path]:
    return sorted(home.books.glob(f"*{SUFFIX}"), key=lambda path: path.stem.casefold())


def _facts(path: Path) -> BookFacts:
    changed_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    found = summary_of(path)
    if isinstance(found, BookSummary):
        return BookFacts(
            path.stem, path, changed_at, found.organisation, found.customers, found.documents, found.is_connected
        )
    return BookFacts(path.stem, path, changed_at, problem=found)
