"""Tells Xero what waits: contacts, then documents, then payments. The write protocol of reliability.md 3.

The intent is on disk with its exact bytes before the first leaves; a write is made once; what came of it is settled in
one transaction; where nothing trustworthy came back, the records stay unsure until `looking_up` has asked.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safe_desktop.domain.record_kind import DOCUMENT_KINDS, SENDING_ORDER, RecordKind
from safe_desktop.domain.refusal_words import read_refusal
from safe_desktop.domain.standing import SENDABLE, WAITING, Standing
from safe_desktop.engine.changes import CUSTOMERS, DOCUMENTS, MISMATCHES, PAYMENTS
from safe_desktop.engine.checking.chart_reading import read_again_soon
from safe_desktop.engine.control import Control
from safe_desktop.engine.sync.composing import Composed, Uncomposed, compose
from safe_desktop.engine.sync.landing_contacts import settle_names
from safe_desktop.engine.sync.landing_documents import ask_about_kept_apart
from safe_desktop.engine.sync.looking_up import may_still_arrive
from safe_desktop.engine.sync.paid_there import ask_where_paid
from safe_desktop.engine.sync.planning import batches, request_for
from safe_desktop.engine.sync.refusals import CHART
from safe_desktop.engine.sync.rereading import is_as_agreed, settle_allocated, settle_clash
from safe_desktop.engine.sync.restoring import intended
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.settling import settle_all, settle_answers
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.errors import (
    Cancelled,
    NotConnected,
    OfflineError,
    OutcomeUnknown,
    SafeError,
    VaultError,
    XeroBusyError,
    XeroRefused,
)
from safe_desktop.store.book_file import Book
from safe_desktop.store.outbox_records import EntryState, Operation
from safe_desktop.store.run_records import Outcome
from safe_desktop.xero.client import XeroClient
from safe_desktop.xero.wire_writing import WriteRequest

CHANGED_KIND = {
    RecordKind.CUSTOMER: CUSTOMERS,
    RecordKind.INVOICE: DOCUMENTS,
    RecordKind.CREDIT_NOTE: DOCUMENTS,
    RecordKind.PAYMENT: PAYMENTS,
}
_MOST_ALLOCATIONS = 200
_MAY_STILL_ARRIVE = (
    "An earlier request for it got no answer and may still reach Xero under the old name; "
    "this is told a quarter of an hour after that"
)
# Tokens are fetched before the first byte, and once more only after a 401, with which nothing was done.
_SURELY_NOT_DONE = (OfflineError, XeroBusyError, NotConnected, Cancelled, VaultError)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The records a person ticked. `shown`: the hashes of the payloads that were on the screen (kind, id, SHA-256);
    a record whose payload is another by now is not sent.
    """

    customers: frozenset[int] = frozenset()
    documents: frozenset[int] = frozenset()
    payments: frozenset[int] = frozenset()
    shown: frozenset[tuple[RecordKind, int, str]] = frozenset()

    def of_kind(self, kind: RecordKind) -> frozenset[int]:
        """The ticked records of the kind."""
        if kind is RecordKind.CUSTOMER:
            return self.customers
        return self.documents if kind in DOCUMENT_KINDS else self.payments


def with_customers(book: Book, chosen: Chosen | None) -> Chosen | None:
    """What was ticked, and the customers without which a ticked document cannot go."""
    if chosen is None:
        return None
    needed = set(book.documents.customer_ids(chosen.documents))
    return Chosen(chosen.customers | needed, chosen.documents, chosen.payments, chosen.shown)


