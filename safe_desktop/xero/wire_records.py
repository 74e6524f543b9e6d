"""Xero's contacts, documents, payments and allocations made into the values of `domain.theirs`: one record at a time.

Knows what Xero's fields mean (xero-api.md 4 to 6). Must not know of pages and envelopes: that is `wire_reading`.
"""

from collections.abc import Sequence

from safe_desktop.domain.customer import Address
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.money import Money, total
from safe_desktop.domain.tax import TaxMode
from safe_desktop.domain.theirs import (
    AdvanceKind,
    Contact,
    TheirAdvance,
    TheirAllocation,
    TheirDocument,
    TheirLine,
    TheirPayment,
)
from safe_desktop.xero.wire_shapes import (
    AccountShape,
    AddressShape,
    AdvanceShape,
    AllocationShape,
    AppliedTo,
    ContactShape,
    DocumentShape,
    LineShape,
    NamedPhone,
    PaymentShape,
    day,
    day_or_none,
    is_id,
    moment,
    money,
    number,
    one,
)

_TAX_MODES = {"exclusive": TaxMode.EXCLUSIVE, "inclusive": TaxMode.INCLUSIVE, "notax": TaxMode.NO_TAX}
_GONE = ("VOIDED", "DELETED")
_FROM_CUSTOMERS = ("RECEIVE", "AR")
"""How the types begin: RECEIVE-OVERPAYMENT by the documentation, AROVERPAYMENT by the OpenAPI file too."""


def read_contact(raw: ContactShape) -> Contact:
    """The contact's value; ValueError in words if it has none."""
    return Contact(
        contact_id=known_id(raw.contact_id),
        name=raw.name or "",
        status=raw.contact_status or "ACTIVE",
        updated_at=moment(raw.updated_date_utc),
        number=raw.contact_number or "",
        email=raw.email_address or "",
        phone=_phone(raw.phones or []),
        tax_number=raw.tax_number or "",
        merged_to=raw.merged_to_contact_id if is_id(raw.merged_to_contact_id) and raw.merged_to_contact_id else "",
        is_customer=bool(raw.is_customer),
        is_supplier=bool(raw.is_supplier),
        address=_address(raw.addresses or []),
    )


def _address(addresses: Sequence[AddressShape]) -> Address:
    """The address for post, which is the one that invoices go to and that we write."""
    found = next((one for one in addresses if one.address_type == "POBOX"), AddressShape())
    lines = (found.address_line1, found.address_line2, found.address_line3, found.address_line4)
    return Address(
        tuple(line for line in lines if line),
        found.city or "",
        found.region or "",
        found.postal_code or "",
        found.country or "",
    )


def read_document(raw: DocumentShape, base_currency: str) -> TheirDocument:
    """The invoice's or credit note's value; ValueError in words if it has none."""
    kind = DocumentKind.CREDIT_NOTE if (raw.type or "").endswith("CREDIT") else DocumentKind.INVOICE
    is_invoice = kind is DocumentKind.INVOICE
    currency = raw.currency_code or base_currency
    contact = one(raw.contact) or ContactShape()
    status = raw.status or ""
    whole = money(raw.total, currency)
    allocations = _allocations(raw.allocations or [], currency)
    if is_invoice:
        due = money(raw.amount_due, currency)
        paid, credited = money(raw.amount_paid, currency), money(raw.amount_credited, currency)
    else:
        # Xero names no AmountPaid on a credit note: what is neither left nor allocated was paid back.
        due = money(raw.remaining_credit, currency)
        credited = total((allocation.amount for allocation in allocations), currency)
        paid = Money(0, currency) if status in _GONE else whole - due - credited
    return TheirDocument(
        document_id=known_id(raw.invoice_id if is_invoice else raw.credit_note_id),
        kind=kind,
        number=(raw.invoice_number if is_invoice else raw.credit_note_number) or "",
        contact_id=contact.contact_id or "",
        contact_name=contact.name or "",
        issued_on=day(raw.date, raw.date_string),
        due_on=day_or_none(raw.due_date, raw.due_date_string),
        status=status,
        currency=currency,
        tax_mode=_tax_mode(raw.line_amount_types),
        subtotal=money(raw.sub_total, currency),
        tax=money(raw.total_tax, currency),
        total=whole,
        due=due,
        paid=paid,
        credited=credited,
        updated_at=moment(raw.updated_date_utc),
        reference=raw.reference or "",
        is_ours_to_sell=raw.type in ("ACCREC", "ACCRECCREDIT"),
        lines=tuple(_line(line, currency) for line in raw.line_items or []),
        allocations=allocations,
    )


