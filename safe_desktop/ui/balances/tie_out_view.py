"""Our balance and Xero's for every customer, with each reason why they differ; what nobody can name is red.

Reads through the engine, beside the window in a large book; every item leads to the record behind it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.showing.tie_out_rows import (
    BothSides,
    Item,
    TieOut,
    TieOutRow,
    Unexplained,
    takes_a_moment,
    tie_out,
)
from safe_desktop.ui.balances.balance_places import place_of_item, place_of_record, place_of_unexplained
from safe_desktop.ui.balances.balance_view import MOST_ITEMS, BalanceView
from safe_desktop.ui.balances.figured_rows import FiguredRows
from safe_desktop.ui.look import formats
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.aside import Aside
from safe_desktop.ui.parts.controls import ChipLabel, Label
from safe_desktop.ui.parts.panel_parts import Figures, Panel, figure_rows, head, notice, pairs, section
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.tables.columns import Column, money_column
from safe_desktop.ui.tables.table_view import TableSetup

_WIDE_PANEL = 420
_EXPLAINED, _UNEXPLAINED, _AGREE = "explained", "unexplained", "agree"


@dataclass(frozen=True, slots=True)
class TieOutEntry:
    """A row of the table."""

    id: int
    row: TieOutRow


class TieOutView(BalanceView[TieOutEntry]):
    """The tab Tie-out."""

    def __init__(self, context: Context, counted: Callable[[int], object]) -> None:
        panel = Panel("Why they differ", ("scale", "No customer chosen", "Choose one to see why both differ."))
        super().__init__(context, _rows(()), panel, _WIDE_PANEL)
        self._counted = counted
        self.found: TieOut | None = None
        self._aside = Aside(context.work, lambda: takes_a_moment(context.workplace.book))
        self._read = Label("", ink="muted", elides=True)
        self.chip = ChipLabel()
        row = QHBoxLayout()
        row.addWidget(self._read, 1)
        row.addWidget(self.chip)
        self.above.addLayout(row)

    def setup(self) -> TableSetup[TieOutEntry]:
        return TableSetup(
            name="balances.tie_out",
            columns=_columns(),
            source=lambda: self.rows,
            noun="customer",
            filters=(("", "All"), (_EXPLAINED, "Explained"), (_UNEXPLAINED, "With residue"), (_AGREE, "Agree")),
            empty=("scale", "Nothing to tie out", "Balances here and in Xero are compared customer by customer."),
            has_totals=True,
        )

    # -- showing

    def reload(self) -> None:
        """Compare both sides as they were last read."""
        book = self.context.workplace.book
        self._aside.read(lambda: tie_out(book), self._show)

    def _show(self, found: TieOut) -> None:
        self.found = found
        today = self.context.workplace.clock.today()
        read = f"as last read at {formats.when(found.read_at, today)}" if found.read_at else "never read yet"
        self._read.setText(f"Xero’s balances {read}. Items explain ours less Xero’s.")
        residues = [total.residue for total in found.totals if total.residue]
        if not found.rows:
            self.chip.show_chip(None)
        elif found.apart:
            words = formats.moneys(tuple(residues)) if residues else f"in {formats.count(found.apart, 'row')}"
            self.chip.show_chip(Chip(f"Residue {words}", Tone.RED))
        else:
            self.chip.show_chip(Chip("Residue 0.00", Tone.GREEN))
        self.show_rows(_rows(found.rows))
        self._counted(found.apart)

    def customer_of(self, entry: TieOutEntry) -> int:
        return entry.row.customer_id

    def parts(self, entry: TieOutEntry) -> list[QWidget]:
        row = entry.row
        place = Place("customers", kind=RecordKind.CUSTOMER, record_id=row.customer_id)
        words = "Open the customer" if row.customer_id else "Only in Xero: no customer of this book"
        opens = partial(self.context.navigate, place) if row.customer_id else None
        figures = [("Ours", row.ours), ("Xero’s", row.theirs), ("Items", row.explained), ("Residue", row.residue)]
        inks = {"Residue": "red" if row.is_unexplained else "green"}
        parts = [
            head(row.customer, words, opens=opens),
            pairs([(name, formats.money(amount)) for name, amount in figures], strong="Residue", inks=inks),
        ]
        if row.unexplained:
            rows = [self._unexplained_row(one) for one in row.unexplained[:MOST_ITEMS]]
            parts.append(section("Residue by record", figure_rows(rows)))
            parts.append(notice("No fact accounts for it. Sync, then look at both records."))
        if row.items:
            rows = [self._item_row(item) for item in _largest(row.items)[:MOST_ITEMS]]
            parts.append(section("Why they differ", figure_rows(rows), side=formats.count(len(row.items), "item")))
        elif not row.is_unexplained:
            parts.append(notice("Both agree to the penny.", "circle-check", "green"))
        if len(row.items) > MOST_ITEMS:
            parts.append(notice(f"{len(row.items) - MOST_ITEMS:,} more are in the export."))
        if row.records:
            rows = [self._record_row(one, row.ours.currency) for one in row.records[:MOST_ITEMS]]
            title = "Behind both balances"
            parts.append(section(title, figure_rows(rows), side=formats.count(len(row.records), "record")))
        return parts

    def _record_row(self, one: BothSides, currency: str) -> Figures:
        here, there = (formats.figure(Money(minor, currency)) for minor in (one.ours, one.theirs))
        go = partial(self.context.navigate, place_of_record(one))
        words = "both sides" if one.ours == one.theirs else f"in Xero {there}"
        return Figures(f"{one.kind.noun.capitalize()} {one.label}", words, here, go)

    def _item_row(self, item: Item) -> Figures:
        go = partial(self.context.navigate, place_of_item(item))
        second = f"{item.cause.value}. {item.detail}" if item.detail else item.cause.value
        words = f"{item.kind.noun.capitalize()} {item.label}"
        return Figures(words, second, formats.figure(item.amount), go, wraps=True)

    def _unexplained_row(self, one: Unexplained) -> Figures:
        go = partial(self.context.navigate, place_of_unexplained(one))
        second = f"{formats.figure(one.ours)} here, {formats.figure(one.theirs)} in Xero"
        return Figures(f"{one.kind.noun.capitalize()} {one.label}", second, formats.figure(one.left), go, "red")

    # -- what a person does

    def shown_rows(self) -> list[TieOutRow]:
        """The rows as they are filtered and sorted."""
        return [entry.row for entry in self.entries()]

    def open_row(self, entry: TieOutEntry) -> None:
        """Go to what weighs most: what nobody can explain first."""
        if entry.row.unexplained:
            self.context.navigate(place_of_unexplained(entry.row.unexplained[0]))
        elif entry.row.items:
            self.context.navigate(place_of_item(_largest(entry.row.items)[0]))


def _largest(items: Sequence[Item]) -> list[Item]:
    return sorted(items, key=lambda item: -abs(item.amount.minor))


def _columns() -> tuple[Column[TieOutEntry], ...]:
    return (
        Column("name", "Customer", lambda e: e.row.customer, "name", 206, stretches=True, weight="medium", ink=_ink),
        money_column("ours", "Ours", lambda e: e.row.ours, width=92, shows_zero=True),
        money_column("theirs", "Xero’s", lambda e: e.row.theirs, width=92, shows_zero=True),
        Column("why", "Why they differ", _why, "why", 120, stretches=True, is_second=True, least=640),
        money_column("items", "Items", lambda e: e.row.explained, width=88),
        money_column("residue", "Residue", lambda e: e.row.residue, width=76, shows_zero=True, ink=_residue_ink),
    )


def _why(entry: TieOutEntry) -> str:
    return entry.row.why or formats.NOTHING


def _ink(entry: TieOutEntry) -> str:
    return "" if entry.row.customer_id else "muted"


def _residue_ink(entry: TieOutEntry) -> str:
    return "red" if entry.row.is_unexplained else "green"


def _rows(found: Sequence[TieOutRow]) -> FiguredRows[TieOutEntry]:
    # What nobody can explain stands first, then what is explained; what agrees is only counted.
    order = sorted(found, key=lambda row: (not row.is_unexplained, not row.items))
    return FiguredRows(
        (TieOutEntry(place, row) for place, row in enumerate(order, start=1)),
        words=_words_of,
        parts=_parts_of,
        figures={
            "ours": lambda e: e.row.ours,
            "theirs": lambda e: e.row.theirs,
            "items": lambda e: e.row.explained,
            "residue": lambda e: e.row.residue,
        },
        also_sorted={"name": lambda e: e.row.customer.casefold(), "why": lambda e: e.row.why},
    )


def _words_of(entry: TieOutEntry) -> str:
    return " ".join((entry.row.customer, entry.row.why, *(item.label for item in entry.row.items)))


def _parts_of(entry: TieOutEntry) -> list[str]:
    if entry.row.is_unexplained:
        return [_UNEXPLAINED]
    return [_EXPLAINED] if entry.row.items else [_AGREE]
