"""What a person types in: customers, invoices, credit notes. Payments are in `ledger_payments`, settings in
`ledger_settings`; all are offered here, for a caller should not have to know.

Every writer is one transaction: the record, its line in the activity record, and its standing towards Xero. What
cannot be kept is an InputError in words, and nothing of it is kept.
"""

from dataclasses import replace

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus, Line
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.engine.changes import CUSTOMERS, DOCUMENTS, PAYMENTS, Changes
from safe_desktop.engine.entry.ledger_payments import (
    add_payment,
    apply_credit,
    place_payment,
    take_back_credit,
    take_back_payment,
)
from safe_desktop.engine.entry.ledger_settings import (
    change_settings,
    hold_back,
    release,
    retry,
    save_method,
    save_vat_code,
)
from safe_desktop.engine.entry.saved import YOU, Saved, told_changes
from safe_desktop.engine.sync import standings
from safe_desktop.engine.sync.landing_contacts import agree_on_archived
from safe_desktop.engine.sync.refusals import forget_of_customers
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book

__all__ = [
    "Saved",
    "add_customer",
    "add_document",
    "add_payment",
    "apply_credit",
    "archive_customer",
    "change_customer",
    "change_document",
    "change_settings",
    "hold_back",
    "place_payment",
    "release",
    "retry",
    "save_method",
    "save_vat_code",
    "take_back_credit",
    "take_back_payment",
    "void_document",
]

_CUSTOMER_WORDS = {
    "name": "Name",
    "code": "Code",
    "email": "E-mail",
    "phone": "Phone",
    "vat_number": "VAT number",
}
_DOCUMENT_WORDS = {
    "number": "Number",
    "issued_on": "Date",
    "due_on": "Due date",
    "reference": "Reference",
    "currency": "Currency",
    "status": "Status",
}


def add_customer(workplace: Workplace, customer: Customer) -> Saved[Customer]:
    """The new customer with its id."""
    book = workplace.book
    with book.transaction():
        kept = book.customers.add(customer)
        _note_customer(workplace, "added", kept)
    return Saved(kept, Changes.of(CUSTOMERS))


def change_customer(workplace: Workplace, customer: Customer) -> Saved[Customer]:
    """The customer as it is kept now. It must be the newest one: an edit of an older is refused, not merged."""
    book = workplace.book
    with book.transaction():
        before = book.customers.get(customer.id)
        _refuse_stale(before.name, before.revision, customer.revision)
        if replace(before, revision=customer.revision) == customer:
            return Saved(before, Changes())
        kept = book.customers.change(customer)
        forget_of_customers(book, [kept.id])
        detail = told_changes(before, kept, _CUSTOMER_WORDS)
        if before.address != kept.address:
            detail = "; ".join(part for part in (detail, "Address changed") if part)
        _note_customer(workplace, "changed", kept, detail)
    return Saved(kept, Changes.of(CUSTOMERS, DOCUMENTS, PAYMENTS))


def archive_customer(workplace: Workplace, customer_id: int, is_archived: bool = True) -> Saved[Customer]:
    """The customer, put away or (`is_archived=False`) brought back."""
    book = workplace.book
    with book.transaction():
        before = book.customers.get(customer_id)
        if before.is_archived is is_archived:
            return Saved(before, Changes())
        kept = book.customers.archive(customer_id, is_archived)
        link = book.links.get(RecordKind.CUSTOMER, customer_id)
        contact = book.copies.contact(link.xero_id) if link else None
        if contact is not None:
            agree_on_archived(book, kept, contact)
        _note_customer(workplace, "archived" if is_archived else "brought back", kept)
    return Saved(kept, Changes.of(CUSTOMERS, DOCUMENTS))


def add_document(workplace: Workplace, document: Document, actor: str = YOU) -> Saved[Document]:
    """The new invoice or credit note. Without a number it gets the next one; its VAT rates follow its VAT codes."""
    book = workplace.book
    with book.transaction():
        _refuse_archived(book, document.customer_id)
        numbered = document if document.number.strip() else replace(document, number=_next_number(book, document.kind))
        kept = book.documents.add(_complete(book, numbered))
        _note_document(workplace, "added", kept, f"Total {kept.totals.total}", actor)
    return Saved(kept, Changes.of(DOCUMENTS, CUSTOMERS))


def change_document(workplace: Workplace, document: Document) -> Saved[Document]:
    """The document as it is kept now. It must be the newest one: an edit of an older is refused, not merged."""
    book = workplace.book
    with book.transaction():
        before = book.documents.get(document.id)
        _refuse_stale(before.number, before.revision, document.revision)
        after = _complete(book, document)
        if replace(before, revision=after.revision) == after:
            return Saved(before, Changes())
        _refuse_change(book, before, after)
        kept = book.documents.change(after)
        _note_document(workplace, "changed", kept, _told_document(book, before, kept))
    return Saved(kept, Changes.of(DOCUMENTS, CUSTOMERS, PAYMENTS))


