"""The overview's card of what was billed and received: chart or table, whichever the person prefers."""

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from safe_desktop.domain.money import total
from safe_desktop.engine.showing.figures import MonthFigures
from safe_desktop.ui.look import fonts, formats, painting, theme
from safe_desktop.ui.overview.billing_chart import BillingChart
from safe_desktop.ui.parts.controls import Button, Card, Label
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.columns import Column, money_column
from safe_desktop.ui.tables.fixed_rows import FixedRows
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

_PREFERENCE = "overview.shows"


class _Swatch(QWidget):
    """A small square in the colour of a series."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token
        self.setFixedSize(10, 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painting.rounded(painter, self.rect().toRectF(), 3, theme.shown().ink(self._token))
        painter.end()


def _with_margins(chart: BillingChart) -> QWidget:
    wrapper = QWidget()
    row = QHBoxLayout(wrapper)
    row.setContentsMargins(8, 0, 18, 8)
    row.addWidget(chart)
    return wrapper


class BillingCard(Card):
    """Twelve months, as bars or as rows."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._months: tuple[MonthFigures, ...] = ()
        self._under = Label("", fonts.Size.SECOND, ink="muted")
        self._switch = Button("Show as table", "table-2", "link", pressed=self._on_switch)
        self._chart = BillingChart()
        self._table = RecordTable(
            TableSetup(
                name="overview.months",
                columns=(
                    Column("month", "Month", lambda entry: formats.month(entry.month), "", 160, stretches=True),
                    money_column("billed", "Billed", lambda entry: entry.billed, width=130, shows_zero=True),
                    money_column("received", "Received", lambda entry: entry.received, width=130, shows_zero=True),
                ),
                source=self._rows,
                noun="month",
                has_search=False,
                has_totals=True,
                row_height=30,
                is_bare=True,
                is_sortable=False,
            ),
            preferences,
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(_with_margins(self._chart))
        self._stack.addWidget(self._table)
        self._lay_out()
        self._show(preferences.text(_PREFERENCE, "chart"))

    def show_months(self, months: Sequence[MonthFigures]) -> None:
        """Show these."""
        self._months = tuple(months)
        currency = self._months[0].billed.currency if self._months else "GBP"
        self._under.setText(f"{currency}, last {len(self._months)} months")
        self._chart.show_months(self._months)
        self._table.reload()

    def _rows(self) -> FixedRows[MonthFigures]:
        currency = self._months[0].billed.currency if self._months else "GBP"
        totals = {
            "billed": (total((month.billed for month in self._months), currency),),
            "received": (total((month.received for month in self._months), currency),),
        }
        return FixedRows(self._months[::-1], totals)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(18, 14, 14, 4)
        top.setSpacing(10)
        top.addWidget(Label("Billed and received", fonts.Size.CARD_TITLE, fonts.SEMI_BOLD))
        top.addWidget(self._under)
        top.addStretch()
        self._legend = QWidget()
        legend = QHBoxLayout(self._legend)
        legend.setContentsMargins(0, 0, 6, 0)
        legend.setSpacing(6)
        for token, words in (("accent", "Billed"), ("accent_second", "Received")):
            legend.addWidget(_Swatch(token))
            legend.addWidget(Label(words, fonts.Size.SECOND, ink="muted"))
            legend.addSpacing(8)
        top.addWidget(self._legend)
        top.addWidget(self._switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(top)
        inside = QHBoxLayout()
        inside.setContentsMargins(0, 6, 0, 0)
        inside.addWidget(self._stack)
        column.addLayout(inside, 1)

    def _on_switch(self) -> None:
        self._show("table" if self._stack.currentIndex() == 0 else "chart")

    def _show(self, what: str) -> None:
        is_table = what == "table"
        self._stack.setCurrentIndex(int(is_table))
        self._legend.setVisible(not is_table)
        self._switch.say("Show as chart" if is_table else "Show as table")
        self._switch.set_icon("chart-column" if is_table else "table-2")
        self._preferences.keep(_PREFERENCE, "table" if is_table else "chart")
