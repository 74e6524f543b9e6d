"""Ours, theirs, and what both last agreed on: which side moved, field by field.

Each side is boiled down to a snapshot, field to text, and is compared with its own earlier snapshot; so what Xero fills
in by itself (an account, a tax type) is no difference. Lines are summed, so their order is none either. Where both
sides have the same words, equal is equal, whoever moved.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from safe_desktop.domain.customer import Address, Customer, tidy_name
from safe_desktop.domain.document import Document, DocumentStatus
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.domain.theirs import Contact, TheirDocument, TheirPayment

Snapshot = Mapping[str, str]

FIELD_WORDS = {
    "name": "Name",
    "email": "E-mail",
    "phone": "Phone",
    "vat_number": "VAT number",
    "address": "Address",
    "number": "Number",
    "contact": "Customer",
    "issued_on": "Date",
    "due_on": "Due date",
    "reference": "Reference",
    "currency": "Currency",
    "total": "Total",
    "tax": "VAT",
    "accounts": "Account",
    "vat_codes": "VAT code",
    "status": "Status",
    "amount": "Amount",
    "paid_on": "Date",
    "document": "Document",
}

AMOUNT_FIELDS = ("currency", "total", "tax", "accounts", "vat_codes")
"""What the lines make, and what is therefore settled together."""

OWN_WORDS = ("accounts", "vat_codes")
"""Fields that each side has in words of its own, so that only their movements can be compared."""


class Moved(StrEnum):
    """Which side changed since both agreed."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is no longer what both agreed on."""

    field: str
    ours: str
    theirs: str
    agreed: str
    moved: Moved


def differences(
    ours: Snapshot, theirs: Snapshot, agreed_ours: Snapshot, agreed_theirs: Snapshot
) -> tuple[Difference, ...]:
    """The fields that moved and are not equal by now, in the order of our snapshot.

    The amounts are of one piece: what Xero moved of them is moved on both sides if we moved any other of them.
    """
    here = {field for field, value in ours.items() if _has_moved(field, agreed_ours.get(field, value), value)}
    there = {field for field in ours if _has_moved(field, agreed_theirs.get(field), theirs.get(field, ""))}
    found = []
    for field, value in ours.items():
        told = theirs.get(field, "")
        if value == told and (field not in OWN_WORDS or (field in here and field in there)):
            continue
        is_ours = field in here or (field in AMOUNT_FIELDS and not here.isdisjoint(AMOUNT_FIELDS))
        if field in there:
            moved = Moved.BOTH if is_ours else Moved.THEIRS
        elif field in here:
            moved = Moved.OURS
        else:
            continue
        found.append(Difference(field, value, told, agreed_theirs.get(field, ""), moved))
    return tuple(found)


def equal_fields(ours: Snapshot, theirs: Snapshot) -> dict[str, str]:
    """The fields that both sides have in the same words and alike."""
    return {field: value for field, value in ours.items() if field not in OWN_WORDS and theirs.get(field) == value}


def _has_moved(field: str, before: str | None, now: str) -> bool:
    """Whether it is another than before; what was never agreed on has not moved.

    An account or VAT code has not where only the sums on the same ones moved: that is a matter of the total.
    """
    if before is None or before == now:
        return False
    if field not in OWN_WORDS:
        return True
    earlier, later = _parts(before), _parts(now)
    return earlier.keys() != later.keys() or sum(earlier.values()) == sum(later.values())


def _parts(summed: str) -> dict[str, Decimal]:
    """What `_summed` wrote, read again; a part that it did not write stands for itself."""
    parts: dict[str, Decimal] = {}
    for part in summed.split(", "):
        name, _, amount = part.rpartition(" ")
        try:
            parts[name] = Decimal(amount)
        except InvalidOperation:
            parts[part] = Decimal(0)
    return parts


def snapshot_of_customer(customer: Customer) -> Snapshot:
    """Our customer, as far as Xero is told of it."""
    return {
        "name": tidy_name(customer.name),
        "email": customer.email,
        "phone": customer.phone,
        "vat_number": customer.vat_number,
        "address": address_text(customer.address),
    }


