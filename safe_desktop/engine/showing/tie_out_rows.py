"""The tie-out: per customer and currency our balance, Xero's as last read, and every difference by name.

Knows where the facts are and how they are paired; what a difference is called is `domain.reconciling_items`. Our
balance and Xero's are added up by themselves: an item never makes them agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from safe_desktop.domain.money import Money, total
from safe_desktop.domain.reconciling_items import items_of_one_sided, items_of_pair, sign_of
from safe_desktop.domain.tie_out import BothSides, Cause, Item, Questions, TheirRecord, TieOutRow, Unexplained
from safe_desktop.engine.showing.tie_out_pairs import Pair, paired_records
from safe_desktop.store import figure_queries, tie_out_facts
from safe_desktop.store.book_file import Book

__all__ = [
    "BothSides",
    "Cause",
    "Item",
    "TieOut",
    "TieOutRow",
    "TieOutTotal",
    "Unexplained",
    "takes_a_moment",
    "tie_out",
]

_FELT_FROM = 5_000
_Unit = tuple[int, str, str]
"""Our customer, or 0 and the contact that only Xero has; and the currency."""


@dataclass(frozen=True, slots=True)
class TieOutTotal:
    """All customers in one currency."""

    ours: Money
    theirs: Money
    items: Money
    residue: Money
    customers: int


@dataclass(frozen=True, slots=True)
class TieOut:
    """The whole of it. `read_at` is the end of the last good sync, None where the book was never synced."""

    rows: tuple[TieOutRow, ...]
    totals: tuple[TieOutTotal, ...]
    read_at: datetime | None

    @property
    def apart(self) -> int:
        """In how many rows something is left that nobody can name."""
        return sum(1 for row in self.rows if row.is_unexplained)


@dataclass(slots=True)
class _Sums:
    """One row in the making."""

    ours: int = 0
    theirs: int = 0
    items: list[Item] = field(default_factory=list)
    unexplained: list[Unexplained] = field(default_factory=list)
    records: list[BothSides] = field(default_factory=list)


def takes_a_moment(book: Book) -> bool:
    """Whether the book is so large that the window would feel it."""
    return figure_queries.highest_document(book) > _FELT_FROM


def tie_out(book: Book) -> TieOut:
    """Every customer that has a balance on either side, by name; those that agree too."""
    questions = Questions.of(tie_out_facts.questions(book))
    pairs = paired_records(book, questions)
    parties = tie_out_facts.customers_of_contacts(book)
    names = _Names(book, pairs, parties)
    sums: dict[_Unit, _Sums] = {}
    for pair in pairs:
        _add(sums, pair, questions, parties, names)
    rows = [
        _row(unit, one, names) for unit, one in sums.items() if one.ours or one.theirs or one.items or one.unexplained
    ]
    rows.sort(key=lambda row: (row.ours.currency, row.customer.casefold(), row.customer_id, row.contact_id))
    return TieOut(tuple(rows), _totals(rows), book.runs.last_good())


class _Names:
    """What a row is called."""

    def __init__(self, book: Book, pairs: Sequence[Pair], parties: dict[str, int]) -> None:
        ids = {pair.ours.customer_id for pair in pairs if pair.ours}
        ids.update(
            parties[pair.theirs.contact_id] for pair in pairs if pair.theirs and pair.theirs.contact_id in parties
        )
        self._customers = tie_out_facts.names_of_customers(book, ids)
        self._contacts = {pair.theirs.contact_id: pair.theirs.contact for pair in pairs if pair.theirs}

    def of(self, unit: _Unit) -> str:
        """Our customer's name, or the contact's."""
        customer_id, contact_id, _ = unit
        return self._customers.get(customer_id) or self._contacts.get(contact_id) or "A contact in Xero"


def _add(sums: dict[_Unit, _Sums], pair: Pair, questions: Questions, parties: dict[str, int], names: _Names) -> None:
    """Count the record on both sides, with the items that set it apart and what they leave over."""
    ours, theirs = pair.ours, pair.theirs
    owed = sign_of(ours.kind) * ours.open if ours else 0
    due = sign_of(theirs.kind) * pair.due if theirs else 0
    here = (ours.customer_id, "", ours.currency) if ours else None
    there = _unit_of(theirs, parties) if theirs else None
    if here:
        sums.setdefault(here, _Sums()).ours += owed
    if there:
        sums.setdefault(there, _Sums()).theirs += due
    for place, mine, other in _shares(here, there, owed, due):
        record = ours or theirs
        assert record is not None, "a pair has a side"
        sums[place].records.append(BothSides(record.kind, record.label, mine, other, ours.id if ours else 0))
    if here and there and here != there and owed and due:
        sums[here].items += items_of_one_sided(ours, None, 0, questions, f"under {names.of(there)}")
        sums[there].items += items_of_one_sided(None, theirs, pair.due, questions, f"under {names.of(here)}")
        return
    unit = here if here and (owed or not due) else there
    assert unit is not None, "a pair has a side"
    items = _items(pair, questions)
    sums[unit].items += items
    left = owed - due - sum(item.amount.minor for item in items)
    if left:
        sums[unit].unexplained.append(_unexplained(pair, owed, due, left, unit[2]))


def _shares(here: _Unit | None, there: _Unit | None, owed: int, due: int) -> list[tuple[_Unit, int, int]]:
    """Which rows the record is behind, and with what on either side."""
    if here == there and here is not None:
        return [(here, owed, due)] if owed or due else []
    shares = [(here, owed, 0)] if here is not None and owed else []
    return [*shares, (there, 0, due)] if there is not None and due else shares


def _items(pair: Pair, questions: Questions) -> list[Item]:
    ours, theirs = pair.ours, pair.theirs
    if ours is None or theirs is None or not (ours.counts and theirs.counts):
        return items_of_one_sided(ours, theirs, pair.due, questions, pair.place)
    return items_of_pair(ours, theirs, pair.here, pair.there, questions) if pair.is_looked_into else []


def _unit_of(theirs: TheirRecord, parties: dict[str, int]) -> _Unit:
    customer_id = parties.get(theirs.contact_id, 0)
    return (customer_id, "" if customer_id else theirs.contact_id, theirs.currency)


def _unexplained(pair: Pair, owed: int, due: int, left: int, currency: str) -> Unexplained:
    record = pair.ours or pair.theirs
    assert record is not None, "a pair has a side"
    ours, theirs, rest = (Money(minor, currency) for minor in (owed, due, left))
    return Unexplained(record.kind, record.label, ours, theirs, rest, pair.ours.id if pair.ours else 0)


def _row(unit: _Unit, sums: _Sums, names: _Names) -> TieOutRow:
    customer_id, contact_id, currency = unit
    ours, theirs = Money(sums.ours, currency), Money(sums.theirs, currency)
    records = sorted(sums.records, key=lambda one: (one.kind.value, one.label))
    items = sorted(sums.items, key=lambda item: (item.cause.value, item.kind.value, item.label))
    return TieOutRow(
        customer_id, contact_id, names.of(unit), ours, theirs, tuple(items), tuple(sums.unexplained), tuple(records)
    )


def _totals(rows: Sequence[TieOutRow]) -> tuple[TieOutTotal, ...]:
    found = []
    for currency in sorted({row.ours.currency for row in rows}):
        some = [row for row in rows if row.ours.currency == currency]
        found.append(
            TieOutTotal(
                ours=total((row.ours for row in some), currency),
                theirs=total((row.theirs for row in some), currency),
                items=total((row.explained for row in some), currency),
                residue=total((row.residue for row in some), currency),
                customers=len(some),
            )
        )
    return tuple(found)
