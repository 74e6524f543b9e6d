"""What would be told to Xero about an invoice or credit note: all of it, what changed, or what is taken from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from safe_desktop.domain.delivery import Expected
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus
from safe_desktop.domain.reconciling import AMOUNT_FIELDS, snapshot_of_document
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.domain.tax import VatCode
from safe_desktop.engine.sync.allocating import NextAllocation, next_allocation
from safe_desktop.engine.sync.composed import Composed, Uncomposed
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.store.outbox_records import Operation
from safe_desktop.xero import wire_writing as wire
from safe_desktop.xero.wire_writing import Element


@dataclass(frozen=True, slots=True)
class _ToldAs:
    """How documents are told, by the settings: `one_line` are the words of gathered lines, empty for every line."""

    vat: dict[str, VatCode]
    sales_account: str
    status: str
    one_line: str


def compose_documents(book: Book, ids: Sequence[int], links: dict[int, Link]) -> list[Composed | Uncomposed]:
    """What would be told about these invoices and credit notes."""
    documents = book.documents.get_many(ids)
    contacts = book.links.of_ours(RecordKind.CUSTOMER, {one.customer_id for one in documents.values()})
    vat = {code.code: code for code in book.chart.vat_codes()}
    default = vat.get(book.settings.default_vat_code)
    if default is not None:
        vat[""] = default
    told_as = _ToldAs(
        vat,
        book.settings.sales_account,
        "AUTHORISED" if book.settings.approve_on_send else "DRAFT",
        "" if book.settings.itemised else book.settings.one_line_words.strip(),
    )
    composed: list[Composed | Uncomposed] = []
    for local_id in ids:
        document = documents.get(local_id)
        if document is None:
            continue
        contact = contacts.get(document.customer_id)
        if contact is None:
            composed.append(_without(document, "Its customer is not in Xero yet"))
            continue
        try:
            composed.append(_document(book, document, links.get(local_id), contact.xero_id, told_as))
        except InputError as problem:
            composed.append(_without(document, problem.title))
    return composed


def _without(document: Document, reason: str) -> Uncomposed:
    return Uncomposed(kind_of(document.kind), document.id, document.number, reason)


def _document(
    book: Book,
    document: Document,
    link: Link | None,
    contact_id: str,
    told_as: _ToldAs,
) -> Composed:
    element = wire.document_element(
        document, contact_id, told_as.vat, told_as.sales_account, told_as.status, told_as.one_line
    )
    total = document.totals.total
    facts: tuple[tuple[str, str], ...] = (
        ("contact", contact_id),
        ("currency", document.currency),
        ("date", document.issued_on.isoformat()),
        ("total", str(total.decimal)),
    )
    if link is not None and document.kind is DocumentKind.CREDIT_NOTE:
        allocation = next_allocation(book, document, link)
        # Xero neither voids nor changes a credit note of which something is taken: what was taken goes back first.
        is_next = document.revision == link.revision or document.status is DocumentStatus.VOIDED
        if allocation is not None and (is_next or allocation.taken_back):
            return _allocation(document, link, allocation)
    if link is not None:
        element, facts = _document_change(
            document, link, contact_id, element, bool(book.documents.settled(document.id)), facts
        )
    return Composed(
        kind_of(document.kind),
        document.id,
        document.revision,
        document.number,
        Operation.UPDATE if link else Operation.CREATE,
        link.xero_id if link else "",
        element,
        Expected(document.number.casefold(), facts),
        snapshot_of_document(document, contact_id),
    )


def _allocation(document: Document, link: Link, allocation: NextAllocation) -> Composed:
    return Composed(
        RecordKind.CREDIT_NOTE,
        document.id,
        document.revision,
        document.number,
        Operation.TAKE_BACK if allocation.taken_back else Operation.ALLOCATE,
        link.xero_id,
        allocation.element,
        Expected(document.number.casefold(), ()),
        link.ours,
    )


def _document_change(
    document: Document,
    link: Link,
    contact_id: str,
    element: Element,
    is_settled: bool,
    facts: tuple[tuple[str, str], ...],
) -> tuple[Element, tuple[tuple[str, str], ...]]:
    """Only what changed (xero-api.md 5.4): a void, header fields, or the whole set of lines."""
    if document.status is DocumentStatus.VOIDED:
        return {"Status": "VOIDED"}, ()
    changed = {
        field
        for field, value in snapshot_of_document(document, contact_id).items()
        if link.ours.get(field, value) != value
    }
    keys = {"number": ("InvoiceNumber", "CreditNoteNumber"), "contact": ("Contact",), "issued_on": ("Date",)}
    keys |= {"due_on": ("DueDate",), "reference": ("Reference",), "currency": ("CurrencyCode",)}
    if "reference" in changed:
        # An empty one is left out of a create; a change has to say so.
        element = {**element, "Reference": document.reference}
    wanted = [key for field in changed for key in keys.get(field, ()) if key in element]
    lines_changed = not changed.isdisjoint(AMOUNT_FIELDS) or not wanted
    if lines_changed and is_settled:
        raise InputError(f"{document.number} is paid at least in part: Xero lets its amounts stand as they are.")
    if lines_changed:
        wanted += ["LineAmountTypes", "LineItems"]
    return {key: element[key] for key in element if key in wanted}, facts
