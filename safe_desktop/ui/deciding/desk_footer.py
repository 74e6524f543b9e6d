"""The line under the desk's rows: how many there are, and what both sides come to, under their columns."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from safe_desktop.engine.showing.lists import MismatchEntry
from safe_desktop.ui.deciding.desk_delegate import apart_words
from safe_desktop.ui.deciding.desk_model import OURS, REASON, RECORD, THEIRS
from safe_desktop.ui.deciding.desk_rows import apart_of, side_sums
from safe_desktop.ui.deciding.desk_view import DeskView
from safe_desktop.ui.look import fonts, formats, theme
from safe_desktop.ui.tables.cell_delegate import PADDING

_HEIGHT = 36


class DeskFooter(QWidget):
    """Reads the column positions of the view; shows the totals of the filter."""

    def __init__(self, view: DeskView) -> None:
        super().__init__()
        self._view = view
        self._words = self._apart = self._ours = self._theirs = ""
        self.setFixedHeight(_HEIGHT)
        view.desk_header.sectionResized.connect(self._on_moved)
        view.desk_header.geometriesChanged.connect(self._on_resized)
        view.resized.connect(self._on_resized)

    def show_totals(self, entries: Sequence[MismatchEntry]) -> None:
        """Show what these come to."""
        with_amounts = sum(1 for entry in entries if entry.apart is not None)
        counted = formats.count(len(entries), "mismatch", "mismatches")
        self._words = f"{counted}, {formats.number(with_amounts)} with amounts" if with_amounts else counted
        sums, apart = side_sums(entries), apart_of(entries)
        self._ours = formats.figure(sums.ours) if sums else ""
        self._theirs = formats.figure(sums.theirs) if sums else ""
        self._apart = f"apart {apart_words(apart)}" if apart else ""
        told = (self._words, self._ours and f"ours {self._ours}", self._theirs and f"Xero’s {self._theirs}")
        self.setAccessibleName("Totals: " + ", ".join(part for part in (*told, self._apart) if part))
        self.update()

    @Slot(int, int, int)
    def _on_moved(self, _section: int, _before: int, _after: int) -> None:
        self.update()

    @Slot()
    def _on_resized(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = theme.shown()
        painter.fillRect(self.rect(), QColor(colours.raised))
        painter.fillRect(0, 0, self.width(), 1, QColor(colours.border))
        painter.setPen(QColor(colours.text))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(fonts.font(fonts.Size.TEXT, fonts.SEMI_BOLD))
        ours_left = self._view.columnViewportPosition(OURS)
        left = self._view.columnViewportPosition(RECORD) + PADDING
        painter.drawText(QRect(left, 0, max(0, ours_left - left), _HEIGHT), middle, self._words)
        painter.setFont(fonts.font(fonts.Size.TEXT, fonts.SEMI_BOLD, is_figures=True))
        for column, text in ((OURS, self._ours), (THEIRS, self._theirs)):
            edge = self._view.columnViewportPosition(column) + self._view.columnWidth(column) - PADDING
            painter.drawText(QRect(edge - 140, 0, 140, _HEIGHT), middle | Qt.AlignmentFlag.AlignRight, text)
        left = self._view.columnViewportPosition(REASON) + PADDING
        painter.drawText(QRect(left, 0, self.width() - left, _HEIGHT), middle, self._apart)
        painter.end()
