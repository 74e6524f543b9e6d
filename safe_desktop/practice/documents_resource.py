"""The Invoices and CreditNotes addresses: list, single, create, update. The rules are in `document_writing`."""

from collections.abc import Callable, Sequence

from safe_desktop.practice.answer_envelope import enveloped
from safe_desktop.practice.call_and_answer import Answer, Call, not_found
from safe_desktop.practice.document_editing import update
from safe_desktop.practice.document_kinds import CREDIT_NOTES, INVOICES, DocumentKind
from safe_desktop.practice.document_numbers import numbered
from safe_desktop.practice.document_shapes import document_elements
from safe_desktop.practice.document_writing import create
from safe_desktop.practice.element_batch import Written, write_all
from safe_desktop.practice.listing import ListKind, list_records
from safe_desktop.practice.organisation_books import OrganisationBooks, looks_like_guid
from safe_desktop.practice.practice_refusals import NoSuchResource
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import elements_in, guid_of, text_of
from safe_desktop.practice.where_to_sql import Fields, Searchable, in_body


def _contact_field(name: str, *, optimised: bool = False) -> Searchable:
    sql = (
        f"(SELECT json_extract(c.body, '$.{name}') FROM records c "  # noqa: S608 - fixed names
        "WHERE c.tenant=r.tenant AND c.kind='contact' AND c.id=r.parent)"
    )
    return Searchable(sql, "text", nullable=name != "Name", optimised=optimised)


COMMON_FIELDS: Fields = {
    "type": Searchable("type", "text", nullable=False, optimised=True),
    "status": Searchable("status", "text", nullable=False, optimised=True),
    "contact.contactid": Searchable("parent", "guid", nullable=False, optimised=True),
    "contact.name": _contact_field("Name", optimised=True),
    "contact.contactnumber": _contact_field("ContactNumber", optimised=True),
    "date": Searchable("day", "day", nullable=False, optimised=True),
    "updateddateutc": Searchable("updated", "moment", nullable=False, optimised=True),
    "reference": in_body("Reference", optimised=True),
    "total": in_body("Total", "number", nullable=False),
    "subtotal": in_body("SubTotal", "number", nullable=False),
    "totaltax": in_body("TotalTax", "number", nullable=False),
    "currencycode": in_body("CurrencyCode", nullable=False),
    "hasattachments": in_body("HasAttachments", "flag"),
}
INVOICE_FIELDS: Fields = {
    **COMMON_FIELDS,
    "invoiceid": Searchable("id", "guid", nullable=False, optimised=True),
    "invoicenumber": Searchable("key", "key", nullable=False, optimised=True),
    "duedate": Searchable("nullif(due, '')", "day", optimised=True),
    "amountdue": in_body("AmountDue", "number", nullable=False, optimised=True),
    "amountpaid": in_body("AmountPaid", "number", nullable=False, optimised=True),
    "amountcredited": in_body("AmountCredited", "number", nullable=False),
    "fullypaidondate": in_body("FullyPaidOnDate", "day"),
    "senttocontact": Searchable("coalesce(json_extract(r.body,'$.SentToContact'),0)", "flag", nullable=False),
}
CREDIT_NOTE_FIELDS: Fields = {
    **COMMON_FIELDS,
    "creditnoteid": Searchable("id", "guid", nullable=False, optimised=True),
    "creditnotenumber": Searchable("key", "key", nullable=False),
    "remainingcredit": in_body("RemainingCredit", "number", nullable=False),
}
_FILTERS = {"ids": "id", "contactids": "parent", "statuses": "folded(status)", "invoicenumbers": "key"}
_LISTS = {
    INVOICES.kind: (INVOICE_FIELDS, _FILTERS, ("key", "coalesce(json_extract(r.body, '$.Reference'), '')")),
    CREDIT_NOTES.kind: (CREDIT_NOTE_FIELDS, dict[str, str](), ()),
}


def unit_places(call: Call) -> int:
    """Four when the caller opted in to four places for unit prices, else two."""
    return 4 if call.query.get("unitdp", "").strip() == "4" else 2


def list_documents(books: OrganisationBooks, call: Call, kind: DocumentKind) -> Answer:
    """GET of the collection."""
    fields, filters, search = _LISTS[kind.kind]
    always = "1"
    if call.flag("createdByMyApp"):
        always = "json_extract(r.body, '$.made_by') = '" + "".join(filter(str.isalnum, books.client_id)) + "'"
    listed = list_records(books, call, ListKind(kind.kind, fields, filters, search, always=always))
    summary = call.flag("summaryOnly") and kind is INVOICES
    elements = document_elements(
        *(books, kind, listed.records),
        whole=listed.paged and not summary,
        summary=summary,
        unit_places=unit_places(call),
    )
    return enveloped(books, kind.collection, elements, listed.pagination)


def find_document(books: OrganisationBooks, kind: DocumentKind, reference: str) -> Record | None:
    """The document of an id or, for sales, a number."""
    if looks_like_guid(reference):
        return books.shelf.get(kind.kind, reference.lower())
    return numbered(books, kind, reference)


def one_document(books: OrganisationBooks, call: Call, kind: DocumentKind, reference: str) -> Answer:
    """GET of one document by id or number."""
    record = find_document(books, kind, reference)
    if record is None:
        return not_found()
    elements = document_elements(books, kind, [record], whole=True, unit_places=unit_places(call))
    return enveloped(books, kind.collection, elements)


def put_documents(books: OrganisationBooks, call: Call, kind: DocumentKind) -> Answer:
    """PUT of the collection: creates, never updates."""
    places = unit_places(call)

    def write(element: Element) -> Written:
        return create(books, kind, element, places)

    return _write(books, call, kind, elements_in(call, kind.collection), write)


def post_documents(books: OrganisationBooks, call: Call, kind: DocumentKind) -> Answer:
    """POST of the collection: updates the document of that id or sales number, else creates; silently."""
    places = unit_places(call)

    def write(element: Element) -> Written:
        record = _matched(books, kind, element)
        if record is None:
            return create(books, kind, element, places)
        return update(books, kind, record, element, places)

    return _write(books, call, kind, elements_in(call, kind.collection), write)


def post_document(books: OrganisationBooks, call: Call, kind: DocumentKind, reference: str) -> Answer:
    """POST of one document: updates it."""
    record = find_document(books, kind, reference)
    if record is None:
        return not_found()
    element = elements_in(call, kind.collection)[0]
    places = unit_places(call)
    return _write(books, call, kind, [element], lambda sent: update(books, kind, record, sent, places))


def _matched(books: OrganisationBooks, kind: DocumentKind, element: Element) -> Record | None:
    if document_id := guid_of(element, kind.id_name):
        record = books.shelf.get(kind.kind, document_id)
        if record is None:
            raise NoSuchResource
        return record
    number = text_of(element, kind.number_name)
    if number and (text_of(element, "Type") or kind.sales).upper() == kind.sales:
        record = numbered(books, kind, number)
        return None if record is None or record.status == "DELETED" else record
    return None


def _write(
    books: OrganisationBooks,
    call: Call,
    kind: DocumentKind,
    elements: list[Element],
    write: Callable[[Element], Written],
) -> Answer:
    def shown(records: Sequence[Record]) -> list[Element]:
        return document_elements(books, kind, records, whole=True, unit_places=unit_places(call))

    return write_all(books, call, kind.collection, kind.id_name, elements, write, shown)
