"""Watches whether the first comparison waits for a person, and says it in words. Knows no page.

Comparing thousands of names takes a moment, so it is done off the main thread and only while the comparison is open.
"""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from safe_desktop.engine.changes import CONNECTION, CUSTOMERS, DOCUMENTS, RUNS, SETTINGS, Changes
from safe_desktop.engine.deciding.likely_doubles import compared, is_open
from safe_desktop.engine.workplace import Workplace
from safe_desktop.ui.look import formats
from safe_desktop.ui.shell.work import Lane, Task, Work

_TOUCHES = (CONNECTION, CUSTOMERS, DOCUMENTS, RUNS, SETTINGS)
_PAUSE_MS = 300
"""Several changes that come together are looked at once."""


class ComparisonWatch(QObject):
    """`words` is empty unless something here may be in Xero already and nobody has answered yet."""

    changed = Signal()

    def __init__(self, workplace: Workplace, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self.words = ""
        self._workplace, self._work = workplace, work
        self._task: Task | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_timeout)
        work.changed.connect(self._on_work_changed)

    def look(self) -> None:
        """Find out anew."""
        if is_open(self._workplace.book):
            self._pause.start()
        else:
            self._pause.stop()
            self._say("")

    @Slot(object)
    def _on_work_changed(self, changes: Changes) -> None:
        if changes.touches(*_TOUCHES):
            self.look()

    @Slot()
    def _on_pause_timeout(self) -> None:
        if self._task is not None and not self._task.is_over:
            self._task.stop()
        book = self._workplace.book

        def job(_control: object) -> str:
            found = compared(book)
            return waiting_words(len(found.pairs), len(found.documents)) if found.is_open else ""

        self._task = self._work.later(Lane.DISK, job, label="Comparing both lists", done=self._say)

    def _say(self, words: str) -> None:
        if words != self.words:
            self.words = words
            self.changed.emit()


def waiting_words(customers: int, documents: int) -> str:
    """What waits, in a sentence; empty where nothing does."""
    parts = [formats.count(customers, "customer")] if customers else []
    parts += [formats.count(documents, "document")] if documents else []
    return (
        f"{' and '.join(parts)} of this book may be in Xero already. Nothing is sent before you looked."
        if parts
        else ""
    )
