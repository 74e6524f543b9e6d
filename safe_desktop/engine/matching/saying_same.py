"""Says of a receipt that its money is written down already: as payments here, or as another receipt that was settled.

Called inside a transaction. What Xero has in another place is not sent there as a payment as well. Each payment, and
each settled receipt, stands for one other receipt at most: what comes after that is other money.
"""

from collections.abc import Sequence

from safe_desktop.domain.debit_life import Debit, DebitStatus, why_not
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Origin, Payment, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.entry.ledger_payments import move_debit
from safe_desktop.engine.matching.choices import Choice
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_decisions import Deeds, PaymentTouched, StoredDecision
from safe_desktop.store.receipt_records import StoredReceipt

IN_XERO_ALREADY = {
    ReceiptSource.RECEIVE_MONEY: "This money is in Xero already, as money received",
    ReceiptSource.XERO_PAYMENT: "This money is in Xero already, as a payment of another invoice",
}
"""The sources whose money Xero has: sent once more, the bank account there would have it twice."""

_NOTHING = "Nothing was changed."


def say_same(workplace: Workplace, receipt: StoredReceipt, choice: Choice, actor: str) -> Deeds:
    """The receipt is money that is written down already; a collection among it is paid out by now."""
    book = workplace.book
    payments = standing_payments(book, choice.payment_ids)
    if not payments and not choice.receipt_ids:
        raise InputError("No payment is chosen.", _NOTHING, "Choose the payment that it is.")
    _refuse_claimed(book, choice.payment_ids)
    if payments:
        _refuse_other_money(book, receipt, payments)
    others = [_settled_one(book, receipt, one) for one in dict.fromkeys(choice.receipt_ids)]
    for other in others:
        book.decisions.say_told_again(other, receipt.id)
    touched = []
    for payment in payments:
        paid_out = Debit(DebitStatus.PAID_OUT, receipt.came_on)
        if payment.debit is not None and not why_not(payment.debit, paid_out, workplace.clock.today()):
            touched.append(PaymentTouched(payment.id, payment.debit.status.value, payment.debit.on.isoformat()))
            if payment.origin is Origin.HERE:
                move_debit(workplace, payment.id, DebitStatus.PAID_OUT, receipt.came_on, actor)
    behind = [number for other in others for number in (*other.deeds.payments, *other.deeds.same_as)]
    return Deeds(
        same_as=tuple(one.id for one in payments),
        touched=tuple(touched),
        customers=tuple(sorted({one.customer_id for one in payments})),
        same_receipts=tuple(other.receipt_id for other in others),
        held=_hold(workplace, receipt, [*(one.id for one in payments), *behind]),
    )


def standing_payments(book: Book, ids: Sequence[int]) -> list[Payment]:
    """These payments, each once; InputError where one was taken back."""
    payments = [book.payments.get(one) for one in dict.fromkeys(ids)]
    for payment in payments:
        if payment.status is PaymentStatus.DELETED:
            raise InputError(
                f"The payment of {payment.amount} of {payment.paid_on:%d/%m/%Y} was taken back.",
                _NOTHING,
                "Choose another payment.",
            )
    return payments


def came_in(book: Book, payment: Payment) -> int:
    """What came in with the payment, in whole minor units; below zero where it paid a credit note back."""
    document = book.documents.get(payment.document_id) if payment.document_id is not None else None
    is_refund = document is not None and document.kind is DocumentKind.CREDIT_NOTE
    return -payment.amount.minor if is_refund else payment.amount.minor


def keep_here(workplace: Workplace, kind: RecordKind, ids: Sequence[int], source: ReceiptSource) -> None:
    """These are not sent: Xero has their money in another place."""
    workplace.book.standings.hold_back(kind, ids, f"{IN_XERO_ALREADY[source]}; sent, it would be there twice")
    refresh(workplace.book, kind, ids, workplace.clock.today())


def _refuse_claimed(book: Book, payment_ids: Sequence[int]) -> None:
    claimed = book.decisions.claimed(payment_ids)
    if claimed:
        other = book.receipts.get(book.decisions.get(next(iter(claimed.values()))).receipt_id)
        raise InputError(
            f"The payment is the receipt of {other.amount} of {other.came_on:%d/%m/%Y} already.",
            "Nothing was changed: a payment is one receipt’s.",
            "Undo that decision first, or choose another payment.",
        )


def _refuse_other_money(book: Book, receipt: StoredReceipt, payments: Sequence[Payment]) -> None:
    """Payments of another currency, of the other direction, or less than the receipt are not all of its money.

    A provider keeps its fee of what comes in, so that payments may come to more; nobody keeps one of what goes out.
    """
    for payment in payments:
        if payment.amount.currency != receipt.amount.currency:
            raise InputError(
                f"The payment is in {payment.amount.currency}, the receipt in {receipt.amount.currency}.", _NOTHING
            )
    came = Money(sum(came_in(book, one) for one in payments), receipt.amount.currency)
    if (came.minor > 0) != (receipt.amount.minor > 0):
        raise InputError(f"{came} and {receipt.amount} did not go the same way.", _NOTHING, "Choose another payment.")
    if came.minor < receipt.amount.minor:
        raise InputError(
            f"The payments chosen come to {came}, less than {receipt.amount}.",
            _NOTHING,
            "Choose the others that are part of it, or say what the money is for.",
        )
    if came.minor > receipt.amount.minor and receipt.amount.minor < 0:
        raise InputError(
            f"The refunds chosen come to {-came}, and {-receipt.amount} went out.",
            _NOTHING,
            "Choose the others that are part of it, or say what the money paid back.",
        )


def _settled_one(book: Book, receipt: StoredReceipt, other_id: int) -> StoredDecision:
    """The decision about the other receipt, whose money this one is as well."""
    other, decision = book.receipts.get(other_id), book.decisions.standing(other_id)
    label = f"{other.amount} of {other.came_on:%d/%m/%Y}"
    if other.amount != receipt.amount:
        raise InputError(f"{receipt.amount} is not the same money as {label}.", _NOTHING)
    if decision is None or not (decision.deeds.payments or decision.deeds.same_as or decision.deeds.placed):
        raise InputError(
            f"The receipt of {label} settles nothing yet.", _NOTHING, "Settle that one first, then say that this is it."
        )
    if decision.deeds.told_again:
        raise InputError(f"The receipt of {label} was told a second time already.", _NOTHING, "This is other money.")
    return decision


def _hold(workplace: Workplace, receipt: StoredReceipt, payment_ids: Sequence[int]) -> tuple[int, ...]:
    """Keep those of these that Xero was not told of from being sent, where Xero has the money already."""
    book = workplace.book
    if receipt.source not in IN_XERO_ALREADY:
        return ()
    held = [
        facts.shared.id
        for facts in book.standings.payment_facts(payment_ids)
        if not facts.shared.held_back and book.links.get(RecordKind.PAYMENT, facts.shared.id) is None
    ]
    keep_here(workplace, RecordKind.PAYMENT, held, receipt.source)
    return tuple(held)
