"""What can be done to the selected rows of a list, whatever they are: held back, let go, tried again, one by one.

Knows the selection and the kind of each row; every change is the engine's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import WAITING, Standing
from safe_desktop.engine.changes import Changes
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.entry.lock_decisions import allow_in_locked_period
from safe_desktop.errors import InputError
from safe_desktop.ui.look import formats
from safe_desktop.ui.records.hold_back_dialog import HoldBackDialog
from safe_desktop.ui.records.lock_dialog import LockDialog, is_in_locked_period
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.work import Lane

AT_ONCE = 200
"""More records than these are changed in the background, so that the window never waits."""

_CAN_BE_HELD = (*WAITING, Standing.NOT_SENT)


class Row(Protocol):
    """A row of any list: its id, and where it stands."""

    @property
    def id(self) -> int: ...
    @property
    def standing(self) -> Standing: ...
    @property
    def reason(self) -> str: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class DoneEach:
    """What came of changing several records one by one."""

    changes: Changes
    asked: int
    refused: tuple[InputError, ...]


def can_be_held(entry: Row) -> bool:
    """Whether the row waits to be sent."""
    return entry.standing in _CAN_BE_HELD


def can_be_released(entry: Row) -> bool:
    """Whether a person said not to send it; a document of 0.00 is not sent anyway, and nobody can change that."""
    total = getattr(entry, "total", None)
    return entry.standing is Standing.DO_NOT_SEND and (total is None or bool(total))


def can_be_retried(entry: Row) -> bool:
    """Whether Xero refused it."""
    return entry.standing is Standing.FAILED


def can_be_allowed(entry: Row) -> bool:
    """Whether it waits because its period is locked in Xero, about which a person can decide."""
    return entry.standing is Standing.TO_REVIEW and is_in_locked_period(entry.reason)


class RecordActions(QObject, Generic[R]):
    """The changes that all lists offer; `kind_of` says which kind of record a row is."""

    def __init__(self, context: Context, noun: str, kind_of: Callable[[R], RecordKind], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._noun = noun
        self._kind_of = kind_of
        self._window = parent

    def named(self, count: int) -> str:
        """The records in the middle of a sentence: this invoice, these 3 invoices."""
        return f"this {self._noun}" if count == 1 else f"these {formats.count(count, self._noun)}"

    def hold_back(self, chosen: Sequence[R]) -> None:
        """Ask why these are not to be sent, and hold them back."""
        if chosen:
            title = f"Do not send {self.named(len(chosen))}?"
            HoldBackDialog(title, lambda reason: self.hold_back_for(chosen, reason), self._window).open()

    def hold_back_for(self, chosen: Sequence[R], reason: str) -> None:
        """Hold these back for this reason."""
        workplace = self._context.workplace
        self._by_kind(chosen, lambda kind, ids: ledger.hold_back(workplace, kind, ids, reason))

    def release(self, chosen: Sequence[R]) -> None:
        """Let these be sent again."""
        workplace = self._context.workplace
        self._by_kind(chosen, lambda kind, ids: ledger.release(workplace, kind, ids))

    def retry(self, chosen: Sequence[R]) -> None:
        """Have these, which Xero refused, sent once more."""
        workplace = self._context.workplace
        self._by_kind(chosen, lambda kind, ids: ledger.retry(workplace, kind, ids))

    def allow(self, chosen: Sequence[R]) -> None:
        """Ask why these may be written into a locked period, and allow it."""
        if chosen:
            title = f"Send {self.named(len(chosen))} into a locked period?"
            LockDialog(title, lambda reason: self.allow_for(chosen, reason), self._window).open()

    def allow_for(self, chosen: Sequence[R], reason: str) -> None:
        """Allow it for this reason."""
        workplace = self._context.workplace
        self._by_kind(chosen, lambda kind, ids: allow_in_locked_period(workplace, kind, ids, reason))

    def each(self, ids: Sequence[int], job: Callable[[int], Changes]) -> None:
        """Change one after the other; those that are refused do not stop the rest, and are told of afterwards."""

        def run() -> DoneEach:
            changes, refused = Changes(), []
            for record_id in ids:
                try:
                    changes |= job(record_id)
                except InputError as error:
                    refused.append(error)
            return DoneEach(changes, len(ids), tuple(refused))

        if len(ids) <= AT_ONCE:
            self._context.work.now(run, done=self._on_done_each)
        else:
            label = f"Changing {formats.count(len(ids), self._noun)}"
            self._context.work.later(Lane.DISK, lambda _control: run(), label=label, done=self._on_done_each)

    @Slot(object)
    def _on_done_each(self, done: DoneEach) -> None:
        if not done.refused:
            return
        first = done.refused[0]
        if done.asked == 1:
            self._context.problems.show(first)
            return
        title = f"{formats.number(len(done.refused))} of {formats.count(done.asked, self._noun)} stayed as they were."
        reasons = "\n".join(f"• {error.title}" for error in done.refused[:6])
        more = f"\nand {len(done.refused) - 6} more" if len(done.refused) > 6 else ""
        self._context.problems.show(InputError(title, reasons + more, first.remedy))

    def _by_kind(self, chosen: Sequence[R], job: Callable[[RecordKind, list[int]], Changes]) -> None:
        kinds: dict[RecordKind, list[int]] = {}
        for entry in chosen:
            kinds.setdefault(self._kind_of(entry), []).append(entry.id)

        def run() -> Changes:
            changes = Changes()
            for kind, ids in kinds.items():
                changes |= job(kind, ids)
            return changes

        if len(chosen) <= AT_ONCE:
            self._context.work.now(run)
        else:
            label = f"Changing {formats.count(len(chosen), self._noun)}"
            self._context.work.later(Lane.DISK, lambda _control: run(), label=label)
