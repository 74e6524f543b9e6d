"""Money in Xero that is tied to no invoice of ours, kept as receipts to be matched, and kept in step with Xero.

Two kinds: money received at the bank without an invoice, and payments for invoices that are not of this book, of
customers that are. What is older than a customer's first document here cannot be for one, and is left alone. What was
deleted in Xero, or belongs to an invoice here by now, takes its receipt back; where it was settled here already, a
person must look. Asks Xero nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.payment import PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import TheirPayment, TheirReceiveMoney
from safe_desktop.engine.changes import MISMATCHES
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_records import WAITING, ReceiptState, StoredReceipt

_IN_STEP = "payments-of-others"
_FROM_CUSTOMERS = "ACCRECPAYMENT"
_GONE = {
    ReceiptSource.RECEIVE_MONEY: "It was deleted in Xero",
    ReceiptSource.XERO_PAYMENT: "It was deleted in Xero, or its invoice is in this book by now",
}


def land_receive_money(book: Book, ones: Sequence[TheirReceiveMoney], _tally: Tally) -> None:
    """Remember these, inside the transaction that moves the cursor; receipts follow once all are read."""
    book.receive_money.keep(book.receive_money.not_older(ones))


def keep_received_in_step(book: Book, tally: Tally) -> None:
    """The receipts of money received are what Xero has of it, by what was last read."""
    first_days = book.receive_money.first_days()
    first = book.settings.sync_from or min(first_days.values(), default=None)
    live = [one for one in book.receive_money.all() if not one.is_gone and first is not None and one.came_on >= first]
    links = book.links.of_theirs(RecordKind.CUSTOMER, {one.contact_id for one in live})
    customers = {contact_id: link.local_id for contact_id, link in links.items()}
    wanted = {receipt.source_key: receipt for receipt in (_received(one, customers) for one in live)}
    _bring_in_step(book, ReceiptSource.RECEIVE_MONEY, wanted, tally)


def keep_payments_in_step(book: Book, tally: Tally, has_landed: bool) -> None:
    """The receipts of payments for invoices unknown here are what Xero has of them.

    Looked at only where something was read, or tied or untied here since: it goes through every payment.
    """
    ties = str(book.links.count())
    if not has_landed and book.settings.remembered(_IN_STEP) == ties:
        return
    wanted = {receipt.source_key: receipt for receipt in _payments_of_others(book, book.receive_money.first_days())}
    _bring_in_step(book, ReceiptSource.XERO_PAYMENT, wanted, tally)
    if book.settings.remembered(_IN_STEP) != ties:
        with book.transaction():
            book.settings.remember(_IN_STEP, ties)


def look_again(book: Book, source: ReceiptSource) -> None:
    """A receipt that was settled waits again: what is no more in Xero, or is otherwise there, is not settled anew."""
    if source is ReceiptSource.RECEIVE_MONEY:
        keep_received_in_step(book, Tally())
    elif source is ReceiptSource.XERO_PAYMENT:
        keep_payments_in_step(book, Tally(), has_landed=True)


def take_all_back(book: Book) -> None:
    """The organisation is another one from now on: what waits of the former's money goes; inside a transaction."""
    for source in _GONE:
        waiting = book.receipts.of_source(source, WAITING)
        book.receipts.take_back([one.source_key for one in waiting], "It was of another organisation")


def _received(one: TheirReceiveMoney, customers: Mapping[str, int]) -> StoredReceipt:
    return StoredReceipt(
        source=ReceiptSource.RECEIVE_MONEY,
        source_key=f"receive_money:{one.transaction_id}",
        came_on=one.came_on,
        amount=one.total,
        account_code=one.account_code,
        kind="Money received",
        payee=one.contact_name,
        reference=one.reference,
        narrative=one.words,
        xero_id=one.transaction_id,
        customer_id=customers.get(one.contact_id),
    )


