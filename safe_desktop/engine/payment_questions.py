"""The questions about payments that only a person can answer, as mismatches in words. Finds nothing by itself."""

from safe_desktop.domain.document import Document, DocumentStatus
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.payment import Payment
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.domain.theirs import TheirPayment
from safe_desktop.store.book_file import Book


def label_of(theirs: TheirPayment) -> str:
    """What to call Xero's payment: the number of its document, else its reference."""
    return theirs.document_number or theirs.reference or "Payment"


def ask_to_undo(book: Book, payment_id: int, theirs: TheirPayment) -> None:
    """A payment taken back here that only a person can undo in Xero: it is asked about until that is done."""
    payment = book.payments.get(payment_id)
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


def gone_with_many(book: Book, payment: Payment, theirs: TheirPayment) -> Mismatch:
    """Deleted in Xero with so many others that a person must say that it was meant."""
    return Mismatch(
        MismatchKind.GONE_IN_XERO,
        RecordKind.PAYMENT,
        payment.id,
        label_of(theirs),
        "Deleted in Xero together with many others; nothing was taken back here yet",
        theirs.payment_id,
        "status",
        book.customers.get(payment.customer_id).name,
        str(payment.amount.decimal),
        "Deleted",
        str(payment.amount.decimal),
        payment.amount,
    )
