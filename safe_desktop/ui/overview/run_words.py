"""What one run did, in a sentence, over the list of its records."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from safe_desktop.engine.showing.lists import RunEntry
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.look.chips import result_chip
from safe_desktop.ui.parts.controls import Button, ChipLabel, Label


class RunWords(QWidget):
    """Which run, how it ended, and its own words."""

    def __init__(self, undo: Callable[[], object]) -> None:
        super().__init__()
        self._title = Label("", fonts.Size.CARD_TITLE, fonts.SEMI_BOLD)
        self._chip = ChipLabel()
        self._words = Label("", ink="muted", elides=True)
        self.undo = Button(
            "Undo this run…", "undo-2", is_small=True, pressed=undo, tip="Shows first what it would do  Ctrl+U"
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(10)
        row.addWidget(self._title)
        row.addWidget(self._chip)
        row.addWidget(self._words, 1)
        row.addWidget(self.undo)

    def show_run(self, run: RunEntry | None) -> None:
        """Show this run, or that none is chosen."""
        self.undo.setVisible(can_be_undone(run))
        if run is None:
            self._title.setText("No run chosen")
            self._chip.show_chip(None)
            self._words.setText("")
            return
        self._title.setText(f"{run.reason}, {formats.moment(run.started_at)}")
        self._chip.show_chip(result_chip(run))
        self._words.setText(run.words)


def can_be_undone(run: RunEntry | None) -> bool:
    """Whether the run sent anything that could be taken back."""
    return run is not None and run.finished_at is not None and run.sent > 0
