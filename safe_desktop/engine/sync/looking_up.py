"""Finds out what became of writes that got no answer: asked in Xero, adopted if there, sent again only when surely not.

At start every intent still open counts as unsure. For payments and credit notes a miss counts only after the quiet
time, twice (reliability.md 3.3); a find counts at any time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from safe_desktop.domain.customer import name_key
from safe_desktop.domain.delivery import (
    GUARDED_BY_XERO,
    QUIET_SECONDS,
    Step,
    Unsure,
    Verdict,
    after_a_miss,
    judge,
    may_look,
)
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.reconciling import Snapshot
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.domain.theirs import Contact, TheirDocument, TheirPayment
from safe_desktop.engine.deciding.asking import ask_beside
from safe_desktop.engine.deciding.kept_apart import refusals
from safe_desktop.engine.entry.advance_shares import agree_on_shares, read_advance
from safe_desktop.engine.sync.allocating import agree_on_allocations
from safe_desktop.engine.sync.composing import Composed, Uncomposed, compose
from safe_desktop.engine.sync.recalling import Told, is_as_told, ours_as_told, recalled
from safe_desktop.engine.sync.rereading import compare_the_rest, read_one
from safe_desktop.engine.sync.restoring import settle_restored
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.settling import tie_value
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.sync.tying import agree_as_told
from safe_desktop.engine.sync.uncertain_words import uncertain
from safe_desktop.engine.sync.undone import is_gone, not_undone, settle_undone
from safe_desktop.engine.sync.verdicts import answered_by, id_of, key_of_value
from safe_desktop.store.book_file import Book
from safe_desktop.store.outbox_records import EntryState, Operation, OutboxEntry, is_of_advance
from safe_desktop.store.run_records import Outcome
from safe_desktop.xero.client import XeroClient

Found = Contact | TheirDocument | TheirPayment
_STILL_OUT = "The program ended before Xero answered"
_NOT_THERE = "Xero does not have it; it may be sent again, as Xero would refuse a second"
_SURELY_NOT_THERE = "Xero surely does not have it; it may be sent again"
_NAMES = frozenset(("Name", "InvoiceNumber", "ContactStatus"))
_ADOPTED = "Sent earlier without an answer; found in Xero and tied"


@dataclass(frozen=True, slots=True)
class _Looked:
    """One intent, how it stood when the look at Xero began, and what of Xero's may be it."""

    entry: OutboxEntry
    unsure: Unsure
    told: Told
    found: Sequence[Found] = ()


def recover(book: Book) -> None:
    """At the start of a run: what is still marked as on its way may or may not have arrived."""
    left = [(one, _STILL_OUT) for one in book.outbox.in_state(EntryState.SENDING)]
    for kind in GUARDED_BY_XERO:
        # Given up because Xero would refuse a second: no longer so once the record has another name or number.
        left += [(one, one.outcome) for one in book.outbox.given_up(kind, _NOT_THERE) if _is_renamed(book, one)]
    if not left:
        return
    with book.transaction():
        for entry, outcome in left:
            book.outbox.unsure([entry.id], outcome)
        for kind in {one.kind for one, _ in left}:
            refresh(book, kind, [one.local_id for one, _ in left if one.kind is kind], book.clock.today())


def may_still_arrive(book: Book, composed: Composed) -> bool:
    """Whether this change would free a name or number under which an earlier request of ours may still arrive.

    That request was given up since Xero would refuse a second of the name; it would no longer once the name is free.
    """
    frees = not _NAMES.isdisjoint(composed.element) or composed.element.get("Status") == "DELETED"
    if composed.kind not in GUARDED_BY_XERO or not frees:
        return False
    given_up = [one for one in book.outbox.creates_of(composed.kind, composed.local_id) if one.outcome == _NOT_THERE]
    return any(_quiet_seconds(book, one) < QUIET_SECONDS for one in given_up)


def _quiet_seconds(book: Book, entry: OutboxEntry) -> float:
    """How long nothing of this intent can have left us; after a restart of the computer, no longer than it runs."""
    now = book.clock.monotonic()
    if entry.unsure_since is None or entry.unsure_epoch != book.clock.epoch():
        return now
    return now - entry.unsure_since


def look_up(book: Book, client: XeroClient, tally: Tally) -> None:
    """Ask Xero about every unsure intent for which an answer would count by now."""
    entries = book.outbox.in_state(EntryState.UNSURE)
    unsure = [_Looked(one, _unsure(book, one), recalled(one.kind, one.element)) for one in entries]
    for kind in RecordKind:
        of_kind = [one for one in unsure if one.entry.kind is kind and may_look(one.unsure)]
        for one in of_kind:
            if is_of_advance(one.entry.kind, one.entry.operation):
                _settle_share(book, client, one)
        others = [one for one in of_kind if not is_of_advance(one.entry.kind, one.entry.operation)]
        for looked in _asked(book, client, others):
            _settle(book, looked, tally)


