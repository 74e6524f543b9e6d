"""Refunds, batches and foreign money, both ways and once; and what only a person can undo in Xero."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from safe_desktop.domain.delivery import QUIET_SECONDS
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.entry import ledger, ledger_payments
from safe_desktop.engine.showing.previewing import preview
from safe_desktop.errors import InputError
from tests.engine.synced_book import BANK, UK, Bench, connected


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with connected(tmp_path) as made:
        yield made


@pytest.fixture
def credit_note(bench: Bench) -> int:
    """A credit note of 60.00 that is in Xero."""
    note = bench.invoice(bench.customer("Ann"), "50", "CN-1", DocumentKind.CREDIT_NOTE)
    bench.sync()
    return note


def left(bench: Bench, document_id: int) -> str:
    return str(bench.workplace.book.documents.open(document_id).decimal)


def in_xero(bench: Bench, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = bench.xero.sign_in(UK).ok("GET", name, page=1)[name]
    return found


def test_a_refund_typed_here_goes_to_xero_once_with_its_mark(bench: Bench, credit_note: int) -> None:
    refund = bench.payment(credit_note, "25")
    assert bench.word(RecordKind.PAYMENT, refund) is Standing.READY
    assert '"CreditNote"' in preview(bench.workplace, RecordKind.PAYMENT, refund).body
    assert bench.sync().sent == 1
    (there,) = in_xero(bench, "Payments")
    marker = bench.workplace.book.payments.get(refund).marker
    assert (there["PaymentType"], f"{there['Amount']:.2f}") == ("ARCREDITPAYMENT", "25.00")
    assert there["Reference"].split()[0] == marker
    assert f"{in_xero(bench, 'CreditNotes')[0]['RemainingCredit']:.2f}" == "35.00" == left(bench, credit_note)
    bench.due_now("payments", "credit_notes", "all open")
    again = bench.sync()
    assert (again.sent, again.received, again.mismatches_open) == (0, 0, 0)


def test_a_refund_waits_for_its_credit_note(bench: Bench) -> None:
    note = bench.invoice(bench.customer("Ann"), "50", "CN-1", DocumentKind.CREDIT_NOTE)
    bench.payment(note, "60")
    report = bench.sync()
    assert (report.sent, report.refused) == (3, 0)
    assert in_xero(bench, "CreditNotes")[0]["Status"] == "PAID"


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_refund_whose_answer_is_lost_is_not_doubled(bench: Bench, credit_note: int, when: str) -> None:
    refund = bench.payment(credit_note, "25")
    bench.fault("status 500", when, "/Payments")
    bench.sync()
    for seconds in (QUIET_SECONDS, 61, 1):
        bench.clock.seconds += seconds
        bench.sync()
    assert [f"{one['Amount']:.2f}" for one in in_xero(bench, "Payments")] == ["25.00"]
    assert bench.word(RecordKind.PAYMENT, refund) is Standing.IN_XERO


def test_a_refund_taken_back_here_is_deleted_in_xero(bench: Bench, credit_note: int) -> None:
    refund = bench.payment(credit_note, "25")
    bench.sync()
    ledger_payments.take_back_payment(bench.workplace, refund)
    assert bench.sync().sent == 1
    assert [one["Status"] for one in in_xero(bench, "Payments")] == ["DELETED"]
    assert left(bench, credit_note) == "60.00"


def test_a_refund_made_in_xero_lowers_what_is_left_here(bench: Bench, credit_note: int) -> None:
    paid = bench.xero.admin("statement-line", {"how": "refund", "credit_note_number": "CN-1", "amount": "40.00"})
    bench.due_now("payments", "credit_notes")
    assert [item.reason for item in bench.sync().items if "paid back" in item.reason]
    assert left(bench, credit_note) == "20.00"
    bench.xero.admin("delete-payment", {"payment_id": paid["payment_id"]})
    bench.due_now("payments")
    bench.sync()
    assert left(bench, credit_note) == "60.00"


def test_a_refund_in_xero_that_no_list_shows_is_found_within_a_day(bench: Bench, credit_note: int) -> None:
    bench.xero.admin("statement-line", {"how": "refund", "credit_note_number": "CN-1", "amount": "40.00"})
    bench.due_now("all open")
    bench.sync()
    assert left(bench, credit_note) == "20.00"


def test_a_refund_typed_here_and_the_same_in_xero_are_asked_about(bench: Bench, credit_note: int) -> None:
    refund = bench.payment(credit_note, "25", "Cash")
    bench.xero.admin("statement-line", {"how": "refund", "credit_note_number": "CN-1", "amount": "25.00"})
    bench.due_now("payments")
    bench.sync()
    (mismatch,) = bench.workplace.book.mismatches.open_ones()
    assert mismatch.kind is MismatchKind.SAME_PAYMENT
    desk.settle(bench.workplace, mismatch.id, WayOut.SAME_PAYMENT)
    assert bench.word(RecordKind.PAYMENT, refund) is Standing.IN_XERO
    assert left(bench, credit_note) == "35.00"


def test_a_refund_in_xero_larger_than_what_is_left_here_is_asked_about(bench: Bench, credit_note: int) -> None:
    bench.payment(credit_note, "50", "Cash")
    bench.xero.admin("statement-line", {"how": "refund", "credit_note_number": "CN-1", "amount": "40.00"})
    bench.due_now("payments")
    bench.sync()
    (mismatch,) = bench.workplace.book.mismatches.open_ones()
    assert (mismatch.kind, mismatch.record_kind) == (MismatchKind.PAYMENT_DOES_NOT_FIT, RecordKind.CREDIT_NOTE)
    assert "refund" in mismatch.reason


def batch(bench: Bench, *numbers: str) -> str:
    """A batch of payments of these invoices made in Xero, not reconciled yet."""
    ids = {one["InvoiceNumber"]: one["InvoiceID"] for one in in_xero(bench, "Invoices")}
    payments = [{"Invoice": {"InvoiceID": ids[number]}, "Amount": 120} for number in numbers]
    body = {"Account": {"Code": BANK}, "Date": "2026-11-20", "Payments": payments}
    made: str = bench.xero.sign_in(UK).ok("PUT", "BatchPayments", body)["BatchPayments"][0]["BatchPaymentID"]
    return made


@pytest.fixture
def invoices(bench: Bench) -> list[int]:
    """Two invoices of 120.00 that are in Xero."""
    ann = bench.customer("Ann")
    made = [bench.invoice(ann, "100", number) for number in ("INV-0001", "INV-0002")]
    bench.sync()
    return made


def test_a_batch_comes_as_its_payments_and_goes_as_a_whole(bench: Bench, invoices: list[int]) -> None:
    batch_id = batch(bench, "INV-0001", "INV-0002")
    assert bench.sync().received == 2
    assert [left(bench, one) for one in invoices] == ["0.00", "0.00"]
    bench.xero.sign_in(UK).ok("POST", "BatchPayments", {"BatchPaymentID": batch_id, "Status": "DELETED"})
    assert bench.sync().received == 2
    assert [left(bench, one) for one in invoices] == ["120.00", "120.00"]
    assert bench.workplace.book.mismatches.count() == 0


def test_one_payment_of_a_batch_is_not_taken_back_alone(bench: Bench, invoices: list[int]) -> None:
    typed = bench.payment(invoices[0], "120", "Cash")
    batch(bench, "INV-0001", "INV-0002")
    bench.sync()
    (mismatch,) = bench.workplace.book.mismatches.open_ones()
    desk.settle(bench.workplace, mismatch.id, WayOut.SAME_PAYMENT)
    with pytest.raises(InputError, match="part of a batch in Xero"):
        ledger_payments.take_back_payment(bench.workplace, typed)
    assert left(bench, invoices[0]) == "0.00"


def test_a_reconciled_payment_taken_back_here_is_asked_about_until_it_is_undone_in_xero(
    bench: Bench, invoices: list[int]
) -> None:
    payment = bench.payment(invoices[0], "120")
    bench.sync()
    there = in_xero(bench, "Payments")[0]["PaymentID"]
    bench.xero.admin("reconcile", {"payment_id": there, "reconciled": True})
    ledger_payments.take_back_payment(bench.workplace, payment)
    bench.sync()
    (mismatch,) = bench.workplace.book.mismatches.open_ones()
    assert mismatch.kind is MismatchKind.UNDO_IN_XERO
    assert "reconciled it with the bank" in mismatch.reason
    writes = len(bench.writes())
    bench.sync()
    assert len(bench.writes()) == writes
    bench.xero.admin("reconcile", {"payment_id": there, "reconciled": False})
    bench.due_now("payments")
    report = bench.sync()
    assert (report.sent, report.mismatches_open) == (1, 0)
    assert in_xero(bench, "Payments")[0]["Status"] == "DELETED"
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.IN_XERO


def test_foreign_money_of_a_linked_invoice_is_read_and_never_sent(bench: Bench) -> None:
    """Both sides have the invoice in euros already; a payment of it in Xero comes, and nothing goes."""
    customer = bench.customer("Ann")
    bench.sync()
    bench.xero.admin("settings", {"multicurrency": True})
    other = bench.xero.sign_in(UK)
    other.ok("PUT", "Currencies", {"Code": "EUR"})
    line = {"Description": "Beans", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200", "TaxType": "OUTPUT2"}
    body = {"Type": "ACCREC", "Status": "AUTHORISED", "InvoiceNumber": "EU-1", "Contact": {"Name": "Ann"}}
    days = {"Date": "2026-11-02", "DueDate": "2026-12-02", "CurrencyCode": "EUR"}
    other.ok("PUT", "Invoices", {**body, **days, "LineItems": [line]})
    beans = (Line("Beans", Decimal(1), Decimal(100), "STANDARD", Decimal(20)),)
    ours = Document(DocumentKind.INVOICE, "EU-1", customer, date(2026, 11, 2), date(2026, 12, 2), beans, currency="EUR")
    invoice = ledger.add_document(bench.workplace, ours).value.id
    bench.sync()
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO
    bench.xero.admin("pay", {"invoice_number": "EU-1", "amount": "50.00"})
    (told,) = [item for item in bench.sync().items if item.outcome.value == "received"]
    assert "EUR is only read from Xero" in told.reason
    assert left(bench, invoice) == "70.00"
    book = bench.workplace.book
    method = book.payments.find_method("Bank transfer")
    assert method is not None
    typed = Payment(
        customer, date(2026, 11, 21), Money.from_decimal(Decimal(20), "EUR"), method.id, document_id=invoice
    )
    kept = ledger_payments.add_payment(bench.workplace, typed).value
    writes = len(bench.writes())
    report = bench.sync()
    assert (report.sent, report.mismatches_open, len(bench.writes())) == (0, 0, writes)
    assert bench.word(RecordKind.PAYMENT, kept.id) is Standing.STAYS_HERE
    assert book.payments.get(kept.id).status is PaymentStatus.LIVE
