"""Ties records of ours to Xero's, with what both sides hold at that moment as what they agree on.

A document that is tied may have payments in Xero that were read before we knew it was ours: they are handed back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind
from safe_desktop.domain.mismatch import MismatchKind
from safe_desktop.domain.payment import Payment
from safe_desktop.domain.reconciling import (
    AMOUNT_FIELDS,
    OWN_WORDS,
    Moved,
    Snapshot,
    differences,
    equal_fields,
    snapshot_of_contact,
    snapshot_of_customer,
    snapshot_of_document,
    snapshot_of_payment,
    snapshot_of_their_document,
    snapshot_of_their_payment,
)
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.domain.theirs import Contact, TheirDocument, TheirPayment
from safe_desktop.engine.sync.allocating import land_allocations
from safe_desktop.engine.sync.recalling import Theirs, is_as_told, ours_as_told, recalled
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.store.outbox_records import EntryState, OutboxEntry

_ABOUT_A_PAYMENT = (MismatchKind.SAME_PAYMENT, MismatchKind.PAYMENT_DOES_NOT_FIT)
_SETTLED_FOR_A_PAYMENT = (
    MismatchKind.GONE_IN_XERO,
    MismatchKind.UNDO_IN_XERO,
    MismatchKind.NAME_TAKEN,
    MismatchKind.NUMBER_TAKEN,
    MismatchKind.UNCERTAIN,
)
_SETTLED_BY_A_TIE = (MismatchKind.NAME_TAKEN, MismatchKind.NUMBER_TAKEN, MismatchKind.UNCERTAIN)


def tie_customers(book: Book, pairs: Sequence[tuple[Customer, Contact]]) -> None:
    """These customers are these contacts."""
    book.copies.keep_contacts(contact for _, contact in pairs)
    book.links.tie(
        [
            Link(
                RecordKind.CUSTOMER,
                customer.id,
                contact.contact_id,
                customer.revision,
                snapshot_of_customer(customer),
                snapshot_of_contact(contact),
            )
            for customer, contact in pairs
        ]
    )
    book.outbox.tied(RecordKind.CUSTOMER, [customer.id for customer, _ in pairs])
    for customer, _ in pairs:
        book.mismatches.vanish(RecordKind.CUSTOMER, customer.id, _SETTLED_BY_A_TIE)


def tie_documents(book: Book, pairs: Sequence[tuple[Document, TheirDocument]]) -> list[TheirPayment]:
    """These documents are these of Xero's; returns the payments of theirs that are known already."""
    contacts = book.links.of_ours(RecordKind.CUSTOMER, {document.customer_id for document, _ in pairs})
    tied_before = book.links.of_ours(RecordKind.CREDIT_NOTE, {document.id for document, _ in pairs})
    links = []
    for document, theirs in pairs:
        before = tied_before.get(document.id) if document.kind is DocumentKind.CREDIT_NOTE else None
        contact = contacts.get(document.customer_id)
        ours = snapshot_of_document(document, contact.xero_id if contact else theirs.contact_id)
        links.append(
            Link(
                kind_of(document.kind),
                document.id,
                theirs.document_id,
                document.revision,
                ours,
                snapshot_of_their_document(theirs),
                before.allocations if before else "",
            )
        )
    book.copies.keep_documents(theirs for _, theirs in pairs)
    book.links.tie(links)
    waiting: list[TheirPayment] = []
    for document, theirs in pairs:
        book.outbox.tied(kind_of(document.kind), [document.id])
        book.mismatches.vanish(kind_of(document.kind), document.id, _SETTLED_BY_A_TIE)
        waiting.extend(book.copies.payments_of(theirs.document_id))
    land_allocations(book, [credit for _, theirs in pairs for credit in _credits_about(book, theirs)], Tally())
    return waiting


