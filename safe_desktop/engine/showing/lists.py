"""What the tables on screen show: one `RecordList` each, asked for ids in order and for the rows of a page.

Knows which list answers which page; the queries are `store`'s. Everything handed out is frozen.
"""

from dataclasses import replace
from datetime import date
from typing import Literal

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document
from safe_desktop.domain.payment import Payment
from safe_desktop.domain.reconciling import (
    Snapshot,
    snapshot_of_customer,
    snapshot_of_document,
    snapshot_of_payment,
)
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind, kind_of
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.showing.record_cards import CustomerCard, DocumentCard, customer_card, invoice_card
from safe_desktop.store.book_file import Book
from safe_desktop.store.customer_list import customer_list
from safe_desktop.store.history_lists import activity_list, mismatch_list, run_item_list, run_list
from safe_desktop.store.invoice_list import invoice_list
from safe_desktop.store.list_entries import (
    ActivityEntry,
    CustomerEntry,
    InvoiceEntry,
    MismatchEntry,
    PaymentEntry,
    RunEntry,
    RunItemEntry,
    ToSendEntry,
)
from safe_desktop.store.list_queries import Query, RecordList
from safe_desktop.store.payment_list import payment_list
from safe_desktop.store.waiting_lists import waiting_customers, waiting_documents, waiting_payments

__all__ = [
    "ActivityEntry",
    "CustomerCard",
    "CustomerEntry",
    "DocumentCard",
    "InvoiceEntry",
    "MismatchEntry",
    "PaymentEntry",
    "Query",
    "RecordList",
    "RunEntry",
    "RunItemEntry",
    "ToSendEntry",
    "activity",
    "customer_card",
    "customers",
    "invoice_card",
    "invoices",
    "mismatches",
    "payments",
    "run_item_list_of",
    "runs",
    "to_send",
]


def customers(book: Book) -> RecordList[CustomerEntry]:
    """All customers; filters active, owing, to_review, archived."""
    return customer_list(book, book.clock.today())


def invoices(book: Book, today: date | None = None) -> RecordList[InvoiceEntry]:
    """All invoices and credit notes; filters awaiting, overdue, paid, credit_notes, voided."""
    return invoice_list(book, today or book.clock.today())


def payments(book: Book) -> RecordList[PaymentEntry]:
    """All payments; filters here, xero, on_account, held, reversed."""
    return payment_list(book)


def to_send(book: Book, kind: Literal["customers", "invoices", "payments"]) -> RecordList[ToSendEntry]:
    """What Xero does not know yet; filters ready, to_review, failed, held."""
    lists = {"customers": waiting_customers, "invoices": waiting_documents, "payments": waiting_payments}
    return lists[kind](book, lambda entries: _with_changes(book, entries))


def mismatches(book: Book, today: date | None = None) -> RecordList[MismatchEntry]:
    """What a person must settle; one filter for each kind of mismatch."""
    return mismatch_list(book, today or book.clock.today())


def runs(book: Book) -> RecordList[RunEntry]:
    """All syncs, the newest first; filters with_refusals, with_changes."""
    return run_list(book)


def run_item_list_of(book: Book, run_id: int) -> RecordList[RunItemEntry]:
    """What one run did, as a table; filters sent, same, skipped, refused, received."""
    return run_item_list(book, run_id)


def activity(book: Book) -> RecordList[ActivityEntry]:
    """The activity record, the newest first."""
    return activity_list(book)


def _with_changes(book: Book, entries: list[ToSendEntry]) -> list[ToSendEntry]:
    """The entries, those changed here with how many fields they changed in since both sides were equal."""
    changed = [entry for entry in entries if entry.standing is Standing.CHANGED_HERE]
    if not changed:
        return entries
    words: dict[tuple[RecordKind, int], str] = {}
    for kind in {entry.kind for entry in changed}:
        ids = [entry.id for entry in changed if entry.kind is kind]
        links = book.links.of_ours(kind, ids)
        for record_id, now in _snapshots(book, kind, ids).items():
            if record_id in links:
                words[kind, record_id] = _change_words(now, links[record_id].ours)
    return [replace(entry, change=words.get((entry.kind, entry.id), entry.change)) for entry in entries]


def _change_words(now: Snapshot, agreed: Snapshot) -> str:
    number = sum(1 for field, value in now.items() if field in agreed and value != agreed[field])
    return "Changed here" if number == 0 else "1 field changed" if number == 1 else f"{number} fields changed"


def _snapshots(book: Book, kind: RecordKind, ids: list[int]) -> dict[int, Snapshot]:
    if kind is RecordKind.CUSTOMER:
        people: dict[int, Customer] = book.customers.get_many(ids)
        return {record_id: snapshot_of_customer(customer) for record_id, customer in people.items()}
    if kind in DOCUMENT_KINDS:
        documents: dict[int, Document] = book.documents.get_many(ids)
        contacts = book.links.of_ours(RecordKind.CUSTOMER, {document.customer_id for document in documents.values()})
        return {
            record_id: snapshot_of_document(
                document, contacts[document.customer_id].xero_id if document.customer_id in contacts else ""
            )
            for record_id, document in documents.items()
        }
    found: dict[int, Payment] = book.payments.get_many(ids)
    return {
        record_id: snapshot_of_payment(payment, _settled_in_xero(book, payment)) for record_id, payment in found.items()
    }


def _settled_in_xero(book: Book, payment: Payment) -> str:
    if payment.document_id is None:
        return ""
    link = book.links.get(kind_of(book.documents.get(payment.document_id).kind), payment.document_id)
    return link.xero_id if link else ""
