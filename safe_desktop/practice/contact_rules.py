"""What a contact may look like and how a sent one changes the stored one. Knows the rules; knows no HTTP and no list.

Identity: by id, then by ContactNumber, then by name among active contacts, compared without case.
"""

import re

from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.practice_refusals import Invalid, NoSuchResource
from safe_desktop.practice.practice_state import ZERO_ID
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import (
    choice_of,
    decimal_of,
    flag_of,
    guid_of,
    list_of,
    object_of,
    text_of,
)

LENGTHS = {
    "Name": 255,
    "ContactNumber": 50,
    "AccountNumber": 50,
    "FirstName": 255,
    "LastName": 255,
    "EmailAddress": 255,
    "CompanyNumber": 50,
    "TaxNumber": 50,
    "BankAccountDetails": 255,
    "XeroNetworkKey": 255,
    "SkypeUserName": 255,
    "AccountsReceivableTaxType": 50,
    "AccountsPayableTaxType": 50,
    "SalesDefaultAccountCode": 10,
    "PurchasesDefaultAccountCode": 10,
    "DefaultCurrency": 3,
}
PHONE_SLOTS = ("DDI", "DEFAULT", "FAX", "MOBILE")
ADDRESS_SLOTS = ("STREET", "POBOX")
_ADDRESS_LENGTHS = {
    **dict.fromkeys(("AddressLine1", "AddressLine2", "AddressLine3", "AddressLine4"), 500),
    **dict.fromkeys(("City", "Region", "AttentionTo"), 255),
    **dict.fromkeys(("PostalCode", "Country"), 50),
}
_PHONE_LENGTHS = {"PhoneNumber": 50, "PhoneAreaCode": 10, "PhoneCountryCode": 20}
_PERSON_LENGTHS = {"FirstName": 255, "LastName": 255, "EmailAddress": 255}
_TERMS = ("DAYSAFTERBILLDATE", "DAYSAFTERBILLMONTH", "OFCURRENTMONTH", "OFFOLLOWINGMONTH")
_LINE_AMOUNT_TYPES = ("INCLUSIVE", "EXCLUSIVE", "NONE")
_EMAIL = re.compile(r"^[!-;=?A-~]+@[A-Za-z0-9.-]+\.[A-Za-z0-9-]{2,}$")

ARCHIVED_EDIT = (
    "The specified contact details matched an archived contact. "
    "Archived contacts cannot currently be edited via the API."
)
ARCHIVED_USE = (
    "The contact with the specified contact details has been archived. "
    "The contact must be un-archived before creating new invoices or credit notes."
)
NO_IDENTITY = (
    "The Contact must contain at least 1 of the following elements to identify the contact: "
    "Name, ContactID, ContactNumber"
)


def active_named(books: OrganisationBooks, name: str) -> Record | None:
    """The active contact of that name; accents count, case does not."""
    wanted = name.strip().casefold()
    for record in books.shelf.all_by_key("contact", name.strip()):
        if record.status == "ACTIVE" and str(record.body["Name"]).casefold() == wanted:
            return record
    return None


def with_number(books: OrganisationBooks, number: str) -> Record | None:
    """The contact with that ContactNumber."""
    found = books.shelf.where("contact", "other <> '' AND other=?", [number.strip().lower()], "LIMIT 1")
    return found[0] if found else None


def matched(books: OrganisationBooks, element: Element) -> Record | None:
    """The stored contact that a sent one means, or nothing; an id that does not exist refuses the whole request."""
    if contact_id := guid_of(element, "ContactID"):
        record = books.shelf.get("contact", contact_id)
        if record is None:
            raise NoSuchResource
        return record
    if (number := text_of(element, "ContactNumber")) and (record := with_number(books, number)):
        return record
    name = text_of(element, "Name")
    return active_named(books, name) if name else None


def write_contact(books: OrganisationBooks, element: Element, existing: Record | None) -> Record:
    """The contact after this patch, stored; Invalid with every reason when it breaks a rule."""
    if existing is not None and existing.status == "ARCHIVED":
        raise Invalid(ARCHIVED_EDIT, echo=element)
    body: Element = dict(existing.body) if existing else {"ContactStatus": "ACTIVE"}
    problems: list[str] = []
    for name, longest in LENGTHS.items():
        _take_text(body, element, name, longest, problems)
    body["Name"] = str(body.get("Name", "")).strip()
    _check_name(books, body["Name"], existing, problems)
    _check_unique(books, body, existing, problems)
    if (email := body.get("EmailAddress")) and not _EMAIL.match(email):
        problems.append("Email address must be valid.")
    _take_slots(body, element, "Addresses", "AddressType", ADDRESS_SLOTS, _ADDRESS_LENGTHS, problems)
    _take_slots(body, element, "Phones", "PhoneType", (*PHONE_SLOTS, "OFFICE"), _PHONE_LENGTHS, problems)
    _take_persons(body, element, problems)
    _take_terms(body, element, problems)
    for name in ("SalesDefaultLineAmountType", "PurchasesDefaultLineAmountType"):
        if choice := choice_of(element, name, _LINE_AMOUNT_TYPES, "LineAmountTypes"):
            body[name] = choice
    if status := choice_of(element, "ContactStatus", ("ACTIVE", "ARCHIVED", "GDPRREQUEST"), "ContactStatus"):
        body["ContactStatus"] = status
    if problems:
        raise Invalid(*problems, echo=element)
    return _stored(books, body, existing)


