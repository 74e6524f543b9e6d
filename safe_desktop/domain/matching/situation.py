"""What a matcher looks at: the receipts to place, and all that is known beside them. Values only.

Amounts are whole minor units of the situation's one currency; keys are opaque and unique within their kind.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class ReceiptSource(StrEnum):
    """How the money became known."""

    BANK = "bank"
    XERO_PAYMENT = "xero_payment"
    RECEIVE_MONEY = "receive_money"
    ADVANCE = "advance"


@dataclass(frozen=True, slots=True)
class Receipt:
    """One amount that arrived, or went out where it is negative. A bank gives payee and reference, or a narrative."""

    key: str
    source: ReceiptSource
    came_on: date
    minor: int
    kind: str = ""
    payee: str = ""
    reference: str = ""
    narrative: str = ""
    xero_invoice_id: str = ""


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """An invoice, or a credit note whose open amount is the credit left (positive). Settled ones are looked at too."""

    key: str
    number: str
    payer_key: str
    issued_on: date
    due_on: date
    total_minor: int
    open_minor: int
    is_credit: bool = False
    reference: str = ""
    is_live: bool = True
    xero_id: str = ""


@dataclass(frozen=True, slots=True)
class KnownPayment:
    """Money already written down here: taken off its invoice, or collected by a provider and not yet paid out."""

    key: str
    paid_on: date
    minor: int
    payer_key: str
    document_key: str = ""
    method: str = ""
    waits_for_payout: bool = False
    provider: str = ""
    fee_minor: int | None = None
    payout_reference: str = ""


@dataclass(frozen=True, slots=True)
class EarlierReceipt:
    """A receipt of the past whose customer and invoices a person confirmed."""

    came_on: date
    minor: int
    payer_key: str
    kind: str = ""
    payee: str = ""
    reference: str = ""
    narrative: str = ""
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Payer:
    """A customer as the matcher knows it."""

    key: str
    name: str
    first_name: str = ""
    last_name: str = ""
    account_number: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    """Who collects for us and pays out less a fee: so much per cent and so much fixed, at most the cap (None: none)."""

    name: str
    percent: Decimal
    fixed_minor: int = 0
    cap_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """One batch: everything of one currency in one book. The matcher may look ahead within it."""

    currency: str
    receipts: tuple[Receipt, ...]
    documents: tuple[OpenDocument, ...]
    payments: tuple[KnownPayment, ...] = ()
    history: tuple[EarlierReceipt, ...] = ()
    payers: tuple[Payer, ...] = ()
    providers: tuple[Provider, ...] = ()
