"""Where Xero has an invoice for more and keeps it so, its amounts are taken over and the difference is credited."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.mismatch import MismatchKind, WayOut, button_words
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding.desk import settle
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.previewing import preview
from safe_desktop.errors import InputError
from safe_desktop.store.list_entries import MismatchEntry
from tests.engine.edited_xero import EditedXero, edited_xero

INVOICE, NOTE = RecordKind.INVOICE, RecordKind.CREDIT_NOTE


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        yield made


def dearer_there(scene: EditedXero) -> int:
    """An invoice of 120.00 here, of which the first line is 130 in Xero: 156.00."""
    invoice = scene.invoice()
    scene.sync()
    scene.edit_line(UnitAmount=Decimal(130))
    scene.sync(90_000)
    return invoice


def the_entry(scene: EditedXero) -> MismatchEntry:
    found = lists.mismatches(scene.book)
    return next(one for one in found.entries(found.ids()) if one.kind is MismatchKind.TOTAL_DIFFERS)


def the_note(scene: EditedXero) -> Document:
    return next(
        one
        for one in scene.book.documents.get_many(scene.book.documents.ids_of_customer(scene.customer)).values()
        if one.kind is DocumentKind.CREDIT_NOTE
    )


def settled(scene: EditedXero, invoice: int) -> str:
    return str(scene.book.documents.settled(invoice).decimal)


def test_the_button_says_how_much_is_credited(scene: EditedXero) -> None:
    dearer_there(scene)
    entry = the_entry(scene)
    assert [button_words(way, entry.apart) for way in entry.ways] == [
        "Take Xero’s",
        "Send ours",
        "Credit 36.00",
        "Unlink",
    ]


def test_of_what_is_paid_the_credit_comes_first_and_nothing_offers_to_send_ours(scene: EditedXero) -> None:
    invoice = dearer_there(scene)
    scene.payment(invoice, "100")
    assert the_entry(scene).ways == (WayOut.CREDIT, WayOut.TAKE_THEIRS, WayOut.UNLINK)


def test_less_in_xero_or_a_credit_note_is_not_credited(scene: EditedXero) -> None:
    invoice, note = scene.invoice(), scene.invoice("CN-1", DocumentKind.CREDIT_NOTE)
    scene.sync()
    scene.edit_line(UnitAmount=Decimal(90))
    scene.edit_line("CN-1", UnitAmount=Decimal(130))
    scene.sync(90_000)
    assert {one.local_id for one in scene.open_ones()} == {invoice, note}
    for one in scene.open_ones():
        with pytest.raises(InputError, match="does not settle"):
            settle(scene.workplace, one.id, WayOut.CREDIT)


def test_the_difference_is_credited_shown_sent_and_set_against_the_invoice(scene: EditedXero) -> None:
    invoice = dearer_there(scene)
    settle(scene.workplace, the_entry(scene).id, WayOut.CREDIT)

    assert scene.open_ones() == []
    assert scene.total(invoice) == "156.00"
    note = the_note(scene)
    assert note.totals.total.decimal == Decimal("36.00")
    assert [(line.vat_code, line.account_code, line.unit_price) for line in note.lines] == [
        ("STANDARD", scene.book.settings.sales_account, Decimal(30))
    ]
    assert note.lines[0].description == "Credit for INV-1"
    assert settled(scene, invoice) == "36.00"
    assert scene.word(NOTE, note.id) is Standing.READY
    shown = preview(scene.workplace, NOTE, note.id).body
    assert note.number in shown

    scene.settle_down()
    assert scene.word(NOTE, note.id) is Standing.IN_XERO
    assert scene.word(INVOICE, invoice) is Standing.IN_XERO
    there = scene.there("credit_note")
    assert [str(one.body["Total"]) for one in there] == ["36.00"]
    assert scene.there("invoice")[0].body["AmountDue"] == Decimal("120.00")


def test_what_was_paid_in_xero_comes_before_the_credit(scene: EditedXero) -> None:
    """Raised and paid in full there: the payment fits once Xero’s amounts are taken; the credit is the customer’s."""
    invoice = scene.invoice()
    scene.sync()
    scene.edit_line(UnitAmount=Decimal(130))
    scene.in_xero("pay", invoice_number="INV-1", amount="156")
    scene.sync(90_000)
    assert scene.asked(MismatchKind.PAYMENT_DOES_NOT_FIT) is not None

    settle(scene.workplace, the_entry(scene).id, WayOut.CREDIT)

    assert scene.open_ones() == []
    assert settled(scene, invoice) == "156.00"
    note = the_note(scene)
    assert str(scene.book.documents.open(note.id).decimal) == "36.00"
    scene.settle_down()
    assert scene.word(NOTE, note.id) is Standing.IN_XERO
    assert scene.there("invoice")[0].body["AmountDue"] == 0


def test_a_part_payment_leaves_room_for_the_credit(scene: EditedXero) -> None:
    invoice = scene.invoice()
    scene.sync()
    scene.edit_line(UnitAmount=Decimal(130))
    scene.in_xero("pay", invoice_number="INV-1", amount="120")
    scene.sync(90_000)
    settle(scene.workplace, the_entry(scene).id, WayOut.CREDIT)
    assert settled(scene, invoice) == "156.00"
    scene.settle_down()
    assert scene.there("invoice")[0].status == "PAID"


def test_the_line_that_differs_gives_its_account_and_vat_code(scene: EditedXero) -> None:
    lines = (
        Line("Coffee", Decimal(1), Decimal(100), "STANDARD"),
        Line("Fruit", Decimal(3), Decimal(20), "ZERO", account_code="260"),
    )
    made = Document(DocumentKind.INVOICE, "INV-1", scene.customer, date(2026, 11, 2), date(2026, 12, 2), lines)
    ledger.add_document(scene.workplace, made)
    scene.sync()
    there = scene.there("invoice")[0].body["LineItems"]
    kept = [{"LineItemID": line["LineItemID"]} for line in there]
    scene.edit("INV-1", LineItems=[kept[0], {**kept[1], "UnitAmount": Decimal("22.50")}])
    scene.sync(90_000)

    settle(scene.workplace, the_entry(scene).id, WayOut.CREDIT)

    assert [(line.vat_code, line.account_code, line.unit_price) for line in the_note(scene).lines] == [
        ("ZERO", "260", Decimal("7.50"))
    ]
    scene.settle_down()


def test_where_the_lines_cannot_tell_nothing_is_changed_and_words_say_what_to_do(scene: EditedXero) -> None:
    invoice = scene.invoice()
    scene.sync()
    there = scene.there("invoice")[0].body["LineItems"][0]
    other = {"Description": "Fruit", "Quantity": 1, "UnitAmount": Decimal(60), "TaxType": "ZERORATEDOUTPUT"}
    line = {"LineItemID": there["LineItemID"], "UnitAmount": Decimal(80)}
    scene.edit("INV-1", LineItems=[line, {**other, "AccountCode": "260"}])
    scene.sync(90_000)
    entry = the_entry(scene)
    before = scene.book.activity.latest(1)

    with pytest.raises(InputError, match="cannot be told from its lines") as refused:
        settle(scene.workplace, entry.id, WayOut.CREDIT)

    assert refused.value.remedy == "Take Xero’s, and write the credit note by hand."
    assert scene.total(invoice) == "120.00"
    assert scene.book.activity.latest(1) == before
    assert entry.id in [one.id for one in scene.open_ones()]


def test_both_changed_and_xero_has_more_is_credited_too(scene: EditedXero) -> None:
    invoice = scene.invoice()
    scene.sync()
    line = scene.book.documents.get(invoice).lines[0]
    scene.change(invoice, lines=(replace(line, unit_price=Decimal(80)),))
    scene.edit_line(UnitAmount=Decimal(110))
    scene.sync(90_000)
    asked = next(one for one in scene.open_ones() if one.field == "total")
    assert asked.kind is MismatchKind.BOTH_CHANGED
    settle(scene.workplace, asked.id, WayOut.CREDIT)
    assert scene.total(invoice) == "132.00"
    assert the_note(scene).totals.total.decimal == Decimal("36.00")
    scene.settle_down()


def changed_here_paid_there(scene: EditedXero, price: str, paid: str) -> int:
    """An invoice of 120.00 in Xero and paid there, of which the price was changed here before that was known."""
    invoice = scene.invoice()
    scene.sync()
    line = scene.book.documents.get(invoice).lines[0]
    scene.change(invoice, lines=(replace(line, unit_price=Decimal(price)),))
    scene.in_xero("pay", invoice_number="INV-1", amount=paid)
    return invoice


def test_changed_here_and_paid_in_xero_is_asked_about_and_credited(scene: EditedXero) -> None:
    invoice = changed_here_paid_there(scene, "70", "120")
    scene.sync()
    asked = the_entry(scene)
    assert (asked.ours, asked.theirs, asked.agreed) == ("84.00", "120.00", "120.00")
    assert asked.reason == "Changed here, paid in Xero, which lets its amounts stand"
    assert WayOut.CREDIT in asked.ways

    settle(scene.workplace, asked.id, WayOut.CREDIT)

    assert scene.open_ones() == []
    assert (scene.total(invoice), settled(scene, invoice)) == ("120.00", "120.00")
    assert the_note(scene).totals.total.decimal == Decimal("36.00")
    scene.settle_down()
    assert scene.word(INVOICE, invoice) is Standing.IN_XERO


def test_changed_here_after_a_part_payment_was_known_it_is_asked_about_instead_of_left_behind(
    scene: EditedXero,
) -> None:
    invoice = scene.invoice()
    scene.sync()
    scene.in_xero("pay", invoice_number="INV-1", amount="50")
    scene.sync()
    line = scene.book.documents.get(invoice).lines[0]
    scene.change(invoice, lines=(replace(line, unit_price=Decimal(70)),))
    scene.sync()

    asked = the_entry(scene)
    assert asked.ways == (WayOut.CREDIT, WayOut.TAKE_THEIRS, WayOut.UNLINK)
    scene.sync(90_000)
    assert the_entry(scene).id == asked.id, "it is one question, and stays"
    settle(scene.workplace, asked.id, WayOut.CREDIT)
    scene.settle_down()
    assert settled(scene, invoice) == "86.00"
    assert scene.there("invoice")[0].body["AmountDue"] == Decimal("34.00")


def test_changed_back_here_the_question_goes(scene: EditedXero) -> None:
    invoice = changed_here_paid_there(scene, "70", "50")
    scene.sync()
    assert the_entry(scene)
    line = scene.book.documents.get(invoice).lines[0]
    scene.change(invoice, lines=(replace(line, unit_price=Decimal(100)),))
    scene.sync(90_000)
    assert scene.open_ones() == []
    scene.settle_down()


def test_a_change_that_touches_no_amount_of_a_paid_invoice_is_sent(scene: EditedXero) -> None:
    invoice = changed_here_paid_there(scene, "100", "50")
    scene.change(invoice, reference="PO 5")
    scene.sync()
    assert scene.open_ones() == []
    assert scene.there("invoice")[0].body["Reference"] == "PO 5"
