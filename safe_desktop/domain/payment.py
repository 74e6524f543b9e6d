"""Money that arrived: payments, how it came (methods), and which documents it settles (allocations)."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from safe_desktop.domain.debit_life import Debit
from safe_desktop.domain.money import Money

MAX_PAYMENT_REFERENCE = 100
"""Xero's own limit is undocumented; 100 is safe (xero-api.md 6.2)."""


class PaymentStatus(StrEnum):
    LIVE = "live"
    DELETED = "deleted"


class Origin(StrEnum):
    """Where a record was first written down."""

    HERE = "here"
    XERO = "xero"


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """How money comes in. Without an account code its payments stay local; `hold_days` is the time to clear."""

    name: str
    id: int = 0
    xero_account_code: str = ""
    hold_days: int = 0

    @property
    def stays_local(self) -> bool:
        return not self.xero_account_code


@dataclass(frozen=True, slots=True)
class Payment:
    """Money from a customer, for one document or none yet. `id` is 0 until stored; `marker` tells it from its like.

    `debit` is where its collection stands, if it is followed; Xero knows nothing of it.
    """

    customer_id: int
    paid_on: date
    amount: Money
    method_id: int
    id: int = 0
    document_id: int | None = None
    reference: str = ""
    marker: str = ""
    status: PaymentStatus = PaymentStatus.LIVE
    origin: Origin = Origin.HERE
    revision: int = 1
    debit: Debit | None = None


@dataclass(frozen=True, slots=True)
class Allocation:
    """So much of a payment or of a credit note settles so much of an invoice."""

    document_id: int
    amount: Money
    payment_id: int | None = None
    credit_note_id: int | None = None


def clears_on(payment: Payment, method: PaymentMethod) -> date:
    """The first day on which the payment may be told to Xero."""
    return payment.paid_on + timedelta(days=method.hold_days)


def marker_for(seed: str) -> str:
    """A short mark that finds this payment again in Xero, where nothing else is unique (reliability.md 0.3)."""
    return "SD-" + hashlib.blake2b(seed.encode(), digest_size=4).hexdigest().upper()


def reference_in_xero(payment: Payment) -> str:
    """The payment's reference as Xero holds it: marker first, so that it is never cut off."""
    return f"{payment.marker} {payment.reference}".strip()[:MAX_PAYMENT_REFERENCE]
