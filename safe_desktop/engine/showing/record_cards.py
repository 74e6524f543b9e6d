"""Everything a detail panel shows about one customer or document, read at once. Knows no widget."""

from dataclasses import dataclass

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document
from safe_desktop.domain.mismatch import Mismatch
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.store.activity_records import Note
from safe_desktop.store.book_file import Book
from safe_desktop.store.customer_list import customer_list
from safe_desktop.store.invoice_list import invoice_list
from safe_desktop.store.link_records import Link
from safe_desktop.store.list_entries import CustomerEntry, InvoiceEntry, PaymentEntry
from safe_desktop.store.payment_list import payment_list

MOST_ROWS = 50


@dataclass(frozen=True, slots=True)
class Credit:
    """So much set against a document by another (or by this one against the other)."""

    document_id: int
    number: str
    amount: Money


@dataclass(frozen=True, slots=True)
class CustomerCard:
    """One customer: itself, its row, its newest documents and payments, and what was done to it."""

    customer: Customer
    entry: CustomerEntry
    documents: tuple[InvoiceEntry, ...]
    payments: tuple[PaymentEntry, ...]
    link: Link | None
    mismatches: tuple[Mismatch, ...]
    activity: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """One document: itself with its lines, its row, what settled it, where it stands, and what was done to it."""

    document: Document
    entry: InvoiceEntry
    customer: Customer
    settled: Money
    payments: tuple[PaymentEntry, ...]
    credits: tuple[Credit, ...]
    link: Link | None
    mismatches: tuple[Mismatch, ...]
    activity: tuple[Note, ...]


def customer_card(book: Book, customer_id: int) -> CustomerCard:
    """The customer with all that belongs to it; InputError when there is none of this id."""
    customer, today = book.customers.get(customer_id), book.clock.today()
    kind = RecordKind.CUSTOMER
    return CustomerCard(
        customer=customer,
        entry=customer_list(book, today).entries([customer_id])[0],
        documents=tuple(invoice_list(book, today).entries(book.documents.ids_of_customer(customer_id)[:MOST_ROWS])),
        payments=tuple(payment_list(book).entries([p.id for p in book.payments.of_customer(customer_id)[:MOST_ROWS]])),
        link=book.links.get(kind, customer_id),
        mismatches=tuple(book.mismatches.open_ones(kind, customer_id)),
        activity=tuple(book.activity.of_record(kind, customer_id)),
    )


def invoice_card(book: Book, document_id: int) -> DocumentCard:
    """The invoice or credit note with all that belongs to it; InputError when there is none of this id."""
    document, today = book.documents.get(document_id), book.clock.today()
    kind = kind_of(document.kind)
    return DocumentCard(
        document=document,
        entry=invoice_list(book, today).entries([document_id])[0],
        customer=book.customers.get(document.customer_id),
        settled=book.documents.settled(document_id),
        payments=tuple(payment_list(book).entries([payment.id for payment in book.payments.of_document(document_id)])),
        credits=_credits(book, document_id),
        link=book.links.get(kind, document_id),
        mismatches=tuple(book.mismatches.open_ones(kind, document_id)),
        activity=tuple(book.activity.of_record(kind, document_id)),
    )


def _credits(book: Book, document_id: int) -> tuple[Credit, ...]:
    received = [a for a in book.payments.allocations_to(document_id) if a.credit_note_id is not None]
    given = book.payments.credited_by(document_id)
    pairs = [(_other(allocation, document_id), allocation.amount) for allocation in (*received, *given)]
    documents = book.documents.get_many(number for number, _ in pairs)
    return tuple(Credit(number, documents[number].number, amount) for number, amount in pairs)


def _other(allocation: Allocation, document_id: int) -> int:
    if allocation.document_id != document_id:
        return allocation.document_id
    assert allocation.credit_note_id is not None
    return allocation.credit_note_id
