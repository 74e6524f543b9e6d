"""Finds out what became of writes that got no answer: asked in Xero, adopted if there, sent again only when surely not.

At start every intent still open counts as unsure. For payments and credit notes a miss counts only after the quiet
time, twice (reliability.md 3.3); a find counts at any time.
"""

from collections.abc import Sequence

from safe_desktop.domain.delivery import Step, Unsure, Verdict, after_a_miss, judge, may_look
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.domain.theirs import Contact, TheirDocument, TheirPayment
from safe_desktop.engine.allocating import agree_on_allocations
from safe_desktop.engine.composing import Composed, Uncomposed, compose
from safe_desktop.engine.rereading import read_one
from safe_desktop.engine.run_report import Tally
from safe_desktop.engine.settling import tie_composed
from safe_desktop.engine.standings import refresh
from safe_desktop.engine.verdicts import answered_by, id_of, key_of_value
from safe_desktop.store.book_file import Book
from safe_desktop.store.outbox_records import EntryState, Operation, OutboxEntry
from safe_desktop.store.run_records import Outcome
from safe_desktop.xero.client import XeroClient

Found = Contact | TheirDocument | TheirPayment
_STILL_OUT = "The program ended before Xero answered"


def recover(book: Book) -> None:
    """At the start of a run: what is still marked as on its way may or may not have arrived."""
    left = book.outbox.in_state(EntryState.SENDING)
    if not left:
        return
    with book.transaction():
        book.outbox.unsure([one.id for one in left], _STILL_OUT)
        for kind in {one.kind for one in left}:
            refresh(book, kind, [one.local_id for one in left if one.kind is kind], book.clock.today())


def look_up(book: Book, client: XeroClient, tally: Tally) -> None:
    """Ask Xero about every unsure intent for which an answer would count by now."""
    unsure = [one for one in book.outbox.in_state(EntryState.UNSURE) if may_look(_unsure(book, one))]
    for kind in RecordKind:
        of_kind = [one for one in unsure if one.kind is kind]
        if of_kind:
            for entry, found in _asked(book, client, of_kind):
                _settle(book, entry, found, tally)


def _unsure(book: Book, entry: OutboxEntry) -> Unsure:
    quiet = 0.0
    if entry.unsure_since is not None and entry.unsure_epoch == book.clock.epoch():
        quiet = book.clock.monotonic() - entry.unsure_since
    elif entry.unsure_since is not None:
        with book.transaction():
            # The count of another boot says nothing here: the quiet time begins anew.
            book.outbox.unsure([entry.id], entry.outcome)
    return Unsure(entry.kind, quiet, entry.negative_reads)


def _asked(book: Book, client: XeroClient, entries: Sequence[OutboxEntry]) -> list[tuple[OutboxEntry, list[Found]]]:
    """Each intent with the records of Xero's that may be it; documents are asked for by a list of numbers."""
    creates = [one for one in entries if one.operation is Operation.CREATE]
    asked: list[tuple[OutboxEntry, list[Found]]] = []
    if creates and creates[0].kind in DOCUMENT_KINDS:
        numbers = [one.number for one in book.documents.get_many(one.local_id for one in creates).values()]
        documents = client.documents_by_number(DocumentKind(creates[0].kind.value), numbers)
        for entry in creates:
            asked.append((entry, [one for one in documents if one.number.casefold() == entry.natural_key]))
    else:
        asked.extend((entry, _candidates(book, client, entry)) for entry in creates)
    for entry in entries:
        link = book.links.get(entry.kind, entry.local_id)
        if entry.operation is not Operation.CREATE and link is not None:
            fresh = read_one(client, entry.kind, link.xero_id)
            asked.append((entry, [fresh] if fresh is not None else []))
    return asked


