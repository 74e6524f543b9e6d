"""Settles mismatches by the way out that a person chose. Each is one transaction, noted in the activity record."""

from collections.abc import Sequence

from safe_desktop.domain.mismatch import Mismatch, MismatchKind, WayOut, can_be_credited, ways_out
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation, Origin, Payment, PaymentMethod, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import TheirAdvance
from safe_desktop.engine.changes import CUSTOMERS, DOCUMENTS, MISMATCHES, PAYMENTS, Changes
from safe_desktop.engine.deciding.asking import COMPARED
from safe_desktop.engine.deciding.crediting import credit_the_difference
from safe_desktop.engine.deciding.linking import cannot, link_records, their_free_payment
from safe_desktop.engine.deciding.parting import tied_by_hand, unlink
from safe_desktop.engine.deciding.siding import send_ours, settled_with, take_theirs, void_ours
from safe_desktop.engine.deciding.siding_payments import take_payment_back, take_their_payment
from safe_desktop.engine.entry.payment_marks import free_marker
from safe_desktop.engine.entry.saved import YOU
from safe_desktop.engine.sync.landing_advances import (
    bring_in_advance,
    land_advances_of,
    take_back_advance,
    tie_advance,
)
from safe_desktop.engine.sync.landing_payments import bring_in, method_for
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.sync.tying import tie_payments
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import CREDIT_METHOD

_ALL = Changes.of(MISMATCHES, CUSTOMERS, DOCUMENTS, PAYMENTS)
_COMPARED = (*COMPARED, MismatchKind.GONE_IN_XERO)


def settle(workplace: Workplace, mismatch_id: int, way: WayOut | str, note: str = "") -> Changes:
    """Carry out one way out; `note` says what the client is asked.

    InputError, with nothing changed, where it cannot be done or is none of this one's.
    """
    if WayOut(way) is WayOut.ASK_CLIENT:
        _ask_client(workplace, mismatch_id, note)
    else:
        _settle(workplace, mismatch_id, WayOut(way))
    return _ALL


def _ask_client(workplace: Workplace, mismatch_id: int, note: str) -> None:
    """Every kind may wait for the client's answer: nothing changes, and it is still to be settled."""
    book, today = workplace.book, workplace.clock.today()
    with book.transaction():
        mismatch = book.mismatches.get(mismatch_id)
        words = ": ".join(part for part in (f"Client asked on {today:%d/%m/%Y}", note.strip()) if part)
        book.mismatches.ask(mismatch_id, words)
        book.activity.note(YOU, WayOut.ASK_CLIENT.label, mismatch.record_kind, mismatch.local_id, mismatch.label, words)


def settle_many(workplace: Workplace, mismatch_ids: Sequence[int], way: WayOut | str) -> Changes:
    """Carry out one way out for several mismatches, all or none."""
    along: set[int] = set()
    with workplace.book.transaction():
        for mismatch_id in mismatch_ids:
            if mismatch_id not in along:
                along |= _settle(workplace, mismatch_id, WayOut(way))
    return _ALL


def ways_of(mismatch: Mismatch) -> tuple[WayOut, ...]:
    """Every way out of this mismatch, those included that Xero may not let one go."""
    kind, record_kind = mismatch.kind, mismatch.record_kind
    is_creditable = can_be_credited(kind, record_kind, mismatch.field, mismatch.apart)
    return ways_out(kind, record_kind, can_be_credited=is_creditable)


def _settle(workplace: Workplace, mismatch_id: int, way: WayOut) -> set[int]:
    """Carry it out; returns the other mismatches that the same act settled."""
    book = workplace.book
    with book.transaction():
        mismatch = book.mismatches.get(mismatch_id)
        if way not in ways_of(mismatch):
            raise InputError(f"“{way.label}” does not settle “{mismatch.kind.heading}”.", "Nothing was changed.")
        # Settled first: what goes by itself once it is carried out must not hide that a person decided.
        book.mismatches.settle(mismatch.id, way.value)
        if way is WayOut.CREDIT:
            credit_the_difference(workplace, mismatch)
        else:
            _carry_out(book, mismatch, way)
        along = _settled_along(book, mismatch, way)
        for other in along:
            book.mismatches.settle(other, way.value)
        book.activity.note(
            YOU, f"Settled: {way.label}", mismatch.record_kind, mismatch.local_id, mismatch.label, mismatch.reason
        )
        if mismatch.local_id:
            refresh(book, mismatch.record_kind, [mismatch.local_id], book.clock.today())
    return along


