"""A card of the settings page: what it is about, a sentence, and whatever inputs belong to it."""

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.controls import Card, Label

_WIDEST = 920


class SettingsCard(Card):
    """Title and sentence; fill `form`."""

    def __init__(self, title: str, sentence: str = "") -> None:
        super().__init__()
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 18)
        column.setSpacing(4)
        column.addWidget(Label(title, fonts.Size.CARD_TITLE, fonts.SEMI_BOLD))
        self.sentence = Label(sentence, ink="muted", wraps=True)
        column.addWidget(self.sentence)
        self.sentence.setVisible(bool(sentence))
        column.addSpacing(10)
        self.form = QVBoxLayout()
        self.form.setSpacing(14)
        column.addLayout(self.form)


def scrolled(*cards: QWidget) -> QScrollArea:
    """The cards under each other, not wider than a person reads, in an area that scrolls."""
    inside = QWidget()
    inside.setProperty("look", "page")
    inside.setMaximumWidth(_WIDEST)
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 8, 8)
    column.setSpacing(14)
    for card in cards:
        column.addWidget(card)
    column.addStretch()
    area = QScrollArea()
    area.setProperty("look", "page")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    return area
