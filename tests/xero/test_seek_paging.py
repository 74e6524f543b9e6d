"""No row is lost, whatever changes while a list is read."""

from datetime import UTC, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from safe_desktop.xero.seek_paging import OVERLAP, seek
from safe_desktop.xero.wire_reading import Listing, Row

START = datetime(2026, 11, 1, tzinfo=UTC)
PAGE = 3


class ChangingList:
    """A list in order of change, three rows a page; before each answer some rows may change, now."""

    def __init__(self, seconds: list[int], changes: list[list[int]], is_inclusive: bool) -> None:
        self.stamps = {f"row-{number}": START + timedelta(seconds=second) for number, second in enumerate(seconds)}
        self.changes = list(changes)
        self.is_inclusive = is_inclusive
        self.now = START + timedelta(hours=1)
        self.questions = 0

    def ask(self, since: datetime | None, page: int) -> Listing[str]:
        self.questions += 1
        for place in self.changes.pop(0) if self.changes else ():
            names = sorted(self.stamps)
            # Not every change takes a second of its own.
            self.now += timedelta(milliseconds=400)
            if names:
                self.stamps[names[place % len(names)]] = self.now
        rows = sorted(
            (stamp, name) for name, stamp in self.stamps.items() if since is None or self._is_since(stamp, since)
        )
        some = rows[(page - 1) * PAGE : page * PAGE]
        return Listing(tuple(Row(name, stamp, name) for stamp, name in some), -(-len(rows) // PAGE))

    def _is_since(self, stamp: datetime, since: datetime) -> bool:
        second = stamp.replace(microsecond=0)
        return second >= since.replace(microsecond=0) if self.is_inclusive else second > since.replace(microsecond=0)


def read(
    xero: ChangingList, since: datetime | None
) -> tuple[dict[str, None], datetime | None, set[tuple[str, datetime]]]:
    """Read to the end; what was delivered, the cursor, and what was on the list when it was delivered."""
    delivered: dict[str, None] = {}
    versions: set[tuple[str, datetime]] = set()
    cursor = since
    for page in seek(xero.ask, since):
        delivered.update(dict.fromkeys(page.items))
        versions.update((name, xero.stamps[name]) for name in page.items)
        cursor = page.cursor
    return delivered, cursor, versions


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.integers(0, 2), min_size=4, max_size=14),
    st.lists(st.lists(st.integers(0, 20), max_size=2), max_size=12),
    st.booleans(),
)
@example(seconds=[0] * 9, changes=[[], [], [0]], is_inclusive=True)
def test_every_row_is_delivered_or_will_be_from_the_cursor(
    seconds: list[int], changes: list[list[int]], is_inclusive: bool
) -> None:
    xero = ChangingList(seconds, changes, is_inclusive)
    delivered, cursor, versions = read(xero, None)
    for name, stamp in xero.stamps.items():
        will_be_read_again = cursor is None or stamp > cursor - OVERLAP
        assert (name, stamp) in versions or will_be_read_again
    again, _cursor, _versions = read(xero, cursor)
    assert set(delivered) | set(again) == set(xero.stamps)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 40), max_size=30), st.booleans())
def test_a_list_that_stands_still_is_delivered_once_each_with_the_newest_stamp(
    seconds: list[int], is_inclusive: bool
) -> None:
    xero = ChangingList(seconds, [], is_inclusive)
    items = [item for page in seek(xero.ask, None) for item in page.items]
    assert sorted(items) == sorted(xero.stamps)
    _delivered, cursor, _versions = read(xero, None)
    assert cursor == max(xero.stamps.values(), default=None)
    assert xero.questions <= 2 * (len(seconds) + 2)
