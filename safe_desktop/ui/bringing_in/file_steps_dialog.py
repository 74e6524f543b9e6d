"""The three steps of bringing in a file: pick it, say what is in it, see what would come of it; then do it.

Knows how one goes forward and back, and what runs in the background; what is in a file and what comes of it, each
dialog says itself, and reading, deciding and writing are the engine's.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from safe_desktop.engine.control import Control
from safe_desktop.errors import InputError, SafeError
from safe_desktop.ui.bringing_in.import_columns_step import ColumnsStep
from safe_desktop.ui.bringing_in.import_pick_step import PickStep
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.controls import Button, Label
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.parts.progress import ProgressStrip
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.work import Lane, Task


class FileReport(Protocol):
    """What came of a file, or would come."""

    @property
    def file_name(self) -> str:
        """The name of the file."""

    @property
    def is_dry_run(self) -> bool:
        """Whether nothing is changed yet."""


L = TypeVar("L")
"""What looking at a file tells."""
R = TypeVar("R", bound=FileReport)


class FileStepsDialog(Dialog, Generic[L, R]):
    """A dialog calls `_begin_with` when its parts are made, and says what differs in the methods below it."""

    pick: PickStep
    columns: ColumnsStep

    def __init__(self, context: Context, title: str, parent: QWidget | None) -> None:
        super().__init__(title, parent, subtitle=" ", width=760)
        self._context = context
        self._path = Path()
        self._task: Task | None = None
        self._is_dry_run = True
        self.steps = QStackedWidget()
        self.strip = ProgressStrip()
        self.strip.cancel.hide()  # the dialog has its own
        self.problem = Label("", ink="red", wraps=True)
        self.problem.hide()

    def _begin_with(self, middle: QWidget, report: QWidget, size: tuple[int, int]) -> None:
        """Lay out the steps. `middle` is where a person says what is in the file; the columns are a part of it."""
        self._middle, self._last = middle, report
        for step in (self.pick, middle, report):
            self.steps.addWidget(step)
        self.form.addWidget(self.steps, 1)
        self.form.addWidget(self.problem)
        self.form.addWidget(self.strip)
        self.cancel = self.add_cancel()
        self.back = self.add_button("Back", self._go_back, "chevron-left")
        self.later = self.add_button("Close", self.accept)
        self.forward: Button = self.add_primary("Check the file", self._go_on)
        self.pick.picked.connect(self._on_pick_picked)
        self.columns.changed.connect(self._on_columns_changed)
        self.resize(*size)
        self._show_step(self.pick)

    # -- what each dialog says itself

    promise: str
    """What stands above the place to drop a file on."""
    next_words = ""
    """What there is to do when all is brought in; without it the dialog is only done."""

    def _examine(self, path: Path, control: Control) -> L:
        """What the file holds; on the worker's thread."""
        raise NotImplementedError

    def _show_look(self, look: L) -> str:
        """Fill the middle step; answer with the words about the file."""
        raise NotImplementedError

    def _job(self, path: Path, is_dry_run: bool) -> Callable[[Control], R]:
        """What the worker is to do, made from what the person said; InputError where something is missing."""
        raise NotImplementedError

    def _show_report(self, report: R) -> None:
        """Fill the last step."""
        raise NotImplementedError

    def _new_words(self) -> str:
        """What would be brought in, as "3 lines"; empty where it is nothing."""
        raise NotImplementedError

    def _go_further(self) -> None:
        """Do what `next_words` say."""

    # -- what one may do

    def look_at(self, path: Path) -> None:
        """Read what the file holds, and go on to what must be said about it."""
        self._path = path
        self._start(lambda control: self._examine(path, control), f"Looking at {path.name}", self._on_examined)

    def check(self) -> None:
        """See what would come of the import, without changing anything."""
        self._run(is_dry_run=True)

    def bring_in(self) -> None:
        """Import the file."""
        self._run(is_dry_run=False)

    def reject(self) -> None:
        """Leave; a job that is running is stopped first, and the book stays as it was."""
        if self._task is not None and not self._task.is_over:
            self._task.stop()
            return
        super().reject()

    # -- the background

    def _run(self, *, is_dry_run: bool) -> None:
        try:
            job = self._job(self._path, is_dry_run)
        except InputError as error:
            self._complain(str(error))
            return
        name = self._path.name
        self._start(job, f"Checking {name}" if is_dry_run else f"Importing {name}", self._on_reported)

    def _start(self, job: Callable[[Control], object], label: str, done: Callable[..., object]) -> None:
        work = self._context.work
        self._task = work.later(
            Lane.DISK, job, label=label, done=done, failed=self._on_failed, stopped=self._on_stopped
        )
        self._complain("")
        self._enable(False)
        self.strip.watch(self._task)

    def _end(self) -> None:
        self._task = None
        self._enable(True)
        # What was switched off while the file was read lost the keys to Cancel.
        (self.forward if self.forward.isVisible() else self.pick.choose).setFocus()

    def _enable(self, is_enabled: bool) -> None:
        for widget in (self.pick, self._middle, self.back, self.forward):
            widget.setEnabled(is_enabled)

    # -- steps

    def _go_back(self) -> None:
        self._complain("")
        self._show_step(self.pick if self.steps.currentWidget() is self._middle else self._middle)

    def _go_on(self) -> None:
        if self.steps.currentWidget() is self._middle:
            self.check()
        elif self._is_dry_run:
            self.bring_in()
        else:
            self.accept()
            self._go_further()

    def _show_step(self, step: QWidget) -> None:
        self.steps.setCurrentWidget(step)
        is_done = step is self._last and not self._is_dry_run
        self.back.setVisible(step is not self.pick and not is_done)
        self.forward.setVisible(step is not self.pick)
        self.cancel.setVisible(not is_done)
        self.later.setVisible(is_done and bool(self.next_words))
        new = self._new_words() if step is self._last else ""
        self.forward.setEnabled(step is not self._last or is_done or bool(new))
        if step is self.pick:
            self.subtitle.setText(self.promise)
        elif step is self._middle:
            self.forward.say("Check the file")
        elif is_done:
            self.forward.say(self.next_words or "Done")
        else:
            self.forward.say(f"Import {new}" if new else "Nothing to import")
        if self.forward.isVisible():
            self.forward.setFocus()
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        """Filters and words wrap, and Qt does not make a window higher for what wraps in it."""
        needed = self.column.totalHeightForWidth(self.width())
        if needed > self.height():
            self.resize(self.width(), needed)

    def _complain(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        QTimer.singleShot(0, self, self._grow)

    # -- what happens

    @Slot(str)
    def _on_pick_picked(self, name: str) -> None:
        self.look_at(Path(name))

    @Slot()
    def _on_columns_changed(self) -> None:
        self._complain("")

    @Slot(object)
    def _on_examined(self, look: L) -> None:
        self._end()
        self.subtitle.setText(self._show_look(look))
        self._show_step(self._middle)

    @Slot(object)
    def _on_reported(self, report: R) -> None:
        self._end()
        self._is_dry_run = report.is_dry_run
        self._show_report(report)
        dry = f"What would come of {report.file_name}. Nothing is changed yet."
        self.subtitle.setText(dry if report.is_dry_run else f"{report.file_name} is imported.")
        self._show_step(self._last)

    def _on_failed(self, error: SafeError) -> bool:
        self._end()
        self._complain(str(error))
        return True

    @Slot()
    def _on_stopped(self) -> None:
        self._end()
        self._complain("Stopped. Nothing was changed.")


def rows_words(file_name: str, row_count: int, notes: tuple[str, ...]) -> str:
    """What stands above the columns of a table: the file, how many rows, and what should be known of it."""
    return " ".join((f"{file_name}: {formats.count(row_count, 'row')}.", *notes))
