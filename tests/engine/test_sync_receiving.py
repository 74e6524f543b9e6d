"""What happens in Xero comes back: payments settle the right invoice, changes are shown, nothing is doubled."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.entry import ledger_payments
from tests.engine.synced_book import Bench, connected


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with connected(tmp_path) as made:
        made.invoice(made.customer("Ann"), "100", "INV-0001")
        made.sync()
        yield made


def open_amount(bench: Bench, number: str = "INV-0001") -> str:
    return str(bench.workplace.book.documents.open(bench.id_of(number)).decimal)


def test_a_payment_from_the_bank_settles_its_invoice(bench: Bench) -> None:
    bench.xero.admin("pay", {"invoice_number": "INV-0001"})
    report = bench.sync()
    assert report.received == 1
    assert open_amount(bench) == "0.00"
    assert bench.sync().received == 0


def test_a_part_payment_settles_a_part(bench: Bench) -> None:
    bench.xero.admin("pay", {"invoice_number": "INV-0001", "amount": "50.00"})
    bench.sync()
    assert open_amount(bench) == "70.00"


def test_a_payment_deleted_in_xero_is_taken_back(bench: Bench) -> None:
    paid = bench.xero.admin("pay", {"invoice_number": "INV-0001", "amount": "50.00"})
    bench.sync()
    bench.xero.admin("delete-payment", {"payment_id": paid["payment_id"]})
    report = bench.sync()
    assert report.received == 1
    assert open_amount(bench) == "120.00"
    assert any("deleted in Xero" in item.reason for item in report.items)


def test_a_payment_typed_here_and_one_from_the_bank_are_asked_about(bench: Bench) -> None:
    typed = bench.payment(bench.id_of("INV-0001"), "50", "Cash")
    bench.xero.admin("pay", {"invoice_number": "INV-0001", "amount": "50.00", "date": "2026-11-21"})
    bench.sync()
    mismatch = bench.workplace.book.mismatches.open_ones()[0]
    assert mismatch.kind is MismatchKind.SAME_PAYMENT
    assert open_amount(bench) == "70.00"
    desk.settle(bench.workplace, mismatch.id, WayOut.SAME_PAYMENT)
    assert bench.word(RecordKind.PAYMENT, typed) is Standing.IN_XERO
    bench.sync()
    assert open_amount(bench) == "70.00"
    assert len(bench.payments_in_xero()) == 1


def test_two_payments_of_the_same_amount_may_be_two(bench: Bench) -> None:
    bench.payment(bench.id_of("INV-0001"), "50", "Cash")
    bench.xero.admin("pay", {"invoice_number": "INV-0001", "amount": "50.00", "date": "2026-11-21"})
    bench.sync()
    mismatch = bench.workplace.book.mismatches.open_ones()[0]
    desk.settle(bench.workplace, mismatch.id, WayOut.TWO_PAYMENTS)
    assert open_amount(bench) == "20.00"
    assert bench.workplace.book.mismatches.count() == 0


def test_a_payment_that_does_not_fit_is_asked_about_and_can_go_on_account(bench: Bench) -> None:
    bench.payment(bench.id_of("INV-0001"), "100", "Cash")
    bench.xero.admin("pay", {"invoice_number": "INV-0001", "amount": "60.00"})
    bench.sync()
    mismatch = bench.workplace.book.mismatches.open_ones()[0]
    assert mismatch.kind is MismatchKind.PAYMENT_DOES_NOT_FIT
    desk.settle(bench.workplace, mismatch.id, WayOut.ON_ACCOUNT)
    assert open_amount(bench) == "20.00"
    assert bench.sync().mismatches_open == 0


def test_a_payment_taken_back_here_is_deleted_in_xero(bench: Bench) -> None:
    payment = bench.payment(bench.id_of("INV-0001"), "50")
    bench.sync()
    ledger_payments.take_back_payment(bench.workplace, payment)
    report = bench.sync()
    assert report.sent == 1
    assert [one["status"] for one in bench.payments_in_xero()] == ["DELETED"]
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.IN_XERO


def test_a_due_date_moved_in_xero_is_shown_and_can_be_taken(bench: Bench) -> None:
    bench.xero.admin("edit-invoice", {"invoice_number": "INV-0001", "due_date": "2026-12-24"})
    bench.sync()
    mismatch = bench.workplace.book.mismatches.open_ones()[0]
    assert (mismatch.kind, mismatch.field) == (MismatchKind.FIELD_DIFFERS, "due_on")
    assert (mismatch.ours, mismatch.theirs) == ("2026-12-02", "2026-12-24")
    desk.settle(bench.workplace, mismatch.id, WayOut.TAKE_THEIRS)
    assert bench.document("INV-0001").due_on.isoformat() == "2026-12-24"
    report = bench.sync()
    assert (report.sent, report.mismatches_open) == (0, 0)


def test_a_change_in_xero_can_be_overruled(bench: Bench) -> None:
    bench.xero.admin("edit-invoice", {"invoice_number": "INV-0001", "reference": "PO 9"})
    bench.sync()
    mismatch = bench.workplace.book.mismatches.open_ones()[0]
    desk.settle(bench.workplace, mismatch.id, WayOut.SEND_OURS)
    report = bench.sync()
    assert (report.sent, report.mismatches_open) == (1, 0)
    assert [one["reference"] for one in bench.invoices_in_xero()] == [""]


def test_a_field_changed_on_both_sides_is_a_conflict(bench: Bench) -> None:
    bench.change(bench.id_of("INV-0001"), reference="PO 1")
    bench.xero.admin("edit-invoice", {"invoice_number": "INV-0001", "reference": "PO 2"})
    report = bench.sync()
    assert report.sent == 0
    assert bench.workplace.book.mismatches.open_ones()[0].kind is MismatchKind.BOTH_CHANGED
    assert bench.word_of("INV-0001") is Standing.CONFLICT


def test_an_invoice_voided_in_xero_is_shown_and_can_be_voided_here(bench: Bench) -> None:
    bench.xero.admin("void", {"invoice_number": "INV-0001"})
    bench.sync()
    mismatch = bench.workplace.book.mismatches.open_ones()[0]
    assert mismatch.kind is MismatchKind.GONE_IN_XERO
    desk.settle(bench.workplace, mismatch.id, WayOut.VOID_OURS)
    assert open_amount(bench) == "0.00"
    assert bench.sync().mismatches_open == 0


def test_an_archived_contact_is_shown(bench: Bench) -> None:
    bench.xero.admin("archive-contact", {"name": "Ann"})
    bench.due_now("contacts")
    bench.sync()
    assert [one.kind for one in bench.workplace.book.mismatches.open_ones()] == [MismatchKind.CONTACT_ARCHIVED]


def test_a_difference_that_is_noted_does_not_come_back(bench: Bench) -> None:
    bench.xero.admin("void", {"invoice_number": "INV-0001"})
    bench.sync()
    mismatch = bench.workplace.book.mismatches.open_ones()[0]
    desk.settle(bench.workplace, mismatch.id, WayOut.NOTED)
    assert bench.sync().mismatches_open == 0
