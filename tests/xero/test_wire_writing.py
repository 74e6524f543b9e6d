"""Our records become the exact JSON that Xero is sent, and what cannot be said truthfully is refused in words."""

import json
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_desktop.domain.customer import Address, Customer
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.tax import TaxMode, VatCode
from safe_desktop.errors import InputError
from safe_desktop.xero.wire_reading import decoded
from safe_desktop.xero.wire_shapes import LineShape
from safe_desktop.xero.wire_writing import (
    Element,
    allocation_element,
    allocation_request,
    archive_request,
    contact_element,
    create_request,
    delete_payment_request,
    document_element,
    payment_element,
    plain,
    take_back_allocation_request,
    update_request,
    void_request,
    written,
)
from tests.xero.canned import guid

VAT = {
    "STANDARD": VatCode("STANDARD", "20%", Decimal(20), "OUTPUT2"),
    "UNMAPPED": VatCode("UNMAPPED", "?", Decimal(20)),
    "": VatCode("NO_VAT", "No VAT", Decimal(0), "NONE"),
}
DAY = date(2026, 11, 25)


def a_line(**more: object) -> Line:
    made: dict[str, object] = {"description": "Tea", "quantity": Decimal(2), "unit_price": Decimal("4.10")}
    return msgspec.convert({**made, "vat_code": "STANDARD", "account_code": "200", **more}, Line)


def a_document(*lines: Line, kind: DocumentKind = DocumentKind.INVOICE, **more: object) -> Document:
    made: dict[str, object] = {"kind": kind, "number": "INV-1", "customer_id": 1, "issued_on": DAY, "due_on": DAY}
    return Document(**{**made, "lines": lines, **more})  # type: ignore[arg-type]


def lines_of(element: Element) -> list[dict[str, object]]:
    return json.loads(written(element), parse_float=str)["LineItems"]  # type: ignore[no-any-return]


def test_an_invoice_says_both_dates_the_contacts_id_alone_and_no_totals() -> None:
    element = document_element(a_document(a_line(), reference="PO 7"), guid(1), VAT, "")
    assert written(element) == (
        b'{"Type":"ACCREC","InvoiceNumber":"INV-1","Contact":{"ContactID":"%s"},"Date":"2026-11-25",'
        b'"DueDate":"2026-11-25","Reference":"PO 7","CurrencyCode":"GBP","LineAmountTypes":"Exclusive",'
        b'"Status":"AUTHORISED","LineItems":[{"Description":"Tea","Quantity":2,"UnitAmount":4.1,"AccountCode":"200",'
        b'"TaxType":"OUTPUT2"}]}' % guid(1).encode()
    )


def test_a_credit_note_has_its_own_names_and_no_due_date() -> None:
    element = document_element(a_document(a_line(), kind=DocumentKind.CREDIT_NOTE), guid(1), VAT, "")
    assert element["Type"] == "ACCRECCREDIT"
    assert element["CreditNoteNumber"] == "INV-1"
    assert "DueDate" not in element
    assert "Reference" not in element


@given(
    st.decimals(min_value=-99999, max_value=99999, places=4), st.decimals(min_value=-99999, max_value=99999, places=4)
)
def test_quantities_and_prices_arrive_as_the_exact_numbers_they_are(quantity: Decimal, price: Decimal) -> None:
    element = document_element(a_document(a_line(quantity=quantity, unit_price=price)), guid(1), VAT, "")
    line = decoded(json.dumps(json.loads(written(element), parse_float=str)["LineItems"][0]).encode(), LineShape)
    assert line.quantity == quantity
    assert line.unit_amount == price
    assert b"E" not in written({"n": plain(quantity * 1000), "m": plain(price)}).replace(b"E-0", b"")


@pytest.mark.parametrize(
    ("given", "expected"), [("3.0000", b"3"), ("1E+2", b"100"), ("-0.00", b"0"), ("0.1000", b"0.1"), ("10", b"10")]
)
def test_numbers_are_written_without_exponents_and_idle_zeros(given: str, expected: bytes) -> None:
    assert written({"n": plain(Decimal(given))}) == b'{"n":' + expected + b"}"


