"""Lets one side win in a field that differs: ours is sent at the next sync, or theirs is taken over here.

What both agree on is moved for that field alone, the amounts counting as one; other fields of the record that differ
still wait on the desk. What cannot be taken over exactly is refused: an equal that is none would hide the difference.
"""

from dataclasses import replace
from datetime import date

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentStatus
from safe_desktop.domain.mismatch import Mismatch
from safe_desktop.domain.reconciling import (
    AMOUNT_FIELDS,
    FIELD_WORDS,
    OWN_WORDS,
    Snapshot,
    snapshot_of_customer,
    snapshot_of_document,
    snapshot_of_theirs,
)
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.domain.theirs import Contact, TheirDocument
from safe_desktop.engine.deciding.lines_from_xero import lines_from_xero
from safe_desktop.engine.sync.allocating import FIELD as ALLOCATIONS
from safe_desktop.engine.sync.allocating import settle_allocation
from safe_desktop.engine.sync.tying import agree_on
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link

_NEVER_AGREED = 0


def settled_with(field: str) -> tuple[str, ...]:
    """The fields that go together with this one: a total cannot be taken without the lines that make it."""
    return AMOUNT_FIELDS if field in AMOUNT_FIELDS else (field,)


def send_ours(book: Book, mismatch: Mismatch) -> None:
    """The field is as we have it: Xero's record is changed at the next sync."""
    link, theirs = _link(book, mismatch), _theirs(book, mismatch)
    if mismatch.field == ALLOCATIONS and isinstance(theirs, TheirDocument):
        settle_allocation(book, link, theirs, is_ours=True)
        return
    fields, now = settled_with(mismatch.field), snapshot_of_theirs(theirs)
    if isinstance(theirs, TheirDocument) and mismatch.field in AMOUNT_FIELDS:
        _refuse_if_paid(book, mismatch, theirs)
    agree_on(book, link, fields, {field: f"Xero: {now.get(field, '')}" for field in fields}, now, _NEVER_AGREED)


def take_theirs(book: Book, mismatch: Mismatch) -> None:
    """The field is as Xero has it: the record here is changed."""
    link, theirs = _link(book, mismatch), _theirs(book, mismatch)
    if mismatch.field == ALLOCATIONS and isinstance(theirs, TheirDocument):
        settle_allocation(book, link, theirs, is_ours=False)
    elif isinstance(theirs, Contact):
        customer = book.customers.get(mismatch.local_id)
        taken = book.customers.change(_customer_with(customer, theirs, mismatch.field))
        before, after = snapshot_of_customer(customer), snapshot_of_customer(taken)
        _agree_on_taken(book, link, mismatch.field, (before, after), theirs, (customer.revision, taken.revision))
    else:
        document = book.documents.get(mismatch.local_id)
        wanted = _document_with(book, document, theirs, mismatch.field)
        _refuse_against_settled(book, document, wanted)
        changed = book.documents.change(wanted)
        if mismatch.field in AMOUNT_FIELDS:
            _refuse_unequal(changed, theirs)
        before, after = _snapshot_here(book, document), _snapshot_here(book, changed)
        _agree_on_taken(book, link, mismatch.field, (before, after), theirs, (document.revision, changed.revision))


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
    link, theirs = _link(book, mismatch), _theirs(book, mismatch)
    voided = book.documents.change(replace(document, status=DocumentStatus.VOIDED))
    ours = _snapshot_here(book, voided)
    agree_on(book, link, ours, ours, snapshot_of_theirs(theirs), voided.revision)


def _agree_on_taken(
    book: Book,
    link: Link,
    field: str,
    ours: tuple[Snapshot, Snapshot],
    theirs: Contact | TheirDocument,
    revisions: tuple[int, int],
) -> None:
    """Agree on the field, and on what was made equal beside it; what was made unequal has yet to be sent."""
    (before, after), now = ours, snapshot_of_theirs(theirs)
    fields = set(settled_with(field))
    beside = {one for one, value in after.items() if value != before[one] and one not in fields}
    equal = {one for one in beside if one not in OWN_WORDS and after[one] == now.get(one)}
    # Other changes of ours that wait to be sent go on waiting.
    is_all = link.revision == revisions[0] and equal == beside
    if field in AMOUNT_FIELDS:
        # The lines are Xero's now: with all else as agreed there is nothing of ours that has still to go.
        agreed = {**link.ours, **{one: after[one] for one in fields | equal if one in after}}
        is_all = is_all or all(agreed.get(one) == value for one, value in after.items())
    agree_on(book, link, fields | equal, after, now, revisions[1] if is_all else link.revision)


