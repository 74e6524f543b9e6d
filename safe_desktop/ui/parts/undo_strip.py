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
        self._done = IconMark("circle-check", "green", icons.ROW_SIZE)
        self._note = IconMark("info", size=icons.ROW_SIZE)
        self._words = Label("", elides=True)
        self.undo = Button("Undo", "undo-2", is_small=True, pressed=self._on_undo)
        self._close = IconButton("x", "Put this away", pressed=self.hide, size=26)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self._done)
        row.addWidget(self._note)
        row.addWidget(self._words, 1)
        row.addWidget(self.undo)
        row.addWidget(self._close)
        self.hide()

    def say(self, words: str, undo: Callable[[], object] | None = None) -> None:
        """Tell what was done; with `undo`, offer to take it back."""
        self._tell(words, undo, is_hint=False)

    def hint(self, words: str) -> None:
        """Tell why nothing was done: said without the tick, and gone with `drop_hint`."""
        self._tell(words, None, is_hint=True)

    def drop_hint(self) -> None:
        """Put a hint away that was about something else; what was done stays in sight."""
        if self._note.isVisibleTo(self):
            self.hide()

    def words(self) -> str:
        """What it says."""
        return self._words.whole_text()

    def _tell(self, words: str, undo: Callable[[], object] | None, *, is_hint: bool) -> None:
        self._words.setText(words)
        self._undoing = undo
        self.undo.setVisible(undo is not None)
        self._done.setVisible(not is_hint)
        self._note.setVisible(is_hint)
        self.show()

    def _on_undo(self) -> None:
        undoing, self._undoing = self._undoing, None
        self.hide()
        if undoing is not None:
            undoing()
