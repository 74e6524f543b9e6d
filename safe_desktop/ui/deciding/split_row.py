"""One open document of a split: what it is, how much of it is open, and the field for how much of the money it gets.

Knows the titles that stand over such rows, since both share one set of widths.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.lists import InvoiceEntry
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.parts.controls import Label
from safe_desktop.ui.parts.field import HEIGHT
from safe_desktop.ui.parts.money_input import MoneyInput

_NUMBER, _DUE, _OPEN, _AMOUNT = 110, 92, 96, 120
_GAP, _INSET = 10, 12
SIDE = 16
"""How far titles and rows stand from the edges of their card."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class SplitTitles(QWidget):
    """What stands over the rows; `leave_room` for the scroll bar that makes them narrower."""

    def __init__(self) -> None:
        super().__init__()
        row = self._row = QHBoxLayout(self)
        row.setSpacing(_GAP)
        for title, width, is_figures in (
            ("Document", _NUMBER, False),
            ("Customer", 0, False),
            ("Due", _DUE, True),
            ("Open", _OPEN, True),
            ("To give", _AMOUNT, True),
        ):
            label = Label(title, fonts.Size.SMALL, fonts.SEMI_BOLD, "muted")
            if is_figures:
                label.setAlignment(_RIGHT)
            if width:
                label.setFixedWidth(width)
            # In the field the figures stand a little further in than its edge.
            label.setContentsMargins(0, 0, _INSET if title == "To give" else 0, 0)
            row.addWidget(label, 0 if width else 1)
        self.leave_room(0)

    def leave_room(self, right: int) -> None:
        """Stand so far from the right as the rows do."""
        self._row.setContentsMargins(SIDE, 9, SIDE + right, 9)


class ShareInput(MoneyInput):
    """Space gives as much as fits, Up and Down go to the other rows."""

    filled = Signal()
    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Space:
            self.filled.emit()
        elif step:
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)


class SplitRow(QWidget):
    """`entry` is the document; its amounts are negative for a credit note, which adds to the money."""

    changed = Signal()
    fill_asked = Signal(object)
    stepped = Signal(object, int)

    def __init__(self, entry: InvoiceEntry) -> None:
        super().__init__()
        self.entry = entry
        self.input = ShareInput(entry.open.currency)
        self.input.setFixedSize(_AMOUNT, HEIGHT)
        is_credit = entry.kind is DocumentKind.CREDIT_NOTE
        due = "credit" if is_credit else formats.day(entry.due_on)
        opened = formats.figure(entry.open)
        self.input.setAccessibleName(f"Amount for {entry.number} of {entry.customer}, {opened} open")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for words, width, is_figures, ink in (
            (entry.number, _NUMBER, False, "text"),
            (entry.customer, 0, False, "text"),
            (due, _DUE, True, "muted"),
            (opened, _OPEN, True, "text"),
        ):
            label = Label(words, weight=fonts.MEDIUM if width == _NUMBER else fonts.REGULAR, ink=ink, elides=True)
            if is_figures:
                label.setFont(fonts.font(is_figures=True))
                label.setAlignment(_RIGHT)
            if width:
                label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
                label.setFixedWidth(width)
            row.addWidget(label, 0 if width else 1)
        row.addWidget(self.input)
        self.input.textChanged.connect(self._on_input_text_changed)
        self.input.filled.connect(self._on_input_filled)
        self.input.stepped.connect(self._on_input_stepped)

    def share(self) -> Money | None:
        """What it gets, with the sign of the document; None where nothing is typed. ValueError in words otherwise."""
        if not self.input.text().strip():
            return None
        given = self.input.money()
        if given.minor < 0:
            raise ValueError(f"Give {self.entry.number} an amount without a sign.")
        size = -self.entry.open if self.entry.open.minor < 0 else self.entry.open
        if given.minor > size.minor:
            raise ValueError(f"Only {formats.money(size)} of {self.entry.number} is open.")
        if not given.minor:
            return None
        return -given if self.entry.open.minor < 0 else given

    def fill(self, left: Money) -> None:
        """Give it as much as fits: of a credit note all, of an invoice what is left of the money."""
        if self.entry.open.minor < 0:
            self.input.show_money(-self.entry.open)
        elif left.minor > 0:
            self.input.show_money(min(self.entry.open, left))

    def _on_input_text_changed(self, _text: str) -> None:
        self.changed.emit()

    def _on_input_filled(self) -> None:
        self.fill_asked.emit(self)

    def _on_input_stepped(self, step: int) -> None:
        self.stepped.emit(self, step)
