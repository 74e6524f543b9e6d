"""Direct Debits: sent when the money is there, reversed in Xero when it goes back, moved by hand and by file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from safe_desktop.domain.debit_life import Debit, DebitStatus
from safe_desktop.domain.mismatch import MismatchKind
from safe_desktop.domain.payment import Origin, PaymentMethod, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.control import Control
from safe_desktop.engine.entry import ledger_payments, ledger_settings
from safe_desktop.engine.files.exporting import export
from safe_desktop.engine.files.importing import run_import
from safe_desktop.engine.sync import standings
from safe_desktop.errors import InputError
from tests.engine.import_desk import ImportDesk, import_desk
from tests.engine.synced_book import BANK, Bench, connected

PENDING, SUBMITTED, CONFIRMED, PAID_OUT, FAILED, CHARGED_BACK = DebitStatus


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """An invoice of 120.00 in Xero, and Direct Debits that go to the bank."""
    with connected(tmp_path) as made:
        method = made.workplace.book.payments.find_method("Direct Debit")
        assert method is not None
        ledger_settings.save_method(made.workplace, replace(method, xero_account_code=BANK))
        made.invoice(made.customer("Ann"), "100", "INV-0001")
        made.sync()
        yield made


@pytest.fixture
def collection(bench: Bench) -> int:
    """A Direct Debit of 120.00 that is submitted."""
    payment = bench.payment(bench.id_of("INV-0001"), "120", "Direct Debit")
    move(bench, payment, SUBMITTED)
    return payment


def move(bench: Bench, payment: int, status: DebitStatus, on: date | None = None) -> None:
    ledger_payments.move_debit(bench.workplace, payment, status, on)


def word(bench: Bench, payment: int) -> Standing:
    return bench.word(RecordKind.PAYMENT, payment)


def open_amount(bench: Bench) -> str:
    return str(bench.workplace.book.documents.open(bench.id_of("INV-0001")).decimal)


def test_a_collection_goes_to_xero_only_when_it_is_paid_out(bench: Bench, collection: int) -> None:
    assert word(bench, collection) is Standing.HELD
    assert bench.sync().sent == 0
    move(bench, collection, CONFIRMED)
    assert word(bench, collection) is Standing.HELD
    assert bench.sync().sent == 0
    move(bench, collection, PAID_OUT)
    assert word(bench, collection) is Standing.READY
    assert bench.sync().sent == 1
    assert bench.amount_due_in_xero("INV-0001") == "0.00"
    assert word(bench, collection) is Standing.IN_XERO


def test_a_confirmed_one_counts_when_its_days_to_clear_are_over(bench: Bench, collection: int) -> None:
    book = bench.workplace.book
    today = bench.workplace.clock.today()
    move(bench, collection, CONFIRMED)
    for days, expected in ((2, Standing.HELD), (3, Standing.READY)):
        with book.transaction():
            standings.refresh_all(book, today + timedelta(days=days))
        assert word(bench, collection) is expected


def test_one_that_fails_before_it_was_sent_is_taken_back_and_never_sent(bench: Bench, collection: int) -> None:
    move(bench, collection, FAILED)
    assert open_amount(bench) == "120.00"
    assert word(bench, collection) is Standing.STAYS_HERE
    writes = len(bench.writes())
    assert bench.sync().sent == 0
    assert len(bench.writes()) == writes


@pytest.mark.parametrize("status", [FAILED, CHARGED_BACK])
def test_money_that_goes_back_late_is_deleted_in_xero(bench: Bench, collection: int, status: DebitStatus) -> None:
    move(bench, collection, PAID_OUT)
    bench.sync()
    move(bench, collection, status)
    assert open_amount(bench) == "120.00"
    assert word(bench, collection) is Standing.CHANGED_HERE
    assert bench.sync().sent == 1
    assert bench.amount_due_in_xero("INV-0001") == "120.00"
    assert word(bench, collection) is Standing.IN_XERO


def test_one_that_xero_has_reconciled_is_asked_about_and_undone_after_that(bench: Bench, collection: int) -> None:
    move(bench, collection, PAID_OUT)
    bench.sync()
    there = bench.payments_in_xero()[0]["id"]
    bench.xero.admin("reconcile", {"payment_id": there, "reconciled": True})
    move(bench, collection, CHARGED_BACK)
    assert bench.sync().sent == 0
    (mismatch,) = bench.workplace.book.mismatches.open_ones()
    assert mismatch.kind is MismatchKind.UNDO_IN_XERO
    bench.xero.admin("reconcile", {"payment_id": there, "reconciled": False})
    bench.due_now("payments")
    report = bench.sync()
    assert (report.sent, report.mismatches_open) == (1, 0)
    assert [one["status"] for one in bench.payments_in_xero()] == ["DELETED"]


def test_one_undone_in_xero_by_a_person_is_agreed_on(bench: Bench, collection: int) -> None:
    move(bench, collection, PAID_OUT)
    bench.sync()
    there = bench.payments_in_xero()[0]["id"]
    bench.xero.admin("reconcile", {"payment_id": there, "reconciled": True})
    move(bench, collection, CHARGED_BACK)
    bench.sync()
    bench.xero.admin("delete-payment", {"payment_id": there})
    assert bench.sync().mismatches_open == 0
    assert word(bench, collection) is Standing.IN_XERO


def test_a_move_that_cannot_be_is_refused_in_words_and_changes_nothing(bench: Bench, collection: int) -> None:
    move(bench, collection, PAID_OUT)
    for status, reason in ((CONFIRMED, "cannot become confirmed"), (PENDING, "cannot become pending")):
        with pytest.raises(InputError, match=reason):
            move(bench, collection, status)
    move(bench, collection, FAILED)
    with pytest.raises(InputError, match="It is failed on"):
        move(bench, collection, PAID_OUT)
    kept = bench.workplace.book.payments.get(collection)
    assert (kept.status, kept.debit and kept.debit.status) == (PaymentStatus.DELETED, FAILED)


def test_one_that_came_from_xero_is_not_moved_here(bench: Bench) -> None:
    bench.xero.admin("pay", {"invoice_number": "INV-0001"})
    bench.sync()
    (payment,) = bench.workplace.book.payments.of_document(bench.id_of("INV-0001"))
    assert payment.origin is Origin.XERO
    with pytest.raises(InputError, match="came from Xero"):
        move(bench, payment.id, FAILED)


def test_every_move_is_in_the_activity_record(bench: Bench, collection: int) -> None:
    move(bench, collection, PAID_OUT)
    notes = bench.workplace.book.activity.of_record(RecordKind.PAYMENT, collection)
    assert {"Submitted", "Paid out"} <= {note.action for note in notes}


HEADER = "Date,Invoice number,Amount,Method,Status\n"


@pytest.fixture
def files(tmp_path: Path) -> Iterator[ImportDesk]:
    with import_desk(tmp_path) as opened:
        with opened.book.transaction():
            opened.book.payments.save_method(PaymentMethod("Direct Debit", hold_days=3))
        opened.take("invoices", "Number,Date,Customer,Price\nA1,2010-12-01,Brown,100\nA2,2010-12-01,Green,50\n")
        yield opened


def the_debit(files: ImportDesk, number: str) -> tuple[Debit | None, PaymentStatus]:
    (payment,) = files.book.payments.of_document(files.invoice(number).id)
    return payment.debit, payment.status


def test_a_file_tells_of_collections_and_later_of_their_life(files: ImportDesk) -> None:
    first = files.take("payments", HEADER + "2011-01-05,A1,100,Direct Debit,Pending submission\n")
    assert first.records == 1
    debit, status = the_debit(files, "A1")
    assert debit is not None
    assert (debit.status, status) == (PENDING, PaymentStatus.LIVE)
    later = files.take("payments", HEADER + "2011-01-05,A1,100,Direct Debit,paid_out\n")
    assert (later.records, later.already.records) == (0, 1)
    assert any("news of their collection: 1" in line for line in later.lines())
    assert later.changes.touches("payments")
    debit, _ = the_debit(files, "A1")
    assert debit is not None
    assert debit.status is PAID_OUT
    files.take("payments", HEADER + "2011-01-05,A1,100,Direct Debit,Charged back\n")
    assert the_debit(files, "A1")[1] is PaymentStatus.DELETED
    assert str(files.book.documents.open(files.invoice("A1").id).decimal) == "100.00"


def test_the_same_state_twice_is_no_news(files: ImportDesk) -> None:
    text = HEADER + "2011-01-05,A1,100,Direct Debit,Submitted\n"
    files.take("payments", text)
    again = files.take("payments", text)
    assert (again.records, again.already.records) == (0, 1)
    assert not any("news" in note for note in again.notes)
    assert not again.changes.touches("payments")


def test_a_new_payment_that_failed_is_no_payment(files: ImportDesk) -> None:
    report = files.take("payments", HEADER + "2011-01-05,A1,100,Direct Debit,Failed\n")
    assert report.refused_rows == [(2, "it is marked “Failed” and not taken over")]
    assert files.book.payments.of_document(files.invoice("A1").id) == []


def test_a_state_that_cannot_follow_is_refused_by_row(files: ImportDesk) -> None:
    files.take("payments", HEADER + "2011-01-05,A1,100,Direct Debit,Paid out\n")
    report = files.take(
        "payments", HEADER + "2011-01-05,A1,100,Direct Debit,Pending\n2011-01-05,A2,50,Direct Debit,Pending\n"
    )
    assert [row for row, _ in report.refused_rows] == [2]
    assert "cannot become pending" in report.refused_rows[0][1]
    assert report.records == 1
    assert report.check.adds_up


def test_an_export_says_where_a_collection_stands_and_is_understood_again(files: ImportDesk, tmp_path: Path) -> None:
    files.take("payments", HEADER + "2011-01-05,A1,100,Direct Debit,Confirmed\n")
    path = tmp_path / "payments.csv"
    export(files, Control(), "payments", path)
    assert "Confirmed" in path.read_text("utf-8-sig")
    again = run_import(files, Control(), "payments", path)
    assert (again.records, again.already.records, again.refused) == (0, 1, ())
