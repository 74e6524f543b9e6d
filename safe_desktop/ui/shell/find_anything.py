"""Ctrl+K: one field that finds customers, invoices, payments and pages, with the keys alone. Only reads."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import QWidget

from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import Query
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.find_dialog import FindDialog, FoundRow
from safe_desktop.ui.shell.navigation import Entry
from safe_desktop.ui.shell.page import Place

_MOST_OF_A_KIND = 6
_SIZE = QSize(560, 460)
_HINT = "Customer, number, amount, reference or page"


@dataclass(frozen=True)
class Hit:
    """One thing that was found, and where it is."""

    icon: str
    title: str
    detail: str
    place: Place


def hits(book: Book, entries: tuple[Entry, ...], text: str) -> list[Hit]:
    """What matches the text: pages first, then customers, documents and payments, a few of each."""
    words = text.casefold()
    found = [
        Hit(entry.icon, entry.title, "Go to the page", Place(entry.name))
        for entry in entries
        if not words or entry.title.casefold().startswith(words)
    ]
    return found if not text else [*found, *_records(book, Query(text))]


def _records(book: Book, query: Query) -> list[Hit]:
    customers, invoices, payments = lists.customers(book), lists.invoices(book), lists.payments(book)
    found = [
        Hit(
            "user",
            one.name,
            " · ".join(
                filter(None, (one.code, one.email, f"owes {formats.money(one.balance)}" if one.balance else ""))
            ),
            Place("customers", kind=RecordKind.CUSTOMER, record_id=one.id),
        )
        for one in customers.entries(customers.ids(query)[:_MOST_OF_A_KIND])
    ]
    found += [
        Hit(
            "receipt-text",
            f"{one.number}  {one.customer}",
            f"{formats.day(one.issued_on)} · {formats.money(one.total)} · {one.word}",
            Place("invoices", kind=kind_of(one.kind), record_id=one.id),
        )
        for one in invoices.entries(invoices.ids(query)[:_MOST_OF_A_KIND])
    ]
    found += [
        Hit(
            "hand-coins",
            f"{formats.money(one.amount)}  {one.customer}",
            " · ".join(filter(None, (formats.day(one.paid_on), one.method, one.document_number, one.reference))),
            Place("payments", kind=RecordKind.PAYMENT, record_id=one.id),
        )
        for one in payments.entries(payments.ids(query)[:_MOST_OF_A_KIND])
    ]
    return found


class FindAnything(FindDialog[Hit]):
    """Goes to what is found."""

    def __init__(self, book: Book, entries: tuple[Entry, ...], go: Callable[[Place], object], parent: QWidget) -> None:
        def rows(text: str) -> list[FoundRow[Hit]]:
            return [FoundRow(hit, hit.icon, hit.title, hit.detail) for hit in hits(book, entries, text)]

        super().__init__("Find anything", _HINT, _SIZE, rows, lambda hit: go(hit.place), parent, enter="go there")
        middle = parent.rect().center() - QPoint(_SIZE.width() // 2, _SIZE.height() // 2 + 60)
        self.move(parent.mapToGlobal(middle))
