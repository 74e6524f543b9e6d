"""The tamper-evident record of everything that changed: each row's hash covers the row and the hash before it.

Rows are only added; the database refuses to change or remove one, and `verify` finds one that was forged on disk.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from safe_desktop.domain.clock import Clock
from safe_desktop.store.book_database import BookDatabase, Row

_COLUMNS = "seq, at, actor, action, record_kind, record_id, label, detail"
_INSERT = f"INSERT INTO activity({_COLUMNS}, previous_hash, hash) VALUES (?,?,?,?,?,?,?,?,?,?)"  # noqa: S608
_ROWS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was done: who, what, to which record. `seq` and `at` are set when it is written."""

    actor: str
    action: str
    record_kind: str = ""
    record_id: int | None = None
    label: str = ""
    detail: str = ""
    seq: int = 0
    at: datetime | None = None


class Activity:
    """The activity record of one book. Notes are written inside the transaction of the change they tell of."""

    def __init__(self, database: BookDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def note(
        self,
        actor: str,
        action: str,
        record_kind: str = "",
        record_id: int | None = None,
        label: str = "",
        detail: str = "",
    ) -> None:
        """Write down one thing that was done."""
        self.note_many([Note(actor, action, record_kind, record_id, label, detail)])

    def note_many(self, notes: Iterable[Note]) -> None:
        """Write down several things, in their order."""
        at = self._clock.now().isoformat()
        last = self._database.row("SELECT seq, hash FROM activity ORDER BY seq DESC LIMIT 1")
        seq, previous = (int(last[0]), str(last[1])) if last else (0, "")
        rows = []
        for note in notes:
            seq += 1
            told = (seq, at, note.actor, note.action, note.record_kind, note.record_id, note.label, note.detail)
            chained = _hash(previous, told)
            rows.append((*told, previous, chained))
            previous = chained
        self._database.change_many(_INSERT, rows)

    def verify(self) -> int | None:
        """The number of the first row that was changed, added or removed behind our back, or None if all is whole."""
        previous, expected = "", 1
        while True:
            rows = self._database.rows(
                f"SELECT {_COLUMNS}, previous_hash, hash FROM activity WHERE seq >= ? ORDER BY seq LIMIT ?",  # noqa: S608
                (expected, _ROWS_AT_ONCE),
            )
            for row in rows:
                if row[0] != expected or row[8] != previous or row[9] != _hash(previous, row[:8]):
                    return expected
                previous, expected = row[9], expected + 1
            if len(rows) < _ROWS_AT_ONCE:
                return None

    def latest(self, limit: int = 200, before_seq: int | None = None) -> list[Note]:
        """The newest notes first; `before_seq` goes on from where the last answer ended."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM activity WHERE seq < ? ORDER BY seq DESC LIMIT ?",  # noqa: S608 - fixed text
            (before_seq if before_seq is not None else 2**62, limit),
        )
        return [_note_of(row) for row in rows]

    def of_record(self, record_kind: str, record_id: int, limit: int = 100) -> list[Note]:
        """The newest notes about one record first."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM activity WHERE record_kind = ? AND record_id = ? ORDER BY seq DESC LIMIT ?",  # noqa: S608
            (record_kind, record_id, limit),
        )
        return [_note_of(row) for row in rows]


def _hash(previous: str, told: Row) -> str:
    canonical = json.dumps(list(told), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{canonical}".encode("utf-8", "surrogatepass")).hexdigest()


def _note_of(row: Row) -> Note:
    seq, at, actor, action, record_kind, record_id, label, detail = row
    return Note(actor, action, record_kind, record_id, label, detail, seq, datetime.fromisoformat(at))
