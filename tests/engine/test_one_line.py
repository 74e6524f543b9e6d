"""Documents sent as one line: the same to the penny, shown as they go, and no difference afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.control import Control
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.showing.previewing import preview
from safe_desktop.engine.sync.syncing import sync
from safe_desktop.engine.sync.telling import Chosen
from tests.engine.edited_xero import EditedXero, edited_xero
from tests.simulation.weather import Stroke

INVOICE, NOTE = RecordKind.INVOICE, RecordKind.CREDIT_NOTE
PRICES = ("0.1", "0.1", "25.63", "0.0350", "12.3333")


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        ledger.change_settings(made.workplace, itemised=False, one_line_words="Coffee as agreed")
        yield made


def document(scene: EditedXero, number: str, kind: DocumentKind = DocumentKind.INVOICE) -> int:
    lines = [Line(f"Beans {price}", Decimal(3), Decimal(price), "REDUCED") for price in PRICES]
    lines.append(Line("Mug", Decimal(1), Decimal("9.99"), "STANDARD", discount=Decimal("12.5")))
    made = Document(kind, number, scene.customer, date(2026, 11, 2), date(2026, 12, 2), tuple(lines))
    return ledger.add_document(scene.workplace, made).value.id


def lines_there(scene: EditedXero, kind: str = "invoice") -> list[tuple[str, str, str]]:
    return [
        (line["Description"], f"{line['LineAmount']:.2f}", f"{line['TaxAmount']:.2f}")
        for line in scene.there(kind)[0].body["LineItems"]
    ]


def test_one_line_for_each_vat_code_is_worth_what_all_lines_are(scene: EditedXero) -> None:
    invoice = document(scene, "INV-1")
    document(scene, "CN-1", DocumentKind.CREDIT_NOTE)
    report = scene.sync()
    assert (report.refused, report.mismatches_open) == (0, 0)
    totals = scene.book.documents.get(invoice).totals
    for kind in ("invoice", "credit_note"):
        told = lines_there(scene, kind)
        assert [words for words, _, _ in told] == ["Coffee as agreed"] * 2
        assert sum(Decimal(tax) for _, _, tax in told) == totals.tax.decimal
    assert scene.total(invoice) == scene.total_there()


def test_nothing_differs_afterwards_however_often_it_is_read(scene: EditedXero) -> None:
    invoice, note = document(scene, "INV-1"), document(scene, "CN-1", DocumentKind.CREDIT_NOTE)
    scene.sync()
    for _ in range(3):
        report = scene.sync(90_000)
        assert (report.mismatches_open, report.sent) == (0, 0)
    assert scene.word(INVOICE, invoice) is scene.word(NOTE, note) is Standing.IN_XERO
    scene.settle_down()


def test_what_is_shown_is_what_is_sent_and_another_setting_makes_it_another(scene: EditedXero) -> None:
    scene.sync()
    invoice = document(scene, "INV-1")
    shown = preview(scene.workplace, INVOICE, invoice)
    fields = {one.label: one.after for one in shown.fields}
    assert fields["Lines"] == "2"
    assert fields["Line 1"].startswith("Coffee as agreed: 1 × ")
    assert fields["Line 1"].count("VAT") == 1  # the VAT of its parts is not that of its sum, and is said
    chosen = Chosen(documents=frozenset([invoice]), shown=frozenset([(INVOICE, invoice, shown.sha256)]))

    ledger.change_settings(scene.workplace, itemised=True)
    report = sync(scene.workplace, Control(), chosen=chosen)
    assert [one.reason for one in report.items if one.local_id == invoice] == [
        "It changed since it was shown: look at it again"
    ]

    ledger.change_settings(scene.workplace, itemised=False)
    assert sync(scene.workplace, Control(), chosen=chosen).sent == 1
    assert len(lines_there(scene)) == 2


def test_the_setting_changes_nothing_that_is_in_xero_already(scene: EditedXero) -> None:
    ledger.change_settings(scene.workplace, itemised=True)
    invoice = document(scene, "INV-1")
    scene.sync()
    ledger.change_settings(scene.workplace, itemised=False)
    assert scene.sync(90_000).sent == 0
    scene.change(invoice, reference="PO 7")
    fields = {one.label: one.after for one in preview(scene.workplace, INVOICE, invoice).fields}
    assert fields["Lines"] == "6"  # only the reference is told: the lines stay as they are there
    assert scene.sync().sent == 1
    assert len(lines_there(scene)) == 6


def test_a_change_of_the_lines_is_told_as_one_line_too_and_found_when_xero_changes_it(scene: EditedXero) -> None:
    invoice = document(scene, "INV-1")
    scene.sync()
    kept = scene.book.documents.get(invoice)
    scene.change(invoice, lines=(*kept.lines, replace(kept.lines[0], unit_price=Decimal("7.77"))))
    assert scene.sync().mismatches_open == 0
    assert (len(lines_there(scene)), scene.total(invoice)) == (2, scene.total_there())
    scene.edit_line(UnitAmount=Decimal(1))
    scene.sync()
    assert ("total_differs", "total") in scene.asked_fields()


def test_a_lost_answer_is_found_again_by_its_one_line(scene: EditedXero) -> None:
    scene.sync()
    invoice = document(scene, "INV-1")
    scene.fate("PUT", "/Invoices", Stroke.AFTER_LOST)
    scene.sync()
    scene.change(invoice, reference="PO 7")
    scene.settle_down()
    assert len(scene.there("invoice")) == 1
    assert scene.word(INVOICE, invoice) is Standing.IN_XERO
