"""A table's rows from values in hand that are searched, filtered and sorted: for lists that no database holds.

Knows how to ask its entries through the functions it is given; knows no record.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.lists import Query


class Held(Protocol):
    """An entry with the number under which the table knows it."""

    @property
    def id(self) -> int: ...


H = TypeVar("H", bound=Held)


class HeldRows(Generic[H]):
    """A record source over entries in their own order; `parts` are the filter keys that an entry is under."""

    def __init__(
        self,
        entries: Iterable[H],
        *,
        words: Callable[[H], str],
        parts: Callable[[H], Sequence[str]] = lambda _entry: (),
        sorts: Mapping[str, Callable[[H], Any]] | None = None,
        amount: Callable[[H], Money | None] | None = None,
    ) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._words, self._parts = words, parts
        self._sorts = dict(sorts or {})
        self._amount = amount

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, entry_id: int) -> H | None:
        """The entry of this number, if there is one."""
        return self._entries.get(entry_id)

    def all(self) -> list[H]:
        """Every entry, in its own order."""
        return list(self._entries.values())

    def ids(self, query: Query) -> list[int]:
        """The numbers of the entries that are asked for."""
        found = [one for one in self._found(query.search) if not query.only or query.only in self._parts(one)]
        if query.sort in self._sorts:
            found.sort(key=self._sorts[query.sort], reverse=query.descending)
        return [one.id for one in found]

    def entries(self, ids: Sequence[int]) -> list[H]:
        """These entries."""
        return [self._entries[number] for number in ids if number in self._entries]

    def counts(self, search: str = "") -> dict[str, int]:
        """How many there are under each filter; under "" all."""
        counted: dict[str, int] = {"": 0}
        for one in self._found(search):
            counted[""] += 1
            for part in self._parts(one):
                counted[part] = counted.get(part, 0) + 1
        return counted

    def totals(self, query: Query) -> dict[str, tuple[Money, ...]]:
        """The sums of what is asked for, one of each currency."""
        if self._amount is None:
            return {}
        sums: dict[str, Money] = {}
        for one in self.entries(self.ids(query)):
            amount = self._amount(one)
            if amount is not None:
                sums[amount.currency] = sums.get(amount.currency, Money(0, amount.currency)) + amount
        return {"amount": tuple(sums[currency] for currency in sorted(sums))} if sums else {}

    def _found(self, search: str) -> list[H]:
        wanted = search.casefold().split()
        if not wanted:
            return list(self._entries.values())
        return [one for one in self._entries.values() if all(word in self._words(one).casefold() for word in wanted)]
