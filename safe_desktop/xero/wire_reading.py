"""Xero's JSON made into the values of `domain.theirs`: pure, exact, and refusing what it cannot trust.

A page that is not what Xero writes raises `NotXeros` as a whole. A single record that cannot be read (an amount finer
than a penny, an impossible date) is set aside as `Unreadable` and stops nobody else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

import msgspec

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.theirs import (
    Account,
    AdvanceKind,
    Connection,
    Contact,
    Organisation,
    TaxRate,
    TheirAdvance,
    TheirDocument,
    TheirPayment,
    TheirReceiveMoney,
)
from safe_desktop.xero.wire_receive_money import BankTransactionShape, read_receive_money
from safe_desktop.xero.wire_records import known_id, read_advance, read_contact, read_document, read_payment
from safe_desktop.xero.wire_shapes import (
    BYTE_ORDER_MARK,
    AccountShape,
    ActionShape,
    AdvanceShape,
    ConnectionShape,
    ContactShape,
    DocumentShape,
    OrganisationShape,
    Pagination,
    PaymentShape,
    Shape,
    TaxRateShape,
    day_or_none,
    is_id,
    moment,
    number,
)

_AHEAD = timedelta(days=1)

V = TypeVar("V")
T = TypeVar("T")


class NotXeros(ValueError):
    """The body is not the JSON that Xero writes here; the words say where it went wrong."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record of Xero's that could not be made into a value, and why."""

    xero_id: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row(Generic[V]):
    """One record of a list: its id and stamp, and its value or what is wrong with it."""

    xero_id: str
    updated_at: datetime
    value: V | Unreadable


@dataclass(frozen=True, slots=True)
class Listing(Generic[V]):
    """One answer to a list question. `page_count` is None where Xero did not say."""

    rows: tuple[Row[V], ...]
    page_count: int | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """The records of an answer, still as JSON; how many pages there are and when it was written, if told."""

    records: list[msgspec.Raw]
    page_count: int | None
    told_at: datetime | None


def decoded(body: bytes, shape: type[T]) -> T:
    """The body in that shape. Raises NotXeros for anything that is not plain, sane JSON of that shape."""
    try:
        return msgspec.json.decode(body.removeprefix(BYTE_ORDER_MARK), type=shape)
    except (msgspec.DecodeError, RecursionError, ArithmeticError, ValueError) as problem:
        raise NotXeros(f"the answer is not Xero's JSON: {problem}") from problem


def elements(body: bytes, key: str) -> Envelope:
    """What the envelope holds under that key, and what it says of itself."""
    envelope = decoded(body, dict[str, msgspec.Raw])
    if key not in envelope:
        raise NotXeros(f"the answer has no {key}")
    paging = decoded(bytes(envelope["pagination"]), Pagination) if "pagination" in envelope else None
    told = decoded(bytes(envelope["DateTimeUTC"]), str) if "DateTimeUTC" in envelope else ""
    try:
        told_at = moment(told) if told else None
    except ValueError as problem:
        raise NotXeros(f"the answer's own time: {problem}") from problem
    records = decoded(bytes(envelope[key]), list[msgspec.Raw])
    return Envelope(records, paging.page_count if paging else None, told_at)


def listed_contacts(body: bytes) -> Listing[Contact]:
    """The page of contacts in the answer."""
    return _listing(body, "Contacts", ContactShape, read_contact, lambda raw: (raw.contact_id, raw.name))


def listed_documents(body: bytes, kind: DocumentKind, base_currency: str) -> Listing[TheirDocument]:
    """The page of invoices or of credit notes in the answer."""
    key = "Invoices" if kind is DocumentKind.INVOICE else "CreditNotes"

    def naming(raw: DocumentShape) -> tuple[str | None, str | None]:
        return raw.invoice_id or raw.credit_note_id, raw.invoice_number or raw.credit_note_number

    return _listing(body, key, DocumentShape, lambda raw: read_document(raw, base_currency), naming)


def listed_payments(body: bytes, base_currency: str) -> Listing[TheirPayment]:
    """The page of payments in the answer."""
    return _listing(
        body,
        "Payments",
        PaymentShape,
        lambda raw: read_payment(raw, base_currency),
        lambda raw: (raw.payment_id, raw.reference),
    )


def listed_advances(body: bytes, kind: AdvanceKind, base_currency: str) -> Listing[TheirAdvance]:
    """The page of overpayments or of prepayments in the answer."""
    return _listing(
        body,
        f"{kind.value.capitalize()}s",
        AdvanceShape,
        lambda raw: read_advance(raw, kind, base_currency),
        lambda raw: (raw.overpayment_id or raw.prepayment_id, raw.reference),
    )


