"""The questions about payments that only a person can answer, as mismatches in words. Finds nothing by itself."""

from collections.abc import Sequence
from datetime import timedelta

from safe_desktop.domain.document import Document, DocumentStatus
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.payment import Payment, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.domain.theirs import TheirAdvance, TheirPayment
from safe_desktop.store.book_file import Book

SAME_WITHIN = timedelta(days=7)
"""A payment typed in here and one from the bank are taken for the same when their dates are this close."""

_MANY_DELETED = 20
"""More deletions than this at once, and more than one in twenty, wait for a person (reliability.md 3.5)."""


def ask_about_twins(book: Book, payment_ids: Sequence[int]) -> None:
    """Ask whether payments that were just written here are the same as ones that came from Xero before them."""
    for ours_id, xero_id in book.payments.twins_from_xero(payment_ids, SAME_WITHIN):
        theirs = book.copies.payment(xero_id)
        ours = book.payments.get(ours_id)
        if theirs is not None and ours.document_id is not None:
            book.mismatches.found([same_payment(book, ours, theirs, book.documents.get(ours.document_id))])


def label_of(theirs: TheirPayment) -> str:
    """What to call Xero's payment: the number of its document, else its reference."""
    return theirs.document_number or theirs.reference or "Payment"


def ask_to_undo(book: Book, payment_id: int, theirs: TheirPayment) -> None:
    """A payment taken back here that only a person can undo in Xero: it is asked about until that is done."""
    payment = book.payments.get(payment_id)
    if payment.status is not PaymentStatus.DELETED:
        return  # a run is being undone; here the payment still stands
    book.mismatches.found(
        [
            Mismatch(
                MismatchKind.UNDO_IN_XERO,
                RecordKind.PAYMENT,
                payment.id,
                label_of(theirs),
                f"Taken back here. {theirs.stands_fast}; the next sync goes on by itself",
                theirs.payment_id,
                "status",
                book.customers.get(payment.customer_id).name,
                "Taken back",
                f"{theirs.amount.decimal:,} on {theirs.paid_on:%d/%m/%Y}",
                "",
                theirs.amount,
            )
        ]
    )


def same_payment(book: Book, twin: Payment, theirs: TheirPayment, document: Document) -> Mismatch:
    """A payment recorded here by hand and one of Xero's may be the same."""
    return Mismatch(
        MismatchKind.SAME_PAYMENT,
        RecordKind.PAYMENT,
        twin.id,
        document.number,
        "Recorded here by hand, and one of the same amount came from Xero",
        theirs.payment_id,
        "amount",
        book.customers.get(document.customer_id).name,
        f"{twin.amount.decimal:,} on {twin.paid_on:%d/%m/%Y}",
        f"{theirs.amount.decimal:,} on {theirs.paid_on:%d/%m/%Y}",
        "",
        theirs.amount,
    )


def does_not_fit(book: Book, theirs: TheirPayment, document: Document) -> Mismatch:
    """Xero's payment is for more than is open here, or for what is no invoice any more."""
    if document.status is DocumentStatus.APPROVED:
        noun = "a refund of it" if theirs.is_refund else "a payment for it"
        reason = f"Xero has {noun} that is larger than what is open here"
    else:
        reason = f"Xero has a payment for it, but here it is {document.status.value}"
    return Mismatch(
        MismatchKind.PAYMENT_DOES_NOT_FIT,
        kind_of(document.kind),
        document.id,
        document.number,
        reason,
        theirs.payment_id,
        "amount",
        book.customers.get(document.customer_id).name,
        f"{book.documents.open(document.id).decimal:,} open",
        f"{theirs.amount.decimal:,} on {theirs.paid_on:%d/%m/%Y}",
        "",
        theirs.amount,
    )


def is_too_much(gone: int, linked: int) -> bool:
    """Whether so many gone at once, of so many linked records, wait for a person (reliability.md 3.5)."""
    return gone > _MANY_DELETED and gone * 20 > max(linked, 1)


def gone_with_many(book: Book, payment: Payment, theirs: TheirPayment | TheirAdvance) -> Mismatch:
    """Deleted in Xero with so many others that a person must say that it was meant."""
    if isinstance(theirs, TheirAdvance):
        label, xero_id = theirs.reference or theirs.kind.value.capitalize(), theirs.advance_id
    else:
        label, xero_id = label_of(theirs), theirs.payment_id
    return Mismatch(
        MismatchKind.GONE_IN_XERO,
        RecordKind.PAYMENT,
        payment.id,
        label,
        "Deleted in Xero together with many others; nothing was taken back here yet",
        xero_id,
        "status",
        book.customers.get(payment.customer_id).name,
        str(payment.amount.decimal),
        "Deleted",
        str(payment.amount.decimal),
        payment.amount,
    )
