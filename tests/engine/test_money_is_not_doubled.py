"""Cases in which money or credit could count twice, here or in Xero: each was found by a reviewer, each must not."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.entry import ledger_payments
from safe_desktop.errors import InputError
from tests.engine.synced_book import Bench, connected


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with connected(tmp_path) as made:
        yield made


def open_here(bench: Bench, number: str = "INV-1") -> str:
    return str(bench.workplace.book.documents.open(bench.id_of(number)).decimal)


def kinds(bench: Bench) -> list[MismatchKind]:
    return [one.kind for one in bench.workplace.book.mismatches.open_ones()]


def test_credit_set_against_an_invoice_that_was_settled_here_is_asked_about(bench: Bench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "100", "INV-1")
    bench.invoice(ann, "50", "CN-1", DocumentKind.CREDIT_NOTE)
    bench.sync()
    cash = bench.payment(invoice, "120", "Cash")
    bench.allocate_in_xero("CN-1", "INV-1", "60.00")
    bench.sync()
    assert open_here(bench) == "0.00"
    mismatch = next(one for one in bench.workplace.book.mismatches.open_ones() if one.field == "allocations")
    with pytest.raises(InputError, match="settled here too"):
        desk.settle(bench.workplace, mismatch.id, WayOut.TAKE_THEIRS)
    ledger_payments.take_back_payment(bench.workplace, cash)
    desk.settle(bench.workplace, mismatch.id, WayOut.TAKE_THEIRS)
    assert open_here(bench) == "60.00"


def test_credit_on_an_invoice_that_is_tied_later_comes_with_it_once(bench: Bench) -> None:
    ann = bench.customer("Ann")
    bench.invoice(ann, "50", "CN-1", DocumentKind.CREDIT_NOTE)
    bench.sync()
    bench.sync()
    bench.other_invoice("Ann", "INV-1", "100.00")
    bench.allocate_in_xero("CN-1", "INV-1", "60.00")
    bench.due_now("credit_notes")
    bench.sync()
    bench.invoice(ann, "100", "INV-1", issued_on=date(2026, 11, 20), vat_code="NO_VAT")
    bench.due_now("all open")
    bench.sync()
    assert bench.word_of("INV-1") is Standing.IN_XERO
    assert open_here(bench) == "40.00"
    assert kinds(bench) == []


def test_credit_applied_here_and_not_told_yet_is_no_difference(bench: Bench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "100", "INV-1")
    note = bench.invoice(ann, "50", "CN-1", DocumentKind.CREDIT_NOTE)
    bench.sync()
    ledger_payments.apply_credit(bench.workplace, note, invoice)
    bench.change(invoice, reference="PO 1")
    report = bench.sync()
    assert (report.mismatches_open, kinds(bench)) == (0, [])
    assert bench.amount_due_in_xero("INV-1") == "60.00"


def test_a_payment_typed_after_xeros_own_came_is_asked_about_before_it_goes(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100", "INV-1")
    bench.sync()
    bench.xero.admin("pay", {"invoice_number": "INV-1", "amount": "50.00", "date": "2026-11-20"})
    bench.sync()
    typed = bench.payment(invoice, "50")
    assert bench.word(RecordKind.PAYMENT, typed) is Standing.CONFLICT
    assert bench.sync().sent == 0
    desk.settle(bench.workplace, bench.workplace.book.mismatches.open_ones()[0].id, WayOut.SAME_PAYMENT)
    assert open_here(bench) == "70.00"
    bench.sync()
    assert len(bench.payments_in_xero()) == 1


def test_two_equal_payments_may_both_be_meant(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100", "INV-1")
    bench.sync()
    bench.xero.admin("pay", {"invoice_number": "INV-1", "amount": "50.00", "date": "2026-11-20"})
    bench.sync()
    bench.payment(invoice, "50")
    desk.settle(bench.workplace, bench.workplace.book.mismatches.open_ones()[0].id, WayOut.TWO_PAYMENTS)
    assert bench.sync().sent == 1
    assert len(bench.payments_in_xero()) == 2
    assert open_here(bench) == "20.00"


def test_many_deletions_at_once_wait_for_a_person_even_when_they_come_again_one_by_one(bench: Bench) -> None:
    ann = bench.customer("Ann")
    for number in range(25):
        bench.invoice(ann, "10", f"INV-{number}")
    bench.sync()
    paid = [bench.xero.admin("pay", {"invoice_number": f"INV-{number}"})["payment_id"] for number in range(25)]
    bench.sync()
    for payment_id in paid:
        bench.xero.admin("delete-payment", {"payment_id": payment_id})
    bench.sync()
    assert kinds(bench) == [MismatchKind.GONE_IN_XERO] * 25
    bench.due_now("all open")
    bench.sync()
    assert kinds(bench) == [MismatchKind.GONE_IN_XERO] * 25
    assert open_here(bench, "INV-3") == "0.00"


def test_a_full_payment_that_was_missed_is_found_within_a_day(bench: Bench) -> None:
    bench.invoice(bench.customer("Ann"), "100", "INV-1")
    bench.sync()
    bench.sync()
    bench.xero.admin("pay", {"invoice_number": "INV-1"})
    bench.miss_payments()
    assert open_here(bench) == "120.00"
    bench.due_now("all open")
    bench.sync()
    assert open_here(bench) == "0.00"