def _settled_along(book: Book, mismatch: Mismatch, way: WayOut) -> set[int]:
    """What else of the same record is settled by the same act: the other amounts, or all of it where it is no more."""
    if mismatch.kind not in _COMPARED or way is WayOut.NOTED or not mismatch.local_id:
        return set()
    is_all = way in (WayOut.VOID_OURS, WayOut.TAKE_BACK, WayOut.UNLINK)
    fields = settled_with(mismatch.field)
    waiting = book.mismatches.open_ones(mismatch.record_kind, mismatch.local_id)
    return {one.id for one in waiting if one.kind in _COMPARED and (is_all or one.field in fields)}


def _carry_out(book: Book, mismatch: Mismatch, way: WayOut) -> None:
    if way is WayOut.LINK:
        link_records(book, mismatch)
        tied_by_hand(book, mismatch.record_kind, mismatch.local_id, mismatch.xero_id)
    elif way is WayOut.UNLINK:
        unlink(book, mismatch)
    elif way is WayOut.SEND_OURS:
        send_ours(book, mismatch)
    elif way is WayOut.TAKE_THEIRS:
        _take_theirs(book, mismatch)
    elif way is WayOut.VOID_OURS:
        void_ours(book, mismatch)
    elif way is WayOut.DO_NOT_SEND:
        book.standings.hold_back(mismatch.record_kind, [mismatch.local_id], f"Decided at the desk: {mismatch.reason}")
    elif way in (WayOut.SAME_PAYMENT, WayOut.TWO_PAYMENTS):
        _same_or_two(book, mismatch, way)
    elif way is WayOut.TAKE_BACK and mismatch.kind is not MismatchKind.GONE_IN_XERO:
        take_payment_back(book, mismatch)
    elif way is WayOut.TAKE_BACK:
        _take_back(book, mismatch)
    elif way is WayOut.SEND_AGAIN:
        _send_again(book, mismatch)
    elif way is WayOut.ON_ACCOUNT:
        _put_on_account(book, mismatch)


def _take_theirs(book: Book, mismatch: Mismatch) -> None:
    if mismatch.kind is MismatchKind.CREDIT_IN_XERO:
        _take_credit(book, mismatch)
    elif mismatch.record_kind is RecordKind.PAYMENT:
        take_their_payment(book, mismatch)
    else:
        take_theirs(book, mismatch)


def _same_or_two(book: Book, mismatch: Mismatch, way: WayOut) -> None:
    advance = book.advances.get(mismatch.xero_id)
    if advance is not None:
        _same_or_two_advance(book, mismatch, advance, way)
        return
    ours = book.payments.get(mismatch.local_id)
    other = book.links.of_theirs(RecordKind.PAYMENT, [mismatch.xero_id]).get(mismatch.xero_id)
    if other is not None and other.local_id != ours.id and ours.status is PaymentStatus.LIVE:
        # Xero's is in this book already, beside ours: the same is one too many here, two are as they are.
        if way is WayOut.SAME_PAYMENT:
            book.payments.take_back(ours.id)
        return
    theirs = their_free_payment(book, mismatch)
    if way is WayOut.SAME_PAYMENT:
        if ours.status is PaymentStatus.DELETED or book.links.get(RecordKind.PAYMENT, ours.id) is not None:
            raise cannot("The payment here was taken back, or is tied to another of Xero’s.")
        tie_payments(book, [(ours, theirs)])
        return
    kind = RecordKind.CREDIT_NOTE if theirs.is_refund else RecordKind.INVOICE
    document = book.links.of_theirs(kind, [theirs.document_id]).get(theirs.document_id)
    if document is None:
        raise cannot(f"Its {kind.noun} is no longer tied to Xero’s.")
    brought_in = bring_in(book, theirs, book.documents.get(document.local_id), Tally())
    refresh(book, RecordKind.PAYMENT, brought_in, book.clock.today())


