"""Places the overview's cards: four, two and two in a wide window, fewer in a narrow one. Knows widths only."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from safe_desktop.ui.shell.page import GAP

NARROW = 840
"""Below this width four cards and two columns would be cut off."""
_Pair = tuple[QWidget, int, QWidget, int]


class CardArrangement(QScrollArea):
    """A scrolling area of cards: small ones in a grid, then pairs that share a row in these proportions."""

    def __init__(self, small: Sequence[QWidget], middle: _Pair, bottom: _Pair) -> None:
        super().__init__()
        self.setProperty("look", "bare")
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)
        self._small = list(small)
        self._is_narrow: bool | None = None
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        column.addLayout(self._grid)
        self._pairs = [_pair(middle), _pair(bottom)]
        for row, stretch in zip(self._pairs, (46, 54), strict=True):
            column.addLayout(row, stretch)
        self.setWidget(inside)
        # Setting it has just switched this on: the page's own ground is to show through.
        inside.setAutoFillBackground(False)
        self._arrange(is_narrow=False)

    @property
    def is_narrow(self) -> bool:
        """Whether the cards stand in fewer columns now."""
        return bool(self._is_narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange(is_narrow=event.size().width() < NARROW)
        super().resizeEvent(event)

    def _arrange(self, *, is_narrow: bool) -> None:
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        columns = 2 if is_narrow else len(self._small)
        for card in self._small:
            self._grid.removeWidget(card)
        for place, card in enumerate(self._small):
            self._grid.addWidget(card, place // columns, place % columns)
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        for row in self._pairs:
            row.setDirection(direction)
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if is_narrow else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(policy)


def _pair(pair: _Pair) -> QBoxLayout:
    one, one_share, other, other_share = pair
    row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    row.setSpacing(GAP)
    row.addWidget(one, one_share)
    row.addWidget(other, other_share)
    return row
