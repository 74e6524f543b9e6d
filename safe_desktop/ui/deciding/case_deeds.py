"""What is done about the case that is shown: accept, put off, set aside, put together otherwise, take back.

Asks where something must be typed and calls the engine through the work door; shows nothing of the case itself.
"""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from safe_desktop.domain.mismatch import WayOut
from safe_desktop.engine.control import Control
from safe_desktop.engine.deciding.reopening import reopen
from safe_desktop.engine.matching.accepting import AllCertain, Decided, accept, undo_decision
from safe_desktop.engine.matching.accepting_all import accept_all_certain
from safe_desktop.engine.matching.choices import Choice, later, set_aside
from safe_desktop.engine.matching.desk_history import decisions
from safe_desktop.engine.matching.desk_values import CaseDetail, CaseKind
from safe_desktop.engine.matching.matching_run import MatchReport, match_all
from safe_desktop.engine.showing.lists import MismatchEntry, mismatches
from safe_desktop.ui.deciding import desk_keys
from safe_desktop.ui.deciding.case_pane import ShownCase
from safe_desktop.ui.deciding.desk_settling import DeskSettling
from safe_desktop.ui.deciding.history_dialog import HistoryDialog
from safe_desktop.ui.deciding.note_dialog import NoteDialog
from safe_desktop.ui.deciding.own_choices import OwnChoices
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.parts.progress import ProgressStrip
from safe_desktop.ui.parts.undo_strip import UndoStrip
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.work import Lane

_NO_UNDO = "Nothing of this session is left to undo. H shows all decisions."
_MOST_REFUSED = 3
_DECISION, _MISMATCH = "decision", "mismatch"


class Sight(Protocol):
    """What the deeds need of the sight they are done in."""

    told: UndoStrip
    progress: ProgressStrip

    def settled(self, key: str) -> None: ...

    def expect_change(self) -> None: ...

    def is_unseen(self) -> bool: ...

    @property
    def shown(self) -> ShownCase | None: ...

    def offer(self, choice: Choice) -> None: ...

    def show_case(self, key: str) -> bool: ...

    def certain_count(self) -> int: ...

    def window(self) -> QWidget: ...


