"""Settles a payment that is otherwise in Xero: ours follows it, or is taken back. Xero itself changes no payment.

What the payment settles here follows its amount, and is refused where it does not fit.
"""

from dataclasses import replace

from safe_desktop.domain.document import DocumentStatus
from safe_desktop.domain.mismatch import Mismatch
from safe_desktop.domain.payment import Allocation, Origin, Payment, PaymentStatus
from safe_desktop.domain.reconciling import snapshot_of_payment, snapshot_of_their_payment
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind, kind_of
from safe_desktop.domain.theirs import TheirPayment
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.sync.tying import agree_on
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link


def take_their_payment(book: Book, mismatch: Mismatch) -> None:
    """The payment here gets Xero's amount, date or document, and settles accordingly."""
    payment, link, theirs = _sides(book, mismatch)
    before = [one.document_id for one in book.payments.allocations_of(payment.id)]
    wanted = _payment_with(book, payment, theirs, mismatch.field)
    changed = book.payments.change(wanted)
    if (wanted.amount, wanted.document_id) != (payment.amount, payment.document_id):
        _settle_anew(book, changed)
    ours, now = snapshot_of_payment(changed, theirs.document_id), snapshot_of_their_payment(theirs)
    revision = changed.revision if link.revision == payment.revision else link.revision
    agree_on(book, link, [mismatch.field], ours, now, revision)
    _refresh_documents(book, [*before, *(one.document_id for one in book.payments.allocations_of(payment.id))])


def take_payment_back(book: Book, mismatch: Mismatch) -> None:
    """The payment is taken back here, and deleted in Xero at the next sync."""
    payment, link, theirs = _sides(book, mismatch)
    if payment.origin is Origin.XERO:
        raise InputError(
            f"The payment of {payment.amount} came from Xero.",
            "It was not taken back here: what is paid in Xero is decided there.",
            "Remove it in Xero, and the next sync takes it back here; or take Xero’s.",
        )
    if theirs.batch_id:
        raise InputError(
            f"The payment of {payment.amount} is part of a batch in Xero.",
            "It was not taken back: Xero deletes a batch as a whole, and none of its payments alone.",
            "Delete the batch in Xero, and the next sync takes all of it back here; or take Xero’s.",
        )
    settled = [one.document_id for one in book.payments.allocations_of(payment.id)]
    book.payments.take_back(payment.id)
    # What Xero has by now is known: it is that payment, as it is, that the next sync deletes.
    now = snapshot_of_their_payment(theirs)
    agree_on(book, link, now, {**now, **link.ours}, now, link.revision)
    _refresh_documents(book, settled)


def _sides(book: Book, mismatch: Mismatch) -> tuple[Payment, Link, TheirPayment]:
    payment = book.payments.get(mismatch.local_id)
    link = book.links.get(RecordKind.PAYMENT, payment.id)
    theirs = book.copies.payment(link.xero_id) if link else None
    if link is None or theirs is None or theirs.is_deleted or payment.status is not PaymentStatus.LIVE:
        raise InputError(
            f"The payment of {payment.amount} was taken back, or is not in Xero any more.",
            "Nothing was changed.",
            "Press Sync now and look again.",
        )
    return payment, link, theirs


def _payment_with(book: Book, payment: Payment, theirs: TheirPayment, field: str) -> Payment:
    if field == "amount":
        return replace(payment, amount=theirs.amount)
    if field == "paid_on":
        return replace(payment, paid_on=theirs.paid_on)
    for kind in DOCUMENT_KINDS:
        tied = book.links.of_theirs(kind, [theirs.document_id]).get(theirs.document_id)
        if tied is not None:
            customer_id = book.documents.get(tied.local_id).customer_id
            return replace(payment, document_id=tied.local_id, customer_id=customer_id)
    raise InputError(
        f"Xero’s payment is for {theirs.document_number or 'a document'} that is not in this book.",
        "Nothing was changed.",
        "Take that document in first, or take the payment back.",
    )


def _settle_anew(book: Book, payment: Payment) -> None:
    """The whole payment settles its document; one that is on account must cover what was placed of it."""
    if payment.document_id is None:
        placed = sum(one.amount.minor for one in book.payments.allocations_of(payment.id))
        if placed > payment.amount.minor:
            raise InputError(
                f"More than {payment.amount} of the payment is placed on invoices here.",
                "Nothing was changed.",
                "Take the payment back and record it anew.",
            )
        return
    book.payments.reallocate(payment.id, [])
    document = book.documents.get(payment.document_id)
    still_open = book.documents.open(document.id)
    is_settled = document.status is DocumentStatus.APPROVED and document.currency == payment.amount.currency
    if not is_settled or still_open < payment.amount:
        raise InputError(
            f"{payment.amount} does not fit: {still_open} of {document.number} is open here without this payment.",
            "Nothing was changed.",
            f"Put {document.number} right first, or take the payment back.",
        )
    book.payments.allocate([Allocation(document.id, payment.amount, payment_id=payment.id)])


def _refresh_documents(book: Book, ids: list[int]) -> None:
    for document in book.documents.get_many(set(ids)).values():
        refresh(book, kind_of(document.kind), [document.id], book.clock.today())
