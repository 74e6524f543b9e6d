"""The shapes of Xero's JSON that we read, as far as we read it, and its dates and numbers made exact.

Knows property names and formats (xero-api.md 3.1, 3.2). Must not know our values: that is `wire_reading`.
"""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, TypeAlias, TypeVar

import msgspec

from safe_desktop.domain.money import Money

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

ZERO_ID = "00000000-0000-0000-0000-000000000000"
"""What Xero writes as the id of a record it did not make."""

_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TICKS = re.compile(r"/Date\((-?\d{1,16})([+-]\d{4})?\)/")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_DIGITS = 28
_LARGEST_POWER = 12
"""No amount, price or quantity of a small business comes near 10^12; beyond it a number is an attack or a fault."""

Text = Annotated[str, msgspec.Meta(max_length=20_000)] | None
Number = Decimal | None


def xero_name(name: str) -> str:
    """Xero's spelling of a property: `updated_date_utc` is UpdatedDateUTC, `contact_id` is ContactID."""
    words = ("ID" if word == "id" else "UTC" if word == "utc" else word.capitalize() for word in name.split("_"))
    return "".join(words)


class Shape(msgspec.Struct, rename=xero_name):
    """A JSON object of Xero's; what it holds besides is skipped."""


class NamedPhone(Shape):
    phone_type: Text = None
    phone_number: Text = None
    phone_area_code: Text = None
    phone_country_code: Text = None


class AddressShape(Shape):
    address_type: Text = None
    address_line1: Text = msgspec.field(default=None, name="AddressLine1")
    address_line2: Text = msgspec.field(default=None, name="AddressLine2")
    address_line3: Text = msgspec.field(default=None, name="AddressLine3")
    address_line4: Text = msgspec.field(default=None, name="AddressLine4")
    city: Text = None
    region: Text = None
    postal_code: Text = None
    country: Text = None


class ContactShape(Shape):
    contact_id: Text = None
    name: Text = None
    contact_status: Text = None
    contact_number: Text = None
    email_address: Text = None
    tax_number: Text = None
    merged_to_contact_id: Text = msgspec.field(default=None, name="MergedToContactID")
    phones: list[NamedPhone] | None = None
    addresses: list[AddressShape] | None = None
    is_customer: bool | None = None
    is_supplier: bool | None = None
    updated_date_utc: Text = None


class LineShape(Shape):
    line_item_id: Text = None
    description: Text = None
    quantity: Number = None
    unit_amount: Number = None
    line_amount: Number = None
    tax_amount: Number = None
    tax_type: Text = None
    account_code: Text = None


class AppliedTo(Shape):
    """The document that a payment or an allocation belongs to, as Xero nests it."""

    invoice_id: Text = None
    invoice_number: Text = None
    credit_note_id: Text = None
    credit_note_number: Text = None
    prepayment_id: Text = None
    overpayment_id: Text = None
    currency_code: Text = None
    contact: ContactShape | list[msgspec.Raw] | None = None


class AllocationShape(Shape):
    allocation_id: Text = None
    allocation_id_in_example: Text = msgspec.field(default=None, name="AllocationId")
    amount: Number = None
    applied_amount: Number = None
    is_deleted: bool | None = None
    invoice: AppliedTo | list[msgspec.Raw] | None = None


class DocumentShape(Shape):
    """An invoice or a credit note: they differ in the names of the id, the number and what is left."""

    type: Text = None
    invoice_id: Text = None
    invoice_number: Text = None
    credit_note_id: Text = None
    credit_note_number: Text = None
    reference: Text = None
    contact: ContactShape | list[msgspec.Raw] | None = None
    date: Text = None
    date_string: Text = None
    due_date: Text = None
    due_date_string: Text = None
    status: Text = None
    line_amount_types: Text = None
    currency_code: Text = None
    sub_total: Number = None
    total_tax: Number = None
    total: Number = None
    amount_due: Number = None
    amount_paid: Number = None
    amount_credited: Number = None
    remaining_credit: Number = None
    line_items: list[LineShape] | None = None
    allocations: list[AllocationShape] | None = None
    updated_date_utc: Text = None


class AdvanceShape(Shape):
    """An overpayment or a prepayment: they differ in the name of the id."""

    type: Text = None
    overpayment_id: Text = None
    prepayment_id: Text = None
    reference: Text = None
    contact: ContactShape | list[msgspec.Raw] | None = None
    date: Text = None
    date_string: Text = None
    status: Text = None
    currency_code: Text = None
    total: Number = None
    remaining_credit: Number = None
    allocations: list[AllocationShape] | None = None
    updated_date_utc: Text = None


