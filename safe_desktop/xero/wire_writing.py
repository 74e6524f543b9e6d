"""Our values made into the exact JSON that Xero is sent: pure, so that what was previewed is what goes.

Knows which fields Xero takes and where (xero-api.md 4 to 6). Decimals are written as they are, never through a float.
Whatever cannot be said to Xero truthfully raises InputError in words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias
from urllib.parse import quote

import msgspec

from safe_desktop.domain.customer import Address, Customer
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.gathering import GatheredLine, gathered
from safe_desktop.domain.money import Money, four_places
from safe_desktop.domain.payment import Payment, reference_in_xero
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.tax import TaxMode, VatCode
from safe_desktop.errors import InputError

Json: TypeAlias = "str | bool | int | Decimal | list[Json] | dict[str, Json] | None"
Element: TypeAlias = "dict[str, Json]"

BATCH = 50
"""So many elements Xero advises for one write (xero-api.md 3.6)."""

COLLECTIONS = {
    RecordKind.CUSTOMER: "Contacts",
    RecordKind.INVOICE: "Invoices",
    RecordKind.CREDIT_NOTE: "CreditNotes",
    RecordKind.PAYMENT: "Payments",
}
MODES = {TaxMode.EXCLUSIVE: "Exclusive", TaxMode.INCLUSIVE: "Inclusive", TaxMode.NO_TAX: "NoTax"}
_NO_DESCRIPTION = "(no description)"
_EACH_ELEMENT = ("summarizeErrors", "false")
_FOUR_DECIMALS = ("unitdp", "4")
_encoder = msgspec.json.Encoder(decimal_format="number")


@dataclass(frozen=True, slots=True)
class WriteRequest:
    """One write, whole: what is committed as the intent is, byte for byte, what leaves."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    idempotency_key: str = ""


def contact_element(customer: Customer, is_update: bool = False) -> Element:
    """The customer as a contact. An update also says what is empty now, so that Xero clears it."""
    element: Element = {"Name": customer.name}
    texts = (
        ("ContactNumber", customer.code),
        ("EmailAddress", customer.email),
        ("TaxNumber", customer.vat_number),
    )
    element.update({name: text for name, text in texts if text or is_update})
    if customer.phone or is_update:
        element["Phones"] = [{"PhoneType": "DEFAULT", "PhoneNumber": customer.phone}]
    if customer.address or is_update:
        element["Addresses"] = [address_element(customer.address, is_update)]
    return element


def document_element(
    document: Document,
    contact_id: str,
    vat: Mapping[str, VatCode],
    sales_account: str,
    status: str = "AUTHORISED",
    one_line: str = "",
) -> Element:
    """The invoice or credit note. `vat` maps the lines' codes; the key "" stands for lines without one.

    With `one_line` it is told as one line of these words for each VAT code and account, worth the same.
    """
    if not document.lines:
        raise InputError(f"{_named(document)} has no lines.", "It was not sent.", "Add a line, or mark it Do not send.")
    is_invoice = document.kind is DocumentKind.INVOICE
    element: Element = {
        "Type": "ACCREC" if is_invoice else "ACCRECCREDIT",
        "InvoiceNumber" if is_invoice else "CreditNoteNumber": document.number,
        # Nothing but the id: any other field of a nested contact would change the contact (xero-api.md 4.2).
        "Contact": {"ContactID": contact_id},
        "Date": document.issued_on.isoformat(),
    }
    if is_invoice:
        element["DueDate"] = document.due_on.isoformat()
    if document.reference:
        element["Reference"] = document.reference
    element["CurrencyCode"] = document.currency
    element["LineAmountTypes"] = MODES[document.tax_mode]
    element["Status"] = status
    if one_line:
        default = vat[""].code if "" in vat else ""
        lines = gathered(document, one_line, sales_account, default)
        element["LineItems"] = [_gathered_line(document, one, vat, status) for one in lines]
    else:
        element["LineItems"] = [
            _line(document, position, line, vat, line.account_code or sales_account, status)
            for position, line in enumerate(document.lines, start=1)
        ]
    return element


def payment_element(payment: Payment, document_kind: DocumentKind, document_xero_id: str, account_code: str) -> Element:
    """The payment, or the refund if it belongs to a credit note; its marker leads the reference."""
    if document_kind is DocumentKind.INVOICE:
        target: Element = {"Invoice": {"InvoiceID": document_xero_id}}
    else:
        target = {"CreditNote": {"CreditNoteID": document_xero_id}}
    return {
        **target,
        "Account": {"Code": account_code},
        "Date": payment.paid_on.isoformat(),
        "Amount": payment.amount.decimal,
        "Reference": reference_in_xero(payment),
    }


def allocation_element(invoice_xero_id: str, amount: Money, on: date) -> Element:
    """So much of a credit note on an invoice; `on` is the later of both documents' dates (xero-api.md 6.6)."""
    return {"Invoice": {"InvoiceID": invoice_xero_id}, "Amount": amount.decimal, "Date": on.isoformat()}


def create_request(kind: RecordKind, elements: Sequence[Element], key: str) -> WriteRequest:
    """A write that creates and never changes what is there: PUT, each element judged by itself."""
    assert 0 < len(elements) <= BATCH, "split the batch before the intent is written"
    collection = COLLECTIONS[kind]
    return WriteRequest("PUT", f"/{collection}", _query(kind), written({collection: list(elements)}), key)


def update_request(kind: RecordKind, xero_id: str, element: Element, key: str) -> WriteRequest:
    """A write that changes the one record with that id and says only what changes."""
    path = f"/{COLLECTIONS[kind]}/{quote(xero_id, safe='')}"
    return WriteRequest("POST", path, _query(kind), written({COLLECTIONS[kind]: [element]}), key)


