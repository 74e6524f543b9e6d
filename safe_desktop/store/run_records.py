"""The runs: when each sync was, what it did, and with which record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.store.book_database import BookDatabase
from safe_desktop.store.tables import RunRow


class Outcome(StrEnum):
    """What a run did with one record."""

    SENT = "sent"
    SAME = "same"
    SKIPPED = "skipped"
    REFUSED = "refused"
    RECEIVED = "received"
    BY_RULE = "by rule"
    """Received, and a difference in it settled by a person's rule: counted among what was received."""


@dataclass(frozen=True, slots=True)
class RunItem:
    """One record in a run, with the reason in words."""

    kind: RecordKind
    local_id: int
    label: str
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RunCounts:
    """The figures of a run: looked_at = sent + same + skipped + refused, always."""

    looked_at: int = 0
    sent: int = 0
    same: int = 0
    skipped: int = 0
    refused: int = 0
    received: int = 0
    calls: int = 0


class Runs:
    """The runs of one book."""

    def __init__(self, database: BookDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def begin(self, reason: str) -> int:
        """A new run starts now; returns its number."""
        return int(RunRow.create(reason=reason, started_at=self._clock.now().isoformat()).id)

    def finish(self, run_id: int, result: str, words: str, counts: RunCounts, items: Sequence[RunItem]) -> None:
        """Close the run with its figures and what it did record by record."""
        assert counts.looked_at == counts.sent + counts.same + counts.skipped + counts.refused, counts
        RunRow.update(
            finished_at=self._clock.now().isoformat(),
            result=result,
            words=words,
            looked_at=counts.looked_at,
            sent=counts.sent,
            same=counts.same,
            skipped=counts.skipped,
            refused=counts.refused,
            received=counts.received,
            calls=counts.calls,
        ).where(RunRow.id == run_id).execute()
        self._database.change_many(
            "INSERT INTO run_item (run_id, kind, local_id, label, outcome, reason) VALUES (?, ?, ?, ?, ?, ?)",
            [(run_id, one.kind.value, one.local_id, one.label, one.outcome.value, one.reason) for one in items],
        )

    def close_broken(self) -> int:
        """Runs that a crash left open are closed as broken off; returns how many."""
        return int(
            RunRow.update(
                result="broken off",
                finished_at=self._clock.now().isoformat(),
                words="The program ended during this run. What may have been sent is looked up first.",
            )
            .where(RunRow.result == "running")
            .execute()
        )

    def last_good(self) -> datetime | None:
        """When the last run that reached Xero to its end was finished."""
        row = RunRow.select().where(RunRow.result == "done").order_by(RunRow.id.desc()).first()
        return datetime.fromisoformat(row.finished_at) if row is not None and row.finished_at else None
