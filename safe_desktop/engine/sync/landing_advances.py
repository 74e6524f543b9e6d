"""Lands Xero's overpayments and prepayments: money on account here, set against the same invoices as in Xero.

What changed in Xero is taken over; what is set against invoices here since both were equal is left for the telling. The
payment that stands for one is worth what is left of it and what invoices of this book have of it: what was paid back or
went to others does not count here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from safe_desktop.domain.document import DocumentStatus
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money, total
from safe_desktop.domain.payment import Allocation, Origin, Payment, PaymentMethod, PaymentStatus
from safe_desktop.domain.reconciling import snapshot_of_payment
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import AdvanceKind, TheirAdvance
from safe_desktop.engine.changes import DOCUMENTS, MISMATCHES, PAYMENTS
from safe_desktop.engine.entry.advance_shares import shares_there, text_here, text_there
from safe_desktop.engine.entry.payment_marks import free_marker
from safe_desktop.engine.entry.payment_questions import gone_with_many, is_too_much
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.store.run_records import Outcome

_SAME_WITHIN = timedelta(days=7)
"""Money on account typed in here and an overpayment are taken for the same when their dates are this close."""

_ARTICLES = {AdvanceKind.OVERPAYMENT: "an overpayment", AdvanceKind.PREPAYMENT: "a prepayment"}


def land_advances(book: Book, advances: Sequence[TheirAdvance], tally: Tally) -> None:
    """Take in these, inside the transaction that moves the cursor. Those to suppliers are left out."""
    received = book.advances.not_older([one for one in advances if one.is_from_customer])
    book.advances.keep(received)
    _land(book, received, tally)


def land_waiting_advances(book: Book, tally: Tally) -> None:
    """Take in those that were read before their contact was a customer of this book."""
    waiting = book.advances.waiting()
    if waiting:
        with book.transaction():
            _land(book, waiting, tally)


def land_advances_of(book: Book, contact_ids: Iterable[str], tally: Tally) -> None:
    """Take in once more what was read of these contacts: an invoice may have become ours, or have room by now."""
    _land(book, book.advances.of_contacts(contact_ids), tally)


def _land(book: Book, advances: Sequence[TheirAdvance], tally: Tally) -> None:
    links = book.links.of_theirs(RecordKind.PAYMENT, [one.advance_id for one in advances])
    customers = book.links.of_theirs(RecordKind.CUSTOMER, {one.contact_id for one in advances})
    ours = book.payments.get_many(link.local_id for link in links.values())
    touched: list[int] = []
    held_up = _gone_at_once(book, advances, links, ours)
    for theirs in advances:
        link, customer = links.get(theirs.advance_id), customers.get(theirs.contact_id)
        if theirs.advance_id in held_up and link is not None:
            book.mismatches.found([gone_with_many(book, ours[link.local_id], theirs)])
            touched.append(link.local_id)
        elif link is not None and link.local_id in ours:
            touched += _land_known(book, ours[link.local_id], theirs, link, tally)
        elif customer is not None and not theirs.is_gone:
            touched += _land_new(book, theirs, customer.local_id, tally)
    if touched:
        tally.changed(PAYMENTS, DOCUMENTS, MISMATCHES)
        refresh(book, RecordKind.PAYMENT, touched, book.clock.today())


def _gone_at_once(
    book: Book, advances: Sequence[TheirAdvance], links: Mapping[str, Link], ours: Mapping[int, Payment]
) -> set[str]:
    """The voided ones that wait for a person: so many at once, or asked about before and still not answered."""
    gone = [one for one in advances if one.is_gone and one.advance_id in links]
    live = {
        one.advance_id: links[one.advance_id].local_id
        for one in gone
        if (kept := ours.get(links[one.advance_id].local_id)) is not None and kept.status is PaymentStatus.LIVE
    }
    if is_too_much(len(live), book.links.count()):
        return set(live)
    if not live:
        return set()
    waiting = book.mismatches.open_ones(RecordKind.PAYMENT)
    return live.keys() & {one.xero_id for one in waiting if one.kind is MismatchKind.GONE_IN_XERO}


def take_back_advance(book: Book, payment: Payment, theirs: TheirAdvance) -> None:
    """It is gone in Xero, and goes here; inside a transaction."""
    _tie(book, book.payments.take_back(payment.id), theirs)


def _land_new(book: Book, theirs: TheirAdvance, customer_id: int, tally: Tally) -> list[int]:
    twin = _typed_twin(book, theirs, customer_id)
    if twin is not None:
        book.mismatches.found([_same_money(book, twin, theirs)])
        return [twin.id]
    return bring_in_advance(book, theirs, customer_id, tally)


def bring_in_advance(book: Book, theirs: TheirAdvance, customer_id: int, tally: Tally) -> list[int]:
    """Record it here as money on account; returns the payment touched, if there is anything to record."""
    book.mismatches.vanish_theirs(theirs.advance_id, [MismatchKind.SAME_PAYMENT])
    worth = _worth(theirs, shares_there(book, theirs))
    if not worth:
        return []
    kept = book.payments.add(
        Payment(
            customer_id=customer_id,
            paid_on=theirs.paid_on,
            amount=worth,
            method_id=_method_for(book, theirs, customer_id).id,
            reference=theirs.reference,
            marker=free_marker(book, theirs.advance_id),
            origin=Origin.XERO,
        )
    )
    return tie_advance(book, kept, theirs, tally)


def tie_advance(book: Book, payment: Payment, theirs: TheirAdvance, tally: Tally) -> list[int]:
    """This payment stands for it from now on, and settles here what it settles in Xero."""
    book.mismatches.vanish_theirs(theirs.advance_id, [MismatchKind.SAME_PAYMENT])
    _take_over(book, payment, theirs)
    told = f"{_named(theirs)} came from Xero: {_in_words(book, payment.id, theirs)}."
    _tell(book, "Received", payment, theirs, told, tally)
    return [payment.id]


def _land_known(book: Book, payment: Payment, theirs: TheirAdvance, link: Link, tally: Tally) -> list[int]:
    before = _state(book, payment.id)
    if _is_only_changed_here(book, payment, theirs, link):
        tally.same()
        return []
    if theirs.is_gone or not _worth(theirs, shares_there(book, theirs)):
        if payment.status is PaymentStatus.LIVE:
            take_back_advance(book, payment, theirs)
    else:
        _take_over(book, payment, theirs)
    if _state(book, payment.id) == before:
        tally.same()
        return []
    told = f"{_named(theirs)} was changed in Xero: {_in_words(book, payment.id, theirs)}."
    _tell(book, "Taken over", payment, theirs, told, tally)
    return [payment.id]


def _is_only_changed_here(book: Book, payment: Payment, theirs: TheirAdvance, link: Link) -> bool:
    """Whether Xero has it as both agreed, and only here it was set against invoices since."""
    there = text_there(book, theirs)
    worth = _worth(theirs, shares_there(book, theirs))
    return there == link.allocations != text_here(book, payment.id) and worth == payment.amount and not theirs.is_gone


def _take_over(book: Book, payment: Payment, theirs: TheirAdvance) -> None:
    """Amount and allocations as they are in Xero; what does not fit here is left on account and asked about."""
    shares = shares_there(book, theirs)
    worth = _worth(theirs, shares)
    if payment.amount != worth or payment.status is not PaymentStatus.LIVE:
        payment = book.payments.change(replace(payment, amount=worth, status=PaymentStatus.LIVE))
    has = sorted((one.document_id, one.amount.minor) for one in book.payments.allocations_of(payment.id))
    if has != sorted((one.document_id, one.amount.minor) for one in shares):
        book.payments.reallocate(payment.id, [])
        for share in shares:
            if _fits(book, share, payment.customer_id):
                book.payments.allocate([replace(share, payment_id=payment.id)])
    _tie(book, payment, theirs)


def _tie(book: Book, payment: Payment, theirs: TheirAdvance) -> None:
    ours = snapshot_of_payment(payment, "")
    there = {
        "amount": str(payment.amount.decimal),
        "paid_on": theirs.paid_on.isoformat(),
        "document": "",
        "status": payment.status.value,
    }
    # What is settled here, not there: what did not fit here is looked at again whenever it is read.
    settled = text_here(book, payment.id)
    book.links.tie([Link(RecordKind.PAYMENT, payment.id, theirs.advance_id, payment.revision, ours, there, settled)])


def _worth(theirs: TheirAdvance, shares: Sequence[Allocation]) -> Money:
    return theirs.left + total((share.amount for share in shares), theirs.left.currency)


def _fits(book: Book, share: Allocation, customer_id: int) -> bool:
    document = book.documents.get(share.document_id)
    return (
        document.status is DocumentStatus.APPROVED
        and document.customer_id == customer_id
        and share.amount <= book.documents.open(document.id)
    )


def _state(book: Book, payment_id: int) -> tuple[object, ...]:
    payment = book.payments.get(payment_id)
    return payment.amount, payment.status, tuple(book.payments.allocations_of(payment_id))


def _method_for(book: Book, theirs: TheirAdvance, customer_id: int) -> PaymentMethod:
    """That of a payment of the same customer and day, which is the rest of the same line of the bank's statement.

    Xero does not say to which account an over- or prepayment went.
    """
    same_day = [one.method_id for one in book.payments.of_customer(customer_id) if one.paid_on == theirs.paid_on]
    if same_day:
        return book.payments.method(same_day[0])
    return book.payments.find_method(book.settings.default_method) or book.payments.methods()[0]


def _typed_twin(book: Book, theirs: TheirAdvance, customer_id: int) -> Payment | None:
    """Money on account that was recorded here by hand and may be the same: equal amount, near in date."""
    candidates = [
        one
        for one in book.payments.of_customer(customer_id)
        if one.document_id is None
        and one.status is PaymentStatus.LIVE
        and one.origin is Origin.HERE
        and one.amount == theirs.total
        and abs(one.paid_on - theirs.paid_on) <= _SAME_WITHIN
    ]
    linked = book.links.of_ours(RecordKind.PAYMENT, [one.id for one in candidates])
    return next((one for one in candidates if one.id not in linked), None)


def _same_money(book: Book, twin: Payment, theirs: TheirAdvance) -> Mismatch:
    return Mismatch(
        MismatchKind.SAME_PAYMENT,
        RecordKind.PAYMENT,
        twin.id,
        theirs.reference or theirs.kind.value.capitalize(),
        f"Recorded here on account by hand; Xero has {_ARTICLES[theirs.kind]} of the same amount",
        theirs.advance_id,
        "amount",
        book.customers.get(twin.customer_id).name,
        f"{twin.amount.decimal:,} on {twin.paid_on:%d/%m/%Y}",
        f"{theirs.total.decimal:,} on {theirs.paid_on:%d/%m/%Y}",
        "",
        theirs.total,
    )


def _named(theirs: TheirAdvance) -> str:
    return f"{theirs.kind.value.capitalize()} of {theirs.total} on {theirs.paid_on:%d/%m/%Y}"


def _in_words(book: Book, payment_id: int, theirs: TheirAdvance) -> str:
    if theirs.is_gone:
        return f"it was {theirs.status.lower()}"
    settled = book.payments.allocations_of(payment_id)
    numbers = book.documents.get_many(one.document_id for one in settled)
    parts = [f"{one.amount.decimal:,} settles {numbers[one.document_id].number}" for one in settled]
    return ", ".join([*parts, f"{theirs.left.decimal:,} is left of it"])


def _tell(book: Book, action: str, payment: Payment, theirs: TheirAdvance, told: str, tally: Tally) -> None:
    label = theirs.reference or theirs.kind.value.capitalize()
    book.activity.note("Xero", action, RecordKind.PAYMENT, payment.id, label, told)
    tally.add(RecordKind.PAYMENT, payment.id, label, Outcome.RECEIVED, told)
