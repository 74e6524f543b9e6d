"""Measures what screens ask of a book of 100,000 invoices: `python -m tests.bench.hundred_thousand_invoices`.

A program, not a test: it prints milliseconds (the best of three) and marks what is over the aim of 100.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus, Line
from safe_desktop.domain.payment import Allocation, Payment
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.showing import figures, lists
from safe_desktop.engine.showing.lists import Query, RecordList
from safe_desktop.engine.workplace import Workplace
from tests.made_records import TODAY
from tests.made_workplace import opened_workplace

AIM_MS = 100
CUSTOMERS = 2_000
_FIRST = ("Bayside", "Fern", "Marsh", "Oak", "Rush", "Salt", "Thorn", "Vale", "Wren", "Holt", "Moor", "Kite", "Lark")
_SECOND = ("Joinery", "Engineering", "Estates", "Bakery", "Foods", "Studio", "Garage", "Florist", "Cafe", "Design")


def main() -> int:
    """Fill a book, ask it everything, print the figures; 1 if one is over the aim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=100_000)
    number = parser.parse_args().invoices
    with tempfile.TemporaryDirectory() as folder, opened_workplace(Path(folder)) as workplace:
        began = time.perf_counter()
        fill(workplace, number)
        seconds = time.perf_counter() - began
        size = workplace.book.path.stat().st_size / 1e6
        print(f"filled with {number:,} documents in {seconds:.1f} s, {size:.0f} MB\n")
        slow = [name for name, ask in questions(workplace) if report(name, ask) > AIM_MS]
    print(f"\nover {AIM_MS} ms: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


def questions(workplace: Workplace) -> Iterator[tuple[str, Callable[[], object]]]:
    """Everything a screen asks, by name."""
    book = workplace.book
    tables: dict[str, RecordList[object]] = {
        "customers": lists.customers(book),  # type: ignore[dict-item]
        "invoices": lists.invoices(book),  # type: ignore[dict-item]
        "payments": lists.payments(book),  # type: ignore[dict-item]
        "to send": lists.to_send(book, "invoices"),  # type: ignore[dict-item]
    }
    for name, table in tables.items():
        ids = table.ids()
        yield f"{name}: ids", table.ids
        yield f"{name}: first page", partial(table.entries, ids[:256])
        yield f"{name}: counts", table.counts
        yield f"{name}: totals", table.totals
        asked = {f"search “{words}”": Query(words) for words in ("bayside", "bay join", "in", "99")}
        asked |= {f"by {sort}": Query(sort=sort, descending=True) for sort in table.sorts}
        asked |= {f"only {only}": Query(only=only) for only in table.filters}
        for what, query in asked.items():
            yield f"{name}: {what}", partial(table.ids, query)
    yield "badges", lambda: figures.badges(book)
    yield "months", lambda: figures.months(book, TODAY)
    yield "overview, all of it", lambda: figures.overview(workplace)


def report(name: str, ask: Callable[[], object]) -> float:
    """The best of three, in milliseconds; printed."""
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        ask()
        best = min(best, (time.perf_counter() - began) * 1000)
    print(f"{best:8.1f} ms  {name}")
    return best


def fill(workplace: Workplace, number: int) -> None:
    """Two years of sales: four of five paid, some void, some credit notes, one in fifty waiting to be sent."""
    book, chance = workplace.book, random.Random(1)
    names = [f"{chance.choice(_FIRST)} {chance.choice(_FIRST)} {chance.choice(_SECOND)}" for _ in range(CUSTOMERS)]
    with book.transaction():
        people = book.customers.add_many([Customer(f"{name} {n}", code=f"C{n}") for n, name in enumerate(names)])
    for begin in range(0, number, 5_000):
        made = [_document(chance, people, place, number) for place in range(begin, min(begin + 5_000, number))]
        with book.transaction():
            ids = book.documents.add_many(made)
            paid = [
                (_payment(chance, record_id, document), [Allocation(record_id, document.totals.total)])
                for record_id, document in zip(ids, made, strict=True)
                if document.status is DocumentStatus.APPROVED and document.sign > 0 and chance.random() < 0.8
            ]
            book.payments.add_many(paid)
            stands = [(n, Standing.READY if n % 50 == 0 else Standing.IN_XERO, "") for n in ids]
            book.standings.keep(RecordKind.INVOICE, stands)


def _document(chance: random.Random, people: list[int], place: int, number: int) -> Document:
    issued_on: date = TODAY - timedelta(days=(number - place) * 730 // number)
    kind = DocumentKind.CREDIT_NOTE if place % 40 == 0 else DocumentKind.INVOICE
    price = Decimal(chance.randint(100, 90_000)) / 100
    return Document(
        kind=kind,
        number=f"{'INV' if kind is DocumentKind.INVOICE else 'CN'}-{place:06}",
        customer_id=chance.choice(people),
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=30),
        lines=(Line("Work", Decimal(chance.randint(1, 9)), price, "STANDARD", Decimal(20)),) * 2,
        reference=f"PO {chance.randint(1, 9_999)}",
        status=DocumentStatus.VOIDED if place % 97 == 0 else DocumentStatus.APPROVED,
    )


def _payment(chance: random.Random, document_id: int, document: Document) -> Payment:
    paid_on = document.issued_on + timedelta(days=chance.randint(1, 60))
    marker = f"SD-{document_id}"
    return Payment(document.customer_id, paid_on, document.totals.total, 1, document_id=document_id, marker=marker)


if __name__ == "__main__":
    sys.exit(main())
