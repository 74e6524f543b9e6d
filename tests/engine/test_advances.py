"""Overpayments and prepayments made in Xero: money on account here, settling the same invoices, kept equal later."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from safe_desktop.domain.debit_life import DebitStatus
from safe_desktop.domain.delivery import QUIET_SECONDS
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.domain.theirs import AdvanceKind
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.entry import ledger, ledger_payments
from safe_desktop.engine.showing.previewing import preview
from safe_desktop.engine.sync.landing_advances import land_advances
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.errors import InputError
from tests.engine.synced_book import UK, Bench, connected


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """Two invoices of 120.00 for Ann that are in Xero."""
    with connected(tmp_path) as made:
        ann = made.customer("Ann")
        made.invoice(ann, "100", "INV-0001")
        made.invoice(ann, "100", "INV-0002")
        made.sync()
        yield made


def open_amount(bench: Bench, number: str) -> str:
    return str(bench.workplace.book.documents.open(bench.id_of(number)).decimal)


def of_ann(bench: Bench, status: PaymentStatus = PaymentStatus.LIVE) -> list[Payment]:
    book = bench.workplace.book
    customer = book.customers.find_name("Ann")
    assert customer is not None
    return [one for one in book.payments.of_customer(customer.id) if one.status is status]


def on_account(bench: Bench) -> list[str]:
    """What is left of each payment of Ann's that names no invoice."""
    book = bench.workplace.book
    return [str(book.payments.unallocated(one.id).decimal) for one in of_ann(bench) if one.document_id is None]


def overpay(bench: Bench, amount: str = "150.00") -> str:
    """INV-0001 is paid with more than is open; the id of what is left over."""
    line = {"how": "overpaid", "invoice_number": "INV-0001", "amount": amount, "date": "2026-11-20"}
    made: str = bench.xero.admin("statement-line", line)["overpayment_id"]
    return made


def allocate(bench: Bench, name: str, credit_id: str, number: str, amount: str) -> str:
    other = bench.xero.sign_in(UK)
    ids = {one["InvoiceNumber"]: one["InvoiceID"] for one in other.ok("GET", "Invoices", page=1)["Invoices"]}
    body: dict[str, Any] = {"Amount": float(amount), "Invoice": {"InvoiceID": ids[number]}}
    made: str = other.ok("PUT", f"{name}/{credit_id}/Allocations", body)["Allocations"][0]["AllocationID"]
    return made


def test_an_overpayment_comes_as_money_on_account(bench: Bench) -> None:
    overpay(bench)
    bench.due_now("overpayments")
    bench.sync()
    assert open_amount(bench, "INV-0001") == "0.00"
    assert on_account(bench) == ["30.00"]
    (kept,) = [one for one in of_ann(bench) if one.document_id is None]
    assert bench.word(RecordKind.PAYMENT, kept.id) is Standing.IN_XERO
    assert bench.workplace.book.payments.method(kept.method_id).name == "Bank transfer"
    bench.due_now("overpayments", "payments", "all open")
    again = bench.sync()
    assert (again.received, again.sent, again.mismatches_open) == (0, 0, 0)


def test_an_overpayment_goes_where_the_payment_of_its_statement_line_went(bench: Bench) -> None:
    book = bench.workplace.book
    card = book.payments.find_method("Card")
    assert card is not None
    book.payments.save_method(replace(card, xero_account_code="091"))
    bench.xero.admin(
        "statement-line",
        {"how": "overpaid", "invoice_number": "INV-0001", "amount": "150.00", "account_code": "091"},
    )
    bench.due_now("overpayments")
    bench.sync()
    assert {book.payments.method(one.method_id).name for one in of_ann(bench)} == {"Card"}


def test_what_it_is_set_against_in_xero_is_settled_here_without_a_question(bench: Bench) -> None:
    """The invoice rings; no list is due."""
    credit = overpay(bench)
    bench.due_now("overpayments")
    bench.sync()
    allocation = allocate(bench, "Overpayments", credit, "INV-0002", "20.00")
    report = bench.sync()
    assert (report.mismatches_open, report.sent) == (0, 0)
    assert (open_amount(bench, "INV-0002"), on_account(bench)) == ("100.00", ["10.00"])
    bench.xero.sign_in(UK).ok("DELETE", f"Overpayments/{credit}/Allocations/{allocation}")
    bench.sync()
    assert (open_amount(bench, "INV-0002"), on_account(bench)) == ("120.00", ["30.00"])
    assert bench.workplace.book.mismatches.count() == 0


