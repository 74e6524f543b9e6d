"""What invoices of this book have of an over- or prepayment: here, in Xero, and what of it is still to be told.

As with credit notes there is no idempotent way to set one against an invoice (xero-api.md 6.6): each share is told
alone, and the over- or prepayment is read again after it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation, Payment, PaymentStatus
from safe_desktop.domain.reconciling import allocations_text
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import TheirAdvance
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.xero import wire_writing as wire
from safe_desktop.xero.client import XeroClient
from safe_desktop.xero.wire_writing import Element

COLLECTIONS = {"overpayment": "Overpayments", "prepayment": "Prepayments"}


@dataclass(frozen=True, slots=True)
class NextShare:
    """The one share to be told next, and of which of Xero's lists the advance is."""

    element: Element
    collection: str
    on: date


def shares_there(book: Book, theirs: TheirAdvance) -> list[Allocation]:
    """What invoices of this book have of it in Xero."""
    links = book.links.of_theirs(RecordKind.INVOICE, {one.document_id for one in theirs.allocations})
    return [
        Allocation(links[one.document_id].local_id, one.amount)
        for one in theirs.allocations
        if one.document_id in links
    ]


def text_there(book: Book, theirs: TheirAdvance) -> str:
    """The same in one text that can be compared, by Xero's ids of the invoices."""
    return allocations_text(_by_xero_id(book, shares_there(book, theirs)).items())


def text_here(book: Book, payment_id: int) -> str:
    """What the payment settles here, as far as Xero has the invoices, in the same form."""
    return allocations_text(_by_xero_id(book, book.payments.allocations_of(payment_id)).items())


def _by_xero_id(book: Book, allocations: Sequence[Allocation]) -> Mapping[str, Money]:
    links = book.links.of_ours(RecordKind.INVOICE, {one.document_id for one in allocations})
    sums: dict[str, Money] = {}
    for one in allocations:
        link = links.get(one.document_id)
        if link is not None:
            before = sums.get(link.xero_id)
            sums[link.xero_id] = one.amount if before is None else before + one.amount
    return sums


def next_share(book: Book, payment: Payment, link: Link) -> NextShare | None:
    """What is to be told next so that Xero sets the advance against what is settled here; None if nothing is."""
    theirs = book.advances.get(link.xero_id)
    if theirs is None or payment.status is not PaymentStatus.LIVE:
        return None
    there = _by_xero_id(book, shares_there(book, theirs))
    for invoice_id, amount in _by_xero_id(book, book.payments.allocations_of(payment.id)).items():
        missing = amount - there.get(invoice_id, Money(0, amount.currency))
        if missing.minor > 0:
            invoice = book.links.of_theirs(RecordKind.INVOICE, [invoice_id])[invoice_id]
            on = max(theirs.paid_on, book.documents.get(invoice.local_id).issued_on)
            element: Element = {"Allocations": [wire.allocation_element(invoice_id, missing, on)]}
            return NextShare(element, COLLECTIONS[theirs.kind], on)
    return None


def agree_on_shares(book: Book, theirs: TheirAdvance) -> bool:
    """Note what invoices have of it by now, after it was told of; whether that is what is settled here."""
    book.advances.keep([theirs])
    link = book.links.of_theirs(RecordKind.PAYMENT, [theirs.advance_id]).get(theirs.advance_id)
    if link is None:
        return False
    there = text_there(book, theirs)
    book.links.tie([replace(link, allocations=there)])
    return there == text_here(book, link.local_id)


def read_advance(book: Book, client: XeroClient, payment_id: int) -> TheirAdvance | None:
    """The over- or prepayment that this payment stands for, as it is in Xero now."""
    link = book.links.get(RecordKind.PAYMENT, payment_id)
    known = book.advances.get(link.xero_id) if link else None
    return client.advance(known.kind, known.advance_id) if known else None
