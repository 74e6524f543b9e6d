"""The frame of our dialogs: heading, room for fields, buttons at the lower right; and a question with named buttons.

Dialogs are opened, never run: the event loop belongs to the program.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.controls import Button, Label


def fit_height(dialog: QDialog) -> None:
    """Make the dialog as high as its words need at its width; Qt reckons wrapped labels too high by itself."""
    layout = dialog.layout()
    if layout is not None and layout.hasHeightForWidth():
        dialog.resize(dialog.width(), layout.totalHeightForWidth(dialog.width()))


class Dialog(QDialog):
    """A window over the page. Fill `form`; add the buttons from left to right, the primary one last."""

    def __init__(self, title: str, parent: QWidget | None = None, *, subtitle: str = "", width: int = 520) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 20, 24, 18)
        self.column.setSpacing(14)
        self.column.addWidget(Label(title, fonts.Size.CARD_TITLE, fonts.SEMI_BOLD, wraps=True))
        self.subtitle = Label(subtitle, ink="muted", wraps=True)
        self.column.addWidget(self.subtitle)
        self.subtitle.setVisible(bool(subtitle))
        self.form = QVBoxLayout()
        self.form.setSpacing(12)
        self.column.addLayout(self.form, 1)
        self.column.addSpacing(4)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(10)
        self.buttons.addStretch()
        self.column.addLayout(self.buttons)
        self.primary: Button | None = None

    def add_cancel(self, words: str = "Cancel") -> Button:
        """A button that closes and does nothing."""
        return self.add_button(words, self.reject)

    def add_button(self, words: str, pressed: Callable[[], object], icon: str = "", look: str = "plain") -> Button:
        """Another button."""
        button = Button(words, icon, look, pressed=pressed)
        self.buttons.addWidget(button)
        return button

    def add_primary(self, words: str, pressed: Callable[[], object], icon: str = "") -> Button:
        """The button for what the dialog is there for; Ctrl+Enter presses it from any field."""
        button = self.add_button(words, pressed, icon, "primary")
        button.setDefault(True)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.activated.connect(button.click)
        self.primary = button
        return button


class Question(Dialog):
    """Asks before something that cannot be undone; the buttons say what they do."""

    def __init__(
        self,
        title: str,
        detail: str,
        yes: str,
        answered: Callable[[], object],
        parent: QWidget | None = None,
        *,
        no: str = "Cancel",
        is_danger: bool = False,
    ) -> None:
        super().__init__(title, parent, subtitle=detail, width=440)
        self._answered = answered
        cancel = self.add_cancel(no)
        if is_danger:
            self.add_button(yes, self._on_yes, look="danger")
            cancel.setDefault(True)
        else:
            self.add_primary(yes, self._on_yes)

    def _on_yes(self) -> None:
        self.accept()
        self._answered()
