"""Our balance and Xero's for every customer, with each reason why they differ; what nobody can name is red.

Reads through the engine, beside the window in a large book; every item leads to the record behind it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

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
from safe_desktop.ui.balances.figured_rows import FiguredRows
from safe_desktop.ui.look import formats
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.aside import Aside
from safe_desktop.ui.parts.controls import Button, ChipLabel, Label
from safe_desktop.ui.parts.panel_parts import Figures, Panel, figure_rows, head, notice, pairs, section
from safe_desktop.ui.parts.side_panel import SideBySide
from safe_desktop.ui.shell.page import GAP, Context, Place
from safe_desktop.ui.tables.columns import Column, money_column
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

_MOST_ITEMS = 60
_PANEL, _WIDE_PANEL = 296, 420
_EXPLAINED, _UNEXPLAINED, _AGREE = "explained", "unexplained", "agree"


@dataclass(frozen=True, slots=True)
class TieOutEntry:
    """A row of the table."""

    id: int
    row: TieOutRow


class TieOutView(QWidget):
    """The tab Tie-out."""

    def __init__(self, context: Context, counted: Callable[[int], object]) -> None:
        super().__init__()
        self._context, self._counted = context, counted
        self.found: TieOut | None = None
        self._rows = _rows(())
        self._aside = Aside(context.work, lambda: takes_a_moment(context.workplace.book))
        self._read = Label("", ink="muted", elides=True)
        self.chip = ChipLabel()
        self.table: RecordTable[TieOutEntry] = RecordTable(self._setup(), context.preferences)
        self.panel = Panel("Why they differ", ("scale", "No customer chosen", "Choose one to see why both differ."))
        self.details = Button("Details", "panel-right", is_small=True, pressed=self.toggle_details, tip="F4")
        self.table.bar.addWidget(self.details, alignment=Qt.AlignmentFlag.AlignTop)
        self.both = SideBySide(self._left(), self.panel, _PANEL, _WIDE_PANEL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.both)
        self.table.current_changed.connect(self._on_table_current_changed)
        self.table.opened.connect(self._on_table_opened)
        self.panel.close_button.clicked.connect(self.both.close_drawer)
        self.both.placed.connect(self._on_both_placed)
        self.table.add_action("Details", "panel-right", self.toggle_details, "F4", needs_row=False)

    def _setup(self) -> TableSetup[TieOutEntry]:
        return TableSetup(
            name="balances.tie_out",
            columns=_columns(),
            source=lambda: self._rows,
            noun="customer",
            filters=(("", "All"), (_EXPLAINED, "Explained"), (_UNEXPLAINED, "With residue"), (_AGREE, "Agree")),
            empty=("scale", "Nothing to tie out", "Balances here and in Xero are compared customer by customer."),
            has_totals=True,
        )

    def _left(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        row = QHBoxLayout()
        row.addWidget(self._read, 1)
        row.addWidget(self.chip)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        return made

    # -- showing

    def reload(self) -> None:
        """Compare both sides as they were last read."""
        book = self._context.workplace.book
        self._aside.read(lambda: tie_out(book), self._show)

    def _show(self, found: TieOut) -> None:
        self.found = found
        self._rows = _rows(found.rows)
        today = self._context.workplace.clock.today()
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
        self.table.reload()
        if not self.table.current_id() and self.table.model.rowCount():
            self.table.put_cursor(0)
        self._show_items()
        self._counted(found.apart)

    def _show_items(self) -> None:
        entry = self.table.current()
        self.panel.fill(*(self._parts(entry.row) if entry else ()))

    def _parts(self, row: TieOutRow) -> list[QWidget]:
        place = Place("customers", kind=RecordKind.CUSTOMER, record_id=row.customer_id)
        words = "Open the customer" if row.customer_id else "Only in Xero: no customer of this book"
        opens = partial(self._context.navigate, place) if row.customer_id else None
        figures = [("Ours", row.ours), ("Xero’s", row.theirs), ("Items", row.explained), ("Residue", row.residue)]
        inks = {"Residue": "red" if row.is_unexplained else "green"}
        parts = [
            head(row.customer, words, opens=opens),
            pairs([(name, formats.money(amount)) for name, amount in figures], strong="Residue", inks=inks),
        ]
        if row.unexplained:
            rows = [self._unexplained_row(one) for one in row.unexplained[:_MOST_ITEMS]]
            parts.append(section("Residue by record", figure_rows(rows)))
            parts.append(notice("No fact accounts for it. Sync, then look at both records."))
        if row.items:
            rows = [self._item_row(item) for item in _largest(row.items)[:_MOST_ITEMS]]
            parts.append(section("Why they differ", figure_rows(rows), side=formats.count(len(row.items), "item")))
        elif not row.is_unexplained:
            parts.append(notice("Both agree to the penny.", "circle-check", "green"))
        if len(row.items) > _MOST_ITEMS:
            parts.append(notice(f"{len(row.items) - _MOST_ITEMS:,} more are in the export."))
        if row.records:
            rows = [self._record_row(one, row.ours.currency) for one in row.records[:_MOST_ITEMS]]
            title = "Behind both balances"
            parts.append(section(title, figure_rows(rows), side=formats.count(len(row.records), "record")))
        return parts

    def _record_row(self, one: BothSides, currency: str) -> Figures:
        here, there = (formats.figure(Money(minor, currency)) for minor in (one.ours, one.theirs))
        go = partial(self._context.navigate, place_of_record(one))
        words = "both sides" if one.ours == one.theirs else f"in Xero {there}"
        return Figures(f"{one.kind.noun.capitalize()} {one.label}", words, here, go)

    def _item_row(self, item: Item) -> Figures:
        go = partial(self._context.navigate, place_of_item(item))
        second = f"{item.cause.value}. {item.detail}" if item.detail else item.cause.value
        words = f"{item.kind.noun.capitalize()} {item.label}"
        return Figures(words, second, formats.figure(item.amount), go, wraps=True)

    def _unexplained_row(self, one: Unexplained) -> Figures:
        go = partial(self._context.navigate, place_of_unexplained(one))
        second = f"{formats.figure(one.ours)} here, {formats.figure(one.theirs)} in Xero"
        return Figures(f"{one.kind.noun.capitalize()} {one.label}", second, formats.figure(one.left), go, "red")

    # -- what a person does

    def chosen_ids(self) -> list[int]:
        """The customers of the selected rows, without those that only Xero has."""
        entries = (self.table.model.entry(self.table.model.row_of(one)) for one in self.table.selected_ids())
        chosen = (entry.row.customer_id for entry in entries if entry is not None)
        return list(dict.fromkeys(one for one in chosen if one))

    def shown_rows(self) -> list[TieOutRow]:
        """The rows as they are filtered and sorted."""
        return [entry.row for entry in self._rows.entries(self.table.model.ids())]

    def toggle_details(self) -> None:
        """Put the keys into the items, or the drawer away."""
        if self.both.is_narrow and self.panel.isVisible():
            self.both.close_drawer()
            self.table.view.setFocus()
            return
        self.both.open_drawer()
        self.panel.focusNextChild() if not self.both.is_narrow else self.panel.close_button.setFocus()

    @Slot(bool)
    def _on_both_placed(self, is_narrow: bool) -> None:
        self.details.setVisible(is_narrow)
        self.panel.show_as_drawer(is_narrow)

    @Slot(int)
    def _on_table_current_changed(self, _row_id: int) -> None:
        self._show_items()

    @Slot(int)
    def _on_table_opened(self, _row_id: int) -> None:
        """Go to what weighs most: what nobody can explain first."""
        entry = self.table.current()
        if entry is None:
            return
        if entry.row.unexplained:
            self._context.navigate(place_of_unexplained(entry.row.unexplained[0]))
        elif entry.row.items:
            self._context.navigate(place_of_item(_largest(entry.row.items)[0]))


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
