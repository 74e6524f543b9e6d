"""A customer's open invoices as a choice: number, when it is due, how much is open. Knows the book's open amounts."""

from collections.abc import Sequence
from datetime import date

from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import InvoiceEntry
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import formats

MOST_OFFERED = 300
"""A cash customer can have thousands open; a list longer than this is not read, it is searched on the page."""


def open_invoices(book: Book, customer_id: int) -> list[InvoiceEntry]:
    """The customer's open invoices, the longest due first."""
    if not customer_id:
        return []
    ids = book.documents.open_ids_of_customer(customer_id)[:MOST_OFFERED]
    return lists.invoices(book).entries(ids)


def as_options(invoices: Sequence[InvoiceEntry], today: date) -> list[tuple[str, str]]:
    """The invoices as keys and words for a choice."""
    return [(str(entry.id), _words(entry, today)) for entry in invoices]


def _words(entry: InvoiceEntry, today: date) -> str:
    days = (today - entry.due_on).days
    late = f", {formats.long_age(days)} overdue" if days > 0 else ""
    return f"{entry.number}  ·  {formats.money(entry.open)} open  ·  due {formats.day(entry.due_on)}{late}"
