"""Marks that tell a payment from its like, here and in Xero, where nothing else about a payment is unique."""

from uuid import uuid4

from safe_desktop.domain.payment import marker_for
from safe_desktop.store.book_file import Book


def free_marker(book: Book, seed: str = "") -> str:
    """A mark that no payment of the book has. A mark has 32 bits, so in a large book two seeds may meet."""
    marker = marker_for(seed or uuid4().hex)
    while book.payments.find_marker(marker) is not None:
        marker = marker_for(uuid4().hex)
    return marker