def test_a_line_without_a_description_says_so_as_xero_wants_one() -> None:
    assert lines_of(document_element(a_document(a_line(description="")), guid(1), VAT, ""))[0]["Description"] == (
        "(no description)"
    )


def test_an_invoice_keeps_its_discount_and_a_credit_note_has_it_in_the_price() -> None:
    discounted = a_line(quantity=Decimal(3), unit_price=Decimal("10"), discount=Decimal("12.5"))
    on_invoice = lines_of(document_element(a_document(discounted), guid(1), VAT, ""))[0]
    assert on_invoice["DiscountRate"] == "12.5"
    on_credit = lines_of(document_element(a_document(discounted, kind=DocumentKind.CREDIT_NOTE), guid(1), VAT, ""))[0]
    assert "DiscountRate" not in on_credit
    assert (on_credit["Quantity"], on_credit["UnitAmount"]) == (3, "8.75")


def test_a_discount_that_no_price_can_hold_becomes_one_piece_at_the_lines_amount() -> None:
    awkward = a_line(quantity=Decimal(30000), unit_price=Decimal("0.0001"), discount=Decimal("33"))
    document = a_document(awkward, kind=DocumentKind.CREDIT_NOTE)
    line = lines_of(document_element(document, guid(1), VAT, ""))[0]
    assert (line["Quantity"], line["UnitAmount"]) == (1, "2.01")
    assert document.totals.subtotal == Money(201)


def test_a_line_without_an_account_takes_the_sales_account_and_is_refused_without_one() -> None:
    bare = a_document(a_line(account_code=""))
    assert lines_of(document_element(bare, guid(1), VAT, "260"))[0]["AccountCode"] == "260"
    assert "AccountCode" not in lines_of(document_element(bare, guid(1), VAT, "", status="DRAFT"))[0]
    with pytest.raises(InputError, match=r"Line 1 of Invoice INV-1 has no account"):
        document_element(bare, guid(1), VAT, "")


@pytest.mark.parametrize("code", ["UNMAPPED", "UNHEARD"])
def test_a_vat_code_without_a_tax_type_is_refused_by_its_name(code: str) -> None:
    with pytest.raises(InputError, match=code):
        document_element(a_document(a_line(vat_code=code), kind=DocumentKind.CREDIT_NOTE), guid(1), VAT, "")


def test_a_line_without_a_vat_code_takes_the_default_or_is_refused() -> None:
    bare = a_document(a_line(vat_code=""))
    assert lines_of(document_element(bare, guid(1), VAT, ""))[0]["TaxType"] == "NONE"
    with pytest.raises(InputError, match="No VAT code"):
        document_element(bare, guid(1), {}, "")


def test_a_document_without_vat_names_no_tax_types() -> None:
    element = document_element(a_document(a_line(), tax_mode=TaxMode.NO_TAX), guid(1), {}, "")
    assert element["LineAmountTypes"] == "NoTax"
    assert "TaxType" not in lines_of(element)[0]


def test_a_document_without_lines_is_refused() -> None:
    with pytest.raises(InputError, match="Credit note INV-1 has no lines"):
        document_element(a_document(kind=DocumentKind.CREDIT_NOTE), guid(1), VAT, "")


def test_a_new_contact_says_what_is_known_and_an_update_also_what_is_empty() -> None:
    assert contact_element(Customer("Ann")) == {"Name": "Ann"}
    full = contact_element(Customer("Ann", code="A1", email="a@b.uk", phone="1", vat_number="GB1"))
    assert list(full) == ["Name", "ContactNumber", "EmailAddress", "TaxNumber", "Phones"]
    update = contact_element(Customer("Ann"), is_update=True)
    assert (update["EmailAddress"], update["Phones"]) == ("", [{"PhoneType": "DEFAULT", "PhoneNumber": ""}])
    assert update["Addresses"] == [
        {
            "AddressType": "POBOX",
            "AddressLine1": "",
            "AddressLine2": "",
            "AddressLine3": "",
            "AddressLine4": "",
            "City": "",
            "Region": "",
            "PostalCode": "",
            "Country": "",
        }
    ]


