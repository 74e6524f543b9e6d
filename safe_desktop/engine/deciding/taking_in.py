"""Takes Xero's contacts into the book as customers, tied at once; one that cannot be is left out with its reason.

From what was last read of Xero: nothing is asked of it and nothing written to it. Documents are `taking_in_documents`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import Contact
from safe_desktop.engine.changes import CUSTOMERS, DOCUMENTS, MISMATCHES, Changes
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.sync.tying import tie_customers
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book

XERO = "Xero"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One of Xero's records that was not taken in, and why."""

    xero_id: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was taken in: our new numbers by Xero's id; what was left out."""

    taken: dict[str, int]
    left_out: tuple[LeftOut, ...]
    changes: Changes


def take_in_contacts(workplace: Workplace, contact_ids: Iterable[str]) -> TakenIn:
    """These contacts as customers of the book."""
    book = workplace.book
    taken: dict[str, int] = {}
    left_out: list[LeftOut] = []
    with book.transaction():
        for contact_id in dict.fromkeys(contact_ids):
            contact = book.copies.contact(contact_id)
            try:
                with book.transaction():
                    taken[contact_id] = take_in_contact(book, contact)
            except InputError as problem:
                left_out.append(LeftOut(contact_id, contact.name if contact else contact_id, problem.title))
        refresh(book, RecordKind.CUSTOMER, list(taken.values()), workplace.clock.today())
    return TakenIn(taken, tuple(left_out), Changes.of(CUSTOMERS, DOCUMENTS, MISMATCHES))


def take_in_contact(book: Book, contact: Contact | None) -> int:
    """The new customer's number; InputError, with nothing kept, where it cannot be taken in."""
    if contact is None:
        raise InputError("This contact was never read from Xero.", "Nothing was taken in.", "Compare again.")
    _refuse(book, contact)
    # A code that another customer has here says nothing about this one; Xero's own number stays at Xero.
    code = "" if book.customers.find_code(contact.number) is not None else contact.number
    customer = book.customers.add(
        Customer(
            contact.name,
            code=code,
            email=contact.email,
            phone=contact.phone,
            vat_number=contact.tax_number,
            address=contact.address,
        )
    )
    tie_customers(book, [(customer, contact)])
    book.activity.note(XERO, "Taken in", RecordKind.CUSTOMER, customer.id, customer.name, "A contact of Xero’s")
    return customer.id


def _refuse(book: Book, contact: Contact) -> None:
    if contact.status != "ACTIVE":
        raise InputError(f"“{contact.name}” is {contact.status.lower()} in Xero.", "It was not taken in.")
    if book.links.of_theirs(RecordKind.CUSTOMER, [contact.contact_id]):
        raise InputError(f"“{contact.name}” is a customer of this book already.", "Nothing was changed.")
    same = book.customers.find_name(contact.name)
    if same is not None:
        raise InputError(
            f"There is a customer “{same.name}” in this book already, not linked with Xero’s “{contact.name}”.",
            "It was not taken in.",
            "Link the two, or give one another name.",
        )
