"""The addresses of BankTransactions, Overpayments and Prepayments. The rules are in `bank_transaction_rules`."""

from collections.abc import Callable, Sequence

from safe_desktop.practice.answer_envelope import dated, enveloped, stamped
from safe_desktop.practice.bank_transaction_rules import create_bank_transaction, update_bank_transaction
from safe_desktop.practice.call_and_answer import Answer, Call, not_found
from safe_desktop.practice.contact_shapes import nested_contact
from safe_desktop.practice.document_shapes import Around, allocation_element, line_element, nested_payments
from safe_desktop.practice.documents_resource import COMMON_FIELDS, unit_places
from safe_desktop.practice.element_batch import Written, write_all
from safe_desktop.practice.listing import ListKind, list_records
from safe_desktop.practice.organisation_books import OrganisationBooks, looks_like_guid
from safe_desktop.practice.practice_refusals import Invalid, NoSuchResource
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import elements_in, guid_of
from safe_desktop.practice.where_to_sql import Fields, Searchable, in_body

TRANSACTION_FIELDS: Fields = {
    **COMMON_FIELDS,
    "banktransactionid": Searchable("id", "guid", nullable=False, optimised=True),
    "isreconciled": in_body("IsReconciled", "flag", nullable=False),
    "bankaccount.accountid": in_body("BankAccountID", "guid", nullable=False),
}
ADVANCE_FIELDS: Fields = {
    **COMMON_FIELDS,
    "overpaymentid": Searchable("id", "guid", nullable=False, optimised=True),
    "prepaymentid": Searchable("id", "guid", nullable=False, optimised=True),
    "remainingcredit": in_body("RemainingCredit", "number", nullable=False),
}
ADVANCES = {"overpayment": ("Overpayments", "OverpaymentID"), "prepayment": ("Prepayments", "PrepaymentID")}


def transaction_elements(
    books: OrganisationBooks, records: Sequence[Record], *, whole: bool, places: int = 2
) -> list[Element]:
    """Bank transactions as Xero shows them; without lines in unpaged lists."""
    contacts = books.shelf.many("contact", (record.parent for record in records))
    return [_transaction(books, record, contacts.get(record.parent), whole, places) for record in records]


def _transaction(books: OrganisationBooks, record: Record, contact: Record | None, whole: bool, places: int) -> Element:
    body = record.body
    bank = books.accounts[body["BankAccountID"]]
    shown: Element = {
        "BankTransactionID": record.id,
        "BankAccount": {"AccountID": bank.id, "Code": bank.body.get("Code", ""), "Name": bank.body["Name"]},
        "Type": record.type,
        "Reference": body.get("Reference", ""),
        "IsReconciled": bool(body["IsReconciled"]),
        "HasAttachments": bool(body.get("HasAttachments")),
        "CurrencyRate": body["CurrencyRate"],
    }
    if contact is not None:
        shown["Contact"] = nested_contact(contact, whole=whole)
    if "advance" in body:
        shown[ADVANCES[body["advance_kind"]][1]] = body["advance"]
    dated(shown, "Date", record.day)
    shown["Status"], shown["LineAmountTypes"] = record.status, body["LineAmountTypes"]
    shown["LineItems"] = [line_element(line, places) for line in body["LineItems"]] if whole else []
    shown.update({name: body[name] for name in ("SubTotal", "TotalTax", "Total", "CurrencyCode")})
    shown["UpdatedDateUTC"] = stamped(books, record)["UpdatedDateUTC"]
    return shown


def list_transactions(books: OrganisationBooks, call: Call) -> Answer:
    """GET /BankTransactions."""
    listed = list_records(books, call, ListKind("bank_transaction", TRANSACTION_FIELDS, forces_paging=()))
    elements = transaction_elements(books, listed.records, whole=listed.paged, places=unit_places(call))
    return enveloped(books, "BankTransactions", elements, listed.pagination)


def one_transaction(books: OrganisationBooks, call: Call, reference: str) -> Answer:
    """GET /BankTransactions/{id}."""
    record = books.shelf.get("bank_transaction", reference.lower())
    if record is None:
        return not_found()
    shown = transaction_elements(books, [record], whole=True, places=unit_places(call))
    return enveloped(books, "BankTransactions", shown)


