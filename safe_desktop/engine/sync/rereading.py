"""Looks at Xero once more before or after a write: is it still as agreed, and is what refused ours already?

There is no conditional write at Xero (reliability.md 2.2 B7): reading just before a change keeps the gap small.
"""

from collections.abc import Sequence
from dataclasses import replace

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.reconciling import Snapshot, snapshot_of_theirs
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.domain.refusal_words import read_refusal
from safe_desktop.domain.theirs import Contact, TheirAdvance, TheirDocument, TheirPayment
from safe_desktop.engine.entry.advance_shares import agree_on_shares, read_advance
from safe_desktop.engine.entry.payment_questions import ask_to_undo
from safe_desktop.engine.sync.allocating import agree_on_allocations, taken_there
from safe_desktop.engine.sync.composing import Composed
from safe_desktop.engine.sync.landing_advances import land_advances
from safe_desktop.engine.sync.landing_contacts import land_contacts, settle_names
from safe_desktop.engine.sync.landing_documents import land_documents, settle_numbers
from safe_desktop.engine.sync.landing_payments import land_payments
from safe_desktop.engine.sync.recalling import Told
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.store.outbox_records import EntryState, Operation, is_of_advance
from safe_desktop.store.run_records import Outcome
from safe_desktop.xero.client import XeroClient
from safe_desktop.xero.element_answers import ElementAnswer

_CHANGED_THERE = "It was changed in Xero since both were equal; nothing was sent for it"
_NOT_SENT = "nothing was sent for it"
_CLASH_WORDS = ("unique", "already assigned", "already exists")


def is_as_agreed(book: Book, client: XeroClient, composed: Composed, tally: Tally) -> bool:
    """Whether Xero's record is still what both last agreed on; if not, its changes are landed and counted."""
    if is_of_advance(composed.kind, composed.operation):
        return _advance_is_as_agreed(book, client, composed, tally)
    link = book.links.get(composed.kind, composed.local_id)
    assert link is not None, "only a tied record is changed"
    known = _as_last_read(book, composed)
    if known is not None and (lost := _rests_there(known, composed)):
        # Known and noted: to ask for it in every run would cost a call each time. Restored, it comes with its list.
        with book.transaction():
            land(book, known, tally)
        tally.add(composed.kind, composed.local_id, composed.label, Outcome.SKIPPED, f"{lost} in Xero; {_NOT_SENT}")
        return False
    fresh = read_one(client, composed.kind, composed.xero_id)
    if fresh is None:
        reason = "Xero no longer has it"
    elif lost := _rests_there(fresh, composed):
        reason = f"{lost} in Xero; {_NOT_SENT}"
        with book.transaction():
            land(book, fresh, tally)
    elif isinstance(fresh, TheirPayment) and fresh.stands_fast:
        reason = fresh.stands_fast
        with book.transaction():
            ask_to_undo(book, composed.local_id, fresh)
            refresh(book, composed.kind, [composed.local_id], book.clock.today())
    elif _is_allocated_otherwise(book, composed, fresh, link):
        reason = _CHANGED_THERE
        with book.transaction():
            land(book, fresh, tally)
    elif not _moved(snapshot_of_theirs(fresh), link.theirs):
        return True
    else:
        reason = _CHANGED_THERE
        with book.transaction():
            land(book, fresh, tally)
    tally.add(composed.kind, composed.local_id, composed.label, Outcome.SKIPPED, reason)
    return False


def _as_last_read(book: Book, composed: Composed) -> Contact | TheirDocument | None:
    if composed.kind is RecordKind.CUSTOMER:
        return book.copies.contact(composed.xero_id)
    return book.copies.document(composed.kind, composed.xero_id) if composed.kind in DOCUMENT_KINDS else None


def _advance_is_as_agreed(book: Book, client: XeroClient, composed: Composed, tally: Tally) -> bool:
    """Whether nothing was set against or paid back of the over- or prepayment meanwhile."""
    fresh, known = read_advance(book, client, composed.local_id), book.advances.get(composed.xero_id)
    if fresh is not None and known is not None and _uses(fresh) == _uses(known):
        return True
    with book.transaction():
        land_advances(book, [fresh] if fresh is not None else [], tally)
    reason = _CHANGED_THERE if fresh is not None else "Xero no longer has it"
    tally.add(composed.kind, composed.local_id, composed.label, Outcome.SKIPPED, reason)
    return False


def _uses(advance: TheirAdvance) -> tuple[object, ...]:
    allocations = sorted((one.document_id, one.amount.minor) for one in advance.allocations)
    return advance.left, advance.status, allocations


def _is_allocated_otherwise(
    book: Book, composed: Composed, fresh: Contact | TheirDocument | TheirPayment, link: Link
) -> bool:
    """Whether Xero took from the credit note meanwhile: nothing but this look keeps an allocation from doubling."""
    is_allocation = composed.operation in (Operation.ALLOCATE, Operation.TAKE_BACK)
    return is_allocation and isinstance(fresh, TheirDocument) and taken_there(book, fresh) != link.allocations


