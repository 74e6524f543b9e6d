"""The overview's card of debtors by age, with the oldest debts. A click on a debt opens its customer."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from safe_desktop.domain.billing import AgeBand
from safe_desktop.domain.money import Money, total
from safe_desktop.engine.showing.figures import OldDebt
from safe_desktop.ui.look import fonts, formats, painting, theme
from safe_desktop.ui.parts.controls import Button, Card, Label, line

_INKS = ("accent", "accent", "amber", "red")
_MOST_OLDEST = 3


class _Bar(QWidget):
    """A thin bar, filled to a share of the whole."""

    def __init__(self, share: float, token: str) -> None:
        super().__init__()
        self._share, self._token = share, token
        self.setFixedHeight(8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        box = self.rect().toRectF()
        painting.rounded(painter, box, 4, QColor(colours.line))
        if self._share > 0:
            filled = QRectF(0, 0, max(8.0, box.width() * self._share), box.height())
            painting.rounded(painter, filled, 4, colours.ink(self._token))
        painter.end()


class AgesCard(Card):
    """Bands with amounts and bars, and who has owed longest."""

    def __init__(self, opened: Callable[[int], object]) -> None:
        super().__init__()
        self._opened = opened
        self._total = Label("", fonts.Size.TEXT, fonts.SEMI_BOLD, is_figures=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 13, 18, 10)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(Label("Debtors by age", fonts.Size.CARD_TITLE, fonts.SEMI_BOLD))
        top.addStretch()
        top.addWidget(self._total)
        column.addLayout(top)
        self._column = column
        self._inside = QWidget()
        column.addWidget(self._inside, 1)

    def show_ages(self, ages: Sequence[AgeBand], oldest: Sequence[OldDebt]) -> None:
        """Show these bands and debts."""
        currency = ages[0].amount.currency if ages else "GBP"
        whole = total((band.amount for band in ages), currency)
        self._total.setText(formats.money(whole))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for band, token in zip(ages, _INKS, strict=False):
            column.addLayout(self._band(band, whole, token))
        if oldest:
            column.addSpacing(2)
            column.addWidget(line())
            column.addWidget(Label("Oldest", fonts.Size.SECOND, fonts.SEMI_BOLD, "muted"))
            for debt in oldest[:_MOST_OLDEST]:
                column.addWidget(_DebtRow(debt, self._opened))
        column.addStretch()
        self._column.replaceWidget(self._inside, inside)
        self._inside.deleteLater()
        self._inside = inside

    def _band(self, band: AgeBand, whole: Money, token: str) -> QVBoxLayout:
        both = QVBoxLayout()
        both.setSpacing(3)
        words = QHBoxLayout()
        words.addWidget(Label(band.label, fonts.Size.SECOND, ink="muted"))
        words.addStretch()
        words.addWidget(Label(formats.money(band.amount), fonts.Size.SECOND, fonts.SEMI_BOLD, is_figures=True))
        both.addLayout(words)
        share = band.amount.minor / whole.minor if whole.minor > 0 else 0.0
        both.addWidget(_Bar(max(0.0, min(1.0, share)), token))
        return both


def _days(debt: OldDebt) -> Label:
    label = Label(formats.age(debt.days), fonts.Size.SECOND, ink="muted")
    label.setAccessibleName(formats.long_age(debt.days))
    return label


class _DebtRow(QWidget):
    """One old debt: the customer as a link, days, amount."""

    def __init__(self, debt: OldDebt, opened: Callable[[int], object]) -> None:
        super().__init__()
        self._debt, self._opened = debt, opened
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        name = _ElidedLink(debt.customer, self._on_pressed)
        row.addWidget(name, 1)
        row.addWidget(_days(debt))
        row.addWidget(Label(formats.figure(debt.amount), fonts.Size.TEXT, fonts.MEDIUM, is_figures=True))

    def _on_pressed(self) -> None:
        self._opened(self._debt.customer_id)


class _ElidedLink(Button):
    """A link that gives way where the card is narrow."""

    def __init__(self, words: str, pressed: Callable[[], object]) -> None:
        super().__init__(words, look="link", pressed=pressed, tip=words)
        self.setProperty("is_flush", True)
        self._words = words
        self.setMinimumWidth(40)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = max(10, self.width() - 12)
        words = formats.visible(self._words)
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