def _candidates(book: Book, client: XeroClient, entry: OutboxEntry) -> list[Found]:
    if entry.kind is RecordKind.CUSTOMER:
        contacts = client.contact_by_name(book.customers.get(entry.local_id).name)
        return [one for one in contacts if one.status == "ACTIVE"]
    payment = book.payments.get(entry.local_id)
    link = book.links.get(RecordKind.INVOICE, payment.document_id or 0)
    if link is None:
        return []
    return [one for one in client.payments_of(link.xero_id) if one.reference.split()[:1] == [payment.marker]]


def _settle(book: Book, entry: OutboxEntry, found: Sequence[Found], tally: Tally) -> None:
    with book.transaction():
        if entry.operation is not Operation.CREATE:
            _settle_change(book, entry, found, tally)
        elif not found:
            _settle_miss(book, entry)
        else:
            _settle_find(book, entry, found, tally)
        refresh(book, entry.kind, [entry.local_id], book.clock.today())


def _settle_miss(book: Book, entry: OutboxEntry) -> None:
    step = after_a_miss(_unsure(book, entry))
    if step is Step.SEND_AGAIN:
        book.outbox.settle([entry.id], EntryState.NOT_DONE, "Xero does not have it; it may be sent again")
    elif step is Step.ASK:
        book.outbox.not_found(entry.id)


def _settle_find(book: Book, entry: OutboxEntry, found: Sequence[Found], tally: Tally) -> None:
    composed = next(iter(compose(book, entry.kind, [entry.local_id])), None)
    live = [one for one in found if not (isinstance(one, TheirPayment) and one.is_deleted)]
    if isinstance(composed, Composed) and len(live) == 1 and entry.revision == composed.revision:
        value = live[0]
        judgement = judge(composed.expected, answered_by(composed, value))
        if judgement.verdict is Verdict.DONE:
            tie_composed(book, composed, value, tally)
            book.outbox.settle([entry.id], EntryState.DONE, "Found in Xero")
            told = "Sent earlier without an answer; found in Xero and tied"
            book.activity.note("Sync", "Adopted", entry.kind, entry.local_id, composed.label, told)
            tally.add(entry.kind, entry.local_id, composed.label, Outcome.RECEIVED, told)
            return
    book.outbox.settle([entry.id], EntryState.REVIEW, "What Xero has under its key is not what was sent")
    book.mismatches.found([_uncertain(entry, composed, found)])


def _settle_change(book: Book, entry: OutboxEntry, found: Sequence[Found], tally: Tally) -> None:
    """A change or deletion repeats harmlessly after a fresh look: what is so already is tied, else it is told again."""
    fresh = found[0] if found else None
    if entry.operation is Operation.DELETE and isinstance(fresh, TheirPayment) and fresh.is_deleted:
        composed = next(iter(compose(book, entry.kind, [entry.local_id])))
        if isinstance(composed, Composed):
            tie_composed(book, composed, fresh, tally)
        book.outbox.settle([entry.id], EntryState.DONE, "Found deleted in Xero")
    elif entry.operation in (Operation.ALLOCATE, Operation.TAKE_BACK) and isinstance(fresh, TheirDocument):
        if agree_on_allocations(book, fresh):
            book.outbox.settle([entry.id], EntryState.DONE, "Found in Xero")
        else:
            _settle_miss(book, entry)
    else:
        book.outbox.settle([entry.id], EntryState.NOT_DONE, "It may be told again")


def _uncertain(entry: OutboxEntry, composed: Composed | Uncomposed | None, found: Sequence[Found]) -> Mismatch:
    told = (
        ", ".join(f"{name} {value}" for name, value in composed.expected.facts)
        if isinstance(composed, Composed)
        else ""
    )
    return Mismatch(
        MismatchKind.UNCERTAIN,
        entry.kind,
        entry.local_id,
        composed.label if composed else entry.natural_key,
        f"It was sent without an answer, and Xero now has {len(found)} under its key that may not be it",
        id_of(found[0]) if found else "",
        ours=told,
        theirs=", ".join(key_of_value(one) for one in found),
    )
