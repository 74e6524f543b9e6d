"""Records of Xero's that could not be read: shown on the desk until they can be, and asked for again at every run.

The list they came in is read on past them, so nothing else waits for them; without this they would be forgotten.
"""

from collections.abc import Sequence

from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.changes import MISMATCHES
from safe_desktop.engine.sync.rereading import land, read_one
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.errors import OfflineError
from safe_desktop.store.book_file import Book
from safe_desktop.store.run_records import Outcome
from safe_desktop.xero.client import XeroClient
from safe_desktop.xero.wire_reading import Unreadable

MOST_AT_ONCE = 3
"""So many are asked for again in one run: each is a call."""


def keep_unreadable(book: Book, kind: RecordKind, unreadable: Sequence[Unreadable], tally: Tally) -> None:
    """Show these on the desk; inside the transaction that moves the cursor past them."""
    for bad in unreadable:
        label = bad.label or bad.xero_id
        tally.add(kind, 0, label, Outcome.SKIPPED, f"Cannot be read: {bad.reason}")
        link = book.links.of_theirs(kind, [bad.xero_id]).get(bad.xero_id)
        book.mismatches.found(
            [
                Mismatch(
                    MismatchKind.UNREADABLE,
                    kind,
                    link.local_id if link else 0,
                    label,
                    f"Xero’s {kind.noun} cannot be read: {bad.reason}. It is asked for again at every sync",
                    bad.xero_id,
                )
            ]
        )
    if unreadable:
        tally.changed(MISMATCHES)


def ask_again(book: Book, client: XeroClient, tally: Tally) -> None:
    """Read what could not be read before, one by one; what can be by now is landed and no longer shown."""
    waiting = [one for one in book.mismatches.open_ones() if one.kind is MismatchKind.UNREADABLE]
    for mismatch in waiting[:MOST_AT_ONCE]:
        try:
            fresh = read_one(client, mismatch.record_kind, mismatch.xero_id)
        except OfflineError:
            continue  # still unreadable; where Xero is out of reach the reading of the lists says so
        with book.transaction():
            if fresh is not None:
                land(book, fresh, tally)
            book.mismatches.vanish_theirs(mismatch.xero_id, [MismatchKind.UNREADABLE])
        tally.changed(MISMATCHES)
