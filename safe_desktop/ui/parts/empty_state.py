"""What a list shows when it has nothing: an icon, a sentence, and the button that helps."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from safe_desktop.ui.look import fonts
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Button, IconTile, Label


class EmptyState(QWidget):
    """Centred words; the button is left out where nothing can be done."""

    def __init__(
        self, icon: str, title: str, detail: str = "", button: str = "", pressed: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        self._title = Label(title, fonts.Size.CARD_TITLE, fonts.SEMI_BOLD)
        self._detail = Label(detail, ink="muted", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch()
        column.addWidget(IconTile(icon, Tone.GREY, 44), alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(6)
        for label in (self._title, self._detail):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        self._button = Button(button, pressed=pressed)
        column.addSpacing(8)
        column.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignHCenter)
        self._button.setVisible(bool(button))
        column.addStretch()

    def say(self, title: str, detail: str = "", *, offers: bool = True) -> None:
        """Change the words; with `offers` false the button is hidden (a search that found nothing)."""
        self._title.setText(title)
        self._detail.setText(detail)
        self._button.setVisible(offers and bool(self._button.text()))
