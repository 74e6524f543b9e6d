"""What is left here of a record that was taken back in Xero: it is tied to nothing and is not sent again by itself.

The record is held back with its reason before Xero is told, so that a crash in between cannot send it anew.
"""

from safe_desktop.domain.mismatch import MismatchKind
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import Contact, TheirAllocation, TheirDocument, TheirPayment
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.store.book_file import Book
from safe_desktop.store.run_records import Outcome

Theirs = Contact | TheirDocument | TheirPayment
_DONE_WORDS = {
    RecordKind.CUSTOMER: "Its contact was archived in Xero",
    RecordKind.INVOICE: "Voided in Xero",
    RecordKind.CREDIT_NOTE: "Voided in Xero",
    RecordKind.PAYMENT: "Deleted in Xero",
}


def is_gone(theirs: Theirs) -> bool:
    """Whether Xero's record counts for nothing any more: archived, voided or deleted."""
    if isinstance(theirs, Contact):
        return theirs.status != "ACTIVE"
    return theirs.is_gone if isinstance(theirs, TheirDocument) else theirs.is_deleted


def settle_undone(
    book: Book, kind: RecordKind, local_id: int, theirs: Theirs | TheirAllocation | None, tally: Tally
) -> None:
    """Xero's record is taken back: ours is tied to it no more. Inside the transaction that settles the intent."""
    if isinstance(theirs, Contact):
        book.copies.keep_contacts([theirs])
    elif isinstance(theirs, TheirDocument):
        book.copies.keep_documents([theirs])
    elif isinstance(theirs, TheirPayment):
        book.copies.keep_payments([theirs])
    book.links.untie(kind, local_id)
    book.mismatches.vanish(kind, local_id, tuple(MismatchKind))
    label = next((label for _, label, _ in book.standings.labels(kind, [local_id])), "")
    book.activity.note("Sync", "Undone", kind, local_id, label, _DONE_WORDS[kind])
    tally.add(kind, local_id, label, Outcome.SENT, _DONE_WORDS[kind])
    refresh(book, kind, [local_id], book.clock.today())


def not_undone(book: Book, kind: RecordKind, local_id: int) -> None:
    """Xero's record stands as before, and so does ours; inside `Book.transaction()`."""
    book.standings.hold_back(kind, [local_id], "")
    refresh(book, kind, [local_id], book.clock.today())
