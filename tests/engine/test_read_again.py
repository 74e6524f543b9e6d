"""What Xero's list brings again and again is not compared anew, except where somebody waits for it."""

from collections.abc import Iterator

import pytest

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.sync.landing_documents import land_documents, land_news
from safe_desktop.engine.sync.run_report import Tally
from tests.engine.edited_xero import EditedXero, edited_xero

INVOICE = RecordKind.INVOICE


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        yield made


def writes_of(scene: EditedXero) -> int:
    return scene.book.database.value("SELECT total_changes()")


def test_what_is_as_before_is_counted_and_nothing_of_it_is_written(scene: EditedXero) -> None:
    for number in range(20):
        scene.invoice(f"INV-{number}")
    scene.sync()
    scene.sync()
    copies = scene.book.copies.documents(INVOICE)
    tally, before = Tally(), writes_of(scene)
    with scene.book.transaction():
        land_news(scene.book, copies, tally)
    assert (tally.counts(0).same, writes_of(scene) - before) == (20, 0)
    with scene.book.transaction():
        land_documents(scene.book, copies, Tally())
    assert writes_of(scene) - before >= 20


def test_a_question_is_looked_at_again_although_xero_has_nothing_new(scene: EditedXero) -> None:
    invoice = scene.invoice()
    scene.sync()
    scene.edit(Reference="PO 7")
    scene.sync()
    assert scene.asked_fields() == [("field_differs", "reference")]
    scene.change(invoice, reference="PO 7")
    scene.sync()
    assert scene.open_ones() == []
    assert scene.word(INVOICE, invoice) is Standing.IN_XERO


def test_a_change_of_the_same_second_is_not_missed(scene: EditedXero) -> None:
    scene.invoice()
    scene.sync()
    scene.edit(Reference="PO 7")
    [record] = scene.there("invoice")
    scene.sync()
    record.body["Reference"] = "PO 8"
    scene.life.practice.books("").shelf.put(record)  # without another time of change
    scene.sync()
    assert [one.theirs for one in scene.open_ones()] == ["PO 8"]
