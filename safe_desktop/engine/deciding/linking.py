"""Ties two records that a person says are one, and asks about what of them is not alike: no movement would show it."""

from decimal import Decimal

from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import PaymentStatus
from safe_desktop.domain.reconciling import (
    FIELD_WORDS,
    Snapshot,
    snapshot_of_contact,
    snapshot_of_customer,
    snapshot_of_document,
    snapshot_of_payment,
    snapshot_of_their_document,
    snapshot_of_their_payment,
)
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.domain.theirs import TheirPayment
from safe_desktop.engine.deciding.asking import contact_name
from safe_desktop.engine.sync.landing_payments import land_payments
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.tying import tie_customers, tie_documents, tie_payments
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.outbox_records import EntryState

_DOCUMENT_FACTS = ("total", "contact", "issued_on", "currency")
_FACTS_OF_BOTH = ("due_on", "reference")
"""What is asked about only where both sides say something."""

_PAYMENT_FACTS = ("amount", "document", "paid_on")


def link_records(book: Book, mismatch: Mismatch) -> None:
    """Both are the same: they are tied, and each fact in which they differ is asked about."""
    if mismatch.record_kind is RecordKind.CUSTOMER:
        _link_customer(book, mismatch)
    elif mismatch.record_kind is RecordKind.PAYMENT:
        _link_payment(book, mismatch)
    else:
        _link_document(book, mismatch)
    # What became of its sending is known now: later changes of it go like those of any other.
    book.outbox.forget_refusals(mismatch.record_kind, [mismatch.local_id], EntryState.DONE)


def their_free_payment(book: Book, mismatch: Mismatch) -> TheirPayment:
    """Xero's payment of the mismatch, alive and tied to nothing; InputError if it is not."""
    theirs = book.copies.payment(mismatch.xero_id)
    if theirs is None or theirs.is_deleted or book.links.of_theirs(RecordKind.PAYMENT, [mismatch.xero_id]):
        raise cannot("Xero’s payment is in this book already, or was deleted, or was never read.")
    return theirs


def cannot(why: str) -> InputError:
    """The refusal of a way out that the time has passed by."""
    return InputError(
        "This cannot settle it any more.", f"{why} Nothing was changed.", "Press Sync now and look again."
    )


def _link_customer(book: Book, mismatch: Mismatch) -> None:
    contact = book.copies.contact(mismatch.xero_id)
    if contact is None or book.links.of_theirs(RecordKind.CUSTOMER, [mismatch.xero_id]):
        raise cannot("Xero’s contact belongs to another customer of this book, or was never read.")
    customer = book.customers.get(mismatch.local_id)
    tie_customers(book, [(customer, contact)])
    ours, theirs = snapshot_of_customer(customer), snapshot_of_contact(contact)
    # What only one side has is no contradiction, and is not asked about where names are alike either.
    # An address is written in many ways: which of them is no question until one of them is changed.
    facts = tuple(field for field in ours if ours[field] and theirs[field] and field != "address")
    _ask_although(book, mismatch, facts, ours, theirs)


def _link_document(book: Book, mismatch: Mismatch) -> None:
    document = book.documents.get(mismatch.local_id)
    theirs = book.copies.document(mismatch.record_kind, mismatch.xero_id)
    if theirs is None or book.links.of_theirs(mismatch.record_kind, [mismatch.xero_id]):
        raise cannot("Xero’s document belongs to another of this book, or was never read.")
    land_payments(book, tie_documents(book, [(document, theirs)]), Tally())
    contact = book.links.get(RecordKind.CUSTOMER, document.customer_id)
    ours = snapshot_of_document(document, contact.xero_id if contact else "")
    there = snapshot_of_their_document(theirs)
    beside = tuple(field for field in _FACTS_OF_BOTH if ours[field] and there[field])
    _ask_although(book, mismatch, (*_DOCUMENT_FACTS, *beside), ours, there)


def _link_payment(book: Book, mismatch: Mismatch) -> None:
    theirs = their_free_payment(book, mismatch)
    payment = book.payments.get(mismatch.local_id)
    if payment.status is PaymentStatus.DELETED or book.links.get(RecordKind.PAYMENT, payment.id) is not None:
        raise cannot("The payment here was taken back, or is tied to another of Xero’s.")
    tie_payments(book, [(payment, theirs)])
    tied = [book.links.get(kind, payment.document_id) for kind in DOCUMENT_KINDS if payment.document_id is not None]
    document = next((link.xero_id for link in tied if link is not None), theirs.document_id)
    ours = snapshot_of_payment(payment, document)
    _ask_although(book, mismatch, _PAYMENT_FACTS, ours, snapshot_of_their_payment(theirs))


def _ask_although(book: Book, mismatch: Mismatch, facts: tuple[str, ...], ours: Snapshot, theirs: Snapshot) -> None:
    found = []
    for field in facts:
        here, there = ours[field], theirs[field]
        if here == there:
            continue
        if field == "contact":
            here, there = contact_name(book, here), contact_name(book, there)
        is_total = field == "total" and ours["currency"] == theirs["currency"]
        word = FIELD_WORDS[field] if field == "vat_number" else FIELD_WORDS[field].lower()
        found.append(
            Mismatch(
                MismatchKind.TOTAL_DIFFERS if field == "total" else MismatchKind.FIELD_DIFFERS,
                mismatch.record_kind,
                mismatch.local_id,
                mismatch.label,
                f"Linked although the {word} differs",
                mismatch.xero_id,
                field,
                mismatch.customer,
                here,
                there,
                "",
                _apart(here, there, ours["currency"]) if is_total else None,
            )
        )
    book.mismatches.found(found)


def _apart(ours: str, theirs: str, currency: str) -> Money:
    return Money.from_decimal(Decimal(theirs) - Decimal(ours), currency)
