"""Takes a tie away where a person says that ours and Xero's are two, and makes it again where that was wrong.

Xero's record stays as it is, and nothing is sent: ours is held back with the reason, and the pair is remembered, so
that no name, number or mark ties it again. What was taken away is kept whole, for the way back.
"""

from collections.abc import Sequence

from safe_desktop.domain.document import DocumentStatus
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.payment import Origin, Payment, PaymentStatus
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind, kind_of
from safe_desktop.engine.deciding.kept_apart import (
    forget_parted,
    forget_refusals,
    parted_from,
    remember_parted,
    remember_refusals,
)
from safe_desktop.engine.deciding.linking import cannot
from safe_desktop.engine.entry.payment_questions import label_of
from safe_desktop.engine.entry.saved import YOU
from safe_desktop.engine.sync.landing_contacts import land_contacts
from safe_desktop.engine.sync.landing_documents import land_documents
from safe_desktop.engine.sync.landing_payments import land_payments
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.store.outbox_records import EntryState

_ABOUT_A_TIE = (
    MismatchKind.FIELD_DIFFERS,
    MismatchKind.BOTH_CHANGED,
    MismatchKind.TOTAL_DIFFERS,
    MismatchKind.ROUNDED,
    MismatchKind.GONE_IN_XERO,
    MismatchKind.CONTACT_ARCHIVED,
    MismatchKind.CONTACT_MERGED,
    MismatchKind.CREDIT_IN_XERO,
    MismatchKind.PAYMENT_DOES_NOT_FIT,
)
"""What is asked only because the two are tied."""


def unlink(book: Book, mismatch: Mismatch) -> None:
    """Ours and Xero's are two from now on; InputError, with nothing changed, where something else hangs on the tie."""
    link = book.links.get(mismatch.record_kind, mismatch.local_id)
    if link is None:
        raise cannot("The record is tied to nothing any more.")
    _refuse_on_its_way(book, mismatch)
    along: list[Link] = []
    if link.kind is RecordKind.CUSTOMER:
        _refuse_tied_documents(book, link, mismatch.label)
    elif link.kind is RecordKind.PAYMENT:
        _refuse_payment(book, book.payments.get(link.local_id), link)
    else:
        _refuse_credit(book, link, mismatch.label)
        along = _payments_along(book, link, mismatch.label)
    _part(book, [link, *along], _name_of(book, link))
    if link.kind is RecordKind.PAYMENT:
        # What is paid in Xero is a fact, also where it is not what we took it for.
        theirs = book.copies.payment(link.xero_id)
        land_payments(book, [theirs] if theirs is not None else [], Tally())


def link_again(book: Book, mismatch: Mismatch) -> None:
    """Both are one again as they were before they were parted, and compared; InputError where that is not possible."""
    parted = parted_from(book, mismatch.record_kind, mismatch.local_id)
    if not parted:
        raise cannot("What was unlinked is not known any more.")
    first = parted[0]
    _refuse_tied_otherwise(book, first)
    forget_refusals(book, [(one.kind, one.local_id, one.xero_id) for one in parted])
    forget_parted(book, first.kind, first.local_id)
    free = [one for one in parted if _is_free(book, one)]
    book.links.tie(free)
    for one in free:
        book.standings.hold_back(one.kind, [one.local_id], "")
    book.outbox.tied(first.kind, [first.local_id])
    book.mismatches.vanish(first.kind, first.local_id, (MismatchKind.NAME_TAKEN, MismatchKind.NUMBER_TAKEN))
    book.mismatches.vanish_theirs(first.xero_id, (MismatchKind.PAYMENT_DOES_NOT_FIT, MismatchKind.SAME_PAYMENT))
    _land(book, first)
    _refresh(book, free)


def tied_by_hand(book: Book, kind: RecordKind, local_id: int, xero_id: str) -> None:
    """A person tied these two: what kept them apart, and held ours back for it, is over."""
    parted = parted_from(book, kind, local_id)
    forget_refusals(book, [(kind, local_id, xero_id)])
    if parted:
        forget_parted(book, kind, local_id)
        book.standings.hold_back(kind, [local_id], "")


def _part(book: Book, links: Sequence[Link], name: str) -> None:
    remember_refusals(book, ((one.kind, one.local_id, one.xero_id) for one in links))
    remember_parted(book, links)
    payments = book.payments.get_many(one.local_id for one in links if one.kind is RecordKind.PAYMENT)
    for one in links:
        book.links.untie(one.kind, one.local_id)
        book.mismatches.vanish(one.kind, one.local_id, _ABOUT_A_TIE)
        payment = payments.get(one.local_id) if one.kind is RecordKind.PAYMENT else None
        if payment is not None and payment.origin is Origin.XERO:
            # It was Xero's for Xero's document, which is none of ours any more.
            taken = book.payments.take_back(payment.id)
            told = f"{taken.amount} was paid in Xero for {name}, which is not ours"
            book.activity.note(YOU, "Taken back", RecordKind.PAYMENT, taken.id, name, told)
        else:
            why = f"Not the same as Xero’s {name}, as was decided at the desk"
            book.standings.hold_back(one.kind, [one.local_id], why)
    _refresh(book, links)


def _refresh(book: Book, links: Sequence[Link]) -> None:
    for one in links:
        refresh(book, one.kind, [one.local_id], book.clock.today())


