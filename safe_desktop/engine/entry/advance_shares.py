"""What invoices of this book have of an over- or prepayment: here, in Xero, and what of it is still to be told.

As with credit notes there is no idempotent way to set one against an invoice (xero-api.md 6.6): each share is told
alone, and the over- or prepayment is read again after it. Only what both sides agreed on is ever taken back: what Xero
has and what did not fit here is left alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation, Payment, PaymentStatus
from safe_desktop.domain.reconciling import allocations_text
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import TheirAdvance, TheirAllocation
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.xero import wire_writing as wire
from safe_desktop.xero.client import XeroClient
from safe_desktop.xero.wire_writing import Element

COLLECTIONS = {"overpayment": "Overpayments", "prepayment": "Prepayments"}


@dataclass(frozen=True, slots=True)
class NextShare:
    """The one share to be told or taken back next, and of which of Xero's lists the advance is."""

    element: Element
    collection: str
    on: date
    is_taken_back: bool = False


def shares_there(book: Book, theirs: TheirAdvance) -> list[Allocation]:
    """What invoices of this book have of it in Xero."""
    links = book.links.of_theirs(RecordKind.INVOICE, {one.document_id for one in theirs.allocations})
    return [
        Allocation(links[one.document_id].local_id, one.amount)
        for one in theirs.allocations
        if one.document_id in links
    ]


def shares_in_xero(book: Book, advance_id: str, document_id: int) -> list[TheirAllocation]:
    """What Xero has set of it against this invoice of ours, as last read."""
    theirs, invoice = book.advances.get(advance_id), book.links.get(RecordKind.INVOICE, document_id)
    if theirs is None or invoice is None:
        return []
    return [one for one in theirs.allocations if one.document_id == invoice.xero_id]


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
    here = _by_xero_id(book, book.payments.allocations_of(payment.id))
    collection = COLLECTIONS[theirs.kind]
    # First what frees money: another share may need it.
    for invoice_id, amount in _too_much_there(here, there, link):
        share = _one_to_delete(theirs, invoice_id, amount)
        if share is not None:
            element: Element = {"AllocationID": share.allocation_id, "IsDeleted": True}
            return NextShare(element, collection, _booked_on(book, theirs, invoice_id), is_taken_back=True)
    for invoice_id, amount in here.items():
        missing = amount - there.get(invoice_id, Money(0, amount.currency))
        if missing.minor > 0:
            on = _booked_on(book, theirs, invoice_id)
            element = {"Allocations": [wire.allocation_element(invoice_id, missing, on)]}
            return NextShare(element, collection, on)
    return None


def _too_much_there(here: Mapping[str, Money], there: Mapping[str, Money], link: Link) -> Iterator[tuple[str, Money]]:
    """The invoices that have more of it in Xero than here because it was taken back here, with how much more."""
    agreed = _minor_by_xero_id(link.allocations)
    for invoice_id, amount in there.items():
        has = here.get(invoice_id, Money(0, amount.currency))
        if has.minor < min(amount.minor, agreed.get(invoice_id, 0)):
            yield invoice_id, amount - has


def _one_to_delete(theirs: TheirAdvance, invoice_id: str, too_much: Money) -> TheirAllocation | None:
    """The allocation to delete: that of just so much if there is one, else any; what is wanted of it is told again."""
    known = [one for one in theirs.allocations if one.document_id == invoice_id and one.allocation_id]
    return next((one for one in known if one.amount == too_much), known[0] if known else None)


def _booked_on(book: Book, theirs: TheirAdvance, invoice_id: str) -> date:
    """The date under which Xero books the allocation: the later of both."""
    invoice = book.links.of_theirs(RecordKind.INVOICE, [invoice_id])[invoice_id]
    return max(theirs.paid_on, book.documents.get(invoice.local_id).issued_on)


def agree_on_shares(book: Book, theirs: TheirAdvance) -> bool:
    """Note what invoices have of it by now, after it was told of; whether that is what is settled here.

    What neither was agreed on before nor is settled here is not agreed on by this: Xero has it, and it is yet to land.
    """
    book.advances.keep([theirs])
    link = book.links.of_theirs(RecordKind.PAYMENT, [theirs.advance_id]).get(theirs.advance_id)
    if link is None:
        return False
    there, here = text_there(book, theirs), text_here(book, link.local_id)
    before, ours = _minor_by_xero_id(link.allocations), _minor_by_xero_id(here)
    agreed = {
        invoice_id: min(minor, max(before.get(invoice_id, 0), ours.get(invoice_id, 0)))
        for invoice_id, minor in _minor_by_xero_id(there).items()
    }
    currency = theirs.left.currency
    text = allocations_text((invoice_id, Money(minor, currency)) for invoice_id, minor in agreed.items() if minor)
    book.links.tie([replace(link, allocations=text)])
    return there == here


def _minor_by_xero_id(text: str) -> dict[str, int]:
    """What `allocations_text` says, as figures."""
    parts = [part.partition("=") for part in text.split(",") if part]
    return {invoice_id: int(minor) for invoice_id, _, minor in parts}


def read_advance(book: Book, client: XeroClient, payment_id: int) -> TheirAdvance | None:
    """The over- or prepayment that this payment stands for, as it is in Xero now."""
    link = book.links.get(RecordKind.PAYMENT, payment_id)
    known = book.advances.get(link.xero_id) if link else None
    return client.advance(known.kind, known.advance_id) if known else None
