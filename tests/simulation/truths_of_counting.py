"""What must be true of the counting of a run: candidates = sent + same + skipped + refused, each record once."""

from collections import defaultdict

from safe_desktop.domain.record_kind import SENDING_ORDER, RecordKind
from safe_desktop.domain.standing import WAITING, Standing
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.store.book_file import Book
from safe_desktop.store.run_records import Outcome


def counted_twice(report: RunReport) -> list[str]:
    """Records that a run counted more than once among sent, skipped and refused: its candidates would not add up."""
    seen: defaultdict[tuple[RecordKind, int], list[str]] = defaultdict(list)
    for item in report.items:
        if item.local_id and item.outcome in (Outcome.SKIPPED, Outcome.REFUSED):
            seen[item.kind, item.local_id].append(f"{item.outcome}: {item.reason}")
    return [f"{kind} {local_id} was counted as {told}" for (kind, local_id), told in seen.items() if len(told) > 1]


def not_counted(book: Book, report: RunReport) -> list[str]:
    """Records that could go to Xero when this run ended and that it says nothing of: candidates = sent + same +
    skipped + refused, always, and nothing is left out silently.
    """
    counted = {(item.kind, item.local_id) for item in report.items}
    # What matching places once the run is written down is for the next one.
    later = "seq > (SELECT max(seq) FROM activity WHERE record_kind = 'run')"
    rows = book.database.rows(f"SELECT record_kind, record_id FROM activity WHERE {later}")
    counted |= {(RecordKind(kind), local_id) for kind, local_id in rows if kind in set(RecordKind)}
    grouped = {item.kind for item in report.items if not item.local_id}
    return [
        f"{kind} {local_id} waits, and the run does not count it"
        for kind in SENDING_ORDER
        for local_id in book.standings.ids(kind, (*WAITING, Standing.SENDING))
        if (kind, local_id) not in counted and kind not in grouped
    ]
