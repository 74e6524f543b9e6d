"""Locked periods over real HTTP: nothing dated in one is sent without a decision, and a decision is on record."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.entry import ledger, ledger_payments
from safe_desktop.engine.entry.lock_decisions import allow_in_locked_period
from safe_desktop.engine.sync.refusals import refusal_of
from safe_desktop.errors import InputError
from tests.engine.synced_book import Bench, connected

INVOICE, NOTE, PAYMENT = RecordKind.INVOICE, RecordKind.CREDIT_NOTE, RecordKind.PAYMENT
DAY = date(2026, 11, 2)  # the day of the bench's invoices; its payments are of the 20th


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with connected(tmp_path) as made:
        yield made


def lock(bench: Bench, period: str = "", year: str = "") -> None:
    """Set the lock dates in Xero, and have them read."""
    bench.xero.admin("lock-period", {"period_lock_date": period, "end_of_year_lock_date": year})
    bench.due_now("organisation")
    bench.sync(read_only=True)


def reason(bench: Bench, kind: RecordKind, local_id: int) -> str:
    return bench.workplace.book.standings.labels(kind, [local_id])[0][2]


def adviser(bench: Bench) -> None:
    """Who connected is an adviser: Xero itself would let the write pass."""
    bench.xero.admin("knobs", {"user_is_adviser": True})


def test_what_is_dated_in_a_locked_period_is_not_sent_even_where_xero_would_take_it(bench: Bench) -> None:
    adviser(bench)
    lock(bench, period="2026-11-02")
    ann = bench.customer("Ann")
    locked = bench.invoice(ann, "10")
    free = bench.invoice(ann, "20")
    bench.change(free, issued_on=date(2026, 11, 3))
    bench.sync()
    assert bench.word(INVOICE, locked) is Standing.TO_REVIEW
    assert reason(bench, INVOICE, locked) == "Dated 02/11/2026, in a period that is locked until 02/11/2026"
    assert bench.word(INVOICE, free) is Standing.IN_XERO
    assert len(bench.invoices_in_xero()) == 1


def test_a_decision_sends_it_once_and_is_in_the_activity_record(bench: Bench) -> None:
    adviser(bench)
    lock(bench, period="2026-11-30")
    invoice = bench.invoice(bench.customer("Ann"), "10")
    payment = bench.payment(invoice, "10")
    allow_in_locked_period(bench.workplace, INVOICE, [invoice], "  Agreed with the accountant ")
    assert bench.word(INVOICE, invoice) is Standing.READY
    assert bench.word(PAYMENT, payment) is Standing.TO_REVIEW
    noted = bench.workplace.book.activity.of_record(INVOICE, invoice)[0]
    assert (noted.actor, noted.action) == ("You", "allowed in a locked period")
    assert noted.detail == "Locked until 30/11/2026. Agreed with the accountant"
    bench.sync()
    assert bench.word(INVOICE, invoice) is Standing.IN_XERO
    assert bench.word(PAYMENT, payment) is Standing.TO_REVIEW
    assert bench.workplace.book.lock_decisions.of_kind(INVOICE) == {}
    allow_in_locked_period(bench.workplace, PAYMENT, [payment], "The bank says so")
    bench.sync()
    assert bench.word(PAYMENT, payment) is Standing.IN_XERO
    bench.change(invoice, reference="PO 8")
    assert bench.word(INVOICE, invoice) is Standing.TO_REVIEW


def test_a_decision_ends_with_the_record_s_revision_and_with_the_lock_date(bench: Bench) -> None:
    lock(bench, period="2026-11-05")
    invoice = bench.invoice(bench.customer("Ann"), "10")
    allow_in_locked_period(bench.workplace, INVOICE, [invoice], "Agreed")
    assert bench.word(INVOICE, invoice) is Standing.READY
    lock(bench, period="2026-11-06")
    assert bench.word(INVOICE, invoice) is Standing.TO_REVIEW
    allow_in_locked_period(bench.workplace, INVOICE, [invoice], "Agreed again")
    assert bench.word(INVOICE, invoice) is Standing.READY
    bench.change(invoice, reference="PO 9")
    assert bench.word(INVOICE, invoice) is Standing.TO_REVIEW


def test_a_closed_year_takes_no_decision(bench: Bench) -> None:
    lock(bench, period="2026-11-30", year="2026-11-10")
    invoice = bench.invoice(bench.customer("Ann"), "10")
    assert "financial year that is closed until 10/11/2026" in reason(bench, INVOICE, invoice)
    with pytest.raises(InputError, match="INV-0001 is dated in a financial year that is closed"):
        allow_in_locked_period(bench.workplace, INVOICE, [invoice], "Agreed")
    assert bench.word(INVOICE, invoice) is Standing.TO_REVIEW


def test_a_decision_needs_a_reason_and_something_to_decide(bench: Bench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "10")
    with pytest.raises(InputError, match="No period is locked"):
        allow_in_locked_period(bench.workplace, INVOICE, [invoice], "Agreed")
    lock(bench, period="2026-11-01")
    with pytest.raises(InputError, match="INV-0001 is not dated in a locked period"):
        allow_in_locked_period(bench.workplace, INVOICE, [invoice], "Agreed")
    with pytest.raises(InputError, match="Say why"):
        allow_in_locked_period(bench.workplace, INVOICE, [invoice], " ")
    assert bench.workplace.book.lock_decisions.of_kind(INVOICE) == {}


def test_xero_has_the_last_word_and_its_refusal_names_the_date(bench: Bench) -> None:
    lock(bench, period="2026-11-30")
    invoice = bench.invoice(bench.customer("Ann"), "10")
    allow_in_locked_period(bench.workplace, INVOICE, [invoice], "Trying")
    bench.sync()
    found = refusal_of(bench.workplace.book, INVOICE, invoice)
    assert found is not None
    assert (found.field, bench.word(INVOICE, invoice)) == ("issued_on", Standing.FAILED)
    assert "locked in Xero until 30/11/2026" in found.cause


def test_an_invoice_moved_out_of_the_locked_period_is_still_changed_in_it(bench: Bench) -> None:
    adviser(bench)
    invoice = bench.invoice(bench.customer("Ann"), "10")
    bench.sync()
    lock(bench, period="2026-11-10")
    bench.change(invoice, issued_on=date(2026, 11, 20))
    assert reason(bench, INVOICE, invoice) == "Dated 02/11/2026, in a period that is locked until 10/11/2026"
    bench.sync()
    assert len([one for one in bench.writes() if one.path.startswith("/Invoices")]) == 1


def test_a_void_and_a_payment_taken_back_are_held_by_the_lock_too(bench: Bench) -> None:
    adviser(bench)
    ann = bench.customer("Ann")
    invoice, paid = bench.invoice(ann, "10"), bench.invoice(ann, "20")
    payment = bench.payment(paid, "20")
    bench.sync()
    lock(bench, period="2026-11-30")
    ledger.void_document(bench.workplace, invoice)
    ledger_payments.take_back_payment(bench.workplace, payment)
    writes = len(bench.writes())
    bench.sync()
    assert bench.word(INVOICE, invoice) is Standing.TO_REVIEW
    assert bench.word(PAYMENT, payment) is Standing.TO_REVIEW
    assert len(bench.writes()) == writes


def test_an_old_credit_note_is_set_against_a_new_invoice_although_its_own_day_is_locked(bench: Bench) -> None:
    ann = bench.customer("Ann")
    note = bench.invoice(ann, "10", kind=DocumentKind.CREDIT_NOTE)
    bench.sync()
    lock(bench, period="2026-11-10")
    invoice = bench.invoice(ann, "50")
    document = bench.workplace.book.documents.get(invoice)
    ledger.change_document(bench.workplace, replace(document, issued_on=date(2026, 11, 20), due_on=date(2026, 12, 20)))
    bench.sync()
    ledger_payments.apply_credit(bench.workplace, note, invoice, Money(1000))
    assert bench.word(NOTE, note) is Standing.CHANGED_HERE
    bench.sync()
    assert bench.word(NOTE, note) is Standing.IN_XERO
    assert bench.amount_due_in_xero(bench.workplace.book.documents.get(invoice).number) == "50.00"
