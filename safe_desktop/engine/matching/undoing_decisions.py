"""Undoes what a decision wrote down, in the order that leaves every balance as it was to the penny.

Called inside a transaction. What Xero has meanwhile made of it is not undone behind its back: then a sentence says so.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from safe_desktop.domain.debit_life import Debit, DebitStatus
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation, Origin, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.engine.entry.ledger import void_document
from safe_desktop.engine.entry.ledger_payments import take_back_payment
from safe_desktop.engine.entry.taking_back_shares import refuse_taking_back
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_decisions import CreditUsed, Deeds, MoneyPlaced, PaymentTouched

_NOTHING = "Nothing was changed."


def undo_deeds(workplace: Workplace, deeds: Deeds, actor: str) -> None:
    """Take back all of it, or raise InputError in words with nothing changed (the transaction is the caller's)."""
    for payment_id in deeds.payments:
        _take_payment_back(workplace, payment_id, actor)
    for placed in deeds.placed:
        _unplace(workplace, placed)
    for used in deeds.credits:
        _withdraw_credit(workplace, used)
    for credit_note_id in deeds.credit_notes:
        void_document(workplace, credit_note_id, actor)
    for touched in deeds.touched:
        _restore(workplace, touched)
    _let_go(workplace, deeds)


def _let_go(workplace: Workplace, deeds: Deeds) -> None:
    """What was kept from being sent may be sent again, and what was told twice was told once."""
    book = workplace.book
    book.standings.hold_back(RecordKind.PAYMENT, deeds.held, "")
    _refresh(workplace, deeds.held, [])
    for receipt_id in deeds.same_receipts:
        other = book.decisions.standing(receipt_id)
        if other is not None:
            book.decisions.say_told_again(other, 0)


def _take_payment_back(workplace: Workplace, payment_id: int, actor: str) -> None:
    book = workplace.book
    payment = book.payments.get(payment_id)
    if payment.status is PaymentStatus.DELETED:
        return  # the person or Xero took it back before: so much of the decision is undone already
    if payment.document_id is None and book.payments.allocations_of(payment_id):
        raise InputError(
            f"The {payment.amount} that stayed on account was set against invoices since.",
            _NOTHING,
            "Undo that first.",
        )
    if payment.origin is not Origin.XERO:
        take_back_payment(workplace, payment_id, actor, is_with_its_receipt=True)
        return
    if book.links.get(RecordKind.PAYMENT, payment_id) is not None:
        raise InputError(
            f"The payment of {payment.amount} is a payment in Xero by now.",
            _NOTHING,
            "Remove it in Xero, if it is wrong; the next sync takes it back here, and the receipt waits again.",
        )
    # It stands for money that Xero has in another place: Xero knows nothing of this payment, so it goes here alone.
    settled = [one.document_id for one in book.payments.allocations_of(payment_id)]
    book.payments.take_back(payment_id)
    name = book.customers.get(payment.customer_id).name
    book.activity.note(actor, "took back", RecordKind.PAYMENT, payment_id, name, str(payment.amount))
    _refresh(workplace, [payment_id], settled)


def _unplace(workplace: Workplace, placed: MoneyPlaced) -> None:
    book = workplace.book
    payment = book.payments.get(placed.payment_id)
    if payment.status is PaymentStatus.DELETED:
        return
    invoice = book.documents.get(placed.document_id)
    if book.links.get(RecordKind.PAYMENT, payment.id) is not None and placed.is_whole:
        raise InputError(
            f"The money is in Xero already as a payment of {invoice.number}.",
            _NOTHING,
            "Take the payment back; the next sync deletes it in Xero.",
        )
    if not placed.is_whole:
        # What Xero has set against the invoice by now is deleted there with the next sync.
        refuse_taking_back(book, payment, placed.document_id)
    rest, left = [], placed.minor
    for one in book.payments.allocations_of(payment.id):
        part = min(left, one.amount.minor) if one.document_id == placed.document_id else 0
        left -= part
        if one.amount.minor > part:
            rest.append(Allocation(one.document_id, Money(one.amount.minor - part, one.amount.currency), payment.id))
    if placed.is_whole:
        book.payments.change(replace(payment, document_id=None))
    book.payments.reallocate(payment.id, rest)
    _refresh(workplace, [payment.id], [placed.document_id])


def _withdraw_credit(workplace: Workplace, used: CreditUsed) -> None:
    """So much of the credit note is free again; what else it settles stays."""
    book = workplace.book
    rest, left = [], used.minor
    for one in book.payments.credited_by(used.credit_note_id):
        part = min(left, one.amount.minor) if one.document_id == used.document_id else 0
        left -= part
        if one.amount.minor > part:
            amount = Money(one.amount.minor - part, one.amount.currency)
            rest.append(Allocation(one.document_id, amount, credit_note_id=used.credit_note_id))
    book.payments.take_back_credit(used.credit_note_id)
    book.payments.allocate(rest)
    _refresh(workplace, [], [used.credit_note_id, used.document_id])


def _restore(workplace: Workplace, touched: PaymentTouched) -> None:
    """The payment as it was before: its collection's state, and what it settled where it was taken back."""
    book = workplace.book
    payment = book.payments.get(touched.payment_id)
    if touched.is_taken_back:
        link = book.links.get(RecordKind.PAYMENT, payment.id)
        theirs = book.copies.payment(link.xero_id) if link else None
        if theirs is not None and theirs.is_deleted:
            raise InputError(
                f"The payment of {payment.amount} is deleted in Xero by now.", _NOTHING, "Record the money anew."
            )
        _refuse_full(book, touched, payment.amount.currency)
        if payment.status is PaymentStatus.DELETED:
            book.payments.set_status(payment.id, PaymentStatus.LIVE)
            currency = payment.amount.currency
            book.payments.reallocate(payment.id, [Allocation(d, Money(m, currency)) for d, m in touched.settled])
    if touched.debit_status:
        debit = Debit(DebitStatus(touched.debit_status), date.fromisoformat(touched.debit_on))
        book.payments.set_debit(payment.id, debit)
    _refresh(workplace, [payment.id], [document_id for document_id, _ in touched.settled])


def _refuse_full(book: Book, touched: PaymentTouched, currency: str) -> None:
    for document_id, minor in touched.settled:
        if book.documents.open(document_id).minor < minor:
            raise InputError(
                f"{book.documents.get(document_id).number} was settled otherwise since: "
                f"{Money(minor, currency)} of it is no longer open.",
                _NOTHING,
                "Undo that first.",
            )


def _refresh(workplace: Workplace, payments: Iterable[int], documents: Iterable[int]) -> None:
    book, today = workplace.book, workplace.clock.today()
    refresh(book, RecordKind.PAYMENT, list(payments), today)
    for document in book.documents.get_many(documents).values():
        refresh(book, kind_of(document.kind), [document.id], today)
