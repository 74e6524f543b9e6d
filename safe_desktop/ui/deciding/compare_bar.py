"""The bar under the comparison: how many are ticked, what that means, and the one button that does it.

Shows what it is told; what the buttons do is the page's.
"""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout

from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.parts.controls import Button, Card, Label


class CompareBar(Card):
    """Words at the left, the answers at the right."""

    def __init__(self, *, apart: Callable[[], object], go_on: Callable[[], object]) -> None:
        super().__init__()
        self.words = Label("", weight=fonts.SEMI_BOLD)
        self.more = Label("", ink="muted", elides=True)
        self.apart = Button("Not the same", "ban", pressed=apart, tip="The ticked pairs are two each")
        self.go_on = Button("Link", "link", "primary", pressed=go_on, tip="Ctrl+Enter")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 9, 11, 9)
        row.setSpacing(10)
        row.addWidget(self.words)
        row.addWidget(self.more, 1)
        row.addWidget(self.apart)
        row.addWidget(self.go_on)

    def show_pairs(self, ticked: int, of: int, noun: str, meaning: str) -> None:
        """A question that waits: link what is ticked, or call it two."""
        self.words.setText(f"{formats.number(ticked)} of {formats.count(of, 'pair')} ticked")
        self.more.setText(meaning)
        self.apart.show()
        self.apart.setEnabled(ticked > 0)
        self._offer(f"Link {formats.count(ticked, noun)}" if ticked else "Link", "link", is_enabled=ticked > 0)

    def show_taking(self, ticked: int, of: int) -> None:
        """What only Xero has: take in what is ticked."""
        self.words.setText(f"{formats.number(ticked)} of {formats.number(of)} ticked")
        self.more.setText("Taking in reads from Xero and writes nothing there")
        self.apart.hide()
        self._offer(
            f"Take in {formats.count(ticked, 'record')}" if ticked else "Take in", "download", is_enabled=ticked > 0
        )

    def show_end(self, words: str, more: str, *, is_enabled: bool) -> None:
        """Nothing is asked on this tab: go on to the sync."""
        self.words.setText(words)
        self.more.setText(more)
        self.apart.hide()
        self._offer("Sync now", "refresh-cw", is_enabled=is_enabled)

    def _offer(self, words: str, icon: str, *, is_enabled: bool) -> None:
        self.go_on.say(words)
        self.go_on.set_icon(icon)
        self.go_on.setEnabled(is_enabled)
