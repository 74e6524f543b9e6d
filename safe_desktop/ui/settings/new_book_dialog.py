"""Asks for the name of a new book."""

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.parts.field import Field


class NewBookDialog(Dialog):
    """One field; `make` answers what is wrong with the name, or an empty text when the book is made."""

    def __init__(self, make: Callable[[str], str], parent: QWidget) -> None:
        words = "A book holds the customers, invoices and payments of one business. It is a file on this computer."
        super().__init__("New book", parent, subtitle=words, width=440)
        self._make = make
        self.name = QLineEdit()
        self.field = Field("Name of the business", self.name, "Letters and digits, 80 at most")
        self.form.addWidget(self.field)
        self.add_cancel()
        self.add_primary("Make the book", self._on_make)
        self.name.setFocus()

    def _on_make(self) -> None:
        problem = self._make(self.name.text().strip())
        if problem:
            self.field.complain(problem)
        else:
            self.accept()
