"""Credit notes set against invoices: told to Xero once, read from Xero, and asked about when both sides changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.domain.delivery import QUIET_SECONDS
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.entry import ledger, ledger_payments
from safe_desktop.engine.showing.previewing import preview
from tests.engine.synced_book import Bench, connected


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with connected(tmp_path) as made:
        yield made


@pytest.fixture
def pair(bench: Bench) -> tuple[int, int]:
    """An invoice of 120.00 and a credit note of 60.00 of one customer, not sent yet."""
    ann = bench.customer("Ann")
    return bench.invoice(ann, "100", "INV-0001"), bench.invoice(ann, "50", "CN-1", DocumentKind.CREDIT_NOTE)


def apply(bench: Bench, pair: tuple[int, int], amount: str) -> None:
    part = Money.from_decimal(Decimal(amount))
    ledger_payments.apply_credit(bench.workplace, pair[1], pair[0], part)


def open_in_xero(bench: Bench) -> str:
    return bench.amount_due_in_xero("INV-0001")


def test_a_credit_note_set_against_an_invoice_is_so_in_xero_too(bench: Bench, pair: tuple[int, int]) -> None:
    apply(bench, pair, "45")
    report = bench.sync()
    assert (report.sent, report.refused, report.mismatches_open) == (4, 0, 0)
    assert open_in_xero(bench) == "75.00"
    assert bench.word(RecordKind.CREDIT_NOTE, pair[1]) is Standing.IN_XERO
    writes = len(bench.writes())
    bench.due_now("credit_notes")
    assert bench.sync().sent == 0
    assert len(bench.writes()) == writes
    assert str(bench.workplace.book.documents.open(pair[0]).decimal) == "75.00"


def test_what_is_set_against_later_waits_where_it_can_be_seen(bench: Bench, pair: tuple[int, int]) -> None:
    bench.sync()
    apply(bench, pair, "60")
    assert bench.word(RecordKind.CREDIT_NOTE, pair[1]) is Standing.CHANGED_HERE
    assert "60.00" in preview(bench.workplace, RecordKind.CREDIT_NOTE, pair[1]).body
    assert bench.sync().sent == 1
    assert open_in_xero(bench) == "60.00"


def test_what_is_taken_back_here_is_taken_back_in_xero(bench: Bench, pair: tuple[int, int]) -> None:
    apply(bench, pair, "45")
    bench.sync()
    ledger_payments.take_back_credit(bench.workplace, pair[1])
    bench.sync()
    assert open_in_xero(bench) == "120.00"
    assert bench.word(RecordKind.CREDIT_NOTE, pair[1]) is Standing.IN_XERO


def test_what_is_taken_back_goes_before_a_change_that_xero_would_refuse_meanwhile(
    bench: Bench, pair: tuple[int, int]
) -> None:
    apply(bench, pair, "45")
    bench.sync()
    ledger_payments.take_back_credit(bench.workplace, pair[1])
    kept = bench.workplace.book.documents.get(pair[1])
    ledger.change_document(bench.workplace, replace(kept, issued_on=kept.issued_on - timedelta(days=1)))
    report = bench.sync()
    assert (report.refused, open_in_xero(bench)) == (0, "120.00")
    assert bench.word(RecordKind.CREDIT_NOTE, pair[1]) is Standing.IN_XERO


def test_what_went_to_an_invoice_of_somebody_else_is_left_alone(bench: Bench, pair: tuple[int, int]) -> None:
    bench.sync()
    bench.xero.admin("invoice", {"contact_name": "Ann", "invoice_number": "THEIRS-9", "amount": "20"})
    bench.allocate_in_xero("CN-1", "THEIRS-9", "20.00")
    bench.due_now("credit_notes")
    bench.sync()
    apply(bench, pair, "10")
    assert bench.sync().refused == 0
    assert open_in_xero(bench) == "110.00"
    assert bench.amount_due_in_xero("THEIRS-9") == "4.00"


def test_what_xero_took_from_a_credit_note_that_is_voided_here_is_a_persons_choice(
    bench: Bench, pair: tuple[int, int]
) -> None:
    bench.sync()
    ledger.void_document(bench.workplace, pair[1])
    bench.allocate_in_xero("CN-1", "INV-0001", "20.00")
    bench.due_now("credit_notes")
    bench.sync()
    book = bench.workplace.book
    asked = {one.kind: one for one in book.mismatches.open_ones()}
    assert set(asked) == {MismatchKind.BOTH_CHANGED, MismatchKind.CREDIT_IN_XERO}
    assert "voided here" in asked[MismatchKind.BOTH_CHANGED].reason
    assert book.payments.credited_by(pair[1]) == []
    desk.settle(bench.workplace, asked[MismatchKind.BOTH_CHANGED].id, WayOut.SEND_OURS)
    bench.sync()
    bench.sync()
    assert book.mismatches.open_ones() == []
    assert open_in_xero(bench) == "120.00"
    assert bench.word(RecordKind.CREDIT_NOTE, pair[1]) is Standing.IN_XERO


def test_what_was_set_against_in_xero_is_so_here(bench: Bench, pair: tuple[int, int]) -> None:
    bench.sync()
    bench.allocate_in_xero("CN-1", "INV-0001", "20.00")
    bench.due_now("credit_notes")
    bench.sync()
    assert str(bench.workplace.book.documents.open(pair[0]).decimal) == "100.00"
    assert bench.word(RecordKind.CREDIT_NOTE, pair[1]) is Standing.IN_XERO


def test_both_sides_changed_is_a_persons_choice(bench: Bench, pair: tuple[int, int]) -> None:
    bench.sync()
    apply(bench, pair, "30")
    bench.allocate_in_xero("CN-1", "INV-0001", "20.00")
    bench.due_now("credit_notes")
    bench.sync()
    mismatch = bench.workplace.book.mismatches.open_ones()[0]
    assert (mismatch.kind, mismatch.ours, mismatch.theirs) == (
        MismatchKind.BOTH_CHANGED,
        "INV-0001 30.00",
        "INV-0001 20.00",
    )
    with bench.workplace.book.transaction():
        bench.workplace.book.cursors.forget_all()
    bench.sync()
    asked = bench.workplace.book.mismatches.open_ones(RecordKind.CREDIT_NOTE)
    assert [one.id for one in asked] == [mismatch.id], "asked once"
    desk.settle(bench.workplace, mismatch.id, WayOut.SEND_OURS)
    bench.sync()
    assert open_in_xero(bench) == "90.00"


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_makes_no_second_allocation(bench: Bench, pair: tuple[int, int], when: str) -> None:
    apply(bench, pair, "25")
    bench.fault("status 500", when, "/Allocations")
    bench.sync()
    for seconds in (QUIET_SECONDS, 61, 1):
        bench.clock.seconds += seconds
        bench.sync()
    assert open_in_xero(bench) == "95.00"
    assert bench.word(RecordKind.CREDIT_NOTE, pair[1]) is Standing.IN_XERO