def _snapshot_here(book: Book, document: Document) -> Snapshot:
    contact = book.links.get(RecordKind.CUSTOMER, document.customer_id)
    return snapshot_of_document(document, contact.xero_id if contact else "")


def _refuse_if_paid(book: Book, mismatch: Mismatch, theirs: TheirDocument) -> None:
    if book.documents.settled(mismatch.local_id) or theirs.paid or theirs.credited:
        raise InputError(
            f"{mismatch.label} is paid at least in part: Xero lets its amounts stand as they are.",
            "Nothing was changed.",
            "Take Xero’s, or take back what settles it, sync, and settle this again.",
        )


def _refuse_against_settled(book: Book, document: Document, wanted: Document) -> None:
    settled = book.documents.settled(document.id)
    why = ""
    if settled and wanted.customer_id != document.customer_id:
        why = "so its customer must stay"
    elif settled and wanted.currency != document.currency:
        why = "so its currency must stay"
    elif settled and wanted.totals.total < settled:
        why = f"and it would be {wanted.totals.total}"
    if why:
        raise InputError(
            f"{settled} of {document.number} is settled here, {why}.",
            "Nothing was changed.",
            "Take back here what Xero does not have, and settle this again.",
        )


def _refuse_unequal(taken: Document, theirs: TheirDocument) -> None:
    """Lines that do not come to what Xero says of them: VAT that was set by hand there."""
    totals = taken.totals
    for word, ours, there in (("VAT", totals.tax, theirs.tax), ("total", totals.total, theirs.total)):
        if ours != there:
            raise InputError(
                f"{theirs.number} cannot be taken over to the penny: its {word} is {there.decimal:,} in Xero, "
                f"and its lines come to {ours.decimal:,}.",
                "Nothing was changed.",
                "The VAT was set by hand there: send ours, or put it right in Xero and sync.",
            )


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


def _customer_with(customer: Customer, contact: Contact, field: str) -> Customer:
    if field == "name":
        return replace(customer, name=contact.name)
    if field == "email":
        return replace(customer, email=contact.email)
    if field == "phone":
        return replace(customer, phone=contact.phone)
    if field == "vat_number":
        return replace(customer, vat_number=contact.tax_number)
    if field == "address":
        return replace(customer, address=contact.address)
    raise _not_taken(field)


def _document_with(book: Book, document: Document, theirs: TheirDocument, field: str) -> Document:
    if field == "number":
        return replace(document, number=theirs.number)
    if field == "issued_on":
        is_due_before = document.due_on < theirs.issued_on
        due_on = max(theirs.due_on or theirs.issued_on, theirs.issued_on) if is_due_before else document.due_on
        return replace(document, issued_on=theirs.issued_on, due_on=due_on)
    if field == "due_on":
        return replace(document, due_on=_due_on(theirs))
    if field == "reference":
        return replace(document, reference=theirs.reference)
    if field == "contact":
        return replace(document, customer_id=_customer_of(book, theirs))
    if field not in AMOUNT_FIELDS:
        raise _not_taken(field)
    lines = lines_from_xero(book, theirs)
    return replace(document, currency=theirs.currency, tax_mode=theirs.tax_mode, lines=lines)


def _not_taken(field: str) -> InputError:
    words = FIELD_WORDS.get(field, field)
    return InputError(f"{words} cannot be taken over from Xero.", "Nothing was changed.", "Press Sync now, look again.")


def _due_on(theirs: TheirDocument) -> date:
    if theirs.due_on is None:
        raise InputError(
            f"{theirs.number} has no due date in Xero, and needs one here.",
            "Nothing was changed.",
            "Send ours, or give it a due date in Xero and sync.",
        )
    return theirs.due_on


def _customer_of(book: Book, theirs: TheirDocument) -> int:
    link = book.links.of_theirs(RecordKind.CUSTOMER, [theirs.contact_id]).get(theirs.contact_id)
    if link is None:
        raise InputError(
            f"Xero’s contact “{theirs.contact_name}” is no customer of this book yet.",
            "Nothing was changed.",
            "Add the customer here, sync, and settle this again.",
        )
    return link.local_id
