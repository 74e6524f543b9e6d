"""The tables on screen: order, filters, search, counts and totals; what is typed is never syntax."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safe_desktop.domain.billing import SettledStatus
from safe_desktop.domain.document import DocumentKind, DocumentStatus
from safe_desktop.domain.mismatch import Mismatch, MismatchKind, ways_out
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation, Origin, Payment, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import Query
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.store.run_records import Outcome, RunCounts, RunItem
from tests.made_records import TODAY, MovableClock, a_payment, an_invoice, customer, opened_book, stored

LAST_YEAR = TODAY - timedelta(days=300)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened_book(tmp_path) as opened:
        yield opened


@pytest.fixture
def filled(book: Book) -> Book:
    """Two customers; five invoices, one of each word; a credit note; a draft."""
    ann, ben = customer(book, "Ann & Co", "A1"), customer(book, "ben’s <b>Bikes</b>", "B1")
    awaiting = stored(book, an_invoice(ann.id, "INV-1", "100", reference="PO 77"))
    stored(book, an_invoice(ann.id, "INV-2", "200", issued_on=LAST_YEAR))
    paid = stored(book, an_invoice(ben.id, "INV-3", "300", issued_on=LAST_YEAR))
    part = stored(book, an_invoice(ben.id, "inv-4", "400"))
    stored(book, an_invoice(ben.id, "INV-5", "500", status=DocumentStatus.DRAFT))
    void = stored(book, an_invoice(ben.id, "INV-6", "600"))
    stored(book, an_invoice(ann.id, "CN-1", "50", kind=DocumentKind.CREDIT_NOTE))
    with book.transaction():
        book.documents.change(replace(void, status=DocumentStatus.VOIDED))
        book.payments.add(a_payment(paid, marker="SD-1"), [Allocation(paid.id, Money(30000))])
        book.payments.add(a_payment(part, Money(100), "SD-2"), [Allocation(part.id, Money(100))])
        taken = book.payments.add(a_payment(awaiting, Money(900), "SD-3"), [Allocation(awaiting.id, Money(900))])
        book.payments.take_back(taken.id)
        book.payments.add(Payment(ann.id, LAST_YEAR, Money(2500), 1, marker="SD-4", reference="cheque in post"))
        book.payments.add(Payment(ben.id, TODAY, Money(700), 1, marker="SD-5", origin=Origin.XERO))
    return book


def numbers(book: Book, query: Query) -> list[str]:
    table = lists.invoices(book)
    return [entry.number for entry in table.entries(table.ids(query))]


def test_each_invoice_has_its_word(filled: Book) -> None:
    table = lists.invoices(filled)
    words = {entry.number: entry.word for entry in table.entries(table.ids())}
    assert words == {
        "INV-1": SettledStatus.AWAITING,
        "INV-2": SettledStatus.OVERDUE,
        "INV-3": SettledStatus.PAID,
        "inv-4": SettledStatus.PART_PAID,
        "INV-5": SettledStatus.DRAFT,
        "INV-6": SettledStatus.VOIDED,
        "CN-1": SettledStatus.AWAITING,
    }


def test_filters_show_what_they_say_and_counts_agree(filled: Book) -> None:
    shown = {
        "": ["CN-1", "INV-6", "INV-5", "inv-4", "INV-1", "INV-3", "INV-2"],
        "awaiting": ["inv-4", "INV-1", "INV-2"],
        "overdue": ["INV-2"],
        "paid": ["INV-3"],
        "credit_notes": ["CN-1"],
        "voided": ["INV-6"],
    }
    assert {only: numbers(filled, Query(only=only)) for only in shown} == shown
    assert lists.invoices(filled).counts() == {only: len(found) for only, found in shown.items()}
    assert lists.invoices(filled).counts("ann")["awaiting"] == 2


@pytest.mark.parametrize(
    "sort", ["number", "kind", "customer", "issued_on", "due_on", "reference", "total", "open", "word", "standing"]
)
def test_sorting_down_is_sorting_up_turned_round(filled: Book, sort: str) -> None:
    up = numbers(filled, Query(sort=sort))
    assert numbers(filled, Query(sort=sort, descending=True)) == up[::-1]
    assert len(up) == 7


def test_sorting_reads_as_a_person_does(filled: Book) -> None:
    assert numbers(filled, Query(sort="number")) == ["CN-1", "INV-1", "INV-2", "INV-3", "inv-4", "INV-5", "INV-6"]
    assert numbers(filled, Query(sort="total"))[:2] == ["CN-1", "INV-1"]
    assert numbers(filled, Query(sort="customer"))[:3] == ["INV-1", "INV-2", "CN-1"]


def test_totals_leave_out_what_is_void_and_count_credit_notes_down(filled: Book) -> None:
    totals = lists.invoices(filled).totals(Query())
    assert totals == {"total": (Money(145000),), "open": (Money(64900),)}
    assert lists.invoices(filled).totals(Query(only="voided"))["total"] == (Money(60000),)
    assert lists.invoices(filled).totals(Query(search="nothing like it")) == {"total": (), "open": ()}


def test_totals_never_mix_currencies(filled: Book) -> None:
    ann = filled.customers.find_name("Ann & Co")
    assert ann is not None
    stored(filled, an_invoice(ann.id, "INV-7", "1000", currency="JPY"))
    assert lists.invoices(filled).totals(Query())["total"] == (Money(145000), Money(1000, "JPY"))


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("inv-4", ["inv-4"]),
        ("INV-4", ["inv-4"]),
        ("po 77", ["INV-1"]),
        ("ann 2", ["INV-2"]),
        ("bikes inv-3", ["INV-3"]),
        ("<b>", ["INV-6", "INV-5", "inv-4", "INV-3"]),
        ("&", ["CN-1", "INV-1", "INV-2"]),
        ("%", []),
        ("_", []),
        ("nothing", []),
        ("  ", ["CN-1", "INV-6", "INV-5", "inv-4", "INV-1", "INV-3", "INV-2"]),
    ],
)
def test_every_word_must_be_somewhere_in_the_row(filled: Book, search: str, found: list[str]) -> None:
    assert numbers(filled, Query(search)) == found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    search=st.text(max_size=12) | st.sampled_from(['" OR "', "NEAR(a b)", "number:x", "a*", "-abc", "^abc", "'; --"])
)
def test_nothing_that_is_typed_is_syntax(filled: Book, search: str) -> None:
    for table in (lists.invoices(filled), lists.customers(filled), lists.payments(filled), lists.mismatches(filled)):
        ids = table.ids(Query(search))
        assert table.counts(search)[""] == len(ids)


def test_a_page_of_text_pasted_into_the_search_finds_nothing_and_harms_nothing(filled: Book) -> None:
    assert numbers(filled, Query("a " * 60_000)) == numbers(filled, Query("a"))
    assert numbers(filled, Query("x" * 100_000)) == []


def test_a_customer_owes_open_invoices_less_credits_and_money_on_account(filled: Book) -> None:
    table = lists.customers(filled)
    ann, ben = table.entries(table.ids())
    assert (ann.name, ann.invoices, ann.balance, ann.overdue) == ("Ann & Co", 2, Money(22500), Money(20000))
    assert (ben.name, ben.invoices, ben.balance, ben.overdue) == ("ben’s <b>Bikes</b>", 3, Money(39200), Money(0))
    assert table.totals(Query())["balance"] == (Money(61700),)
    assert table.ids(Query(sort="balance", descending=True)) == [ben.id, ann.id]
    with filled.transaction():
        filled.customers.archive(ben.id, True)
    assert table.counts() == {"": 2, "active": 1, "owing": 1, "to_review": 0, "archived": 1}


def test_a_customer_without_documents_owes_nothing_in_the_books_currency(book: Book) -> None:
    kept = customer(book, "New")
    assert lists.customers(book).entries([kept.id])[0].balance == Money(0)
    stored(book, an_invoice(kept.id, "INV-1", "1000", currency="JPY"))
    assert lists.customers(book).entries([kept.id])[0].balance == Money(1000, "JPY")
    stored(book, an_invoice(kept.id, "INV-2", "10"))
    assert lists.customers(book).entries([kept.id])[0].balance == Money(1000, "GBP")


def test_each_payment_has_its_word(filled: Book) -> None:
    table = lists.payments(filled)
    rows = table.entries(table.ids(Query(sort="amount")))
    assert [(row.amount.minor, row.word, row.document_number) for row in rows] == [
        (100, "Applied", "inv-4"),
        (700, "Unmatched", ""),
        (900, "Reversed", "INV-1"),
        (2500, "On account", ""),
        (30000, "Applied", "INV-3"),
    ]
    assert table.counts() == {"": 5, "here": 4, "xero": 1, "on_account": 2, "held": 0, "reversed": 1}
    assert table.totals(Query())["amount"] == (Money(33300),)
    assert table.totals(Query(only="reversed"))["amount"] == (Money(900),)
    assert [row.reference for row in table.entries(table.ids(Query("cheque ann")))] == ["cheque in post"]
    bikes = table.entries(table.ids(Query("bikes", sort="amount")))
    assert [row.document_number for row in bikes] == ["inv-4", "", "INV-3"]


def test_a_payment_that_has_not_cleared_says_so(filled: Book) -> None:
    payment = filled.payments.find_marker("SD-2")
    assert payment is not None
    with filled.transaction():
        filled.standings.keep(RecordKind.PAYMENT, [(payment.id, Standing.HELD, "Until tomorrow")])
    table = lists.payments(filled)
    assert table.ids(Query(only="held")) == [payment.id]
    assert table.entries([payment.id])[0].word == "Held until cleared"


def test_what_waits_says_what_is_new(filled: Book) -> None:
    ann = filled.customers.find_name("Ann & Co")
    invoice = filled.documents.find_number(DocumentKind.INVOICE, "INV-1")
    assert ann is not None
    assert invoice is not None
    with filled.transaction():
        filled.links.tie([Link(RecordKind.CUSTOMER, ann.id, "x", 1, {"name": "Ann", "email": "a", "phone": ""}, {})])
        filled.standings.keep(RecordKind.CUSTOMER, [(ann.id, Standing.CHANGED_HERE, "Changed here")])
        filled.standings.keep(RecordKind.INVOICE, [(invoice.id, Standing.READY, "New")])
        filled.standings.keep(RecordKind.CREDIT_NOTE, [(7, Standing.TO_REVIEW, "No VAT code")])
    customers, documents = lists.to_send(filled, "customers"), lists.to_send(filled, "invoices")
    assert [entry.change for entry in customers.entries(customers.ids())] == ["2 fields changed"]
    rows = documents.entries(documents.ids(Query(sort="title")))
    assert [(row.kind, row.title, row.amount, row.change) for row in rows] == [
        (RecordKind.CREDIT_NOTE, "CN-1", Money(-5000), "No VAT code"),
        (RecordKind.INVOICE, "INV-1", Money(10000), "New"),
    ]
    assert documents.counts() == {"": 2, "ready": 1, "to_review": 1, "failed": 0, "held": 0}
    assert documents.totals(Query())["amount"] == (Money(5000),)
    assert lists.to_send(filled, "payments").counts()[""] == 0


def test_mismatches_are_listed_by_age_with_their_ways_out(book: Book) -> None:
    assert isinstance(book.clock, MovableClock)
    kinds = (MismatchKind.TOTAL_DIFFERS, MismatchKind.NAME_TAKEN)
    for number, kind in enumerate(kinds, start=1):
        record = RecordKind.INVOICE if number == 1 else RecordKind.CUSTOMER
        with book.transaction():
            book.mismatches.found([Mismatch(kind, record, number, f"R{number}", "why", apart=Money(-number))])
        book.clock.move(days=3)
    table = lists.mismatches(book)
    rows = table.entries(table.ids())
    assert [(row.label, row.age_days) for row in rows] == [("R1", 6), ("R2", 3)]
    assert rows[0].ways == ways_out(MismatchKind.TOTAL_DIFFERS, RecordKind.INVOICE)
    assert table.totals(Query())["apart"] == (Money(3),)
    assert table.counts()["name_taken"] == 1
    assert table.ids(Query(sort="age_days")) == [rows[1].id, rows[0].id]


def test_runs_and_what_they_did_are_listed_newest_first(book: Book) -> None:
    assert isinstance(book.clock, MovableClock)
    items = [
        RunItem(RecordKind.INVOICE, 1, "INV-1", Outcome.SENT),
        RunItem(RecordKind.CUSTOMER, 2, "Ann", Outcome.REFUSED, "No"),
    ]
    with book.transaction():
        first, second = book.runs.begin("Timer"), book.runs.begin("Sync now")
        book.clock.move(seconds=6)
        book.runs.finish(first, "done", "All well", RunCounts(looked_at=2, sent=1, refused=1, calls=3), items)
    table = lists.runs(book)
    running, done = table.entries(table.ids())
    assert (running.id, running.finished_at, running.result) == (second, None, "running")
    assert (done.reason, done.looked_at, done.refused, done.calls, done.seconds) == ("Timer", 2, 1, 3, 6.0)
    done_by_first = lists.run_item_list_of(book, first)
    told = done_by_first.entries(done_by_first.ids())
    assert [(item.label, item.outcome, item.reason) for item in told] == [
        ("INV-1", "sent", ""),
        ("Ann", "refused", "No"),
    ]
    assert done_by_first.counts()["refused"] == 1


def test_the_activity_record_is_listed_and_searched(book: Book) -> None:
    with book.transaction():
        book.activity.note("You", "added", "invoice", 1, "INV-1", "Total 5")
        book.activity.note("Sync", "sent", "invoice", 1, "INV-1")
    table = lists.activity(book)
    assert [entry.action for entry in table.entries(table.ids())] == ["sent", "added"]
    assert table.ids(Query("total")) == [1]


def test_rows_that_are_gone_are_left_out_of_a_page(filled: Book) -> None:
    table = lists.invoices(filled)
    assert [entry.id for entry in table.entries([3, 999, 1])] == [3, 1]


def test_a_deleted_payment_is_no_money_on_account(filled: Book) -> None:
    payment = filled.payments.find_marker("SD-4")
    assert payment is not None
    with filled.transaction():
        filled.payments.set_status(payment.id, PaymentStatus.DELETED)
    assert lists.customers(filled).entries([1])[0].balance == Money(25000)
