"""Xero's JSON becomes exact values, and what is not Xero's is refused."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.theirs import TheirDocument
from safe_desktop.xero.wire_reading import (
    NotXeros,
    Unreadable,
    listed_contacts,
    listed_documents,
    listed_payments,
    read_accounts,
    read_connections,
    read_organisation,
    read_tax_rates,
)
from tests.xero.canned import contact_json, enveloped, guid, ticks

STAMP = datetime(2026, 11, 1, 8, 30, 1, 250_000, tzinfo=UTC)


def invoice_json(**more: object) -> dict[str, object]:
    return {
        "Type": "ACCREC",
        "InvoiceID": guid(1),
        "InvoiceNumber": "INV-1",
        "Contact": {"ContactID": guid(2), "Name": "Ann & Co"},
        "Date": "/Date(1551916800000+0000)/",
        "DueDate": "/Date(1554508800000+0000)/",
        "Status": "AUTHORISED",
        "LineAmountTypes": "Exclusive",
        "CurrencyCode": "GBP",
        "SubTotal": 10.00,
        "TotalTax": 2,
        "Total": "12.00",
        "AmountDue": 5.00,
        "AmountPaid": 4.00,
        "AmountCredited": 3.00,
        "UpdatedDateUTC": ticks(STAMP),
        "LineItems": [
            {
                "Description": "Tea",
                "Quantity": 2.5000,
                "UnitAmount": 4.0000,
                "LineAmount": 10.00,
                "TaxAmount": 2.00,
                "TaxType": "OUTPUT2",
                "AccountCode": "200",
                "LineItemID": guid(3),
            }
        ],
        **more,
    }


def one_document(kind: DocumentKind, **more: object) -> TheirDocument:
    key = "Invoices" if kind is DocumentKind.INVOICE else "CreditNotes"
    listing = listed_documents(enveloped(key, invoice_json(**more)), kind, "GBP")
    value = listing.rows[0].value
    assert isinstance(value, TheirDocument)
    return value


def test_an_invoice_is_read_with_exact_amounts_and_calendar_days() -> None:
    found = one_document(DocumentKind.INVOICE)
    assert found.total == Money(1200)
    assert (found.due, found.paid, found.credited) == (Money(500), Money(400), Money(300))
    assert found.issued_on == date(2019, 3, 7)
    assert found.due_on == date(2019, 4, 6)
    assert found.updated_at == STAMP
    assert found.lines[0].quantity == Decimal("2.5")
    assert found.lines[0].amount == Money(1000)
    assert found.contact_name == "Ann & Co"
    assert found.is_ours_to_sell
    assert not found.is_gone


def test_a_bill_is_not_ours_to_sell() -> None:
    assert not one_document(DocumentKind.INVOICE, Type="ACCPAY").is_ours_to_sell


def test_a_credit_note_tells_what_is_left_what_is_allocated_and_what_was_paid_back() -> None:
    found = one_document(
        DocumentKind.CREDIT_NOTE,
        Type="ACCRECCREDIT",
        CreditNoteID=guid(5),
        CreditNoteNumber="CN-1",
        RemainingCredit=2,
        Allocations=[
            {"Amount": 7, "Invoice": {"InvoiceID": guid(6)}},
            {"AppliedAmount": 1, "Invoice": {"InvoiceID": guid(7)}},
            {"Amount": 50, "Invoice": {"InvoiceID": guid(8)}, "IsDeleted": True},
        ],
    )
    assert found.kind is DocumentKind.CREDIT_NOTE
    assert (found.document_id, found.number) == (guid(5), "CN-1")
    assert (found.due, found.credited, found.paid) == (Money(200), Money(800), Money(200))
    assert [allocation.document_id for allocation in found.allocations] == [guid(6), guid(7)]


def test_a_voided_credit_note_was_not_paid_back() -> None:
    found = one_document(
        DocumentKind.CREDIT_NOTE, Type="ACCRECCREDIT", CreditNoteID=guid(5), Status="VOIDED", RemainingCredit=0
    )
    assert found.paid == Money(0)
    assert found.is_gone


def test_an_amount_finer_than_a_penny_sets_the_record_aside_and_no_other() -> None:
    body = enveloped("Invoices", invoice_json(Total=12.005), invoice_json(InvoiceID=guid(4)))
    first, second = listed_documents(body, DocumentKind.INVOICE, "GBP").rows
    assert isinstance(first.value, Unreadable)
    assert "finer" in first.value.reason
    assert first.value.label == "INV-1"
    assert isinstance(second.value, TheirDocument)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("Date", None),
        ("Date", "/Date(99999999999999999999)/"),
        ("DueDate", "soon"),
        ("LineAmountTypes", "Sometimes"),
        ("Total", "NaN"),
        ("Total", "1e400"),
        ("Total", "1" * 40),
        ("Total", "0." + "0" * 60 + "1"),
    ],
)
def test_a_record_with_nonsense_in_it_is_set_aside(field: str, value: object) -> None:
    row = listed_documents(enveloped("Invoices", invoice_json(**{field: value})), DocumentKind.INVOICE, "GBP").rows[0]
    assert isinstance(row.value, Unreadable)


def test_a_page_whose_rows_have_no_id_or_stamp_is_refused_whole() -> None:
    with pytest.raises(NotXeros, match="no id"):
        listed_documents(enveloped("Invoices", invoice_json(InvoiceID=None)), DocumentKind.INVOICE, "GBP")
    with pytest.raises(NotXeros, match="is not a time"):
        listed_documents(enveloped("Invoices", invoice_json(UpdatedDateUTC="")), DocumentKind.INVOICE, "GBP")


def test_a_page_with_a_stamp_from_the_future_is_refused_whole() -> None:
    late = contact_json(1, "Ann", datetime(2099, 1, 1, tzinfo=UTC))
    with pytest.raises(NotXeros, match="later than the answer"):
        listed_contacts(enveloped("Contacts", late))
    assert len(listed_contacts(enveloped("Contacts", late, DateTimeUTC="")).rows) == 1
    with pytest.raises(NotXeros, match="own time"):
        listed_contacts(enveloped("Contacts", late, DateTimeUTC="noon"))


@pytest.mark.parametrize(
    "body",
    [
        b'{"Contacts":[{"Name":NaN}]}',
        b'{"Contacts":' + b"[" * 5000 + b"]" * 5000 + b"}",
        b"<html>sign in to the hotel network</html>",
        b'{"Contacts":[{"Name":"\\ud800"}]}',
        b'{"Contacts":[{"Name":5}]}',
        b'{"Contacts":{}}',
        b'{"Invoices":[]}',
        b"[]",
        b"",
        b'{"Contacts":[{"Name":"' + b"a" * 20_001 + b'"}]}',
        b'{"Contacts":[]} and more',
        b'{"Contacts":[{"Name":"cut',
        b"\xff\xfe",
    ],
)
def test_what_is_not_xeros_json_is_refused(body: bytes) -> None:
    with pytest.raises(NotXeros):
        listed_contacts(body)


def test_a_byte_order_mark_before_the_json_is_overlooked() -> None:
    assert len(listed_contacts(b"\xef\xbb\xbf" + enveloped("Contacts", contact_json(1, "Ann"))).rows) == 1


def test_a_contact_is_read_with_its_first_telephone_and_its_merger() -> None:
    phones = [
        {"PhoneType": "DDI", "PhoneNumber": "9"},
        {"PhoneType": "DEFAULT", "PhoneCountryCode": "44", "PhoneAreaCode": "", "PhoneNumber": "123"},
    ]
    body = enveloped(
        "Contacts",
        contact_json(1, "Ann", Phones=phones, MergedToContactID=guid(8), ContactNumber="A1", EmailAddress=None),
        contact_json(2, "Bob", Phones=phones[:1], ContactStatus="ARCHIVED"),
        pagination={"page": 1, "pageSize": 100, "pageCount": 3, "itemCount": 201},
    )
    listing = listed_contacts(body)
    ann, bob = (row.value for row in listing.rows)
    assert not isinstance(ann, Unreadable)
    assert not isinstance(bob, Unreadable)
    assert (ann.phone, ann.merged_to, ann.number, ann.email) == ("44 123", guid(8), "A1", "")
    assert (bob.phone, bob.merged_to, bob.status) == ("", "", "ARCHIVED")
    assert listing.page_count == 3


def test_a_payment_of_a_credit_note_may_stand_under_invoice() -> None:
    payment = {
        "PaymentID": guid(1),
        "Date": "/Date(1567382400000+0000)/",
        "Amount": 2.00,
        "PaymentType": "ARCREDITPAYMENT",
        "Status": "DELETED",
        "UpdatedDateUTC": ticks(STAMP),
        "Account": {"AccountID": guid(4), "Code": "090"},
        "Invoice": {
            "InvoiceID": guid(5),
            "InvoiceNumber": "CN-1",
            "CurrencyCode": "NZD",
            "Contact": {"ContactID": guid(6)},
        },
    }
    found = listed_payments(enveloped("Payments", payment), "GBP").rows[0].value
    assert not isinstance(found, Unreadable)
    assert found.is_deleted
    assert found.amount == Money(200, "NZD")
    assert (found.document_id, found.document_number, found.account_code) == (guid(5), "CN-1", "090")
    assert (found.kind, found.contact_id) == ("ARCREDITPAYMENT", guid(6))


def test_nothing_written_as_an_empty_list_is_nothing() -> None:
    payment = {
        "PaymentID": guid(1),
        "Date": "2026-01-05",
        "Amount": 2,
        "UpdatedDateUTC": ticks(STAMP),
        "Invoice": [],
        "Account": [],
        "CreditNote": {"CreditNoteID": guid(7), "CreditNoteNumber": "CN-7", "Contact": []},
    }
    found = listed_payments(enveloped("Payments", payment), "GBP").rows[0].value
    assert not isinstance(found, Unreadable)
    assert (found.document_id, found.document_number, found.account_id) == (guid(7), "CN-7", "")
    del payment["CreditNote"]
    alone = listed_payments(enveloped("Payments", payment), "GBP").rows[0].value
    assert not isinstance(alone, Unreadable)
    assert alone.document_id == ""


def test_the_organisation_is_read_with_its_lock_dates() -> None:
    raw = {
        "OrganisationID": guid(1),
        "Name": "Fern",
        "ShortCode": "!23",
        "BaseCurrency": "GBP",
        "CountryCode": "GB",
        "Timezone": "GMTSTANDARDTIME",
        "IsDemoCompany": True,
        "PeriodLockDate": "/Date(1569801600000+0000)/",
    }
    found = read_organisation(enveloped("Organisations", raw))
    assert (found.name, found.is_demo, found.period_lock_on) == ("Fern", True, date(2019, 9, 30))
    assert found.year_end_lock_on is None
    for wrong in (enveloped("Organisations"), enveloped("Organisations", {**raw, "OrganisationID": guid(1)[:5]})):
        with pytest.raises(NotXeros):
            read_organisation(wrong)


def test_accounts_say_whether_they_take_payments() -> None:
    bank = {"AccountID": guid(1), "Code": "090", "Name": "Bank", "Type": "BANK", "Status": "ACTIVE", "Class": "ASSET"}
    bank["CurrencyCode"] = "EUR"
    clearing = {"AccountID": guid(2), "Code": "640", "Type": "CURRENT", "EnablePaymentsToAccount": True}
    sales = {"AccountID": guid(3), "Code": "200", "Type": "REVENUE", "TaxType": "OUTPUT2", "SystemAccount": ""}
    found = read_accounts(enveloped("Accounts", bank, clearing, sales))
    assert [account.takes_payments for account in found] == [True, True, False]
    assert (found[0].account_class, found[2].tax_type, found[2].system) == ("ASSET", "OUTPUT2", "")
    assert [account.currency for account in found] == ["EUR", "", ""]


def test_tax_rates_have_their_effective_rate() -> None:
    raw = {"TaxType": "OUTPUT2", "Name": "20% (VAT on Income)", "EffectiveRate": 20.0, "CanApplyToRevenue": True}
    found = read_tax_rates(enveloped("TaxRates", raw, {"TaxType": "NONE", "DisplayTaxRate": 0}))
    assert (found[0].rate, found[0].for_revenue, found[1].for_revenue) == (Decimal(20), True, False)
    with pytest.raises(NotXeros):
        read_tax_rates(enveloped("TaxRates", {"TaxType": "X", "EffectiveRate": "Infinity"}))


def test_connections_have_no_envelope() -> None:
    body = json.dumps([{"id": guid(1), "tenantId": guid(2), "tenantName": "Fern", "tenantType": "PRACTICE"}]).encode()
    found = read_connections(body)[0]
    assert (found.connection_id, found.tenant_id, found.name, found.kind) == (guid(1), guid(2), "Fern", "PRACTICE")
