"""What a decision would write down: entries as debit and credit with their totals, and who owes what before and after.

Knows the outcome as the engine worked it out; adds up what stands in its own columns, nothing else.
"""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from safe_desktop.domain.money import Money, total
from safe_desktop.engine.matching.desk_values import BalanceMove, EntryRow
from safe_desktop.ui.deciding.case_words import amount_words
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.parts.controls import Card, IconMark, Label
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.columns import Column, day_column, where_wide
from safe_desktop.ui.tables.fixed_rows import FixedRows
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

_ROW, _NARROW = 34, 550
"""In a narrow card the date goes: it stands in the head of the case too, and the account is read whole."""
_MOST_ROWS = 8
"""More than these scroll: the alternatives below must stay within reach."""


class EntriesTable(Card):
    """The rows in a card of their own height."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._rows: Sequence[EntryRow] = ()
        self._preferences = preferences
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._table: RecordTable[EntryRow] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: Sequence[EntryRow]) -> None:
        """Show these entries."""
        self._rows = rows
        self.setVisible(bool(rows))
        if not rows:
            return
        currency = next((amount.currency for row in rows for amount in (row.debit, row.credit) if amount), "GBP")
        self._make(currency)
        assert self._table is not None
        self._table.reload()
        around = self._table.view.horizontalHeader().height() + self._table.totals.height()
        self.setFixedHeight(around + _ROW * min(len(rows), _MOST_ROWS) + 4)

    def _make(self, currency: str) -> None:
        if self._table is not None and self._table.setup.name.endswith(currency):
            return
        if self._table is not None:
            self._table.hide()
            self._table.deleteLater()
        self._table = RecordTable(self._setup(currency), self._preferences)
        self._table.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._table.view.setAccessibleName("What would be written down")
        self._column.addWidget(self._table)

    def _setup(self, currency: str) -> TableSetup[EntryRow]:
        return TableSetup(
            name=f"case_entries_{currency}",
            columns=(
                where_wide(day_column("on", "Date", lambda entry: entry.on, width=102), _NARROW),
                Column("account", "Account", lambda entry: entry.account, width=110, stretches=True),
                _side("debit", f"Debit {currency}", lambda entry: entry.debit),
                _side("credit", f"Credit {currency}", lambda entry: entry.credit),
            ),
            source=lambda: FixedRows(self._rows, _sums(self._rows, currency)),
            noun="entry",
            plural="entries",
            has_search=False,
            has_totals=True,
            row_height=_ROW,
            is_bare=True,
            is_sortable=False,
        )


def _side(key: str, title: str, amount: Callable[[EntryRow], Money | None]) -> Column[EntryRow]:
    """One of the two columns of amounts; where the entry is on the other side, nothing stands."""

    def shown(entry: EntryRow) -> str:
        found = amount(entry)
        return formats.figure(found) if found is not None else ""

    return Column(key, title, shown, width=96, is_right=True, is_figures=True)


def _sums(rows: Sequence[EntryRow], currency: str) -> dict[str, tuple[Money, ...]]:
    def added(amounts: Iterable[Money | None]) -> tuple[Money, ...]:
        return (total((amount for amount in amounts if amount is not None), currency),)

    return {"debit": added(row.debit for row in rows), "credit": added(row.credit for row in rows)}


class BalanceRow(Card):
    """One customer: owes so much before, an arrow, and after."""

    def __init__(self, move: BalanceMove) -> None:
        super().__init__("well")
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(8)
        row.addWidget(Label(f"{move.customer} owes", ink="muted", elides=True), 1)
        before, after = amount_words(move.before), amount_words(move.after)
        row.addWidget(Label("before", fonts.Size.SECOND, ink="muted"))
        row.addWidget(Label(before, weight=fonts.MEDIUM, is_figures=True))
        row.addWidget(IconMark("arrow-right", "accent"))
        row.addWidget(Label("after", fonts.Size.SECOND, ink="muted"))
        row.addWidget(Label(after, fonts.Size.CARD_TITLE, fonts.SEMI_BOLD, is_figures=True))
        self.setAccessibleName(f"{move.customer} owes {before} before and {after} after")


def balance_rows(moves: Sequence[BalanceMove]) -> QWidget:
    """All customers whose balance moves."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for one in moves:
        column.addWidget(BalanceRow(one))
    return made
