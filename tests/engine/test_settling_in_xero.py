"""What is settled at the desk, as Xero then has it, over real HTTP: once, and taken back where it is undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.matching.accepting import accept, undo_decision
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, DocumentShare
from safe_desktop.engine.matching.desk_cases import desk_cases
from safe_desktop.errors import InputError
from tests.engine.desk_in_xero import desk_in_xero, live_payments, receipt
from tests.engine.matching_bench import applied
from tests.engine.synced_book import BANK, Bench
from tests.practice.practice_process import PracticeProcess


@pytest.fixture(scope="module")
def xero(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeProcess]:
    with PracticeProcess.start(tmp_path_factory.mktemp("xero")) as process:
        yield process


@pytest.fixture
def bench(tmp_path: Path, xero: PracticeProcess) -> Iterator[Bench]:
    with desk_in_xero(tmp_path, xero) as made:
        yield made


def test_a_settled_bank_receipt_goes_to_xero_once_and_is_deleted_there_when_it_is_undone(bench: Bench) -> None:
    done = accept(bench.workplace, receipt(bench, "120"), applied((bench.id_of("INV-0001"), "120")))
    bench.sync()
    bench.sync()
    assert (live_payments(bench), bench.amount_due_in_xero("INV-0001")) == (["120.00"], "0.00")
    undo_decision(bench.workplace, done.decision_id)
    report = bench.sync()
    assert (report.mismatches_open, live_payments(bench)) == (0, [])
    assert bench.amount_due_in_xero("INV-0001") == "120.00"


def test_money_that_xero_has_already_is_not_told_again_even_when_it_is_released(bench: Bench) -> None:
    received = receipt(bench, "120", ReceiptSource.RECEIVE_MONEY)
    done = accept(bench.workplace, received, applied((bench.id_of("INV-0001"), "120")))
    (payment,) = bench.workplace.book.decisions.get(done.decision_id).deeds.payments
    bench.sync()
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.DO_NOT_SEND
    ledger.release(bench.workplace, RecordKind.PAYMENT, [payment])
    bench.sync()
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.STAYS_HERE
    assert (live_payments(bench), bench.amount_due_in_xero("INV-0001")) == ([], "120.00")


def test_a_written_off_difference_settles_the_invoice_in_xero_too_and_is_taken_back(bench: Bench) -> None:
    choice = applied((bench.id_of("INV-0001"), "120"), off="0.60", account="404")
    done = accept(bench.workplace, receipt(bench, "119.40"), choice)
    bench.sync()
    bench.sync()
    assert bench.amount_due_in_xero("INV-0001") == "0.00"
    undo_decision(bench.workplace, done.decision_id)
    bench.sync()
    assert bench.amount_due_in_xero("INV-0001") == "120.00"
    assert bench.workplace.book.mismatches.count() == 0


def test_an_account_that_takes_no_sales_is_refused_for_a_difference(bench: Bench) -> None:
    choice, short = applied((bench.id_of("INV-0001"), "120"), off="0.60", account=BANK), receipt(bench, "119.40")
    with pytest.raises(InputError, match="is a bank account"):
        accept(bench.workplace, short, choice)


def test_an_overpayment_is_set_against_the_invoice_in_xero_at_the_desk_and_taken_back_by_undoing_that(
    bench: Bench,
) -> None:
    line = {"how": "overpaid", "invoice_number": "INV-0001", "amount": "150.00", "date": "2026-11-20"}
    bench.xero.admin("statement-line", line)
    customer = bench.document("INV-0001").customer_id
    second = bench.invoice(customer, "100", "INV-0002")
    bench.due_now("overpayments")
    bench.sync()
    (case,) = desk_cases(bench.workplace)
    assert (case.title, case.amount) == ("Ann", Money(3000))
    choice = Choice(ChoiceKind.APPLY, (DocumentShare(second, Money(3000)),))
    done = accept(bench.workplace, case.record_id, choice)
    bench.sync()
    assert bench.amount_due_in_xero("INV-0002") == "90.00"
    assert desk_cases(bench.workplace) == ()
    undo_decision(bench.workplace, done.decision_id)
    bench.sync()
    assert bench.amount_due_in_xero("INV-0002") == "120.00"
    assert [one.amount for one in desk_cases(bench.workplace)] == [Money(3000)]
