"""What was, is being, or may have been told to Xero: the memory that makes a send exactly once (reliability.md 3).

A row is on disk with its exact bytes before the first of them leaves. There is no state in which the disk does not
know whether something was sent.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from peewee import fn

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.store.book_database import BookDatabase
from safe_desktop.store.tables import OutboxRow, RequestRow, RunRow


class EntryState(StrEnum):
    """Where an intent is. `SENDING` found on disk at start is `UNSURE`."""

    SENDING = "sending"
    UNSURE = "unsure"
    DONE = "done"
    REFUSED = "refused"
    NOT_DONE = "not_done"
    REVIEW = "review"


class Operation(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    ALLOCATE = "allocate"
    TAKE_BACK = "take_back"
    SET_AGAINST = "set_against"
    UNDO = "undo"
    RESTORE = "restore"


def is_of_advance(kind: RecordKind, operation: Operation) -> bool:
    """Whether this tells of a share of an over- or prepayment, which stands for a payment here."""
    return kind is RecordKind.PAYMENT and operation in (Operation.SET_AGAINST, Operation.TAKE_BACK)


_WAS_THERE = "Refused, as Xero had it already; tied to that"
LIVE = (EntryState.SENDING, EntryState.UNSURE)


@dataclass(frozen=True, slots=True)
class Intent:
    """One record about to be told; `element` is its exact JSON, `earlier` what would give back what Xero has of it."""

    kind: RecordKind
    operation: Operation
    local_id: int
    revision: int
    natural_key: str
    element: str
    attempt: int = 1
    earlier: str = ""


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """One intent as remembered. `unsure_since` is a monotonic reading, comparable within `unsure_epoch` only."""

    id: int
    kind: RecordKind
    operation: Operation
    local_id: int
    revision: int
    state: EntryState
    request_id: int
    natural_key: str
    element: str
    attempt: int
    outcome: str
    unsure_since: float | None
    unsure_epoch: str
    negative_reads: int
    earlier: str


class Outbox:
    """The intents of one book and the requests that carried them."""

    def __init__(self, database: BookDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin(
        self,
        key: str,
        method: str,
        path: str,
        query: str,
        body: bytes,
        body_sha256: str,
        intents: Sequence[Intent],
    ) -> list[int]:
        """Write down one request and its intents, before its first byte leaves. Raises where one is live already."""
        now = self._clock.now().isoformat()
        request = RequestRow.create(
            idempotency_key=key,
            method=method,
            path=path,
            query=query,
            body=body,
            body_sha256=body_sha256,
            sent_at=now,
            # One run at a time has the book, so what is sent belongs to the one that has not finished.
            run_id=RunRow.select(fn.MAX(RunRow.id)).where(RunRow.finished_at.is_null()).scalar(),
        )
        return [
            OutboxRow.create(
                kind=intent.kind.value,
                operation=intent.operation.value,
                local_id=intent.local_id,
                revision=intent.revision,
                state=EntryState.SENDING.value,
                request_id=request.id,
                natural_key=intent.natural_key,
                element=intent.element,
                attempt=intent.attempt,
                earlier=intent.earlier,
                created_at=now,
                updated_at=now,
            ).id
            for intent in intents
        ]

    def answered(self, request_id: int, outcome: str) -> None:
        """Note what came of a request as a whole."""
        RequestRow.update(answered_at=self._clock.now().isoformat(), outcome=outcome).where(
            RequestRow.id == request_id
        ).execute()

    def settle(self, entry_ids: Sequence[int], state: EntryState, outcome: str = "") -> None:
        """Close intents with what became of them."""
        now = self._clock.now().isoformat()
        OutboxRow.update(state=state.value, outcome=outcome, updated_at=now).where(
            OutboxRow.id.in_(list(entry_ids))
        ).execute()

    def unsure(self, entry_ids: Sequence[int], outcome: str) -> None:
        """The answer is not known; the quiet time counts from this moment on (reliability.md 0.4)."""
        OutboxRow.update(
            state=EntryState.UNSURE.value,
            outcome=outcome,
            unsure_since=self._clock.monotonic(),
            unsure_epoch=self._clock.epoch(),
            negative_reads=0,
            updated_at=self._clock.now().isoformat(),
        ).where(OutboxRow.id.in_(list(entry_ids))).execute()

    def not_found(self, entry_id: int) -> None:
        """A read-back after the quiet time did not find it."""
        OutboxRow.update(
            negative_reads=OutboxRow.negative_reads + 1,
            unsure_since=self._clock.monotonic(),
            unsure_epoch=self._clock.epoch(),
            updated_at=self._clock.now().isoformat(),
        ).where(OutboxRow.id == entry_id).execute()

    def tied(self, kind: RecordKind, local_ids: Sequence[int]) -> None:
        """These records are tied to Xero's now: whatever intent of theirs was open has arrived."""
        OutboxRow.update(
            state=EntryState.DONE.value, outcome="Found in Xero", updated_at=self._clock.now().isoformat()
        ).where(
            OutboxRow.kind == kind.value,
            OutboxRow.operation == Operation.CREATE.value,
            OutboxRow.local_id.in_(list(local_ids)),
            OutboxRow.state.in_([state.value for state in LIVE]),
        ).execute()

    def get(self, entry_id: int) -> OutboxEntry:
        """The intent of this number, which is there: none is ever deleted."""
        return _entry(OutboxRow.get_by_id(entry_id))

    def in_state(self, *states: EntryState) -> list[OutboxEntry]:
        """All intents in these states, oldest first."""
        wanted = json.dumps([state.value for state in states])
        return self._entries("state IN (SELECT value FROM json_each(?)) ORDER BY id", (wanted,))

    def _entries(self, where: str, values: tuple[str, ...]) -> list[OutboxEntry]:
        """Asked at the start of every run, when there is mostly none."""
        rows = self._database.rows(f"SELECT id FROM outbox WHERE {where}", values)  # noqa: S608 - text of this file
        return [_entry(OutboxRow.get_by_id(entry_id)) for (entry_id,) in rows]

    def changes_under_way(self, kind: RecordKind) -> set[int]:
        """The records of which a change may or may not have reached Xero."""
        rows = OutboxRow.select(OutboxRow.local_id).where(
            OutboxRow.kind == kind.value,
            OutboxRow.operation.in_([Operation.UPDATE.value, Operation.UNDO.value, Operation.RESTORE.value]),
            OutboxRow.state.in_([state.value for state in LIVE]),
        )
        return {row.local_id for row in rows}

    def given_up(self, kind: RecordKind, outcome: str) -> list[OutboxEntry]:
        """The newest intent of each record of the kind, where it was a create that was given up with these words."""
        return self._entries(
            """id IN (SELECT max(id) FROM outbox WHERE kind = ? GROUP BY local_id)
            AND state = ? AND operation = ? AND outcome = ? ORDER BY id""",
            (kind.value, EntryState.NOT_DONE.value, Operation.CREATE.value, outcome),
        )

    def of_run(self, run_id: int) -> list[OutboxEntry]:
        """What a run told Xero that arrived, oldest first."""
        rows = (
            OutboxRow.select()
            .join(RequestRow, on=(RequestRow.id == OutboxRow.request_id))
            .where(
                RequestRow.run_id == run_id,
                OutboxRow.state == EntryState.DONE.value,
                OutboxRow.outcome != _WAS_THERE,
            )
            .order_by(OutboxRow.id)
        )
        return [_entry(row) for row in rows]

    def told_since(self, kind: RecordKind, local_id: int, entry_id: int) -> set[Operation]:
        """What Xero was told of this record after that intent."""
        rows = OutboxRow.select(OutboxRow.operation).where(
            OutboxRow.kind == kind.value,
            OutboxRow.local_id == local_id,
            OutboxRow.id > entry_id,
            OutboxRow.state == EntryState.DONE.value,
        )
        return {Operation(row.operation) for row in rows}

    def creates_of(self, kind: RecordKind, local_id: int) -> list[OutboxEntry]:
        """The intents to make this record, newest first."""
        rows = (
            OutboxRow.select()
            .where(
                OutboxRow.kind == kind.value,
                OutboxRow.local_id == local_id,
                OutboxRow.operation == Operation.CREATE.value,
            )
            .order_by(OutboxRow.id.desc())
        )
        return [_entry(row) for row in rows]

    def forget_refusals(
        self,
        kind: RecordKind | None = None,
        local_ids: Sequence[int] | None = None,
        state: EntryState = EntryState.NOT_DONE,
    ) -> None:
        """Refused records stand open again (or done): the cause was mended, or a person asked."""
        # What refused it was there before: nothing was made by this intent, and no undo may take that back.
        told = {"outcome": _WAS_THERE} if state is EntryState.DONE else {}
        query = OutboxRow.update(state=state.value, **told).where(
            OutboxRow.state.in_([EntryState.REFUSED.value, EntryState.REVIEW.value])
        )
        if kind is not None:
            query = query.where(OutboxRow.kind == kind.value)
        if local_ids is not None:
            query = query.where(OutboxRow.local_id.in_(list(local_ids)))
        query.execute()

    def bytes_of(self, request_id: int) -> bytes:
        """The exact body that was sent, or may have been."""
        return bytes(RequestRow.get_by_id(request_id).body)

    def highest(self) -> int:
        """The number of the newest intent; a restored backup shows by a lower one."""
        return int(OutboxRow.select(fn.COALESCE(fn.MAX(OutboxRow.id), 0)).scalar())


def _entry(row: OutboxRow) -> OutboxEntry:
    return OutboxEntry(
        id=row.id,
        kind=RecordKind(row.kind),
        operation=Operation(row.operation),
        local_id=row.local_id,
        revision=row.revision,
        state=EntryState(row.state),
        request_id=row.request_id or 0,
        natural_key=row.natural_key,
        element=row.element,
        attempt=row.attempt,
        outcome=row.outcome,
        unsure_since=row.unsure_since,
        unsure_epoch=row.unsure_epoch,
        negative_reads=row.negative_reads,
        earlier=row.earlier,
    )
