"""Everything a detail panel shows about one payment, read at once. Knows no widget."""

from dataclasses import dataclass

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind
from safe_desktop.domain.mismatch import Mismatch
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment, PaymentMethod
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import TheirAdvance
from safe_desktop.store.activity_records import Note
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.store.list_entries import PaymentEntry
from safe_desktop.store.payment_list import payment_list


@dataclass(frozen=True, slots=True)
class Settled:
    """So much of the payment settles this document."""

    document_id: int
    number: str
    amount: Money


@dataclass(frozen=True, slots=True)
class PaymentCard:
    """One payment: itself, its row, what it settles, what is left of it, and what was done to it."""

    payment: Payment
    entry: PaymentEntry
    customer: Customer
    method: PaymentMethod
    settles: tuple[Settled, ...]
    left: Money
    link: Link | None
    mismatches: tuple[Mismatch, ...]
    activity: tuple[Note, ...]
    advance: TheirAdvance | None = None
    """What Xero has it as, where that is an overpayment or a prepayment."""
    refunds: Document | None = None
    """The credit note that this is money paid back on."""


def payment_card(book: Book, payment_id: int) -> PaymentCard:
    """The payment with all that belongs to it; InputError when there is none of this id."""
    payment, kind = book.payments.get(payment_id), RecordKind.PAYMENT
    allocations = book.payments.allocations_of(payment_id)
    documents = book.documents.get_many(allocation.document_id for allocation in allocations)
    link = book.links.get(kind, payment_id)
    paid_on = book.documents.get(payment.document_id) if payment.document_id is not None else None
    return PaymentCard(
        payment=payment,
        entry=payment_list(book).entries([payment_id])[0],
        customer=book.customers.get(payment.customer_id),
        method=book.payments.method(payment.method_id),
        settles=tuple(Settled(a.document_id, documents[a.document_id].number, a.amount) for a in allocations),
        left=book.payments.unallocated(payment_id),
        link=link,
        mismatches=tuple(book.mismatches.open_ones(kind, payment_id)),
        activity=tuple(book.activity.of_record(kind, payment_id)),
        advance=book.advances.get(link.xero_id) if link is not None else None,
        refunds=paid_on if paid_on is not None and paid_on.kind is DocumentKind.CREDIT_NOTE else None,
    )
