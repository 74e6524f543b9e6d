"""What would be told to Xero about one record: the exact element, and what must come back for it to count as done.

The preview shows what is composed here and the run sends it; there is no second place that makes payloads.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from safe_desktop.domain.customer import Customer, name_key
from safe_desktop.domain.delivery import Expected
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus
from safe_desktop.domain.payment import Payment, PaymentStatus, reference_in_xero
from safe_desktop.domain.reconciling import (
    AMOUNT_FIELDS,
    Snapshot,
    snapshot_of_customer,
    snapshot_of_document,
    snapshot_of_payment,
)
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind, kind_of
from safe_desktop.domain.tax import VatCode
from safe_desktop.engine.entry.advance_shares import next_share
from safe_desktop.engine.sync.allocating import NextAllocation, next_allocation
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.store.outbox_records import Operation
from safe_desktop.xero import wire_writing as wire
from safe_desktop.xero.wire_writing import Element

_KEYS_OF_FIELD = {"name": "Name", "email": "EmailAddress", "phone": "Phones", "vat_number": "TaxNumber"}


@dataclass(frozen=True, slots=True)
class Composed:
    """One record ready to be told, with our side as it is told. `xero_id` is empty for a create; `collection` names
    Xero's list where the kind alone does not.
    """

    kind: RecordKind
    local_id: int
    revision: int
    label: str
    operation: Operation
    xero_id: str
    element: Element
    expected: Expected
    snapshot: Snapshot
    collection: str = ""

    @property
    def element_text(self) -> str:
        """The exact JSON of the element."""
        return wire.written(self.element).decode()

    @property
    def sha256(self) -> str:
        """The hash by which what was shown is compared with what is sent."""
        return hashlib.sha256(wire.written(self.element)).hexdigest()


@dataclass(frozen=True, slots=True)
class Uncomposed:
    """One record that cannot be told as things are, and why."""

    kind: RecordKind
    local_id: int
    label: str
    reason: str


def compose(book: Book, kind: RecordKind, ids: Sequence[int]) -> list[Composed | Uncomposed]:
    """What would be told about these records, in the order of their numbers."""
    links = book.links.of_ours(kind, ids)
    if kind is RecordKind.CUSTOMER:
        customers = book.customers.get_many(ids)
        return [_customer(customers[one], links.get(one)) for one in ids if one in customers]
    if kind in DOCUMENT_KINDS:
        return _documents(book, ids, links)
    return _payments(book, ids, links)


def _customer(customer: Customer, link: Link | None) -> Composed:
    element = wire.contact_element(customer, is_update=link is not None)
    if link is not None:
        changed = [field for field, value in snapshot_of_customer(customer).items() if link.ours.get(field) != value]
        keys = [_KEYS_OF_FIELD[field] for field in changed]
        if not keys and not customer.is_archived:
            # A change that no compared field shows. What is empty here may never have been read from a contact that
            # was there before us: Xero's own must not be blanked by it.
            told = (("ContactNumber", customer.code), ("Addresses", customer.address))
            keys = [key for key, value in told if value] or ["Name"]
        element = {key: element[key] for key in keys}
        if customer.is_archived:
            element["ContactStatus"] = "ARCHIVED"
    return Composed(
        RecordKind.CUSTOMER,
        customer.id,
        customer.revision,
        customer.name,
        Operation.UPDATE if link else Operation.CREATE,
        link.xero_id if link else "",
        element,
        Expected(name_key(customer.name), ()),
        snapshot_of_customer(customer),
    )


def _documents(book: Book, ids: Sequence[int], links: dict[int, Link]) -> list[Composed | Uncomposed]:
    documents = book.documents.get_many(ids)
    contacts = book.links.of_ours(RecordKind.CUSTOMER, {one.customer_id for one in documents.values()})
    vat = {code.code: code for code in book.chart.vat_codes()}
    default = vat.get(book.settings.default_vat_code)
    if default is not None:
        vat[""] = default
    status = "AUTHORISED" if book.settings.approve_on_send else "DRAFT"
    sales_account = book.settings.sales_account
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
            composed.append(_document(book, document, links.get(local_id), contact.xero_id, vat, sales_account, status))
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
    vat: dict[str, VatCode],
    sales_account: str,
    status: str,
) -> Composed:
    element = wire.document_element(document, contact_id, vat, sales_account, status)
    total = document.totals.total
    facts: tuple[tuple[str, str], ...] = (
        ("contact", contact_id),
        ("currency", document.currency),
        ("date", document.issued_on.isoformat()),
        ("total", str(total.decimal)),
    )
    if link is not None and document.revision == link.revision and document.kind is DocumentKind.CREDIT_NOTE:
        allocation = next_allocation(book, document, link)
        if allocation is not None:
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


def _payments(book: Book, ids: Sequence[int], links: dict[int, Link]) -> list[Composed | Uncomposed]:
    payments = book.payments.get_many(ids)
    codes = {method.id: method.xero_account_code for method in book.payments.methods()}
    documents = book.documents.get_many({one.document_id for one in payments.values() if one.document_id})
    theirs = {kind: book.links.of_ours(kind, documents) for kind in DOCUMENT_KINDS}
    composed: list[Composed | Uncomposed] = []
    for local_id in ids:
        payment = payments.get(local_id)
        if payment is None:
            continue
        document = documents.get(payment.document_id or 0)
        target = theirs[kind_of(document.kind)].get(document.id) if document else None
        link = links.get(local_id)
        label = document.number if document else payment.reference
        if link is not None:
            composed.append(_set_against(book, payment, link) or _payment_change(payment, link, label))
        elif document is None or target is None:
            composed.append(Uncomposed(RecordKind.PAYMENT, local_id, label, "Its invoice is not in Xero yet"))
        elif not codes[payment.method_id]:
            composed.append(Uncomposed(RecordKind.PAYMENT, local_id, label, "Its method has no account in Xero"))
        else:
            composed.append(_payment(payment, document, target.xero_id, codes[payment.method_id]))
    return composed


def _payment(payment: Payment, document: Document, document_xero_id: str, account_code: str) -> Composed:
    return Composed(
        RecordKind.PAYMENT,
        payment.id,
        payment.revision,
        document.number,
        Operation.CREATE,
        "",
        wire.payment_element(payment, document.kind, document_xero_id, account_code),
        Expected(
            reference_in_xero(payment).casefold(),
            (("amount", str(payment.amount.decimal)), ("document", document_xero_id)),
        ),
        snapshot_of_payment(payment, document_xero_id),
    )


def _set_against(book: Book, payment: Payment, link: Link) -> Composed | None:
    """The next share of an over- or prepayment of Xero's that an invoice has here and not there."""
    share = next_share(book, payment, link) if payment.revision == link.revision else None
    if share is None:
        return None
    return Composed(
        RecordKind.PAYMENT,
        payment.id,
        payment.revision,
        payment.reference or share.collection.removesuffix("s"),
        Operation.SET_AGAINST,
        link.xero_id,
        share.element,
        Expected(payment.marker.casefold(), ()),
        link.ours,
        share.collection,
    )


def _payment_change(payment: Payment, link: Link, label: str) -> Composed | Uncomposed:
    if payment.status is not PaymentStatus.DELETED:
        return Uncomposed(
            RecordKind.PAYMENT,
            payment.id,
            label,
            "Xero does not change payments: take it back and record it anew",
        )
    return Composed(
        RecordKind.PAYMENT,
        payment.id,
        payment.revision,
        label,
        Operation.DELETE,
        link.xero_id,
        {"Status": "DELETED"},
        Expected(reference_in_xero(payment).casefold(), ()),
        snapshot_of_payment(payment, link.theirs.get("document", "")),
    )
