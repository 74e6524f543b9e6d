"""A key in a little box with what it does beside it: “Ctrl+Enter send”. For the eye only; the key works by itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.controls import Label

_HEIGHT = 22


class KeyHint(QWidget):
    """One key and its word."""

    def __init__(self, key: str, word: str) -> None:
        super().__init__()
        cap = QFrame()
        cap.setFixedHeight(_HEIGHT)
        cap.setProperty("look", "well")
        inside = QHBoxLayout(cap)
        inside.setContentsMargins(6, 1, 6, 2)
        inside.addWidget(Label(key, fonts.Size.SMALL, fonts.SEMI_BOLD, "muted"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(6)
        row.addWidget(cap, alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Label(word, fonts.Size.SECOND, ink="muted"))
