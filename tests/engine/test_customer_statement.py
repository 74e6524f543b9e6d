"""A statement of account: its lines lead from the opening balance to the closing one, on any two days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation, Payment
from safe_desktop.engine.showing.balances import balances
from safe_desktop.engine.showing.customer_statement import customer_statement
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from tests.engine.test_balances import _random_book, pay
from tests.made_records import TODAY, an_invoice, customer, opened_book, stored


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened_book(tmp_path) as opened:
        yield opened


def test_open_items_are_listed_with_what_is_left_of_each(book: Book) -> None:
    ann = customer(book, "Ann")
    invoice = stored(book, an_invoice(ann.id, "INV-1", "100", issued_on=TODAY - timedelta(days=40), due_in=5))
    stored(book, an_invoice(ann.id, "CN-1", "20", kind=DocumentKind.CREDIT_NOTE))
    pay(book, invoice, "30", TODAY, "SD-1")
    (part,) = customer_statement(book, ann.id, TODAY).parts
    assert [(one.words, one.number, one.debit, one.credit, str(one.balance)) for one in part.lines] == [
        ("Invoice", "INV-1", Money(7000), None, "70.00 GBP"),
        ("Credit note", "CN-1", None, Money(2000), "50.00 GBP"),
    ]
    assert str(part.closing) == "50.00 GBP"
    assert [str(age.decimal) for age in part.aged.ages] == ["0.00", "0.00", "70.00", "0.00", "0.00"]


def test_activity_begins_with_what_was_owed_before_and_ends_with_what_is_owed(book: Book) -> None:
    ann = customer(book, "Ann")
    old = stored(book, an_invoice(ann.id, "INV-1", "100", issued_on=TODAY - timedelta(days=60)))
    stored(book, an_invoice(ann.id, "INV-2", "50", issued_on=TODAY - timedelta(days=10)))
    pay(book, old, "100", TODAY - timedelta(days=5), "SD-1")
    made = customer_statement(book, ann.id, TODAY, TODAY - timedelta(days=30))
    (part,) = made.parts
    assert str(part.opening) == "100.00 GBP"
    assert [(one.words, str(one.balance.decimal)) for one in part.lines] == [
        ("Invoice", "150.00"),
        ("Payment", "50.00"),
    ]
    assert part.lines[1].number == "INV-1"
    assert made.period == "Activity from 26/10/2026 to 25/11/2026"


def test_a_refund_is_a_debit_and_money_on_account_a_credit(book: Book) -> None:
    ann = customer(book, "Ann")
    note = stored(book, an_invoice(ann.id, "CN-1", "80", kind=DocumentKind.CREDIT_NOTE, issued_on=TODAY))
    pay(book, note, "80", TODAY, "SD-1")
    with book.transaction():
        book.payments.add(Payment(ann.id, TODAY, Money(500), 1, marker="SD-2"))
    (part,) = customer_statement(book, ann.id, TODAY, TODAY).parts
    told = [(one.words, str(one.balance.decimal)) for one in part.lines]
    assert told == [("Credit note", "-80.00"), ("Refund", "0.00"), ("Payment", "-5.00")]


def test_credit_set_against_an_invoice_moves_no_balance(book: Book) -> None:
    ann = customer(book, "Ann")
    invoice = stored(book, an_invoice(ann.id, "INV-1", "100"))
    note = stored(book, an_invoice(ann.id, "CN-1", "100", kind=DocumentKind.CREDIT_NOTE))
    with book.transaction():
        book.payments.allocate([Allocation(invoice.id, Money(10000), credit_note_id=note.id)])
    assert customer_statement(book, ann.id, TODAY).parts[0].lines == ()
    (part,) = customer_statement(book, ann.id, TODAY, TODAY).parts
    assert [str(one.balance.decimal) for one in part.lines] == ["100.00", "0.00"]


def test_each_currency_has_a_part_of_its_own_and_the_books_own_comes_first(book: Book) -> None:
    ann = customer(book, "Ann")
    stored(book, an_invoice(ann.id, "INV-1", "70", currency="EUR"))
    stored(book, an_invoice(ann.id, "INV-2", "100"))
    found = customer_statement(book, ann.id, TODAY, TODAY)
    assert [(part.currency, str(part.closing.decimal)) for part in found.parts] == [("GBP", "100.00"), ("EUR", "70.00")]


def test_a_customer_who_owes_nothing_has_a_statement_that_says_so(book: Book) -> None:
    (part,) = customer_statement(book, customer(book, "Ann").id, TODAY).parts
    assert (part.lines, part.closing.decimal) == ((), Decimal("0.00"))


def test_days_the_wrong_way_round_are_refused(book: Book) -> None:
    with pytest.raises(InputError, match="cannot begin"):
        customer_statement(book, customer(book, "Ann").id, TODAY - timedelta(days=1), TODAY)


@pytest.mark.parametrize("seed", range(4))
def test_between_any_two_days_the_lines_lead_from_one_balance_to_the_other(book: Book, seed: int) -> None:
    _random_book(book, seed)
    for back, length in ((190, 30), (120, 60), (60, 60), (200, 200), (3, 1)):
        first = TODAY - timedelta(days=back)
        last = first + timedelta(days=length)
        owed = {row.customer_id: row.balance for row in balances(book, last).rows}
        for customer_id in range(1, 4):
            (part,) = customer_statement(book, customer_id, last, first).parts
            assert part.closing == owed.get(customer_id, Money(0))
            assert "Moved between customers" not in {line.words for line in part.lines}
            moved = sum((one.debit or Money(0)).minor - (one.credit or Money(0)).minor for one in part.lines)
            assert part.opening.minor + moved == part.closing.minor


def test_the_payments_of_an_invoice_go_with_it_to_another_customer(book: Book) -> None:
    ann, ben = customer(book, "Ann"), customer(book, "Ben")
    invoice = stored(book, an_invoice(ann.id, "INV-1", "100", issued_on=TODAY - timedelta(days=9)))
    pay(book, invoice, "30", TODAY - timedelta(days=5), "SD-1")
    with book.transaction():
        book.documents.change(replace(invoice, customer_id=ben.id))
    of_ann, of_ben = (
        customer_statement(book, one.id, TODAY, TODAY - timedelta(days=30)).parts[0] for one in (ann, ben)
    )
    assert (of_ann.lines, [str(one.balance.decimal) for one in of_ben.lines]) == ((), ["100.00", "70.00"])
