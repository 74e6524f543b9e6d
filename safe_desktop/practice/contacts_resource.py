"""The Contacts addresses: list, single, create, update, CIS settings. The rules are in `contact_rules`."""

import json
from collections.abc import Callable, Sequence

from safe_desktop.practice.answer_envelope import enveloped
from safe_desktop.practice.call_and_answer import Answer, Call, not_found
from safe_desktop.practice.contact_rules import matched, with_number, write_contact
from safe_desktop.practice.contact_shapes import balances_of, contact_element
from safe_desktop.practice.element_batch import Written, write_all
from safe_desktop.practice.listing import ListKind, list_records
from safe_desktop.practice.organisation_books import OrganisationBooks, looks_like_guid
from safe_desktop.practice.practice_refusals import Invalid
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import elements_in, guid_of, text_of
from safe_desktop.practice.where_to_sql import Fields, Searchable, in_body

FIELDS: Fields = {
    "contactid": Searchable("id", "guid", nullable=False, optimised=True),
    "name": Searchable("key", "key", nullable=False, optimised=True),
    "contactstatus": Searchable("status", "text", nullable=False),
    "updateddateutc": Searchable("updated", "moment", nullable=False, optimised=True),
    "emailaddress": in_body("EmailAddress", optimised=True),
    "accountnumber": in_body("AccountNumber", optimised=True),
    "contactnumber": in_body("ContactNumber"),
    "firstname": in_body("FirstName"),
    "lastname": in_body("LastName"),
    "companynumber": in_body("CompanyNumber"),
    "taxnumber": in_body("TaxNumber"),
    "issupplier": Searchable("coalesce(json_extract(r.body,'$.IsSupplier'),0)", "flag", nullable=False),
    "iscustomer": Searchable("coalesce(json_extract(r.body,'$.IsCustomer'),0)", "flag", nullable=False),
}
_SEARCH = tuple(
    f"json_extract(r.body, '$.{name}')"
    for name in ("Name", "FirstName", "LastName", "ContactNumber", "CompanyNumber", "EmailAddress")
)


def _kind(archived: bool) -> ListKind:
    return ListKind(
        "contact",
        FIELDS,
        filters={"ids": "id"},
        search=_SEARCH,
        always="1" if archived else "status <> 'ARCHIVED'",
    )


def _whole(books: OrganisationBooks, records: Sequence[Record]) -> list[Element]:
    balances = balances_of(books, json.dumps([record.id for record in records]))
    return [contact_element(record, detail=True, balances=balances.get(record.id)) for record in records]


def list_contacts(books: OrganisationBooks, call: Call) -> Answer:
    """GET /Contacts."""
    listed = list_records(books, call, _kind(call.flag("includeArchived")))
    if call.flag("summaryOnly"):
        elements = [contact_element(record, detail=False, summary=True) for record in listed.records]
    elif listed.paged:
        elements = _whole(books, listed.records)
    else:
        elements = [contact_element(record, detail=False) for record in listed.records]
    return enveloped(books, "Contacts", elements, listed.pagination)


def one_contact(books: OrganisationBooks, _call: Call, reference: str) -> Answer:
    """GET /Contacts/{id or number}."""
    record = find_contact(books, reference)
    return not_found() if record is None else enveloped(books, "Contacts", _whole(books, [record]))


def find_contact(books: OrganisationBooks, reference: str) -> Record | None:
    """The contact of an id or a ContactNumber."""
    if looks_like_guid(reference):
        return books.shelf.get("contact", reference.lower())
    return with_number(books, reference)


def put_contacts(books: OrganisationBooks, call: Call) -> Answer:
    """PUT /Contacts: creates, never updates."""

    def write(element: Element) -> Written:
        if guid_of(element, "ContactID"):
            raise Invalid("A new contact cannot have a ContactID.", echo=element)
        if (number := text_of(element, "ContactNumber")) and with_number(books, number):
            raise Invalid("The Contact Number already exists. Please enter a different Contact Number.", echo=element)
        return Written(write_contact(books, element, None))

    return _write(books, call, elements_in(call, "Contacts"), write)


def post_contacts(books: OrganisationBooks, call: Call) -> Answer:
    """POST /Contacts: updates the contact of that id, number or name, else creates; silently, as Xero does."""

    def write(element: Element) -> Written:
        return Written(write_contact(books, element, matched(books, element)))

    return _write(books, call, elements_in(call, "Contacts"), write)


def post_contact(books: OrganisationBooks, call: Call, reference: str) -> Answer:
    """POST /Contacts/{id}: updates that one."""
    record = find_contact(books, reference)
    if record is None:
        return not_found()
    element = elements_in(call, "Contacts")[0]
    return _write(books, call, [element], lambda sent: Written(write_contact(books, sent, record)))


def cis_settings(books: OrganisationBooks, _call: Call, reference: str) -> Answer:
    """GET /Contacts/{id}/CISSettings: 404 until somebody switched CIS on for this contact."""
    record = find_contact(books, reference)
    if record is None or "CIS" not in record.body:
        return not_found()
    return enveloped(books, "CISSettings", [record.body["CIS"]])


def _write(
    books: OrganisationBooks, call: Call, elements: list[Element], write: Callable[[Element], Written]
) -> Answer:
    return write_all(books, call, "Contacts", "ContactID", elements, write, lambda records: _whole(books, records))
