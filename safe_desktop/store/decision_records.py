"""Decisions to send a record although its period is locked: which revision of it, under which lock date, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.store.book_database import BookDatabase


@dataclass(frozen=True, slots=True)
class LockDecision:
    """One decision. It holds for this revision of the record, and for a lock date no later than `locked_until`."""

    local_id: int
    revision: int
    locked_until: date
    reason: str


class LockDecisions:
    """The decisions of one book. Whether one still holds is for whoever asks."""

    def __init__(self, database: BookDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def of_kind(self, kind: RecordKind) -> dict[int, LockDecision]:
        """The decisions about records of the kind, by their id."""
        rows = self._database.rows(
            "SELECT local_id, revision, locked_until, reason FROM lock_decision WHERE kind = ?", (kind.value,)
        )
        return {row[0]: LockDecision(row[0], row[1], date.fromisoformat(row[2]), row[3]) for row in rows}

    def keep(self, kind: RecordKind, decisions: Iterable[LockDecision]) -> None:
        """Write these down; an earlier one about the same record is replaced."""
        now = self._clock.now().isoformat()
        self._database.change_many(
            "INSERT OR REPLACE INTO lock_decision(kind, local_id, revision, locked_until, reason, decided_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                (kind.value, one.local_id, one.revision, one.locked_until.isoformat(), one.reason, now)
                for one in decisions
            ],
        )

    def forget(self, kind: RecordKind, ids: Sequence[int]) -> None:
        """These records wait again, like any in a locked period."""
        self._database.change_many(
            "DELETE FROM lock_decision WHERE kind = ? AND local_id = ?", [(kind.value, one) for one in ids]
        )
