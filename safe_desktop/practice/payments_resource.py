"""The Payments addresses: list, single, create, delete. The rules are in `payment_rules`."""

from safe_desktop.practice.answer_envelope import enveloped
from safe_desktop.practice.call_and_answer import Answer, Call, not_found
from safe_desktop.practice.element_batch import Written, write_all
from safe_desktop.practice.listing import ListKind, list_records
from safe_desktop.practice.organisation_books import OrganisationBooks, looks_like_guid
from safe_desktop.practice.payment_rules import create_payment, delete_payment
from safe_desktop.practice.payment_shapes import created_payments, listed_payments, single_payment
from safe_desktop.practice.practice_refusals import NoSuchResource, server_error
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import elements_in, guid_of
from safe_desktop.practice.where_to_sql import Fields, Searchable, in_body

_INVOICE_NUMBER = (
    "(SELECT d.key FROM records d WHERE d.tenant=r.tenant AND d.kind=json_extract(r.body,'$.target') AND d.id=r.parent)"
)
FIELDS: Fields = {
    "paymentid": Searchable("id", "guid", nullable=False, optimised=True),
    "paymenttype": Searchable("type", "text", nullable=False, optimised=True),
    "status": Searchable("status", "text", nullable=False, optimised=True),
    "date": Searchable("day", "day", nullable=False, optimised=True),
    "invoice.invoiceid": Searchable("parent", "guid", nullable=False, optimised=True),
    "invoice.invoicenumber": Searchable(_INVOICE_NUMBER, "key"),
    "reference": Searchable("nullif(key, '')", "key", optimised=True),
    "updateddateutc": Searchable("updated", "moment", nullable=False, optimised=True),
    "amount": in_body("Amount", "number", nullable=False),
    "isreconciled": in_body("IsReconciled", "flag", nullable=False),
    "account.accountid": in_body("AccountID", "guid", nullable=False),
}


def list_payments(books: OrganisationBooks, call: Call) -> Answer:
    """GET /Payments."""
    always = "1" if books.knobs.on("payments_list_deleted") else "status <> 'DELETED'"
    listed = list_records(books, call, ListKind("payment", FIELDS, always=always, forces_paging=("pagesize",)))
    return enveloped(books, "Payments", listed_payments(books, listed.records), listed.pagination)


def one_payment(books: OrganisationBooks, _call: Call, reference: str) -> Answer:
    """GET /Payments/{id}."""
    record = find_payment(books, reference)
    return not_found() if record is None else enveloped(books, "Payments", [single_payment(books, record)])


def find_payment(books: OrganisationBooks, reference: str) -> Record | None:
    """The payment of an id; something that is no id is a server error, as seen with Xero."""
    if not looks_like_guid(reference):
        raise server_error("The payment identifier is not valid.")
    return books.shelf.get("payment", reference.lower())


def put_payments(books: OrganisationBooks, call: Call) -> Answer:
    """PUT /Payments: creates one or many."""
    return _create(books, call, elements_in(call, "Payments"))


def post_payments(books: OrganisationBooks, call: Call) -> Answer:
    """POST /Payments: creates one, or deletes the one whose id is sent."""
    element = elements_in(call, "Payments")[0]
    payment_id = guid_of(element, "PaymentID")
    if payment_id is None:
        return _create(books, call, [element])
    return _delete(books, call, payment_id, element)


def post_payment(books: OrganisationBooks, call: Call, reference: str) -> Answer:
    """POST /Payments/{id}: deletes it."""
    return _delete(books, call, reference, elements_in(call, "Payments")[0])


def _create(books: OrganisationBooks, call: Call, elements: list[Element]) -> Answer:
    def write(element: Element) -> Written:
        return Written(create_payment(books, element))

    return write_all(
        books, call, "Payments", "PaymentID", elements, write, lambda records: created_payments(books, records)
    )


def _delete(books: OrganisationBooks, call: Call, reference: str, element: Element) -> Answer:
    payment = find_payment(books, reference)
    if payment is None:
        raise NoSuchResource

    def write(sent: Element) -> Written:
        return Written(delete_payment(books, payment, sent))

    return write_all(
        *(books, call, "Payments", "PaymentID", [element], write),
        lambda records: [single_payment(books, record) for record in records],
    )
