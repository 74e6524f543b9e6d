"""How payments look in answers: thin in lists, with the document's header when single, whole when just created.

A refund shows its credit document under `Invoice`, with that document's type. Knows no rule of paying.
"""

from collections.abc import Sequence

from safe_desktop.practice.answer_envelope import EMPTY_CONTACT, stamped
from safe_desktop.practice.document_kinds import INVOICES
from safe_desktop.practice.document_shapes import document_elements
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.wire_dates import day_out, moment_out

_DOCUMENT_TYPES = {
    "RECEIVE-OVERPAYMENT": "AROVERPAYMENT",
    "SPEND-OVERPAYMENT": "APOVERPAYMENT",
    "RECEIVE-PREPAYMENT": "ARPREPAYMENT",
    "SPEND-PREPAYMENT": "APPREPAYMENT",
}
_NUMBERS = {"invoice": "InvoiceNumber", "credit_note": "CreditNoteNumber"}


def _documents(books: OrganisationBooks, payments: Sequence[Record]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for kind in {payment.body["target"] for payment in payments}:
        found |= books.shelf.many(kind, [payment.parent for payment in payments if payment.body["target"] == kind])
    return found


def _thin(document: Record, contact: Record | None) -> Element:
    nested: Element = {"ContactID": document.parent}
    if contact is not None:
        nested["Name"] = contact.body["Name"]
    shown: Element = {
        "Type": _DOCUMENT_TYPES.get(document.type, document.type),
        "InvoiceID": document.id,
        "InvoiceNumber": document.body.get(_NUMBERS.get(document.kind, ""), ""),
        "Payments": [],
        "CreditNotes": [],
        "Prepayments": [],
        "Overpayments": [],
        "HasErrors": False,
        "Contact": {**nested, **EMPTY_CONTACT},
        "LineItems": [],
    }
    return {**shown, "CurrencyCode": document.body["CurrencyCode"]}


def _header(document: Record, contact: Record | None) -> Element:
    body = document.body
    shown = _thin(document, contact)
    shown["Reference"] = body.get("Reference", "")
    if document.kind == "invoice":
        shown.update({name: body[name] for name in ("AmountDue", "AmountPaid", "AmountCredited")})
    shown["Date"] = day_out(document.day)
    if document.due:
        shown["DueDate"] = day_out(document.due)
    if "BrandingThemeID" in body:
        shown["BrandingThemeID"] = body["BrandingThemeID"]
    shown["Status"] = document.status
    shown["LineAmountTypes"] = body.get("LineAmountTypes", "NoTax")
    shown.update({name: body[name] for name in ("SubTotal", "TotalTax", "Total") if name in body})
    shown["UpdatedDateUTC"] = moment_out(document.updated)
    return shown


def _payment(books: OrganisationBooks, payment: Record, *, named_account: bool) -> Element:
    body = payment.body
    account = books.accounts[body["AccountID"]]
    shown_account: Element = {"AccountID": account.id}
    if code := account.body.get("Code"):
        shown_account["Code"] = code
    if named_account:
        shown_account["Name"] = account.body["Name"]
    shown: Element = {"PaymentID": payment.id}
    if "BatchPaymentID" in body:
        shown["BatchPaymentID"] = body["BatchPaymentID"]
        shown["BatchPayment"] = batch_summary(books, body["BatchPaymentID"])
    shown["Date"] = day_out(payment.day)
    for name in ("BankAmount", "Amount", "Reference", "CurrencyRate"):
        if body.get(name) not in (None, ""):
            shown[name] = body[name]
    shown["PaymentType"], shown["Status"] = payment.type, payment.status
    shown.update(stamped(books, payment))
    shown["HasAccount"], shown["IsReconciled"] = True, bool(body["IsReconciled"])
    shown["Account"] = shown_account
    return shown


def batch_summary(books: OrganisationBooks, batch_id: str) -> Element:
    """A batch as its child payments show it."""
    batch = books.shelf.get("batch_payment", batch_id)
    if batch is None:
        return {"BatchPaymentID": batch_id}
    return {
        "BatchPaymentID": batch.id,
        "Account": {"AccountID": batch.body["AccountID"]},
        "Date": day_out(batch.day),
        "Type": batch.type,
        "Status": batch.status,
        "TotalAmount": batch.body["TotalAmount"],
        **({"IsReconciled": bool(batch.body["IsReconciled"])}),
        "UpdatedDateUTC": moment_out(batch.updated),
    }


def listed_payments(books: OrganisationBooks, payments: Sequence[Record]) -> list[Element]:
    """Payments as lists show them."""
    documents = _documents(books, payments)
    contacts = books.shelf.many("contact", [document.parent for document in documents.values()])
    shown = []
    for payment in payments:
        document = documents[payment.parent]
        element = _payment(books, payment, named_account=False)
        element["Invoice"] = _thin(document, contacts.get(document.parent))
        shown.append({**element, "HasValidationErrors": False})
    return shown


def single_payment(books: OrganisationBooks, payment: Record) -> Element:
    """A payment as its own address shows it: with the header of its document."""
    document = _documents(books, [payment])[payment.parent]
    contact = books.shelf.get("contact", document.parent)
    element = _payment(books, payment, named_account=True)
    element["Invoice"] = _header(document, contact)
    return {**element, "HasValidationErrors": False}


def created_payments(books: OrganisationBooks, payments: Sequence[Record]) -> list[Element]:
    """Payments as the answer to their creation shows them: with the whole document as it is now."""
    documents = _documents(books, payments)
    invoices = [document for document in documents.values() if document.kind == "invoice"]
    whole = {one["InvoiceID"]: one for one in document_elements(books, INVOICES, invoices, whole=True)}
    shown = []
    for payment in payments:
        document = documents[payment.parent]
        element = _payment(books, payment, named_account=True)
        if document.kind == "invoice":
            element["Invoice"] = {**whole[document.id], "Payments": []}
        else:
            element["Invoice"] = _header(document, books.shelf.get("contact", document.parent))
        shown.append({**element, "HasValidationErrors": False})
    return shown
