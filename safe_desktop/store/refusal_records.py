"""What Xero said about records that it refused, for as long as that stands: read from the outbox, and set aside.

Knows the outbox's table. What the words mean, and when they no longer hold, is decided elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.store.book_database import BookDatabase, id_list
from safe_desktop.store.outbox_records import EntryState

_TABLES = {
    RecordKind.CUSTOMER: "customer",
    RecordKind.INVOICE: "document",
    RecordKind.CREDIT_NOTE: "document",
    RecordKind.PAYMENT: "payment",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """One refusal that stands; `raw` is Xero's answer as it came."""

    entry_id: int
    kind: RecordKind
    local_id: int
    revision: int
    raw: str


class Refusals:
    """The refusals of one book. They end with the revision of their record, or when they are set aside."""

    def __init__(self, database: BookDatabase, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def standing(self) -> list[Refused]:
        """Every refusal that stands, oldest first; those of records changed since are among them no more."""
        return [one for kind in RecordKind for one in self._of_kind(kind)]

    def of(self, kind: RecordKind, local_id: int) -> str:
        """Xero's answer about this record as it is now, or nothing."""
        found = [one.raw for one in self._of_kind(kind, local_id)]
        return found[-1] if found else ""

    def set_aside(self, entry_ids: Sequence[int]) -> None:
        """These stand no more; what Xero said is kept."""
        self._database.change_many(
            f"UPDATE outbox SET state = '{EntryState.NOT_DONE.value}', updated_at = ?2 WHERE id = ?1",  # noqa: S608
            [(entry_id, self._clock.now().isoformat()) for entry_id in entry_ids],
        )

    def about_customers(self, customer_ids: Sequence[int]) -> list[Refused]:
        """The refusals of documents and payments of these customers."""
        documents = self._of_customers("document", customer_ids)
        payments = self._of_customers("payment", customer_ids)
        of_kind = {RecordKind.PAYMENT: payments, RecordKind.CUSTOMER: set(customer_ids)}
        return [one for one in self.standing() if one.local_id in of_kind.get(one.kind, documents)]

    def _of_customers(self, table: str, customer_ids: Sequence[int]) -> set[int]:
        rows = self._database.rows(
            f"SELECT id FROM {table} WHERE customer_id IN (SELECT value FROM json_each(?))",  # noqa: S608
            (id_list(customer_ids),),
        )
        return {row[0] for row in rows}

    def _of_kind(self, kind: RecordKind, local_id: int | None = None) -> list[Refused]:
        table = _TABLES[kind]
        one = " AND o.local_id = ?" if local_id is not None else ""
        rows = self._database.rows(
            f"""SELECT o.id, o.local_id, o.revision, o.outcome FROM outbox o JOIN {table} r
            ON r.id = o.local_id AND r.revision = o.revision
            WHERE o.state = ? AND o.kind = ?{one} ORDER BY o.id""",  # noqa: S608 - names of ours
            (EntryState.REFUSED.value, kind.value, *(() if local_id is None else (local_id,))),
        )
        return [Refused(entry_id, kind, record_id, revision, raw) for entry_id, record_id, revision, raw in rows]
