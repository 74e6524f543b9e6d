"""The head of a case: how much came or what differs, the facts around it, and the bank's own words beside them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

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
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._grid.addWidget(self._tile, 0, 0, alignment=Qt.AlignmentFlag.AlignVCenter)
        self._grid.addLayout(words, 0, 1)
        self._grid.addWidget(self._fact, 0, 2)

    def be_narrow(self, is_narrow: bool) -> None:
        """Put the fact under the title where there is no room beside it."""
        place = (1, 0, 1, 2) if is_narrow else (0, 2, 1, 1)
        self._grid.removeWidget(self._fact)
        self._grid.addWidget(self._fact, *place)

    def show_case(self, icon: str, tone: Tone, title: str, subtitle: str, fact: Fact | None) -> None:
        """Show this case; the fact stands out at the right."""
        self._tile.show_icon(icon, tone)
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._fact.show_fact(fact)
