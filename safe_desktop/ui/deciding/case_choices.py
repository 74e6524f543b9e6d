"""What could be done about a case, as numbered rows of which one is chosen: proposals, or the ways out of a mismatch.

Knows words, chips and numbers; what a choice does is the desk's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from safe_desktop.ui.look import fonts, painting, theme
from safe_desktop.ui.look.formats import visible
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.parts.controls import plain_tip

_HEIGHT, _MARGIN, _CAP = 38, 14, 20
_CIRCLE = 16


@dataclass(frozen=True, slots=True)
class ChoiceWords:
    """One thing that could be done, as it is read."""

    title: str
    detail: str = ""
    chip: Chip | None = None


class ChoiceRow(QAbstractButton):
    """A radio circle, the key, the words, and how certain it is."""

    def __init__(self, place: int, words: ChoiceWords) -> None:
        super().__init__()
        self.place, self._words = place, words
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        told = (f"{place + 1}", words.title, words.detail, words.chip.text if words.chip else "")
        self.setAccessibleName(visible(", ".join(part for part in told if part)))
        self.setToolTip(plain_tip("\n".join(part for part in (words.title, words.detail) if part)))

    def sizeHint(self) -> QSize:
        return QSize(260, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        box = QRectF(self.rect())
        ground = colours.selected if self.isChecked() else colours.hover if self.underMouse() else colours.raised
        painting.rounded(
            painter, box, 9, QColor(ground), QColor(colours.accent if self.isChecked() else colours.border)
        )
        if self.hasFocus():
            painting.draw_focus(painter, box, 9)
        middle = self.height() / 2
        self._paint_circle(painter, QPointF(_MARGIN + _CIRCLE / 2, middle))
        left = _MARGIN + _CIRCLE + 10
        self._paint_cap(painter, QRectF(left, middle - _CAP / 2, _CAP, _CAP))
        left += _CAP + 10
        right = self.width() - 10
        chip = self._words.chip
        if chip is not None:
            width = painting.chip_size(chip).width()
            right -= width
            place = self.rect().adjusted(right, 0, -10, -1)
            painting.draw_chip(painter, place, chip, on_selected=self.isChecked())
        self._paint_words(painter, left, right - 10)
        painter.end()

    def _paint_words(self, painter: QPainter, left: int, right: int) -> None:
        colours = theme.shown()
        middle = Qt.AlignmentFlag.AlignVCenter
        weight = fonts.SEMI_BOLD if self.isChecked() else fonts.MEDIUM
        for words, ink, font in (
            (self._words.title, colours.text, fonts.font(fonts.Size.TEXT, weight)),
            (self._words.detail, colours.muted, fonts.font(fonts.Size.SECOND)),
        ):
            room = right - left
            if room <= 20 or not words:
                continue
            painter.setFont(font)
            painter.setPen(QColor(ink))
            shown = painter.fontMetrics().elidedText(visible(words), Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, 0, room, self.height()), middle, shown)
            left += painter.fontMetrics().horizontalAdvance(shown) + 10

    def _paint_circle(self, painter: QPainter, middle: QPointF) -> None:
        colours = theme.shown()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.accent if self.isChecked() else colours.control), 1.5))
        painter.setBrush(QColor(colours.surface))
        painter.drawEllipse(middle, _CIRCLE / 2 - 1, _CIRCLE / 2 - 1)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawEllipse(middle, 4, 4)
        painter.restore()

    def _paint_cap(self, painter: QPainter, box: QRectF) -> None:
        colours = theme.shown()
        painting.rounded(painter, box, 5, QColor(colours.surface), QColor(colours.border))
        painter.setFont(fonts.font(fonts.Size.SMALL, fonts.SEMI_BOLD))
        painter.setPen(QColor(colours.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self.place + 1))


class CaseChoices(QWidget):
    """The rows; `chosen` tells the place of the one that was clicked."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[ChoiceRow] = []
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._group.buttonClicked.connect(self._on_group_button_clicked)

    def show_choices(self, choices: Sequence[ChoiceWords], place: int) -> None:
        """Show these, the one at this place chosen."""
        for row in self._rows:
            self._group.removeButton(row)
            self._column.removeWidget(row)
            # Hidden at once: it may be the one whose click is being told right now.
            row.hide()
            row.deleteLater()
        self._rows = [ChoiceRow(number, words) for number, words in enumerate(choices)]
        for row in self._rows:
            self._group.addButton(row)
            self._column.addWidget(row)
        self.choose(place)

    def choose(self, place: int) -> None:
        """Show the one at this place as chosen, without telling."""
        if 0 <= place < len(self._rows):
            self._rows[place].setChecked(True)

    def rows(self) -> list[ChoiceRow]:
        """The rows as they stand."""
        return list(self._rows)

    def _on_group_button_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, ChoiceRow):
            self.chosen.emit(button.place)
