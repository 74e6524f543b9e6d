"""What gives a record of Xero's its earlier values back: the same keys that a change told, with what was there before.

Pure. What Xero keeps for good (a void, an archived contact) is not in it; a discount comes back inside its line's
amount, with the VAT that the line had.
"""

from collections.abc import Iterable

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.tax import TaxMode
from safe_desktop.domain.theirs import Contact, TheirDocument, TheirLine
from safe_desktop.xero.wire_writing import MODES, Element, Json, address_element, plain

_FINAL = ("Status", "ContactStatus")


def is_final(keys: Iterable[str]) -> bool:
    """Whether a change that told these keys is one that Xero never takes back."""
    return not set(_FINAL).isdisjoint(keys)


def earlier_values(theirs: Contact | TheirDocument, keys: Iterable[str]) -> Element:
    """The element that puts these keys back to what the record has; keys whose value is not known are left out."""
    has = _of_contact(theirs) if isinstance(theirs, Contact) else _of_document(theirs)
    return {key: has[key] for key in keys if key in has}


def _of_contact(contact: Contact) -> Element:
    return {
        "Name": contact.name,
        "ContactNumber": contact.number,
        "EmailAddress": contact.email,
        "TaxNumber": contact.tax_number,
        "Addresses": [address_element(contact.address, is_update=True)],
        "Phones": [{"PhoneType": "DEFAULT", "PhoneNumber": contact.phone}],
    }


def _of_document(document: TheirDocument) -> Element:
    number = "InvoiceNumber" if document.kind is DocumentKind.INVOICE else "CreditNoteNumber"
    has: Element = {
        number: document.number,
        "Contact": {"ContactID": document.contact_id},
        "Date": document.issued_on.isoformat(),
        "Reference": document.reference,
        "CurrencyCode": document.currency,
        "LineAmountTypes": MODES[document.tax_mode],
        "LineItems": [_line(line, document.tax_mode) for line in document.lines],
    }
    if document.due_on is not None:
        has["DueDate"] = document.due_on.isoformat()
    return has


def _line(line: TheirLine, mode: TaxMode) -> Json:
    product = Money.from_decimal(line.quantity * line.unit_price, line.amount.currency)
    told: Element = {"Description": line.description or "(no description)"}
    if product == line.amount:
        told |= {"Quantity": plain(line.quantity), "UnitAmount": plain(line.unit_price)}
    else:
        told |= {"Quantity": 1, "UnitAmount": line.amount.decimal}
    if line.account_code:
        told["AccountCode"] = line.account_code
    if mode is not TaxMode.NO_TAX and line.tax_type:
        told |= {"TaxType": line.tax_type, "TaxAmount": line.tax.decimal}
    return told