def put_transactions(books: OrganisationBooks, call: Call) -> Answer:
    """PUT /BankTransactions: creates."""
    elements = elements_in(call, "BankTransactions")
    return _write(books, call, elements, lambda element: create_bank_transaction(books, element))


def post_transactions(books: OrganisationBooks, call: Call) -> Answer:
    """POST /BankTransactions: changes the one of that id, else creates."""

    def write(element: Element) -> Written:
        transaction_id = guid_of(element, "BankTransactionID")
        if transaction_id is None:
            return create_bank_transaction(books, element)
        record = books.shelf.get("bank_transaction", transaction_id)
        if record is None:
            raise NoSuchResource
        return update_bank_transaction(books, record, element)

    return _write(books, call, elements_in(call, "BankTransactions"), write)


def post_transaction(books: OrganisationBooks, call: Call, reference: str) -> Answer:
    """POST /BankTransactions/{id}: changes it."""
    record = books.shelf.get("bank_transaction", reference.lower())
    if record is None:
        return not_found()
    element = elements_in(call, "BankTransactions")[0]
    return _write(books, call, [element], lambda sent: update_bank_transaction(books, record, sent))


def _write(
    books: OrganisationBooks, call: Call, elements: list[Element], write: Callable[[Element], Written]
) -> Answer:
    def shown(records: Sequence[Record]) -> list[Element]:
        return transaction_elements(books, records, whole=True, places=unit_places(call))

    return write_all(books, call, "BankTransactions", "BankTransactionID", elements, write, shown)


def advance_elements(books: OrganisationBooks, kind: str, records: Sequence[Record], *, whole: bool) -> list[Element]:
    """Overpayments or prepayments as Xero shows them."""
    around = Around(books, records)
    shown = []
    for record in records:
        body = record.body
        element: Element = {
            ADVANCES[kind][1]: record.id,
            "ID": record.id,
            "Type": record.type,
            "Reference": body.get("Reference", ""),
            "RemainingCredit": body["RemainingCredit"],
            "AppliedAmount": body["AppliedAmount"],
            "Allocations": [allocation_element(one, around.invoices) for one in around.out_of.get(record.id, [])],
            "Payments": nested_payments(around.payments.get(record.id, [])),
            "HasAttachments": False,
            "Contact": nested_contact(around.contacts.get(record.parent), whole=whole),
        }
        dated(element, "Date", record.day)
        element["Status"], element["LineAmountTypes"] = record.status, body["LineAmountTypes"]
        element["LineItems"] = [line_element(line, 2) for line in body["LineItems"]] if whole else []
        element.update({name: body[name] for name in ("SubTotal", "TotalTax", "Total")})
        element.update(stamped(books, record))
        element["CurrencyCode"], element["CurrencyRate"] = body["CurrencyCode"], body["CurrencyRate"]
        shown.append(element)
    return shown


def list_advances(books: OrganisationBooks, call: Call, kind: str) -> Answer:
    """GET /Overpayments or /Prepayments."""
    filters = {"references": "folded(json_extract(r.body, '$.Reference'))"} if kind == "overpayment" else {}
    listed = list_records(books, call, ListKind(kind, ADVANCE_FIELDS, filters))
    elements = advance_elements(books, kind, listed.records, whole=listed.paged)
    return enveloped(books, ADVANCES[kind][0], elements, listed.pagination)


def one_advance(books: OrganisationBooks, _call: Call, kind: str, reference: str) -> Answer:
    """GET of one overpayment or prepayment."""
    record = books.shelf.get(kind, reference.lower()) if looks_like_guid(reference) else None
    if record is None:
        return not_found()
    return enveloped(books, ADVANCES[kind][0], advance_elements(books, kind, [record], whole=True))


def edit_advance(_books: OrganisationBooks, _call: Call, _kind: str, _reference: str) -> Answer:
    """POST of one overpayment or prepayment: refused, it cannot be changed through the API."""
    raise Invalid("Overpayments and prepayments cannot be edited through the API.")
