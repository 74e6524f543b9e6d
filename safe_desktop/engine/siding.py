"""Lets one side win in a field that differs: ours is sent at the next sync, or theirs is taken over here.

What both agree on is moved for that field alone; other fields of the record that differ still wait on the desk.
"""

from dataclasses import replace
from decimal import Decimal

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentStatus, Line
from safe_desktop.domain.mismatch import Mismatch
from safe_desktop.domain.reconciling import (
    Snapshot,
    snapshot_of_contact,
    snapshot_of_customer,
    snapshot_of_document,
    snapshot_of_their_document,
)
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.domain.theirs import Contact, TheirDocument, TheirLine
from safe_desktop.engine.allocating import FIELD as ALLOCATIONS
from safe_desktop.engine.allocating import settle_allocation
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link

_NEVER_AGREED = 0
_AMOUNTS = ("total", "tax", "accounts", "vat_codes")


def send_ours(book: Book, mismatch: Mismatch) -> None:
    """The field is as we have it: Xero's record is changed at the next sync."""
    link, theirs = _link(book, mismatch), _theirs(book, mismatch)
    if mismatch.field == ALLOCATIONS and isinstance(theirs, TheirDocument):
        settle_allocation(book, link, theirs, is_ours=True)
        return
    now = _snapshot(theirs)
    fields = _fields(mismatch.field)
    book.links.tie(
        [
            replace(
                link,
                revision=_NEVER_AGREED,
                ours={**link.ours, **{field: f"Xero: {now.get(field, '')}" for field in fields}},
                theirs={**link.theirs, **{field: now.get(field, "") for field in fields}},
            )
        ]
    )


def take_theirs(book: Book, mismatch: Mismatch) -> None:
    """The field is as Xero has it: the record here is changed."""
    link, theirs = _link(book, mismatch), _theirs(book, mismatch)
    if mismatch.field == ALLOCATIONS and isinstance(theirs, TheirDocument):
        settle_allocation(book, link, theirs, is_ours=False)
        return
    if isinstance(theirs, Contact):
        before = book.customers.get(mismatch.local_id)
        after = book.customers.change(_customer_with(before, theirs, mismatch.field))
        ours, revisions = snapshot_of_customer(after), (before.revision, after.revision)
    else:
        document = book.documents.get(mismatch.local_id)
        taken = _document_with(book, document, theirs, mismatch.field)
        _refuse_below_settled(book, taken)
        changed = book.documents.change(taken)
        contact = book.links.get(RecordKind.CUSTOMER, changed.customer_id)
        ours = snapshot_of_document(changed, contact.xero_id if contact else "")
        revisions = (document.revision, changed.revision)
    now = _snapshot(theirs)
    fields = _fields(mismatch.field)
    book.links.tie(
        [
            replace(
                link,
                # Other changes of ours that wait to be sent go on waiting.
                revision=revisions[1] if link.revision == revisions[0] else link.revision,
                ours={**link.ours, **{field: ours.get(field, "") for field in fields}},
                theirs={**link.theirs, **{field: now.get(field, "") for field in fields}},
            )
        ]
    )


def _refuse_below_settled(book: Book, document: Document) -> None:
    settled = book.documents.settled(document.id)
    if document.totals.total < settled:
        raise InputError(
            f"{document.number} would be {document.totals.total}, and {settled} of it is settled here.",
            "Nothing was changed.",
            "Take back here what Xero does not have, and settle this again.",
        )


def void_ours(book: Book, mismatch: Mismatch) -> None:
    """The document is voided here as it is in Xero; what settled it must have been taken back before."""
    document = book.documents.get(mismatch.local_id)
    settled = book.documents.settled(document.id)
    if settled:
        raise InputError(
            f"{document.number} cannot be voided here: {settled} of it is settled.",
            "Nothing was changed.",
            "Take its payments back first.",
        )
    voided = book.documents.change(replace(document, status=DocumentStatus.VOIDED))
    link, theirs = _link(book, mismatch), _theirs(book, mismatch)
    contact = book.links.get(RecordKind.CUSTOMER, voided.customer_id)
    ours = snapshot_of_document(voided, contact.xero_id if contact else "")
    book.links.tie([replace(link, revision=voided.revision, ours=ours, theirs=_snapshot(theirs))])


