"""One change in Xero is one question; what is equal is none; what is taken over is equal to the penny."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.mismatch import WayOut
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding import desk
from safe_desktop.engine.entry import ledger
from safe_desktop.errors import InputError
from tests.engine.edited_xero import EditedXero, edited_xero

INVOICE = RecordKind.INVOICE


@pytest.fixture
def scene() -> Iterator[EditedXero]:
    with edited_xero() as made:
        yield made


@pytest.fixture
def sent(scene: EditedXero) -> int:
    """An invoice of 120.00 that is in Xero."""
    invoice = scene.invoice()
    scene.sync()
    return invoice


def test_one_price_changed_in_xero_is_one_question_about_the_total(scene: EditedXero, sent: int) -> None:
    scene.edit_line(UnitAmount=Decimal(90))
    scene.sync()
    (asked,) = scene.open_ones()
    assert (asked.field, asked.ours, asked.theirs, str(asked.apart)) == ("total", "120.00", "108.00", "-12.00 GBP")
    assert "VAT is 20.00 here and 18.00 in Xero" in asked.reason
    desk.settle(scene.workplace, asked.id, WayOut.TAKE_THEIRS)
    assert (scene.total(sent), scene.word(INVOICE, sent)) == ("108.00", Standing.IN_XERO)
    scene.settle_down()
    assert scene.open_ones() == []


def test_ours_wins_a_price_changed_in_xero(scene: EditedXero, sent: int) -> None:
    scene.edit_line(UnitAmount=Decimal(90))
    scene.sync()
    desk.settle(scene.workplace, scene.open_ones()[0].id, WayOut.SEND_OURS)
    scene.settle_down()
    assert (scene.total_there(), scene.open_ones()) == ("120.00", [])


def test_a_discount_given_in_xero_is_taken_with_its_total(scene: EditedXero, sent: int) -> None:
    scene.edit_line(DiscountRate=Decimal(10))
    scene.sync()
    desk.settle(scene.workplace, scene.open_ones()[0].id, WayOut.TAKE_THEIRS)
    assert (scene.total(sent), scene.total_there()) == ("108.00", "108.00")
    scene.settle_down()
    assert scene.open_ones() == []


def test_vat_set_by_hand_in_xero_is_not_taken_for_equal(scene: EditedXero, sent: int) -> None:
    scene.edit_line(TaxAmount=Decimal("19.99"))
    scene.sync()
    (asked,) = scene.open_ones()
    with pytest.raises(InputError, match=r"cannot be taken over to the penny: its VAT is 19.99 in Xero") as refused:
        desk.settle(scene.workplace, asked.id, WayOut.TAKE_THEIRS)
    assert "send ours" in refused.value.remedy
    assert (scene.total(sent), scene.asked_fields()) == ("120.00", [("total_differs", "total")])
    desk.settle(scene.workplace, asked.id, WayOut.SEND_OURS)
    scene.settle_down()
    assert (scene.total_there(), scene.open_ones()) == ("120.00", [])


def test_an_account_changed_with_the_price_is_settled_with_it(scene: EditedXero, sent: int) -> None:
    scene.edit_line(UnitAmount=Decimal(90), AccountCode="260")
    scene.sync()
    assert scene.asked_fields() == [("total_differs", "total"), ("field_differs", "accounts")]
    ids = [one.id for one in scene.open_ones()]
    desk.settle_many(scene.workplace, ids, WayOut.TAKE_THEIRS)
    assert scene.open_ones() == []
    assert [line.account_code for line in scene.book.documents.get(sent).lines] == ["260"]
    scene.settle_down()


def test_the_other_fields_of_a_record_still_wait_when_one_is_settled(scene: EditedXero, sent: int) -> None:
    scene.edit_line(UnitAmount=Decimal(90))
    scene.edit(Reference="PO 9")
    scene.sync()
    total = next(one for one in scene.open_ones() if one.field == "total")
    desk.settle(scene.workplace, total.id, WayOut.TAKE_THEIRS)
    assert scene.asked_fields() == [("field_differs", "reference")]


def test_lines_changed_on_both_sides_are_a_conflict_whatever_changed_of_them(scene: EditedXero, sent: int) -> None:
    line = scene.book.documents.get(sent).lines[0]
    scene.change(sent, lines=(replace(line, account_code="260"),))
    scene.edit_line(UnitAmount=Decimal(90))
    scene.sync()
    assert scene.asked_fields() == [("both_changed", "total")]


def test_amounts_moved_between_accounts_are_seen_though_the_names_stay(scene: EditedXero, sent: int) -> None:
    line = scene.book.documents.get(sent).lines[0]
    scene.change(sent, lines=(replace(line, account_code="200"), replace(line, account_code="260")))
    scene.sync()
    scene.edit_line(AccountCode="260")
    scene.sync()
    assert scene.asked_fields() == [("field_differs", "accounts")]


def test_an_address_that_becomes_equal_in_xero_is_no_question(scene: EditedXero) -> None:
    scene.in_xero("contact", contact={"Name": "Ben"})
    ben = ledger.add_customer(scene.workplace, Customer("Ben", email="ben@x.example")).value.id
    scene.sync()
    scene.edit_contact("Ben", EmailAddress="ben@x.example")
    scene.read_contacts()
    assert scene.open_ones() == []
    scene.edit_contact("Ben", EmailAddress="ben@y.example")
    scene.read_contacts()
    (asked,) = scene.open_ones()
    assert (asked.ours, asked.theirs, asked.agreed) == ("ben@x.example", "ben@y.example", "ben@x.example")
    scene.edit_contact("Ben", EmailAddress="ben@x.example")
    scene.read_contacts()
    assert (scene.open_ones(), scene.word(RecordKind.CUSTOMER, ben)) == ([], Standing.IN_XERO)


def test_a_currency_changed_in_xero_is_seen_though_the_figures_stay(scene: EditedXero, sent: int) -> None:
    scene.sells_abroad("EUR")
    scene.edit(CurrencyCode="EUR")
    scene.sync()
    assert scene.asked_fields() == [("field_differs", "currency")]
    desk.settle(scene.workplace, scene.open_ones()[0].id, WayOut.TAKE_THEIRS)
    assert str(scene.book.documents.get(sent).totals.total) == "120.00 EUR"
    scene.settle_down()
    assert scene.open_ones() == []


def test_a_date_beyond_the_due_date_takes_the_due_date_with_it(scene: EditedXero, sent: int) -> None:
    scene.edit(Date="2027-01-10", DueDate="2027-01-20")
    scene.sync()
    dated = next(one for one in scene.open_ones() if one.field == "issued_on")
    desk.settle(scene.workplace, dated.id, WayOut.TAKE_THEIRS)
    document = scene.book.documents.get(sent)
    assert (document.issued_on.isoformat(), document.due_on.isoformat()) == ("2027-01-10", "2027-01-20")
    scene.sync()
    assert scene.open_ones() == []
    scene.settle_down()


def test_a_customer_taken_from_xero_is_refused_where_money_of_another_settles_the_invoice(
    scene: EditedXero, sent: int
) -> None:
    ledger.add_customer(scene.workplace, Customer("Ben"))
    scene.sync()
    scene.payment(sent, "50", "Cash")
    scene.edit(Contact={"Name": "Ben"})
    scene.sync()
    asked = next(one for one in scene.open_ones() if one.field == "contact")
    with pytest.raises(InputError, match=r"50.00 GBP of INV-1 is settled here, so its customer must stay"):
        desk.settle(scene.workplace, asked.id, WayOut.TAKE_THEIRS)


def test_ours_is_not_sent_over_the_amounts_of_what_is_paid(scene: EditedXero, sent: int) -> None:
    scene.edit_line(UnitAmount=Decimal(90))
    scene.sync()
    scene.in_xero("pay", invoice_number="INV-1", amount="50")
    scene.sync()
    asked = next(one for one in scene.open_ones() if one.field == "total")
    with pytest.raises(InputError, match="paid at least in part"):
        desk.settle(scene.workplace, asked.id, WayOut.SEND_OURS)
    desk.settle(scene.workplace, asked.id, WayOut.TAKE_THEIRS)
    scene.settle_down()
    assert scene.open_ones() == []


def test_of_a_document_that_is_gone_in_xero_nothing_else_is_asked(scene: EditedXero, sent: int) -> None:
    note = scene.invoice("CN-1", DocumentKind.CREDIT_NOTE)
    scene.sync()
    scene.edit(Reference="PO 9")
    scene.edit("CN-1", Reference="PO 9")
    scene.sync()
    scene.edit(Status="VOIDED")
    scene.edit("CN-1", Status="VOIDED")
    scene.sync()
    assert scene.asked_fields() == [("gone_in_xero", "status")] * 2
    for one in scene.open_ones():
        desk.settle(scene.workplace, one.id, WayOut.VOID_OURS)
    scene.settle_down()
    assert (scene.open_ones(), scene.word(RecordKind.CREDIT_NOTE, note)) == ([], Standing.IN_XERO)