def test_a_prepayment_that_is_all_set_against_an_invoice_before_it_is_read_settles_it(bench: Bench) -> None:
    line = {"how": "prepayment", "contact_name": "Ann", "amount": "50.00"}
    credit = bench.xero.admin("statement-line", line)["prepayment_id"]
    allocate(bench, "Prepayments", credit, "INV-0002", "50.00")
    report = bench.sync()
    assert report.mismatches_open == 0
    assert (open_amount(bench, "INV-0002"), on_account(bench)) == ("70.00", ["0.00"])


def test_what_was_paid_back_of_it_no_longer_counts(bench: Bench) -> None:
    credit = overpay(bench)
    bench.due_now("overpayments")
    bench.sync()
    refund = {"how": "refund", "overpayment_id": credit}
    bench.xero.admin("statement-line", {**refund, "amount": "12.00"})
    bench.due_now("overpayments")
    bench.sync()
    assert on_account(bench) == ["18.00"]
    last = bench.xero.admin("statement-line", refund)
    bench.due_now("overpayments")
    bench.sync()
    assert on_account(bench) == []
    assert len(of_ann(bench, PaymentStatus.DELETED)) == 1
    bench.xero.admin("delete-payment", {"payment_id": last["payment_id"]})
    bench.due_now("overpayments")
    bench.sync()
    assert on_account(bench) == ["18.00"]


def test_one_that_was_voided_in_xero_is_taken_back(bench: Bench) -> None:
    credit = overpay(bench)
    bench.due_now("overpayments")
    bench.sync()
    allocate(bench, "Overpayments", credit, "INV-0002", "20.00")
    bench.sync()
    book = bench.workplace.book
    theirs = book.advances.get(credit)
    assert theirs is not None
    later = theirs.updated_at + timedelta(seconds=1)
    with book.transaction():
        gone = replace(theirs, status="VOIDED", left=Money(0), allocations=(), updated_at=later)
        land_advances(book, [gone], Tally())
    assert (on_account(bench), open_amount(bench, "INV-0002")) == ([], "120.00")
    assert len(of_ann(bench, PaymentStatus.DELETED)) == 1


def test_one_of_somebody_who_is_no_customer_yet_waits_until_he_is(bench: Bench) -> None:
    bench.xero.admin("statement-line", {"how": "prepayment", "contact_name": "Ben", "amount": "40.00"})
    bench.due_now("prepayments")
    assert bench.sync().received == 0
    ben = bench.customer("Ben")
    bench.due_now("contacts")
    bench.sync()
    bench.sync()
    (kept,) = bench.workplace.book.payments.of_customer(ben)
    assert str(kept.amount.decimal) == "40.00"


def on_account_by_hand(bench: Bench, amount: int) -> int:
    book = bench.workplace.book
    cash, customer = book.payments.find_method("Cash"), book.customers.find_name("Ann")
    assert cash is not None
    assert customer is not None
    payment = Payment(customer.id, date(2026, 11, 19), Money(amount), cash.id)
    return ledger_payments.add_payment(bench.workplace, payment).value.id


@pytest.mark.parametrize(("way", "left"), [(WayOut.SAME_PAYMENT, ["30.00"]), (WayOut.TWO_PAYMENTS, ["30.00", "30.00"])])
def test_money_on_account_typed_here_and_an_overpayment_are_asked_about(
    bench: Bench, way: WayOut, left: list[str]
) -> None:
    on_account_by_hand(bench, 3000)
    overpay(bench)
    bench.due_now("overpayments")
    assert bench.sync().mismatches_open == 1
    (mismatch,) = bench.workplace.book.mismatches.open_ones()
    assert mismatch.kind is MismatchKind.SAME_PAYMENT
    assert on_account(bench) == ["30.00"]
    desk.settle(bench.workplace, mismatch.id, way)
    assert on_account(bench) == left
    assert bench.sync().mismatches_open == 0
    assert on_account(bench) == left