def _payments_of_others(book: Book, first_days: Mapping[int, date]) -> Iterator[StoredReceipt]:
    for theirs, customer_id in book.receive_money.payments_of_others():
        first = book.settings.sync_from or first_days.get(customer_id)
        if theirs.is_deleted or theirs.kind != _FROM_CUSTOMERS or first is None or theirs.paid_on < first:
            continue
        yield _of_other_invoice(theirs, customer_id)


def _of_other_invoice(theirs: TheirPayment, customer_id: int) -> StoredReceipt:
    # The number stands where nothing is read for numbers of ours: it is none of ours.
    number = theirs.document_number or "another invoice"
    return StoredReceipt(
        source=ReceiptSource.XERO_PAYMENT,
        source_key=f"xero_payment:{theirs.payment_id}",
        came_on=theirs.paid_on,
        amount=theirs.amount,
        account_code=theirs.account_code,
        kind=f"Payment of {number} in Xero",
        reference=theirs.reference,
        xero_id=theirs.payment_id,
        customer_id=customer_id,
    )


def _bring_in_step(book: Book, source: ReceiptSource, wanted: Mapping[str, StoredReceipt], tally: Tally) -> None:
    here = {one.source_key: one for one in book.receipts.of_source(source)}
    fresh = [one for key, one in wanted.items() if key not in here or _is_outdated(here[key], one)]
    gone = [one for key, one in here.items() if key not in wanted and one.state in WAITING]
    asked = [
        (one, reason)
        for one in here.values()
        if one.state is ReceiptState.SETTLED
        and (reason := _what_is_wrong(one, wanted.get(one.source_key), _GONE[source]))
        and one.note != reason
    ]
    if not (fresh or gone or asked):
        return
    with book.transaction():
        book.receipts.keep(fresh)
        book.receipts.take_back([one.source_key for one in gone], _GONE[source])
        for one in (*fresh, *gone):
            # What was settled and asked about may have been undone: the question has gone with it.
            book.mismatches.vanish_theirs(one.xero_id, [MismatchKind.GONE_IN_XERO])
        for receipt, reason in asked:
            _ask(book, receipt, reason)
    tally.changed(MISMATCHES)


def _what_is_wrong(here: StoredReceipt, there: StoredReceipt | None, gone: str) -> str:
    """Why what was settled here is not so in Xero any more; empty where it is."""
    if there is None:
        return gone
    if (here.amount, here.came_on) == (there.amount, there.came_on):
        return ""
    return f"In Xero it is {there.amount} on {there.came_on:%d/%m/%Y} by now"


def _is_outdated(here: StoredReceipt, there: StoredReceipt) -> bool:
    """Whether a receipt that waits says something else than Xero, or was taken back and is there again."""
    if here.state is ReceiptState.GONE:
        return True
    same = replace(there, id=here.id, state=here.state, note=here.note, decided_by=here.decided_by)
    return here.state in WAITING and here != same


def _ask(book: Book, receipt: StoredReceipt, reason: str) -> None:
    """Money that was settled here is no more, or is otherwise: each payment made of it is shown to a person."""
    decision = book.decisions.standing(receipt.id)
    payments = book.payments.get_many(decision.deeds.payments if decision is not None else ())
    book.mismatches.found(
        [
            Mismatch(
                MismatchKind.GONE_IN_XERO,
                RecordKind.PAYMENT,
                payment.id,
                receipt.reference or receipt.payee or receipt.kind,
                f"{reason}; here this payment was made of it. Undo the match at the desk, or take the payment back",
                receipt.xero_id,
                "status",
                book.customers.get(payment.customer_id).name,
                f"{payment.amount.decimal:,} on {payment.paid_on:%d/%m/%Y}",
                reason,
                "",
                payment.amount,
            )
            for payment in payments.values()
            if payment.status is PaymentStatus.LIVE
        ]
    )
    # Kept with the receipt, so that a person who has answered is not asked again.
    book.receipts.move(receipt.id, receipt.state, reason, receipt.decided_by)
    book.activity.note("Xero", "Changed", "receipt", receipt.id, receipt.reference or receipt.payee, reason)