class CaseDeeds:
    """Each deed by its name; `undo` takes back any decision."""

    def __init__(self, context: Context, sight: Sight) -> None:
        self._context, self._sight = context, sight
        self._settling = DeskSettling(context.workplace, context.work, sight.told, sight.progress)
        self._own = OwnChoices(context, sight, self.match_again)
        self._undoings: list[tuple[str, int]] = []
        self._is_waiting = False

    def by_name(self) -> dict[str, Callable[[], object]]:
        """What each deed is called, and what does it."""
        return {
            desk_keys.ACCEPT: self.accept,
            desk_keys.LATER: self.ask_later,
            desk_keys.SET_ASIDE: self.set_aside,
            desk_keys.UNDO: self.undo_last,
            desk_keys.HISTORY: self.show_history,
            desk_keys.ALL_CERTAIN: self.accept_all_certain,
            desk_keys.MATCH: self.match_again,
            **self._own.by_name(),
        }

    # -- deciding

    def accept(self) -> None:
        """Do what is chosen, and go on to the next case."""
        shown = self._sight.shown
        if shown is None or self._sight.is_unseen():
            return
        chosen = shown.chosen
        if chosen is None or (chosen.choice is None and chosen.way is None):
            self._own.find()
        elif chosen.choice is not None:
            self._decide(shown.detail, chosen.choice)
        else:
            self._settle(shown)

    def ask_later(self) -> None:
        """Put the case off, with a note about what is waited for; about a mismatch the client is asked."""
        detail = self._receipt()
        if detail is None:
            self._ask_client()
            return
        NoteDialog(
            "Ask later",
            f"{formats.money(detail.amount)} stays on the desk with your note, after all others."
            if detail.amount
            else "",
            "What do you wait for?",
            "Ask later",
            lambda note: self._decide(detail, later(note)),
            self._sight.window(),
            note=detail.note,
            needs_words=True,
        ).open()

    def set_aside(self) -> None:
        """Say that it is no customer's money."""
        detail = self._receipt()
        if detail is None:
            return
        NoteDialog(
            "Not a customer’s money?",
            "It leaves the desk and settles nothing; “Decisions” brings it back.",
            "Why (if you like)",
            "Set aside",
            lambda note: self._decide(detail, set_aside(note)),
            self._sight.window(),
        ).open()

    def _decide(self, detail: CaseDetail, choice: Choice) -> None:
        workplace = self._context.workplace

        def tell(decided: Decided) -> None:
            self._undoings.append((_DECISION, decided.decision_id))
            self._sight.told.say(decided.words, partial(self.undo, decided.decision_id))
            self._sight.settled(detail.key)

        work = self._context.work
        self._sight.expect_change()
        if not work.is_busy():
            work.now(lambda: accept(workplace, detail.record_id, choice), done=tell)
        elif not self._is_waiting:
            # A job may hold the book for long: the window must not wait for it, and one key is one decision.
            self._is_waiting = True
            task = work.later(Lane.LOOK, lambda _control: accept(workplace, detail.record_id, choice), done=tell)
            task.ended.connect(self._on_decided)

    def _on_decided(self) -> None:
        self._is_waiting = False

    def _settle(self, shown: ShownCase) -> None:
        chosen, entries = shown.chosen, self._entries(shown)
        if chosen is None or chosen.way is None or not entries:
            return
        if chosen.way is WayOut.ASK_CLIENT:
            self._ask_client()
            return

        def done() -> None:
            self._undoings.append((_MISMATCH, shown.detail.record_id))
            self._sight.settled(shown.detail.key)

        self._sight.expect_change()
        self._settling.settle(entries, chosen.way, self._sight.window(), done)

    def _ask_client(self) -> None:
        shown = self._sight.shown
        if shown is not None and (entries := self._entries(shown)):
            self._sight.expect_change()
            self._settling.ask_client(entries, self._sight.window(), partial(self._sight.settled, shown.detail.key))

    def _entries(self, shown: ShownCase) -> list[MismatchEntry]:
        if shown.detail.kind is CaseKind.RECEIPT:
            return []
        return mismatches(self._context.workplace.book).entries([shown.detail.record_id])

    def _receipt(self) -> CaseDetail | None:
        shown = self._sight.shown
        return shown.detail if shown is not None and shown.detail.kind is CaseKind.RECEIPT else None

    # -- many at once

    def accept_all_certain(self) -> None:
        """Accept every receipt whose proposal is certain, after one question that says how many."""
        count = self._sight.certain_count()
        if not count:
            self._sight.told.hint("Nothing on the desk is certain: each waits for your decision.")
            return
        Question(
            f"Accept {formats.count(count, 'receipt that is certain', 'receipts that are certain')}?",
            "Each is settled as it is proposed, and each can be undone.",
            "Accept all",
            self._accept_them,
            self._sight.window(),
        ).open()

    def _accept_them(self) -> None:
        workplace = self._context.workplace
        self._sight.expect_change()

        def job(control: Control) -> AllCertain:
            return accept_all_certain(workplace, control)

        task = self._context.work.later(Lane.DISK, job, label="Settling what is certain", done=self._tell_accepted)
        self._sight.progress.watch(task)

    def _tell_accepted(self, done: AllCertain) -> None:
        self._undoings += [(_DECISION, one.decision_id) for one in done.settled]
        words = f"{formats.count(len(done.settled), 'receipt')} settled"
        if done.refused:
            why = "; ".join(reason for _, reason in done.refused[:_MOST_REFUSED])
            words = f"{words}, {formats.number(len(done.refused))} could not be: {why}"
        self._sight.told.say(words)

    def match_again(self) -> None:
        """Lay all that waits beside all that is open once more."""
        workplace = self._context.workplace
        self._sight.expect_change()

        def job(control: Control) -> MatchReport:
            return match_all(workplace, control)

        task = self._context.work.later(Lane.DISK, job, label="Matching", done=self._tell_matched)
        self._sight.progress.watch(task)

    def _tell_matched(self, report: MatchReport) -> None:
        self._sight.told.say(report.words)

    # -- taking back

    def undo(self, decision_id: int) -> bool:
        """Take back a decision; whether it could be."""
        workplace = self._context.workplace
        self._sight.expect_change()
        undone = self._context.work.now(lambda: undo_decision(workplace, decision_id))
        if undone is None:
            return False
        self._undoings = [one for one in self._undoings if one != (_DECISION, decision_id)]
        self._sight.told.say(undone.words)
        self._sight.show_case(f"r{undone.receipt_id}")
        return True

    def undo_last(self) -> None:
        """Take back what was decided last in this session; the list of all decisions has the earlier ones."""
        if not self._undoings:
            self._sight.told.hint(_NO_UNDO)
            return
        kind, number = self._undoings[-1]
        if kind == _DECISION:
            self.undo(number)
            return
        # A way out that cannot be undone is said once, and does not stand before what can.
        self._undoings.pop()
        self._sight.expect_change()
        if self._context.work.now(lambda: reopen(self._context.workplace, number)) is not None:
            self._sight.told.say("Undone: it waits again.")
            self._sight.show_case(f"m{number}")

    def show_history(self) -> None:
        """Show all decisions; any can be taken back from there."""
        context = self._context
        HistoryDialog(lambda: decisions(context.workplace), self.undo, context.preferences, self._sight.window()).open()
