"""What a person decides about records that wait: not to send them, or to try refused ones again.

Knows the ledger's functions and the words for them; the page hands in which records are meant.
"""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.changes import Changes
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.entry.lock_decisions import allow_in_locked_period
from safe_desktop.engine.showing.lists import ToSendEntry
from safe_desktop.engine.workplace import Workplace
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.undo_strip import UndoStrip
from safe_desktop.ui.records.hold_back_dialog import HoldBackDialog
from safe_desktop.ui.records.lock_dialog import LockDialog, is_in_locked_period
from safe_desktop.ui.shell.work import Work

ByKind = dict[RecordKind, list[int]]


def by_kind(entries: Sequence[ToSendEntry]) -> ByKind:
    """The records' ids by their kind."""
    found: ByKind = {}
    for entry in entries:
        found.setdefault(entry.kind, []).append(entry.id)
    return found


def can_be_allowed(entry: ToSendEntry) -> bool:
    """Whether it waits because its period is locked in Xero, about which a person can decide."""
    return entry.standing is Standing.TO_REVIEW and is_in_locked_period(entry.change)


class SendDecisions:
    """Carries decisions out, says so in the strip, and takes them back from there."""

    def __init__(self, workplace: Workplace, work: Work, strip: UndoStrip) -> None:
        self._workplace = workplace
        self._work = work
        self._strip = strip

    def hold_back(self, entries: Sequence[ToSendEntry], parent: QWidget) -> None:
        """Ask for the reason, then keep these from being sent."""
        chosen = by_kind(entries)
        if chosen:
            words = _words_of(chosen)
            HoldBackDialog(f"Do not send {words}", lambda reason: self._hold(chosen, reason, words), parent).open()

    def retry(self, entries: Sequence[ToSendEntry]) -> None:
        """Let those that Xero refused go with the next sending."""
        chosen = by_kind([entry for entry in entries if entry.standing is Standing.FAILED])
        if chosen and self._each(lambda kind, ids: ledger.retry(self._workplace, kind, ids), chosen):
            self._strip.say(f"{_words_of(chosen)} can be sent again; what Xero said is set aside")

    def allow(self, entries: Sequence[ToSendEntry], parent: QWidget) -> None:
        """Ask why those of a locked period may be written into it, and allow it."""
        chosen = by_kind([entry for entry in entries if can_be_allowed(entry)])
        if chosen:
            words = _words_of(chosen)
            title = f"Send {words} into a locked period?"
            LockDialog(title, lambda reason: self._allow(chosen, reason, words), parent).open()

    def _allow(self, chosen: ByKind, reason: str, words: str) -> None:
        if self._each(lambda kind, ids: allow_in_locked_period(self._workplace, kind, ids, reason), chosen):
            self._strip.say(f"{words} may go into the locked period: {reason}")

    def _hold(self, chosen: ByKind, reason: str, words: str) -> None:
        if self._each(lambda kind, ids: ledger.hold_back(self._workplace, kind, ids, reason), chosen):
            self._strip.say(f"{words} will not be sent: {reason}", lambda: self._release(chosen))

    def _release(self, chosen: ByKind) -> None:
        self._each(lambda kind, ids: ledger.release(self._workplace, kind, ids), chosen)

    def _each(self, do: Callable[[RecordKind, list[int]], Changes], chosen: ByKind) -> bool:
        def job() -> Changes:
            changes = Changes()
            for kind, ids in chosen.items():
                changes |= do(kind, ids)
            return changes

        return self._work.now(job) is not None


def _words_of(chosen: ByKind) -> str:
    kinds = set(chosen)
    noun = next(iter(kinds)).noun if len(kinds) == 1 else "document" if kinds <= set(DOCUMENT_KINDS) else "record"
    return formats.count(sum(len(ids) for ids in chosen.values()), noun)
