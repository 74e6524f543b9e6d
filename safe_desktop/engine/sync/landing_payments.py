"""Lands a page of Xero's payments: applied to the right invoice, adopted, taken back, or asked about (design.md 4)."""

from collections.abc import Sequence
from dataclasses import replace

from safe_desktop.domain.document import Document, DocumentStatus
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.payment import Allocation, Origin, Payment, PaymentMethod, PaymentStatus
from safe_desktop.domain.reconciling import differences, snapshot_of_payment, snapshot_of_their_payment
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.domain.theirs import TheirPayment
from safe_desktop.engine.changes import DOCUMENTS, MISMATCHES, PAYMENTS
from safe_desktop.engine.deciding.asking import ask_what_differs
from safe_desktop.engine.deciding.kept_apart import refusals
from safe_desktop.engine.entry.payment_marks import free_marker
from safe_desktop.engine.entry.payment_questions import (
    SAME_WITHIN,
    does_not_fit,
    gone_with_many,
    is_too_much,
    label_of,
    same_payment,
)
from safe_desktop.engine.sync.differing import mismatches_of
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.sync.tying import agree_as_told, agree_where_equal, forget_questions_about, tie_payments
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.store.run_records import Outcome

TAKEN_IN = ("ACCRECPAYMENT", "ARCREDITPAYMENT")
"""Money from customers, and what was paid back of credit notes; of over- and prepayments only what is left counts."""


def land_payments(book: Book, payments: Sequence[TheirPayment], tally: Tally) -> None:
    """Take in these payments, inside the transaction that moves the cursor. Those of suppliers are left out."""
    received = book.copies.not_older(
        RecordKind.PAYMENT, [(one.payment_id, one) for one in payments if one.kind in TAKEN_IN]
    )
    book.copies.keep_payments(received)
    links = book.links.of_theirs(RecordKind.PAYMENT, [one.payment_id for one in received])
    targets = {one.document_id for one in received}
    documents = {
        xero_id: link for kind in DOCUMENT_KINDS for xero_id, link in book.links.of_theirs(kind, targets).items()
    }
    ours = book.payments.get_many(link.local_id for link in links.values())
    gone = [one for one in received if one.is_deleted and one.payment_id in links]
    waits = is_too_much(len(gone), book.links.count())
    touched: list[int] = []
    for theirs in received:
        link, document = links.get(theirs.payment_id), documents.get(theirs.document_id)
        if link is not None and link.local_id in ours:
            touched.append(link.local_id)
            _land_known(book, ours[link.local_id], theirs, link, tally, waits)
        elif theirs.is_deleted:
            forget_questions_about(book, theirs.payment_id)
        elif document is not None:
            touched += _land_new(book, theirs, book.documents.get(document.local_id), tally)
    if touched:
        tally.changed(PAYMENTS, DOCUMENTS, MISMATCHES)
        refresh(book, RecordKind.PAYMENT, touched, book.clock.today())


def _land_known(book: Book, payment: Payment, theirs: TheirPayment, link: Link, tally: Tally, waits: bool) -> None:
    if theirs.is_deleted:
        if payment.status is PaymentStatus.LIVE:
            _take_back(book, payment, theirs, tally, waits)
        else:
            tie_payments(book, [(payment, theirs)])
            tally.same()
        return
    ours, there = snapshot_of_payment(payment, _document_here(book, payment, theirs)), snapshot_of_their_payment(theirs)
    link = agree_where_equal(book, link, ours, there)
    moved = differences(ours, there, link.ours, link.theirs)
    customer = book.customers.get(payment.customer_id).name
    currency = theirs.amount.currency
    found = mismatches_of(
        RecordKind.PAYMENT, payment.id, label_of(theirs), customer, theirs.payment_id, moved, currency
    )
    if payment.status is not PaymentStatus.LIVE:
        # It is to be deleted there, whatever else was changed of it.
        book.links.tie([replace(link, theirs=there)])
        found, ours = [], there
    ask_what_differs(book, RecordKind.PAYMENT, payment.id, found, ours, there)
    if not theirs.stands_fast:
        book.mismatches.vanish(RecordKind.PAYMENT, payment.id, [MismatchKind.UNDO_IN_XERO])
    if not moved:
        tally.same()


def _document_here(book: Book, payment: Payment, theirs: TheirPayment) -> str:
    """Xero's id of the document that it settles here; money on account here is for what Xero says."""
    for kind in DOCUMENT_KINDS:
        link = book.links.get(kind, payment.document_id) if payment.document_id is not None else None
        if link is not None:
            return link.xero_id
    return theirs.document_id


def _take_back(book: Book, payment: Payment, theirs: TheirPayment, tally: Tally, waits: bool) -> None:
    label = label_of(theirs)
    if any(one.kind is MismatchKind.GONE_IN_XERO for one in book.mismatches.open_ones(RecordKind.PAYMENT, payment.id)):
        return  # it waits for a person already: not taken back by coming again in smaller numbers
    if waits:
        book.mismatches.found([gone_with_many(book, payment, theirs)])
        return
    taken = book.payments.take_back(payment.id)
    tie_payments(book, [(taken, theirs)])
    told = f"{payment.amount} of {payment.paid_on:%d/%m/%Y} was deleted in Xero; {label} is open by so much again."
    book.activity.note("Xero", "Taken back", RecordKind.PAYMENT, payment.id, label, told)
    tally.add(RecordKind.PAYMENT, payment.id, label, Outcome.RECEIVED, told)


