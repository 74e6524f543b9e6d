"""Items, tracking categories, currencies and users: the small lists around the documents. Rules and addresses."""

from collections.abc import Callable, Sequence

from safe_desktop.practice.answer_envelope import enveloped
from safe_desktop.practice.call_and_answer import Answer, Call, not_found
from safe_desktop.practice.element_batch import Written, write_all
from safe_desktop.practice.line_arithmetic import to_four
from safe_desktop.practice.listing import ListKind, list_records
from safe_desktop.practice.organisation_books import OrganisationBooks, looks_like_guid
from safe_desktop.practice.practice_refusals import Invalid, NoSuchResource
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import (
    choice_of,
    decimal_of,
    elements_in,
    flag_of,
    guid_of,
    object_of,
    text_of,
)
from safe_desktop.practice.seeded_organisations import USER, USER_ID
from safe_desktop.practice.where_to_sql import Fields, Searchable, in_body
from safe_desktop.practice.wire_dates import moment_out

ITEM_FIELDS: Fields = {
    "itemid": Searchable("id", "guid", nullable=False),
    "code": Searchable("key", "key", nullable=False),
    "name": in_body("Name"),
    "updateddateutc": Searchable("updated", "moment", nullable=False),
}
_ITEM_WORDS = {"Code": 30, "Name": 50, "Description": 4000, "PurchaseDescription": 4000}


def item_element(record: Record) -> Element:
    """An item as Xero shows it."""
    return {"ItemID": record.id, **record.body, "UpdatedDateUTC": moment_out(record.updated)}


def list_items(books: OrganisationBooks, call: Call) -> Answer:
    """GET /Items: never paged."""
    listed = list_records(books, call, ListKind("item", ITEM_FIELDS, paged=False))
    return enveloped(books, "Items", [item_element(record) for record in listed.records])


def _find_item(books: OrganisationBooks, reference: str) -> Record | None:
    if looks_like_guid(reference):
        return books.shelf.get("item", reference.lower())
    return books.shelf.by_key("item", reference)


def one_item(books: OrganisationBooks, _call: Call, reference: str) -> Answer:
    """GET /Items/{id or code}."""
    record = _find_item(books, reference)
    return not_found() if record is None else enveloped(books, "Items", [item_element(record)])


def write_items(books: OrganisationBooks, call: Call, reference: str = "") -> Answer:
    """PUT creates; POST changes by id or code, else creates."""

    def write(element: Element) -> Written:
        existing = None
        if call.method == "POST":
            wanted = reference or guid_of(element, "ItemID") or text_of(element, "Code") or ""
            existing = _find_item(books, wanted)
            if existing is None and (reference or guid_of(element, "ItemID")):
                raise NoSuchResource
        return Written(_item(books, element, existing))

    return write_all(
        *(books, call, "Items", "ItemID", elements_in(call, "Items"), write),
        lambda records: [item_element(record) for record in records],
    )


def _item(books: OrganisationBooks, element: Element, existing: Record | None) -> Record:
    body: Element = dict(existing.body) if existing else {}
    problems = []
    for name, longest in _ITEM_WORDS.items():
        value = text_of(element, name)
        if value is not None and len(value) > longest:
            problems.append(f"The {name} field may not be longer than {longest} characters.")
        if value is not None:
            body[name] = value
    code = str(body.get("Code", ""))
    other = books.shelf.by_key("item", code) if code else None
    if not code:
        problems.append("An item needs a Code.")
    if other is not None and (existing is None or other.id != existing.id):
        problems.append(f"Price List Item with Code ''{code}'' already exists")
    for name in ("SalesDetails", "PurchaseDetails"):
        details = _details(books, object_of(element, name), problems)
        if details:
            body[name] = details
    for name in ("IsSold", "IsPurchased"):
        sent = flag_of(element, name)
        body[name] = body.get(name, True) if sent is None else sent
    body["IsTrackedAsInventory"] = False
    if problems:
        raise Invalid(*problems, echo=element)
    record = existing or Record("item", books.new_id(), status="ACTIVE")
    record.body, record.key = body, code
    books.touch(record)
    books.shelf.put(record)
    return record


def _details(books: OrganisationBooks, sent: Element, problems: list[str]) -> Element:
    kept: Element = {}
    if (price := decimal_of(sent, "UnitPrice")) is not None:
        kept["UnitPrice"] = to_four(price)
    if code := text_of(sent, "AccountCode"):
        if books.account(code) is None:
            problems.append(f"Account code '{code}' is not a valid code for this document.")
        kept["AccountCode"] = code
    if tax := text_of(sent, "TaxType"):
        if tax not in books.tax_rates:
            problems.append(f"TaxType code '{tax}' does not exist or cannot be used for this type of transaction.")
        kept["TaxType"] = tax
    return kept


def delete_item(books: OrganisationBooks, _call: Call, reference: str) -> Answer:
    """DELETE /Items/{id}: for good."""
    record = _find_item(books, reference)
    if record is None:
        return not_found()
    books.shelf.remove("item", record.id)
    return Answer(204)


def category_element(record: Record) -> Element:
    """A tracking category as Xero shows it."""
    return {"TrackingCategoryID": record.id, "Name": record.body["Name"], "Status": record.status} | {
        "Options": [{**option, "IsDeleted": False, "IsArchived": False} for option in record.body["Options"]]
    }


