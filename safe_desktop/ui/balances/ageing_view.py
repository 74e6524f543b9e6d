"""What customers owe by age as at a day: a chart whose bars show their rows, the table, and the items of one customer.

Reads through the engine, beside the window in a large book; changes nothing.
"""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QDate, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.showing.balances import BANDS, AgeBasis, AgedBalance, Balances, OpenItem, balances, open_items
from safe_desktop.engine.showing.figures import is_large
from safe_desktop.ui.balances.age_chart import AgeBar, AgeChart
from safe_desktop.ui.balances.ageing_table import CREDIT, BalanceEntry, aged_columns, aged_rows
from safe_desktop.ui.balances.balance_places import place_of_open
from safe_desktop.ui.balances.balance_view import MOST_ITEMS, BalanceView
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.parts.aside import Aside
from safe_desktop.ui.parts.controls import Card, Label
from safe_desktop.ui.parts.inputs import Choice, DayInput
from safe_desktop.ui.parts.panel_parts import Figures, Panel, figure_rows, head, notice, pairs, section
from safe_desktop.ui.parts.side_panel import SideBySide
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.tables.table_view import TableSetup

_BASIS = "balances.basis"
_WIDE_PANEL = 380
_ROOM_FOR_BOTH = 1150
_INPUT_HEIGHT = 34
_ROOM_FOR_CHART = 480
_INKS = ("accent_second", "accent", "accent", "amber", "red", "green")


