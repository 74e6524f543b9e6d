"""A Xero that makes something else of what it was told: it is asked about as long as both sides differ, and settled."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.entry import ledger
from tests.engine.edited_xero import EditedXero, edited_xero


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        yield made


def sent_as(scene: EditedXero, told: str, stored: str) -> int:
    """An invoice of which Xero stored something else, read again twice since."""
    scene.stores(told, stored)
    invoice = scene.invoice()
    scene.sync()
    scene.stores("", "")
    for _ in range(2):
        scene.edit(Reference="")
        scene.sync()
    return invoice


DATE = ('"Date":"2026-11-02"', '"Date":"2026-11-03"')
PRICE = ('"UnitAmount":100', '"UnitAmount":99.99')
RATE = ("OUTPUT2", "ZERORATEDOUTPUT")


def test_another_date_is_asked_about_until_it_is_taken(scene: EditedXero) -> None:
    invoice = sent_as(scene, *DATE)
    (asked,) = scene.open_ones()
    assert (asked.kind, asked.field) == (MismatchKind.FIELD_DIFFERS, "issued_on")
    assert (asked.ours, asked.theirs) == ("2026-11-02", "2026-11-03")
    assert asked.reason == "Xero made the date 2026-11-03 where 2026-11-02 was sent"
    lines = scene.book.documents.get(invoice).lines
    desk.settle(scene.workplace, asked.id, WayOut.TAKE_THEIRS)
    document = scene.book.documents.get(invoice)
    assert (document.issued_on.isoformat(), document.lines) == ("2026-11-03", lines)
    scene.settle_down()
    assert (scene.open_ones(), scene.word(RecordKind.INVOICE, invoice)) == ([], Standing.IN_XERO)


def test_another_date_can_be_sent_once_more(scene: EditedXero) -> None:
    sent_as(scene, *DATE)
    desk.settle(scene.workplace, scene.open_ones()[0].id, WayOut.SEND_OURS)
    scene.settle_down()
    assert scene.open_ones() == []
    assert [one.day for one in scene.there("invoice")] == ["2026-11-02"]


def test_another_date_goes_by_itself_once_it_is_mended_in_xero(scene: EditedXero) -> None:
    invoice = sent_as(scene, *DATE)
    scene.edit(Date="2026-11-02")
    scene.settle_down()
    assert (scene.open_ones(), scene.word(RecordKind.INVOICE, invoice)) == ([], Standing.IN_XERO)


def test_another_contact_is_asked_about_by_name_and_taken(scene: EditedXero) -> None:
    ben = ledger.add_customer(scene.workplace, Customer("Ben")).value.id
    scene.sync()
    ann_there, ben_there = (scene.book.links.get(RecordKind.CUSTOMER, one) for one in (scene.customer, ben))
    assert ann_there is not None
    assert ben_there is not None
    invoice = sent_as(scene, ann_there.xero_id, ben_there.xero_id)
    (asked,) = scene.open_ones()
    assert (asked.field, asked.ours, asked.theirs) == ("contact", "Ann", "Ben")
    desk.settle(scene.workplace, asked.id, WayOut.TAKE_THEIRS)
    assert scene.book.documents.get(invoice).customer_id == ben
    scene.settle_down()
    assert scene.open_ones() == []


def test_a_penny_of_rounding_may_be_noted_and_nothing_else(scene: EditedXero) -> None:
    invoice = sent_as(scene, *PRICE)
    (asked,) = scene.open_ones()
    assert (asked.kind, asked.field, str(asked.apart)) == (MismatchKind.ROUNDED, "total", "-0.01 GBP")
    desk.settle(scene.workplace, asked.id, WayOut.NOTED)
    scene.sync()
    assert (scene.open_ones(), scene.word(RecordKind.INVOICE, invoice)) == ([], Standing.IN_XERO)


def test_a_total_made_otherwise_is_no_question_once_it_is_mended_in_xero(scene: EditedXero) -> None:
    sent_as(scene, *PRICE)
    scene.edit_line(UnitAmount=100)
    scene.settle_down()
    assert scene.open_ones() == []


def test_another_vat_rate_is_no_rounding_and_is_sent_again_or_taken(scene: EditedXero) -> None:
    invoice = sent_as(scene, *RATE)
    (asked,) = scene.open_ones()
    assert (asked.kind, asked.theirs) == (MismatchKind.TOTAL_DIFFERS, "100.00")
    desk.settle(scene.workplace, asked.id, WayOut.TAKE_THEIRS)
    assert scene.total(invoice) == "100.00"
    scene.settle_down()
    assert scene.open_ones() == []


def test_what_xero_made_otherwise_is_shown_with_what_it_is_by_now(scene: EditedXero) -> None:
    invoice = sent_as(scene, *DATE)
    scene.change(invoice, issued_on=scene.book.documents.get(invoice).issued_on.replace(day=5))
    scene.edit(Reference="")
    scene.sync()
    (asked,) = scene.open_ones()
    assert (asked.ours, asked.theirs) == ("2026-11-05", "2026-11-03")


def test_an_emptied_reference_goes_with_the_other_changes(scene: EditedXero) -> None:
    invoice = scene.invoice()
    scene.change(invoice, reference="PO 1")
    scene.sync()
    line = scene.book.documents.get(invoice).lines[0]
    scene.change(invoice, reference="", lines=(line, replace(line, description="Tea")))
    scene.settle_down()
    assert (scene.total_there(), scene.open_ones()) == ("240.00", [])
