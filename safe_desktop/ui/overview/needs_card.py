"""The overview's list of what needs a person, each with the button that goes there. Opens nothing itself."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from safe_desktop.engine.showing.figures import Need
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Button, Card, ChipLabel, IconTile, Label, line

_ROW_HEIGHT = 52


class NeedsCard(Card):
    """Rows of needs; a calm sentence where there are none."""

    def __init__(self, opened: Callable[[Need], object]) -> None:
        super().__init__()
        self._opened = opened
        self._chip = ChipLabel()
        top = QHBoxLayout()
        top.addWidget(Label("Needs you", fonts.Size.CARD_TITLE, fonts.SEMI_BOLD))
        top.addStretch()
        top.addWidget(self._chip)
        self._area = QScrollArea()
        self._area.setProperty("look", "bare")
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 12, 8)
        column.setSpacing(8)
        top.setContentsMargins(0, 0, 6, 0)
        column.addLayout(top)
        column.addWidget(self._area, 1)

    def show_needs(self, needs: Sequence[Need]) -> None:
        """Show these, the most pressing first."""
        self._chip.show_chip(Chip(formats.count(len(needs), "thing"), has_dot=False) if needs else None)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(0)
        for place, need in enumerate(needs):
            if place:
                column.addWidget(line())
            column.addWidget(_NeedRow(need, self._opened))
        if not needs:
            column.addStretch()
            column.addWidget(IconTile("circle-check", Tone.GREEN, 44), alignment=Qt.AlignmentFlag.AlignHCenter)
            column.addSpacing(8)
            calm = Label("Nothing needs you", fonts.Size.TEXT, fonts.SEMI_BOLD)
            column.addWidget(calm, alignment=Qt.AlignmentFlag.AlignHCenter)
            more = Label("Differences and refusals would be listed here.", fonts.Size.SECOND, ink="muted")
            column.addWidget(more, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()
        self._area.setWidget(inside)
        # The area has just switched it on: the card's own ground is to show through.
        inside.setAutoFillBackground(False)


class _NeedRow(QWidget):
    """One need."""

    def __init__(self, need: Need, opened: Callable[[Need], object]) -> None:
        super().__init__()
        self._need, self._opened = need, opened
        self.setMinimumHeight(_ROW_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(12)
        row.addWidget(IconTile(need.icon, Tone(need.tone)))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(Label(need.title, fonts.Size.TEXT, fonts.MEDIUM, wraps=True))
        if need.detail:
            words.addWidget(Label(need.detail, fonts.Size.SECOND, ink="muted", elides=True))
        words.addStretch()
        row.addLayout(words, 1)
        button = Button(need.button, is_small=True, pressed=self._on_pressed)
        button.setAccessibleName(f"{need.button}: {need.title}")
        row.addWidget(button)

    def _on_pressed(self) -> None:
        self._opened(self._need)
