"""Carries out the way out that was chosen, for one mismatch or many; asks first only where something is undone.

Knows the desk's engine functions and the words for what they do.
"""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from safe_desktop.domain.mismatch import WayOut
from safe_desktop.engine.changes import Changes
from safe_desktop.engine.deciding.desk import settle_many
from safe_desktop.engine.showing.lists import MismatchEntry
from safe_desktop.engine.workplace import Workplace
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

    def settle(self, entries: Sequence[MismatchEntry], way: WayOut, parent: QWidget) -> None:
        """Settle these in one way, after a question where a document or payment is undone by it."""
        fitting = [entry for entry in entries if way in entry.ways]
        if not fitting:
            return
        if way not in _ASKED_FIRST:
            self._carry_out(fitting, way)
            return
        many = "" if len(fitting) == 1 else f" That is {formats.count(len(fitting), 'record')}."
        Question(
            f"{way.label}: {_words_of(fitting)}?",
            f"{way.meaning}{many}",
            way.label,
            lambda: self._carry_out(fitting, way),
            parent,
        ).open()

    def _carry_out(self, entries: Sequence[MismatchEntry], way: WayOut) -> None:
        ids = [entry.id for entry in entries]
        words = f"{_words_of(entries)} settled, {way.label}: {way.meaning}"
        if len(ids) <= _AT_ONCE:
            if self._work.now(lambda: settle_many(self._workplace, ids, way)) is not None:
                self._told.say(words)
            return

        def tell(_changes: Changes) -> None:
            self._told.say(words)

        task = self._work.later(
            Lane.DISK,
            lambda _control: settle_many(self._workplace, ids, way),
            label=f"Settling {len(ids):,}",
            done=tell,
        )
        self._progress.watch(task)


def _words_of(entries: Sequence[MismatchEntry]) -> str:
    return entries[0].label if len(entries) == 1 else formats.count(len(entries), "mismatch", "mismatches")