def _same_or_two_advance(book: Book, mismatch: Mismatch, theirs: TheirAdvance, way: WayOut) -> None:
    """Money on account here and an over- or prepayment of Xero's: one, which Xero decides about, or two."""
    ours = book.payments.get(mismatch.local_id)
    if way is WayOut.SAME_PAYMENT:
        if ours.status is PaymentStatus.DELETED or book.links.get(RecordKind.PAYMENT, ours.id) is not None:
            raise cannot("The payment here was taken back, or is tied to another of Xero’s.")
        touched = tie_advance(book, ours, theirs, Tally())
    else:
        touched = bring_in_advance(book, theirs, ours.customer_id, Tally())
    refresh(book, RecordKind.PAYMENT, touched, book.clock.today())


def _take_back(book: Book, mismatch: Mismatch) -> None:
    advance = book.advances.get(mismatch.xero_id)
    if advance is not None:
        take_back_advance(book, book.payments.get(mismatch.local_id), advance)
        return
    theirs = book.copies.payment(mismatch.xero_id)
    taken = book.payments.take_back(mismatch.local_id)
    if theirs is not None:
        tie_payments(book, [(taken, theirs)])


def _send_again(book: Book, mismatch: Mismatch) -> None:
    """The record is sent once more: its tie is cut, since what it was tied to is gone."""
    payment = book.payments.get(mismatch.local_id)
    theirs = book.copies.payment(mismatch.xero_id)
    if theirs is not None and not theirs.is_deleted:
        raise InputError(
            f"Xero still has a payment of {theirs.amount} with our mark {payment.marker}.",
            "Nothing was changed: sent again, there would be two of it.",
            "Link both, or delete Xero’s there, sync, and settle this again.",
        )
    if payment.status is not PaymentStatus.LIVE or payment.origin is not Origin.HERE:
        raise cannot("Only a payment that was recorded here and still stands can be sent again.")
    book.links.untie(mismatch.record_kind, mismatch.local_id)
    book.outbox.forget_refusals(mismatch.record_kind, [mismatch.local_id])


def _take_credit(book: Book, mismatch: Mismatch) -> None:
    """Credit that Xero gave settles the invoice here too; less credit than before opens it again."""
    document = book.documents.get(mismatch.local_id)
    theirs = book.copies.document(RecordKind.INVOICE, mismatch.xero_id)
    if theirs is None or mismatch.apart is None:
        raise cannot("Xero’s invoice was never read.")
    waiting = [
        one.number
        for one in book.copies.documents_of_contact(theirs.contact_id)
        if any(taken.document_id == theirs.document_id for taken in one.allocations)
        and book.links.of_theirs(RecordKind.CREDIT_NOTE, [one.document_id])
        and book.mismatches.open_ones(RecordKind.CREDIT_NOTE)
    ]
    if waiting:
        raise cannot(f"The credit comes from {', '.join(waiting)} of this book: settle that one first.")
    # An over- or prepayment that did not fit may fit by now: it is no credit beside it.
    land_advances_of(book, [theirs.contact_id], Tally())
    method = book.payments.find_method(CREDIT_METHOD) or book.payments.save_method(PaymentMethod(CREDIT_METHOD))
    for payment in book.payments.of_document(document.id):
        if payment.method_id == method.id and payment.status is PaymentStatus.LIVE:
            book.payments.take_back(payment.id)
    known = Money(book.links.credited_by_tied([document.id]).get(document.id, 0), document.currency)
    missing = theirs.credited - known
    if missing.minor < 0 or book.documents.open(document.id) < missing:
        raise cannot(f"{missing.decimal:,} of credit does not fit what is open on {document.number}.")
    if missing:
        payment = Payment(
            document.customer_id,
            book.clock.today(),
            missing,
            method.id,
            document_id=document.id,
            reference="Credit set against it in Xero",
            marker=free_marker(book),
            origin=Origin.XERO,
        )
        kept = book.payments.add(payment, [Allocation(document.id, missing)])
        refresh(book, RecordKind.PAYMENT, [kept.id], book.clock.today())


def _put_on_account(book: Book, mismatch: Mismatch) -> None:
    theirs = their_free_payment(book, mismatch)
    payment = Payment(
        customer_id=book.documents.get(mismatch.local_id).customer_id,
        paid_on=theirs.paid_on,
        amount=theirs.amount,
        method_id=method_for(book, theirs).id,
        reference=theirs.reference,
        marker=free_marker(book, theirs.payment_id),
        origin=Origin.XERO,
    )
    kept = book.payments.add(payment)
    tie_payments(book, [(kept, theirs)])
    refresh(book, RecordKind.PAYMENT, [kept.id], book.clock.today())