def _rests_there(fresh: Contact | TheirDocument | TheirPayment, composed: Composed) -> str:
    """Why Xero would take no change of it, in words; empty if it would."""
    if isinstance(fresh, Contact) and fresh.status != "ACTIVE":
        return "The contact was archived"
    if isinstance(fresh, TheirDocument) and fresh.is_gone and composed.snapshot.get("status") != "gone":
        return f"It was {fresh.status.lower()}"
    return ""


def read_one(client: XeroClient, kind: RecordKind, xero_id: str) -> Contact | TheirDocument | TheirPayment | None:
    """Xero's record as it is now, or None if Xero does not know it."""
    if kind is RecordKind.CUSTOMER:
        return client.contact(xero_id)
    if kind is RecordKind.PAYMENT:
        return client.payment(xero_id)
    return client.document(DocumentKind(kind.value), xero_id)


def land(book: Book, fresh: Contact | TheirDocument | TheirPayment, tally: Tally) -> None:
    """Take in one record that was read by itself."""
    if isinstance(fresh, Contact):
        land_contacts(book, [fresh], tally)
    elif isinstance(fresh, TheirDocument):
        land_documents(book, [fresh], tally)
    else:
        land_payments(book, [fresh], tally)


def compare_the_rest(
    book: Book, told: Told, before: Link, fresh: Contact | TheirDocument | TheirPayment, tally: Tally
) -> None:
    """Nothing but what was told is agreed on by telling it: what somebody else changed beside it is asked about."""
    link = book.links.get(before.kind, before.local_id)
    assert link is not None, "it was tied just now"
    rest = {field: value for field, value in before.theirs.items() if field not in told.moved}
    book.links.tie([replace(link, theirs={**link.theirs, **rest})])
    land(book, fresh, tally)


def settle_allocated(
    book: Book,
    client: XeroClient,
    composed: Composed,
    entries: Sequence[int],
    answers: Sequence[ElementAnswer],
    tally: Tally,
) -> None:
    """Settle what was told of a credit's allocations: the credit note or advance itself is read again and decides."""
    refused = [one for one in answers if not one.status_ok]
    is_advance = is_of_advance(composed.kind, composed.operation)
    advance = read_advance(book, client, composed.local_id) if is_advance else None
    fresh = None if is_advance else client.document(DocumentKind.CREDIT_NOTE, composed.xero_id)
    with book.transaction():
        if fresh is not None:
            agree_on_allocations(book, fresh)
        if advance is not None:
            agree_on_shares(book, advance)
        if refused:
            words = "; ".join(message for one in refused for message in one.messages)
            book.outbox.settle(entries, EntryState.REFUSED, words)
            cause = read_refusal(words, composed.kind).cause
            tally.add(composed.kind, composed.local_id, composed.label, Outcome.REFUSED, cause)
        else:
            book.outbox.settle(entries, EntryState.DONE)
            told = (
                "Taken back from an invoice" if composed.operation is Operation.TAKE_BACK else "Set against an invoice"
            )
            book.activity.note("Sync", told, composed.kind, composed.local_id, composed.label, composed.element_text)
            tally.add(composed.kind, composed.local_id, composed.label, Outcome.SENT, told)
        refresh(book, composed.kind, [composed.local_id], book.clock.today())


def settle_clash(book: Book, client: XeroClient, composed: Composed, tally: Tally) -> bool:
    """Whether a refused create is settled: Xero has that name or number, and it is ours; else it is asked about."""
    if composed.operation is not Operation.CREATE or composed.kind is RecordKind.PAYMENT:
        return False
    raw = book.refusals.of(composed.kind, composed.local_id).casefold()
    if not any(word in raw for word in _CLASH_WORDS):
        return False
    if composed.kind is RecordKind.CUSTOMER:
        contacts = client.contact_by_name(book.customers.get(composed.local_id).name)
        return _settle_with(book, composed, [one for one in contacts if one.status == "ACTIVE"], [], tally)
    documents = client.documents_by_number(DocumentKind(composed.kind.value), [composed.label])
    return _settle_with(book, composed, [], documents, tally)


def _settle_with(
    book: Book,
    composed: Composed,
    contacts: Sequence[Contact],
    documents: Sequence[TheirDocument],
    tally: Tally,
) -> bool:
    with book.transaction():
        if contacts:
            book.copies.keep_contacts(contacts)
            settle_names(book, contacts, tally)
        elif documents and composed.kind in DOCUMENT_KINDS:
            book.copies.keep_documents(documents)
            settle_numbers(book, composed.kind, documents, tally)
        is_tied = book.links.get(composed.kind, composed.local_id) is not None
        if is_tied:
            book.outbox.forget_refusals(composed.kind, [composed.local_id], EntryState.DONE)
        refresh(book, composed.kind, [composed.local_id], book.clock.today())
    return is_tied


def _moved(now: Snapshot, agreed: Snapshot) -> bool:
    return any(value != agreed.get(field, value) for field, value in now.items())
