"""Allocations of credit to invoices: same contact, same side, within what is left on both. Stores the result."""

from collections.abc import Sequence
from decimal import Decimal

from safe_desktop.practice.answer_envelope import enveloped
from safe_desktop.practice.call_and_answer import Answer, Call, json_answer, not_found
from safe_desktop.practice.document_kinds import INVOICES
from safe_desktop.practice.document_numbers import numbered
from safe_desktop.practice.document_shapes import allocation_element
from safe_desktop.practice.element_batch import Written, write_all
from safe_desktop.practice.line_arithmetic import to_cents
from safe_desktop.practice.organisation_books import OrganisationBooks, looks_like_guid
from safe_desktop.practice.practice_refusals import Invalid
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import day_of, decimal_of, elements_in, guid_of, object_of, text_of
from safe_desktop.practice.settlement import settle


def put_allocations(books: OrganisationBooks, call: Call, kind: str, reference: str) -> Answer:
    """PUT …/{id}/Allocations: allocates the credit to invoices."""
    credit = find_credit(books, kind, reference)
    if credit is None:
        return not_found()
    credit_id = credit.id

    def write(element: Element) -> Written:
        fresh = books.shelf.get(kind, credit_id)
        assert fresh is not None
        return Written(allocate(books, fresh, element))

    def shown(records: Sequence[Record]) -> list[Element]:
        invoices = books.shelf.many("invoice", [record.parent for record in records])
        return [allocation_element(record, invoices) for record in records]

    return write_all(books, call, "Allocations", "AllocationID", elements_in(call, "Allocations"), write, shown)


def delete_allocation(books: OrganisationBooks, _call: Call, kind: str, reference: str, allocation_id: str) -> Answer:
    """DELETE …/{id}/Allocations/{id}: takes the credit back."""
    credit = find_credit(books, kind, reference)
    allocation = books.shelf.get("allocation", allocation_id.lower())
    if credit is None or allocation is None or allocation.other != credit.id:
        return not_found()
    books.refuse_locked(allocation.day, what="allocation")
    invoice = books.shelf.get("invoice", allocation.parent)
    assert invoice is not None
    books.shelf.remove("allocation", allocation.id)
    _settle_both(books, credit, invoice)
    shown = {**allocation_element(allocation, {invoice.id: invoice}), "IsDeleted": True}
    return json_answer(200, {**_plain_envelope(books), **shown})


def _plain_envelope(books: OrganisationBooks) -> Element:
    element = enveloped(books, "Allocations", []).element or {}
    return {name: value for name, value in element.items() if name != "Allocations"}


def find_credit(books: OrganisationBooks, kind: str, reference: str) -> Record | None:
    """The credit document of an id."""
    return books.shelf.get(kind, reference.lower()) if looks_like_guid(reference) else None


def allocate(books: OrganisationBooks, credit: Record, element: Element) -> Record:
    """A new allocation, stored, with both documents settled."""
    sent = object_of(element, "Invoice")
    invoice = None
    if invoice_id := guid_of(sent, "InvoiceID"):
        invoice = books.shelf.get("invoice", invoice_id)
    elif number := text_of(sent, "InvoiceNumber"):
        invoice = numbered(books, INVOICES, number)
    if invoice is None:
        raise Invalid("An existing Invoice with the specified InvoiceID could not be found", echo=element)
    # pyxero has always sent the amount as AppliedAmount, and real Xero takes it.
    amount = to_cents(decimal_of(element, "Amount") or decimal_of(element, "AppliedAmount") or Decimal(0))
    problems = _problems(credit, invoice, amount)
    if problems:
        raise Invalid(*problems, echo=element)
    latest = max(credit.day, invoice.day)
    day = max(day_of(element, "Date") or latest, latest)
    books.refuse_locked(day, what="allocation")
    record = Record("allocation", books.new_id(), {"Amount": amount, "credit": credit.kind})
    record.parent, record.other, record.day = invoice.id, credit.id, day
    books.touch(record)
    books.shelf.put(record)
    _settle_both(books, credit, invoice)
    return record


def _problems(credit: Record, invoice: Record, amount: Decimal) -> list[str]:
    problems = []
    if credit.status != "AUTHORISED":
        problems.append("Only AUTHORISED credit notes, overpayments and prepayments can be allocated.")
    if invoice.status != "AUTHORISED":
        problems.append("Credit can only be allocated to AUTHORISED invoices.")
    receivable = credit.type.startswith(("ACCREC", "RECEIVE"))
    if receivable != (invoice.type == "ACCREC"):
        problems.append("The type of the credit does not go with the type of the invoice.")
    if credit.parent != invoice.parent:
        problems.append("The credit and the invoice must have the same contact.")
    if credit.body["CurrencyCode"] != invoice.body["CurrencyCode"]:
        problems.append("The credit and the invoice must have the same currency.")
    if amount <= 0:
        problems.append("The allocated amount must be greater than zero.")
    elif not problems and amount > credit.body["RemainingCredit"]:
        problems.append("The allocated amount exceeds the remaining credit.")
    elif not problems and amount > invoice.body["AmountDue"]:
        problems.append("The allocated amount exceeds the amount outstanding on the invoice.")
    return problems


def _settle_both(books: OrganisationBooks, credit: Record, invoice: Record) -> None:
    for document in (credit, invoice):
        settle(books, document)
        if books.knobs.on("allocation_bumps"):
            books.touch(document)
        books.shelf.put(document)
