"""Documents in the book: exact lines, unique numbers, and what is open."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safe_desktop.domain.document import DocumentKind, DocumentStatus, Line
from safe_desktop.domain.money import Money
from safe_desktop.domain.tax import TaxMode
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.exact_numbers import from_e4, to_e4
from tests.made_records import an_invoice, customer, opened_book, stored

QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
exact = st.decimals(min_value=-99999, max_value=99999, places=4)
lines = st.builds(
    Line,
    description=st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    quantity=exact,
    unit_price=exact,
    vat_code=st.sampled_from(["", "STANDARD"]),
    vat_rate=st.sampled_from([Decimal(0), Decimal("12.5"), Decimal(20)]),
    account_code=st.sampled_from(["", "200"]),
    discount=st.sampled_from([Decimal(0), Decimal("33.3333")]),
)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened_book(tmp_path) as opened:
        yield opened


@QUICK
@given(written=st.lists(lines, max_size=5), mode=st.sampled_from(list(TaxMode)))
def test_lines_come_back_exactly(book: Book, written: list[Line], mode: TaxMode) -> None:
    who = book.customers.find_name("Exact") or customer(book, "Exact")
    number = book.documents.next_number("X-")
    document = replace(an_invoice(who.id, number), lines=tuple(written), tax_mode=mode)
    if document.totals.total.minor < 0:
        with pytest.raises(InputError, match="below zero"):
            stored(book, document)
        return
    kept = stored(book, document)
    assert book.documents.get(kept.id) == kept
    assert book.documents.get(kept.id).lines == document.lines
    assert book.documents.open(kept.id) == document.totals.total


@given(exact)
def test_four_places_survive_the_database(number: Decimal) -> None:
    assert from_e4(to_e4(number, "price")) == number


def test_what_is_finer_or_larger_than_the_book_keeps_is_refused() -> None:
    with pytest.raises(InputError, match="more than four decimals"):
        to_e4(Decimal("0.00001"), "price")
    with pytest.raises(InputError, match="larger than a book can keep"):
        to_e4(Decimal(10) ** 15, "quantity")


def test_a_number_is_used_once_of_each_kind(book: Book) -> None:
    who = customer(book)
    stored(book, an_invoice(who.id, "INV-7"))
    stored(book, an_invoice(who.id, "INV-7", kind=DocumentKind.CREDIT_NOTE))
    with pytest.raises(InputError, match="There is already an invoice inv-7, for Rushmere Farm Shop"):
        stored(book, an_invoice(who.id, " inv-7 "))
    found = book.documents.find_number(DocumentKind.INVOICE, "Inv-7")
    assert found is not None
    assert found.number == "INV-7"
    assert book.documents.numbers(DocumentKind.CREDIT_NOTE) == {"inv-7"}


def test_the_next_number_follows_the_largest_and_keeps_its_width(book: Book) -> None:
    who = customer(book)
    assert book.documents.next_number("INV-") == "INV-0001"
    for number in ("INV-0099", "INV-00100", "INV-7b", "INV-", "OTHER-900", f"INV-{'9' * 20}"):
        stored(book, an_invoice(who.id, number))
    assert book.documents.next_number("INV-") == "INV-00101"
    assert book.documents.next_number("inv-") == "inv-00101"
    assert book.documents.next_number("%") == "%0001"


def test_changing_a_document_replaces_its_lines_and_raises_its_revision(book: Book) -> None:
    kept = stored(book, an_invoice(customer(book).id, "INV-1"))
    with book.transaction():
        changed = book.documents.change(replace(kept, lines=(Line("Tea", Decimal(3), Decimal("2.5")),)))
    assert changed.revision == 2
    assert book.documents.get(kept.id) == changed
    assert book.documents.open(kept.id) == Money(750)


def test_nothing_is_open_on_drafts_and_void_documents(book: Book) -> None:
    who = customer(book)
    draft = stored(book, an_invoice(who.id, "INV-1", status=DocumentStatus.DRAFT))
    assert book.documents.open(draft.id) == Money(0)
    with book.transaction():
        book.documents.change(replace(draft, status=DocumentStatus.APPROVED))
    assert book.documents.open(draft.id) == Money(10000)


def test_a_document_for_nobody_is_refused(book: Book) -> None:
    with pytest.raises(InputError, match="customer 12, who is not in this book"):
        stored(book, an_invoice(12, "INV-1"))
    with pytest.raises(InputError, match="There is no document 5"):
        book.documents.get(5)
    with pytest.raises(InputError, match="due before it is issued"):
        stored(book, an_invoice(customer(book).id, "INV-1", due_in=-1))


def test_many_documents_are_written_at_once_with_what_they_came_from(book: Book) -> None:
    who = customer(book)
    made = [
        replace(an_invoice(who.id, f"INV-{number:04}"), lines=tuple(_line(place) for place in range(20)))
        for number in range(200)
    ]
    with book.transaction():
        ids = book.documents.add_many(made, [f"hash {number}" for number in range(200)])
    assert book.documents.get_many(ids)[ids[-1]] == replace(made[-1], id=ids[-1])
    assert book.documents.known_hashes()[DocumentKind.INVOICE, "inv-0199"] == "hash 199"
    assert book.documents.ids_by_number_key(DocumentKind.INVOICE)["inv-0000"] == ids[0]


def test_documents_keep_their_own_currency(book: Book) -> None:
    yen = stored(book, an_invoice(customer(book).id, "INV-1", "1500", currency="JPY"))
    assert book.documents.open(yen.id) == Money(1500, "JPY")


def _line(place: int) -> Line:
    return Line(f"Item {place}", Decimal(place), Decimal("1.2345"), "STANDARD", Decimal(20))


def test_a_total_that_is_larger_than_the_book_keeps_is_refused_in_words(book: Book) -> None:
    kept = stored(book, an_invoice(customer(book).id, "INV-1"))
    huge = tuple(Line("Gold", Decimal(99_999_999), Decimal(99_999_999), "ZERO") for _ in range(2))
    with pytest.raises(InputError, match="total of INV-1 is larger than a book can keep"), book.transaction():
        book.documents.change(replace(kept, lines=huge))
    assert book.documents.get(kept.id) == kept
