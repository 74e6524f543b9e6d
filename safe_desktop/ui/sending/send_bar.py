"""The bar under the records to send: how many are ticked, what can be done with them, and the one button that sends.

Shows what it is told; which records are ticked and what sending means is the page's.
"""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout

from safe_desktop.ui.look import fonts, formats, painting
from safe_desktop.ui.parts.controls import Button, Card, Label

_LONGEST_NAME = 30


class TickAll(QAbstractButton):
    """The tick box for all records, also when only some are ticked."""

    def __init__(self, pressed: Callable[[], object]) -> None:
        super().__init__()
        self._pressed = pressed
        self._state = Qt.CheckState.Unchecked
        self.setAccessibleName("Tick all that are ready")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(QSize(24, 24))
        self.clicked.connect(self._on_clicked)

    def show_state(self, state: Qt.CheckState) -> None:
        """Show none, some or all."""
        self._state = state
        words = {Qt.CheckState.Unchecked: "none", Qt.CheckState.Checked: "all"}.get(state, "some")
        self.setAccessibleDescription(f"{words} ticked")
        self.update()

    def _on_clicked(self, _is_checked: bool = False) -> None:
        self._pressed()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.draw_tick(painter, self.rect(), self._state, is_enabled=self.isEnabled())
        if self.hasFocus():
            painting.draw_focus(painter, self.rect().toRectF(), 6)
        painter.end()


class SendBar(Card):
    """Words at the left, buttons at the right; the button names count, total and organisation."""

    def __init__(
        self,
        *,
        tick_all: Callable[[], object],
        hold_back: Callable[[], object],
        retry: Callable[[], object],
        send: Callable[[], object],
    ) -> None:
        super().__init__()
        self.tick_all = TickAll(tick_all)
        self.words = Label("", weight=fonts.SEMI_BOLD)
        self.left_out = Label("", ink="muted", elides=True)
        self.hold_back = Button("Do not send…", pressed=hold_back, tip="Ctrl+D")
        self.retry = Button("Retry", "refresh-cw", pressed=retry, tip="Ctrl+Shift+R")
        self.send = Button("Send", "send", "primary", pressed=send, tip="Ctrl+Enter")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 11, 9)
        row.setSpacing(10)
        row.addWidget(self.tick_all)
        row.addWidget(self.words)
        row.addWidget(self.left_out, 1)
        for button in (self.hold_back, self.retry, self.send):
            row.addWidget(button)

    def show_ticks(self, ticked: int, ready: int, counts: dict[str, int]) -> None:
        """Show how many are ticked of how many, and why the others are left out."""
        state = Qt.CheckState.PartiallyChecked if ticked else Qt.CheckState.Unchecked
        self.tick_all.show_state(Qt.CheckState.Checked if ticked and ticked == counts.get("", 0) else state)
        self.tick_all.setEnabled(ready > 0)
        self.words.setText(f"{formats.number(ticked)} of {formats.number(counts.get('', 0))} ticked")
        reasons = (("to_review", "to review"), ("failed", "failed"), ("held", "held until cleared"))
        parts = [f"{formats.number(counts[key])} {words}" for key, words in reasons if counts.get(key)]
        if ready - ticked:
            parts.append(f"{formats.number(ready - ticked)} unticked")
        self.left_out.setText(f"Left out: {', '.join(parts)}" if parts else "")

    def show_send(self, words: str, amounts: str, organisation: str, *, is_enabled: bool) -> None:
        """Say on the button what pressing it does."""
        name = organisation if len(organisation) <= _LONGEST_NAME else f"{organisation[: _LONGEST_NAME - 1]}…"
        self.send.say(", ".join(part for part in (f"Send {words}", amounts, f"to {name}" if name else "") if part))
        self.send.set_icon("send")
        self.send.setEnabled(is_enabled)

    def show_other(self, words: str, icon: str, *, is_enabled: bool) -> None:
        """Put something else on the button, where sending is not possible now."""
        self.send.say(words)
        self.send.set_icon(icon)
        self.send.setEnabled(is_enabled)