def snapshot_of_contact(contact: Contact) -> Snapshot:
    """Xero's contact, in the same fields."""
    return {
        "name": tidy_name(contact.name),
        "email": contact.email,
        "phone": contact.phone,
        "vat_number": contact.tax_number,
        "address": address_text(contact.address),
    }


def address_text(address: Address) -> str:
    """The address in one line that can be compared: what is divided otherwise into lines is no difference."""
    parts = (*address.lines, address.city, address.region, address.postcode, address.country)
    return ", ".join(tidy for part in parts if (tidy := tidy_name(part)))


def snapshot_of_document(document: Document, contact_id: str) -> Snapshot:
    """Our invoice or credit note; `contact_id` is Xero's id of its customer, or empty."""
    totals = document.totals
    amounts = [(line, line.amounts(document.tax_mode, document.currency).amount) for line in document.lines]
    return {
        "number": document.number,
        "contact": contact_id,
        "issued_on": document.issued_on.isoformat(),
        "due_on": document.due_on.isoformat(),
        "reference": document.reference,
        "currency": document.currency,
        "total": str(totals.total.decimal),
        "tax": str(totals.tax.decimal),
        "accounts": _summed((line.account_code, amount) for line, amount in amounts),
        "vat_codes": _summed((line.vat_code, amount) for line, amount in amounts),
        "status": "gone" if document.status is DocumentStatus.VOIDED else "live",
    }


def snapshot_of_their_document(document: TheirDocument) -> Snapshot:
    """Xero's invoice or credit note, in the same fields."""
    return {
        "number": document.number,
        "contact": document.contact_id,
        "issued_on": document.issued_on.isoformat(),
        "due_on": document.due_on.isoformat() if document.due_on else "",
        "reference": document.reference,
        "currency": document.currency,
        "total": str(document.total.decimal),
        "tax": str(document.tax.decimal),
        "accounts": _summed((line.account_code, line.amount) for line in document.lines),
        "vat_codes": _summed((line.tax_type, line.amount) for line in document.lines),
        "status": "gone" if document.is_gone else "live",
    }


def snapshot_of_theirs(theirs: Contact | TheirDocument | TheirPayment) -> Snapshot:
    """Xero's record of whatever kind, in the fields of ours."""
    if isinstance(theirs, Contact):
        return snapshot_of_contact(theirs)
    if isinstance(theirs, TheirDocument):
        return snapshot_of_their_document(theirs)
    return snapshot_of_their_payment(theirs)


def allocations_text(allocations: Iterable[tuple[str, Money]]) -> str:
    """What is taken from a credit note, by Xero's ids of the invoices, in one text that can be compared."""
    sums: defaultdict[str, int] = defaultdict(int)
    for invoice_id, amount in allocations:
        sums[invoice_id] += amount.minor
    return ",".join(f"{invoice_id}={sums[invoice_id]}" for invoice_id in sorted(sums))


def snapshot_of_payment(payment: Payment, document_id: str) -> Snapshot:
    """Our payment; `document_id` is Xero's id of the document it settles, or empty."""
    return {
        "amount": str(payment.amount.decimal),
        "paid_on": payment.paid_on.isoformat(),
        "document": document_id,
        "status": payment.status.value,
    }


def snapshot_of_their_payment(payment: TheirPayment) -> Snapshot:
    """Xero's payment, in the same fields."""
    return {
        "amount": str(payment.amount.decimal),
        "paid_on": payment.paid_on.isoformat(),
        "document": payment.document_id,
        "status": "deleted" if payment.is_deleted else "live",
    }


def _summed(parts: Iterable[tuple[str, Money]]) -> str:
    sums: defaultdict[str, int] = defaultdict(int)
    currency = "GBP"
    for name, amount in parts:
        sums[name] += amount.minor
        currency = amount.currency
    return ", ".join(f"{name or '–'} {Money(sums[name], currency).decimal}" for name in sorted(sums))