def _land_new(book: Book, theirs: TheirPayment, document: Document, tally: Tally) -> list[int]:
    """A payment that is tied to nothing here, for an invoice of ours; returns the payments touched."""
    marked = _marked(book, theirs)
    if marked is not None:
        return _adopt_marked(book, marked, theirs, tally)
    twin = _typed_twin(book, theirs, document)
    if twin is not None:
        book.mismatches.found([same_payment(book, twin, theirs, document)])
        return [twin.id]
    return bring_in(book, theirs, document, tally)


def bring_in(book: Book, theirs: TheirPayment, document: Document, tally: Tally) -> list[int]:
    """Record Xero's payment here and settle the invoice with it; asks where it does not fit."""
    if document.status is not DocumentStatus.APPROVED or book.documents.open(document.id) < theirs.amount:
        book.mismatches.found([does_not_fit(book, theirs, document)])
        tally.changed(MISMATCHES)
        return []
    payment = Payment(
        customer_id=document.customer_id,
        paid_on=theirs.paid_on,
        amount=theirs.amount,
        method_id=method_for(book, theirs).id,
        document_id=document.id,
        reference=theirs.reference,
        marker=free_marker(book, theirs.payment_id),
        origin=Origin.XERO,
    )
    kept = book.payments.add(payment, [Allocation(document.id, theirs.amount)])
    tie_payments(book, [(kept, theirs)])
    told = _told_of(book, theirs, document)
    book.activity.note("Xero", "Received", RecordKind.PAYMENT, kept.id, document.number, told)
    tally.add(RecordKind.PAYMENT, kept.id, document.number, Outcome.RECEIVED, told)
    return [kept.id]


def _told_of(book: Book, theirs: TheirPayment, document: Document) -> str:
    way = "paid back on" if theirs.is_refund else "paid on"
    effect = "is taken from" if theirs.is_refund else "settles"
    told = f"{theirs.amount} {way} {theirs.paid_on:%d/%m/%Y} came from Xero and {effect} {document.number}."
    organisation = book.chart.organisation()
    if organisation is not None and theirs.amount.currency != organisation.base_currency:
        told += f" {theirs.amount.currency} is only read from Xero: nothing of it is sent there."
    return told


def _marked(book: Book, theirs: TheirPayment) -> Payment | None:
    """Our payment whose mark is in Xero's reference: ours, sent, the answer lost (reliability.md 3.5)."""
    words = theirs.reference.split()
    found = book.payments.find_marker(words[0]) if words else None
    if found is None or book.links.get(RecordKind.PAYMENT, found.id) is not None:
        return None
    return None if (RecordKind.PAYMENT, found.id, theirs.payment_id) in refusals(book) else found


def _adopt_marked(book: Book, payment: Payment, theirs: TheirPayment, tally: Tally) -> list[int]:
    label = label_of(theirs)
    if payment.amount != theirs.amount:
        book.mismatches.found(
            [
                Mismatch(
                    MismatchKind.UNCERTAIN,
                    RecordKind.PAYMENT,
                    payment.id,
                    label,
                    f"Xero has a payment with our mark {payment.marker} but another amount",
                    theirs.payment_id,
                    "amount",
                    book.customers.get(payment.customer_id).name,
                    str(payment.amount.decimal),
                    str(theirs.amount.decimal),
                )
            ]
        )
    else:
        tie_payments(book, [(payment, theirs)])
        if payment.status is PaymentStatus.DELETED:
            # Taken back while its answer was missing: it lived when it was told, and Xero has yet to delete it.
            living = {**snapshot_of_payment(payment, theirs.document_id), "status": PaymentStatus.LIVE.value}
            agree_as_told(book, RecordKind.PAYMENT, payment.id, payment.revision - 1, living)
        told = f"Our payment {payment.marker} was found in Xero and is tied to it."
        book.activity.note("Sync", "Adopted", RecordKind.PAYMENT, payment.id, label, told)
        tally.add(RecordKind.PAYMENT, payment.id, label, Outcome.RECEIVED, told)
    return [payment.id]


def _typed_twin(book: Book, theirs: TheirPayment, document: Document) -> Payment | None:
    """A payment recorded here by hand that may be the same one: equal amount for the same invoice, near in date."""
    candidates = [
        one
        for one in book.payments.of_document(document.id)
        if one.status is PaymentStatus.LIVE
        and one.amount == theirs.amount
        and abs(one.paid_on - theirs.paid_on) <= SAME_WITHIN
    ]
    linked = book.links.of_ours(RecordKind.PAYMENT, [one.id for one in candidates])
    apart = refusals(book) if candidates else set()
    strangers = [one for one in candidates if one.id not in linked]
    return next((one for one in strangers if (RecordKind.PAYMENT, one.id, theirs.payment_id) not in apart), None)


def method_for(book: Book, theirs: TheirPayment) -> PaymentMethod:
    """The method whose account the payment went to, else the book's default."""
    methods = book.payments.methods()
    of_account = [one for one in methods if one.xero_account_code and one.xero_account_code == theirs.account_code]
    default = book.payments.find_method(book.settings.default_method)
    return of_account[0] if of_account else default or methods[0]
