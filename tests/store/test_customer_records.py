"""Customers in the book: what is kept, what is refused, and in which words."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from safe_desktop.domain.customer import Address, Customer
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.invoice_list import invoice_list
from safe_desktop.store.list_queries import Query
from tests.made_records import TODAY, an_invoice, customer, opened_book, stored


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened_book(tmp_path) as opened:
        yield opened


def test_a_customer_comes_back_as_it_was_written(book: Book) -> None:
    full = Customer(
        "Hôtel Ünal & <b>Söhne</b>",
        code="H1",
        email="a@b.example",
        phone="+44 1",
        vat_number="GB1",
        address=Address(("1 High St", "Top floor"), "Fernhill", "Wessex", "ZZ1 1QX", "United Kingdom"),
    )
    with book.transaction():
        kept = book.customers.add(full)
    assert book.customers.get(kept.id) == replace(full, id=kept.id)
    assert book.customers.find_name("HÔTEL  ünal & <B>söhne</b> ") == kept
    assert book.customers.find_code(" H1 ") == kept


def test_a_name_is_taken_whatever_its_case_and_spaces(book: Book) -> None:
    customer(book, "Marsh Lane Joinery")
    with pytest.raises(InputError, match="already a customer named “Marsh Lane Joinery”"):
        customer(book, " marsh  LANE joinery")
    assert len(book.customers.all_ids()) == 1


def test_an_archived_customer_gives_its_name_free_but_not_its_code(book: Book) -> None:
    old = customer(book, "Marsh Lane Joinery", "M1")
    with book.transaction():
        book.customers.archive(old.id, True)
    new = customer(book, "Marsh Lane Joinery", "M2")
    assert book.customers.find_name("Marsh Lane Joinery") == new
    with pytest.raises(InputError, match=r"The code “M1” belongs to “Marsh Lane Joinery” \(archived\)"):
        customer(book, "Another", "M1")
    with pytest.raises(InputError, match="already a customer named"), book.transaction():
        book.customers.archive(old.id, False)


def test_changing_a_customer_raises_its_revision_and_renames_its_documents(book: Book) -> None:
    kept = customer(book, "Old name")
    invoice = stored(book, an_invoice(kept.id, "INV-1"))
    with book.transaction():
        changed = book.customers.change(replace(kept, name="Brand new name"))
    assert changed.revision == 2
    table = invoice_list(book, TODAY)
    assert table.entries([invoice.id])[0].customer == "Brand new name"
    assert table.ids(Query("brand new")) == [invoice.id]
    assert table.ids(Query("old name")) == []


def test_what_cannot_be_kept_is_refused_in_words(book: Book) -> None:
    with pytest.raises(InputError, match="the name is empty"):
        customer(book, "   ")
    with pytest.raises(InputError, match="not an e-mail address"), book.transaction():
        book.customers.add(Customer("A", email="nonsense"))
    with pytest.raises(InputError, match="There is no customer 99"):
        book.customers.get(99)


def test_many_customers_get_ids_in_their_order(book: Book) -> None:
    customer(book, "First")
    with book.transaction():
        ids = book.customers.add_many([Customer(f"Customer {number}", code=str(number)) for number in range(500)])
    assert ids == list(range(2, 502))
    assert book.customers.ids_by_name_key()["customer 499"] == 501
    assert {kept.name for kept in book.customers.get_many([2, 501, 999]).values()} == {"Customer 0", "Customer 499"}


def test_half_a_letter_is_refused_in_words(book: Book) -> None:
    with pytest.raises(InputError, match="half a letter"):
        customer(book, "Ann \ud83d")
    assert book.customers.all_ids() == []
    assert invoice_list(book, TODAY).ids(Query("ann \ud83d")) == []
