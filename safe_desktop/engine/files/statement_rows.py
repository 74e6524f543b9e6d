"""The rows of a bank's CSV or Excel file as statement lines: all of what can be read, and a reason for the rest.

Knows which field is what. Does not open files, nor know a book.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from safe_desktop.domain.money import Money
from safe_desktop.engine.files.import_cells import Cells, MappedRow
from safe_desktop.engine.files.statement_amounts import is_money_in, read_signed
from safe_desktop.engine.files.statement_balances import in_the_right_sense
from safe_desktop.engine.files.statement_lines import LeftOut, Statement, StatementLine

_NOT_YET = frozenset({"pending", "declined", "reverted", "failed", "cancelled", "canceled", "rejected", "refused"})
_LABEL = 60
_SWAPPED = "What came in and what went out were swapped: only so does each balance follow from the one before."


class _PassOver(Exception):
    """The row is no money; the words say why."""


@dataclass(slots=True)
class _Account:
    """What was read of one account in one currency."""

    lines: list[StatementLine] = field(default_factory=list)
    bad: list[LeftOut] = field(default_factory=list)
    passed_over: list[LeftOut] = field(default_factory=list)


class RowReader:
    """Makes lines of mapped rows. `currency` is that of rows that name none."""

    def __init__(self, cells: Cells, currency: str) -> None:
        self._cells = cells
        self._currency = cells.mapping.options.currency or currency
        self._out_is_below_zero = False

    def statements(self, rows: Sequence[MappedRow], file_name: str, notes: tuple[str, ...]) -> list[Statement]:
        """One statement for each account and currency that the rows name."""
        self._out_is_below_zero = self._counts_down(rows)
        accounts: dict[tuple[str, str], _Account] = {}
        for row in rows:
            text = self._cells.text
            name = (_one_line(text(row, "account")), text(row, "currency").upper() or self._currency)
            self._take(row, name[1], accounts.setdefault(name, _Account()))
        return [_statement(name, found, file_name, notes) for name, found in accounts.items()]

    def _take(self, row: MappedRow, currency: str, account: _Account) -> None:
        place = f"row {row.number}"
        label = self._label(row)
        try:
            if row.problem:
                raise ValueError(row.problem)
            account.lines.append(self._line(row, currency, place))
        except _PassOver as reason:
            account.passed_over.append(LeftOut(place, label, str(reason)))
        except ValueError as problem:
            if not self._cells.text(row, "came_on") and not self._has_amount(row):
                account.passed_over.append(LeftOut(place, label, "it has neither a date nor an amount"))
            else:
                account.bad.append(LeftOut(place, label, str(problem)))

    def _line(self, row: MappedRow, currency: str, place: str) -> StatementLine:
        cells = self._cells
        status = cells.text(row, "status")
        if status.casefold() in _NOT_YET:
            raise _PassOver(f"it is {status.lower()}")
        amount = self._amount(row)
        when = cells.text(row, "came_on")
        if not when:
            raise ValueError(f"{cells.label('came_on')} is empty")
        came_on = cells.day(when, "came_on")
        if not amount:
            raise _PassOver("no money moved")
        balance = self._number(row, "balance")
        return StatementLine(
            came_on=came_on,
            amount=self._money(amount, currency, "amount"),
            kind=_one_line(cells.text(row, "kind")),
            payee=_one_line(cells.text(row, "payee")),
            reference=_one_line(cells.text(row, "reference")),
            narrative=_one_line(cells.text(row, "narrative")),
            bank_id=cells.text(row, "bank_id"),
            balance_after=None if balance is None else self._money(balance, currency, "balance"),
            place=place,
        )

    def _amount(self, row: MappedRow) -> Decimal | None:
        """What came in, below zero where it went out; None where no amount is written."""
        amount = self._number(row, "amount")
        direction = self._cells.text(row, "direction")
        if amount is not None and direction:
            try:
                return abs(amount) if is_money_in(direction) else -abs(amount)
            except ValueError as problem:
                raise ValueError(f"{self._cells.label('direction')} {problem}") from problem
        if amount is not None:
            return amount
        paid_in, paid_out = self._number(row, "paid_in"), self._number(row, "paid_out")
        if paid_in and paid_out:
            raise ValueError(f"it has both {self._cells.label('paid_in')} and {self._cells.label('paid_out')}")
        if paid_out:
            return paid_out if self._out_is_below_zero else -paid_out
        return paid_in if paid_in is not None else paid_out

    def _counts_down(self, rows: Sequence[MappedRow]) -> bool:
        """Whether what was paid out is written below zero; else a number below zero there is money that came back."""
        signs = set()
        for row in rows:
            try:
                signs.add((self._number(row, "paid_out") or Decimal(0)).compare(Decimal(0)))
            except ValueError:
                continue
        return Decimal(1) not in signs

    def _number(self, row: MappedRow, key: str) -> Decimal | None:
        text = self._cells.text(row, key)
        if not text:
            return None
        try:
            return read_signed(text, self._cells.mapping.options.decimal_comma)
        except ValueError as problem:
            raise ValueError(f"{self._cells.label(key)} {problem}") from problem

    def _money(self, amount: Decimal, currency: str, key: str) -> Money:
        try:
            return Money.exactly(amount, currency)
        except ValueError as problem:
            raise ValueError(f"{self._cells.label(key)}: {problem}") from problem

    def _has_amount(self, row: MappedRow) -> bool:
        return any(self._cells.text(row, key) for key in ("amount", "paid_in", "paid_out"))

    def _label(self, row: MappedRow) -> str:
        words = [self._cells.text(row, key) for key in ("payee", "reference", "narrative")]
        return _one_line(" ".join(word for word in words if word))[:_LABEL]


def _statement(name: tuple[str, str], found: _Account, file_name: str, notes: tuple[str, ...]) -> Statement:
    account, currency = name
    running, is_swapped = in_the_right_sense(found.lines, currency)
    return Statement(
        account=account,
        currency=currency,
        lines=running.lines,
        opening=running.opening,
        closing=running.closing,
        file_name=file_name,
        bad=tuple(found.bad),
        passed_over=tuple(found.passed_over),
        gaps=running.gaps,
        notes=(*notes, _SWAPPED) if is_swapped else notes,
    )


def _one_line(text: str) -> str:
    """The words alone: some banks put an apostrophe before every text, so that a spreadsheet leaves it as it is."""
    return " ".join(text.removeprefix("'").split())
