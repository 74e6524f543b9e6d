"""What hangs on a document: history and notes, attachments, the online invoice, the e-mail. Rules and addresses."""

import hashlib
import mimetypes

from safe_desktop.practice.answer_envelope import enveloped
from safe_desktop.practice.call_and_answer import Answer, Call, not_found
from safe_desktop.practice.organisation_books import OrganisationBooks, looks_like_guid
from safe_desktop.practice.practice_clock import moment_of
from safe_desktop.practice.practice_refusals import Invalid
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import elements_in, text_of
from safe_desktop.practice.seeded_organisations import USER
from safe_desktop.practice.wire_dates import moment_out

KIND_OF = {
    "Invoices": "invoice",
    "CreditNotes": "credit_note",
    "Contacts": "contact",
    "Payments": "payment",
    "BankTransactions": "bank_transaction",
    "BatchPayments": "batch_payment",
    "Overpayments": "overpayment",
    "Prepayments": "prepayment",
    "Accounts": "account",
    "Items": "item",
}
NO_PARENT = "The document with the supplied id was not found for this endpoint."
LONGEST_NOTE = 2500
MOST_FILES = 10
LARGEST_FILE = 10_000_000
EMAILS_A_DAY = 1000


def find_parent(books: OrganisationBooks, collection: str, reference: str) -> Record | None:
    """The record that something is to hang on."""
    return books.shelf.get(KIND_OF[collection], reference.lower()) if looks_like_guid(reference) else None


def history(books: OrganisationBooks, _call: Call, collection: str, reference: str) -> Answer:
    """GET …/History: what happened to the record, newest first."""
    record = find_parent(books, collection, reference)
    if record is None:
        raise Invalid(NO_PARENT)
    entries = books.shelf.where("history", "parent=?", [record.id], "ORDER BY updated DESC, rowid DESC")
    shown = [_entry(entry) for entry in entries]
    if "made" in record.body:  # how it began is not written down apart: the record itself knows
        body = {"Changes": "Created", "Details": f"Made for {record.body['Total']}.", "User": "System Generated"}
        shown.append(_entry(Record("history", record.id, body, updated=int(record.body["made"]))))
    return enveloped(books, "HistoryRecords", shown)


def _entry(record: Record) -> Element:
    moment = moment_of(record.updated)
    return {
        "Changes": record.body["Changes"],
        "DateUTCString": moment.strftime("%Y-%m-%dT%H:%M:%S"),
        "DateUTC": moment_out(record.updated),
        "User": record.body["User"],
        "Details": record.body["Details"],
    }


def put_history(books: OrganisationBooks, call: Call, collection: str, reference: str) -> Answer:
    """PUT …/History: adds notes, which can never be changed."""
    record = find_parent(books, collection, reference)
    if record is None:
        raise Invalid(NO_PARENT)
    added = []
    for element in elements_in(call, "HistoryRecords"):
        details = text_of(element, "Details") or ""
        if not details or len(details) > LONGEST_NOTE:
            raise Invalid(f"A note needs Details of at most {LONGEST_NOTE} characters.", echo=element)
        added.append(_entry(books.note(record, "Note", details, user=USER["email"])))
    return enveloped(books, "HistoryRecords", added)


def online_invoice(books: OrganisationBooks, _call: Call, reference: str) -> Answer:
    """GET /Invoices/{id}/OnlineInvoice: sales invoices only, and not while they are drafts."""
    record = find_parent(books, "Invoices", reference)
    if record is None:
        return not_found()
    if record.type != "ACCREC" or record.status in ("DRAFT", "SUBMITTED", "DELETED"):
        raise Invalid("The online invoice is available for approved sales invoices only.")
    code = hashlib.sha256(record.id.encode()).hexdigest()[:40]
    return enveloped(books, "OnlineInvoices", [{"OnlineInvoiceUrl": f"https://in.xero.com/{code}"}])


