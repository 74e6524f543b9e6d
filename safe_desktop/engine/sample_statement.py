"""A bank statement to practise with: what the customers of a book might have paid of what is open, as a CSV file.

Made from the book alone, the same for the same book and day. Some lines name the invoice, some only the customer, one
pays two at once, one a part, one too much; one comes from somebody whom the book does not know, and some are no
customer's money. Writes the one file and nothing else.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from safe_desktop.domain.document import Document, DocumentKind
from safe_desktop.engine.homes import Home
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book

FILE_NAME = "Bank statement to practise with.csv"
_HEADERS = ("Date", "Type", "Payee", "Reference", "Paid out", "Paid in", "Balance")
_OPENING_MINOR = 250_000
_WIDTH = 18
"""So many letters of a text a bank keeps."""

_NOT_PAID = (1, 6)
_OWNERS = ("R HOLLOWAY", "J PEMBERTON", "S ARKWRIGHT")
"""Who pays for a customer, each for another, without being named in the book."""

_DAYS = 10
_MOST = 24
_NOT_OURS = (
    ("BP", "OFFICE RENT CO", "RENT", -85_000),
    ("DD", "NORTHERN ENERGY", "ACCOUNT 551204", -12_745),
    ("BGC", "INTEREST", "GROSS INTEREST", 413),
)


@dataclass(frozen=True, slots=True)
class _Line:
    came_on: date
    kind: str
    payee: str
    reference: str
    minor: int


@dataclass(frozen=True, slots=True)
class _Bill:
    """An open invoice, and who owes it."""

    document: Document
    customer: str
    open_minor: int


def statement_path(home: Home) -> Path:
    """Where the statement of this home lies."""
    return home.folder / FILE_NAME


def write_sample_statement(workplace: Workplace, path: Path) -> int:
    """How many lines were written to the file, which is replaced; InputError where that cannot be done."""
    lines = sorted(_lines(_open_bills(workplace.book), workplace.clock.today()), key=lambda line: line.came_on)
    balance = _OPENING_MINOR
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(_HEADERS)
            for line in lines:
                balance += line.minor
                paid_out, paid_in = (_pounds(-line.minor), "") if line.minor < 0 else ("", _pounds(line.minor))
                words = (line.kind, line.payee, line.reference)
                rows.writerow([f"{line.came_on:%d/%m/%Y}", *words, paid_out, paid_in, _pounds(balance)])
    except OSError as problem:
        raise InputError(
            f"“{path.name}” cannot be written.",
            f"{problem.strerror}. Nothing else was changed.",
            "Choose another folder.",
        ) from problem
    return len(lines)


def _open_bills(book: Book) -> list[_Bill]:
    """The open invoices in pounds or whatever the book's money is, the oldest first."""
    documents = book.documents.get_many(book.documents.open_ids(DocumentKind.INVOICE)).values()
    names = book.customers.get_many({one.customer_id for one in documents})
    found = [
        _Bill(one, names[one.customer_id].name, book.documents.open(one.id).minor)
        for one in sorted(documents, key=lambda one: (one.issued_on, one.number))
    ]
    return [bill for bill in found if bill.open_minor > 0][:_MOST]


def _lines(bills: Sequence[_Bill], today: date) -> Iterator[_Line]:
    waiting = list(bills)
    while waiting:
        bill = waiting.pop(0)
        number, place = bill.document.number, len(waiting)
        beside = next((one for one in waiting if one.customer == bill.customer), None)
        if beside is not None:
            # One sum for both of a customer's invoices.
            waiting.remove(beside)
            both = f"{_digits(number)} {_digits(beside.document.number)}"
            yield _line(bill, both, bill.open_minor + beside.open_minor, today, place)
        elif place % 7 in _NOT_PAID:
            continue
        elif place % 7 == 2:
            yield _line(bill, "PAYMENT", bill.open_minor, today, place, _OWNERS[place // 7 % len(_OWNERS)])
        elif place % 7 == 5:
            yield _line(bill, number, bill.open_minor // 2, today, place)
        elif place % 7 == 4:
            yield _line(bill, number, bill.open_minor + 1_000, today, place)
        elif place % 7 == 3:
            yield _line(bill, "THANK YOU", bill.open_minor, today, place)
        else:
            yield _line(bill, number, bill.open_minor, today, place)
    for place, (kind, payee, reference, minor) in enumerate(_NOT_OURS):
        yield _Line(today - timedelta(days=2 + 3 * place), kind, payee, reference, minor)


def _line(bill: _Bill, reference: str, minor: int, today: date, place: int, payee: str = "") -> _Line:
    came_on = max(bill.document.issued_on, today - timedelta(days=place % _DAYS))
    return _Line(came_on, "BGC", (payee or bill.customer).upper()[:_WIDTH].strip(), reference[:_WIDTH], minor)


def _digits(number: str) -> str:
    return number.rpartition("-")[2]


def _pounds(minor: int) -> str:
    return str(Decimal(minor).scaleb(-2))
