"""What people and Xero do while a run is under way: nothing is sent that was changed or held back a moment ago."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.mismatch import WayOut
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.domain.tax import VatCode
from safe_desktop.engine.control import Control
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.entry import ledger, ledger_payments, ledger_settings
from safe_desktop.engine.sync.syncing import sync
from tests.engine.synced_book import Bench, connected

MANY = 60


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with connected(tmp_path) as made:
        yield made


def sync_while(bench: Bench, act: Callable[[], object], at: str) -> None:
    """One run; when it first tells these words, somebody acts."""
    done: list[bool] = []

    def heard(_done: int, _total: int | None, words: str) -> None:
        if words == at and not done:
            done.append(True)
            act()

    sync(bench.workplace, Control(heard))
    assert done


@pytest.mark.parametrize("act", ["hold back", "void", "edit"])
def test_what_is_changed_while_others_are_being_sent_does_not_go(bench: Bench, act: str) -> None:
    ann = bench.customer("Ann")
    ids = [bench.invoice(ann, "10", f"INV-{number:03}") for number in range(MANY)]
    acts: dict[str, Callable[[], object]] = {
        "hold back": lambda: ledger_settings.hold_back(bench.workplace, RecordKind.INVOICE, [ids[-1]], "client asked"),
        "void": lambda: ledger.void_document(bench.workplace, ids[-1]),
        "edit": lambda: bench.change(ids[-1], reference="PO 7"),
    }
    sync_while(bench, acts[act], "Sending invoices")
    in_xero = {one["number"]: one["reference"] for one in bench.invoices_in_xero()}
    assert len(in_xero) == MANY - 1
    assert f"INV-{MANY - 1:03}" not in in_xero
    bench.sync()
    in_xero = {one["number"]: one["reference"] for one in bench.invoices_in_xero()}
    assert in_xero.get(f"INV-{MANY - 1:03}") == ("PO 7" if act == "edit" else None)


def test_an_allocation_made_in_xero_meanwhile_is_not_made_twice(bench: Bench) -> None:
    ann = bench.customer("Ann")
    invoice, note = bench.invoice(ann, "100", "INV-1"), bench.invoice(ann, "50", "CN-1", DocumentKind.CREDIT_NOTE)
    bench.sync()
    bench.sync()
    ledger_payments.apply_credit(bench.workplace, note, invoice)
    sync_while(bench, lambda: bench.allocate_in_xero("CN-1", "INV-1", "20.00"), "Sending credit notes")
    assert bench.amount_due_in_xero("INV-1") == "100.00"


def test_one_record_that_xero_cannot_read_stops_no_other(bench: Bench) -> None:
    """A type error makes Xero refuse the whole request (xero-api.md 3.9): the culprit is found, the others go."""
    ann = bench.customer("Ann")
    bench.sync()
    book = bench.workplace.book
    made_up = replace(next(one for one in book.chart.tax_rates() if one.tax_type == "OUTPUT2"), tax_type="MADE-UP")
    with book.transaction():
        book.chart.replace_tax_rates([*book.chart.tax_rates(), made_up])
    ledger_settings.save_vat_code(bench.workplace, VatCode("ODD", "Odd", Decimal(20), "MADE-UP"))
    ids = [
        bench.invoice(ann, "10", f"INV-{number:03}", vat_code="ODD" if number == 3 else "STANDARD")
        for number in range(5)
    ]
    report = bench.sync()
    assert report.refused == 1
    words = {local_id: bench.word(RecordKind.INVOICE, local_id) for local_id in ids}
    assert [words[one] for one in ids].count(Standing.IN_XERO) == 4
    assert words[ids[3]] is Standing.FAILED


def test_a_payment_tied_by_hand_is_deleted_in_one_go(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100", "INV-1")
    bench.sync()
    typed = bench.payment(invoice, "50")
    bench.xero.admin("pay", {"invoice_number": "INV-1", "amount": "50.00", "date": "2026-11-20", "reconciled": False})
    bench.sync(read_only=True)

    mismatch = bench.workplace.book.mismatches.open_ones()[0]
    desk.settle(bench.workplace, mismatch.id, WayOut.SAME_PAYMENT)
    ledger_payments.take_back_payment(bench.workplace, typed)
    assert bench.sync().sent == 1
    assert bench.word(RecordKind.PAYMENT, typed) is Standing.IN_XERO