class Telling:
    """One run's telling. What it could not do is counted with its reason; nothing is left out silently."""

    def __init__(self, book: Book, client: XeroClient, control: Control, tally: Tally, chosen: Chosen | None) -> None:
        self._book = book
        self._client = client
        self._control = control
        self._tally = tally
        self._chosen = with_customers(book, chosen)
        self._shown = {(kind, local_id): digest for kind, local_id, digest in chosen.shown} if chosen else {}
        self._handled: set[tuple[RecordKind, int]] = set()
        self._stuck: set[tuple[RecordKind, int]] = set()

    def tell(self) -> None:
        """Tell all kinds in their order. Raises when Xero cannot be asked any more."""
        self._settle_known_names()
        for kind in SENDING_ORDER:
            self._tell_kind(kind)
        for _ in range(_MOST_ALLOCATIONS):
            # Only now are both documents in Xero; each allocation is told alone, so a credit note may come again.
            if not (self._tell_kind(RecordKind.CREDIT_NOTE) or self._tell_kind(RecordKind.PAYMENT)):
                break

    def tell_one(self, composed: Composed, held_as: str = "") -> None:
        """Tell this one change, if Xero still has the record as both agreed; counted whatever comes of it.

        `held_as`: from the moment of the intent on the record is held back here for this reason.
        """
        kind = composed.kind
        if self._may_change(composed):
            self._send(kind, [composed], held_as)
        self._handled.add((kind, composed.local_id))
        self._tally.changed(CHANGED_KIND[kind], MISMATCHES)

    def count_rest(self, reason: str) -> None:
        """Count what was not told: what could have gone with the reason given, all else with its own."""
        for kind in SENDING_ORDER:
            for standing in (*WAITING, Standing.SENDING):
                ids = self._within(kind, self._book.standings.ids(kind, (standing,)))
                left = [one for one in ids if (kind, one) not in self._handled]
                if left:
                    self._count_left(kind, left, reason if standing in SENDABLE else "")

    def _count_left(self, kind: RecordKind, ids: Sequence[int], reason: str) -> None:
        by_reason: dict[str, list[tuple[int, str]]] = {}
        for local_id, label, own_reason in self._book.standings.labels(kind, ids):
            by_reason.setdefault(reason or own_reason, []).append((local_id, label))
        for words, records in by_reason.items():
            self._tally.skipped(kind, words, records)

    def _within(self, kind: RecordKind, ids: Iterable[int]) -> list[int]:
        if self._chosen is None:
            return list(ids)
        ticked = self._chosen.of_kind(kind)
        return [one for one in ids if one in ticked]

    def _settle_known_names(self) -> None:
        """A name or number that Xero has already is linked or asked about before anything is sent."""
        ids = self._within(RecordKind.CUSTOMER, self._book.standings.ids(RecordKind.CUSTOMER, (Standing.READY,)))
        names = [one.name for one in self._book.customers.get_many(ids).values()]
        found = self._book.copies.contacts_named(names).values()
        known = [contact for contacts in found for contact in contacts if contact.status == "ACTIVE"]
        if known:
            with self._book.transaction():
                touched = settle_names(self._book, known, self._tally)
                refresh(self._book, RecordKind.CUSTOMER, touched, self._book.clock.today())
            self._tally.changed(CUSTOMERS, MISMATCHES)
        for kind in DOCUMENT_KINDS:
            ready = self._within(kind, self._book.standings.ids(kind, (Standing.READY,)))
            ask_about_kept_apart(self._book, kind, ready, self._tally)
            changed = self._within(kind, self._book.standings.ids(kind, (Standing.CHANGED_HERE,)))
            ask_where_paid(self._book, kind, changed, self._tally)

    def _tell_kind(self, kind: RecordKind) -> int:
        """Tell what of the kind is ready; returns how many records were told of."""
        ids = [
            one
            for one in self._within(kind, self._book.standings.ids(kind, SENDABLE))
            if (kind, one) not in self._stuck
        ]
        ready = []
        for one in (self._as_shown(composed) for composed in compose(self._book, kind, ids)):
            if isinstance(one, Uncomposed):
                self._handled.add((kind, one.local_id))
                self._stuck.add((kind, one.local_id))
                self._tally.add(kind, one.local_id, one.label, Outcome.SKIPPED, one.reason)
            else:
                ready.append(one)
        done = 0
        for batch in batches(ready):
            self._control.progress(done, len(ready), f"Sending {kind.plural}")
            if batch[0].operation is Operation.CREATE or self._may_change(batch[0]):
                self._send(kind, batch)
            else:
                self._stuck.update((kind, one.local_id) for one in batch)
                self._count_as_handled(batch)
            self._tally.changed(CHANGED_KIND[kind], MISMATCHES)
            done += len(batch)
        return done

    def _may_change(self, composed: Composed) -> bool:
        """Whether Xero's record may be changed now; if not, it is counted with the reason."""
        if may_still_arrive(self._book, composed):
            self._tally.add(composed.kind, composed.local_id, composed.label, Outcome.SKIPPED, _MAY_STILL_ARRIVE)
            return False
        return is_as_agreed(self._book, self._client, composed, self._tally)

    def _as_shown(self, one: Composed | Uncomposed) -> Composed | Uncomposed:
        """The record, unless its payload is not the one a person saw: nothing is sent that was not shown."""
        shown = self._shown.get((one.kind, one.local_id))
        if shown is None or isinstance(one, Uncomposed) or one.sha256 == shown:
            return one
        return Uncomposed(one.kind, one.local_id, one.label, "It changed since it was shown: look at it again")

    def _send(self, kind: RecordKind, wanted: Sequence[Composed], held_as: str = "") -> None:
        begun = self._begin(kind, wanted, held_as)
        if begun is None:
            return
        request, batch, entries = begun
        try:
            answers = self._client.write(request)
        except _SURELY_NOT_DONE:
            settle_all(self._book, batch, entries, EntryState.NOT_DONE, "Nothing was sent")
            raise
        except XeroRefused as refusal:
            words = "; ".join(refusal.messages) or refusal.title
            if len(batch) > 1:
                # Refused as a whole: one of them is the cause, and it must not stop the others.
                settle_all(self._book, batch, entries, EntryState.NOT_DONE, words)
                self._send(kind, batch[: len(batch) // 2])
                self._send(kind, batch[len(batch) // 2 :])
                return
            self._count_as_handled(batch)
            settle_all(self._book, batch, entries, EntryState.REFUSED, words)
            self._look_at_refused(batch, words)
        except OutcomeUnknown as unknown:
            self._count_as_handled(batch)
            settle_all(self._book, batch, entries, EntryState.UNSURE, unknown.title)
            for one in batch:
                self._tally.add(kind, one.local_id, one.label, Outcome.SKIPPED, str(unknown))
        else:
            if batch[0].operation in (Operation.ALLOCATE, Operation.TAKE_BACK, Operation.SET_AGAINST):
                settle_allocated(self._book, self._client, batch[0], entries, answers, self._tally)
                self._count_as_handled(batch)
                if not all(one.status_ok for one in answers):
                    self._leave_for_this_run(batch)
                return
            self._count_as_handled(batch)
            refused = settle_answers(self._book, batch, entries, answers, self._tally)
            self._look_at_refused(refused, "")

    def _begin(
        self, kind: RecordKind, wanted: Sequence[Composed], held_as: str
    ) -> tuple[WriteRequest, Sequence[Composed], list[int]] | None:
        """The request with its intents on disk, for what is still to be sent at this moment; None if nothing is."""
        with self._book.transaction():
            batch = list(wanted) if held_as else self._still_ready(kind, wanted)
            if not batch:
                return None
            request = request_for(batch, secrets.token_hex(32))
            entries = self._book.outbox.begin(
                request.idempotency_key,
                request.method,
                request.path,
                "&".join(f"{name}={value}" for name, value in request.query),
                request.body,
                hashlib.sha256(request.body).hexdigest(),
                [intended(self._book, one) for one in batch],
            )
            if held_as:
                self._book.standings.hold_back(kind, [one.local_id for one in batch], held_as)
            refresh(self._book, kind, [one.local_id for one in batch], self._book.clock.today())
            # Inside, so that a disk that takes no mark takes no intent either.
            self._book.sent_mark.raise_to(max(entries))
        return request, batch, entries

    def _count_as_handled(self, batch: Sequence[Composed]) -> None:
        self._handled.update((one.kind, one.local_id) for one in batch)

    def _leave_for_this_run(self, refused: Sequence[Composed]) -> None:
        """Whatever a person changes of it meanwhile: each record is counted once in a run."""
        self._count_as_handled(refused)
        self._stuck.update((one.kind, one.local_id) for one in refused)

    def _still_ready(self, kind: RecordKind, wanted: Sequence[Composed]) -> list[Composed]:
        """Those that a person has neither changed nor held back while earlier requests were under way."""
        revisions = self._book.standings.revisions(kind, [one.local_id for one in wanted], SENDABLE)
        return [one for one in wanted if revisions.get(one.local_id) == one.revision]

    def _look_at_refused(self, refused: Sequence[Composed], words: str) -> None:
        """A name or number that Xero has already may be the same record: then it is tied, not failed."""
        self._leave_for_this_run(refused)
        for place, composed in enumerate(refused):
            try:
                is_settled = settle_clash(self._book, self._client, composed, self._tally)
            except (SafeError, Cancelled):  # Xero cannot be asked what it has: refused they are all the same
                for one in refused[place:]:
                    self._count_refused(one, words)
                raise
            if not is_settled:
                self._count_refused(composed, words)

    def _count_refused(self, composed: Composed, words: str) -> None:
        raw = words or self._book.refusals.of(composed.kind, composed.local_id)
        refusal = read_refusal(raw, composed.kind)
        self._tally.add(composed.kind, composed.local_id, composed.label, Outcome.REFUSED, refusal.cause)
        if refusal.field in CHART:
            with self._book.transaction():
                read_again_soon(self._book)
