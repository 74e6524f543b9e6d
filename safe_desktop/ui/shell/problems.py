"""The one door for errors: known ones in three sentences, unknown ones as a report to copy. Plain text only.

Knows the error tree; decides nothing about what to do next, that is the remedy's sentence.
"""

import traceback

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from safe_desktop.errors import Cancelled, SafeError
from safe_desktop.ui.shell.crash_report import report_of
from safe_desktop.ui.shell.problem_dialog import CrashDialog, ProblemDialog


class Problems(QObject):
    """Shows problems over the active window, one dialog at a time for the same words."""

    shown = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._open: dict[str, QDialog] = {}

    def show(self, problem: SafeError, parent: QWidget | None = None) -> None:
        """Tell what happened and what can be done; returns at once."""
        self.shown.emit(problem)
        words = str(problem)
        if words in self._open:
            self._open[words].raise_()
            return
        self._present(words, ProblemDialog(problem, parent or QApplication.activeWindow()))

    def crashed(self, error: BaseException) -> None:
        """Tell that something went wrong that should not, with a report that holds no secret."""
        if isinstance(error, (Cancelled, KeyboardInterrupt)):
            return
        traceback.print_exception(error)
        self.shown.emit(error)
        key = f"{type(error).__name__}: {error}"
        if key not in self._open:
            self._present(key, CrashDialog(report_of(error), QApplication.activeWindow()))

    def _present(self, key: str, dialog: QDialog) -> None:
        self._open[key] = dialog
        dialog.finished.connect(lambda _code: self._open.pop(key, None))
        dialog.open()
