"""A change that a run told is taken back: Xero has its earlier values again, ours wait until a person releases them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from safe_desktop.domain.delivery import QUIET_SECONDS
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.control import Control
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.sync.undo_plan import UndoStep
from safe_desktop.engine.sync.undoing import plan_undo, undo
from tests.engine.edited_xero import EditedXero, edited_xero
from tests.simulation.weather import Stroke

INVOICE, CUSTOMER = RecordKind.INVOICE, RecordKind.CUSTOMER


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        yield made


def steps(scene: EditedXero, run_id: int) -> list[UndoStep]:
    return list(plan_undo(scene.workplace, run_id).steps)


def taken_back(scene: EditedXero, run_id: int) -> RunReport:
    scene.life.clock.advance(60)
    report = undo(scene.workplace, Control(), run_id)
    assert report.looked_at == report.sent + report.same + report.skipped + report.refused
    return report


def changed(scene: EditedXero, **values: object) -> tuple[int, int]:
    """An invoice in Xero that a run changed; its number here, and the run's."""
    invoice = scene.invoice()
    scene.change(invoice, reference="PO 1")
    scene.sync()
    scene.change(invoice, **values)
    return invoice, scene.sync().run_id


def test_earlier_values_are_given_back_and_ours_are_not_sent_again_by_themselves(scene: EditedXero) -> None:
    invoice, run_id = changed(scene, reference="PO 2", due_on=date(2026, 12, 24))
    [step] = steps(scene, run_id)
    assert (step.can, step.words) == (True, "Give back in Xero: Due date, Reference")

    assert taken_back(scene, run_id).sent == 1

    [there] = scene.there("invoice")
    assert (there.body["Reference"], str(there.body["DueDate"])[:10]) == ("PO 1", "2026-12-02")
    assert scene.book.documents.get(invoice).reference == "PO 2"
    assert scene.word(INVOICE, invoice) is Standing.DO_NOT_SEND
    report = scene.sync(90_000)
    assert (report.sent, report.mismatches_open) == (0, 0)
    assert steps(scene, run_id)[0].why_not == "It was taken back before"

    ledger.release(scene.workplace, INVOICE, [invoice])
    assert scene.sync().sent == 1
    assert scene.there("invoice")[0].body["Reference"] == "PO 2"
    scene.settle_down()
    assert scene.word(INVOICE, invoice) is Standing.IN_XERO


def test_lines_are_given_back_to_the_penny(scene: EditedXero) -> None:
    invoice = scene.invoice()
    line = scene.book.documents.get(invoice).lines[0]
    lines = (replace(line, unit_price=Decimal("33.3333"), quantity=Decimal(3), discount=Decimal("12.5")), line)
    scene.change(invoice, lines=lines)
    scene.sync()
    before = (scene.total_there(), [one["TaxAmount"] for one in scene.there("invoice")[0].body["LineItems"]])
    scene.change(invoice, lines=(replace(line, unit_price=Decimal(1)),))
    run_id = scene.sync().run_id
    assert scene.total_there() != before[0]

    assert taken_back(scene, run_id).sent == 1

    after = (scene.total_there(), [one["TaxAmount"] for one in scene.there("invoice")[0].body["LineItems"]])
    assert after == before
    assert scene.open_ones() == []


def test_a_customer_gets_its_name_back(scene: EditedXero) -> None:
    scene.sync()
    ann = scene.book.customers.get(scene.customer)
    ledger.change_customer(scene.workplace, replace(ann, name="Ann Smith", email="ann@here.example"))
    run_id = scene.sync().run_id
    assert taken_back(scene, run_id).sent == 1
    assert [(one.body["Name"], one.body.get("EmailAddress") or "") for one in scene.there("contact")] == [("Ann", "")]
    assert scene.word(CUSTOMER, scene.customer) is Standing.DO_NOT_SEND
    report = scene.sync(90_000)
    assert (report.sent, report.mismatches_open) == (0, 0)


def test_what_was_changed_since_stays_and_says_where(scene: EditedXero) -> None:
    invoice, run_id = changed(scene, reference="PO 2")
    scene.edit(Reference="PO 9")
    assert taken_back(scene, run_id).sent == 0
    assert steps(scene, run_id)[0].why_not == "It was changed in Xero since"
    assert scene.there("invoice")[0].body["Reference"] == "PO 9"
    assert scene.word(INVOICE, invoice) is not Standing.DO_NOT_SEND


def test_what_was_changed_here_since_or_by_a_later_run_stays(scene: EditedXero) -> None:
    invoice, run_id = changed(scene, reference="PO 2")
    scene.change(invoice, reference="PO 3")
    assert steps(scene, run_id)[0].why_not == "It was changed here since"
    later = scene.sync().run_id
    assert steps(scene, run_id)[0].why_not == "A later run changed it too: take that one back first"
    assert steps(scene, later)[0].can


def test_amounts_that_are_paid_and_what_is_locked_stay(scene: EditedXero) -> None:
    invoice = scene.invoice()
    scene.sync()
    line = scene.book.documents.get(invoice).lines[0]
    scene.change(invoice, lines=(replace(line, unit_price=Decimal(80)),))
    run_id = scene.sync().run_id
    scene.in_xero("pay", invoice_number="INV-1", amount="10.00")
    scene.sync()
    assert "is paid on it that stays" in steps(scene, run_id)[0].why_not
    scene.in_xero("lock-period", date="2026-11-10")
    scene.sync(90_000)
    other_run = run_id
    assert taken_back(scene, other_run).sent == 0


def test_a_void_is_never_taken_back(scene: EditedXero) -> None:
    invoice = scene.invoice()
    scene.sync()
    ledger.void_document(scene.workplace, invoice)
    run_id = scene.sync().run_id
    [step] = steps(scene, run_id)
    assert not step.can
    assert step.why_not


@pytest.mark.parametrize("stroke", [Stroke.AFTER_LOST, Stroke.LOST])
def test_without_an_answer_it_is_looked_up_and_goes_on(scene: EditedXero, stroke: Stroke) -> None:
    invoice, run_id = changed(scene, reference="PO 2")
    scene.fate("POST", "/Invoices", stroke)
    assert taken_back(scene, run_id).sent == 0
    assert scene.word(INVOICE, invoice) is Standing.SENDING
    scene.life.weather.is_calm = True
    for _ in range(4):
        scene.sync(QUIET_SECONDS + 60)
    if stroke is Stroke.LOST:
        assert taken_back(scene, run_id).sent == 1
    assert scene.there("invoice")[0].body["Reference"] == "PO 1"
    assert scene.word(INVOICE, invoice) is Standing.DO_NOT_SEND