class AccountShape(Shape):
    account_id: Text = None
    code: Text = None
    name: Text = None
    type: Text = None
    status: Text = None
    tax_type: Text = None
    system_account: Text = None
    currency_code: Text = None
    enable_payments_to_account: bool | None = None
    account_class: Text = msgspec.field(default=None, name="Class")


class PaymentShape(Shape):
    payment_id: Text = None
    batch_payment_id: Text = None
    date: Text = None
    amount: Number = None
    reference: Text = None
    payment_type: Text = None
    status: Text = None
    is_reconciled: bool | None = None
    updated_date_utc: Text = None
    account: AccountShape | list[msgspec.Raw] | None = None
    invoice: AppliedTo | list[msgspec.Raw] | None = None
    credit_note: AppliedTo | list[msgspec.Raw] | None = None
    prepayment: AppliedTo | list[msgspec.Raw] | None = None
    overpayment: AppliedTo | list[msgspec.Raw] | None = None


class OrganisationShape(Shape):
    organisation_id: Text = None
    name: Text = None
    short_code: Text = None
    base_currency: Text = None
    country_code: Text = None
    timezone: Text = None
    is_demo_company: bool | None = None
    period_lock_date: Text = None
    end_of_year_lock_date: Text = None
    edition: Text = None
    plan: Text = msgspec.field(default=None, name="Class")


class ActionShape(Shape):
    """One thing that the organisation may or may not do by its plan."""

    name: Text = None
    status: Text = None


class TaxRateShape(Shape):
    tax_type: Text = None
    name: Text = None
    effective_rate: Number = None
    display_tax_rate: Number = None
    status: Text = None
    can_apply_to_assets: bool | None = None
    can_apply_to_equity: bool | None = None
    can_apply_to_expenses: bool | None = None
    can_apply_to_liabilities: bool | None = None
    can_apply_to_revenue: bool | None = None


class ConnectionShape(msgspec.Struct, rename="camel"):
    """One element of /connections, which has no envelope and small first letters (xero-api.md 1.6)."""

    id: Text = None
    tenant_id: Text = None
    tenant_name: Text = None
    tenant_type: Text = None


class Pagination(msgspec.Struct, rename="camel"):
    """Told with lists that were asked for by page."""

    page: int = 1
    page_size: int = 0
    page_count: int = 0
    item_count: int = 0


S = TypeVar("S")


def one(nested: S | list[msgspec.Raw] | None) -> S | None:
    """The nested object, or None where Xero wrote nothing or, as it may, an empty list (xero-api.md 3.1)."""
    return None if isinstance(nested, list) else nested


_plain_json = msgspec.json.Decoder(float_hook=Decimal)

ParsedJson: TypeAlias = "str | bool | int | Decimal | list[ParsedJson] | dict[str, ParsedJson] | None"


def parsed(body: bytes) -> ParsedJson:
    """Any JSON, with exact numbers. ValueError for what is not sane JSON."""
    try:
        tree: ParsedJson = _plain_json.decode(body.removeprefix(BYTE_ORDER_MARK))
    except (msgspec.DecodeError, RecursionError, ArithmeticError) as problem:
        raise ValueError(f"it is not JSON: {problem}") from problem
    return tree


def is_id(text: str | None) -> bool:
    """Whether it is the id of a record that exists: a guid, and not the one of zeros."""
    return bool(text) and _ID.fullmatch(text or "") is not None and text != ZERO_ID


def moment(text: str | None) -> datetime:
    """The instant in `/Date(ms+0000)/` or an ISO time; without a zone it is UTC. ValueError if it is neither."""
    ticks = _TICKS.fullmatch(text or "")
    try:
        if ticks:
            return _EPOCH + timedelta(milliseconds=int(ticks[1]))
        read = datetime.fromisoformat(text or "")
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise ValueError(f"“{(text or '')[:40]}” is not a time") from problem


def day(*texts: str | None) -> date:
    """The calendar day in the first text that has one. It is written as midnight UTC and never moved by a zone."""
    for text in texts:
        if text:
            return moment(text).date()
    raise ValueError("a date is missing")


def day_or_none(*texts: str | None) -> date | None:
    """As `day`, but nothing where nothing is written."""
    return day(*texts) if any(texts) else None


def number(value: Decimal | None, default: Decimal = Decimal(0)) -> Decimal:
    """The number, or the default where Xero wrote none; NaN, infinities and absurd sizes are a ValueError."""
    if value is None:
        return default
    if not value.is_finite() or value.adjusted() > _LARGEST_POWER or len(value.as_tuple().digits) > _MOST_DIGITS:
        raise ValueError(f"{str(value)[:20]} is not an amount")
    return value


def money(value: Decimal | None, currency: str) -> Money:
    """The amount, exactly; finer than the currency's minor unit is a ValueError."""
    return Money.exactly(number(value), currency)
