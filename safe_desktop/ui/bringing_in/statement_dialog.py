"""Brings in a bank statement in three steps: pick the file, say which account and columns, see what would come of it.

Knows the steps and what runs in the background; reading, deciding and writing are the engine's.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from safe_desktop.engine.files.import_columns import STATEMENTS
from safe_desktop.engine.files.statement_importing import (
    StatementLook,
    StatementOptions,
    examine_statement,
    import_statement,
)
from safe_desktop.engine.files.statement_report import StatementReport
from safe_desktop.engine.sample_statement import statement_path
from safe_desktop.errors import InputError, SafeError
from safe_desktop.ui.bringing_in.import_columns_step import ColumnsStep
from safe_desktop.ui.bringing_in.import_pick_step import PickStep
from safe_desktop.ui.bringing_in.statement_account import StatementAccount
from safe_desktop.ui.bringing_in.statement_report_step import StatementReportStep
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.controls import Button, Label
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.parts.progress import ProgressStrip
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.work import Lane, Task

_SIZE = (900, 680)
_TYPES = "Bank statements (*.csv *.xlsx *.ofx *.qfx *.xml *.txt *.tsv *.gz);;All files (*)"
_WORDS = ("CSV or Excel as the bank gives it, OFX, or CAMT.053.", "The same line is never taken twice.")


class StatementDialog(Dialog):
    """`match` is called at the end, where the person asks for it."""

    def __init__(self, context: Context, match: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__("Import a bank statement", parent, subtitle=" ", width=760)
        self._context, self._match = context, match
        self._path = Path()
        self._task: Task | None = None
        self._has_columns = False
        self.pick = PickStep("a bank statement", _WORDS, _TYPES)
        self._offer_practice()
        self.account = StatementAccount(context.workplace.book)
        self.columns = ColumnsStep(context.workplace.book, STATEMENTS)
        self.report = StatementReportStep(context.preferences)
        self.strip = ProgressStrip()
        self.strip.cancel.hide()  # the dialog has its own
        self.problem = Label("", ink="red", wraps=True)
        self.problem.hide()
        self._lay_out()
        self.cancel = self.add_cancel()
        self.back = self.add_button("Back", self._go_back, "chevron-left")
        self.later = self.add_button("Close", self.accept)
        self.forward: Button = self.add_primary("Check the file", self._go_on)
        self.pick.picked.connect(self._on_pick_picked)
        self.columns.changed.connect(self._on_columns_changed)
        self.resize(*_SIZE)
        self._show_step(self.pick)

    def look_at(self, path: Path) -> None:
        """Read what the file holds, and go on to what must be said about it."""
        self._path = path
        workplace = self._context.workplace
        self._begin(
            self._context.work.later(
                Lane.DISK,
                lambda control: examine_statement(workplace, path, control=control),
                label=f"Looking at {path.name}",
                done=self._on_examined,
                failed=self._on_failed,
                stopped=self._on_stopped,
            )
        )

    def check(self) -> None:
        """See what would come of it, without changing anything."""
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

    def _offer_practice(self) -> None:
        """To practise, a statement lies ready."""
        path = statement_path(self._context.workplace.home)
        if self._context.workplace.home.is_practice and path.exists():
            self.pick.offer("Take the one to practise with", path)

    def _lay_out(self) -> None:
        self._middle = QWidget()
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.account)
        column.addWidget(self.columns, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)
        self.steps = QStackedWidget()
        for step in (self.pick, self._middle, self.report):
            self.steps.addWidget(step)
        self.form.addWidget(self.steps, 1)
        self.form.addWidget(self.problem)
        self.form.addWidget(self.strip)

    def _run(self, *, is_dry_run: bool) -> None:
        try:
            mapping = self.columns.mapping() if self._has_columns else None
        except InputError as error:
            self._complain(str(error))
            return
        options = StatementOptions(self.account.code(), mapping, is_dry_run)
        workplace, path = self._context.workplace, self._path
        self._begin(
            self._context.work.later(
                Lane.DISK,
                lambda control: import_statement(workplace, path, options, control),
                label=f"Checking {path.name}" if is_dry_run else f"Importing {path.name}",
                done=self._on_reported,
                failed=self._on_failed,
                stopped=self._on_stopped,
            )
        )

    def _begin(self, task: Task) -> None:
        self._task = task
        self._complain("")
        self._enable(False)
        self.strip.watch(task)
        QTimer.singleShot(0, self, self._grow)

    def _end(self) -> None:
        self._task = None
        self._enable(True)
        # What was switched off while the file was read lost the keys to Cancel.
        (self.forward if self.forward.isVisible() else self.pick.choose).setFocus()

    def _enable(self, is_enabled: bool) -> None:
        for widget in (self.pick, self._middle, self.back, self.forward):
            widget.setEnabled(is_enabled)

    def _go_back(self) -> None:
        self._complain("")
        self._show_step(self.pick if self.steps.currentWidget() is self._middle else self._middle)

    def _go_on(self) -> None:
        if self.steps.currentWidget() is self._middle:
            self.check()
        elif self.report.is_dry_run:
            self.bring_in()
        else:
            self.accept()
            self._match()

    def _show_step(self, step: QWidget) -> None:
        self.steps.setCurrentWidget(step)
        is_done = step is self.report and not self.report.is_dry_run
        self.back.setVisible(step is not self.pick and not is_done)
        self.forward.setVisible(step is not self.pick)
        self.cancel.setVisible(not is_done)
        self.later.setVisible(is_done)
        if step is self.pick:
            self.subtitle.setText("Nothing is changed before you have seen it.")
        elif step is self._middle:
            self.forward.say("Check the file")
        elif is_done:
            self.forward.say("Match now")
        else:
            words = formats.count(self.report.new, "line")
            self.forward.say(f"Import {words}" if self.report.new else "Nothing to import")
            self.forward.setEnabled(bool(self.report.new))
        if self.forward.isVisible():
            self.forward.setFocus()
        QTimer.singleShot(0, self, self._grow)

    def _grow(self) -> None:
        """Words wrap, and Qt does not make a window higher for what wraps in it."""
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
    def _on_examined(self, look: StatementLook) -> None:
        self._end()
        self.account.show_look(look)
        self._has_columns = look.table is not None
        self.columns.setVisible(self._has_columns)
        self._rest.setVisible(not self._has_columns)
        if look.table is not None:
            self.columns.show_file(look.table)
            rows = formats.count(look.table.row_count, "row")
            self.subtitle.setText(" ".join((f"{look.file_name}: {rows}.", *look.table.notes)))
        else:
            self.subtitle.setText(look.file_name)
        self._show_step(self._middle)

    @Slot(object)
    def _on_reported(self, report: StatementReport) -> None:
        self._end()
        self.report.show_report(report)
        dry = f"What would come of {report.file_name}. Nothing is changed yet."
        self.subtitle.setText(dry if report.is_dry_run else f"{report.file_name} is imported.")
        self._show_step(self.report)

    def _on_failed(self, error: SafeError) -> bool:
        self._end()
        self._complain(str(error))
        return True

    @Slot()
    def _on_stopped(self) -> None:
        self._end()
        self._complain("Stopped. Nothing was changed.")