def _settle_share(book: Book, client: XeroClient, looked: _Looked) -> None:
    """An over- or prepayment that was to be set against an invoice: it is read again and decides."""
    fresh = read_advance(book, client, looked.entry.local_id)
    with book.transaction():
        if fresh is not None and agree_on_shares(book, fresh):
            book.outbox.settle([looked.entry.id], EntryState.DONE, "Found in Xero")
        else:
            _settle_miss(book, looked)
        refresh(book, looked.entry.kind, [looked.entry.local_id], book.clock.today())


def _unsure(book: Book, entry: OutboxEntry) -> Unsure:
    quiet, misses = 0.0, entry.negative_reads
    if entry.unsure_since is not None and entry.unsure_epoch == book.clock.epoch():
        quiet = book.clock.monotonic() - entry.unsure_since
    elif entry.unsure_since is not None:
        with book.transaction():
            # The count of another boot says nothing here: the quiet time begins anew.
            book.outbox.unsure([entry.id], entry.outcome)
        misses = 0
    is_change = entry.operation in (Operation.UPDATE, Operation.DELETE, Operation.UNDO, Operation.RESTORE)
    return Unsure(entry.kind, quiet, misses, is_change, _is_renamed(book, entry))


def _is_renamed(book: Book, entry: OutboxEntry) -> bool:
    """Whether the record's name or number here is no longer the one that was told when it was to be made."""
    if entry.operation is not Operation.CREATE:
        return False
    if entry.kind is RecordKind.CUSTOMER:
        return name_key(book.customers.get(entry.local_id).name) != entry.natural_key
    if entry.kind in DOCUMENT_KINDS:
        return book.documents.get(entry.local_id).number.casefold() != entry.natural_key
    return False


def _asked(book: Book, client: XeroClient, unsure: Sequence[_Looked]) -> Iterator[_Looked]:
    """Each intent with what of Xero's may be it, asked for by what was told; documents by a list of numbers."""
    creates = [one for one in unsure if one.entry.operation is Operation.CREATE]
    if creates and creates[0].entry.kind in DOCUMENT_KINDS:
        numbers = [one.told.fields["number"] for one in creates]
        documents = client.documents_by_number(DocumentKind(creates[0].entry.kind.value), numbers)
        for one in creates:
            yield replace(one, found=[theirs for theirs in documents if key_of_value(theirs) == one.entry.natural_key])
    else:
        for one in creates:
            yield replace(one, found=_candidates(book, client, one))
    for one in unsure:
        link = book.links.get(one.entry.kind, one.entry.local_id)
        if one.entry.operation is not Operation.CREATE and link is not None:
            fresh = read_one(client, one.entry.kind, link.xero_id)
            yield replace(one, found=[fresh] if fresh is not None else [])


def _candidates(book: Book, client: XeroClient, looked: _Looked) -> list[Found]:
    if looked.entry.kind is RecordKind.CUSTOMER:
        contacts = client.contact_by_name(looked.told.fields["name"])
        return [one for one in contacts if one.status == "ACTIVE"]
    payment = book.payments.get(looked.entry.local_id)
    payments = client.payments_of(looked.told.fields["document"])
    return [one for one in payments if one.reference.split()[:1] == [payment.marker]]


def _settle(book: Book, looked: _Looked, tally: Tally) -> None:
    entry = looked.entry
    with book.transaction():
        if entry.operation is not Operation.CREATE:
            _settle_change(book, looked, tally)
        elif not looked.found:
            _settle_miss(book, looked)
        else:
            _settle_find(book, looked, tally)
        refresh(book, entry.kind, [entry.local_id], book.clock.today())


def _settle_miss(book: Book, looked: _Looked) -> None:
    step = after_a_miss(looked.unsure)
    if step is Step.SEND_AGAIN:
        words = _NOT_THERE if looked.unsure.is_guarded else _SURELY_NOT_THERE
        book.outbox.settle([looked.entry.id], EntryState.NOT_DONE, words)
    elif step is Step.ASK:
        book.outbox.not_found(looked.entry.id)