def listed_receive_money(body: bytes, base_currency: str) -> Listing[TheirReceiveMoney]:
    """The page of bank transactions in the answer."""
    return _listing(
        body,
        "BankTransactions",
        BankTransactionShape,
        lambda raw: read_receive_money(raw, base_currency),
        lambda raw: (raw.bank_transaction_id, raw.reference),
    )


def read_organisation(body: bytes) -> Organisation:
    """The organisation in the answer."""
    found = elements(body, "Organisations").records
    if len(found) != 1:
        raise NotXeros(f"the answer has {len(found)} organisations instead of one")
    raw = decoded(bytes(found[0]), OrganisationShape)
    try:
        return Organisation(
            organisation_id=known_id(raw.organisation_id),
            name=raw.name or "",
            short_code=raw.short_code or "",
            base_currency=raw.base_currency or "",
            country=raw.country_code or "",
            timezone=raw.timezone or "",
            is_demo=bool(raw.is_demo_company),
            period_lock_on=day_or_none(raw.period_lock_date),
            year_end_lock_on=day_or_none(raw.end_of_year_lock_date),
            edition=raw.edition or "",
            plan=raw.plan or "",
        )
    except ValueError as problem:
        raise NotXeros(f"the organisation cannot be read: {problem}") from problem


def read_accounts(body: bytes) -> list[Account]:
    """The chart of accounts in the answer."""
    found = elements(body, "Accounts").records
    return [_account(decoded(bytes(element), AccountShape)) for element in found]


def read_tax_rates(body: bytes) -> list[TaxRate]:
    """The tax rates in the answer; deleted ones are among them with their status."""
    found = elements(body, "TaxRates").records
    return [_tax_rate(decoded(bytes(element), TaxRateShape)) for element in found]


def read_actions(body: bytes) -> frozenset[str]:
    """The names of what the organisation may do by its plan just now; what Xero does not name is not among them."""
    found = [decoded(bytes(element), ActionShape) for element in elements(body, "Actions").records]
    return frozenset(one.name for one in found if one.name and one.status == "ALLOWED")


def read_connections(body: bytes) -> list[Connection]:
    """What the sign-in may reach, organisations and others."""
    return [
        Connection(raw.id or "", raw.tenant_id or "", raw.tenant_name or "", raw.tenant_type or "")
        for raw in decoded(body, list[ConnectionShape])
    ]


R = TypeVar("R", bound=Shape)


def _listing(
    body: bytes,
    key: str,
    shape: type[R],
    read: Callable[[R], V],
    naming: Callable[[R], tuple[str | None, str | None]],
) -> Listing[V]:
    found = elements(body, key)
    rows = tuple(_row(decoded(bytes(record), shape), read, naming) for record in found.records)
    if found.told_at and any(row.updated_at > found.told_at + _AHEAD for row in rows):
        # A stamp from the future would carry the cursor past changes that are still to come.
        raise NotXeros("a record was changed later than the answer was written")
    return Listing(rows, found.page_count)


def _row(raw: R, read: Callable[[R], V], naming: Callable[[R], tuple[str | None, str | None]]) -> Row[V]:
    xero_id, label = naming(raw)
    stamp: str | None = getattr(raw, "updated_date_utc", None)
    if not is_id(xero_id):
        raise NotXeros(f"a record has no id: {label}")
    try:
        updated_at = moment(stamp)
    except ValueError as problem:
        # Without stamps the list has no order and the cursor no meaning: the page as a whole is refused.
        raise NotXeros(f"record {xero_id}: {problem}") from problem
    try:
        value: V | Unreadable = read(raw)
    except ValueError as problem:
        value = Unreadable(xero_id or "", label or "", str(problem))
    return Row(xero_id or "", updated_at, value)


def _account(raw: AccountShape) -> Account:
    return Account(
        account_id=raw.account_id or "",
        code=raw.code or "",
        name=raw.name or "",
        kind=raw.type or "",
        account_class=raw.account_class or "",
        status=raw.status or "",
        takes_payments=raw.type == "BANK" or bool(raw.enable_payments_to_account),
        tax_type=raw.tax_type or "",
        system=raw.system_account or "",
        currency=raw.currency_code or "",
    )


def _tax_rate(raw: TaxRateShape) -> TaxRate:
    rate = raw.display_tax_rate if raw.effective_rate is None else raw.effective_rate
    try:
        exact: Decimal = number(rate)
    except ValueError as problem:
        raise NotXeros(f"tax rate {raw.tax_type}: {problem}") from problem
    flags = (
        ("ASSET", raw.can_apply_to_assets),
        ("EQUITY", raw.can_apply_to_equity),
        ("EXPENSE", raw.can_apply_to_expenses),
        ("LIABILITY", raw.can_apply_to_liabilities),
        ("REVENUE", raw.can_apply_to_revenue),
    )
    classes = frozenset(name for name, may in flags if may)
    return TaxRate(raw.tax_type or "", raw.name or "", exact, raw.status or "", classes)
