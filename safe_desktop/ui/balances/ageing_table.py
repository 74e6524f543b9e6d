"""Columns and rows of the aged list on screen. Knows what stands in them; asks nobody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.balances import BANDS, AgedBalance
from safe_desktop.ui.balances.figured_rows import FiguredRows
from safe_desktop.ui.tables.columns import Column, money_column

CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class BalanceEntry:
    """A row of the table."""

    id: int
    aged: AgedBalance


def _age(place: int) -> Callable[[BalanceEntry], Money]:
    return lambda entry: entry.aged.ages[place]


def aged_columns() -> tuple[Column[BalanceEntry], ...]:
    """The customer, each band, credit and balance."""
    ages = tuple(
        money_column(band.key, band.label, _age(place), width=92, weight="regular", ink=_late_ink(place))
        for place, band in enumerate(BANDS)
    )
    return (
        Column("name", "Customer", lambda e: e.aged.customer, "name", 130, stretches=True, weight="medium"),
        *ages,
        money_column(CREDIT, "Credit", lambda e: e.aged.credit, width=92, weight="regular"),
        money_column("balance", "Balance", lambda e: e.aged.balance, width=100, shows_zero=True),
    )


def _late_ink(place: int) -> Callable[[BalanceEntry], str]:
    return lambda entry: "red" if place == len(BANDS) - 1 and entry.aged.ages[place] else ""


def aged_rows(found: Sequence[AgedBalance]) -> FiguredRows[BalanceEntry]:
    """These balances as rows; the filters are the keys of the bands, and credit."""
    figures: dict[str, Callable[[BalanceEntry], Money]] = {band.key: _age(n) for n, band in enumerate(BANDS)}
    figures |= {CREDIT: lambda e: e.aged.credit, "balance": lambda e: e.aged.balance}
    return FiguredRows(
        (BalanceEntry(place, aged) for place, aged in enumerate(found, start=1)),
        words=lambda entry: entry.aged.customer,
        parts=_parts_of,
        figures=figures,
        also_sorted={"name": lambda entry: entry.aged.customer.casefold()},
    )


def _parts_of(entry: BalanceEntry) -> list[str]:
    keys = [band.key for band, age in zip(BANDS, entry.aged.ages, strict=True) if age]
    return [*keys, *([CREDIT] if entry.aged.credit else [])]
