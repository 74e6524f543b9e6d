"""Asks a person why records may be written into a locked period, in their own words: that is never a habit to click.

Knows words only; what is allowed, and that it is noted, is the engine's.
"""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.dialog import Dialog, fit_height
from safe_desktop.ui.parts.field import Field

_LOCKED = "in a period that is locked until"
_LEAST = 5
_WORDS = (
    "The period was locked in Xero so that nobody changes it by mistake. Allowed here, the record goes with the next "
    "sync; Xero still has the last word. The decision and its reason are kept in the activity record."
)


def is_in_locked_period(reason: str) -> bool:
    """Whether a record waits only because its period is locked, about which a person can decide."""
    return _LOCKED in reason


class LockDialog(Dialog):
    """One field for the reason; `answered` gets it."""

    def __init__(self, title: str, answered: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(title, parent, subtitle=_WORDS, width=480)
        self._answered = answered
        self.reason = QLineEdit()
        self.reason.setFont(fonts.font())
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText("For example: agreed with the accountant on the telephone")
        self._field = Field("Why, in your words", self.reason)
        self.form.addWidget(self._field)
        self.add_cancel()
        self.add_primary("Allow", self._on_primary, "lock")
        self.reason.setFocus()
        QTimer.singleShot(0, self, lambda: fit_height(self))

    def _on_primary(self) -> None:
        reason = self.reason.text().strip()
        if len(reason) < _LEAST:
            self._field.complain("Say why: whoever closes the books will ask.")
            return
        self.accept()
        self._answered(reason)