def _stored(books: OrganisationBooks, body: Element, existing: Record | None) -> Record:
    record = existing or Record("contact", books.new_id())
    record.body = {"ContactID": record.id, **body}
    record.key, record.status = body["Name"], body["ContactStatus"]
    record.other = str(body.get("ContactNumber", "")).strip().lower()
    books.touch(record)
    books.shelf.put(record)
    return record


def _take_text(body: Element, element: Element, name: str, longest: int, problems: list[str]) -> None:
    if name not in element:
        return
    value = text_of(element, name)
    if not value:
        if value == "":  # an empty text clears; null leaves as it was
            body.pop(name, None)
        return
    if len(value) > longest:
        problems.append(f"The {name} field may not be longer than {longest} characters.")
        return
    body[name] = value


def _check_name(books: OrganisationBooks, name: str, existing: Record | None, problems: list[str]) -> None:
    if not name:
        problems.append("The contact name must be specified.")
        return
    if "<" in name or ">" in name:
        problems.append("The contact name cannot contain the characters < or >.")
    other = active_named(books, name)
    if other is not None and (existing is None or other.id != existing.id):
        problems.append(
            f"The contact name {name} is already assigned to another contact. "
            "The contact name must be unique across all active contacts."
        )


def _check_unique(books: OrganisationBooks, body: Element, existing: Record | None, problems: list[str]) -> None:
    own = existing.id if existing else ZERO_ID
    if number := body.get("ContactNumber"):
        other = with_number(books, number)
        if other is not None and other.id != own:
            problems.append("The Contact Number already exists. Please enter a different Contact Number.")
    account = body.get("AccountNumber")
    unchanged = existing is not None and existing.body.get("AccountNumber") == account
    if account and not unchanged:
        condition = "id<>? AND folded(json_extract(body,'$.AccountNumber'))=folded(?)"
        if books.shelf.count("contact", condition, [own, account]):
            problems.append("The Account Number already exists. Please enter a different Account Number.")


def _short(element: Element, lengths: dict[str, int], problems: list[str]) -> Element:
    kept: Element = {}
    for name, longest in lengths.items():
        value = text_of(element, name)
        if value is None:
            continue
        if len(value) > longest:
            problems.append(f"The {name} field may not be longer than {longest} characters.")
        kept[name] = value
    return kept


def _take_slots(
    body: Element,
    element: Element,
    collection: str,
    type_name: str,
    slots: tuple[str, ...],
    lengths: dict[str, int],
    problems: list[str],
) -> None:
    sent = list_of(element, collection)
    if sent is None:
        return
    stored: dict[str, Element] = {slot[type_name]: slot for slot in body.get(collection, [])}
    for part in sent:
        kind = choice_of(part, type_name, slots, type_name)
        if kind is None:
            problems.append(f"The {type_name} must be specified.")
            continue
        slot = _short(part, lengths, problems)
        country = slot.get("Country", "")
        if country and not all(letter.isalpha() or letter in " -'.()&," for letter in country):
            problems.append("The Country field may contain letters only.")
        stored[kind] = {type_name: kind, **slot}
    body[collection] = list(stored.values())


def _take_persons(body: Element, element: Element, problems: list[str]) -> None:
    persons = list_of(element, "ContactPersons")
    if persons is None:
        return
    if len(persons) > 5:
        problems.append("A contact can have at most 5 additional people.")
    body["ContactPersons"] = [
        {**_short(person, _PERSON_LENGTHS, problems), "IncludeInEmails": bool(flag_of(person, "IncludeInEmails"))}
        for person in persons
    ]


def _take_terms(body: Element, element: Element, problems: list[str]) -> None:
    terms = object_of(element, "PaymentTerms")
    kept: Element = dict(body.get("PaymentTerms", {}))
    for side in ("Bills", "Sales"):
        if not (part := object_of(terms, side)):
            continue
        day = decimal_of(part, "Day")
        kind = choice_of(part, "Type", _TERMS, "PaymentTermType")
        if day is None or kind is None or not 0 <= day <= 31:
            problems.append("Payment terms need a Day from 0 to 31 and a Type.")
            continue
        kept[side] = {"Day": int(day), "Type": kind}
    if kept:
        body["PaymentTerms"] = kept
