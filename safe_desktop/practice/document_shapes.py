"""How invoices and credit notes look in answers: whole, thin in unpaged lists, nested in payments. Knows no rule."""

from collections.abc import Sequence
from decimal import Decimal

from safe_desktop.practice.answer_envelope import dated, money, stamped
from safe_desktop.practice.contact_shapes import nested_contact
from safe_desktop.practice.document_kinds import CREDIT_NOTES, INVOICES, DocumentKind
from safe_desktop.practice.line_arithmetic import to_cents
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.wire_dates import day_out

_CREDIT_LISTS = {"credit_note": "CreditNotes", "overpayment": "Overpayments", "prepayment": "Prepayments"}
_CREDIT_IDS = {"credit_note": "CreditNoteID", "overpayment": "OverpaymentID", "prepayment": "PrepaymentID"}
_CREDIT_NUMBERS = {"credit_note": "CreditNoteNumber"}


class Around:
    """The records around a page of documents, fetched once for all of them."""

    def __init__(self, books: OrganisationBooks, documents: Sequence[Record]) -> None:
        ids = [document.id for document in documents]
        self.contacts = books.shelf.many("contact", (document.parent for document in documents))
        self.payments = books.shelf.of_parents("payment", ids)
        self.into = books.shelf.of_parents("allocation", ids)
        self.out_of = books.shelf.of_others("allocation", ids)
        others = [record.other for group in self.into.values() for record in group]
        self.credits = {
            credit.id: credit
            for kind in _CREDIT_LISTS
            for credit in (books.shelf.many(kind, others).values() if others else ())
        }
        targets = [record.parent for group in self.out_of.values() for record in group]
        self.invoices = books.shelf.many("invoice", targets) if targets else {}


def line_element(line: Element, unit_places: int) -> Element:
    """A line as documents show it; the unit price with two places unless four were asked for."""
    shown = dict(line)
    if unit_places != 4 and "UnitAmount" in shown:
        shown["UnitAmount"] = to_cents(Decimal(shown["UnitAmount"]))
    return shown


def nested_payments(payments: Sequence[Record]) -> list[Element]:
    """The payments inside a document: no status, nothing about reconciliation, deleted ones left out."""
    shown = []
    for payment in payments:
        if payment.status == "DELETED":
            continue
        body = payment.body
        element: Element = {"PaymentID": payment.id}
        if "BatchPaymentID" in body:
            element["BatchPaymentID"] = body["BatchPaymentID"]
        element["Date"] = day_out(payment.day)
        element["Amount"] = body["Amount"]
        if body.get("Reference"):
            element["Reference"] = body["Reference"]
        element["CurrencyRate"] = body["CurrencyRate"]
        element["HasAccount"] = False
        element["HasValidationErrors"] = False
        shown.append(element)
    return shown


def _nested_credits(around: Around, invoice: Record, kind: str) -> list[Element]:
    shown = []
    for allocation in around.into.get(invoice.id, []):
        credit = around.credits.get(allocation.other)
        if credit is None or credit.kind != kind:
            continue
        element: Element = {_CREDIT_IDS[kind]: credit.id, "ID": credit.id}
        if name := _CREDIT_NUMBERS.get(kind):
            element[name] = credit.body.get(name, "")
        element["Date"] = day_out(allocation.day)
        element["AppliedAmount"] = allocation.body["Amount"]
        element["Total"] = credit.body["Total"]
        element["LineItems"] = []
        shown.append({**element, "HasErrors": False} if kind == "credit_note" else element)
    return shown


