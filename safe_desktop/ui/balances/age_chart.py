"""The ages as bars, each a button that shows its rows. Painted here; the same figures stand in the table under it.

Knows labels and amounts; negative ones (credit) have a bar of their own tone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from safe_desktop.domain.money import Money
from safe_desktop.ui.look import fonts, formats, painting, theme
from safe_desktop.ui.parts.controls import plain_tip

_HEIGHT, _FIGURE, _WORDS, _LEAST_BAR = 112, 22, 24, 2.0


@dataclass(frozen=True, slots=True)
class AgeBar:
    """One bar: the filter it stands for, its words, and the token of its colour."""

    key: str
    words: str
    amount: Money
    token: str


class AgeChart(QWidget):
    """A bar for each band; Tab goes from one to the next, Space and a click tell which was chosen."""

    def __init__(self, chosen: Callable[[str], object]) -> None:
        super().__init__()
        self._chosen = chosen
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self._bars: list[_Bar] = []
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName("What is owed by age")

    def show_bars(self, bars: Sequence[AgeBar], only: str) -> None:
        """Show these; the one of this filter is marked."""
        highest = max((abs(bar.amount.minor) for bar in bars), default=0)
        if [bar.bar.key for bar in self._bars] != [bar.key for bar in bars]:
            for old in self._bars:
                self._row.removeWidget(old)
                old.deleteLater()
            self._bars = [_Bar(bar, self._chosen) for bar in bars]
            for made in self._bars:
                self._row.addWidget(made)
        for shown, bar in zip(self._bars, bars, strict=True):
            share = abs(bar.amount.minor) / highest if highest else 0.0  # pixels are no money
            shown.show_bar(bar, share, bar.key == only)
        self.setAccessibleDescription(". ".join(f"{bar.words}: {formats.spoken_money(bar.amount)}" for bar in bars))

    def mark(self, only: str) -> None:
        """Mark the bar of this filter."""
        for shown in self._bars:
            shown.show_bar(shown.bar, shown.share, shown.bar.key == only)

    def press(self, key: str) -> None:
        """Choose the bar of this filter, as a click does."""
        next(bar for bar in self._bars if bar.bar.key == key).click()


class _Bar(QAbstractButton):
    """Amount above, bar in the middle, words below."""

    def __init__(self, bar: AgeBar, chosen: Callable[[str], object]) -> None:
        super().__init__()
        self.bar, self.share = bar, 0.0
        self._chosen = chosen
        self._is_marked = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def show_bar(self, bar: AgeBar, share: float, is_marked: bool) -> None:
        """Show this amount, as high as its share of the highest."""
        self.bar, self.share, self._is_marked = bar, share, is_marked
        self.setText(bar.words)
        self.setAccessibleName(f"{bar.words}: {formats.spoken_money(bar.amount)}{', chosen' if is_marked else ''}")
        self.setToolTip(plain_tip(f"{bar.words}: {formats.money(bar.amount)}\nShow its rows"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(96, _HEIGHT)

    def _on_clicked(self) -> None:
        self._chosen("" if self._is_marked else self.bar.key)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        box = self.rect().toRectF()
        if self._is_marked or self.underMouse():
            painting.rounded(painter, box, 8, QColor(colours.selected if self._is_marked else colours.hover))
        room = box.height() - _FIGURE - _WORDS
        height = max(_LEAST_BAR, room * self.share) if self.bar.amount else _LEAST_BAR
        ink = colours.ink(self.bar.token) if self.bar.amount else QColor(colours.border)
        bar = QRectF(box.left() + 12, _FIGURE + room - height, box.width() - 24, height)
        painting.rounded(painter, bar, min(4.0, height / 2), ink)
        self._paint_words(painter, box)
        if self.hasFocus():
            painting.draw_focus(painter, box, 8)
        painter.end()

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        colours = theme.shown()
        middle = Qt.AlignmentFlag.AlignCenter
        painter.setPen(QColor(colours.text))
        whole, amount = formats.money(self.bar.amount), self.bar.amount
        painter.setFont(fonts.font(fonts.Size.SECOND, fonts.SEMI_BOLD, is_figures=True))
        fits = painter.fontMetrics().horizontalAdvance(whole) <= box.width() - 4
        figure = QRectF(box.left(), 0, box.width(), _FIGURE)
        painter.drawText(figure, middle, whole if fits else formats.short_money(amount))
        painter.setFont(fonts.font(fonts.Size.SECOND, fonts.MEDIUM if self._is_marked else fonts.REGULAR))
        painter.setPen(QColor(colours.text if self._is_marked else colours.muted))
        below = QRectF(box.left(), box.height() - _WORDS, box.width(), _WORDS)
        words = painter.fontMetrics().elidedText(self.bar.words, Qt.TextElideMode.ElideRight, int(box.width()) - 4)
        painter.drawText(below, middle, words)