class AgeingView(BalanceView[BalanceEntry]):
    """The tab Ageing."""

    def __init__(self, context: Context) -> None:
        panel = Panel("What is open", ("users", "No customer chosen", "Choose one to see what is open."))
        super().__init__(context, aged_rows(()), panel, _WIDE_PANEL, _ManyFigures)
        self.found: Balances | None = None
        self._aside = Aside(context.work, lambda: is_large(context.workplace.book))
        self.day = DayInput(context.workplace.clock.today())
        self.day.setAccessibleName("As at")
        self.basis = Choice(
            ((AgeBasis.DUE, "due date"), (AgeBasis.ISSUED, "date of issue")), context.preferences.text(_BASIS)
        )
        self.basis.setAccessibleName("Days counted from")
        self.currency = Choice()
        self.currency.setAccessibleName("Currency of the chart")
        for asked in (self.day, self.basis, self.currency):
            asked.setFixedHeight(_INPUT_HEIGHT)
        self.chart = AgeChart(self.show_only)
        self._later = Label("", fonts.Size.SECOND, ink="muted", elides=True)
        self.above.addWidget(self._card())
        self.day.dateChanged.connect(self._on_day_changed)
        self.basis.currentIndexChanged.connect(self._on_basis_changed)
        self.currency.currentIndexChanged.connect(self._on_currency_changed)
        self.table.pills.chosen.connect(self._on_pills_chosen)

    # -- making

    def setup(self) -> TableSetup[BalanceEntry]:
        return TableSetup(
            name="balances.ageing",
            columns=aged_columns(),
            source=lambda: self.rows,
            noun="customer",
            filters=(
                ("", "All"),
                *((band.key, band.label) for band in BANDS),
                (CREDIT, "Credit"),
            ),
            empty=("scale", "Nobody owes anything", "Open invoices are listed here by age, customer by customer."),
            has_totals=True,
        )

    def _card(self) -> Card:
        card = Card()
        inside = QVBoxLayout(card)
        inside.setContentsMargins(14, 10, 14, 8)
        inside.setSpacing(8)
        asked = QHBoxLayout()
        asked.setSpacing(8)
        asked.addWidget(Label("As at", ink="muted"))
        asked.addWidget(self.day)
        asked.addSpacing(6)
        asked.addWidget(Label("Days from", ink="muted"))
        asked.addWidget(self.basis)
        asked.addWidget(self.currency)
        asked.addWidget(self._later, 1)
        inside.addLayout(asked)
        inside.addWidget(self.chart)
        return card

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low window the rows need the room more than the bars, whose filters are above the rows anyway."""
        super().resizeEvent(event)
        self.chart.setVisible(event.size().height() >= _ROOM_FOR_CHART)

    # -- showing

    def reload(self) -> None:
        """Read the balances of the day that is chosen."""
        book, on, basis = self.context.workplace.book, self.day.day(), AgeBasis(self.basis.key() or AgeBasis.DUE)
        self._aside.read(lambda: balances(book, on, basis), self._show)

    def _show(self, found: Balances) -> None:
        if (found.on, found.basis) != (self.day.day(), self.basis.key()):
            return
        self.found = found
        later = formats.moneys(found.later)
        words = f"{formats.count(found.later_number, 'record')} dated later, {later}, not in it"
        self._later.setText(words if found.later_number else "")
        self.currency.blockSignals(True)
        self.currency.show_options([(one, one) for one in found.currencies], self.currency.key())
        self.currency.blockSignals(False)
        self.currency.setVisible(len(found.currencies) > 1)
        self.show_rows(aged_rows(found.rows))
        self._show_chart()

    def _show_chart(self) -> None:
        totals = self.found.totals if self.found else ()
        chosen = next((one for one in totals if one.currency == self.currency.key()), totals[0] if totals else None)
        nothing = Money(0)
        ages: Sequence[Money] = chosen.ages if chosen else (nothing,) * len(BANDS)
        words = [band.label if band.first is None else f"{band.label} days" for band in BANDS]
        bars = [AgeBar(band.key, *one) for band, one in zip(BANDS, zip(words, ages, _INKS, strict=False), strict=True)]
        credit = AgeBar(CREDIT, "Credit", chosen.credit if chosen else nothing, _INKS[-1])
        self.chart.show_bars([*bars, credit], self.table.pills.only())

    def customer_of(self, entry: BalanceEntry) -> int:
        return entry.aged.customer_id

    def parts(self, entry: BalanceEntry) -> list[QWidget]:
        aged = entry.aged
        book, on = self.context.workplace.book, self.day.day()
        items = [one for one in open_items(book, aged.customer_id, on) if one.open.currency == aged.currency]
        place = Place("customers", kind=RecordKind.CUSTOMER, record_id=aged.customer_id)
        owed = [("Invoices", aged.owed), ("Credit on account", aged.credit), ("Balance", aged.balance)]
        parts = [
            head(
                aged.customer,
                f"As at {formats.day(on)}, open the customer",
                opens=partial(self.context.navigate, place),
            ),
            pairs([(words, formats.money(amount)) for words, amount in owed], strong="Balance"),
        ]
        rows = [self._item_row(item) for item in items[:MOST_ITEMS]]
        if rows:
            parts.append(section("Open", figure_rows(rows), side=formats.count(len(items), "item")))
        if len(items) > MOST_ITEMS:
            parts.append(notice(f"{len(items) - MOST_ITEMS:,} more: the page Invoices lists them all."))
        return parts

    def _item_row(self, item: OpenItem) -> Figures:
        late = item.days_late(self.day.day())
        words = f"due {formats.day(item.due_on)}" if item.kind == "invoice" else "credit"
        if late and item.kind == "invoice":
            words = f"{formats.long_age(late)} late"
        name = item.number or item.reference or "On account"
        ink = "red" if late and item.kind == "invoice" else "text"
        return Figures(
            name,
            f"{formats.day(item.issued_on)} · {words}",
            formats.figure(item.open),
            partial(self.context.navigate, place_of_open(item)),
            ink,
        )

    # -- what a person does

    def shown_rows(self) -> list[AgedBalance]:
        """The rows as they are filtered and sorted."""
        return [entry.aged for entry in self.entries()]

    def show_customer(self, customer_id: int) -> None:
        """Put the cursor on a customer."""
        entry = next((one for one in self.rows.all() if one.aged.customer_id == customer_id), None)
        if entry is not None:
            self.table.show_record(entry.id)

    def open_row(self, entry: BalanceEntry) -> None:
        self.context.navigate(Place("customers", kind=RecordKind.CUSTOMER, record_id=entry.aged.customer_id))

    def show_only(self, key: str) -> None:
        """The rows of one band of days, in the table and in the chart."""
        self.table.ask(only=key, search=self.table.search.text())
        self._on_pills_chosen(key)

    @Slot(str)
    def _on_pills_chosen(self, key: str) -> None:
        self.chart.mark(key)
        self.put_cursor()

    @Slot(QDate)
    def _on_day_changed(self, _day: QDate) -> None:
        self.reload()

    @Slot(int)
    def _on_basis_changed(self, _index: int) -> None:
        self.context.preferences.keep(_BASIS, self.basis.key())
        self.reload()

    @Slot(int)
    def _on_currency_changed(self, _index: int) -> None:
        self._show_chart()


class _ManyFigures(SideBySide):
    """A table of seven columns of figures needs the room longer than others do before a panel stands beside it."""

    @property
    def is_narrow(self) -> bool:
        return self.width() < _ROOM_FOR_BOTH