def _fields(field: str) -> tuple[str, ...]:
    """What moves together: a total cannot be taken without the lines that make it."""
    return _AMOUNTS if field in _AMOUNTS else (field,)


def _link(book: Book, mismatch: Mismatch) -> Link:
    link = book.links.get(mismatch.record_kind, mismatch.local_id)
    if link is None:
        raise InputError("The record is no longer tied to Xero’s.", "Nothing was changed.", "Press Sync now.")
    return link


def _theirs(book: Book, mismatch: Mismatch) -> Contact | TheirDocument:
    found: Contact | TheirDocument | None = None
    link = _link(book, mismatch)
    if mismatch.record_kind is RecordKind.CUSTOMER:
        found = book.copies.contact(link.xero_id)
    elif mismatch.record_kind in DOCUMENT_KINDS:
        found = book.copies.document(mismatch.record_kind, link.xero_id)
    if found is None:
        raise InputError("Xero’s record was never read.", "Nothing was changed.", "Press Sync now and look again.")
    return found


def _snapshot(theirs: Contact | TheirDocument) -> Snapshot:
    return snapshot_of_contact(theirs) if isinstance(theirs, Contact) else snapshot_of_their_document(theirs)


def _customer_with(customer: Customer, contact: Contact, field: str) -> Customer:
    if field == "name":
        return replace(customer, name=contact.name)
    if field == "email":
        return replace(customer, email=contact.email)
    if field == "phone":
        return replace(customer, phone=contact.phone)
    return replace(customer, vat_number=contact.tax_number)


def _document_with(book: Book, document: Document, theirs: TheirDocument, field: str) -> Document:
    if field == "number":
        return replace(document, number=theirs.number)
    if field == "issued_on":
        return replace(document, issued_on=theirs.issued_on, due_on=max(document.due_on, theirs.issued_on))
    if field == "due_on":
        return replace(document, due_on=theirs.due_on or document.due_on)
    if field == "reference":
        return replace(document, reference=theirs.reference)
    if field == "contact":
        return replace(document, customer_id=_customer_of(book, theirs))
    return replace(document, tax_mode=theirs.tax_mode, lines=_lines(book, document, theirs))


def _customer_of(book: Book, theirs: TheirDocument) -> int:
    link = book.links.of_theirs(RecordKind.CUSTOMER, [theirs.contact_id]).get(theirs.contact_id)
    if link is None:
        raise InputError(
            f"Xero’s contact “{theirs.contact_name}” is no customer of this book yet.",
            "Nothing was changed.",
            "Add the customer here, sync, and settle this again.",
        )
    return link.local_id


def _lines(book: Book, document: Document, theirs: TheirDocument) -> tuple[Line, ...]:
    """Xero's lines in our words; a tax type that no VAT code of ours stands for is refused."""
    codes = {code.xero_tax_type: code for code in book.chart.vat_codes() if code.xero_tax_type}
    lines = []
    for position, line in enumerate(theirs.lines, start=1):
        code = codes.get(line.tax_type)
        if code is None and line.tax_type and theirs.tax.minor:
            raise InputError(
                f"Line {position} of {document.number} has Xero’s tax type {line.tax_type}; no VAT code means it.",
                "Nothing was changed.",
                "Map a VAT code to it in Settings, and settle this again.",
            )
        lines.append(_line(line, code.code if code else "", code.rate if code else Decimal(0)))
    return tuple(lines)


def _line(line: TheirLine, vat_code: str, rate: Decimal) -> Line:
    return Line(line.description, line.quantity, line.unit_price, vat_code, rate, line.account_code)