def test_a_long_address_loses_no_line() -> None:
    address = Address(lines=("1", "2", "3", "4", "5"), city="Hull")
    assert contact_element(Customer("Ann", address=address))["Addresses"] == [
        {
            "AddressType": "POBOX",
            "AddressLine1": "1",
            "AddressLine2": "2",
            "AddressLine3": "3",
            "AddressLine4": "4, 5",
            "City": "Hull",
        }
    ]


def test_a_payment_names_one_document_its_account_and_its_marker_first() -> None:
    payment = Payment(1, DAY, Money(1050), 1, reference="Bank " + "x" * 200, marker="SD-1234")
    element = payment_element(payment, DocumentKind.INVOICE, guid(1), "090")
    assert written(element).startswith(
        b'{"Invoice":{"InvoiceID":"%s"},"Account":{"Code":"090"},"Date":"2026-11-25","Amount":10.50,'
        b'"Reference":"SD-1234 Bank xx' % guid(1).encode()
    )
    assert len(str(element["Reference"])) == 100
    refund = payment_element(payment, DocumentKind.CREDIT_NOTE, guid(2), "090")
    assert refund["CreditNote"] == {"CreditNoteID": guid(2)}
    assert "Invoice" not in refund


def test_yen_have_no_pence() -> None:
    payment = Payment(1, DAY, Money(1050, "JPY"), 1)
    assert b'"Amount":1050,' in written(payment_element(payment, DocumentKind.INVOICE, guid(1), "090"))


def test_creating_is_a_put_of_a_list_in_which_each_element_is_judged_by_itself() -> None:
    request = create_request(RecordKind.INVOICE, [{"InvoiceNumber": "1"}, {"InvoiceNumber": "2"}], "k")
    assert (request.method, request.path, request.idempotency_key) == ("PUT", "/Invoices", "k")
    assert request.query == (("summarizeErrors", "false"), ("unitdp", "4"))
    assert request.body == b'{"Invoices":[{"InvoiceNumber":"1"},{"InvoiceNumber":"2"}]}'
    assert create_request(RecordKind.PAYMENT, [{}], "k").query == (("summarizeErrors", "false"),)
    with pytest.raises(AssertionError):
        create_request(RecordKind.CUSTOMER, [{}] * 51, "k")


def test_changing_and_taking_back_name_the_record_and_say_no_more_than_needed() -> None:
    assert update_request(RecordKind.CREDIT_NOTE, guid(1), {"Reference": "x"}, "k").path == f"/CreditNotes/{guid(1)}"
    assert delete_payment_request(guid(1), "k").body == b'{"Status":"DELETED"}'
    assert delete_payment_request("a/b", "k").path == "/Payments/a%2Fb"
    assert archive_request(guid(1), "k").body == b'{"Contacts":[{"ContactStatus":"ARCHIVED"}]}'
    assert void_request(RecordKind.INVOICE, guid(1), "k").body == b'{"Invoices":[{"Status":"VOIDED"}]}'
    assert b"DELETED" in void_request(RecordKind.INVOICE, guid(1), "k", is_draft=True).body
    allocation = allocation_request(guid(1), [allocation_element(guid(2), Money(5), DAY)], "k")
    assert allocation.path == f"/CreditNotes/{guid(1)}/Allocations"
    assert allocation.body == (
        b'{"Allocations":[{"Invoice":{"InvoiceID":"%s"},"Amount":0.05,"Date":"2026-11-25"}]}' % guid(2).encode()
    )


def test_an_allocation_is_taken_back_by_its_address_alone() -> None:
    request = take_back_allocation_request(guid(1), guid(2), "k")
    assert (request.method, request.path) == ("DELETE", f"/CreditNotes/{guid(1)}/Allocations/{guid(2)}")
    assert request.body == b""


def test_what_is_sent_does_not_show_when_the_request_is_printed() -> None:
    assert "Ann" not in repr(create_request(RecordKind.CUSTOMER, [{"Name": "Ann"}], "k"))
