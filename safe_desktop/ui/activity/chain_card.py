"""Whether the activity record is whole: its chain of hashes is computed anew and the outcome said in words."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from safe_desktop.engine.control import Control
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Button, Card, IconTile, Label
from safe_desktop.ui.shell.work import Lane, Work


class ChainCard(Card):
    """Checks when it is shown, and again when asked."""

    def __init__(self, book: Book, work: Work) -> None:
        super().__init__()
        self._book, self._work = book, work
        self._is_checking = False
        self._tile = IconTile("link", Tone.GREY, 34)
        self._title = Label("Not checked yet", weight=fonts.SEMI_BOLD)
        self._detail = Label("", fonts.Size.SECOND, ink="muted", elides=True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 14, 12)
        row.setSpacing(12)
        row.addWidget(self._tile)
        row.addLayout(words, 1)
        self._again = Button("Check again", "refresh-cw", pressed=self.check)
        row.addWidget(self._again)

    def check(self) -> None:
        """Compute the chain anew."""
        if self._is_checking:
            return
        self._is_checking = True
        self._again.setEnabled(False)
        self._work.later(Lane.DISK, self._verify, label="Checking the activity record", done=self._show)

    def _verify(self, control: Control) -> tuple[int | None, int]:
        newest = self._book.activity.latest(1)
        return self._book.activity.verify(), newest[0].seq if newest else 0

    def _show(self, found: tuple[int | None, int]) -> None:
        broken, number = found
        self._is_checking = False
        self._again.setEnabled(True)
        if broken is None:
            self._tile.show_icon("shield-check", Tone.GREEN)
            self._title.setText("The record is whole")
            entries = formats.count(number, "entry", "entries")
            self._detail.setText(f"{entries}, each sealed with the one before it; none was changed or removed.")
        else:
            self._tile.show_icon("triangle-alert", Tone.RED)
            self._title.setText(f"The record is broken at entry {formats.number(broken)}")
            self._detail.setText(
                "It was changed or removed outside the program. Entries before it are as they were written; "
                "compare with a backup."
            )
