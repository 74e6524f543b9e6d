"""Takes back how a mismatch was settled, where a mark was set or a tie cut; says in words what undoes the other ways.

What a way out changed in a record is not changed back by guessing: it is done where the record is, and seen there.
"""

from safe_desktop.domain.mismatch import WayOut
from safe_desktop.engine.changes import CUSTOMERS, DOCUMENTS, MISMATCHES, PAYMENTS, Changes
from safe_desktop.engine.deciding.parting import link_again
from safe_desktop.engine.entry.saved import YOU
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book

_INSTEAD = {
    WayOut.LINK: "Nothing was sent or changed by it. To part them, archive or void ours and write it anew.",
    WayOut.SEND_OURS: "To keep Xero as it is, choose “Do not send” on the record before the next sync.",
    WayOut.TAKE_THEIRS: "Change the record here; the next sync tells Xero.",
    WayOut.SAME_PAYMENT: "Take the payment back here, and record it again if it was another.",
    WayOut.TWO_PAYMENTS: "Remove the second one in Xero; the next sync takes it back here.",
    WayOut.TAKE_BACK: "Record the payment again.",
    WayOut.VOID_OURS: "A voided document stays voided: write a new one.",
    WayOut.SEND_AGAIN: "Choose “Do not send” on it before the next sync.",
    WayOut.CREDIT: "Void the credit note and change the invoice here; the next sync tells Xero.",
    WayOut.ON_ACCOUNT: "Set the money against an invoice on the page of payments.",
}


def reopen(workplace: Workplace, *mismatch_ids: int) -> Changes:
    """These wait again, all or none; InputError, with what to do instead, where more than a mark was set."""
    with workplace.book.transaction():
        for mismatch_id in mismatch_ids:
            _reopen(workplace.book, mismatch_id)
    return Changes.of(MISMATCHES, CUSTOMERS, DOCUMENTS, PAYMENTS)


def _reopen(book: Book, mismatch_id: int) -> None:
    mismatch, how = book.mismatches.settled_one(mismatch_id)
    way = WayOut(how) if how in set(WayOut) else None
    if way not in (WayOut.NOTED, WayOut.DO_NOT_SEND, WayOut.UNLINK):
        raise InputError(
            f"How “{mismatch.label}” was settled is not undone from here.",
            f"It was settled by “{way.label}”: {way.outcome}" if way else "It went by itself.",
            _INSTEAD.get(way, "") if way else "",
        )
    if way is WayOut.DO_NOT_SEND:
        book.standings.hold_back(mismatch.record_kind, [mismatch.local_id], "")
    book.mismatches.reopen(mismatch.id)
    if way is WayOut.UNLINK:
        # Reopened before: what still differs is the same question, and what no longer does goes by itself.
        link_again(book, mismatch)
    detail = f"Settled by “{way.label}”"
    book.activity.note(YOU, "Undid", mismatch.record_kind, mismatch.local_id, mismatch.label, detail)
    if mismatch.local_id:
        refresh(book, mismatch.record_kind, [mismatch.local_id], book.clock.today())
