"""All keys of the desk in one window, opened by a question mark."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from safe_desktop.ui.deciding.desk_keys import KEYS_OF_CASES
from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.controls import Card, Label
from safe_desktop.ui.parts.dialog import Dialog, fit_height

_CAP_WIDTH = 116
_CHOICES = ("1 to 9", "Choose a proposal, or a way out")
_IN_DIALOGS = (("Ctrl+Enter", "Do what the window is for"), ("Esc", "Leave a window, nothing done"))
_IN_TABLE = (
    ("1 to 5", "Way out, for the row or all ticked"),
    ("L", "Ask the client"),
    ("Ctrl+Z", "Undo what was settled last"),
    ("Space", "Tick"),
    ("Ctrl+A", "Tick all"),
    ("Enter", "Open the record"),
)


class KeysDialog(Dialog):
    """Two columns: one by one, and the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Keys of the desk", parent, width=820)
        rows = [(one.label, one.words) for one in KEYS_OF_CASES]
        half = len(rows) - 7
        both = QHBoxLayout()
        both.setSpacing(36)
        both.addWidget(_keys("One by one", [rows[0], _CHOICES, *rows[1:half]]))
        right = QWidget()
        grid = QGridLayout(right)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(_keys("", rows[half:]))
        grid.addWidget(_keys("In the table", _IN_TABLE))
        grid.addWidget(_keys("In windows", _IN_DIALOGS))
        grid.setRowStretch(3, 1)
        both.addWidget(right)
        self.form.addLayout(both)
        self.add_primary("Close", self.accept)
        fit_height(self)


def _keys(title: str, rows: Sequence[tuple[str, str]]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 6)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, _CAP_WIDTH)
    if title:
        grid.addWidget(Label(title, weight=fonts.SEMI_BOLD), 0, 0, 1, 2)
    for row, (key, words) in enumerate(rows, start=1):
        grid.addWidget(_cap(key), row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(Label(words), row, 1)
    grid.setRowStretch(len(rows) + 1, 1)
    return made


def _cap(key: str) -> Card:
    cap = Card("well")
    inside = QHBoxLayout(cap)
    inside.setContentsMargins(7, 2, 7, 3)
    inside.addWidget(Label(key, fonts.Size.SMALL, fonts.SEMI_BOLD, "muted"))
    return cap
