"""What the tables on screen show, one frozen value for each row. Values only: no query, no screen."""

from dataclasses import dataclass
from datetime import date, datetime

from safe_desktop.domain.billing import SettledStatus
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Origin
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing


@dataclass(frozen=True, slots=True)
class CustomerEntry:
    """A customer with what it owes; in the book's currency if it has several."""

    id: int
    name: str
    code: str
    email: str
    invoices: int
    balance: Money
    overdue: Money
    standing: Standing
    reason: str
    is_archived: bool


@dataclass(frozen=True, slots=True)
class InvoiceEntry:
    """An invoice or credit note; a credit note's amounts are negative."""

    id: int
    kind: DocumentKind
    number: str
    customer_id: int
    customer: str
    issued_on: date
    due_on: date
    reference: str
    total: Money
    open: Money
    word: SettledStatus
    standing: Standing
    reason: str


@dataclass(frozen=True, slots=True)
class PaymentEntry:
    """A payment; `word` is Applied, Paid back, On account, Held until cleared, Reversed or Unmatched.

    What was paid back on a credit note is money out: its amount is negative.
    """

    id: int
    paid_on: date
    customer_id: int
    customer: str
    document_id: int | None
    document_number: str
    amount: Money
    method: str
    reference: str
    origin: Origin
    word: str
    standing: Standing
    reason: str


@dataclass(frozen=True, slots=True)
class ToSendEntry:
    """A record that Xero does not know yet or not as it is now; `change` says what is new."""

    id: int
    kind: RecordKind
    title: str
    customer: str
    on: date | None
    amount: Money | None
    standing: Standing
    change: str


@dataclass(frozen=True, slots=True)
class MismatchEntry:
    """A difference that a person must settle, with both sides and the ways out."""

    id: int
    kind: MismatchKind
    record_kind: RecordKind
    local_id: int
    label: str
    customer: str
    field: str
    ours: str
    theirs: str
    agreed: str
    apart: Money | None
    reason: str
    age_days: int
    ways: tuple[WayOut, ...]
    asked: str = ""


@dataclass(frozen=True, slots=True)
class RunEntry:
    """One sync with its figures; `finished_at` is None while it runs."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    reason: str
    looked_at: int
    sent: int
    same: int
    skipped: int
    refused: int
    received: int
    calls: int
    result: str
    words: str
    seconds: float


@dataclass(frozen=True, slots=True)
class RunItemEntry:
    """What a run did with one record."""

    id: int
    kind: RecordKind
    local_id: int
    label: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class ActivityEntry:
    """One line of the activity record; `id` is its number in the chain."""

    id: int
    at: datetime
    actor: str
    action: str
    record_kind: str
    record_id: int | None
    label: str
    detail: str
