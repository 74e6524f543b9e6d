"""Undoes a run: what it sent is taken back in Xero, as a run of its own, through the same write protocol.

Asked for explicitly and never by itself. It may stop at any point (a limit, a crash, a person): asked for again, it
goes on with what is left. Records here stay, and are not sent again until a person releases them.
"""

from collections.abc import Iterator, Sequence

from safe_desktop.domain.delivery import Expected
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.domain.theirs import Contact, TheirAdvance, TheirDocument, TheirPayment
from safe_desktop.engine.control import Control
from safe_desktop.engine.entry.advance_shares import COLLECTIONS
from safe_desktop.engine.sync.composing import Composed
from safe_desktop.engine.sync.looking_up import look_up, recover
from safe_desktop.engine.sync.one_run import DONE, Ending, one_run
from safe_desktop.engine.sync.reading_xero import Reading
from safe_desktop.engine.sync.restoring import restoring
from safe_desktop.engine.sync.run_report import RunReport, Tally
from safe_desktop.engine.sync.telling import Telling
from safe_desktop.engine.sync.undo_plan import UndoPlan, UndoStep, plan_undo, planned
from safe_desktop.engine.sync.undone import not_undone
from safe_desktop.engine.sync.verdicts import key_of_value
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.outbox_records import EntryState, Operation
from safe_desktop.store.run_records import Outcome
from safe_desktop.xero.client import XeroClient
from safe_desktop.xero.wire_writing import Element

__all__ = ["UndoPlan", "UndoStep", "plan_undo", "undo"]

_DRAFTS = ("DRAFT", "SUBMITTED")
_NEEDED_FIRST = "What is paid or credited on it could not be taken back"
_LIVE = (EntryState.SENDING, EntryState.UNSURE)


def undo(workplace: Workplace, control: Control, run_id: int) -> RunReport:
    """Take back what that run sent; the report tells each record. InputError where nothing of it can be taken back."""
    plan = planned(workplace.book, run_id)
    if not plan.steps:
        raise InputError(f"Run {run_id} sent nothing and received nothing.", "There is nothing to take back.")

    def prepare(client: XeroClient, tally: Tally) -> _Undoing:
        return _Undoing(workplace.book, client, control, tally, plan)

    return one_run(workplace, control, f"Undo of run {run_id}", prepare)


class _Undoing:
    """What this run is for: reading first, so that the plan is decided on what is so now; then step by step."""

    def __init__(self, book: Book, client: XeroClient, control: Control, tally: Tally, plan: UndoPlan) -> None:
        self._book = book
        self._client = client
        self._control = control
        self._tally = tally
        self._plan = plan
        self._telling = Telling(book, client, control, tally, None)
        self._told: set[tuple[int, RecordKind]] = set()
        self._in_the_way: set[str] = set()
        self._reason = f"Undone: taken back in Xero with run {plan.run_id} of {plan.started_at.astimezone():%d/%m/%Y}"

    def do(self) -> Ending:
        """Read, decide anew, and take back."""
        recover(self._book)
        look_up(self._book, self._client, self._tally)
        Reading(self._book, self._client, self._control, self._tally).read()
        self._plan = planned(self._book, self._plan.run_id)
        left = [step for step in self._plan.steps if step.can and step.kind is not RecordKind.CUSTOMER]
        self._take_back(left)
        # A contact goes only if all that hung on it went: that is known only now.
        self._plan = planned(self._book, self._plan.run_id)
        self._take_back([step for step in self._plan.steps if step.can and step.kind is RecordKind.CUSTOMER])
        return Ending(DONE, f"Run {self._plan.run_id} was taken back as far as it can be", "")

    def count_rest(self, reason: str) -> None:
        """Count what was not taken back, each with its reason."""
        for step in planned(self._book, self._plan.run_id).steps:
            if _key(step) not in self._told:
                words = reason if step.can and reason else step.why_not or _NEEDED_FIRST
                self._tally.add(step.kind, step.local_id, step.label, Outcome.SKIPPED, words)

    def _take_back(self, steps: Sequence[UndoStep]) -> None:
        for done, step in enumerate(steps):
            self._control.progress(done, len(steps), "Taking back")
            composed = _composed(self._book, step)
            if composed is None or step.xero_id in self._in_the_way:
                continue
            touched = set(_touched(self._book, step))
            try:
                self._telling.tell_one(composed, _held_as(step, self._reason))
                self._told.add(_key(step))
            finally:
                if self._stands(step):
                    self._in_the_way |= touched

    def _stands(self, step: UndoStep) -> bool:
        """Whether Xero still has it; then it stands here as before too. What is under way is looked up next time."""
        book = self._book
        link = book.links.get(step.kind, step.local_id)
        if link is None:
            return False
        if step.operation is Operation.RESTORE and Operation.RESTORE in book.outbox.told_since(
            step.kind, step.local_id, step.entry_id
        ):
            return False
        if step.operation is Operation.TAKE_BACK:
            note = _credit(book, step)
            if note is not None and all(one.allocation_id != step.allocation_id for one in note.allocations):
                return False
        if (step.kind, step.local_id) not in {(one.kind, one.local_id) for one in book.outbox.in_state(*_LIVE)}:
            with book.transaction():
                not_undone(book, step.kind, step.local_id)
        return True


