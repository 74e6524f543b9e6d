"""The figures around a table's rows: the count of each filter, and what the columns add up to.

Of a large book they come a little later than the rows (`aside`). Knows the table's setup; knows no record.
"""

from typing import Generic

from PySide6.QtCore import QObject, Signal

from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.lists import Query
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.aside import Aside
from safe_desktop.ui.parts.filter_pills import FilterPills
from safe_desktop.ui.tables.columns import E, RecordSource
from safe_desktop.ui.tables.record_model import RecordModel
from safe_desktop.ui.tables.table_view import TableSetup
from safe_desktop.ui.tables.totals_row import TotalsRow

_Figures = tuple[Query, dict[str, int], dict[str, tuple[Money, ...]]]
"""What was asked, the count of each filter, the total of each column."""


class TableFigures(QObject, Generic[E]):
    """Reads the figures of a question and shows them in pills and totals row. Without `aside` always at once."""

    shown = Signal()

    def __init__(self, setup: TableSetup[E], model: RecordModel[E], pills: FilterPills, totals: TotalsRow) -> None:
        super().__init__(model)
        self._setup, self._model, self._pills, self._totals = setup, model, pills, totals
        self._asked = Query()
        self.aside: Aside | None = None
        self.is_all_empty = False
        """Whether there is nothing under any filter."""

    def read(self, source: RecordSource[E], query: Query) -> None:
        """Read and show the figures of this question, whose rows the model has already."""
        setup, self._asked = self._setup, query

        def figures() -> _Figures:
            counts = source.counts(query.search) if setup.filters else {}
            return query, counts, source.totals(query) if setup.has_totals else {}

        if self.aside is None:
            self._show(figures())
        elif self.aside.read(figures, self._show):
            self._show_totals({})

    def _show(self, figures: _Figures) -> None:
        query, counts, totals = figures
        if query != self._asked:
            return
        if self._setup.filters:
            self._pills.show_counts(counts)
            self.is_all_empty = not counts.get("", 0)
        self._show_totals(totals)
        self.shown.emit()

    def _show_totals(self, totals: dict[str, tuple[Money, ...]]) -> None:
        if not self._setup.has_totals:
            return
        first = int(self._model.is_tickable)
        placed = {
            place + first: totals[column.key]
            for place, column in enumerate(self._setup.columns)
            if column.key in totals
        }
        words = formats.count(self._model.rowCount(), self._setup.noun, self._setup.plural)
        self._totals.show_totals(words, placed)
