"""The part of a split receipt whose payment is gone, as a receipt of its own: it waits again, and the rest stays.

It never acts by itself: Xero or a person took that payment away, and only a person knows what the money is for now.
Knows nothing of how a receipt is settled.
"""

from collections.abc import Iterable

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.matching.saying_same import came_in
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_decisions import StoredDecision
from safe_desktop.store.receipt_records import PART_KEY, WAITING, ReceiptState, StoredReceipt


def bring_parts(book: Book, bounced: Iterable[int]) -> None:
    """Each part of a standing decision on a bank line whose payment is gone waits; one that is back goes again.

    `bounced`: the payments that the bank itself took back, which are explained by a line of their own.
    """
    explained = set(bounced)
    wanted: dict[str, tuple[StoredReceipt, str]] = {}
    for decision_id in book.decisions.with_part_gone():
        decision = book.decisions.get(decision_id)
        receipt = book.receipts.get(decision.receipt_id)
        if receipt.source is not ReceiptSource.BANK:
            continue
        for payment in _gone(book, decision):
            if payment.id not in explained and not (payment.debit and payment.debit.status.is_reversed):
                wanted[part_key(payment.id)] = _part_of(book, receipt, payment)
    known = {one.source_key: one for one in book.receipts.parts()}
    stale = [key for key, one in known.items() if one.state in WAITING and key not in wanted]
    if stale:
        book.receipts.take_back(stale, "Its receipt waits as a whole, or its payment stands again")
    new = [key for key in wanted if key not in known or known[key].state is ReceiptState.GONE]
    book.receipts.keep([wanted[key][0] for key in new])
    for key, receipt_id in book.receipts.ids_by_key(new).items():
        book.receipts.move(receipt_id, ReceiptState.ASK_LATER, wanted[key][1])


def settled_part(book: Book, decision: StoredDecision) -> StoredReceipt | None:
    """A part of what was decided that was settled anew since, if there is one."""
    return next((one for one in _parts_of(book, decision) if one.state not in (*WAITING, ReceiptState.GONE)), None)


def end_parts(book: Book, decision: StoredDecision) -> None:
    """The receipt is to be settled as a whole again: no part of it waits beside it."""
    keys = [one.source_key for one in _parts_of(book, decision)]
    if keys:
        book.receipts.take_back(keys, "Its receipt waits as a whole")


def why_gone(book: Book, payments: Iterable[Payment]) -> str:
    """What Xero took away of these payments, in a sentence; empty where nothing of them was deleted there."""
    found = []
    for payment in payments:
        link = book.links.get(RecordKind.PAYMENT, payment.id)
        theirs = book.copies.payment(link.xero_id) if link else None
        if theirs is not None and theirs.is_deleted:
            found.append(f"{payment.amount.decimal:,} for {theirs.document_number or 'its document'}")
    return f"Its payment of {' and of '.join(found)} is deleted in Xero; what is the money for?" if found else ""


def part_key(payment_id: int) -> str:
    """The key of the part that was this payment."""
    return f"{PART_KEY}{payment_id}"


def _gone(book: Book, decision: StoredDecision) -> list[Payment]:
    payments = book.payments.get_many((*decision.deeds.payments, *decision.deeds.same_as)).values()
    return [one for one in payments if one.status is PaymentStatus.DELETED]


def _parts_of(book: Book, decision: StoredDecision) -> list[StoredReceipt]:
    keys = [part_key(one) for one in (*decision.deeds.payments, *decision.deeds.same_as)]
    return list(book.receipts.get_many(book.receipts.ids_by_key(keys).values()).values())


def _part_of(book: Book, receipt: StoredReceipt, payment: Payment) -> tuple[StoredReceipt, str]:
    amount = Money(came_in(book, payment), payment.amount.currency)
    part = StoredReceipt(
        receipt.source,
        part_key(payment.id),
        receipt.came_on,
        amount,
        receipt.account_code,
        kind=f"Part of {receipt.amount}",
        payee=receipt.payee,
        reference=receipt.reference,
        narrative=receipt.narrative,
    )
    note = why_gone(book, [payment]) or f"Its payment of {payment.amount} was taken back; what is the money for?"
    return part, note
