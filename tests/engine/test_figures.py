"""The figures of the overview: each is the sum of what the lists show, and points to where it is settled."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money, total
from safe_desktop.domain.payment import Origin, Payment
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.figures import StayingPayments, badges, overview
from safe_desktop.engine.showing.lists import Query
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.run_records import RunCounts
from tests.made_records import TODAY, MovableClock, a_payment, an_invoice
from tests.made_workplace import opened_workplace


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    with opened_workplace(tmp_path) as opened:
        yield opened


def invoice(workplace: Workplace, number: str, price: str, days_ago: int = 0, **more: object) -> Document:
    book = workplace.book
    who = book.customers.find_name("Ann") or ledger.add_customer(workplace, Customer("Ann")).value
    issued_on = TODAY - timedelta(days=days_ago)
    made = an_invoice(who.id, number, price, issued_on=issued_on, **more)  # type: ignore[arg-type]
    return ledger.add_document(workplace, made).value


def test_an_empty_book_has_empty_figures(workplace: Workplace) -> None:
    page = overview(workplace)
    assert page.is_empty
    assert (page.to_send, page.mismatches, page.debtors, page.needs, page.last_good_sync) == (0, 0, (), (), None)
    assert [month.month.isoformat() for month in page.months][::11] == ["2025-12-01", "2026-11-01"]
    assert {(month.billed, month.received) for month in page.months} == {(Money(0), Money(0))}
    assert [band.amount for band in page.ages] == [Money(0)] * 4


def test_what_waits_is_what_the_to_send_lists_show(workplace: Workplace) -> None:
    first = invoice(workplace, "INV-1", "100")
    invoice(workplace, "CN-1", "30", kind=DocumentKind.CREDIT_NOTE)
    ledger.add_payment(workplace, a_payment(first, Money(1000), ""))
    page = overview(workplace)
    shown = [lists.to_send(workplace.book, kind).counts()[""] for kind in ("customers", "invoices", "payments")]
    assert shown == [1, 2, 1]
    assert page.to_send == badges(workplace.book).to_send == 4
    assert page.to_send_amount == (Money(7000),)
    assert not page.is_empty


def test_debtors_are_the_balances_and_their_ages_add_up(workplace: Workplace) -> None:
    for number, days_ago in enumerate((0, 50, 75, 100, 200)):
        invoice(workplace, f"INV-{number}", str(100 + number), days_ago)
    invoice(workplace, "CN-1", "30", 60, kind=DocumentKind.CREDIT_NOTE)
    ledger.add_payment(workplace, Payment(1, TODAY - timedelta(days=40), Money(500), 1))
    voided = invoice(workplace, "INV-9", "999")
    ledger.void_document(workplace, voided.id)
    page = overview(workplace)
    assert page.debtors == lists.customers(workplace.book).totals(Query())["balance"] == (Money(47500),)
    assert total(band.amount for band in page.ages) == page.debtors[0]
    assert [band.amount.minor for band in page.ages] == [10000 + 10100 - 3000, 10200 - 500, 10300, 10400]
    assert page.overdue == (Money(41000),)
    assert (page.owing_customers, page.oldest[0].days, page.oldest[0].amount) == (1, 170, Money(41000))


def test_months_hold_what_was_billed_and_received(workplace: Workplace) -> None:
    first = invoice(workplace, "INV-1", "100", 30)
    invoice(workplace, "INV-2", "70", 0)
    credit = invoice(workplace, "CN-1", "20", 0, kind=DocumentKind.CREDIT_NOTE)
    invoice(workplace, "INV-3", "999", status=DocumentStatus.DRAFT)
    invoice(workplace, "INV-4", "999", 700)
    ledger.add_payment(workplace, a_payment(first, Money(6000), ""))
    gone = ledger.add_payment(workplace, a_payment(first, Money(4000), "")).value
    ledger.take_back_payment(workplace, gone.id)
    ledger.add_payment(workplace, a_payment(credit, Money(500), ""))
    october, november = overview(workplace).months[-2:]
    assert (october.billed, october.received) == (Money(10000), Money(0))
    assert (november.billed, november.received) == (Money(5000), Money(5500))


def test_what_needs_a_person_comes_most_pressing_first(workplace: Workplace) -> None:
    book = workplace.book
    first, second = invoice(workplace, "INV-1", "100"), invoice(workplace, "INV-2", "100")
    theirs = replace(a_payment(first, Money(700), "SD-X"), document_id=None, origin=Origin.XERO)
    with book.transaction():
        book.payments.add(theirs)
        book.mismatches.found(
            [
                Mismatch(MismatchKind.BOTH_CHANGED, RecordKind.INVOICE, n, f"INV-{n}", "why", customer="Ann",
                         apart=Money(150))
                for n in (7, 8, 9)
            ]
        )  # fmt: skip
        book.standings.keep(RecordKind.INVOICE, [(first.id, Standing.FAILED, "Account 612 is archived")])
        book.standings.keep(RecordKind.INVOICE, [(second.id, Standing.TO_REVIEW, "No Xero VAT code for X")])
    page = overview(workplace)
    assert [(need.title, need.detail, need.page, need.only) for need in page.needs] == [
        ("Changed on both sides: 3", "Ann and 2 more", "desk", "both_changed"),
        ("1 invoice refused by Xero", "Account 612 is archived", "to_send", "failed"),
        ("1 payment from Xero settles nothing here yet", "7.00 GBP", "payments", "on_account"),
        ("1 invoice to review before sending", "No Xero VAT code for X", "to_send", "to_review"),
    ]
    assert (page.mismatches, page.apart, badges(book).desk) == (3, (Money(450),), 3)
    assert (page.receipts, page.unmatched, page.unmatched_amount, page.to_review) == (0, 1, (Money(700),), 1)
    assert isinstance(workplace.clock, MovableClock)
    workplace.clock.move(days=9)
    assert overview(workplace).oldest_days == 9


def test_the_last_runs_are_shown_and_the_last_good_one_is_dated(workplace: Workplace) -> None:
    book = workplace.book
    for number in range(9):
        with book.transaction():
            run = book.runs.begin(f"Run {number}")
            book.runs.finish(run, "done", "", RunCounts(), [])
    page = overview(workplace)
    assert [run.reason for run in page.last_runs] == [f"Run {number}" for number in range(8, 1, -1)]
    assert page.last_good_sync == workplace.clock.now()


def test_another_currency_is_a_figure_of_its_own(workplace: Workplace) -> None:
    invoice(workplace, "INV-1", "100", 40)
    invoice(workplace, "INV-2", "5000", 40, currency="JPY")
    page = overview(workplace)
    assert page.debtors == (Money(10000), Money(5000, "JPY"))
    assert page.currency == "GBP"
    assert total(band.amount for band in page.ages) == Money(10000)
    assert page.months[-2].billed == Money(10000)


def test_payments_without_an_account_are_a_need_while_xero_has_what_they_pay(workplace: Workplace) -> None:
    book = workplace.book
    cash = book.payments.find_method("Cash")
    assert cash is not None
    documents = [invoice(workplace, f"INV-{number}", "100") for number in (1, 2, 3)]
    for document in documents:
        payment = Payment(document.customer_id, TODAY, Money(2500), cash.id, document_id=document.id)
        ledger.add_payment(workplace, payment)
    assert overview(workplace).staying == StayingPayments(0, ()), "Xero has none of the invoices yet"

    with book.transaction():
        there = [(document.id, Standing.IN_XERO, "") for document in documents[:2]]
        book.standings.keep(RecordKind.INVOICE, there)
    page = overview(workplace)
    assert page.staying == StayingPayments(2, (Money(5000),))
    need = next(need for need in page.needs if need.page == "settings")
    assert (need.title, need.only) == ("2 payments of 50.00 GBP stay here", "methods")

    ledger.save_method(workplace, replace(cash, xero_account_code="090"))
    assert overview(workplace).staying.words == ""
