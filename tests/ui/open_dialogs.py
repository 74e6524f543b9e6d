"""Which of our problem dialogs are open; closes them, so that the next test begins without."""

from PySide6.QtWidgets import QApplication

from safe_desktop.ui.shell.problem_dialog import CrashDialog, ProblemDialog


def close_dialogs() -> list[type]:
    """The kinds of the dialogs that were open."""
    found: list[type] = []
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, (ProblemDialog, CrashDialog)) and widget.isVisible():
            found.append(type(widget))
            widget.reject()
    return found