def test_money_typed_here_that_is_an_overpayment_in_xero_is_decided_about_there(bench: Bench) -> None:
    typed = on_account_by_hand(bench, 3000)
    overpay(bench)
    bench.due_now("overpayments")
    bench.sync()
    (mismatch,) = bench.workplace.book.mismatches.open_ones()
    desk.settle(bench.workplace, mismatch.id, WayOut.SAME_PAYMENT)
    with pytest.raises(InputError, match="overpayment or prepayment in Xero"):
        ledger_payments.take_back_payment(bench.workplace, typed)
    with pytest.raises(InputError, match="cannot be marked “Failed”"):
        ledger_payments.move_debit(bench.workplace, typed, DebitStatus.FAILED)
    assert on_account(bench) == ["30.00"]


def test_it_is_not_taken_back_here(bench: Bench) -> None:
    overpay(bench)
    bench.due_now("overpayments")
    bench.sync()
    (kept,) = [one for one in of_ann(bench) if one.document_id is None]
    with pytest.raises(InputError, match="came from Xero"):
        ledger_payments.take_back_payment(bench.workplace, kept.id)


def test_one_that_does_not_fit_here_is_asked_about_until_there_is_room(bench: Bench) -> None:
    cash = bench.payment(bench.id_of("INV-0002"), "110", "Cash")
    credit = overpay(bench)
    allocate(bench, "Overpayments", credit, "INV-0002", "20.00")
    bench.due_now("overpayments")
    bench.sync()
    (mismatch,) = bench.workplace.book.mismatches.open_ones()
    assert mismatch.kind is MismatchKind.CREDIT_IN_XERO
    assert on_account(bench) == ["30.00"]
    ledger_payments.take_back_payment(bench.workplace, cash)
    assert bench.sync().mismatches_open == 0
    assert (open_amount(bench, "INV-0002"), on_account(bench)) == ("100.00", ["10.00"])


def test_a_supplier_s_overpayment_is_none_of_this_book_s(bench: Bench) -> None:
    other = bench.xero.sign_in(UK)
    line = {"Description": "Twice", "Quantity": 1, "UnitAmount": 15}
    body = {"Type": "SPEND-OVERPAYMENT", "Contact": {"Name": "Ann"}, "BankAccount": {"Code": "090"}}
    other.ok("PUT", "BankTransactions", {**body, "LineItems": [line]})
    bench.due_now("overpayments")
    assert bench.sync().received == 0
    assert of_ann(bench) == []


def test_an_older_page_that_comes_late_changes_nothing(bench: Bench) -> None:
    credit = overpay(bench)
    bench.due_now("overpayments")
    bench.sync()
    book = bench.workplace.book
    theirs = book.advances.get(credit)
    assert theirs is not None
    assert theirs.kind is AdvanceKind.OVERPAYMENT
    with book.transaction():
        early = replace(theirs, left=Money(100), updated_at=theirs.updated_at - timedelta(seconds=1))
        land_advances(book, [early], Tally())
    assert on_account(bench) == ["30.00"]


def place(bench: Bench, number: str, amount: int) -> int:
    """The overpayment is set against an invoice here."""
    (kept,) = [one for one in of_ann(bench) if one.document_id is None]
    ledger_payments.place_payment(bench.workplace, kept.id, bench.id_of(number), Money(amount))
    return kept.id


@pytest.fixture
def overpaid(bench: Bench) -> str:
    """30.00 of Ann's are over, and known here; the id in Xero."""
    credit = overpay(bench)
    bench.due_now("overpayments")
    bench.sync()
    return credit


def test_an_overpayment_set_against_an_invoice_here_is_so_in_xero_too(bench: Bench, overpaid: str) -> None:
    payment = place(bench, "INV-0002", 2000)
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.CHANGED_HERE
    assert '"Allocations"' in preview(bench.workplace, RecordKind.PAYMENT, payment).body
    report = bench.sync()
    assert (report.sent, report.refused, report.mismatches_open) == (1, 0, 0)
    assert bench.amount_due_in_xero("INV-0002") == "100.00"
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.IN_XERO
    bench.due_now("overpayments", "all open")
    again = bench.sync()
    assert (again.sent, again.received, again.mismatches_open) == (0, 0, 0)
    assert (open_amount(bench, "INV-0002"), on_account(bench)) == ("100.00", ["10.00"])


