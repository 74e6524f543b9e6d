"""What the overview shows while a book is empty: three ways to begin, and what the program promises."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from safe_desktop.ui.look import fonts, painting, theme
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Button, Card, ChipLabel, IconMark, IconTile, Label

_WIDEST = 980
_STEPS = ("Choose a start", "Look at what will be sent", "Sync now")
_PROMISES = (
    ("eye", "Nothing is sent unseen", "Every write is shown, field by field"),
    ("lock", "Your data stays here", "One file per book; sign-in in the keyring"),
    ("undo-2", "Nothing gets lost", "A backup before every change of format"),
)


@dataclass(frozen=True)
class Way:
    """One way to begin."""

    icon: str
    tone: Tone
    title: str
    detail: str
    promises: tuple[str, str, str]
    button: str
    pressed: Callable[[], object]
    chip: str = ""


class Welcome(QWidget):
    """Heading, three cards with one primary button among them, and the promises."""

    def __init__(self, ways: tuple[Way, ...], fill: Callable[[], object] | None = None) -> None:
        super().__init__()
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addStretch(2)
        column.addWidget(IconTile("shield-check", Tone.BLUE, 52))
        column.addSpacing(12)
        column.addWidget(Label("Set up your first book", fonts.Size.BIG_TITLE, fonts.SEMI_BOLD))
        words = "A book holds the customers, invoices and payments of one business and stays equal with its Xero."
        column.addWidget(Label(words, ink="muted", wraps=True))
        column.addSpacing(8)
        column.addLayout(_steps())
        column.addSpacing(10)
        cards = QHBoxLayout()
        cards.setSpacing(16)
        for place, way in enumerate(ways):
            cards.addWidget(_WayCard(way, is_primary=place == 0), 1)
        column.addLayout(cards)
        column.addSpacing(10)
        column.addWidget(_promises())
        if fill is not None:
            column.addSpacing(8)
            column.addLayout(_offer_to_fill(fill))
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.addStretch(1)
        row.addWidget(inside, 40)
        row.addStretch(1)


class _StepNumber(QWidget):
    """A number in a disc; the current step's disc is filled."""

    def __init__(self, number: int, *, is_current: bool) -> None:
        super().__init__()
        self._number, self._is_current = number, is_current
        self.setFixedSize(24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        ground = QColor(colours.accent) if self._is_current else colours.ground(Tone.GREY)
        painting.rounded(painter, QRectF(0, 0, 24, 24), 12, ground)
        painter.setPen(QColor(colours.on_accent if self._is_current else colours.muted))
        painter.setFont(fonts.font(fonts.Size.SECOND, fonts.SEMI_BOLD))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))
        painter.end()


def _steps() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for number, words in enumerate(_STEPS, start=1):
        if number > 1:
            row.addSpacing(4)
            row.addWidget(IconMark("chevron-right"))
            row.addSpacing(4)
        is_current = number == 1
        row.addWidget(_StepNumber(number, is_current=is_current))
        weight = fonts.SEMI_BOLD if is_current else fonts.REGULAR
        row.addWidget(Label(words, weight=weight, ink="text" if is_current else "muted"))
    row.addStretch()
    return row


class _WayCard(Card):
    """One way in: what it is, what it promises, its button."""

    def __init__(self, way: Way, *, is_primary: bool) -> None:
        super().__init__()
        self.setMinimumWidth(200)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 22, 22, 20)
        column.setSpacing(7)
        top = QHBoxLayout()
        top.addWidget(IconTile(way.icon, way.tone, 44))
        top.addStretch()
        if way.chip:
            top.addWidget(ChipLabel(Chip(way.chip, way.tone, has_dot=False)))
        column.addLayout(top)
        column.addSpacing(8)
        column.addWidget(Label(way.title, 17, fonts.SEMI_BOLD))
        detail = Label(way.detail, ink="muted", wraps=True)
        detail.setMinimumHeight(36)
        detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(detail)
        column.addSpacing(4)
        for promise in way.promises:
            row = QHBoxLayout()
            row.setSpacing(9)
            row.addWidget(IconMark("check", "green"))
            row.addWidget(Label(promise), 1)
            column.addLayout(row)
        column.addStretch()
        column.addSpacing(18)
        button = Button(way.button, look="primary" if is_primary else "plain", pressed=way.pressed)
        button.setProperty("is_large", True)
        column.addWidget(button)


def _offer_to_fill(fill: Callable[[], object]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    row.addWidget(Label("Only looking around?", ink="muted"))
    button = Button("Fill this book with an invented year", look="link")
    row.addWidget(button)
    row.addStretch()

    def pressed() -> None:
        button.setEnabled(False)
        button.say("Filling the book…")
        fill()

    button.clicked.connect(pressed)
    return row


def _promises() -> Card:
    card = Card()
    row = QBoxLayout(QBoxLayout.Direction.LeftToRight, card)
    row.setContentsMargins(20, 14, 20, 14)
    row.setSpacing(16)
    for icon, title, detail in _PROMISES:
        one = QHBoxLayout()
        one.setSpacing(12)
        one.addWidget(IconTile(icon, Tone.GREY, 34))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Label(title, fonts.Size.TEXT, fonts.SEMI_BOLD))
        words.addWidget(Label(detail, fonts.Size.SECOND, ink="muted", elides=True))
        one.addLayout(words, 1)
        row.addLayout(one, 1)
    return card
