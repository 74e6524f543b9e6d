"""Carries out the way out that was chosen, for one mismatch or many; asks first only where something is undone.

Knows the desk's engine functions and the words for what they do.
"""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from safe_desktop.domain.mismatch import WayOut, button_words
from safe_desktop.engine.changes import Changes
from safe_desktop.engine.deciding.desk import settle, settle_many
from safe_desktop.engine.deciding.reopening import reopen
from safe_desktop.engine.showing.lists import MismatchEntry
from safe_desktop.engine.workplace import Workplace
from safe_desktop.ui.deciding.note_dialog import NoteDialog
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.parts.progress import ProgressStrip
from safe_desktop.ui.parts.undo_strip import UndoStrip
from safe_desktop.ui.shell.work import Lane, Work

_ASKED_FIRST = frozenset({WayOut.VOID_OURS, WayOut.TAKE_BACK})
_AT_ONCE = 20
"""More than these are settled in the background, so that the window does not wait."""


class DeskSettling:
    """All of the chosen are settled or none; a problem says which one stood in the way."""

    def __init__(self, workplace: Workplace, work: Work, told: UndoStrip, progress: ProgressStrip) -> None:
        self._workplace = workplace
        self._work = work
        self._told = told
        self._progress = progress
        self._is_waiting = False
        self._settled: list[int] = []

    def settle(
        self,
        entries: Sequence[MismatchEntry],
        way: WayOut,
        parent: QWidget,
        done: Callable[[], object] = lambda: None,
    ) -> None:
        """Settle these in one way, after a question where a document or payment is undone by it; then `done`."""
        fitting = [entry for entry in entries if way in entry.ways]
        if not fitting:
            return
        if way not in _ASKED_FIRST:
            self._carry_out(fitting, way, done)
            return
        many = "" if len(fitting) == 1 else f" That is {formats.count(len(fitting), 'record')}."
        Question(
            f"{way.label}: {_words_of(fitting)}?",
            f"{way.meaning}{many}",
            way.label,
            lambda: self._carry_out(fitting, way, done),
            parent,
        ).open()

    def undo_last(self) -> None:
        """Bring back what was settled last from here."""
        ids, self._settled = self._settled, []
        if not ids:
            self._told.say("Nothing that was settled here is left to undo.")
        elif self._work.now(lambda: reopen(self._workplace, *ids)) is not None:
            self._told.say(f"Undone: {formats.count(len(ids), 'mismatch waits', 'mismatches wait')} again.")

    def ask_client(
        self, entries: Sequence[MismatchEntry], parent: QWidget, done: Callable[[], object] = lambda: None
    ) -> None:
        """Put these off until the client has answered; asks what the client is asked."""
        NoteDialog(
            f"Ask the client about {_words_of(entries)}",
            WayOut.ASK_CLIENT.meaning,
            "What do you ask?",
            WayOut.ASK_CLIENT.label,
            lambda note: self._ask(entries, note, done),
            parent,
            needs_words=True,
        ).open()

    def _ask(self, entries: Sequence[MismatchEntry], note: str, done: Callable[[], object]) -> None:
        def ask() -> Changes:
            changes = Changes()
            for entry in entries:
                changes |= settle(self._workplace, entry.id, WayOut.ASK_CLIENT, note)
            return changes

        self._do(ask, f"{_words_of(entries)} waits for the client: {note}", done)

    def _carry_out(self, entries: Sequence[MismatchEntry], way: WayOut, done: Callable[[], object]) -> None:
        ids = [entry.id for entry in entries]
        done_by = button_words(way, entries[0].apart if len(entries) == 1 else None)
        words = f"{_words_of(entries)} settled, {done_by}: {way.outcome}"

        def settled() -> None:
            self._settled = ids
            done()

        self._do(lambda: settle_many(self._workplace, ids, way), words, settled, len(ids))

    def _do(self, job: Callable[[], Changes], words: str, done: Callable[[], object], number: int = 1) -> None:
        """At once where that takes no time, else beside the window."""

        def tell(_changes: Changes) -> None:
            self._told.say(words)
            done()

        is_many = number > _AT_ONCE
        if not is_many and not self._work.is_busy():
            self._work.now(job, done=tell)
        elif is_many or not self._is_waiting:
            # A job may hold the book for long; one key is one decision.
            self._is_waiting = True
            lane = Lane.DISK if is_many else Lane.LOOK
            task = self._work.later(lane, lambda _control: job(), label=f"Settling {number:,}", done=tell)
            task.ended.connect(self._on_ended)
            if is_many:
                self._progress.watch(task)

    def _on_ended(self) -> None:
        self._is_waiting = False


def _words_of(entries: Sequence[MismatchEntry]) -> str:
    return entries[0].label if len(entries) == 1 else formats.count(len(entries), "mismatch", "mismatches")
