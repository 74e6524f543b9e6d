"""A share of an overpayment that a run set against an invoice is taken back in Xero, and not sent again by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.control import Control
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.sync.undoing import plan_undo, undo
from tests.engine.overpaid_book import overpaid_book, place
from tests.engine.synced_book import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with overpaid_book(tmp_path) as made:
        yield made


def set_against(bench: Bench) -> tuple[int, int]:
    """20.00 of what is over are set against the second invoice by a run: the payment's number, and the run's."""
    return place(bench, "INV-0002", 2000), bench.sync().run_id


def test_a_share_is_taken_back_and_waits_until_it_is_released(bench: Bench) -> None:
    payment, run_id = set_against(bench)
    [step] = plan_undo(bench.workplace, run_id).steps
    assert (step.can, step.words) == (True, "Take its share back from the invoice")

    report = undo(bench.workplace, Control(), run_id)

    assert (report.sent, report.refused, report.mismatches_open) == (1, 0, 0)
    assert bench.amount_due_in_xero("INV-0002") == "120.00"
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.DO_NOT_SEND
    bench.due_now("overpayments", "all open")
    again = bench.sync()
    assert (again.sent, again.mismatches_open, bench.amount_due_in_xero("INV-0002")) == (0, 0, "120.00")
    assert plan_undo(bench.workplace, run_id).count == 0

    ledger.release(bench.workplace, RecordKind.PAYMENT, [payment])
    assert bench.sync().sent == 1
    assert bench.amount_due_in_xero("INV-0002") == "100.00"


def test_a_share_that_is_gone_in_xero_stays_as_it_is(bench: Bench) -> None:
    _, run_id = set_against(bench)
    assert undo(bench.workplace, Control(), run_id).sent == 1
    assert undo(bench.workplace, Control(), run_id).sent == 0
    [step] = plan_undo(bench.workplace, run_id).steps
    assert step.why_not == "The credit is no longer set against that invoice in Xero"
