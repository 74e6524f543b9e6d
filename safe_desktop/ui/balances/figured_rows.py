"""Rows in hand for a table with several columns of amounts: searched, filtered, sorted, and added up by currency."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.lists import Query
from safe_desktop.ui.tables.held_rows import H, HeldRows


class FiguredRows(HeldRows[H]):
    """A record source whose columns of amounts all have their total. `figures` gives each by the column's key."""

    def __init__(
        self,
        entries: Iterable[H],
        *,
        words: Callable[[H], str],
        parts: Callable[[H], Sequence[str]],
        figures: Mapping[str, Callable[[H], Money]],
        also_sorted: Mapping[str, Callable[[H], str]],
    ) -> None:
        sorts: dict[str, Callable[[H], object]] = {**also_sorted}
        for key, figure in figures.items():
            sorts[key] = _by_minor(figure)
        super().__init__(entries, words=words, parts=parts, sorts=sorts)
        self._figures = dict(figures)

    def totals(self, query: Query) -> dict[str, tuple[Money, ...]]:
        """The sums of what is asked for, under each column, one of each currency."""
        found = self.entries(self.ids(query))
        return {key: _sums(figure(one) for one in found) for key, figure in self._figures.items()} if found else {}


def _by_minor(figure: Callable[[H], Money]) -> Callable[[H], int]:
    return lambda entry: figure(entry).minor


def _sums(amounts: Iterable[Money]) -> tuple[Money, ...]:
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Money(0, amount.currency)) + amount
    return tuple(sums[currency] for currency in sorted(sums))
