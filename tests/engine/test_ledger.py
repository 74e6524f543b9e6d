"""What a person types in: kept whole, told in the activity record, or refused in words with nothing kept."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.domain.customer import Address, Customer
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus, Line
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Origin, Payment, PaymentMethod, PaymentStatus
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.domain.tax import VatCode
from safe_desktop.engine.changes import CUSTOMERS, DOCUMENTS, SETTINGS, Changes
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.showing import lists
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from tests.made_records import TODAY, a_payment, an_invoice
from tests.made_workplace import opened_workplace


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    with opened_workplace(tmp_path) as opened:
        yield opened


def customer(workplace: Workplace, name: str = "Rushmere Farm Shop") -> Customer:
    return ledger.add_customer(workplace, Customer(name)).value


def invoice(workplace: Workplace, number: str = "INV-1", price: str = "100", **more: object) -> Document:
    who = workplace.book.customers.find_name("Rushmere Farm Shop") or customer(workplace)
    return ledger.add_document(workplace, an_invoice(who.id, number, price, **more)).value  # type: ignore[arg-type]


def last_note(workplace: Workplace) -> tuple[str, str, str, str]:
    note = workplace.book.activity.latest(1)[0]
    return note.actor, note.action, note.label, note.detail


def standing_of(workplace: Workplace, document: Document) -> Standing:
    return lists.invoices(workplace.book).entries([document.id])[0].standing


def test_a_new_customer_is_ready_to_send_and_in_the_activity_record(workplace: Workplace) -> None:
    saved = ledger.add_customer(workplace, Customer("Ann & Co"))
    assert saved.changes.touches(CUSTOMERS)
    assert lists.customers(workplace.book).entries([saved.value.id])[0].standing is Standing.READY
    assert last_note(workplace) == ("You", "added", "Ann & Co", "")


def test_a_refused_customer_leaves_no_trace(workplace: Workplace) -> None:
    customer(workplace)
    before = workplace.book.activity.latest(1)
    with pytest.raises(InputError, match="already a customer named"):
        customer(workplace, "RUSHMERE farm shop")
    assert workplace.book.activity.latest(1) == before


def test_a_change_says_what_was_before_and_after(workplace: Workplace) -> None:
    kept = customer(workplace)
    changed = replace(kept, name="Rushmere Farm", email="a@b.example", address=Address(city="Fernhill"))
    saved = ledger.change_customer(workplace, changed)
    assert saved.value.revision == 2
    assert last_note(workplace)[3] == (
        "Name: Rushmere Farm Shop → Rushmere Farm; E-mail: (none) → a@b.example; Address changed"
    )
    assert ledger.change_customer(workplace, saved.value).changes == Changes()


def test_an_edit_of_what_was_changed_meanwhile_is_refused(workplace: Workplace) -> None:
    old = customer(workplace)
    ledger.change_customer(workplace, replace(old, phone="1"))
    with pytest.raises(InputError, match="was changed meanwhile"):
        ledger.change_customer(workplace, replace(old, phone="2"))
    assert workplace.book.customers.get(old.id).phone == "1"
    document = invoice(workplace)
    ledger.change_document(workplace, replace(document, reference="PO 1"))
    with pytest.raises(InputError, match="“INV-1” was changed meanwhile"):
        ledger.change_document(workplace, replace(document, reference="PO 2"))


def test_nothing_new_is_written_for_an_archived_customer(workplace: Workplace) -> None:
    who = customer(workplace)
    ledger.archive_customer(workplace, who.id)
    assert last_note(workplace)[1] == "archived"
    with pytest.raises(InputError, match="“Rushmere Farm Shop” is archived"):
        ledger.add_document(workplace, an_invoice(who.id, "INV-1"))
    with pytest.raises(InputError, match="is archived"):
        ledger.add_payment(workplace, Payment(who.id, TODAY, Money(100), 1))
    ledger.archive_customer(workplace, who.id, is_archived=False)
    assert ledger.add_document(workplace, an_invoice(who.id, "INV-1")).value.id == 1


def test_a_document_without_a_number_gets_the_next_one_of_its_kind(workplace: Workplace) -> None:
    who = customer(workplace)
    numbers = [
        ledger.add_document(workplace, an_invoice(who.id, "", kind=kind)).value.number
        for kind in (DocumentKind.INVOICE, DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)
    ]
    assert numbers == ["INV-0001", "INV-0002", "CN-0001"]


def test_vat_rates_follow_the_codes_of_the_book(workplace: Workplace) -> None:
    who = customer(workplace)
    lines = (Line("Rent", Decimal(1), Decimal(100), "STANDARD"), Line("Fruit", Decimal(1), Decimal(50)))
    kept = ledger.add_document(workplace, replace(an_invoice(who.id, "INV-1"), lines=lines)).value
    assert [(line.vat_code, line.vat_rate) for line in kept.lines] == [
        ("STANDARD", Decimal(20)),
        ("NO_VAT", Decimal(0)),
    ]
    assert kept.totals.total == Money(17000)
    odd = (Line("Rent", Decimal(1), Decimal(100), "LUXURY"),)
    with pytest.raises(InputError, match="Line 1 of INV-2 has the VAT code “LUXURY”"):
        ledger.add_document(workplace, replace(an_invoice(who.id, "INV-2"), lines=odd))


def test_a_document_of_a_taken_number_is_refused(workplace: Workplace) -> None:
    invoice(workplace)
    with pytest.raises(InputError, match="There is already an invoice inv-1, for Rushmere Farm Shop"):
        invoice(workplace, "inv-1")
    with pytest.raises(InputError, match="has no lines"):
        ledger.add_document(workplace, replace(an_invoice(1, "INV-9"), lines=()))


def test_a_draft_is_approved_and_then_ready(workplace: Workplace) -> None:
    draft = invoice(workplace, status=DocumentStatus.DRAFT)
    assert standing_of(workplace, draft) is Standing.STAYS_HERE
    approved = ledger.change_document(workplace, replace(draft, status=DocumentStatus.APPROVED)).value
    assert standing_of(workplace, approved) is Standing.READY
    assert last_note(workplace)[3] == "Status: draft → approved"


def test_a_paid_document_keeps_what_its_payment_rests_on(workplace: Workplace) -> None:
    kept = invoice(workplace)
    other = customer(workplace, "Another")
    ledger.add_payment(workplace, a_payment(kept, Money(6000), ""))
    for change, why in (
        (replace(kept, customer_id=other.id), "its customer and currency must stay"),
        (replace(kept, status=DocumentStatus.DRAFT), "cannot be a draft again"),
        (replace(kept, lines=(replace(kept.lines[0], unit_price=Decimal("59.99")),)), "its total would be 59.99 GBP"),
        (replace(kept, kind=DocumentKind.CREDIT_NOTE), "does not become a credit note"),
    ):
        with pytest.raises(InputError, match=why):
            ledger.change_document(workplace, change)
    with pytest.raises(InputError, match=r"INV-1 cannot be voided: 60\.00 GBP of it is settled"):
        ledger.void_document(workplace, kept.id)
    raised = ledger.change_document(workplace, replace(kept, lines=(replace(kept.lines[0], unit_price=Decimal(60)),)))
    assert workplace.book.documents.open(raised.value.id) == Money(0)


def test_a_voided_document_is_worth_nothing_and_stays_so(workplace: Workplace) -> None:
    kept = invoice(workplace)
    voided = ledger.void_document(workplace, kept.id).value
    assert voided.status is DocumentStatus.VOIDED
    assert workplace.book.documents.open(kept.id) == Money(0)
    assert ledger.void_document(workplace, kept.id).changes == Changes()
    with pytest.raises(InputError, match="it is voided"):
        ledger.change_document(workplace, replace(voided, reference="x"))
    with pytest.raises(InputError, match="INV-1 is voided"):
        ledger.add_payment(workplace, a_payment(kept, marker=""))


def test_a_payment_settles_its_invoice_and_is_found_by_its_mark(workplace: Workplace) -> None:
    kept = invoice(workplace)
    saved = ledger.add_payment(workplace, a_payment(kept, Money(4000), ""), seed="once")
    assert workplace.book.documents.open(kept.id) == Money(6000)
    assert saved.value.marker.startswith("SD-")
    again = ledger.add_payment(workplace, a_payment(kept, Money(1000), ""), seed="once")
    assert again.value.marker != saved.value.marker
    assert last_note(workplace)[3] == "10.00 GBP of 25/11/2026 for INV-1"


@pytest.mark.parametrize(
    ("minor", "currency", "words"),
    [
        (10001, "GBP", r"100\.01 GBP cannot be set against INV-1: 100\.00 GBP of it is open"),
        (0, "GBP", "is none"),
        (-5, "GBP", "is none"),
        (100, "EUR", "INV-1 is in GBP, the money in EUR"),
    ],
)
def test_a_payment_that_does_not_fit_is_refused(workplace: Workplace, minor: int, currency: str, words: str) -> None:
    kept = invoice(workplace)
    with pytest.raises(InputError, match=words):
        ledger.add_payment(workplace, a_payment(kept, Money(minor, currency), ""))
    assert workplace.book.documents.open(kept.id) == Money(10000)


def test_a_payment_of_another_customer_or_on_a_draft_is_refused(workplace: Workplace) -> None:
    kept, draft = invoice(workplace), invoice(workplace, "INV-2", status=DocumentStatus.DRAFT)
    other = customer(workplace, "Another")
    with pytest.raises(InputError, match="INV-1 is for “Rushmere Farm Shop”, not for “Another”"):
        ledger.add_payment(workplace, replace(a_payment(kept, marker=""), customer_id=other.id))
    with pytest.raises(InputError, match="INV-2 is still a draft"):
        ledger.add_payment(workplace, a_payment(draft, marker=""))


def test_a_payment_taken_back_opens_the_invoice_and_its_row_stays(workplace: Workplace) -> None:
    kept = invoice(workplace)
    payment = ledger.add_payment(workplace, a_payment(kept, marker="")).value
    back = ledger.take_back_payment(workplace, payment.id).value
    assert back.status is PaymentStatus.DELETED
    assert workplace.book.documents.open(kept.id) == Money(10000)
    assert ledger.take_back_payment(workplace, payment.id).changes == Changes()
    assert lists.payments(workplace.book).entries([payment.id])[0].word == "Reversed"


def test_a_payment_that_came_from_xero_is_taken_back_in_xero(workplace: Workplace) -> None:
    kept = invoice(workplace)
    theirs = ledger.add_payment(workplace, replace(a_payment(kept, marker=""), origin=Origin.XERO)).value
    with pytest.raises(InputError, match="came from Xero"):
        ledger.take_back_payment(workplace, theirs.id)


def test_money_on_account_is_placed_as_far_as_it_fits(workplace: Workplace) -> None:
    first, second = invoice(workplace, "INV-1", "60"), invoice(workplace, "INV-2", "60")
    money = Payment(first.customer_id, TODAY, Money(10000), 1)
    payment = ledger.add_payment(workplace, money).value
    assert lists.payments(workplace.book).entries([payment.id])[0].word == "On account"
    ledger.place_payment(workplace, payment.id, first.id)
    ledger.place_payment(workplace, payment.id, second.id)
    assert workplace.book.documents.open(second.id) == Money(2000)
    assert lists.payments(workplace.book).entries([payment.id])[0].word == "Applied"
    with pytest.raises(InputError, match=r"Only 0\.00 GBP of the payment is left"):
        ledger.place_payment(workplace, payment.id, second.id, Money(1))


def test_money_placed_whole_belongs_to_the_document_from_then_on(workplace: Workplace) -> None:
    kept = invoice(workplace)
    payment = ledger.add_payment(workplace, Payment(kept.customer_id, TODAY, Money(10000), 1)).value
    placed = ledger.place_payment(workplace, payment.id, kept.id).value
    assert placed.document_id == kept.id
    assert lists.payments(workplace.book).entries([payment.id])[0].standing is Standing.READY


def test_a_credit_note_settles_an_invoice_of_the_same_customer(workplace: Workplace) -> None:
    kept = invoice(workplace)
    credit = invoice(workplace, "CN-1", "30", kind=DocumentKind.CREDIT_NOTE)
    ledger.apply_credit(workplace, credit.id, kept.id)
    assert workplace.book.documents.open(kept.id) == Money(7000)
    assert workplace.book.documents.open(credit.id) == Money(0)
    with pytest.raises(InputError, match=r"Only 0\.00 GBP of CN-1 is left"):
        ledger.apply_credit(workplace, credit.id, kept.id, Money(1))
    with pytest.raises(InputError, match="set against an invoice"):
        ledger.apply_credit(workplace, kept.id, credit.id)
    stranger = customer(workplace, "Another")
    theirs = ledger.add_document(workplace, an_invoice(stranger.id, "INV-9")).value
    more = invoice(workplace, "CN-2", "30", kind=DocumentKind.CREDIT_NOTE)
    with pytest.raises(InputError, match="INV-9 is for “Another”"):
        ledger.apply_credit(workplace, more.id, theirs.id)


def test_a_credit_that_was_set_against_an_invoice_can_be_taken_back(workplace: Workplace) -> None:
    kept = invoice(workplace)
    credit = invoice(workplace, "CN-1", "30", kind=DocumentKind.CREDIT_NOTE)
    ledger.apply_credit(workplace, credit.id, kept.id, Money(1000))
    with pytest.raises(InputError, match=r"CN-1 cannot be voided: 10\.00 GBP of it is settled"):
        ledger.void_document(workplace, credit.id)
    ledger.take_back_credit(workplace, credit.id)
    assert last_note(workplace) == ("You", "took back", "CN-1", "From INV-1")
    assert workplace.book.documents.open(kept.id) == Money(10000)
    assert ledger.void_document(workplace, credit.id).value.status is DocumentStatus.VOIDED
    assert ledger.take_back_credit(workplace, credit.id).changes == Changes()


def test_a_method_without_an_account_keeps_its_payments_here(workplace: Workplace) -> None:
    kept = invoice(workplace)
    method = ledger.save_method(workplace, PaymentMethod("Barter")).value
    payment = ledger.add_payment(workplace, replace(a_payment(kept, marker=""), method_id=method.id)).value
    table = lists.payments(workplace.book)
    assert table.entries([payment.id])[0].standing is Standing.STAYS_HERE
    ledger.save_method(workplace, replace(method, xero_account_code="610"))
    assert table.entries([payment.id])[0].standing is Standing.READY


def test_a_vat_code_without_its_counterpart_stops_what_uses_it(workplace: Workplace) -> None:
    kept = invoice(workplace)
    ledger.save_vat_code(workplace, VatCode("ZERO", "Zero", Decimal(0), None))
    assert standing_of(workplace, kept) is Standing.TO_REVIEW
    ledger.save_vat_code(workplace, VatCode("ZERO", "Zero", Decimal(0), "ZERORATEDOUTPUT"))
    assert standing_of(workplace, kept) is Standing.READY


def test_settings_change_together_or_not_at_all(workplace: Workplace) -> None:
    changes = ledger.change_settings(workplace, sync_invoices=False, terms_days=14)
    assert changes.touches(SETTINGS, DOCUMENTS)
    assert last_note(workplace)[1:] == ("changed", "Days until an invoice is due", "30 → 14")
    with pytest.raises(InputError, match="999 is not between"):
        ledger.change_settings(workplace, terms_days=7, timer_minutes=999)
    assert workplace.book.settings.terms_days == 14
    assert ledger.change_settings(workplace, terms_days=14) == Changes()
    with pytest.raises(InputError, match="no payment method “Shells”"):
        ledger.change_settings(workplace, default_method="Shells")
    with pytest.raises(InputError, match="no VAT code “LUXURY”"):
        ledger.change_settings(workplace, default_vat_code="LUXURY")
    with pytest.raises(AttributeError):
        ledger.change_settings(workplace, term_days=7)


def test_what_is_held_back_says_why_until_it_is_released(workplace: Workplace) -> None:
    kept = invoice(workplace)
    ledger.hold_back(workplace, RecordKind.INVOICE, [kept.id], "Price is disputed")
    entry = lists.invoices(workplace.book).entries([kept.id])[0]
    assert (entry.standing, entry.reason) == (Standing.DO_NOT_SEND, "Price is disputed")
    assert last_note(workplace) == ("You", "held back", "INV-1", "Price is disputed")
    ledger.release(workplace, RecordKind.INVOICE, [kept.id])
    assert standing_of(workplace, kept) is Standing.READY
    with pytest.raises(InputError, match="Say why"):
        ledger.hold_back(workplace, RecordKind.INVOICE, [kept.id], " ")


def test_everything_typed_in_is_in_an_unbroken_activity_record(workplace: Workplace) -> None:
    kept = invoice(workplace)
    payment = ledger.add_payment(workplace, a_payment(kept, marker="")).value
    ledger.take_back_payment(workplace, payment.id)
    ledger.void_document(workplace, kept.id)
    assert workplace.book.activity.verify() is None
    assert [note.action for note in workplace.book.activity.of_record("invoice", kept.id)] == ["voided", "added"]
