"""`retry`, `allow-locked`, `debit`: what a person decides about records, kept in the activity record too."""

from datetime import date

from safe_desktop.command_line.answering import Answer
from safe_desktop.command_line.book_opening import opened_book
from safe_desktop.command_line.plain_values import Json, plain
from safe_desktop.command_line.starting import Start
from safe_desktop.command_line.text_tables import counted
from safe_desktop.domain.debit_life import DebitStatus
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.record_kind import SENDING_ORDER, RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.entry import ledger, ledger_payments
from safe_desktop.engine.entry.lock_decisions import allow_in_locked_period
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError


def retry(start: Start) -> Answer:
    """Everything that Xero refused is sent once more with the next sync."""
    with opened_book(start) as workplace:
        counts: dict[str, int] = {}
        for kind in SENDING_ORDER:
            ids = workplace.book.standings.ids(kind, (Standing.FAILED,))
            if ids:
                ledger.retry(workplace, kind, ids)
                counts[kind.value] = len(ids)
        number = sum(counts.values())
        told = (
            f"{counted(number, 'record')} will be sent once more with the next sync." if number else "Nothing failed."
        )
        return Answer({"retried": dict(counts)}, (told,))


def allow_locked(start: Start) -> Answer:
    """One record may be sent although its period is locked in Xero."""
    asked = start.asked
    with opened_book(start) as workplace:
        kind = RecordKind(asked.kind)
        local_id = _found(workplace, kind, asked.name or "")
        allow_in_locked_period(workplace, kind, [local_id], asked.reason)
        told = f"{asked.name} may be sent as it is now; the decision and its reason are in the activity record."
        return Answer({"allowed": asked.name, "kind": kind.value, "reason": asked.reason}, (told,))


def move_debit(start: Start) -> Answer:
    """One collection is moved on in its life; one that failed or was charged back is taken back."""
    asked = start.asked
    with opened_book(start) as workplace:
        local_id = _found(workplace, RecordKind.PAYMENT, asked.name or "")
        moved = ledger_payments.move_debit(workplace, local_id, DebitStatus(asked.state), _day(asked.on)).value
        debit = moved.debit
        assert debit is not None, "it was moved just now"
        document: dict[str, Json] = {"payment": moved.marker, "state": debit.status.value, "on": plain(debit.on)}
        return Answer(document, (f"{moved.marker}, {moved.amount}: {debit.words}.",))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise InputError(f"“{text}” is no day.", "Nothing was changed.", "Write it as 2026-11-25.") from problem


def _found(workplace: Workplace, kind: RecordKind, number: str) -> int:
    book = workplace.book
    if kind is RecordKind.PAYMENT:
        payment = book.payments.find_marker(number)
        found = payment.id if payment else None
    else:
        document = book.documents.find_number(DocumentKind(kind.value), number)
        found = document.id if document else None
    if found is None:
        what = "mark" if kind is RecordKind.PAYMENT else "number"
        raise InputError(f"There is no {kind.noun} of the {what} “{number}”.", "Nothing was changed.")
    return found
