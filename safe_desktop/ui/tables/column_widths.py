"""How wide a table's columns are: as the page says or as a person dragged them, some wider where there is room, and the
stretching ones fill the rest.
"""

from collections.abc import Callable, Mapping
from typing import Generic

from PySide6.QtCore import QObject, Slot

from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.columns import Column, E
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
        """Give room to those that may grow, the rest to the stretching ones; none gets less than the page asked for."""
        width = self._view.viewport().width()
        for place, column in enumerate(self._setup.columns, self._first):
            if column.least:
                self._view.setColumnHidden(place, width < column.least)
        kept = self._preferences.widths(self._setup.name)
        growing = self._shown_where(lambda column: bool(column.most) and column.key not in kept)
        stretching = self._shown_where(lambda column: column.stretches)
        least = {place: column.width for place, column in (growing | stretching).items()}
        header = self._view.horizontalHeader()
        others = sum(header.sectionSize(place) for place in range(header.count()) if place not in least)
        spare = width - others - sum(least.values())
        shares = {}
        # Who lacks most is helped first.
        for place, column in sorted(growing.items(), key=lambda one: one[1].width - one[1].most):
            shares[place] = column.width + max(0, min(column.most - column.width, spare))
            spare -= shares[place] - column.width
        room = width - others - sum(shares.values())
        self._is_fitting = True
        for place, share in (shares | shared_out(room, {place: least[place] for place in stretching})).items():
            self._view.setColumnWidth(place, share)
        self._is_fitting = False

    def _shown_where(self, is_meant: Callable[[Column[E]], bool]) -> dict[int, Column[E]]:
        return {
            place: column
            for place, column in enumerate(self._setup.columns, self._first)
            if is_meant(column) and not self._view.isColumnHidden(place)
        }

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
