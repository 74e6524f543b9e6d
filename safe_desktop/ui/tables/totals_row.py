"""The line under a table with the totals of the whole filter, each under its column, one line for each currency.

Reads the column positions of the view's header; knows no record.
"""

from collections.abc import Mapping

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QTableView, QWidget

from safe_desktop.domain.money import Money
from safe_desktop.ui.look import fonts, formats, home_words, theme
from safe_desktop.ui.tables.cell_delegate import FIRST_INDENT, PADDING

_FIRST, _NEXT = 36, 20


class TotalsRow(QWidget):
    """Totals by section number; `words` stand at the left, under the first column."""

    def __init__(self, view: QTableView) -> None:
        super().__init__()
        self._view = view
        self._words = ""
        self._totals: Mapping[int, tuple[Money, ...]] = {}
        header = view.horizontalHeader()
        header.sectionResized.connect(self._on_header_moved)
        header.sectionMoved.connect(self._on_header_moved)
        header.geometriesChanged.connect(self._on_header_geometries_changed)
        view.horizontalScrollBar().valueChanged.connect(self._on_scrolled)
        self.setFixedHeight(_FIRST)

    def show_totals(self, words: str, totals: Mapping[int, tuple[Money, ...]]) -> None:
        """Show these."""
        self._words, self._totals = words, totals
        lines = max((len(amounts) for amounts in totals.values()), default=1)
        self.setFixedHeight(_FIRST + _NEXT * (max(lines, 1) - 1))
        header = self._view.model()
        spoken = [words]
        for section, amounts in totals.items():
            title = header.headerData(section, Qt.Orientation.Horizontal)
            spoken += [f"{title} {formats.spoken_money(amount)}" for amount in amounts]
        self.setAccessibleName("Totals: " + ", ".join(spoken))
        self.update()

    def text_at(self, section: int) -> tuple[str, ...]:
        """What stands under a column."""
        amounts = self._totals.get(section, ())
        if len(amounts) == 1 and amounts[0].currency == home_words.currency():
            return (formats.figure(amounts[0]),)
        return tuple(formats.money(amount) for amount in amounts)

    @Slot(int, int, int)
    def _on_header_moved(self, _section: int, _before: int, _after: int) -> None:
        self.update()

    @Slot()
    def _on_header_geometries_changed(self) -> None:
        self.update()

    @Slot(int)
    def _on_scrolled(self, _value: int) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        painting_box = self.rect()
        painter.fillRect(painting_box, QColor(colours.raised))
        painter.fillRect(0, 0, self.width(), 1, QColor(colours.border))
        painter.setPen(QColor(colours.text))
        painter.setFont(fonts.font(fonts.Size.TEXT, fonts.SEMI_BOLD, is_figures=True))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        leftmost = self.width()
        for section in self._totals:
            if self._view.isColumnHidden(section):
                continue
            left = self._view.columnViewportPosition(section)
            for line, text in enumerate(self.text_at(section)):
                width = max(self._view.columnWidth(section) - PADDING, painter.fontMetrics().horizontalAdvance(text))
                edge = left + self._view.columnWidth(section) - PADDING
                painter.drawText(QRect(edge - width, line * _NEXT, width, _FIRST), right, text)
                leftmost = min(leftmost, edge - width)
        self._paint_words(painter, leftmost)
        painter.end()

    def _paint_words(self, painter: QPainter, leftmost: int) -> None:
        left = self._view.columnViewportPosition(0) + PADDING + FIRST_INDENT
        if getattr(self._view.model(), "is_tickable", False):
            left = self._view.columnViewportPosition(1) + PADDING
        painter.setFont(fonts.font(fonts.Size.TEXT, fonts.SEMI_BOLD))
        room = max(0, leftmost - left - PADDING)
        shown = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, 0, room, _FIRST), Qt.AlignmentFlag.AlignVCenter, shown)