def list_categories(books: OrganisationBooks, call: Call) -> Answer:
    """GET /TrackingCategories."""
    condition = "1" if call.flag("includeArchived") else "status='ACTIVE'"
    return enveloped(
        books,
        "TrackingCategories",
        [category_element(record) for record in books.shelf.where("tracking_category", condition)],
    )


def one_category(books: OrganisationBooks, _call: Call, reference: str) -> Answer:
    """GET /TrackingCategories/{id}."""
    record = books.shelf.get("tracking_category", reference.lower())
    return not_found() if record is None else enveloped(books, "TrackingCategories", [category_element(record)])


def put_categories(books: OrganisationBooks, call: Call) -> Answer:
    """PUT /TrackingCategories: at most two active, four in all."""

    def write(element: Element) -> Written:
        name = text_of(element, "Name") or ""
        if not name or len(name) > 100:
            raise Invalid("A tracking category needs a Name of at most 100 characters.", echo=element)
        if books.shelf.by_key("tracking_category", name) is not None:
            raise Invalid(f"A tracking category named {name} already exists.", echo=element)
        active = books.shelf.count("tracking_category", "status='ACTIVE'")
        if active >= 2 or books.shelf.count("tracking_category") >= 4:
            raise Invalid("An organisation can have 2 active tracking categories, and 4 in all.", echo=element)
        record = Record("tracking_category", books.new_id(), {"Name": name, "Options": []}, name, "ACTIVE")
        return Written(_kept(books, record))

    return _write_categories(books, call, elements_in(call, "TrackingCategories"), write)


def post_category(books: OrganisationBooks, call: Call, reference: str) -> Answer:
    """POST /TrackingCategories/{id}: renames or archives it."""
    record = books.shelf.get("tracking_category", reference.lower())
    if record is None:
        return not_found()

    def write(element: Element) -> Written:
        record.key = record.body["Name"] = text_of(element, "Name") or record.body["Name"]
        status = choice_of(element, "Status", ("ACTIVE", "ARCHIVED", "DELETED"), "TrackingCategoryStatus")
        record.status = status or record.status
        return Written(_kept(books, record))

    return _write_categories(books, call, elements_in(call, "TrackingCategories")[:1], write)


def put_options(books: OrganisationBooks, call: Call, reference: str) -> Answer:
    """PUT /TrackingCategories/{id}/Options: adds options."""
    record = books.shelf.get("tracking_category", reference.lower())
    if record is None:
        return not_found()
    added = []
    for element in elements_in(call, "Options"):
        option = {"TrackingOptionID": books.new_id(), "Name": text_of(element, "Name") or "", "Status": "ACTIVE"}
        if not option["Name"] or len(option["Name"]) > 100:
            raise Invalid("A tracking option needs a Name of at most 100 characters.", echo=element)
        record.body["Options"].append(option)
        added.append(option)
    _kept(books, record)
    return enveloped(books, "Options", added)


def post_option(books: OrganisationBooks, call: Call, reference: str, option_id: str) -> Answer:
    """POST /TrackingCategories/{id}/Options/{id}: renames or archives an option."""
    record = books.shelf.get("tracking_category", reference.lower())
    options = record.body["Options"] if record else []
    option = next((one for one in options if one["TrackingOptionID"] == option_id.lower()), None)
    if record is None or option is None:
        return not_found()
    element = elements_in(call, "Options")[0]
    option["Name"] = text_of(element, "Name") or option["Name"]
    option["Status"] = choice_of(element, "Status", ("ACTIVE", "ARCHIVED"), "TrackingOptionStatus") or option["Status"]
    _kept(books, record)
    return enveloped(books, "Options", [option])


def _kept(books: OrganisationBooks, record: Record) -> Record:
    books.touch(record)
    books.shelf.put(record)
    return record


def _write_categories(
    books: OrganisationBooks, call: Call, elements: list[Element], write: Callable[[Element], Written]
) -> Answer:
    def shown(records: Sequence[Record]) -> list[Element]:
        return [category_element(record) for record in records]

    return write_all(books, call, "TrackingCategories", "TrackingCategoryID", elements, write, shown)


def put_currencies(books: OrganisationBooks, call: Call) -> Answer:
    """PUT /Currencies: adds a currency, which Xero allows on larger plans."""
    element = elements_in(call, "Currencies")[0]
    code = (text_of(element, "Code") or "").upper()
    if len(code) != 3 or not code.isalpha():
        raise Invalid("A currency needs a Code of three letters.", echo=element)
    if not books.organisation.get("multicurrency"):
        raise Invalid(f"Organisation is not subscribed to currency {code}", echo=element)
    body = {"Code": code, "Description": text_of(element, "Description") or code}
    if books.shelf.by_key("currency", code) is None:
        books.shelf.put(Record("currency", books.new_id(), body, code, "ACTIVE", updated=books.now))
    return enveloped(books, "Currencies", [body])


def list_users(books: OrganisationBooks, _call: Call) -> Answer:
    """GET /Users."""
    role = "FINANCIALADVISER" if books.knobs.on("user_is_adviser") else "STANDARD"
    user = {
        "UserID": USER_ID,
        "EmailAddress": USER["email"],
        "FirstName": USER["given_name"],
        "LastName": USER["family_name"],
        "UpdatedDateUTC": moment_out(int(books.organisation["created"])),
        "IsSubscriber": False,
        "OrganisationRole": role,
    }
    return enveloped(books, "Users", [user])