def archive_request(contact_id: str, key: str) -> WriteRequest:
    """The contact put away; only a person can bring it back, in Xero (xero-api.md 4.4)."""
    return update_request(RecordKind.CUSTOMER, contact_id, {"ContactStatus": "ARCHIVED"}, key)


def void_request(kind: RecordKind, xero_id: str, key: str, is_draft: bool = False) -> WriteRequest:
    """An approved document made void, or a draft deleted."""
    return update_request(kind, xero_id, {"Status": "DELETED" if is_draft else "VOIDED"}, key)


def delete_payment_request(payment_id: str, key: str) -> WriteRequest:
    """The payment taken back. Xero takes the status and not a word more (xero-api.md 6.3)."""
    path = f"/Payments/{quote(payment_id, safe='')}"
    return WriteRequest("POST", path, (), written({"Status": "DELETED"}), key)


def allocation_request(
    credit_id: str, elements: Sequence[Element], key: str, collection: str = "CreditNotes"
) -> WriteRequest:
    """A credit note, or an over- or prepayment by the name of its list, applied to invoices."""
    path = f"/{collection}/{quote(credit_id, safe='')}/Allocations"
    return WriteRequest("PUT", path, (_EACH_ELEMENT,), written({"Allocations": list(elements)}), key)


def take_back_allocation_request(
    credit_id: str, allocation_id: str, key: str, collection: str = "CreditNotes"
) -> WriteRequest:
    """An allocation undone: one of the few things that Xero deletes by DELETE (xero-api.md 3.5)."""
    path = f"/{collection}/{quote(credit_id, safe='')}/Allocations/{quote(allocation_id, safe='')}"
    return WriteRequest("DELETE", path, (), b"", key)


def written(body: Element) -> bytes:
    """The exact bytes of the element or envelope; a decimal keeps the places it has."""
    return _encoder.encode(body)


def plain(number: Decimal) -> Decimal:
    """The number without an exponent and without zeros that say nothing: 3.0000 is 3, 1E+2 is 100."""
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text) + 0


def _query(kind: RecordKind) -> tuple[tuple[str, str], ...]:
    if kind in (RecordKind.INVOICE, RecordKind.CREDIT_NOTE):
        # Without unitdp=4 Xero rounds unit prices to two places before it multiplies (xero-api.md 5.6).
        return (_EACH_ELEMENT, _FOUR_DECIMALS)
    return (_EACH_ELEMENT,)


def address_element(address: Address, is_update: bool) -> Element:
    """The address for post; an update also says what is empty in it."""
    lines = (*address.lines, "", "", "", "")
    first, rest = lines[:3], ", ".join(line for line in lines[3:] if line)
    texts = (
        *((f"AddressLine{place}", line) for place, line in enumerate((*first, rest), start=1)),
        ("City", address.city),
        ("Region", address.region),
        ("PostalCode", address.postcode),
        ("Country", address.country),
    )
    return {"AddressType": "POBOX", **{name: text for name, text in texts if text or is_update}}


def _gathered_line(document: Document, one: GatheredLine, vat: Mapping[str, VatCode], status: str) -> Json:
    told = _line(document, 1, one.line, vat, one.line.account_code, status)
    if one.is_as_computed:
        return told
    # Xero rounds each line: the VAT of the parts is told, or it would come to a penny more or less (xero-api.md 5.6).
    return {**told, "TaxAmount": one.tax.decimal}


def _line(
    document: Document, position: int, line: Line, vat: Mapping[str, VatCode], account_code: str, status: str
) -> Element:
    element: Element = {"Description": line.description or _NO_DESCRIPTION}
    if line.discount and document.kind is DocumentKind.CREDIT_NOTE:
        element.update(_discounted_price(document, line))
    else:
        element["Quantity"] = plain(four_places(line.quantity))
        element["UnitAmount"] = plain(four_places(line.unit_price))
        if line.discount:
            element["DiscountRate"] = plain(line.discount)
    if account_code:
        element["AccountCode"] = account_code
    elif status != "DRAFT":
        raise InputError(
            f"Line {position} of {_named(document)} has no account.",
            "It was not sent.",
            "Choose the sales account in Settings, or give the line an account code.",
        )
    if document.tax_mode is not TaxMode.NO_TAX:
        element["TaxType"] = _tax_type(document, position, line, vat)
    return element


def _discounted_price(document: Document, line: Line) -> Element:
    """Quantity and price with the discount inside: Xero takes no discount on credit notes (xero-api.md 5.9)."""
    amount = line.amounts(TaxMode.NO_TAX, document.currency).amount
    price = four_places(line.unit_price * (100 - line.discount) / 100)
    if Money.from_decimal(four_places(line.quantity) * price, document.currency) == amount:
        return {"Quantity": plain(four_places(line.quantity)), "UnitAmount": plain(price)}
    return {"Quantity": Decimal(1), "UnitAmount": amount.decimal}


def _tax_type(document: Document, position: int, line: Line, vat: Mapping[str, VatCode]) -> str:
    code = vat.get(line.vat_code)
    if code is None or not code.xero_tax_type:
        name = f"VAT code “{line.vat_code}”" if line.vat_code else "No VAT code"
        raise InputError(
            f"Line {position} of {_named(document)}: {name} has no tax type of Xero's.",
            "It was not sent.",
            "Map the VAT code to Xero's tax type in Settings.",
        )
    return code.xero_tax_type


def _named(document: Document) -> str:
    noun = "Invoice" if document.kind is DocumentKind.INVOICE else "Credit note"
    return f"{noun} {document.number}"