def _land(book: Book, link: Link) -> None:
    """What both have is compared: Xero's may have changed while nobody looked at the two."""
    tally = Tally()
    if link.kind is RecordKind.CUSTOMER:
        contact = book.copies.contact(link.xero_id)
        land_contacts(book, [contact] if contact else [], tally)
    elif link.kind is RecordKind.PAYMENT:
        payment = book.copies.payment(link.xero_id)
        land_payments(book, [payment] if payment else [], tally)
    else:
        document = book.copies.document(link.kind, link.xero_id)
        land_documents(book, [document] if document else [], tally)
        land_payments(book, book.copies.payments_of(link.xero_id), tally)


def _is_free(book: Book, link: Link) -> bool:
    """Whether the tie can be made again; payments that came from Xero are brought in anew with their document."""
    if link.kind is not RecordKind.PAYMENT:
        return True
    is_tied = book.links.get(link.kind, link.local_id) or book.links.of_theirs(link.kind, [link.xero_id])
    return not is_tied and book.payments.get(link.local_id).status is PaymentStatus.LIVE


def _refuse_tied_otherwise(book: Book, link: Link) -> None:
    if book.links.get(link.kind, link.local_id) is not None:
        raise cannot("Ours is tied to another of Xero’s by now.")
    if _name_of(book, link) == link.xero_id:
        raise cannot("Xero’s is not known any more.")
    if _is_over(book, link):
        raise cannot("Ours was taken back or voided here since, and Xero’s would have to follow.")
    other = book.links.of_theirs(link.kind, [link.xero_id]).get(link.xero_id)
    if other is None:
        return
    brought_in = book.payments.get(other.local_id) if link.kind is RecordKind.PAYMENT else None
    if brought_in is None or brought_in.origin is not Origin.XERO:
        raise cannot("Xero’s is tied to another record of this book by now.")
    # It was brought in beside ours because they were two: one again, it is one too many here.
    book.links.untie(link.kind, brought_in.id)
    book.payments.take_back(brought_in.id)
    refresh(book, RecordKind.PAYMENT, [brought_in.id], book.clock.today())


def _is_over(book: Book, link: Link) -> bool:
    if link.kind is RecordKind.CUSTOMER:
        return False
    if link.kind is RecordKind.PAYMENT:
        return book.payments.get(link.local_id).status is PaymentStatus.DELETED
    return book.documents.get(link.local_id).status is DocumentStatus.VOIDED


def _name_of(book: Book, link: Link) -> str:
    """What to call Xero's record; its id if it is not known."""
    if link.kind is RecordKind.CUSTOMER:
        contact = book.copies.contact(link.xero_id)
        return f"“{contact.name}”" if contact else link.xero_id
    if link.kind is RecordKind.PAYMENT:
        payment = book.copies.payment(link.xero_id)
        return f"payment of {payment.amount} for {label_of(payment)}" if payment else link.xero_id
    document = book.copies.document(link.kind, link.xero_id)
    return document.number if document else link.xero_id


def _payments_along(book: Book, link: Link, label: str) -> list[Link]:
    """The ties of what was paid of the document: payments of ours and of Xero's are for two documents now."""
    payments = {one.id: one for one in book.payments.of_document(link.local_id)}
    ties = book.links.of_ours(RecordKind.PAYMENT, payments)
    along = []
    for tie in ties.values():
        payment = payments[tie.local_id]
        if payment.status is PaymentStatus.LIVE and payment.document_id == link.local_id:
            along.append(tie)
        elif payment.status is PaymentStatus.LIVE:
            raise _hangs(label, f"money on account ({payment.amount}) is set against it")
        elif tie.revision != payment.revision:
            raise _hangs(label, f"a payment of {payment.amount} taken back here has yet to be deleted in Xero")
    return along


def _refuse_on_its_way(book: Book, mismatch: Mismatch) -> None:
    live = book.outbox.in_state(EntryState.SENDING, EntryState.UNSURE)
    if any((one.kind, one.local_id) == (mismatch.record_kind, mismatch.local_id) for one in live):
        raise _hangs(mismatch.label, "it is on its way to Xero, and what became of that is not known yet")


def _refuse_tied_documents(book: Book, link: Link, label: str) -> None:
    documents = book.documents.get_many(book.documents.ids_of_customer(link.local_id))
    tied = [
        one.number
        for kind in DOCUMENT_KINDS
        for one in documents.values()
        if kind_of(one.kind) is kind and book.links.get(kind, one.id) is not None
    ]
    if tied:
        some = ", ".join(tied[:3]) + (f" and {len(tied) - 3:,} more" if len(tied) > 3 else "")
        raise _hangs(label, f"{some} of this customer are linked with documents of that contact")


def _refuse_credit(book: Book, link: Link, label: str) -> None:
    if link.kind is RecordKind.CREDIT_NOTE and link.allocations:
        raise _hangs(label, "it is set against an invoice on both sides")
    if link.kind is RecordKind.INVOICE and book.links.credited_by_tied([link.local_id]).get(link.local_id):
        raise _hangs(label, "credit is set against it on both sides")


def _refuse_payment(book: Book, payment: Payment, link: Link) -> None:
    if payment.origin is Origin.XERO:
        raise _hangs(f"The payment of {payment.amount}", "it came from Xero, and is nothing but Xero’s")
    if book.advances.get(link.xero_id) is not None:
        raise _hangs(f"The payment of {payment.amount}", "it is an over- or prepayment in Xero, which decides about it")
    if payment.status is not PaymentStatus.LIVE:
        raise _hangs(f"The payment of {payment.amount}", "it was taken back here")


def _hangs(label: str, why: str) -> InputError:
    return InputError(
        f"{label} cannot be unlinked: {why}.",
        "Nothing was changed.",
        "Put that right first, sync, and settle this again; or choose another way.",
    )
