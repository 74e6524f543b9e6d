"""What is tied for its number, customer, date and total is asked about where its due date or reference differs."""

from collections.abc import Iterator
from datetime import date

import pytest

from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding import desk
from tests.engine.edited_xero import EditedXero, edited_xero
from tests.simulation.weather import Stroke

INVOICE = RecordKind.INVOICE
DUE = ('"DueDate":"2026-12-02"', '"DueDate":"2026-12-24"')


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        yield made


def lost_and_stored_otherwise(scene: EditedXero) -> int:
    """An invoice whose create was not answered, and which Xero stored with another due date."""
    scene.sync()
    invoice = scene.invoice()
    scene.stores(*DUE)
    scene.fate("PUT", "/Invoices", Stroke.AFTER_LOST)
    scene.sync()
    scene.stores("", "")
    scene.life.weather.is_calm = True
    scene.sync(60)
    return invoice


def test_a_create_that_is_found_again_with_another_due_date_is_a_question(scene: EditedXero) -> None:
    invoice = lost_and_stored_otherwise(scene)
    (asked,) = scene.open_ones()
    assert (asked.kind, asked.field) == (MismatchKind.FIELD_DIFFERS, "due_on")
    assert (asked.ours, asked.theirs) == ("2026-12-02", "2026-12-24")
    assert asked.reason == "Tied although the due date differs"
    scene.sync(90_000)
    assert len(scene.open_ones()) == 1
    desk.settle(scene.workplace, asked.id, WayOut.SEND_OURS)
    scene.settle_down()
    assert str(scene.there("invoice")[0].body["DueDate"])[:10] == "2026-12-02"
    assert (scene.open_ones(), scene.word(INVOICE, invoice)) == ([], Standing.IN_XERO)


def test_xeros_can_be_taken_too(scene: EditedXero) -> None:
    invoice = lost_and_stored_otherwise(scene)
    desk.settle(scene.workplace, scene.open_ones()[0].id, WayOut.TAKE_THEIRS)
    assert scene.book.documents.get(invoice).due_on == date(2026, 12, 24)
    scene.settle_down()
    assert (scene.open_ones(), scene.word(INVOICE, invoice)) == ([], Standing.IN_XERO)


def test_what_is_alike_is_tied_without_a_question(scene: EditedXero) -> None:
    scene.sync()
    invoice = scene.invoice()
    scene.fate("PUT", "/Invoices", Stroke.AFTER_LOST)
    scene.sync()
    scene.life.weather.is_calm = True
    scene.sync(60)
    assert (scene.open_ones(), scene.word(INVOICE, invoice)) == ([], Standing.IN_XERO)
