"""The bar under the desk: the current mismatch with its reason in full and its ways out, or what is ticked together.

Shows what it is told; the numbers on the buttons are the keys that do the same.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from safe_desktop.domain.mismatch import WayOut, button_words
from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.lists import MismatchEntry
from safe_desktop.ui.deciding.desk_delegate import apart_words
from safe_desktop.ui.deciding.desk_rows import apart_of, common_ways, side_sums
from safe_desktop.ui.look import fonts, formats, home_words
from safe_desktop.ui.parts.controls import Button, Label
from safe_desktop.ui.sending.send_bar import TickAll

MOST_WAYS = 5
"""No mismatch has more ways out than this; each has a key."""


class DeskBar(QFrame):
    """Always there, so that nothing jumps when something is ticked."""

    def __init__(self, *, chosen: Callable[[WayOut], object], clear: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self._chosen = chosen
        self._ways: tuple[WayOut, ...] = ()
        self.tick_all = TickAll(clear)
        self.title = Label("", weight=fonts.SEMI_BOLD, elides=True)
        self.detail = Label("", fonts.Size.SECOND, ink="muted", elides=True)
        self.clear = Button("Clear    Esc", pressed=clear)
        self.buttons = [Button("", pressed=self._pressing(place)) for place in range(MOST_WAYS)]
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 11, 9)
        row.setSpacing(10)
        row.addWidget(self.tick_all)
        row.addLayout(words, 1)
        row.addWidget(self.clear)
        for button in self.buttons:
            row.addWidget(button, alignment=Qt.AlignmentFlag.AlignVCenter)

    def show_current(self, entry: MismatchEntry | None) -> None:
        """Show one mismatch and its ways out."""
        self._be_about_many(False)
        self._show_ways(entry.ways if entry else (), 1, entry.apart if entry else None)
        if entry is None:
            self.title.setText("")
            self.detail.setText("Choose a mismatch to see its reason in full and the ways out of it.")
            return
        self.title.setText(" · ".join(part for part in (entry.label, entry.customer) if part))
        reason, way = _sentence(home_words.told(entry.reason)), entry.ways[0]
        self.detail.setText(f"{reason} {button_words(way, entry.apart)}: {way.meaning}")

    def show_ticked(self, entries: Sequence[MismatchEntry], state: Qt.CheckState) -> None:
        """Show what these come to, and the ways out that all of them have."""
        self._be_about_many(True)
        self.tick_all.show_state(state)
        self.title.setText(f"{formats.number(len(entries))} selected")
        sums, apart = side_sums(entries), apart_of(entries)
        parts = []
        if sums:
            parts += [f"ours {formats.figure(sums.ours)}", f"Xero’s {formats.figure(sums.theirs)}"]
        if apart:
            parts.append(f"apart {apart_words(apart)}")
        ways = common_ways(entries)
        if not ways:
            parts.append("they have no way out in common")
        self.detail.setText("   ".join(parts))
        self._show_ways(ways, len(entries))

    def _be_about_many(self, is_many: bool) -> None:
        self.tick_all.setVisible(is_many)
        self.clear.setVisible(is_many)

    def _show_ways(self, ways: Sequence[WayOut], count: int, apart: Money | None = None) -> None:
        self._ways = tuple(ways)
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(ways))
            if place < len(ways):
                way = ways[place]
                many = f" for {formats.number(count)}" if count > 1 else ""
                button.say(f"{button_words(way, apart)}{many}    {place + 1}")
                button.setToolTip(way.meaning)
                button.setAccessibleDescription(way.meaning)

    def _pressing(self, place: int) -> Callable[[], None]:
        def press() -> None:
            if place < len(self._ways):
                self._chosen(self._ways[place])

        return press


def _sentence(reason: str) -> str:
    return reason if reason.endswith((".", "?", "!")) else f"{reason}."
