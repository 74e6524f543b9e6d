"""What would be told to Xero about one record: the exact element, and what must come back for it to count as done.

The preview shows what is composed here and the run sends it; there is no second place that makes payloads.
"""

from collections.abc import Sequence

from safe_desktop.domain.customer import Customer, name_key
from safe_desktop.domain.delivery import Expected
from safe_desktop.domain.document import Document
from safe_desktop.domain.payment import Payment, PaymentStatus, reference_in_xero
from safe_desktop.domain.reconciling import snapshot_of_customer, snapshot_of_payment
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind, kind_of
from safe_desktop.engine.entry.advance_shares import next_share
from safe_desktop.engine.sync.composed import Composed, Uncomposed
from safe_desktop.engine.sync.composing_documents import compose_documents
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.store.outbox_records import Operation
from safe_desktop.xero import wire_writing as wire

__all__ = ["Composed", "Uncomposed", "compose"]

_KEYS_OF_FIELD = {
    "name": "Name",
    "email": "EmailAddress",
    "phone": "Phones",
    "vat_number": "TaxNumber",
    "address": "Addresses",
}


def compose(book: Book, kind: RecordKind, ids: Sequence[int]) -> list[Composed | Uncomposed]:
    """What would be told about these records, in the order of their numbers."""
    links = book.links.of_ours(kind, ids)
    if kind is RecordKind.CUSTOMER:
        customers = book.customers.get_many(ids)
        return [_customer(customers[one], links.get(one)) for one in ids if one in customers]
    if kind in DOCUMENT_KINDS:
        return compose_documents(book, ids, links)
    return _payments(book, ids, links)


def _customer(customer: Customer, link: Link | None) -> Composed:
    element = wire.contact_element(customer, is_update=link is not None)
    if link is not None:
        changed = [
            field for field, value in snapshot_of_customer(customer).items() if link.ours.get(field, value) != value
        ]
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
    """The next share of an over- or prepayment of Xero's that an invoice has here and not there, or no longer has."""
    share = next_share(book, payment, link) if payment.revision == link.revision else None
    if share is None:
        return None
    return Composed(
        RecordKind.PAYMENT,
        payment.id,
        payment.revision,
        payment.reference or share.collection.removesuffix("s"),
        Operation.TAKE_BACK if share.is_taken_back else Operation.SET_AGAINST,
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
