"""Why what a customer owes here is not what it owes in Xero: every difference named, and what no rule names left over.

Pure: facts of both sides in, items out. A record is compared with its own counterpart only; an amount that no fact
accounts for becomes no item, so that it stays in the residue. Amounts are minor units: more owed is positive.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from safe_desktop.domain.mismatch import MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing


class Cause(StrEnum):
    """What sets both sides apart; the value is on the screen and in exports."""

    NOT_SENT = "Not sent yet"
    ON_ITS_WAY = "On its way to Xero"
    TO_REVIEW = "Waits for a review"
    HELD = "Held until cleared"
    DO_NOT_SEND = "Held back: do not send"
    STAYS_HERE = "Stays here"
    REFUSED = "Refused by Xero"
    CHANGED_HERE = "Changed here, not told yet"
    MISMATCH = "Mismatch open"
    NOTED = "Difference noted"
    TAKEN_BACK = "Taken back here, lives in Xero"
    GONE_THERE = "Deleted or voided in Xero"
    DRAFT_THERE = "Draft in Xero"
    ONLY_THERE = "In Xero only"
    SET_AGAINST = "Set against another document"
    ADVANCE = "Over- or prepayment in Xero only"
    ELSEWHERE = "Under another customer in Xero"
    DEDUCTED = "Deducted in Xero"
    NOT_READ = "Payments in Xero not read yet"


CAUSE_OF_STANDING: Mapping[Standing, Cause] = {
    Standing.NOT_SENT: Cause.NOT_SENT,
    Standing.READY: Cause.NOT_SENT,
    Standing.QUEUED: Cause.NOT_SENT,
    Standing.SENDING: Cause.ON_ITS_WAY,
    Standing.TO_REVIEW: Cause.TO_REVIEW,
    Standing.HELD: Cause.HELD,
    Standing.DO_NOT_SEND: Cause.DO_NOT_SEND,
    Standing.STAYS_HERE: Cause.STAYS_HERE,
    Standing.FAILED: Cause.REFUSED,
    Standing.CHANGED_HERE: Cause.CHANGED_HERE,
    Standing.CHANGED_IN_XERO: Cause.MISMATCH,
    Standing.CONFLICT: Cause.MISMATCH,
}
"""Where a record stands is why Xero does not have it as it is here. *In Xero* explains nothing: it would be equal."""


class OurRecord(NamedTuple):
    """A document of ours, or money on account. `counts` where it is approved, or lives."""

    kind: RecordKind
    id: int
    label: str
    customer_id: int
    currency: str
    counts: bool
    total: int
    open: int
    standing: Standing
    reason: str
    xero_id: str = ""
    is_changed: bool = False


class TheirRecord(NamedTuple):
    """Xero's invoice, credit note, overpayment or prepayment (kind payment) as last read."""

    kind: RecordKind
    xero_id: str
    label: str
    contact_id: str
    contact: str
    currency: str
    status: str
    total: int
    due: int
    paid: int
    credited: int
    updated_at: str

    @property
    def counts(self) -> bool:
        """Whether it is in the balance: drafts and what is voided are not."""
        return self.status in ("AUTHORISED", "PAID")


class Settlement(NamedTuple):
    """So much of a document settled by a payment or a credit, or so much of a credit set against an invoice.

    `key` is Xero's id of what is at the other end, empty where Xero has none of it. `is_credit` where the other end
    holds the other half of it; `is_strange` where Xero has it of a credit that is not in this book, and where a payment
    here stands for such credit. `other` says where the other side has it instead, if it has it.
    """

    key: str
    amount: int
    kind: RecordKind
    local_id: int
    label: str
    standing: Standing = Standing.IN_XERO
    reason: str = ""
    is_credit: bool = False
    is_strange: bool = False
    is_live: bool = True
    other: str = ""
    updated_at: str = ""


