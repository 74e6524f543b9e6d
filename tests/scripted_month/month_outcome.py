"""What became of a month: what is open here and in Xero, beside what should be. Reads, and changes nothing."""

from decimal import Decimal

from safe_desktop.domain.document import DocumentKind
from tests.scripted_month.month_book import MonthBook

Named = tuple[str, str, str, str]


def named(made: MonthBook) -> set[Named]:
    """What is asked of a person: kind, record, field and label of each."""
    waiting = made.bench.workplace.book.mismatches.open_ones()
    return {(one.kind.value, one.record_kind.value, one.field, one.label) for one in waiting}


def open_here(made: MonthBook) -> dict[str, int]:
    """What is open of each invoice and credit note of the book."""
    book = made.bench.workplace.book
    return {
        document.number: book.documents.open(document.id).minor
        for kind in DocumentKind
        for document in book.documents.get_many(book.documents.ids_by_number_key(kind).values()).values()
    }


def open_in_xero(made: MonthBook) -> dict[str, int]:
    """What Xero itself says to another client is open of each."""
    found = {}
    for name, number, left in (
        ("Invoices", "InvoiceNumber", "AmountDue"),
        ("CreditNotes", "CreditNoteNumber", "RemainingCredit"),
    ):
        for one in made.bench.asked(name):
            found[str(one[number])] = int(Decimal(str(one[left])).scaleb(2))
    return found


def apart(one: dict[str, int], other: dict[str, int]) -> dict[str, tuple[int | None, int | None]]:
    """Where the two differ, and how."""
    return {
        number: (one.get(number), other.get(number))
        for number in sorted({*one, *other})
        if one.get(number) != other.get(number)
    }
