"""What an intent told, read back from its exact JSON, and whether a record of Xero's is as it was told.

Needed where no answer came and the record here has been changed since: then only the intent knows what left.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from safe_desktop.domain.customer import Address, tidy_name
from safe_desktop.domain.reconciling import Snapshot, address_text, snapshot_of_theirs
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import Contact, TheirDocument, TheirPayment
from safe_desktop.xero.wire_writing import Json

Theirs: TypeAlias = Contact | TheirDocument | TheirPayment
_PLAIN = {
    "EmailAddress": "email",
    "TaxNumber": "vat_number",
    "InvoiceNumber": "number",
    "CreditNoteNumber": "number",
    "DueDate": "due_on",
    "CurrencyCode": "currency",
}
_GONE = ("VOIDED", "DELETED")
_LINE = ("Quantity", "UnitAmount")
_UNLESS_TOLD: dict[type[Theirs], Snapshot] = {
    Contact: {"email": "", "phone": "", "vat_number": "", "address": ""},
    TheirDocument: {"reference": "", "status": "live"},
    TheirPayment: {"status": "live"},
}


@dataclass(frozen=True, slots=True)
class Told:
    """The compared fields that were told, and of each line its quantity and price; None where no lines were told."""

    fields: Snapshot
    lines: Counter[tuple[Decimal, ...]] | None = None

    @property
    def moved(self) -> frozenset[str]:
        """The compared fields that the telling moved in Xero; lines make the amounts."""
        amounts = () if self.lines is None else ("total", "tax", "accounts", "vat_codes")
        return frozenset((*self.fields, *amounts))


def recalled(kind: RecordKind, element_text: str) -> Told:
    """What this element told of a record of that kind."""
    element: dict[str, Json] = json.loads(element_text, parse_float=Decimal, parse_int=Decimal)
    fields = {field: str(element[key]) for key, field in _PLAIN.items() if key in element}
    if "Name" in element:
        fields["name"] = tidy_name(str(element["Name"]))
    for phone in _objects(element.get("Phones")):
        fields["phone"] = str(phone.get("PhoneNumber", ""))
    for address in _objects(element.get("Addresses")):
        fields["address"] = address_text(_address(address))
    for contact in _objects(element.get("Contact")):
        fields["contact"] = str(contact.get("ContactID", ""))
    for invoice in _objects(element.get("Invoice")):
        fields["document"] = str(invoice.get("InvoiceID", ""))
    for credit_note in _objects(element.get("CreditNote")):
        fields["document"] = str(credit_note.get("CreditNoteID", ""))
    if "Date" in element:
        fields["paid_on" if "Amount" in element else "issued_on"] = str(element["Date"])
    if "Amount" in element:
        fields["amount"] = str(element["Amount"])
    elif "Reference" in element:
        fields["reference"] = str(element["Reference"])
    if element.get("Status") in _GONE:
        fields["status"] = "deleted" if kind is RecordKind.PAYMENT else "gone"
    if "ContactStatus" in element:
        fields["contact_status"] = str(element["ContactStatus"])
    lines = _objects(element["LineItems"]) if "LineItems" in element else None
    return Told(fields, None if lines is None else Counter(_line(line.get(key) for key in _LINE) for line in lines))


def is_as_told(told: Told, theirs: Theirs) -> bool:
    """Whether Xero's record has all that was told."""
    there = _snapshot(theirs)
    if any(there.get(field, "") != value for field, value in told.fields.items()):
        return False
    if told.lines is None or not isinstance(theirs, TheirDocument):
        return True
    return told.lines == Counter(_line((line.quantity, line.unit_price)) for line in theirs.lines)


def ours_as_told(told: Told, theirs: Theirs, before: Snapshot | None = None) -> Snapshot:
    """Our side of what both agree on now: what was told, over what both agreed on `before`; nothing before a create.

    Accounts and VAT codes of lines are left out: here they have our words, and the intent has Xero's.
    """
    ours = dict(_UNLESS_TOLD[type(theirs)] if before is None else before)
    if told.lines is not None and isinstance(theirs, TheirDocument):
        ours = {field: value for field, value in ours.items() if field not in ("accounts", "vat_codes")}
        ours |= {"total": str(theirs.total.decimal), "tax": str(theirs.tax.decimal)}
    return {**ours, **told.fields}


def _snapshot(theirs: Theirs) -> Snapshot:
    snapshot = snapshot_of_theirs(theirs)
    return {**snapshot, "contact_status": theirs.status} if isinstance(theirs, Contact) else snapshot


def _address(told: Mapping[str, Json]) -> Address:
    def text(name: str) -> str:
        return str(told.get(name, ""))

    lines = tuple(text(f"AddressLine{place}") for place in range(1, 5))
    return Address(lines, text("City"), text("Region"), text("PostalCode"), text("Country"))


def _line(numbers: Iterable[object]) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(number)).normalize() for number in numbers)


def _objects(value: Json) -> list[Mapping[str, Json]]:
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, dict)]