def _held_as(step: UndoStep, reason: str) -> str:
    if step.kind in DOCUMENT_KINDS and step.operation is Operation.UNDO:
        return f"{reason}; Xero keeps its number, so give it another to send it again"
    return reason


def _touched(book: Book, step: UndoStep) -> Iterator[str]:
    """Xero's ids of the documents that a payment or an allocation lies on."""
    if step.operation is Operation.TAKE_BACK:
        note = _credit(book, step)
        assert note is not None, "its allocation was found in it"
        yield step.xero_id
        yield from (one.document_id for one in note.allocations if one.allocation_id == step.allocation_id)
    elif step.kind is RecordKind.PAYMENT:
        payment = book.copies.payment(step.xero_id)
        yield payment.document_id if payment else ""


def _credit(book: Book, step: UndoStep) -> TheirDocument | TheirAdvance | None:
    """What the allocation was made of: a credit note, or the over- or prepayment that a payment stands for."""
    if step.kind is RecordKind.PAYMENT:
        return book.advances.get(step.xero_id)
    return book.copies.document(step.kind, step.xero_id)


def _key(step: UndoStep) -> tuple[int, RecordKind]:
    return step.entry_id, step.kind


def _composed(book: Book, step: UndoStep) -> Composed | None:
    """What is told to Xero: as little as it takes."""
    if step.operation is Operation.RESTORE:
        return restoring(book, step.kind, step.local_id, step.label, step.entry_id)
    link = book.links.get(step.kind, step.local_id)
    advance = book.advances.get(step.xero_id) if step.kind is RecordKind.PAYMENT else None
    if link is not None and advance is not None:
        key, element = Expected(step.label.casefold(), ()), _taking_back(step)
        collection = COLLECTIONS[advance.kind]
        parts = (link.revision, step.label, step.operation, step.xero_id, element, key, link.ours, collection)
        return Composed(step.kind, step.local_id, *parts)
    theirs = _theirs(book, step)
    if link is None or theirs is None:
        return None
    return Composed(
        step.kind,
        step.local_id,
        link.revision,
        step.label,
        step.operation,
        step.xero_id,
        _element(step, theirs),
        Expected(key_of_value(theirs), ()),
        link.ours,
    )


def _taking_back(step: UndoStep) -> Element:
    return {"AllocationID": step.allocation_id, "IsDeleted": True}


def _element(step: UndoStep, theirs: Contact | TheirDocument | TheirPayment) -> Element:
    if step.operation is Operation.TAKE_BACK:
        return _taking_back(step)
    if isinstance(theirs, Contact):
        return {"ContactStatus": "ARCHIVED"}
    is_approved = isinstance(theirs, TheirDocument) and theirs.status not in _DRAFTS
    return {"Status": "VOIDED" if is_approved else "DELETED"}


def _theirs(book: Book, step: UndoStep) -> Contact | TheirDocument | TheirPayment | None:
    if step.kind is RecordKind.CUSTOMER:
        return book.copies.contact(step.xero_id)
    if step.kind is RecordKind.PAYMENT:
        return book.copies.payment(step.xero_id)
    return book.copies.document(step.kind, step.xero_id)
