"""Xero's side as values: what a page of an answer becomes before anything is decided about it.

Built by `xero.wire_reading`, compared by `reconciling`, remembered by `store`. Dates are calendar days; amounts exact.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from safe_desktop.domain.customer import Address
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.tax import TaxMode


@dataclass(frozen=True, slots=True)
class Connection:
    """One organisation that the sign-in may reach (xero-api.md 1.6)."""

    connection_id: str
    tenant_id: str
    name: str
    kind: str = "ORGANISATION"


@dataclass(frozen=True, slots=True)
class Organisation:
    """Xero's own facts about the business (xero-api.md 7.4); `plan` is the class of its subscription."""

    organisation_id: str
    name: str
    short_code: str
    base_currency: str
    country: str
    timezone: str
    is_demo: bool
    period_lock_on: date | None = None
    year_end_lock_on: date | None = None
    edition: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the organisation's chart; `takes_payments` for banks and those switched on for it.

    `currency` is a bank account's own; empty where Xero does not tell it.
    """

    account_id: str
    code: str
    name: str
    kind: str
    account_class: str
    status: str
    takes_payments: bool
    tax_type: str = ""
    system: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A tax rate; `rate` is the effective one, in per cent, `account_classes` those of accounts it may be on."""

    tax_type: str
    name: str
    rate: Decimal
    status: str
    account_classes: frozenset[str] = frozenset()

    @property
    def for_revenue(self) -> bool:
        """Whether it may be on an income account."""
        return "REVENUE" in self.account_classes


@dataclass(frozen=True, slots=True)
class Contact:
    """Xero's record of a customer; of a supplier too, which `is_supplier` tells once there is a bill of it."""

    contact_id: str
    name: str
    status: str
    updated_at: datetime
    number: str = ""
    email: str = ""
    phone: str = ""
    tax_number: str = ""
    merged_to: str = ""
    is_customer: bool = False
    is_supplier: bool = False
    address: Address = field(default_factory=Address)


@dataclass(frozen=True, slots=True)
class TheirLine:
    """A line of Xero's document."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    amount: Money
    tax: Money
    tax_type: str = ""
    account_code: str = ""
    line_id: str = ""


REFUND_KINDS = ("ARCREDITPAYMENT", "AROVERPAYMENTPAYMENT", "ARPREPAYMENTPAYMENT")


@dataclass(frozen=True, slots=True)
class TheirPayment:
    """A payment as Xero tells it. `document_id` is the invoice or credit note it belongs to; may be empty.

    `batch_id` names the batch it is a part of, if it is: such a one goes with its batch only.
    """

    payment_id: str
    document_id: str
    paid_on: date
    amount: Money
    status: str
    updated_at: datetime
    kind: str = "ACCRECPAYMENT"
    reference: str = ""
    account_id: str = ""
    account_code: str = ""
    is_reconciled: bool = False
    document_number: str = ""
    contact_id: str = ""
    batch_id: str = ""

    @property
    def is_deleted(self) -> bool:
        return self.status == "DELETED"

    @property
    def is_refund(self) -> bool:
        """Money out: paid back from a credit note, an overpayment or a prepayment."""
        return self.kind in REFUND_KINDS

    @property
    def stands_fast(self) -> str:
        """Why Xero would not let it be deleted, in words; empty if it would."""
        if self.is_reconciled:
            return "Xero has reconciled it with the bank: undo that there first"
        return "It is part of a batch in Xero: delete the batch there" if self.batch_id else ""


@dataclass(frozen=True, slots=True)
class TheirAllocation:
    """So much of a credit note applied to an invoice; `allocation_id` is empty where Xero told none."""

    document_id: str
    amount: Money
    allocation_id: str = ""


class AdvanceKind(StrEnum):
    """The two kinds of money that Xero keeps for a contact without an invoice."""

    OVERPAYMENT = "overpayment"
    PREPAYMENT = "prepayment"


@dataclass(frozen=True, slots=True)
class TheirAdvance:
    """Xero's overpayment or prepayment: what came, what is `left` of it, and which invoices have the rest."""

    advance_id: str
    kind: AdvanceKind
    contact_id: str
    contact_name: str
    paid_on: date
    status: str
    total: Money
    left: Money
    updated_at: datetime
    reference: str = ""
    is_from_customer: bool = True
    allocations: tuple[TheirAllocation, ...] = field(default=())

    @property
    def is_gone(self) -> bool:
        """Voided or deleted: kept by Xero, worth nothing."""
        return self.status in ("VOIDED", "DELETED")


@dataclass(frozen=True, slots=True)
class TheirReceiveMoney:
    """Money that Xero has as received at the bank and booked to an account, tied to no invoice."""

    transaction_id: str
    contact_id: str
    contact_name: str
    came_on: date
    status: str
    total: Money
    updated_at: datetime
    reference: str = ""
    account_code: str = ""
    words: str = ""
    is_reconciled: bool = False

    @property
    def is_gone(self) -> bool:
        """Deleted or voided: kept by Xero, worth nothing."""
        return self.status in ("VOIDED", "DELETED")


@dataclass(frozen=True, slots=True)
class TheirDocument:
    """Xero's invoice or credit note; `is_ours_to_sell` is False for bills and supplier credits."""

    document_id: str
    kind: DocumentKind
    number: str
    contact_id: str
    contact_name: str
    issued_on: date
    due_on: date | None
    status: str
    currency: str
    tax_mode: TaxMode
    subtotal: Money
    tax: Money
    total: Money
    due: Money
    paid: Money
    credited: Money
    updated_at: datetime
    reference: str = ""
    is_ours_to_sell: bool = True
    lines: tuple[TheirLine, ...] = ()
    allocations: tuple[TheirAllocation, ...] = field(default=())

    @property
    def is_gone(self) -> bool:
        """Voided or deleted: kept by Xero, worth nothing."""
        return self.status in ("VOIDED", "DELETED")
