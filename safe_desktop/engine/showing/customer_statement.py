"""A customer's statement of account: what is open on a day, or everything that moved the balance between two days.

Gives values; how it looks on paper is the window's matter. One part for each currency, for two never add up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from safe_desktop.domain.ageing import BANDS, AgedBalance, OpenItem, band_of
from safe_desktop.domain.customer import Customer
from safe_desktop.domain.money import Money, total
from safe_desktop.errors import InputError
from safe_desktop.store import balance_queries
from safe_desktop.store.book_database import Row
from safe_desktop.store.book_file import Book
from safe_desktop.store.customer_list import base_currency

__all__ = ["BANDS", "CustomerStatement", "StatementLine", "StatementPart", "customer_statement"]

_WORDS = {"invoice": "Invoice", "credit_note": "Credit note", "payment": "Payment", "refund": "Refund"}


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line: more owed is a debit, less a credit; `balance` is what is owed after it. `due_on` on open items."""

    on: date
    words: str
    number: str
    reference: str
    debit: Money | None
    credit: Money | None
    balance: Money
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class StatementPart:
    """All of it in one currency."""

    currency: str
    opening: Money
    lines: tuple[StatementLine, ...]
    closing: Money
    aged: AgedBalance


@dataclass(frozen=True, slots=True)
class CustomerStatement:
    """A statement from `first` to `last`, or of what is open on `last` where `first` is None."""

    business: str
    customer: Customer
    first: date | None
    last: date
    parts: tuple[StatementPart, ...]

    @property
    def period(self) -> str:
        """The time it is about, in words."""
        if self.first is None:
            return f"Open items as at {self.last:%d/%m/%Y}"
        return f"Activity from {self.first:%d/%m/%Y} to {self.last:%d/%m/%Y}"


def customer_statement(book: Book, customer_id: int, last: date, first: date | None = None) -> CustomerStatement:
    """The statement of one customer; InputError where there is no such customer, or the days are the wrong way."""
    if first is not None and first > last:
        raise InputError(
            f"A statement cannot begin on {first:%d/%m/%Y} and end on {last:%d/%m/%Y}.",
            "Nothing was written.",
            "Give the earlier day first.",
        )
    customer = book.customers.get(customer_id)
    items = balance_queries.open_items(book, customer_id, last)
    if first is None:
        found = {currency: _open_part(currency, some, last) for currency, some in _by_currency(items).items()}
    else:
        found = _activity(book, customer_id, first, last, items)
    base = base_currency(book)
    if not found:
        found = {base: _open_part(base, [], last)}
    parts = sorted(found.values(), key=lambda part: (part.currency != base, part.currency))
    organisation = book.chart.organisation()
    return CustomerStatement(organisation.name if organisation else book.name, customer, first, last, tuple(parts))


def _by_currency(items: Sequence[OpenItem]) -> dict[str, list[OpenItem]]:
    found: dict[str, list[OpenItem]] = {}
    for item in items:
        found.setdefault(item.open.currency, []).append(item)
    return found


def _open_part(currency: str, items: Sequence[OpenItem], on: date) -> StatementPart:
    balance, lines = Money(0, currency), list[StatementLine]()
    for item in items:
        balance = balance + item.open
        words = "On account" if item.kind == "payment" else _WORDS[item.kind]
        due_on = item.due_on if item.kind == "invoice" else None
        lines.append(_line(item.issued_on, words, item.number, item.reference, item.open, balance, due_on))
    return StatementPart(currency, Money(0, currency), tuple(lines), balance, _aged(currency, items, on))


def _activity(
    book: Book, customer_id: int, first: date, last: date, items: Sequence[OpenItem]
) -> dict[str, StatementPart]:
    before = _by_currency(balance_queries.open_items(book, customer_id, first - timedelta(days=1)))
    open_now = _by_currency(items)
    moved: dict[str, list[Row]] = {}
    for row in balance_queries.ledger_lines(book, customer_id, first, last):
        if row[6]:
            moved.setdefault(row[5], []).append(row)
    found = {}
    for currency in {**before, **moved, **open_now}:
        opening = total((item.open for item in before.get(currency, ())), currency)
        lines = _moves(moved.get(currency, ()), opening)
        aged = _aged(currency, open_now.get(currency, ()), last)
        apart = aged.balance - (lines[-1].balance if lines else opening)
        if apart:
            # Credit set against an invoice that went to another customer since moves a balance on no day of its own.
            lines.append(_line(last, "Moved between customers", "", "", apart, aged.balance))
        found[currency] = StatementPart(currency, opening, tuple(lines), aged.balance, aged)
    return found


def _moves(rows: Sequence[Row], opening: Money) -> list[StatementLine]:
    balance, lines = opening, []
    for day, kind, _, number, reference, currency, minor, _ in rows:
        moved = Money(minor, currency)
        balance = balance + moved
        lines.append(_line(date.fromisoformat(day), _WORDS[kind], number, reference, moved, balance))
    return lines


def _line(
    on: date, words: str, number: str, reference: str, moved: Money, balance: Money, due_on: date | None = None
) -> StatementLine:
    is_debit = moved.minor >= 0
    return StatementLine(
        on, words, number, reference, moved if is_debit else None, None if is_debit else -moved, balance, due_on
    )


def _aged(currency: str, items: Sequence[OpenItem], on: date) -> AgedBalance:
    ages = {band.key: 0 for band in BANDS}
    credit = 0
    for item in items:
        if item.kind == "invoice":
            ages[band_of(item.due_on, on).key] += item.open.minor
        else:
            credit += item.open.minor
    return AgedBalance(0, "", tuple(Money(minor, currency) for minor in ages.values()), Money(credit, currency))
