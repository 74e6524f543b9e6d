"""A line across the top of the pages that a person must not miss: the practice Xero, a sign-in that has ended."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.controls import Button, IconMark, Label


class Banner(QFrame):
    """Icon, words, and at most one button. Hidden until shown."""

    def __init__(
        self, tone: str, icon: str, words: str, button: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        look = {"amber": "banner", "blue": "banner-blue", "red": "banner-red"}[tone]
        self.setProperty("look", look)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 24, 6)
        row.setSpacing(10)
        row.addWidget(IconMark(icon, tone))
        self._words = Label(words, fonts.Size.TEXT, fonts.MEDIUM, tone, elides=True)
        row.addWidget(self._words, 1)
        self.setMinimumHeight(36)
        if button:
            row.addWidget(Button(button, is_small=True, pressed=pressed))
        self.hide()

    def say(self, words: str) -> None:
        """Change the words."""
        self._words.setText(words)
