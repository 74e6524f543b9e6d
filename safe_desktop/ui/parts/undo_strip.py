"""A line that says what was just done and offers to take it back. Hidden until there is something to say.

Knows words and a function; what undoing means is the page's.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout

from safe_desktop.ui.look import icons
from safe_desktop.ui.parts.controls import Button, IconButton, IconMark, Label


class UndoStrip(QFrame):
    """Stays until the next word or until it is put away: a person who looks up late still sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "well")
        self._undoing: Callable[[], object] | None = None
        self._words = Label("", elides=True)
        self.undo = Button("Undo", "undo-2", is_small=True, pressed=self._on_undo)
        self._close = IconButton("x", "Put this away", pressed=self.hide, size=26)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(IconMark("circle-check", "green", icons.ROW_SIZE))
        row.addWidget(self._words, 1)
        row.addWidget(self.undo)
        row.addWidget(self._close)
        self.hide()

    def say(self, words: str, undo: Callable[[], object] | None = None) -> None:
        """Tell what was done; with `undo`, offer to take it back."""
        self._words.setText(words)
        self._undoing = undo
        self.undo.setVisible(undo is not None)
        self.show()

    def words(self) -> str:
        """What it says."""
        return self._words.whole_text()

    def _on_undo(self) -> None:
        undoing, self._undoing = self._undoing, None
        self.hide()
        if undoing is not None:
            undoing()
