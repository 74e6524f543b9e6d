"""The head of a case: how much came or what differs, the facts around it, and the bank's own words beside them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from safe_desktop.engine.matching.desk_values import Fact
from safe_desktop.ui.look import fonts
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Card, IconTile, Label, plain_tip

_TILE, _LEAST_TEXT, _MOST_TEXT = 40, 150, 320
_TITLE_SIZE = 18


class FactBox(Card):
    """One fact that stands out, such as what the bank wrote: whole in the tooltip where it is long."""

    def __init__(self) -> None:
        super().__init__("well")
        self._name = Label("", fonts.Size.SMALL, ink="muted")
        self._text = Label("", weight=fonts.SEMI_BOLD)
        self._text.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 5, 12, 6)
        column.setSpacing(1)
        column.addWidget(self._name)
        column.addWidget(self._text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_fact(self, fact: Fact | None) -> None:
        """Show this, cut with dots to the width a head has for it."""
        self.setVisible(fact is not None)
        if fact is None:
            return
        self._name.setText(fact.name)
        shown = self._text.fontMetrics().elidedText(fact.value, Qt.TextElideMode.ElideRight, self._room())
        self._text.setText(shown)
        self._text.setAccessibleName(fact.value)
        self.setToolTip(plain_tip(fact.value))

    def _room(self) -> int:
        parent = self.parentWidget()
        return max(_LEAST_TEXT, min(_MOST_TEXT, parent.width() * 2 // 5 if parent else _MOST_TEXT))


class CaseHead(QWidget):
    """Tile, title over facts, and the bank's text."""

    def __init__(self) -> None:
        super().__init__()
        self._tile = IconTile("hand-coins", Tone.BLUE, _TILE)
        self._title = Label("", _TITLE_SIZE, fonts.SEMI_BOLD, elides=True)
        self._subtitle = Label("", fonts.Size.SECOND, ink="muted", elides=True)
        self._fact = FactBox()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._tile, alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self._fact)

    def show_case(self, icon: str, tone: Tone, title: str, subtitle: str, fact: Fact | None) -> None:
        """Show this case; the fact stands out at the right."""
        self._tile.show_icon(icon, tone)
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._fact.show_fact(fact)
