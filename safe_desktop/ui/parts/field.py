"""One field of a form: its label above, the widget, and under it a hint or what is wrong with it."""

from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from safe_desktop.ui.look import fonts
from safe_desktop.ui.look.formats import visible
from safe_desktop.ui.parts.controls import Label

HEIGHT = 34
"""Of every field of one line."""


class Field(QWidget):
    """Wraps any input widget; the label is its name for the screen reader and Alt-key. `beside` stands at its right."""

    def __init__(self, label: str, widget: QWidget, hint: str = "", beside: QWidget | None = None) -> None:
        super().__init__()
        self.widget = widget
        self._hint = hint
        self._name = visible(label)
        title = Label(label, fonts.Size.SECOND, fonts.MEDIUM, "muted")
        title.setBuddy(widget)
        widget.setAccessibleName(self._name)
        if isinstance(widget, (QLineEdit, QComboBox, QAbstractSpinBox)):
            widget.setFixedHeight(HEIGHT)  # the style gives each sort another one, and rows would not line up
        self._under = Label(hint, fonts.Size.SMALL, ink="muted", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(title)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(widget, 1)
        if beside is not None:
            row.addWidget(beside)
        column.addLayout(row)
        column.addWidget(self._under)
        self._under.setVisible(bool(hint))
        column.addStretch()

    def hint(self, words: str) -> None:
        """Say something quietly under the field; a complaint stands before it."""
        self._hint = words
        if not self.widget.property("has_error"):
            self._under.setText(words)
            self._under.setVisible(bool(words))

    def complain(self, words: str) -> None:
        """Say under the field what is wrong; empty words take it back."""
        self._under.setText(words or self._hint)
        self._under.set_ink("red" if words else "muted")
        self._under.setVisible(bool(words or self._hint))
        self.widget.setProperty("has_error", bool(words))
        self.widget.style().unpolish(self.widget)
        self.widget.style().polish(self.widget)
        self.widget.setAccessibleDescription(visible(words))
        if words:
            self.widget.setFocus()
