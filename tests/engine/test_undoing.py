"""Undo of a run: taken back in Xero in the right order, exactly once, with a reason for whatever stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.domain.delivery import QUIET_SECONDS
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.control import Control
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.sync.undoing import plan_undo, undo
from safe_desktop.errors import InputError
from safe_desktop.store.outbox_records import EntryState
from tests.engine.synced_book import Bench, connected_anew
from tests.practice.practice_process import PracticeProcess


@pytest.fixture(scope="module")
def xero(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeProcess]:
    with PracticeProcess.start(tmp_path_factory.mktemp("xero")) as process:
        yield process


@pytest.fixture
def bench(tmp_path: Path, xero: PracticeProcess) -> Iterator[Bench]:
    with connected_anew(tmp_path, xero) as made:
        yield made


def taken_back(bench: Bench, run_id: int) -> RunReport:
    report = undo(bench.workplace, Control(), run_id)
    assert report.looked_at == report.sent + report.same + report.skipped + report.refused
    return report


def why_not(bench: Bench, run_id: int) -> dict[str, str]:
    """By label and kind, for what cannot be taken back."""
    steps = plan_undo(bench.workplace, run_id).steps
    return {f"{step.kind.noun} {step.label}": step.why_not for step in steps if not step.can}


def contact_states(bench: Bench) -> dict[str, str]:
    bench.invoices_in_xero()
    assert bench._other_client is not None
    found = bench._other_client.ok("GET", "Contacts", includeArchived="true", page=1)["Contacts"]
    return {one["Name"]: one["ContactStatus"] for one in found}


def test_a_run_is_taken_back_in_the_right_order_and_nothing_is_sent_again(bench: Bench) -> None:
    ann = bench.customer("Ann")
    invoice = bench.invoice(ann, "100", "INV-0001")
    note = bench.invoice(ann, "30", "CN-1", DocumentKind.CREDIT_NOTE)
    payment = bench.payment(invoice, "20")
    ledger.apply_credit(bench.workplace, note, invoice)
    run_id = bench.sync().run_id
    plan = plan_undo(bench.workplace, run_id)
    assert [(step.kind, step.can, step.why_not) for step in plan.steps] == [
        (RecordKind.CREDIT_NOTE, True, ""),
        (RecordKind.PAYMENT, True, ""),
        (RecordKind.INVOICE, True, ""),
        (RecordKind.CREDIT_NOTE, True, ""),
        (RecordKind.CUSTOMER, True, ""),
    ]
    before = len(bench.writes())
    report = taken_back(bench, run_id)
    assert (report.result, report.sent, report.skipped, report.refused) == ("done", 5, 0, 0)
    assert [one.path.split("/")[1] for one in bench.writes()[before:]] == [
        "Payments",
        "Invoices",
        "CreditNotes",
        "Contacts",
    ]
    assert [one["status"] for one in bench.invoices_in_xero()] == ["VOIDED"]
    assert [one["status"] for one in bench.payments_in_xero()] == ["DELETED"]
    assert contact_states(bench) == {"Ann": "ARCHIVED"}
    for kind, local_id in (
        (RecordKind.CUSTOMER, ann),
        (RecordKind.INVOICE, invoice),
        (RecordKind.CREDIT_NOTE, note),
        (RecordKind.PAYMENT, payment),
    ):
        [(_, _, reason)] = bench.workplace.book.standings.labels(kind, [local_id])
        assert bench.word(kind, local_id) is Standing.DO_NOT_SEND
        assert f"taken back in Xero with run {run_id}" in reason
    bench.due_now("contacts", "credit_notes", "payments", "all open")
    again = bench.sync()
    assert (again.sent, again.mismatches_open) == (0, 0)
    assert plan_undo(bench.workplace, run_id).count == 0


def test_what_is_paid_reconciled_or_depended_upon_stays_with_its_reason(bench: Bench) -> None:
    ann = bench.customer("Ann")
    bench.invoice(ann, "100", "INV-0001")
    reconciled = bench.invoice(bench.customer("Ben"), "50", "INV-0002")
    payment = bench.payment(reconciled, "50")
    free = bench.invoice(bench.customer("Cleo"), "10", "INV-0003")
    run_id = bench.sync().run_id
    bench.xero.admin("pay", {"invoice_number": "INV-0001", "amount": "30.00"})
    link = bench.workplace.book.links.get(RecordKind.PAYMENT, payment)
    assert link is not None
    bench.xero.admin("reconcile", {"payment_id": link.xero_id, "reconciled": True})
    report = taken_back(bench, run_id)
    assert report.sent == 2
    assert bench.word(RecordKind.INVOICE, free) is Standing.DO_NOT_SEND
    reasons = why_not(bench, run_id)
    assert "30.00 GBP is paid on it that stays" in reasons["invoice INV-0001"]
    assert "reconciled" in reasons["payment INV-0002"].casefold()
    assert "50.00 GBP is paid on it that stays" in reasons["invoice INV-0002"]
    assert reasons["customer Ann"] == "Other documents hang on it: INV-0001"
    assert {one["number"]: one["status"] for one in bench.invoices_in_xero()} == {
        "INV-0001": "AUTHORISED",
        "INV-0002": "AUTHORISED",
        "INV-0003": "VOIDED",
    }


def test_what_changed_since_or_is_locked_stays(bench: Bench) -> None:
    here = bench.invoice(bench.customer("Ann"), "100", "INV-0001")
    bench.invoice(bench.customer("Ben"), "50", "INV-0002")
    run_id = bench.sync().run_id
    bench.change(here, reference="PO 7")
    bench.xero.admin("edit-invoice", {"invoice_number": "INV-0002", "reference": "PO 8"})
    report = taken_back(bench, run_id)
    assert report.sent == 0
    reasons = why_not(bench, run_id)
    assert reasons["invoice INV-0001"] == "It was changed here since"
    assert reasons["invoice INV-0002"] == "It was changed in Xero since"


def test_a_locked_period_stays(bench: Bench) -> None:
    bench.invoice(bench.customer("Ann"), "100", "INV-0001")
    run_id = bench.sync().run_id
    bench.xero.admin("lock-period", {"date": "2026-11-10"})
    bench.due_now("organisation")
    assert taken_back(bench, run_id).sent == 0
    assert why_not(bench, run_id)["invoice INV-0001"] == "Dated in a period that is locked until 10/11/2026"


def test_received_records_stay_and_say_why(bench: Bench) -> None:
    bench.invoice(bench.customer("Ann"), "100", "INV-0001")
    bench.sync()
    bench.xero.admin("pay", {"invoice_number": "INV-0001", "amount": "30.00"})
    run_id = bench.sync().run_id
    plan = plan_undo(bench.workplace, run_id)
    assert plan.count == 0
    assert {step.words for step in plan.steps} == {"Received from Xero"}
    assert all(step.why_not for step in plan.steps)


def test_a_contact_that_was_there_before_is_not_archived(bench: Bench) -> None:
    """Refused as taken, then tied: it was not made by the run."""
    bench.sync()
    ann = bench.customer("Ann")
    bench.xero.admin("contact", {"name": "Ann"})
    run_id = bench.sync().run_id
    assert bench.word(RecordKind.CUSTOMER, ann) is Standing.IN_XERO
    assert plan_undo(bench.workplace, run_id).count == 0


@pytest.mark.parametrize("fault", ["reset", "status 500"])
def test_a_lost_answer_is_looked_up_and_the_undo_goes_on(bench: Bench, fault: str) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100", "INV-0001")
    run_id = bench.sync().run_id
    name, _, status = fault.partition(" ")
    wish = {"fault": name, "when": "after", "method": "POST", "path": "/Invoices"} | (
        {"status": int(status)} if status else {}
    )
    bench.xero.admin("faults", wish)
    first = taken_back(bench, run_id)
    assert first.sent == 0
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.SENDING
    second = taken_back(bench, run_id)
    assert second.sent == 2
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.DO_NOT_SEND
    assert [one.method for one in bench.writes()].count("POST") == 2


def test_a_write_that_never_arrived_is_told_again_after_the_quiet_time(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100", "INV-0001")
    run_id = bench.sync().run_id
    bench.xero.admin(
        "faults", {"fault": "status", "status": 500, "when": "before", "method": "POST", "path": "/Invoices"}
    )
    taken_back(bench, run_id)
    taken_back(bench, run_id)
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.SENDING
    bench.clock.seconds += QUIET_SECONDS + 1
    assert taken_back(bench, run_id).sent == 2
    assert [one["status"] for one in bench.invoices_in_xero()] == ["VOIDED"]


def test_a_crash_in_the_middle_is_mended_by_the_next_sync_or_undo(bench: Bench) -> None:
    invoice = bench.invoice(bench.customer("Ann"), "100", "INV-0001")
    run_id = bench.sync().run_id
    bench.xero.admin("faults", {"fault": "reset", "when": "after", "method": "POST", "path": "/Invoices"})
    taken_back(bench, run_id)
    book = bench.workplace.book
    with book.transaction():
        book.outbox.settle([one.id for one in book.outbox.in_state(EntryState.UNSURE)], EntryState.SENDING)
    report = bench.sync()
    assert (report.sent, report.mismatches_open) == (1, 0)
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.DO_NOT_SEND
    assert taken_back(bench, run_id).sent == 1
    assert contact_states(bench) == {"Ann": "ARCHIVED"}


def test_a_limit_stops_it_and_it_goes_on_later(bench: Bench) -> None:
    for name in ("Ann", "Ben"):
        bench.invoice(bench.customer(name), "100")
    run_id = bench.sync().run_id
    bench.xero.admin(
        "faults",
        {
            "fault": "429",
            "problem": "day",
            "retry_after": 40_000,
            "when": "before",
            "method": "POST",
            "path": "/Contacts",
        },
    )
    first = taken_back(bench, run_id)
    assert (first.result, first.sent) == ("waiting", 2)
    bench.xero.admin("limits", {"forget": True})
    bench.clock.seconds += 40_001
    second = taken_back(bench, run_id)
    assert (second.result, second.sent) == ("done", 2)
    assert set(contact_states(bench).values()) == {"ARCHIVED"}


def test_drafts_are_deleted(bench: Bench) -> None:
    ledger.change_settings(bench.workplace, approve_on_send=False)
    bench.invoice(bench.customer("Ann"), "100", "INV-0001")
    run_id = bench.sync().run_id
    assert taken_back(bench, run_id).sent == 2
    assert [one["status"] for one in bench.invoices_in_xero()] == ["DELETED"]


def test_a_released_record_is_sent_anew_and_the_old_run_no_longer_reaches_it(bench: Bench) -> None:
    ann = bench.customer("Ann")
    run_id = bench.sync().run_id
    undo_id = taken_back(bench, run_id).run_id
    ledger.release(bench.workplace, RecordKind.CUSTOMER, [ann])
    assert bench.sync().sent == 1
    assert bench.word(RecordKind.CUSTOMER, ann) is Standing.IN_XERO
    assert why_not(bench, run_id) == {"customer Ann": "It was sent anew by a later run"}
    assert "An undo is not undone" in why_not(bench, undo_id)["customer Ann"]


def test_a_run_that_is_not_there_is_refused(bench: Bench) -> None:
    with pytest.raises(InputError, match="no run 77"):
        undo(bench.workplace, Control(), 77)
