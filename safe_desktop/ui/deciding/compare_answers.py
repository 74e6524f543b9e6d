"""What a person answers in the comparison: the same, not the same, take in, skip; and the words that say it was done.

Knows the engine's functions and rows of the comparison; which rows are meant is the page's.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from safe_desktop.engine.changes import Changes
from safe_desktop.engine.deciding import first_comparison
from safe_desktop.engine.deciding.taking_in import TakenIn
from safe_desktop.ui.deciding.compare_panel import AnyRow
from safe_desktop.ui.deciding.compare_rows import DocumentRow, PairRow, ThereRow
from safe_desktop.ui.deciding.compare_taking import LeftOutDialog, take_in, taken_words
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.parts.progress import ProgressStrip
from safe_desktop.ui.parts.undo_strip import UndoStrip
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.work import Lane


class CompareAnswers(QObject):
    """Carries answers out and says so in the strip."""

    def __init__(self, context: Context, told: UndoStrip, progress: ProgressStrip, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self._told, self._progress = told, progress

    def link(self, rows: Sequence[AnyRow]) -> None:
        """Each pair is one."""
        workplace = self._context.workplace
        pairs = [one.pair for one in rows if isinstance(one, PairRow)]
        documents = [one.pair for one in rows if isinstance(one, DocumentRow)]
        if pairs:
            words = f"{formats.count(len(pairs), 'customer is', 'customers are')} linked; no second contact is made"
            self._answer(lambda: first_comparison.accept(workplace, pairs), words)
        if documents:
            words = f"{formats.count(len(documents), 'document is', 'documents are')} linked, with Xero’s payments"
            self._answer(lambda: first_comparison.accept_documents(workplace, documents), words)

    def part(self, rows: Sequence[AnyRow]) -> None:
        """Each pair is two, for good."""
        workplace = self._context.workplace
        pairs = [one.pair for one in rows if isinstance(one, PairRow)]
        documents = [one.pair for one in rows if isinstance(one, DocumentRow)]
        count = len(pairs) + len(documents)
        words = f"{formats.count(count, 'pair stays', 'pairs stay')} apart and will not be asked about again"
        if pairs:
            self._answer(lambda: first_comparison.refuse(workplace, pairs), words)
        if documents:
            self._answer(lambda: first_comparison.refuse_documents(workplace, documents), words)

    def take_in(self, rows: Sequence[ThereRow]) -> None:
        """These of Xero's records become records of the book."""
        workplace = self._context.workplace
        task = self._context.work.later(
            Lane.DISK,
            lambda control: take_in(workplace, control, rows),
            label=f"Taking in {formats.count(len(rows), 'record')}",
            done=self._on_taken_in,
        )
        self._progress.watch(task)

    def ask_skip(self, alike: int) -> None:
        """Say what skipping means, and skip."""
        Question(
            "Skip the comparison?",
            f"{formats.count(alike, 'pair then counts', 'pairs then count')} as different: the next sync makes each "
            "customer and document of this book anew in Xero. Doubles there can be merged only by hand, in Xero. "
            "You can compare again at any time, from Settings.",
            "Skip",
            self._skip,
            self._page.window(),
            no="Keep comparing",
            is_danger=True,
        ).open()

    def _skip(self) -> None:
        workplace = self._context.workplace
        self._answer(lambda: first_comparison.skip(workplace), "Skipped: the next sync sends what is ready")

    def _answer(self, job: Callable[[], Changes], words: str) -> None:
        self._context.work.now(job, done=lambda _changes: self._told.say(words))

    def _on_taken_in(self, taken: TakenIn) -> None:
        self._told.say(taken_words(taken))
        if taken.left_out:
            LeftOutDialog(taken, self._context.preferences, self._page.window()).open()
