"""The tables of what happened, in SQL: open mismatches, runs, what a run did, and the activity record."""

from datetime import date, datetime

from safe_desktop.domain.mismatch import MismatchKind, can_be_credited, ways_out
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.store.book_database import Row
from safe_desktop.store.book_file import Book
from safe_desktop.store.list_entries import ActivityEntry, MismatchEntry, RunEntry, RunItemEntry
from safe_desktop.store.list_queries import RecordList, Shape, in_columns
from safe_desktop.store.run_records import Outcome


def mismatch_list(book: Book, today: date) -> RecordList[MismatchEntry]:
    """The differences that wait for a person, the oldest first."""
    shape = Shape(
        source="mismatch m",
        identity="m.id",
        columns="""m.kind, m.record_kind, m.local_id, m.label, m.customer_name, m.field, m.ours, m.theirs, m.agreed,
            m.apart_minor, m.currency, m.reason, m.found_at, m.asked, m.record_kind = 'invoice' AND EXISTS (
                SELECT 1 FROM document d WHERE d.id = m.local_id AND d.settled_minor > 0)""",
        read=lambda row: _mismatch(row, today),
        search=in_columns("m.label", "m.customer_name", "m.reason", "m.ours", "m.theirs"),
        default_order="m.id",
        sorts={
            "kind": "m.kind",
            "label": "m.label COLLATE NOCASE",
            "customer": "m.customer_name COLLATE NOCASE",
            "field": "m.field",
            "ours": "m.ours",
            "theirs": "m.theirs",
            "apart": "coalesce(m.apart_minor, 0)",
            "reason": "m.reason",
            "age_days": "-m.id",
        },
        filters={kind.value: f"m.kind = '{kind.value}'" for kind in MismatchKind},
        sums={"apart": "abs(m.apart_minor)"},
        currency="m.currency",
        always="m.settled_at IS NULL",
    )
    return RecordList(book.database, shape)


def run_list(book: Book) -> RecordList[RunEntry]:
    """All runs, the newest first."""
    figures = ("looked_at", "sent", "same", "skipped", "refused", "received", "calls")
    shape = Shape(
        source="run r",
        identity="r.id",
        columns="r.started_at, r.finished_at, r.reason, r.result, r.words, "
        + ", ".join(f"r.{name}" for name in figures),
        read=_run,
        search=in_columns("r.reason", "r.words", "r.result"),
        default_order="r.id DESC",
        sorts={name: f"r.{name}" for name in ("started_at", "reason", "result", *figures)},
        filters={"with_refusals": "r.refused > 0", "with_changes": "r.sent + r.received > 0"},
    )
    return RecordList(book.database, shape)


def run_item_list(book: Book, run_id: int) -> RecordList[RunItemEntry]:
    """What one run did, record by record."""
    shape = Shape(
        source="run_item i",
        identity="i.id",
        columns="i.kind, i.local_id, i.label, i.outcome, i.reason",
        read=lambda row: RunItemEntry(row[0], RecordKind(row[1]), row[2] or 0, row[3], row[4], row[5]),
        search=in_columns("i.label", "i.reason"),
        default_order="i.id",
        sorts={name: f"i.{name}" for name in ("kind", "label", "outcome", "reason")},
        filters={one.value: f"i.outcome = '{one.value}'" for one in Outcome},
        always="i.run_id = :run",
        parameters={"run": run_id},
    )
    return RecordList(book.database, shape)


def activity_list(book: Book) -> RecordList[ActivityEntry]:
    """The activity record, the newest first."""
    shape = Shape(
        source="activity a",
        identity="a.seq",
        columns="a.at, a.actor, a.action, a.record_kind, a.record_id, a.label, a.detail",
        read=lambda row: ActivityEntry(row[0], datetime.fromisoformat(row[1]), *row[2:]),
        search=in_columns("a.label", "a.action", "a.detail", "a.actor"),
        default_order="a.seq DESC",
        sorts={"at": "a.seq", "actor": "a.actor", "action": "a.action", "label": "a.label COLLATE NOCASE"},
    )
    return RecordList(book.database, shape)


def _mismatch(row: Row, today: date) -> MismatchEntry:
    record_id, kind, record_kind, local_id, label, customer, field, ours, theirs, agreed, minor, currency = row[:12]
    reason, found_at, asked, is_paid = row[12:]
    apart = None if minor is None else Money(minor, currency or "GBP")
    is_creditable = can_be_credited(MismatchKind(kind), RecordKind(record_kind), field, apart)
    return MismatchEntry(
        id=record_id,
        kind=MismatchKind(kind),
        record_kind=RecordKind(record_kind),
        local_id=local_id or 0,
        label=label,
        customer=customer,
        field=field,
        ours=ours,
        theirs=theirs,
        agreed=agreed,
        apart=apart,
        reason=f"{reason} ({asked})" if asked else reason,
        age_days=max(0, (today - datetime.fromisoformat(found_at).date()).days),
        ways=ways_out(
            MismatchKind(kind), RecordKind(record_kind), can_be_credited=is_creditable, is_paid=bool(is_paid)
        ),
        asked=asked,
    )


def _run(row: Row) -> RunEntry:
    started = datetime.fromisoformat(row[1])
    finished = datetime.fromisoformat(row[2]) if row[2] else None
    looked_at, sent, same, skipped, refused, received, calls = row[6:]
    return RunEntry(
        id=row[0],
        started_at=started,
        finished_at=finished,
        reason=row[3],
        looked_at=looked_at,
        sent=sent,
        same=same,
        skipped=skipped,
        refused=refused,
        received=received,
        calls=calls,
        result=row[4],
        words=row[5],
        seconds=(finished - started).total_seconds() if finished else 0.0,
    )
