"""What customers owe as at a day, by age: the rows of the Balances page, of its export and of the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from safe_desktop.domain.ageing import BANDS, AgeBasis, AgedBalance, OpenItem
from safe_desktop.domain.money import Money, total
from safe_desktop.engine.files.export_sheets import written_sheet
from safe_desktop.store import balance_queries
from safe_desktop.store.book_file import Book

__all__ = ["BANDS", "AgeBasis", "AgedBalance", "Balances", "OpenItem", "balances", "open_items", "write_balances"]


@dataclass(frozen=True, slots=True)
class Balances:
    """The aged list of one day. `totals` are one for each currency; `later` is what is dated after the day."""

    on: date
    basis: AgeBasis
    rows: tuple[AgedBalance, ...]
    totals: tuple[AgedBalance, ...]
    later_number: int
    later: tuple[Money, ...]

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies in which something is owed, the book's own first."""
        return tuple(one.currency for one in self.totals)


def balances(book: Book, on: date, basis: AgeBasis = AgeBasis.DUE) -> Balances:
    """What every customer owed on that day; those that owed nothing and had no credit are left out."""
    rows = [row for row in balance_queries.aged_balances(book, on, basis) if any(row.ages) or row.credit]
    number, later = balance_queries.dated_later(book, on)
    return Balances(on, basis, tuple(rows), summed(rows), number, later)


def summed(rows: Sequence[AgedBalance]) -> tuple[AgedBalance, ...]:
    """The sums of these rows, one for each currency, in their order."""
    currencies = dict.fromkeys(row.currency for row in rows)
    found = []
    for currency in currencies:
        some = [row for row in rows if row.currency == currency]
        ages = tuple(total((row.ages[place] for row in some), currency) for place in range(len(BANDS)))
        found.append(AgedBalance(0, "", ages, total((row.credit for row in some), currency)))
    return tuple(found)


def open_items(book: Book, customer_id: int, on: date) -> list[OpenItem]:
    """What was open of one customer on that day, the oldest first."""
    return balance_queries.open_items(book, customer_id, on)


def write_balances(path: Path, found: Balances, rows: Sequence[AgedBalance]) -> int:
    """Write these rows into a .csv or .xlsx file, whole or not at all; how many there are."""
    bands = tuple(band.label if band.first is None else f"{band.label} days" for band in BANDS)
    headers = ("Customer", "Currency", *bands, "Invoices", "Credit on account", "Balance", "As at")
    with written_sheet(path, headers) as sheet:
        for row in rows:
            amounts = (*row.ages, row.owed, row.credit, row.balance)
            sheet.row((row.customer, row.currency, *(amount.decimal for amount in amounts), found.on))
    return len(rows)
