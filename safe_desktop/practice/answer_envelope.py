"""The envelope around every accounting answer, and the small shapes that many resources share. Knows no resource."""

from decimal import Decimal

from safe_desktop.practice.call_and_answer import Answer, json_answer
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.wire_dates import day_out, day_string, moment_out, moment_string

# Lists that a nested document shows as empty even when it has some: Xero writes a null list as an empty one.
EMPTY_CONTACT: Element = {
    "Addresses": [],
    "Phones": [],
    "ContactGroups": [],
    "ContactPersons": [],
    "HasValidationErrors": False,
}


def enveloped(
    books: OrganisationBooks, collection: str, elements: list[Element], pagination: Element | None = None
) -> Answer:
    """A 200 with the elements in Xero's envelope; a single one is a list of one."""
    name = books.state.database.execute("SELECT name FROM clients WHERE client_id=?", (books.client_id,)).fetchone()
    body: Element = {
        "Id": books.state.answer_id(),
        "Status": "OK",
        "ProviderName": name[0] if name else "Practice Xero",
        "DateTimeUTC": f"/Date({books.now})/",
    }
    if pagination is not None:
        body["pagination"] = pagination
    return json_answer(200, {**body, collection: elements})


def dated(element: Element, name: str, day: str) -> None:
    """Adds a calendar day the way documents show it, with its readable twin."""
    if day:
        element[f"{name}String"] = day_string(day)
        element[name] = day_out(day)


def stamped(books: OrganisationBooks, record: Record) -> Element:
    """The time of the last change, with its readable twin when that is switched on."""
    shown: Element = {"UpdatedDateUTC": moment_out(record.updated)}
    if books.knobs.on("updated_string"):
        shown["UpdatedDateUTCString"] = moment_string(record.updated)
    return shown


def money(body: Element, name: str) -> Decimal:
    """An amount of a stored element; 0.00 when it has none."""
    value = body.get(name)
    return Decimal("0.00") if value is None else Decimal(value)