def email(books: OrganisationBooks, _call: Call, reference: str) -> Answer:
    """POST /Invoices/{id}/Email: 204; refused for drafts, for bills, for demo companies, beyond the daily cap."""
    record = find_parent(books, "Invoices", reference)
    if record is None:
        return not_found()
    contact = books.shelf.get("contact", record.parent)
    problems = []
    if record.type != "ACCREC" or record.status not in ("SUBMITTED", "AUTHORISED", "PAID"):
        problems.append("Only submitted, approved or paid sales invoices can be emailed.")
    if books.organisation.get("IsDemoCompany"):
        problems.append("The daily email limit of a demo company is 0.")
    if contact is None or not contact.body.get("EmailAddress"):
        problems.append("The contact has no email address.")
    today = books.now // 86_400_000
    sent = dict(books.organisation.get("emails", {}))
    if sent.get(str(today), 0) >= EMAILS_A_DAY:
        problems.append("The daily email limit has been reached.")
    if problems:
        raise Invalid(*problems)
    books.organisation["emails"] = {str(today): sent.get(str(today), 0) + 1}
    books.save_organisation()
    record.body["SentToContact"] = True
    books.shelf.put(record)
    books.note(
        record, "Invoice sent", f"This invoice has been sent to {contact.body['EmailAddress'] if contact else ''}"
    )
    return Answer(204)


def list_attachments(books: OrganisationBooks, _call: Call, collection: str, reference: str) -> Answer:
    """GET …/Attachments."""
    record = find_parent(books, collection, reference)
    if record is None:
        return not_found()
    files = books.shelf.of_parent("attachment", record.id)
    return enveloped(books, "Attachments", [_attachment(file, collection) for file in files])


def _attachment(file: Record, collection: str) -> Element:
    body = file.body
    return {
        "AttachmentID": file.id,
        "FileName": body["FileName"],
        "Url": f"https://api.xero.com/api.xro/2.0/{collection}/{file.parent}/Attachments/{body['FileName']}",
        "MimeType": body["MimeType"],
        "ContentLength": body["ContentLength"],
        **({"IncludeOnline": body["IncludeOnline"]} if collection == "Invoices" else {}),
    }


def write_attachment(books: OrganisationBooks, call: Call, collection: str, reference: str, name: str) -> Answer:
    """PUT or POST …/Attachments/{filename}: raw bytes, at most ten files for each record."""
    record = find_parent(books, collection, reference)
    if record is None:
        return not_found()
    existing = [file for file in books.shelf.of_parent("attachment", record.id) if file.body["FileName"] == name]
    problems = []
    if not existing and books.shelf.count("attachment", "parent=?", [record.id]) >= MOST_FILES:
        problems.append(f"A document can have at most {MOST_FILES} attachments.")
    if not call.body:
        problems.append("The attachment is empty.")
    if len(call.body) > LARGEST_FILE:
        problems.append("The attachment is too large.")
    if "." not in name or any(letter in name for letter in '<>:"/\\|?*'):
        problems.append("The file name is not valid.")
    if problems:
        raise Invalid(*problems)
    file = existing[0] if existing else Record("attachment", books.new_id(), parent=record.id)
    sent = call.headers.get("content-type", "").split(";")[0]
    file.body = {
        "FileName": name,
        "MimeType": sent or mimetypes.guess_type(name)[0] or "application/octet-stream",
        "ContentLength": len(call.body),
        "IncludeOnline": call.flag("IncludeOnline"),
    }
    books.touch(file)
    books.shelf.put(file)
    books.state.database.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (file.id, call.body))
    record.body["HasAttachments"] = True
    books.shelf.put(record)
    return enveloped(books, "Attachments", [_attachment(file, collection)])


def read_attachment(books: OrganisationBooks, _call: Call, collection: str, reference: str, name: str) -> Answer:
    """GET …/Attachments/{id or filename}: the bytes."""
    record = find_parent(books, collection, reference)
    files = books.shelf.of_parent("attachment", record.id) if record else []
    for file in files:
        if name in (file.id, file.body["FileName"]):
            row = books.state.database.execute("SELECT content FROM files WHERE id=?", (file.id,)).fetchone()
            return Answer(200, row[0], media=file.body["MimeType"])
    return not_found()