def test_it_is_set_against_several_invoices_in_one_run(bench: Bench, overpaid: str) -> None:
    bench.invoice(of_ann(bench)[0].customer_id, "10", "INV-0003")
    place(bench, "INV-0002", 2000)
    payment = place(bench, "INV-0003", 1000)
    assert bench.sync().sent == 3
    assert (bench.amount_due_in_xero("INV-0002"), bench.amount_due_in_xero("INV-0003")) == ("100.00", "2.00")
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.IN_XERO


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_sets_nothing_against_twice(bench: Bench, overpaid: str, when: str) -> None:
    payment = place(bench, "INV-0002", 1000)
    bench.fault("status 500", when, "/Allocations")
    bench.sync()
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.SENDING
    for seconds in (QUIET_SECONDS, 61, 1):
        bench.clock.seconds += seconds
        bench.sync()
    assert bench.amount_due_in_xero("INV-0002") == "110.00"
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.IN_XERO


def test_what_somebody_did_in_xero_meanwhile_comes_first(bench: Bench, overpaid: str) -> None:
    place(bench, "INV-0002", 2000)
    allocate(bench, "Overpayments", overpaid, "INV-0002", "30.00")
    report = bench.sync()
    assert (report.sent, report.mismatches_open) == (0, 0)
    assert (open_amount(bench, "INV-0002"), on_account(bench)) == ("90.00", ["0.00"])
    assert bench.amount_due_in_xero("INV-0002") == "90.00"


def test_what_rings_before_it_is_told_raises_no_alarm(bench: Bench, overpaid: str) -> None:
    place(bench, "INV-0002", 2000)
    bench.other_edits("INV-0002", Url="https://example.org/2")
    report = bench.sync(read_only=True)
    assert report.mismatches_open == 0
    assert bench.sync().sent == 1


def test_it_is_set_against_no_credit_note(bench: Bench, overpaid: str) -> None:
    (kept,) = [one for one in of_ann(bench) if one.document_id is None]
    note = bench.invoice(kept.customer_id, "5", "CN-1", DocumentKind.CREDIT_NOTE)
    with pytest.raises(InputError, match="is a credit note"):
        ledger_payments.place_payment(bench.workplace, kept.id, note)


def test_foreign_money_in_advance_is_read_and_not_set_against_anything_from_here(bench: Bench) -> None:
    bench.xero.admin("settings", {"multicurrency": True})
    other = bench.xero.sign_in(UK)
    other.ok("PUT", "Currencies", {"Code": "EUR"})
    line = {"Description": "In advance", "Quantity": 1, "UnitAmount": 15}
    body = {"Type": "RECEIVE-OVERPAYMENT", "Contact": {"Name": "Ann"}, "BankAccount": {"Code": "090"}}
    other.ok("PUT", "BankTransactions", {**body, "CurrencyCode": "EUR", "LineItems": [line]})
    bench.due_now("overpayments")
    bench.sync()
    (kept,) = of_ann(bench)
    assert kept.amount == Money(1500, "EUR")
    beans = (Line("Beans", Decimal(1), Decimal(10), "ZERO"),)
    day = date(2026, 11, 2)
    foreign = Document(DocumentKind.INVOICE, "EU-1", kept.customer_id, day, day, beans, currency="EUR")
    invoice = ledger.add_document(bench.workplace, foreign).value.id
    with pytest.raises(InputError, match="EUR, which is only read"):
        ledger_payments.place_payment(bench.workplace, kept.id, invoice)
    assert bench.sync().sent == 0


def asked_for(bench: Bench, name: str) -> int:
    """How often the list was asked for."""
    return sum(one["method"] == "GET" and one["path"].endswith(f"/{name}") for one in bench.xero.admin("requests"))


def test_the_lists_are_read_only_when_due_or_when_a_credit_is_unknown(bench: Bench) -> None:
    before = asked_for(bench, "Overpayments")
    bench.xero.admin("pay", {"invoice_number": "INV-0002", "amount": "50.00"})
    bench.sync()
    assert bench.sync().calls <= 3
    assert asked_for(bench, "Overpayments") == before
    allocate(bench, "Overpayments", overpay(bench), "INV-0002", "20.00")
    bench.sync()
    assert asked_for(bench, "Overpayments") == before + 1
    bench.sync()
    assert asked_for(bench, "Overpayments") == before + 1
