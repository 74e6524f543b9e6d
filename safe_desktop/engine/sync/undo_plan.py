"""What of a run can be taken back in Xero, in which order, and why not the rest. Decided from what was last read.

Allocations first, then payments, then documents, then contacts: Xero voids nothing that is paid, and a contact goes
only when nothing hangs on it. What came from Xero is never undone: it happened there.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.sync.restoring import what_was, words_of
from safe_desktop.engine.sync.undo_reasons import Going, Reasons
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.history_lists import run_item_list, run_list
from safe_desktop.store.list_entries import RunEntry
from safe_desktop.store.outbox_records import Operation, OutboxEntry
from safe_desktop.store.run_records import Outcome

_ORDER = (
    (Operation.SET_AGAINST, RecordKind.PAYMENT),
    (Operation.ALLOCATE, RecordKind.CREDIT_NOTE),
    (Operation.CREATE, RecordKind.PAYMENT),
    # Amounts can be given back only once what this run paid on them is gone.
    (Operation.UPDATE, RecordKind.INVOICE),
    (Operation.UPDATE, RecordKind.CREDIT_NOTE),
    (Operation.UPDATE, RecordKind.CUSTOMER),
    (Operation.CREATE, RecordKind.INVOICE),
    (Operation.CREATE, RecordKind.CREDIT_NOTE),
    (Operation.CREATE, RecordKind.CUSTOMER),
)
_TOLD_AS = {
    Operation.SET_AGAINST: Operation.TAKE_BACK,
    Operation.ALLOCATE: Operation.TAKE_BACK,
    Operation.UPDATE: Operation.RESTORE,
}
_WORDS = {
    (Operation.SET_AGAINST, RecordKind.PAYMENT): "Take its share back from the invoice",
    (Operation.ALLOCATE, RecordKind.CREDIT_NOTE): "Take its credit back from the invoice",
    (Operation.CREATE, RecordKind.PAYMENT): "Delete the payment in Xero",
    (Operation.CREATE, RecordKind.INVOICE): "Void it in Xero",
    (Operation.CREATE, RecordKind.CREDIT_NOTE): "Void it in Xero",
    (Operation.CREATE, RecordKind.CUSTOMER): "Archive its contact in Xero",
}
_FINAL = {
    Operation.DELETE: ("A payment deleted in Xero", "Xero brings no payment back: record it anew"),
    Operation.TAKE_BACK: ("A credit taken back", "Set it against the invoice here again, and sync"),
    Operation.RESTORE: ("Given back by this run", "An undo is not undone: release the record here, and sync sends it"),
    Operation.UNDO: ("Taken back by this run", "An undo is not undone: release the record here, and sync sends it"),
}
_FROM_XERO = (Outcome.RECEIVED, Outcome.BY_RULE)
_RECEIVED = "It happened in Xero; this book only took note of it. Change it there"


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One thing to take back, or why it cannot be. `xero_id` and `allocation_id` name what is told to Xero,
    `entry_id` the intent that is undone.
    """

    kind: RecordKind
    local_id: int
    label: str
    words: str
    can: bool
    why_not: str = ""
    operation: Operation = field(default=Operation.UNDO)
    xero_id: str = ""
    allocation_id: str = ""
    entry_id: int = 0


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """Everything that a run did and what becomes of it, in the order in which it is done."""

    run_id: int
    reason: str
    started_at: datetime
    steps: tuple[UndoStep, ...]

    @property
    def count(self) -> int:
        """How many things can be taken back."""
        return sum(step.can for step in self.steps)


def plan_undo(workplace: Workplace, run_id: int) -> UndoPlan:
    """The plan; InputError where there is no such run. Asks Xero nothing."""
    return planned(workplace.book, run_id)


def planned(book: Book, run_id: int) -> UndoPlan:
    """The plan, from the book alone."""
    run = _run(book, run_id)
    entries = book.outbox.of_run(run_id)
    steps = [*_possible(book, entries), *_final(book, entries), *_received(book, run_id)]
    return UndoPlan(run_id, run.reason, run.started_at, tuple(steps))


def _run(book: Book, run_id: int) -> RunEntry:
    found = run_list(book).entries([run_id])
    if not found:
        raise InputError(f"There is no run {run_id} in this book.", "Nothing was done.", "Look at the list of runs.")
    return found[0]


def _possible(book: Book, entries: Sequence[OutboxEntry]) -> Iterator[UndoStep]:
    reasons, going = Reasons(book), Going()
    for operation, kind in _ORDER:
        for entry in entries:
            if (entry.operation, entry.kind) != (operation, kind):
                continue
            target = reasons.target(entry)
            why_not = reasons.why_not(entry, target, going)
            if not why_not and operation is not Operation.UPDATE:
                going.add(target)
            yield UndoStep(
                kind,
                entry.local_id,
                reasons.label(entry),
                _words(entry),
                not why_not,
                why_not,
                _TOLD_AS.get(operation, Operation.UNDO),
                target.xero_id,
                target.allocation_id,
                entry.id,
            )


def _words(entry: OutboxEntry) -> str:
    if entry.operation is Operation.UPDATE:
        return words_of(entry.kind, what_was(entry))
    return _WORDS[entry.operation, entry.kind]


def _final(book: Book, entries: Sequence[OutboxEntry]) -> Iterator[UndoStep]:
    reasons = Reasons(book)
    for entry in entries:
        if entry.operation in _FINAL:
            words, why_not = _FINAL[entry.operation]
            step = UndoStep(entry.kind, entry.local_id, reasons.label(entry), words, False, why_not)
            yield replace(step, operation=entry.operation, entry_id=entry.id)


def _received(book: Book, run_id: int) -> Iterator[UndoStep]:
    table = run_item_list(book, run_id)
    found = Counter(item.kind for item in table.entries(table.ids()) if item.outcome in _FROM_XERO)
    for kind, count in found.items():
        label = f"{count:,} {kind.noun if count == 1 else kind.plural}"
        yield UndoStep(kind, 0, label, "Received from Xero", False, _RECEIVED)
