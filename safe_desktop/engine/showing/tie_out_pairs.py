"""Our records and Xero's side by side, as far as either is open: what the tie-out goes through.

Knows where the facts are; names no difference.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safe_desktop.domain.reconciling_items import due_now
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.domain.tie_out import OurRecord, Questions, Settlement, TheirRecord
from safe_desktop.store import settling_facts, tie_out_facts
from safe_desktop.store.book_file import Book
from safe_desktop.store.tie_out_facts import Copied


@dataclass(slots=True)
class Pair:
    """A record with its counterpart; one of them may be missing. `due` is Xero's by now; `place` says where Xero has
    a payment that is on account here."""

    ours: OurRecord | None
    theirs: TheirRecord | None
    due: int = 0
    here: Sequence[Settlement] = ()
    there: Sequence[Settlement] = ()
    is_looked_into: bool = False
    place: str = ""


def paired_records(book: Book, questions: Questions) -> list[Pair]:
    """Every record that is open on a side, or about which something is under way; looked into where they differ."""
    copied = {one.record.xero_id: one for one in tie_out_facts.their_documents(book)}
    copied.update((one.record.xero_id, one) for one in tie_out_facts.their_advances(book))
    unsettled = tie_out_facts.unsettled_documents(book)
    pairs = _paired(book, copied, unsettled)
    _look_into(book, pairs, copied, questions, unsettled)
    _place_money(book, pairs)
    return pairs


def _paired(book: Book, copied: dict[str, Copied], unsettled: set[int]) -> list[Pair]:
    ours = {(one.kind, one.id): one for one in tie_out_facts.our_open_records(book)}
    wanted: dict[RecordKind, set[int]] = {kind: set() for kind in (*DOCUMENT_KINDS, RecordKind.PAYMENT)}
    tied = {kind: _ties_of(book, kind, copied) for kind in wanted}
    for kind, by_xero_id in tied.items():
        wanted[kind].update(by_xero_id.values())
    wanted[RecordKind.INVOICE] |= unsettled
    for kind, ids in wanted.items():
        missing = [one for one in ids if (kind, one) not in ours]
        for record in tie_out_facts.our_records(book, kind, missing):
            ours.setdefault((record.kind, record.id), record)
    unread = {one.xero_id for one in ours.values() if one.xero_id and one.xero_id not in copied}
    copied.update((one.record.xero_id, one) for one in tie_out_facts.their_documents_of(book, unread))
    pairs = [Pair(one, _record(copied, one.xero_id)) for one in ours.values()]
    paired = {one.xero_id for one in ours.values() if one.xero_id}
    return [*pairs, *(Pair(None, one.record) for xero_id, one in copied.items() if xero_id not in paired)]


def _ties_of(book: Book, kind: RecordKind, copied: dict[str, Copied]) -> dict[str, int]:
    return tie_out_facts.ties(book, kind, [xero_id for xero_id, one in copied.items() if one.record.kind is kind])


def _record(copied: dict[str, Copied], xero_id: str) -> TheirRecord | None:
    found = copied.get(xero_id) if xero_id else None
    return found.record if found else None


def _look_into(
    book: Book, pairs: Sequence[Pair], copied: dict[str, Copied], questions: Questions, unsettled: set[int]
) -> None:
    """Fill in what settles the records that count on both sides and may differ, and what is due there by now."""
    looked_at: list[tuple[Pair, OurRecord, TheirRecord]] = []
    for pair in pairs:
        ours, theirs = pair.ours, pair.theirs
        pair.due = theirs.due if theirs else 0
        if ours and theirs and (ours.open != theirs.due or ours.id in unsettled or ours.total != theirs.total):
            looked_at.append((pair, ours, theirs))
    credit = _Credit(book, copied, [theirs for _, _, theirs in looked_at])
    here = _here(book, [ours for _, ours, _ in looked_at])
    paid = settling_facts.paid_there(book, [theirs.xero_id for _, _, theirs in looked_at])
    for pair, ours, theirs in looked_at:
        pair.here = here.get((ours.kind, ours.id), ())
        pair.there = [*paid.get(theirs.xero_id, ()), *credit.of(theirs)]
        pair.due = due_now(theirs, pair.there, questions, credit.has_later(theirs))
        pair.is_looked_into = True


def _place_money(book: Book, pairs: Sequence[Pair]) -> None:
    """Say of money on account that Xero has as a payment of a document where that is."""
    lost = [(pair, pair.ours) for pair in pairs if pair.ours and not pair.theirs and pair.ours.xero_id]
    money = [(pair, ours) for pair, ours in lost if ours.kind is RecordKind.PAYMENT]
    places = settling_facts.places_there(book, [ours.xero_id for _, ours in money])
    for pair, ours in money:
        pair.place = places.get(ours.xero_id, "")


def _here(book: Book, records: Sequence[OurRecord]) -> dict[tuple[RecordKind, int], list[Settlement]]:
    found: dict[tuple[RecordKind, int], list[Settlement]] = {}
    documents = {one.id: one for one in records if one.kind is not RecordKind.PAYMENT}
    settled = settling_facts.settled_here(book, {one.id: one.xero_id for one in documents.values()})
    for document_id, some in settled.items():
        found.setdefault((documents[document_id].kind, document_id), []).extend(some)
    for kind in (RecordKind.CREDIT_NOTE, RecordKind.PAYMENT):
        taken = settling_facts.taken_here(book, kind, [one.id for one in records if one.kind is kind])
        for record_id, some in taken.items():
            found.setdefault((kind, record_id), []).extend(some)
    return found


class _Credit:
    """What Xero set of its credit notes and advances against which invoices."""

    def __init__(self, book: Book, copied: dict[str, Copied], wanted: Iterable[TheirRecord]) -> None:
        self._copied = copied
        sources = [one for one in copied.values() if one.record.kind is not RecordKind.INVOICE]
        self._tied = {kind: _ties_of(book, kind, copied) for kind in (RecordKind.CREDIT_NOTE, RecordKind.PAYMENT)}
        self._tied[RecordKind.INVOICE] = tie_out_facts.ties(
            book, RecordKind.INVOICE, {share.document_id for one in sources for share in one.allocations}
        )
        self._to: dict[str, list[Settlement]] = {}
        self._latest: dict[str, str] = {}
        ids = {one.xero_id for one in wanted}
        for source in sources:
            self._latest[source.record.contact_id] = max(
                self._latest.get(source.record.contact_id, ""), source.record.updated_at
            )
            for share in source.allocations if source.record.counts else ():
                if share.document_id in ids:
                    self._to.setdefault(share.document_id, []).append(self._share(source, share.amount.minor))

    def of(self, theirs: TheirRecord) -> list[Settlement]:
        """What is set against the invoice; of a credit note or advance, what is set against invoices."""
        if theirs.kind is RecordKind.INVOICE:
            return self._to.get(theirs.xero_id, [])
        return [
            Settlement(
                share.document_id,
                share.amount.minor,
                RecordKind.INVOICE,
                self._tied[RecordKind.INVOICE].get(share.document_id, 0),
                self._number(share.document_id),
                is_credit=True,
            )
            for share in self._copied[theirs.xero_id].allocations
        ]

    def has_later(self, theirs: TheirRecord) -> bool:
        """Whether a credit of the same contact was read after the invoice was."""
        return self._latest.get(theirs.contact_id, "") > theirs.updated_at

    def _share(self, source: Copied, minor: int) -> Settlement:
        record = source.record
        local_id = self._tied[record.kind].get(record.xero_id, 0)
        return Settlement(
            record.xero_id,
            minor,
            record.kind,
            local_id,
            record.label,
            is_credit=True,
            is_strange=not local_id,
            updated_at=record.updated_at,
        )

    def _number(self, document_id: str) -> str:
        found = self._copied.get(document_id)
        return found.record.label if found else "an invoice"
