"""Asks for one line: what is waited for, or why money is no customer's. Enter keeps it and goes on."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.parts.field import Field

_LONGEST = 500


class NoteDialog(Dialog):
    """`answered` gets the note; with `needs_words` an empty one is not taken."""

    def __init__(
        self,
        title: str,
        detail: str,
        label: str,
        yes: str,
        answered: Callable[[str], object],
        parent: QWidget | None = None,
        *,
        note: str = "",
        needs_words: bool = False,
    ) -> None:
        super().__init__(title, parent, subtitle=detail, width=480)
        self._answered, self._needs_words = answered, needs_words
        self.note = QLineEdit(note)
        self.note.setFont(fonts.font())
        self.note.setMaxLength(_LONGEST)
        self.field = Field(label, self.note)
        self.form.addWidget(self.field)
        self.add_cancel()
        self.add_primary(yes, self._on_yes)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self.note, self.note.setFocus)

    def _on_yes(self) -> None:
        words = " ".join(self.note.text().split())
        if self._needs_words and not words:
            self.field.complain("Write a few words, so that you know later what is waited for.")
            return
        self.accept()
        self._answered(words)
