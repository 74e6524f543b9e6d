"""The aged list: as at any day what was issued and paid by then, by age, and the same sums as the other pages show."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.domain.ageing import AgeBasis, AgedBalance, band_of
from safe_desktop.domain.document import Document, DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation, Payment
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.balances import balances, open_items, write_balances
from safe_desktop.store.book_file import Book
from tests.made_records import TODAY, a_payment, an_invoice, customer, opened_book, stored

FIRST = TODAY - timedelta(days=200)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened_book(tmp_path) as opened:
        yield opened


def pay(book: Book, document: Document, amount: str, on: date, marker: str) -> None:
    money = Money.from_decimal(Decimal(amount), document.currency)
    with book.transaction():
        book.payments.add(a_payment(document, money, marker, on), [Allocation(document.id, money)])


def ages(row: AgedBalance) -> list[str]:
    return [str(age.decimal) for age in row.ages]


def test_open_invoices_stand_in_the_band_of_their_days_past_due(book: Book) -> None:
    ann = customer(book, "Ann")
    for place, days in enumerate((-1, 0, 30, 31, 60, 61, 90, 91)):
        on = TODAY - timedelta(days=days)
        stored(book, an_invoice(ann.id, f"INV-{place}", str(10**place), issued_on=on, due_in=0))
    (row,) = balances(book, TODAY).rows
    # The one issued tomorrow is not written yet as at today; due tomorrow it would not be due.
    assert ages(row) == ["0.00", "110.00", "11000.00", "1100000.00", "10000000.00"]
    later = balances(book, TODAY)
    assert (later.later_number, later.later) == (1, (Money(100),))


def test_a_day_may_be_counted_from_the_date_of_issue(book: Book) -> None:
    ann = customer(book, "Ann")
    stored(book, an_invoice(ann.id, "INV-1", "100", issued_on=TODAY - timedelta(days=40), due_in=60))
    assert ages(balances(book, TODAY).rows[0])[0] == "100.00"
    assert ages(balances(book, TODAY, AgeBasis.ISSUED).rows[0])[2] == "100.00"


def test_credit_stands_beside_the_ages_and_not_in_them(book: Book) -> None:
    ann = customer(book, "Ann")
    stored(book, an_invoice(ann.id, "INV-1", "100", due_in=0))
    stored(book, an_invoice(ann.id, "CN-1", "30", kind=DocumentKind.CREDIT_NOTE))
    with book.transaction():
        book.payments.add(Payment(ann.id, TODAY, Money(1500), 1, marker="SD-9"))
    (row,) = balances(book, TODAY).rows
    assert (str(row.owed), str(row.credit), str(row.balance)) == ("100.00 GBP", "-45.00 GBP", "55.00 GBP")


def test_what_was_paid_later_was_open_on_the_day(book: Book) -> None:
    ann = customer(book, "Ann")
    invoice = stored(book, an_invoice(ann.id, "INV-1", "100", issued_on=TODAY - timedelta(days=50)))
    pay(book, invoice, "60", TODAY - timedelta(days=10), "SD-1")
    balance = [str(balances(book, TODAY - timedelta(days=ago)).rows[0].balance) for ago in (11, 10)]
    assert balance == ["100.00 GBP", "40.00 GBP"]
    assert balances(book, TODAY - timedelta(days=51)).rows == ()


def test_money_that_came_before_its_invoice_was_on_account_until_then(book: Book) -> None:
    ann = customer(book, "Ann")
    invoice = stored(book, an_invoice(ann.id, "INV-1", "100", issued_on=TODAY))
    pay(book, invoice, "100", TODAY - timedelta(days=5), "SD-1")
    (row,) = balances(book, TODAY - timedelta(days=1)).rows
    assert (str(row.credit), str(row.balance)) == ("-100.00 GBP", "-100.00 GBP")
    assert balances(book, TODAY).rows == ()


def test_two_currencies_are_never_added_up(book: Book) -> None:
    ann = customer(book, "Ann")
    stored(book, an_invoice(ann.id, "INV-1", "100"))
    stored(book, an_invoice(ann.id, "INV-2", "70", currency="EUR"))
    found = balances(book, TODAY)
    assert [str(one.balance) for one in found.totals] == ["100.00 GBP", "70.00 EUR"]
    assert found.currencies == ("GBP", "EUR")


def test_the_file_has_a_row_for_each_customer_and_figures_as_numbers(book: Book, tmp_path: Path) -> None:
    stored(book, an_invoice(customer(book, "=Ann").id, "INV-1", "1234.50"))
    found = balances(book, TODAY)
    assert write_balances(tmp_path / "aged.csv", found, found.rows) == 1
    header, row = (tmp_path / "aged.csv").read_text(encoding="utf-8-sig").splitlines()
    assert header.startswith('"Customer","Currency","Not due","0 to 30 days"')
    assert row.startswith('"\'=Ann","GBP",1234.50,0.00')


def _random_book(book: Book, seed: int) -> None:
    """Documents, payments early and late, credits against invoices, refunds, money on account, partly placed."""
    chance = random.Random(seed)
    people = [customer(book, f"Customer {n}").id for n in range(3)]
    made = []
    for n in range(40):
        kind = DocumentKind.CREDIT_NOTE if chance.random() < 0.25 else DocumentKind.INVOICE
        on = FIRST + timedelta(days=chance.randrange(190))
        due, price = chance.randrange(60), str(chance.randrange(1, 500))
        document = an_invoice(chance.choice(people), f"D-{n}", price, kind=kind, issued_on=on, due_in=due)
        made.append(stored(book, document))
    for n in range(60):
        document = chance.choice(made)
        left = book.documents.open(document.id)
        if not left or left.minor < 2:
            continue
        part = Money(chance.randrange(1, left.minor + 1))
        paid_on = FIRST + timedelta(days=chance.randrange(195))
        others = [one for one in made if one.customer_id == document.customer_id and one.sign != document.sign]
        credit = chance.choice(others) if others and chance.random() < 0.4 else None
        with book.transaction():
            if credit is not None and document.sign > 0:
                part = min(part, book.documents.open(credit.id))
                if part:
                    book.payments.allocate([Allocation(document.id, part, credit_note_id=credit.id)])
            elif document.sign > 0 and chance.random() < 0.3:
                whole = part + Money(chance.randrange(0, 900))
                payment = Payment(document.customer_id, paid_on, whole, 1, marker=f"SD-{n}")
                book.payments.add(payment, [Allocation(document.id, part)])
            else:
                book.payments.add(a_payment(document, part, f"SD-{n}", paid_on), [Allocation(document.id, part)])


def _ledger(book: Book, on: date) -> dict[int, int]:
    """What each owed on the day, from nothing but documents and payments dated by then."""
    owed: dict[int, int] = {}
    for document_id in [one for kind in DocumentKind for one in book.documents.ids_by_number_key(kind).values()]:
        document = book.documents.get(document_id)
        if document.issued_on <= on:
            owed[document.customer_id] = owed.get(document.customer_id, 0) + document.sign * document.totals.total.minor
    for payment in book.payments.get_many(range(1, 200)).values():
        is_refund = payment.document_id is not None and book.documents.get(payment.document_id).sign < 0
        if payment.paid_on <= on:
            moved = payment.amount.minor if is_refund else -payment.amount.minor
            owed[payment.customer_id] = owed.get(payment.customer_id, 0) + moved
    return {customer_id: minor for customer_id, minor in owed.items() if minor}


@pytest.mark.parametrize("seed", range(8))
def test_on_any_day_the_balances_are_the_sum_of_what_was_written_by_then(book: Book, seed: int) -> None:
    _random_book(book, seed)
    for ago in (0, 1, 7, 20, 45, 90, 150, 250):
        on = TODAY - timedelta(days=ago)
        found = balances(book, on)
        assert {row.customer_id: row.balance.minor for row in found.rows if row.balance} == _ledger(book, on), ago
        for row in found.rows:
            items = open_items(book, row.customer_id, on)
            assert sum(item.open.minor for item in items) == row.balance.minor
            aged = [0] * 5
            for item in items:
                if item.kind == "invoice":
                    aged[["not_due", "to_30", "to_60", "to_90", "over_90"].index(band_of(item.due_on, on).key)] += (
                        item.open.minor
                    )
            assert [age.minor for age in row.ages] == aged


def test_as_at_today_the_balances_are_those_of_the_list_of_customers(book: Book) -> None:
    _random_book(book, 99)
    table = lists.customers(book)
    shown = {entry.id: entry.balance for entry in table.entries(table.ids()) if entry.balance}
    assert {row.customer_id: row.balance for row in balances(book, TODAY).rows if row.balance} == shown