def _settle_find(book: Book, looked: _Looked, tally: Tally) -> None:
    entry = looked.entry
    composed = next(iter(compose(book, entry.kind, [entry.local_id])), None)
    tied = set(book.links.of_theirs(entry.kind, [id_of(one) for one in looked.found]))
    tied |= {xero_id for kind, local_id, xero_id in refusals(book) if (kind, local_id) == (entry.kind, entry.local_id)}
    live = [
        one for one in looked.found if id_of(one) not in tied and not (isinstance(one, TheirPayment) and one.is_deleted)
    ]
    if _is_of_another(looked, live):
        _settle_miss(book, looked)
    elif len(live) == 1 and _is_it(composed, looked, live[0]):
        _adopt(book, looked, live[0], ours_as_told(looked.told, live[0]), tally)
        link = book.links.get(entry.kind, entry.local_id)
        if link is not None and entry.kind in DOCUMENT_KINDS:
            document = book.documents.get(entry.local_id)
            ask_beside(book, link, document.number, book.customers.get(document.customer_id).name)
    else:
        book.outbox.settle([entry.id], EntryState.REVIEW, "What Xero has under its key is not what was sent")
        _keep(book, looked.found)
        book.mismatches.found([uncertain(book, entry, composed.label if composed else "", looked.found)])


def _is_of_another(looked: _Looked, live: Sequence[Found]) -> bool:
    """Whether what bears the name that was told is another customer's contact: ours was renamed since, the name given
    to a new customer, and nothing but the name is as it was told."""
    is_contact = looked.entry.kind is RecordKind.CUSTOMER
    return is_contact and looked.unsure.is_renamed and not any(is_as_told(looked.told, one) for one in live)


def _is_it(composed: Composed | Uncomposed | None, looked: _Looked, value: Found) -> bool:
    """Whether Xero's record is what was sent; where ours has changed since, the intent says what that was."""
    if isinstance(composed, Composed) and composed.revision == looked.entry.revision:
        return judge(composed.expected, answered_by(composed, value)).verdict is Verdict.DONE
    return isinstance(value, Contact) or is_as_told(looked.told, value)


def _adopt(book: Book, looked: _Looked, value: Found, ours: Snapshot, tally: Tally) -> None:
    entry = looked.entry
    tie_value(book, entry.local_id, value, tally)
    agree_as_told(book, entry.kind, entry.local_id, entry.revision, ours)
    book.outbox.settle([entry.id], EntryState.DONE, "Found in Xero")
    label = next((label for _, label, _ in book.standings.labels(entry.kind, [entry.local_id])), "")
    book.activity.note("Sync", "Adopted", entry.kind, entry.local_id, label, _ADOPTED)
    tally.add(entry.kind, entry.local_id, label, Outcome.RECEIVED, _ADOPTED)


def _settle_change(book: Book, looked: _Looked, tally: Tally) -> None:
    """What is so already is agreed on; else it is told again, once no late one can come after the newer."""
    entry, fresh = looked.entry, looked.found[0] if looked.found else None
    link = book.links.get(entry.kind, entry.local_id)
    if entry.operation in (Operation.ALLOCATE, Operation.TAKE_BACK) and isinstance(fresh, TheirDocument):
        if agree_on_allocations(book, fresh):
            book.outbox.settle([entry.id], EntryState.DONE, "Found in Xero")
        else:
            _settle_miss(book, looked)
    elif entry.operation is Operation.RESTORE:
        if isinstance(fresh, Contact | TheirDocument) and is_as_told(looked.told, fresh):
            book.outbox.settle([entry.id], EntryState.DONE, "Found in Xero")
            settle_restored(book, entry.kind, entry.local_id, fresh, entry.element, tally)
        elif after_a_miss(looked.unsure) is Step.SEND_AGAIN:
            _settle_miss(book, looked)
            not_undone(book, entry.kind, entry.local_id)
    elif entry.operation is Operation.UNDO:
        if fresh is not None and is_gone(fresh):
            book.outbox.settle([entry.id], EntryState.DONE, "Found in Xero")
            settle_undone(book, entry.kind, entry.local_id, fresh, tally)
        elif after_a_miss(looked.unsure) is Step.SEND_AGAIN:
            _settle_miss(book, looked)
            not_undone(book, entry.kind, entry.local_id)
    elif link is not None and fresh is not None and is_as_told(looked.told, fresh):
        _adopt(book, looked, fresh, ours_as_told(looked.told, fresh, link.ours), tally)
        compare_the_rest(book, looked.told, link, fresh, tally)
    else:
        _settle_miss(book, looked)


def _keep(book: Book, found: Sequence[Found]) -> None:
    """What was found by asking is known from now on, so that it can be linked."""
    book.copies.keep_contacts(one for one in found if isinstance(one, Contact))
    book.copies.keep_documents(one for one in found if isinstance(one, TheirDocument))
    book.copies.keep_payments(one for one in found if isinstance(one, TheirPayment))