def read_payment(raw: PaymentShape, base_currency: str) -> TheirPayment:
    """The payment's value; ValueError in words if it has none. Xero may show a credit note under `Invoice`."""
    applied = next((a for a in map(one, (raw.invoice, raw.credit_note, raw.prepayment, raw.overpayment)) if a), None)
    applied = applied or AppliedTo()
    account = one(raw.account) or AccountShape()
    contact = one(applied.contact) or ContactShape()
    ids = (applied.invoice_id, applied.credit_note_id, applied.prepayment_id, applied.overpayment_id)
    return TheirPayment(
        payment_id=known_id(raw.payment_id),
        document_id=next((xero_id for xero_id in ids if xero_id and is_id(xero_id)), ""),
        paid_on=day(raw.date),
        amount=money(raw.amount, applied.currency_code or base_currency),
        status=raw.status or "AUTHORISED",
        updated_at=moment(raw.updated_date_utc),
        kind=raw.payment_type or "ACCRECPAYMENT",
        reference=raw.reference or "",
        account_id=account.account_id or "",
        account_code=account.code or "",
        is_reconciled=bool(raw.is_reconciled),
        document_number=applied.invoice_number or applied.credit_note_number or "",
        contact_id=contact.contact_id or "",
        batch_id=raw.batch_payment_id if raw.batch_payment_id and is_id(raw.batch_payment_id) else "",
    )


def read_advance(raw: AdvanceShape, kind: AdvanceKind, base_currency: str) -> TheirAdvance:
    """The overpayment's or prepayment's value; ValueError in words if it has none."""
    currency = raw.currency_code or base_currency
    contact = one(raw.contact) or ContactShape()
    return TheirAdvance(
        advance_id=known_id(raw.overpayment_id if kind is AdvanceKind.OVERPAYMENT else raw.prepayment_id),
        kind=kind,
        contact_id=contact.contact_id or "",
        contact_name=contact.name or "",
        paid_on=day(raw.date, raw.date_string),
        status=raw.status or "",
        total=money(raw.total, currency),
        left=money(raw.remaining_credit, currency),
        updated_at=moment(raw.updated_date_utc),
        reference=raw.reference or "",
        is_from_customer=(raw.type or "").startswith(_FROM_CUSTOMERS),
        allocations=_allocations(raw.allocations or [], currency),
    )


def read_allocation(raw: AllocationShape, currency: str) -> TheirAllocation:
    """So much of a credit note on that invoice; ValueError in words if it cannot be read."""
    invoice = one(raw.invoice) or AppliedTo()
    amount = raw.applied_amount if raw.amount is None else raw.amount
    allocation_id = raw.allocation_id if raw.allocation_id and is_id(raw.allocation_id) else ""
    return TheirAllocation(known_id(invoice.invoice_id), money(amount, currency), allocation_id)


def known_id(xero_id: str | None) -> str:
    """The id, if it is one; ValueError if Xero wrote none or the one of zeros."""
    if not xero_id or not is_id(xero_id):
        raise ValueError("it has no id")
    return xero_id


def _phone(phones: list[NamedPhone]) -> str:
    for phone in phones:
        if phone.phone_type == "DEFAULT":
            parts = (phone.phone_country_code, phone.phone_area_code, phone.phone_number)
            return " ".join(part for part in parts if part)
    return ""


def _line(raw: LineShape, currency: str) -> TheirLine:
    return TheirLine(
        description=raw.description or "",
        quantity=number(raw.quantity),
        unit_price=number(raw.unit_amount),
        amount=money(raw.line_amount, currency),
        tax=money(raw.tax_amount, currency),
        tax_type=raw.tax_type or "",
        account_code=raw.account_code or "",
        line_id=raw.line_item_id or "",
    )


def _allocations(raws: list[AllocationShape], currency: str) -> tuple[TheirAllocation, ...]:
    return tuple(read_allocation(raw, currency) for raw in raws if not raw.is_deleted)


def _tax_mode(words: str | None) -> TaxMode:
    mode = _TAX_MODES.get((words or "exclusive").casefold())
    if mode is None:
        raise ValueError(f"“{(words or '')[:40]}” is not a way to state VAT")
    return mode
