"""Reads a list of Xero's that is ordered by time of change, page by page, without losing a row that moves meanwhile.

Always the first page, from the last row's second less one (xero-api.md 3.4, 8.1 no. 22): asking for page 2 of a list
whose rows move to its end when they change would skip rows. Pure but for the question it is handed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Generic, TypeVar

from safe_desktop.xero.wire_reading import Listing, Row, Unreadable

PAGE_SIZE = 1000
OVERLAP = timedelta(minutes=5)
"""Whether Xero's If-Modified-Since includes its own second is not documented; reading twice costs nothing."""

MOST_REPEATS = 3
"""A list that changes all the time ends with its cursor where it was; the next run reads it again."""

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Page(Generic[V]):
    """Records not delivered before. `cursor`: everything changed up to then has been delivered; kept with them."""

    items: tuple[V, ...]
    cursor: datetime | None
    unreadable: tuple[Unreadable, ...] = ()


Ask = Callable[[datetime | None, int], Listing[V]]


def seek(ask: Ask[V], since: datetime | None) -> Iterator[Page[V]]:
    """The pages of the list from `since` (everything, if None); `ask` puts the question for a time and a page."""
    reader = _Reader[V](since)
    while True:
        listing = ask(reader.asked_since, reader.page)
        yield reader.taken(listing)
        if not reader.goes_on(listing):
            return


class _Reader(Generic[V]):
    """Where a reading stands. It seeks; where a whole page lies within one second it goes on by page number instead,
    to the end of the list, with the cursor held: a row that changes meanwhile turns up at the end once more, and
    then the pages are read again, as another row may have slid onto a page already read."""

    def __init__(self, since: datetime | None) -> None:
        self.asked_since = since - OVERLAP if since else None
        self.page = 1
        self._cursor = since
        self._seen: set[tuple[str, datetime]] = set()
        self._by_number = False
        self._has_moved = False
        self._repeats = 0

    def taken(self, listing: Listing[V]) -> Page[V]:
        """What of the answer is new."""
        fresh = [row for row in listing.rows if (row.xero_id, row.updated_at) not in self._seen]
        if self._by_number:
            known = {xero_id for xero_id, _stamp in self._seen}
            self._has_moved = self._has_moved or any(row.xero_id in known for row in fresh)
        self._seen.update((row.xero_id, row.updated_at) for row in listing.rows)
        is_last = _is_last(listing, self.page)
        if not is_last and self._next_second(listing.rows) is None:
            self._by_number = True
        if listing.rows and ((is_last and not self._has_moved) or not self._by_number):
            newest = max(row.updated_at for row in listing.rows)
            self._cursor = newest if self._cursor is None else max(self._cursor, newest)
        return _page(fresh, self._cursor)

    def goes_on(self, listing: Listing[V]) -> bool:
        """Whether there is more to ask; then `asked_since` and `page` are the next question."""
        if _is_last(listing, self.page):
            if not self._has_moved or self._repeats == MOST_REPEATS:
                return False
            self.page, self._has_moved = 1, False
            self._repeats += 1
        elif self._by_number:
            self.page += 1
        else:
            self.asked_since = self._next_second(listing.rows)
        return True

    def _next_second(self, rows: tuple[Row[V], ...]) -> datetime | None:
        """The second to ask from next, or None where the list is not in order or would not move on."""
        if any(one.updated_at > two.updated_at for one, two in pairwise(rows)):
            return None
        second = rows[-1].updated_at.replace(microsecond=0) - timedelta(seconds=1)
        return second if self.asked_since is None or second > self.asked_since else None


def _is_last(listing: Listing[V], page: int) -> bool:
    if not listing.rows:
        return True
    if listing.page_count is not None:
        return page >= listing.page_count
    return len(listing.rows) < PAGE_SIZE


def _page(fresh: list[Row[V]], cursor: datetime | None) -> Page[V]:
    values: list[V] = []
    unreadable: list[Unreadable] = []
    for row in fresh:
        if isinstance(row.value, Unreadable):
            unreadable.append(row.value)
        else:
            values.append(row.value)
    return Page(tuple(values), cursor, tuple(unreadable))
