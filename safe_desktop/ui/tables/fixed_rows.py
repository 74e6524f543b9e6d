"""A table's rows from values that are already in hand, for short tables that are part of a page."""

from collections.abc import Mapping, Sequence
from typing import Generic

from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.lists import Query
from safe_desktop.ui.tables.columns import E


class FixedRows(Generic[E]):
    """A record source over a sequence, in its own order; ids are places, counted from one."""

    def __init__(self, entries: Sequence[E], totals: Mapping[str, tuple[Money, ...]] | None = None) -> None:
        self._entries = tuple(entries)
        self._totals = dict(totals or {})

    def ids(self, query: Query) -> list[int]:
        """The places of all rows."""
        return list(range(1, len(self._entries) + 1))

    def entries(self, ids: Sequence[int]) -> list[E]:
        """The rows at these places."""
        return [self._entries[place - 1] for place in ids]

    def counts(self, search: str = "") -> dict[str, int]:
        """How many there are."""
        return {"": len(self._entries)}

    def totals(self, query: Query) -> dict[str, tuple[Money, ...]]:
        """The totals that were handed in."""
        return self._totals
