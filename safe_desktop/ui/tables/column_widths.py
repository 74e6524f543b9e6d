"""How wide a table's columns are: as the page says, as a person dragged them, and the stretching one fills the rest."""

from collections.abc import Mapping
from typing import Generic

from PySide6.QtCore import QObject, Slot

from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.columns import E
from safe_desktop.ui.tables.table_view import TableSetup, TableView

_TICK_WIDTH = 44


class ColumnWidths(QObject, Generic[E]):
    """Keeps the widths of one view."""

    def __init__(self, view: TableView, setup: TableSetup[E], preferences: Preferences) -> None:
        super().__init__(view)
        self._view, self._setup, self._preferences = view, setup, preferences
        self._first = int(setup.is_tickable)
        self._is_fitting = False
        if setup.is_tickable:
            view.setColumnWidth(0, _TICK_WIDTH)
        kept = preferences.widths(setup.name)
        for place, column in enumerate(setup.columns, start=self._first):
            view.setColumnWidth(place, kept.get(column.key, column.width))
        view.horizontalHeader().sectionResized.connect(self._on_header_section_resized)
        view.resized.connect(self.fit)

    @Slot()
    def fit(self) -> None:
        """Give the stretching columns what the others leave, but never less than the page asked for."""
        header = self._view.horizontalHeader()
        width = self._view.viewport().width()
        for place, column in enumerate(self._setup.columns, self._first):
            if column.least:
                self._view.setColumnHidden(place, width < column.least)
        stretching = [
            place
            for place, column in enumerate(self._setup.columns, self._first)
            if column.stretches and not self._view.isColumnHidden(place)
        ]
        if not stretching:
            return
        others = sum(header.sectionSize(place) for place in range(header.count()) if place not in stretching)
        least = {place: self._setup.columns[place - self._first].width for place in stretching}
        self._is_fitting = True
        for place, share in shared_out(width - others, least).items():
            self._view.setColumnWidth(place, share)
        self._is_fitting = False

    @Slot(int, int, int)
    def _on_header_section_resized(self, section: int, before: int, after: int) -> None:
        if self._is_fitting or section < self._first or self._view.isColumnHidden(section) or not before:
            return
        column = self._setup.columns[section - self._first]
        if not column.stretches:
            self._preferences.keep_width(self._setup.name, column.key, after)
            self.fit()


def shared_out(room: int, least: Mapping[int, int]) -> dict[int, int]:
    """So much for each column: all the same, but none less than it needs; what it needs more, the others give."""
    shares: dict[int, int] = {}
    for left, (place, needed) in zip(
        range(len(least), 0, -1), sorted(least.items(), key=lambda one: -one[1]), strict=True
    ):
        shares[place] = max(needed, (room - sum(shares.values())) // left)
    return shares