def void_document(workplace: Workplace, document_id: int, actor: str = YOU) -> Saved[Document]:
    """The document, voided: kept for evidence and worth nothing."""
    book = workplace.book
    with book.transaction():
        before = book.documents.get(document_id)
        if before.status is DocumentStatus.VOIDED:
            return Saved(before, Changes())
        settled = book.documents.settled(document_id)
        if _is_kept_as_in_xero(book, before):
            raise InputError(
                f"{before.number} is in {before.currency} and kept as Xero has it.",
                "Nothing was changed.",
                "Void it in Xero; the next sync tells it here.",
            )
        if settled:
            raise InputError(
                f"{before.number} cannot be voided: {settled} of it is settled.",
                "Nothing was changed.",
                "Take its payments and credits back first.",
            )
        kept = book.documents.change(replace(before, status=DocumentStatus.VOIDED))
        _note_document(workplace, "voided", kept, f"Total {kept.totals.total}", actor)
    return Saved(kept, Changes.of(DOCUMENTS, CUSTOMERS))


def _next_number(book: Book, kind: DocumentKind) -> str:
    settings = book.settings
    return book.documents.next_number(
        settings.invoice_prefix if kind is DocumentKind.INVOICE else settings.credit_prefix
    )


def _complete(book: Book, document: Document) -> Document:
    """The document with a known VAT code on each line and that code's rate."""
    if document.status is DocumentStatus.APPROVED and not document.lines:
        raise InputError(
            f"{document.number or 'The document'} has no lines.",
            "Nothing was changed.",
            "Add a line, or keep it as a draft.",
        )
    rates = {code.code: code.rate for code in book.chart.vat_codes()}
    default = book.settings.default_vat_code
    lines: list[Line] = []
    for position, line in enumerate(document.lines, start=1):
        code = line.vat_code or default
        if code not in rates:
            raise InputError(
                f"Line {position} of {document.number} has the VAT code “{code}”, which this book does not know.",
                "Nothing was changed.",
                "Choose another VAT code, or add this one in Settings.",
            )
        lines.append(replace(line, vat_code=code, vat_rate=rates[code]))
    return replace(document, lines=tuple(lines), number=document.number.strip(), reference=document.reference.strip())


def _refuse_change(book: Book, before: Document, after: Document) -> None:
    why = ""
    settled = book.documents.settled(before.id)
    if before.status is DocumentStatus.VOIDED:
        why = "it is voided"
    elif _is_kept_as_in_xero(book, before):
        why = f"it is in {before.currency}, and kept as Xero has it"
    elif after.status is DocumentStatus.VOIDED:
        why = "voiding is an action of its own"
    elif after.kind is not before.kind:
        why = "an invoice does not become a credit note, nor the other way round"
    elif settled and after.status is not DocumentStatus.APPROVED:
        why = f"{settled} of it is settled, so it cannot be a draft again"
    elif settled and (after.customer_id != before.customer_id or after.currency != before.currency):
        why = f"{settled} of it is settled, so its customer and currency must stay"
    elif settled and after.totals.total < settled:
        why = f"{settled} of it is settled, and its total would be {after.totals.total}"
    if why:
        raise InputError(
            f"{before.number} cannot be changed like this: {why}.",
            "Nothing was changed.",
            "Take payments back first, or leave it as it is.",
        )
    if after.customer_id != before.customer_id:
        _refuse_archived(book, after.customer_id)


def _is_kept_as_in_xero(book: Book, document: Document) -> bool:
    """Whether it is in a foreign currency and tied: such documents are read from Xero and never written to it."""
    organisation = book.chart.organisation()
    is_foreign = organisation is not None and document.currency != organisation.base_currency
    return is_foreign and book.links.get(kind_of(document.kind), document.id) is not None


def _refuse_archived(book: Book, customer_id: int) -> None:
    customer = book.customers.get(customer_id)
    if customer.is_archived:
        raise InputError(
            f"“{customer.name}” is archived.",
            "Nothing was changed.",
            "Bring the customer back first, or choose another.",
        )


def _refuse_stale(label: str, kept: int, edited: int) -> None:
    if kept != edited:
        raise InputError(
            f"“{label}” was changed meanwhile, by a sync or in another window.",
            "Your change was not kept, and nothing was overwritten.",
            "Open it again and change what is there now.",
        )


def _told_document(book: Book, before: Document, after: Document) -> str:
    parts = [told_changes(before, after, _DOCUMENT_WORDS)]
    if before.customer_id != after.customer_id:
        names = book.customers.get_many([before.customer_id, after.customer_id])
        parts.append(f"Customer: {names[before.customer_id].name} → {names[after.customer_id].name}")
    if before.totals.total != after.totals.total:
        parts.append(f"Total: {before.totals.total} → {after.totals.total}")
    elif before.lines != after.lines:
        parts.append("Lines changed, same total")
    return "; ".join(part for part in parts if part)


def _note_customer(workplace: Workplace, action: str, customer: Customer, detail: str = "") -> None:
    book = workplace.book
    book.activity.note(YOU, action, RecordKind.CUSTOMER, customer.id, customer.name, detail)
    standings.refresh(book, RecordKind.CUSTOMER, [customer.id], workplace.clock.today())


def _note_document(workplace: Workplace, action: str, document: Document, detail: str, actor: str = YOU) -> None:
    book, kind = workplace.book, kind_of(document.kind)
    book.activity.note(actor, action, kind, document.id, document.number, detail)
    standings.refresh(book, kind, [document.id], workplace.clock.today())
