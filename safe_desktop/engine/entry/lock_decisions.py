"""The decision to write into a locked period: a person's, for named records, with a reason, in the activity record.

Only the period lock can be decided about: it is there so that nobody does it by mistake. A closed financial year is
closed. Xero still has the last word: it lets an adviser pass, and refuses others.
"""

from collections.abc import Sequence
from datetime import date

from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.engine.changes import DOCUMENTS, PAYMENTS, Changes
from safe_desktop.engine.entry.ledger_settings import labels_of
from safe_desktop.engine.entry.saved import YOU
from safe_desktop.engine.sync.review_reasons import LockedDays, locks_of
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.activity_records import Note
from safe_desktop.store.book_file import Book
from safe_desktop.store.decision_records import LockDecision


def allow_in_locked_period(workplace: Workplace, kind: RecordKind, ids: Sequence[int], reason: str) -> Changes:
    """These records, as they are now, may be sent although their period is locked. All or none; InputError in words."""
    book, why = workplace.book, reason.strip()
    if not why:
        raise InputError("Say why it is to be written into a locked period.", "Nothing was changed.")
    locks = locks_of(book)
    with book.transaction():
        labels = labels_of(book, kind, ids)
        until = locks.period_on
        if until is None:
            raise InputError("No period is locked in Xero.", "Nothing was changed.", "Press Sync now and look again.")
        decisions = []
        for local_id, revision, days in _days(book, kind, list(labels)):
            if any(locks.year_is_closed(day) for day in days):
                raise InputError(
                    f"{labels[local_id]} is dated in a financial year that is closed.",
                    "Nothing was changed: a closed year is not written to.",
                    "Give it a later date, or have the year opened in Xero.",
                )
            if not any(locks.period_is_locked(day) for day in days):
                raise InputError(f"{labels[local_id]} is not dated in a locked period.", "Nothing was changed.")
            decisions.append(LockDecision(local_id, revision, until, why))
        book.lock_decisions.keep(kind, decisions)
        detail = f"Locked until {until:%d/%m/%Y}. {why}"
        action = "allowed in a locked period"
        book.activity.note_many(
            Note(YOU, action, kind, one.local_id, labels[one.local_id], detail) for one in decisions
        )
        refresh(book, kind, list(labels), workplace.clock.today())
    return Changes.of(PAYMENTS) if kind is RecordKind.PAYMENT else Changes.of(DOCUMENTS, PAYMENTS)


def _days(book: Book, kind: RecordKind, ids: Sequence[int]) -> list[tuple[int, int, tuple[date, ...]]]:
    """Number, revision and the days that would be written on, of each of these."""
    if kind in DOCUMENT_KINDS:
        locked = LockedDays(book, kind)
        documents = list(book.standings.document_facts(kind, ids))
        return [(one.shared.id, one.shared.revision, locked.of_document(one)) for one in documents]
    if kind is RecordKind.PAYMENT:
        payments = list(book.standings.payment_facts(ids))
        return [(one.shared.id, one.shared.revision, (one.paid_on,)) for one in payments]
    return []
