"""Brings in a file in three steps: pick it, say what its columns are, see what would come of it; then do it.

Knows the steps and what runs in the background; reading, deciding and writing are the engine's.
"""

from pathlib import Path

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from safe_desktop.engine.files.examining import Examined, examine
from safe_desktop.engine.files.import_columns import INVOICES
from safe_desktop.engine.files.import_report import ImportReport
from safe_desktop.engine.files.importing import run_import
from safe_desktop.errors import InputError, SafeError
from safe_desktop.ui.bringing_in.import_columns_step import ColumnsStep
from safe_desktop.ui.bringing_in.import_pick_step import PickStep, record_words
from safe_desktop.ui.bringing_in.import_report_step import ReportStep
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.controls import Button, Label
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.parts.progress import ProgressStrip
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.work import Lane, Task

_SIZE = (900, 700)


class ImportDialog(Dialog):
    """`kind` is customers, invoices or payments."""

    def __init__(self, context: Context, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(f"Import {kind}", parent, subtitle=" ", width=760)
        self._context, self._kind = context, kind
        self._path = Path()
        self._task: Task | None = None
        self.pick = PickStep(f"a file of {kind}", record_words(kind))
        self.columns = ColumnsStep(context.workplace.book, kind)
        self.report = ReportStep(context.preferences)
        self.steps = QStackedWidget()
        for step in (self.pick, self.columns, self.report):
            self.steps.addWidget(step)
        self.strip = ProgressStrip()
        self.strip.cancel.hide()  # the dialog has its own
        self.problem = Label("", ink="red", wraps=True)
        self.problem.hide()
        self.form.addWidget(self.steps, 1)
        self.form.addWidget(self.problem)
        self.form.addWidget(self.strip)
        self.cancel = self.add_cancel()
        self.back = self.add_button("Back", self._go_back, "chevron-left")
        self.forward: Button = self.add_primary("Check the file", self._go_on)
        self.pick.picked.connect(self._on_pick_picked)
        self.columns.changed.connect(self._on_columns_changed)
        self.resize(*_SIZE)
        self._show_step(self.pick)

    def look_at(self, path: Path) -> None:
        """Read what the file holds, and go on to its columns."""
        self._path = path
        workplace, kind = self._context.workplace, self._kind
        self._begin(
            self._context.work.later(
                Lane.DISK,
                lambda control: examine(workplace, kind, path, control=control),
                label=f"Looking at {path.name}",
                done=self._on_examined,
                failed=self._on_failed,
                stopped=self._on_stopped,
            )
        )

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

    # -- steps

    def _run(self, *, is_dry_run: bool) -> None:
        try:
            mapping = self.columns.mapping()
        except InputError as error:
            self._complain(str(error))
            return
        workplace, kind, path = self._context.workplace, self._kind, self._path
        self._begin(
            self._context.work.later(
                Lane.DISK,
                lambda control: run_import(workplace, control, kind, path, mapping, dry_run=is_dry_run),
                label=f"Checking {path.name}" if is_dry_run else f"Importing {path.name}",
                done=self._on_reported,
                failed=self._on_failed,
                stopped=self._on_stopped,
            )
        )

    def _begin(self, task: Task) -> None:
        self._task = task
        self._complain("")
        self.pick.setEnabled(False)
        self.columns.setEnabled(False)
        self.back.setEnabled(False)
        self.forward.setEnabled(False)
        self.strip.watch(task)
        QTimer.singleShot(0, self, self._grow)

    def _end(self) -> None:
        self._task = None
        self.pick.setEnabled(True)
        self.columns.setEnabled(True)
        self.back.setEnabled(True)
        self.forward.setEnabled(True)
        # What was switched off while the file was read lost the keys to Cancel.
        (self.forward if self.forward.isVisible() else self.pick.choose).setFocus()

    def _go_back(self) -> None:
        self._complain("")
        self._show_step(self.pick if self.steps.currentWidget() is self.columns else self.columns)

    def _go_on(self) -> None:
        if self.steps.currentWidget() is self.columns:
            self.check()
        elif self.report.is_dry_run:
            self.bring_in()
        else:
            self.accept()

    def _show_step(self, step: QWidget) -> None:
        self.steps.setCurrentWidget(step)
        self.back.setVisible(step is not self.pick and not (step is self.report and not self.report.is_dry_run))
        self.forward.setVisible(step is not self.pick)
        is_done = step is self.report and not self.report.is_dry_run
        self.cancel.setVisible(not is_done)
        self.forward.set_icon("")
        if step is self.pick:
            self.subtitle.setText("CSV or Excel, from any program. Nothing is changed before you have seen it.")
        elif step is self.columns:
            self.forward.say("Check the file")
        elif is_done:
            self.forward.say("Done")
        else:
            count = self.report.new_records
            noun = "document" if self._kind == INVOICES else self._kind.removesuffix("s")
            words = formats.count(count, noun)
            self.forward.say(f"Import {words}" if count else "Nothing to import")
            self.forward.setEnabled(bool(count))
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
    def _on_examined(self, examined: Examined) -> None:
        self._end()
        self.columns.show_file(examined)
        rows = formats.count(examined.row_count, "row")
        self.subtitle.setText(" ".join((f"{examined.file_name}: {rows}.", *examined.notes)))
        self._show_step(self.columns)

    @Slot(object)
    def _on_reported(self, report: ImportReport) -> None:
        self._end()
        self.report.show_report(report)
        self.subtitle.setText(_told(report))
        self._show_step(self.report)

    def _on_failed(self, error: SafeError) -> bool:
        self._end()
        self._complain(str(error))
        return True

    @Slot()
    def _on_stopped(self) -> None:
        self._end()
        self._complain("Stopped. Nothing was changed.")


def _told(report: ImportReport) -> str:
    if report.is_dry_run:
        return f"What would come of {report.file_name}. Nothing is changed yet."
    return f"{report.file_name} is imported."
