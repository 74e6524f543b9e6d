"""Moves a collection on in its life; one that failed or was charged back is taken back, in Xero too if it is there.

The reversal needs no plan of its own: a payment taken back here is deleted in Xero by the next sync, and where Xero has
reconciled it with the bank, a mismatch says what a person must undo there first.
"""

from datetime import date

from safe_desktop.domain.debit_life import Debit, why_not
from safe_desktop.domain.payment import Origin, Payment, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book


def why_not_moved(book: Book, payment: Payment, debit: Debit, today: date) -> str:
    """Why this payment's collection cannot come into that state, in words; empty if it can."""
    if payment.origin is Origin.XERO:
        return "It came from Xero: what is paid there is decided there"
    link = book.links.get(RecordKind.PAYMENT, payment.id)
    if link is not None and book.advances.get(link.xero_id) is not None:
        return "It is an over- or prepayment in Xero: whether it came is decided there"
    if payment.status is PaymentStatus.DELETED:
        return f"It is {payment.debit.words.lower()}" if payment.debit else "It was taken back"
    return why_not(payment.debit, debit, today)


def move(book: Book, payment_id: int, debit: Debit, actor: str, today: date) -> Payment:
    """The payment with its collection in this state. Inside a transaction; InputError where it cannot be."""
    payment = book.payments.get(payment_id)
    reason = why_not_moved(book, payment, debit, today)
    if reason:
        raise InputError(
            f"The payment of {payment.amount} cannot be marked “{debit.status.words}”.",
            f"{reason}. Nothing was changed.",
        )
    settled = [allocation.document_id for allocation in book.payments.allocations_of(payment_id)]
    moved = book.payments.set_debit(payment_id, debit)
    if debit.status.is_reversed:
        moved = book.payments.take_back(payment_id)
    name = book.customers.get(payment.customer_id).name
    numbers = ", ".join(document.number for document in book.documents.get_many(settled).values())
    told = f"{payment.amount} of {payment.paid_on:%d/%m/%Y} for {numbers or 'the account'}: {debit.words}"
    book.activity.note(actor, debit.status.words, RecordKind.PAYMENT, payment_id, name, told)
    refresh(book, RecordKind.PAYMENT, [payment_id], today)
    for document in book.documents.get_many(settled).values():
        refresh(book, kind_of(document.kind), [document.id], today)
    return moved
