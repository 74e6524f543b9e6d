"""Few calls on an ordinary day, and fewer still where few are left; the whole day is in tests/bench/working_day.py."""

from collections.abc import Iterator

import pytest

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.mismatch import WayOut
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.sync.syncing import BY_TIMER, WAITING, sync
from tests.engine.edited_xero import EditedXero, edited_xero
from tests.simulation.life import SimulatedControl


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        made.invoice()
        made.sync()
        made.sync()
        yield made


def calls_in(scene: EditedXero, minutes: int) -> int:
    before = scene.life.wire.calls
    for _ in range(minutes):
        scene.life.clock.advance(60)
        sync(scene.workplace, SimulatedControl(scene.life.clock), BY_TIMER)
    return scene.life.wire.calls - before


def leave_calls(scene: EditedXero, left: int) -> None:
    """Others have used Xero's calls of today but for so many."""
    known = scene.workplace.xero().budget.calls_left
    assert known is not None
    scene.life.practice.windows.limits.day -= known - left
    scene.workplace.xero().budget.calls_left = left


def test_two_hours_without_news_cost_little_more_than_the_doorbell(scene: EditedXero) -> None:
    assert 120 <= calls_in(scene, 120) <= 170


def test_with_few_calls_left_the_slow_lists_are_read_less_often(scene: EditedXero) -> None:
    plenty = calls_in(scene, 40) - 40
    leave_calls(scene, 190)
    few = calls_in(scene, 40) - 40
    assert plenty >= 8
    assert 0 < few <= plenty / 2


def test_what_is_kept_for_people_is_left_to_them(scene: EditedXero) -> None:
    leave_calls(scene, 100)
    control = SimulatedControl(scene.life.clock)
    before = scene.life.wire.calls
    report = sync(scene.workplace, control, BY_TIMER)
    assert (report.result, scene.life.wire.calls - before) == (WAITING, 0)
    assert "kept for people" in report.words
    assert sync(scene.workplace, control).result == "done"


def test_once_a_day_all_that_is_open_is_compared_whatever_its_time_of_change_says(scene: EditedXero) -> None:
    [record] = scene.there("invoice")
    record.body["Reference"] = "Nobody rang"
    scene.life.practice.books("").shelf.put(record)
    scene.life.clock.advance(600)
    with scene.book.transaction():
        scene.book.cursors.put("invoices", scene.life.clock.now(), scene.life.clock.now())
    scene.sync()
    assert scene.open_ones() == []
    scene.sync(90_000)
    assert scene.asked_fields() == [("field_differs", "reference")]


def test_what_is_gone_in_xero_and_noted_costs_no_call_in_every_run(scene: EditedXero) -> None:
    [invoice] = scene.book.documents.open_ids(DocumentKind.INVOICE)
    scene.edit(Status="VOIDED")
    scene.sync()
    desk.settle(scene.workplace, scene.open_ones()[0].id, WayOut.NOTED)
    scene.change(invoice, reference="PO 7")
    scene.sync()
    before = scene.life.wire.calls
    report = scene.sync(60)
    assert scene.life.wire.calls - before == 1
    assert [one.reason for one in report.items] == ["It was voided in Xero; nothing was sent for it"]
