"""Money that the bank and Xero tell of is in Xero once, whatever is settled first, over real HTTP."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.mismatch import WayOut
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding.desk import settle
from safe_desktop.engine.matching.accepting import accept, undo_decision
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, on_account
from safe_desktop.engine.matching.matching_options import MatchingOptions, save_matching_options
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.errors import InputError
from tests.engine.desk_in_xero import desk_in_xero, live_payments, receipt
from tests.engine.matching_bench import applied
from tests.engine.synced_book import Bench
from tests.practice.practice_process import PracticeProcess

FROM_BANK, RECEIVED = ReceiptSource.BANK, ReceiptSource.RECEIVE_MONEY


@pytest.fixture(scope="module")
def xero(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeProcess]:
    with PracticeProcess.start(tmp_path_factory.mktemp("xero")) as process:
        yield process


@pytest.fixture
def bench(tmp_path: Path, xero: PracticeProcess) -> Iterator[Bench]:
    with desk_in_xero(tmp_path, xero) as made:
        yield made


def test_a_bank_line_settled_but_not_sent_is_not_sent_once_xero_tells_of_its_money(bench: Bench) -> None:
    line = receipt(bench, "120")
    accept(bench.workplace, line, applied((bench.id_of("INV-0001"), "120")))
    told = accept(bench.workplace, receipt(bench, "120", RECEIVED), Choice(ChoiceKind.SAME, receipt_ids=(line,)))
    bench.sync()
    assert live_payments(bench) == []
    undo_decision(bench.workplace, told.decision_id)
    bench.sync()
    assert live_payments(bench) == ["120.00"]


def test_money_received_that_waited_on_account_is_not_sent_when_an_invoice_comes_for_it(bench: Bench) -> None:
    customer = bench.document("INV-0001").customer_id
    accept(bench.workplace, receipt(bench, "50", RECEIVED), on_account(customer))
    invoice = bench.invoice(customer, "41.67", "INV-0002")
    match_all(bench.workplace)
    waiting = [one for one in bench.workplace.book.receipts.waiting() if one.payment_id]
    accept(bench.workplace, waiting[0].id, applied((invoice, "50")))
    bench.sync()
    assert (live_payments(bench), bench.word(RecordKind.PAYMENT, waiting[0].payment_id)) == ([], Standing.DO_NOT_SEND)


def test_credit_used_with_a_receipt_is_given_back_in_xero_too_when_it_is_undone(bench: Bench) -> None:
    invoice = bench.document("INV-0001")
    credit = bench.invoice(invoice.customer_id, "20", "CN-0001", kind=DocumentKind.CREDIT_NOTE)
    bench.sync()
    worth = str(bench.workplace.book.documents.open(credit).decimal)
    rest = str(Decimal("120") - Decimal(worth))
    done = accept(bench.workplace, receipt(bench, rest), applied((invoice.id, "120"), (credit, f"-{worth}")))
    bench.sync()
    bench.sync()
    assert bench.amount_due_in_xero("INV-0001") == "0.00"
    undo_decision(bench.workplace, done.decision_id)
    bench.sync()
    bench.sync()
    assert (bench.amount_due_in_xero("INV-0001"), live_payments(bench)) == ("120.00", [])
    assert bench.workplace.book.documents.open(credit).decimal == Decimal(worth)


def test_a_match_whose_payment_is_xeros_own_by_now_is_not_undone_behind_its_back(bench: Bench) -> None:
    invoice = bench.id_of("INV-0001")
    done = accept(bench.workplace, receipt(bench, "120", RECEIVED), applied((invoice, "120")))
    bench.xero.admin("statement-line", {"invoice_number": "INV-0001", "amount": "120.00", "date": "2026-11-20"})
    bench.due_now("payments")
    bench.sync()
    (asked,) = bench.workplace.book.mismatches.open_ones()
    settle(bench.workplace, asked.id, WayOut.SAME_PAYMENT)
    with pytest.raises(InputError, match="is a payment in Xero by now"):
        undo_decision(bench.workplace, done.decision_id)
    assert (bench.workplace.book.documents.open(invoice).minor, live_payments(bench)) == (0, ["120.00"])


def test_money_received_in_xero_that_is_a_payment_there_as_well_is_asked_about(bench: Bench) -> None:
    save_matching_options(bench.workplace, MatchingOptions())
    accept(bench.workplace, receipt(bench, "120"), applied((bench.id_of("INV-0001"), "120")))
    bench.sync()
    assert live_payments(bench) == ["120.00"]
    again = receipt(bench, "120", RECEIVED)
    assert match_all(bench.workplace).settled == 0
    verdict = bench.workplace.book.verdicts.of([again])[again].verdict
    assert verdict.not_automatic.startswith("Not automatic: Xero has this money twice")
