"""The differences that wait for a person, and how earlier ones were settled."""

from collections.abc import Sequence

from peewee import Expression, fn

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.mismatch import Mismatch, MismatchKind, WayOut
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.errors import InputError
from safe_desktop.store.tables import CustomerRow, DocumentRow, MismatchRow, PaymentRow

_TABLES: dict[RecordKind, type[CustomerRow] | type[DocumentRow] | type[PaymentRow]] = {
    RecordKind.CUSTOMER: CustomerRow,
    RecordKind.INVOICE: DocumentRow,
    RecordKind.CREDIT_NOTE: DocumentRow,
    RecordKind.PAYMENT: PaymentRow,
}


class Mismatches:
    """The mismatches of one book. One difference is open once, however often it is found."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def found(self, mismatches: Sequence[Mismatch]) -> int:
        """Keep what a run found: new ones are added, known ones brought up to date. Returns how many are new."""
        return sum(self._found_one(one) for one in mismatches)

    def _found_one(self, one: Mismatch) -> bool:
        same = (
            (MismatchRow.kind == one.kind.value)
            & (MismatchRow.record_kind == one.record_kind.value)
            & (fn.COALESCE(MismatchRow.local_id, 0) == one.local_id)
            & (MismatchRow.xero_id == one.xero_id)
            & (MismatchRow.field == one.field)
        )
        values = {
            "label": one.label,
            "customer_name": one.customer,
            "ours": one.ours,
            "theirs": one.theirs,
            "agreed": one.agreed,
            "apart_minor": None if one.apart is None else one.apart.minor,
            "currency": "" if one.apart is None else one.apart.currency,
            "reason": one.reason,
        }
        if MismatchRow.update(**values).where(same, MismatchRow.settled_at.is_null()).execute():
            return False
        noted = MismatchRow.select().where(
            same,
            MismatchRow.settled_how == WayOut.NOTED.value,
            MismatchRow.ours == one.ours,
            MismatchRow.theirs == one.theirs,
        )
        if noted.exists() or self._stays_here(one, same):
            return False
        MismatchRow.create(
            kind=one.kind.value,
            record_kind=one.record_kind.value,
            local_id=one.local_id or None,
            xero_id=one.xero_id,
            field=one.field,
            found_at=self._clock.now().isoformat(),
            **values,
        )
        return True

    def _stays_here(self, one: Mismatch, same: Expression) -> bool:
        """Whether a person decided about it that the record is not sent, and holds it back still."""
        decided = MismatchRow.select().where(same, MismatchRow.settled_how == WayOut.DO_NOT_SEND.value)
        table = _TABLES[one.record_kind]
        return decided.exists() and table.select().where(table.id == one.local_id, table.held_back != "").exists()

    def get(self, mismatch_id: int) -> Mismatch:
        """The open mismatch of this number; InputError if it is settled or was never there."""
        row = MismatchRow.get_or_none(MismatchRow.id == mismatch_id, MismatchRow.settled_at.is_null())
        if row is None:
            raise InputError(
                f"Mismatch {mismatch_id} is not open.", "Nothing was changed.", "It may have been settled already."
            )
        return _mismatch(row)

    def open_ones(self, record_kind: RecordKind | None = None, local_id: int | None = None) -> list[Mismatch]:
        """What waits, oldest first; of one record if that is named."""
        query = MismatchRow.select().where(MismatchRow.settled_at.is_null()).order_by(MismatchRow.id)
        if record_kind is not None:
            query = query.where(MismatchRow.record_kind == record_kind.value)
        if local_id is not None:
            query = query.where(MismatchRow.local_id == local_id)
        return [_mismatch(row) for row in query]

    def count(self) -> int:
        """How many wait."""
        return int(MismatchRow.select().where(MismatchRow.settled_at.is_null()).count())

    def settle(self, mismatch_id: int, how: str) -> None:
        """The person's decision is made and carried out."""
        MismatchRow.update(settled_at=self._clock.now().isoformat(), settled_how=how).where(
            MismatchRow.id == mismatch_id, MismatchRow.settled_at.is_null()
        ).execute()

    def settled_one(self, mismatch_id: int) -> tuple[Mismatch, str]:
        """The settled mismatch of this number and how it was settled; InputError if it still waits or never did."""
        row = MismatchRow.get_or_none(MismatchRow.id == mismatch_id, MismatchRow.settled_at.is_null(False))
        if row is None:
            raise InputError(f"Mismatch {mismatch_id} is not settled.", "Nothing was changed.")
        return _mismatch(row), str(row.settled_how)

    def reopen(self, mismatch_id: int) -> None:
        """It waits for a person again."""
        MismatchRow.update(settled_at=None, settled_how="").where(MismatchRow.id == mismatch_id).execute()

    def ask(self, mismatch_id: int, words: str) -> None:
        """It waits for an answer from outside: what was asked, and when. It is open as before."""
        MismatchRow.update(asked=words).where(MismatchRow.id == mismatch_id, MismatchRow.settled_at.is_null()).execute()

    def vanish_all(self, how: str) -> None:
        """None of what waits has a meaning any more."""
        MismatchRow.update(settled_at=self._clock.now().isoformat(), settled_how=how).where(
            MismatchRow.settled_at.is_null()
        ).execute()

    def vanish(
        self, record_kind: RecordKind, local_id: int, kinds: Sequence[MismatchKind], but: Sequence[str] = ()
    ) -> int:
        """These kinds no longer differ on the record (fields of `but` still do): they go by themselves."""
        query = MismatchRow.update(settled_at=self._clock.now().isoformat(), settled_how="no longer differs").where(
            MismatchRow.settled_at.is_null(),
            MismatchRow.record_kind == record_kind.value,
            MismatchRow.local_id == local_id,
            MismatchRow.kind.in_([kind.value for kind in kinds]),
            MismatchRow.field.not_in(list(but)),
        )
        return int(query.execute())

    def vanish_theirs(self, xero_id: str, kinds: Sequence[MismatchKind]) -> list[tuple[RecordKind, int]]:
        """These kinds about this record of Xero's go by themselves; returns our records that they were shown on."""
        wanted = (
            MismatchRow.settled_at.is_null()
            & (MismatchRow.xero_id == xero_id)
            & MismatchRow.kind.in_([kind.value for kind in kinds])
        )
        touched = [(RecordKind(row.record_kind), row.local_id or 0) for row in MismatchRow.select().where(wanted)]
        if touched:
            MismatchRow.update(settled_at=self._clock.now().isoformat(), settled_how="no longer differs").where(
                wanted
            ).execute()
        return touched


def _mismatch(row: MismatchRow) -> Mismatch:
    return Mismatch(
        kind=MismatchKind(row.kind),
        record_kind=RecordKind(row.record_kind),
        local_id=row.local_id or 0,
        label=row.label,
        reason=row.reason,
        xero_id=row.xero_id,
        field=row.field,
        customer=row.customer_name,
        ours=row.ours,
        theirs=row.theirs,
        agreed=row.agreed,
        apart=None if row.apart_minor is None else Money(row.apart_minor, row.currency or "GBP"),
        id=row.id,
        asked=row.asked,
    )