def invoice_element(
    books: OrganisationBooks,
    record: Record,
    around: Around,
    *,
    whole: bool,
    summary: bool = False,
    unit_places: int = 2,
) -> Element:
    """An invoice; `whole` with its lines, otherwise thin, `summary` thinner still."""
    body = record.body
    shown: Element = {
        "Type": record.type,
        "InvoiceID": record.id,
        "InvoiceNumber": body.get("InvoiceNumber", ""),
        "Reference": body.get("Reference", ""),
    }
    if not summary:
        shown["Payments"] = nested_payments(around.payments.get(record.id, []))
        for kind, name in _CREDIT_LISTS.items():
            shown[name] = _nested_credits(around, record, kind)
    shown["AmountDue"], shown["AmountPaid"] = body["AmountDue"], body["AmountPaid"]
    shown["AmountCredited"] = body["AmountCredited"]
    if "FullyPaidOnDate" in body:
        shown["FullyPaidOnDate"] = day_out(body["FullyPaidOnDate"])
    for name in ("Url", "CISDeduction", "CISRate"):
        if name in body:
            shown[name] = body[name]
    shown["SentToContact"] = bool(body.get("SentToContact"))
    shown["CurrencyRate"] = body["CurrencyRate"]
    shown["IsDiscounted"] = bool(body.get("IsDiscounted"))
    if not summary:
        shown["HasAttachments"] = bool(body.get("HasAttachments"))
    shown["HasErrors"] = False
    for name in ("ExpectedPaymentDate", "PlannedPaymentDate"):
        if name in body:
            dated(shown, name, body[name])
    shown["Contact"] = nested_contact(around.contacts.get(record.parent), whole=whole)
    return _finished(books, record, shown, whole=whole, summary=summary, unit_places=unit_places)


def _finished(
    books: OrganisationBooks, record: Record, shown: Element, *, whole: bool, summary: bool, unit_places: int
) -> Element:
    body = record.body
    dated(shown, "Date", record.day)
    dated(shown, "DueDate", record.due)
    if "BrandingThemeID" in body:
        shown["BrandingThemeID"] = body["BrandingThemeID"]
    shown["Status"] = record.status
    shown["LineAmountTypes"] = body["LineAmountTypes"]
    if not summary:
        shown["LineItems"] = [line_element(line, unit_places) for line in body["LineItems"]] if whole else []
    for name in ("SubTotal", "TotalTax", "Total", "TotalDiscount"):
        if name in body:
            shown[name] = body[name]
    shown.update(stamped(books, record))
    shown["CurrencyCode"] = body["CurrencyCode"]
    return shown


def credit_note_element(
    books: OrganisationBooks, record: Record, around: Around, *, whole: bool, unit_places: int = 2
) -> Element:
    """A credit note; `whole` with its lines."""
    body = record.body
    shown: Element = {
        "CreditNoteID": record.id,
        "CreditNoteNumber": body.get("CreditNoteNumber", ""),
        "ID": record.id,
        "Type": record.type,
        "Reference": body.get("Reference", ""),
        "Payments": nested_payments(around.payments.get(record.id, [])),
        "Allocations": [allocation_element(one, around.invoices) for one in around.out_of.get(record.id, [])],
        "RemainingCredit": body["RemainingCredit"],
        "AppliedAmount": body["AppliedAmount"],
        "SentToContact": False,
        "CurrencyRate": body["CurrencyRate"],
        "HasAttachments": bool(body.get("HasAttachments")),
        "HasErrors": False,
        "Contact": nested_contact(around.contacts.get(record.parent), whole=whole),
    }
    if "FullyPaidOnDate" in body:
        shown["FullyPaidOnDate"] = day_out(body["FullyPaidOnDate"])
    return _finished(books, record, shown, whole=whole, summary=False, unit_places=unit_places)


def allocation_element(allocation: Record, invoices: dict[str, Record]) -> Element:
    """An allocation as credit documents show it."""
    invoice = invoices.get(allocation.parent)
    nested: Element = {"InvoiceID": allocation.parent}
    if invoice is not None:
        nested["InvoiceNumber"] = invoice.body.get("InvoiceNumber", "")
    nested.update({"Payments": [], "CreditNotes": [], "LineItems": [], "HasErrors": False})
    return {
        "AllocationID": allocation.id,
        "Amount": money(allocation.body, "Amount"),
        "Date": day_out(allocation.day),
        "Invoice": nested,
        "IsDeleted": False,
    }


def document_elements(
    books: OrganisationBooks,
    kind: DocumentKind,
    records: Sequence[Record],
    *,
    whole: bool,
    summary: bool = False,
    unit_places: int = 2,
) -> list[Element]:
    """A page of documents of one kind."""
    around = Around(books, records)
    if kind is INVOICES:
        return [
            invoice_element(books, record, around, whole=whole, summary=summary, unit_places=unit_places)
            for record in records
        ]
    assert kind is CREDIT_NOTES
    return [credit_note_element(books, record, around, whole=whole, unit_places=unit_places) for record in records]