def _credits_about(book: Book, theirs: TheirDocument) -> list[TheirDocument]:
    """The credit notes whose allocations are to be looked at now that this document is tied: itself, or those on it."""
    if theirs.kind is DocumentKind.CREDIT_NOTE:
        return [theirs]
    known = book.copies.documents_of_contact(theirs.contact_id)
    return [one for one in known if any(taken.document_id == theirs.document_id for taken in one.allocations)]


def agree_as_told(book: Book, kind: RecordKind, local_id: int, revision: int, ours: Snapshot) -> None:
    """If the record was changed here after it was told, both agree on what was told: the change has still to go."""
    link = book.links.get(kind, local_id)
    if link is not None and link.revision != revision:
        book.links.tie([replace(link, revision=revision, ours=ours)])


def told_before(book: Book, kind: RecordKind, local_id: int, theirs: Theirs) -> OutboxEntry | None:
    """The intent of ours that made this record of Xero's, though it was given up or refused since; None if none did."""
    for entry in book.outbox.creates_of(kind, local_id):
        if is_as_told(recalled(kind, entry.element), theirs):
            return entry
    return None


def agree_on_what_was_told(book: Book, entry: OutboxEntry, theirs: Theirs) -> None:
    """The record, just tied, arrived as it was told then; what was changed here since has still to go."""
    agree_as_told(
        book, entry.kind, entry.local_id, entry.revision, ours_as_told(recalled(entry.kind, entry.element), theirs)
    )
    book.outbox.forget_refusals(entry.kind, [entry.local_id], EntryState.DONE)


def forget_questions_about(book: Book, payment_id: str) -> None:
    """Xero's payment has found its place, or is gone: nobody needs to be asked about it any more."""
    for kind, local_id in book.mismatches.vanish_theirs(payment_id, _ABOUT_A_PAYMENT):
        refresh(book, kind, [local_id], book.clock.today())


def agree_on(book: Book, link: Link, fields: Iterable[str], ours: Snapshot, theirs: Snapshot, revision: int) -> None:
    """In these fields both agree on what each side has; ours is told as of that revision."""
    agreed = tuple(fields)
    book.links.tie(
        [
            replace(
                link,
                revision=revision,
                ours={**link.ours, **{field: ours.get(field, "") for field in agreed}},
                theirs={**link.theirs, **{field: theirs.get(field, "") for field in agreed}},
            )
        ]
    )


def agree_where_equal(book: Book, link: Link, ours: Snapshot, theirs: Snapshot) -> Link:
    """Fields that both sides have alike by now are agreed on, whoever moved them; the tie as it is by now.

    What only we changed beside them has still to go, so the revision that was told stays.
    """
    equal = equal_fields(ours, theirs)
    agreed = replace(link, ours={**link.ours, **equal}, theirs={**link.theirs, **equal})
    moved = differences(ours, theirs, agreed.ours, agreed.theirs)
    if not any(one.field in AMOUNT_FIELDS and one.moved is not Moved.OURS for one in moved):
        # Sums on the same accounts and VAT codes: with the amounts settled they are no news any more.
        sums = {field: theirs[field] for field in OWN_WORDS if field in theirs}
        agreed = replace(agreed, theirs={**agreed.theirs, **sums})
    if agreed != link:
        book.links.tie([agreed])
    return agreed


def tie_payments(book: Book, pairs: Sequence[tuple[Payment, TheirPayment]]) -> None:
    """These payments are these of Xero's."""
    book.copies.keep_payments(theirs for _, theirs in pairs)
    book.links.tie(
        [
            Link(
                RecordKind.PAYMENT,
                payment.id,
                theirs.payment_id,
                payment.revision,
                snapshot_of_payment(payment, theirs.document_id),
                snapshot_of_their_payment(theirs),
            )
            for payment, theirs in pairs
        ]
    )
    book.outbox.tied(RecordKind.PAYMENT, [payment.id for payment, _ in pairs])
    for payment, theirs in pairs:
        forget_questions_about(book, theirs.payment_id)
        book.mismatches.vanish(RecordKind.PAYMENT, payment.id, _SETTLED_FOR_A_PAYMENT)