class Question(NamedTuple):
    """A difference that was found before: open, or noted by a person."""

    kind: MismatchKind
    record_kind: RecordKind
    local_id: int
    xero_id: str
    field: str
    reason: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One reconciling item: what it is about, how much of ours less Xero's it explains, and where to look."""

    cause: Cause
    kind: RecordKind
    label: str
    amount: Money
    detail: str
    local_id: int = 0
    xero_id: str = ""

    @property
    def name(self) -> str:
        """The item in a few words: "Payment INV-7: held until cleared"."""
        return f"{self.kind.noun.capitalize()} {self.label}: {self.cause.value[0].lower()}{self.cause.value[1:]}"


@dataclass(frozen=True, slots=True)
class Unexplained:
    """A record that no fact brings to what Xero has: how both stand, and what is left."""

    kind: RecordKind
    label: str
    ours: Money
    theirs: Money
    left: Money
    local_id: int = 0


class BothSides(NamedTuple):
    """One record behind the two balances of a row: what it adds to ours and to Xero's, in minor units."""

    kind: RecordKind
    label: str
    ours: int
    theirs: int
    local_id: int = 0


@dataclass(frozen=True, slots=True)
class TieOutRow:
    """A customer in one currency. `customer_id` is 0 for a contact that only Xero has."""

    customer_id: int
    contact_id: str
    customer: str
    ours: Money
    theirs: Money
    items: tuple[Item, ...] = ()
    unexplained: tuple[Unexplained, ...] = ()
    records: tuple[BothSides, ...] = ()

    @property
    def explained(self) -> Money:
        """What the items come to."""
        return Money(sum(item.amount.minor for item in self.items), self.ours.currency)

    @property
    def residue(self) -> Money:
        """What is left of the difference when every item is taken from it: 0.00, or unexplained."""
        return self.ours - self.theirs - self.explained

    @property
    def is_unexplained(self) -> bool:
        """Whether a record differs for no known reason, also where two such records make up for each other."""
        return bool(self.residue or self.unexplained)

    @property
    def why(self) -> str:
        """The causes in words, the largest first."""
        sums: dict[str, int] = {}
        for item in self.items:
            sums[item.cause.value] = sums.get(item.cause.value, 0) + abs(item.amount.minor)
        return ", ".join(sorted(sums, key=lambda words: -sums[words]))


@dataclass(frozen=True, slots=True)
class Questions:
    """What was asked about records before, by our record and by Xero's."""

    of_ours: Mapping[tuple[RecordKind, int], Sequence[Question]] = field(default_factory=dict)
    of_theirs: Mapping[str, Sequence[Question]] = field(default_factory=dict)

    @classmethod
    def of(cls, questions: Iterable[Question]) -> "Questions":
        """These, sorted by whom they are about."""
        ours: dict[tuple[RecordKind, int], list[Question]] = {}
        theirs: dict[str, list[Question]] = {}
        for one in questions:
            if one.local_id:
                ours.setdefault((one.record_kind, one.local_id), []).append(one)
            if one.xero_id:
                theirs.setdefault(one.xero_id, []).append(one)
        return cls(ours, theirs)

    def about(self, kind: RecordKind, local_id: int, fields: Sequence[str] = ()) -> tuple[Cause, str] | None:
        """The cause and the words of what was asked about our record, in one of these fields if any are named."""
        return _answer(one for one in self.of_ours.get((kind, local_id), ()) if not fields or one.field in fields)

    def about_theirs(self, xero_id: str) -> tuple[Cause, str] | None:
        """The cause and the words of what was asked about Xero's record."""
        return _answer(self.of_theirs.get(xero_id, ()))


def _answer(questions: Iterable[Question]) -> tuple[Cause, str] | None:
    found = sorted(questions, key=lambda one: not one.is_open)
    if not found:
        return None
    cause = Cause.MISMATCH if found[0].is_open else Cause.NOTED
    return cause, f"{found[0].kind.heading}: {found[0].reason}"
