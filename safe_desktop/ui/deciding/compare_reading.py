"""Reads the comparison for its page, off the main thread, and says in a sentence where it stands. Knows no widget."""

from dataclasses import dataclass

from safe_desktop.engine.deciding.likely_doubles import compared
from safe_desktop.engine.workplace import ConnectionState, ConnectionWord
from safe_desktop.store.book_file import Book
from safe_desktop.ui.deciding.compare_rows import ComparedRows, Numbers, compared_rows
from safe_desktop.ui.look import formats


@dataclass(frozen=True, slots=True)
class ReadRows:
    """What a comparison found, and which asking it answers."""

    asked: int
    rows: ComparedRows


def read_rows(book: Book, numbers: Numbers, asked: int) -> ReadRows:
    """The comparison as it stands; runs on a worker."""
    found = compared(book)
    customers = book.customers.get_many([one.document.customer_id for one in found.documents])
    names = {key: customer.name for key, customer in customers.items()}
    return ReadRows(asked, compared_rows(found, names, numbers))


def where_it_stands(rows: ComparedRows, state: ConnectionState) -> str:
    """Whether anything is held back for the comparison."""
    name = state.organisation or "Xero"
    if state.word == ConnectionWord.NOT_CONNECTED:
        return "Not connected: compared is what was last read of Xero"
    if rows.is_open and rows.alike:
        return "Nothing is sent before these are answered or skipped"
    if rows.is_open:
        return f"Nothing here looks like something in {name}"
    return f"{formats.count(rows.already_tied, 'customer is', 'customers are')} linked with {name}"
