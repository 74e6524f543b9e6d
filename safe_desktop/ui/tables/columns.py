"""What a column of a table is: a title and functions that read one entry. Pages declare columns, and subclass nothing.

Knows entries only through the functions it is given.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar

from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.lists import Query
from safe_desktop.ui.look import formats, home_words
from safe_desktop.ui.look.painting import Chip

E = TypeVar("E")
E_co = TypeVar("E_co", covariant=True)


class RecordSource(Protocol[E_co]):
    """What a table reads from: ids by question, entries by id (an engine `RecordList` is one)."""

    def ids(self, query: Query) -> list[int]: ...

    def entries(self, ids: Sequence[int]) -> Sequence[E_co]: ...

    def counts(self, search: str = "") -> dict[str, int]: ...

    def totals(self, query: Query) -> dict[str, tuple[Money, ...]]: ...


@dataclass(frozen=True, slots=True)
class Column(Generic[E]):
    """One column. `key` names it for remembered widths and totals; `sort` is the list's sort key, if it has one."""

    key: str
    title: str
    text: Callable[[E], str]
    sort: str = ""
    width: int = 120
    stretches: bool = False
    is_right: bool = False
    is_figures: bool = False
    weight: str = "regular"
    is_second: bool = False
    ink: Callable[[E], str] | None = None
    chip: Callable[[E], Chip | None] | None = None
    speech: Callable[[E], str] | None = None
    copied: Callable[[E], str] | None = None
    tip: Callable[[E], str] | None = None
    icon: Callable[[E], str] | None = None
    most: int = 0
    """Where the table has room, the column grows up to this before the stretching ones get any."""
    least: int = 0
    """The table must be this wide for the column to be shown; its value stands in the panel anyway."""


def where_wide(column: Column[E], least: int) -> Column[E]:
    """The column, shown only where the table is at least so wide."""
    return replace(column, least=least)


def up_to(column: Column[E], most: int) -> Column[E]:
    """The column, which grows up to this width where the table has room."""
    return replace(column, most=most)


def money_column(
    key: str,
    title: str,
    money: Callable[[E], Money | None],
    *,
    width: int = 104,
    weight: str = "medium",
    sort: str = "",
    ink: Callable[[E], str] | None = None,
    shows_zero: bool = False,
) -> Column[E]:
    """Amounts at the right, tabular, with their words for a screen reader and plain figures for a spreadsheet."""

    def shown(entry: E) -> str:
        amount = money(entry)
        if amount is None or (not amount and not shows_zero):
            return formats.NOTHING
        # The header's currency is the home one; an amount of another must say so itself.
        return formats.figure(amount) if amount.currency == home_words.currency() else formats.money(amount)

    def spoken(entry: E) -> str:
        amount = money(entry)
        return f"{title} {'none' if amount is None else formats.spoken_money(amount)}"

    return Column(
        key,
        title,
        shown,
        sort or key,
        width,
        is_right=True,
        is_figures=True,
        weight=weight,
        ink=ink,
        speech=spoken,
        copied=lambda entry: formats.copied_figure(money(entry)),
    )


def number_column(key: str, title: str, number: Callable[[E], int], *, width: int = 84, sort: str = "") -> Column[E]:
    """Whole numbers at the right, tabular."""
    return Column(
        key,
        title,
        lambda entry: formats.number(number(entry)),
        sort,
        width,
        is_right=True,
        is_figures=True,
        copied=lambda entry: str(number(entry)),
    )


def day_column(
    key: str, title: str, value: Callable[[E], date | None], *, width: int = 100, sort: str = ""
) -> Column[E]:
    """Dates as dd/mm/yyyy, in the muted ink."""
    return Column(
        key,
        title,
        lambda entry: formats.day(value(entry)),
        sort or key,
        width,
        is_figures=True,
        is_second=True,
        copied=lambda entry: formats.day(value(entry)) if value(entry) else "",
    )


def moment_column(
    key: str, title: str, value: Callable[[E], datetime | None], *, width: int = 108, sort: str = ""
) -> Column[E]:
    """Moments as dd/mm HH:MM here, in the muted ink."""
    return Column(key, title, lambda entry: formats.moment(value(entry)), sort, width, is_figures=True, is_second=True)


def chip_column(
    key: str, title: str, chip: Callable[[E], Chip | None], *, width: int = 140, sort: str = ""
) -> Column[E]:
    """A word on a coloured pill."""

    def words(entry: E) -> str:
        made = chip(entry)
        return made.text if made else formats.NOTHING

    return Column(key, title, words, sort, width, chip=chip, speech=lambda entry: f"{title}: {words(entry)}")
