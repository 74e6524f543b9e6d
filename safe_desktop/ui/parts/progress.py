"""How a long job is watched: a strip for a page or a small dialog, both with words, a bar and Cancel.

Knows a `Task` of `work`; never calls into the job and never pumps events.
"""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.parts.controls import Button, Label
from safe_desktop.ui.shell.work import Task


class ProgressStrip(QFrame):
    """One line: what is going on, how far it is, and the way to stop it. Hidden while there is nothing to watch."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "well")
        self._task: Task | None = None
        self._words = Label("", elides=True)
        self._far = Label("", fonts.Size.SECOND, ink="muted", is_figures=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(180)
        self.cancel = Button("Cancel", is_small=True, pressed=self._on_cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        row.setSpacing(12)
        row.addWidget(self._words, 1)
        row.addWidget(self._far)
        row.addWidget(self._bar)
        row.addWidget(self.cancel)
        self.hide()

    def watch(self, task: Task) -> None:
        """Show this job until it is over."""
        self._task = task
        self._words.setText(task.label or "Working")
        self._far.setText("")
        self._bar.setRange(0, 0)
        self.cancel.setEnabled(True)
        self.cancel.say("Cancel")
        task.progressed.connect(self._on_task_progressed)
        task.ended.connect(self._on_task_ended)
        self.setVisible(not task.is_over)

    @Slot(int, int, str)
    def _on_task_progressed(self, done: int, total: int, words: str) -> None:
        if self.sender() not in (self._task, None):
            return
        self._words.setText(words or (self._task.label if self._task else ""))
        self._bar.setRange(0, max(total, 0))
        self._bar.setValue(done)
        self._far.setText(f"{formats.number(done)} of {formats.number(total)}" if total > 0 else "")

    @Slot()
    def _on_task_ended(self) -> None:
        if self._task is None or self._task.is_over:
            self._task = None
            self.hide()

    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.stop()
            self.cancel.setEnabled(False)
            self.cancel.say("Stopping")


class ProgressDialog(QDialog):
    """A dialog around the strip, for jobs that the person waits for; closes by itself."""

    def __init__(self, task: Task, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(520)
        self.strip = ProgressStrip()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(Label(title, fonts.Size.CARD_TITLE, fonts.SEMI_BOLD))
        column.addWidget(self.strip)
        self.strip.watch(task)
        task.ended.connect(self._on_task_ended)

    @Slot()
    def _on_task_ended(self) -> None:
        super().accept()

    def reject(self) -> None:
        """Closing it or pressing Escape asks the job to stop; the dialog goes when the job has."""
        self.strip._on_cancel()
