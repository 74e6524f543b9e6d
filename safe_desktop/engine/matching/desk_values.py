"""What the desk shows, as frozen values: a case in the list, the whole of one case, and what was decided before."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from safe_desktop.domain.mismatch import WayOut
from safe_desktop.domain.money import Money
from safe_desktop.engine.matching.choices import Choice


class CaseKind(StrEnum):
    RECEIPT = "receipt"
    MISMATCH = "mismatch"


class CaseFilter(StrEnum):
    """The pills over the list. The value is what the desk remembers; `words` are on the pill."""

    ALL = "all"
    RECEIPTS = "receipts"
    MISMATCHES = "mismatches"
    CERTAIN = "certain"
    SUGGESTED = "suggested"
    UNSURE = "unsure"
    NO_MATCH = "no_match"
    LATER = "later"
    OLDER = "older"

    @property
    def words(self) -> str:
        return _FILTER_WORDS[self]


_FILTER_WORDS = {
    CaseFilter.ALL: "All",
    CaseFilter.RECEIPTS: "Receipts",
    CaseFilter.MISMATCHES: "Mismatches",
    CaseFilter.CERTAIN: "Certain",
    CaseFilter.SUGGESTED: "Suggested",
    CaseFilter.UNSURE: "Unsure",
    CaseFilter.NO_MATCH: "No match",
    CaseFilter.LATER: "Ask later",
    CaseFilter.OLDER: "Older than 7 days",
}


class CaseOrder(StrEnum):
    """How the list is sorted: the surest, the oldest or the largest first, or by name."""

    CERTAINTY = "certainty"
    DATE = "date"
    AMOUNT = "amount"
    NAME = "name"


class Tone(StrEnum):
    """The colour of a chip, as the other pages name it."""

    GREEN = "green"
    BLUE = "blue"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


class ReasonMark(StrEnum):
    """The sign before a reason: speaks for it, stood in the way, or would have made it automatic."""

    TICK = "tick"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class DeskCase:
    """One row of the list. `key` is “r12” for a receipt and “m7” for a mismatch; `record_id` is the number in it.

    `word` and `certainty` (per cent, None where there is none) go on the chip; `state` is why it waits, in words.
    """

    key: str
    kind: CaseKind
    record_id: int
    title: str
    subtitle: str
    amount: Money | None
    word: str
    certainty: int | None
    tone: Tone
    on: date
    age_days: int
    is_certain: bool = False
    is_later: bool = False


@dataclass(frozen=True, slots=True)
class FilterTotal:
    """How many cases a filter has, and what the receipts among them add up to, by currency."""

    count: int
    amounts: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class CaseReason:
    """One line under the proposal."""

    mark: ReasonMark
    words: str


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One row of the resulting entries: debit or credit, the other is None."""

    on: date
    account: str
    debit: Money | None = None
    credit: Money | None = None


@dataclass(frozen=True, slots=True)
class BalanceMove:
    """What a customer owes before and after; below zero the customer has money here."""

    customer_id: int
    customer: str
    before: Money
    after: Money


@dataclass(frozen=True, slots=True)
class Outcome:
    """What accepting would do: the entries, who owes what before and after; `problem` says why it cannot be done."""

    entries: tuple[EntryRow, ...] = ()
    balances: tuple[BalanceMove, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One numbered way to settle the case: a choice for a receipt, a way out for a mismatch."""

    number: int
    title: str
    detail: str
    word: str = ""
    certainty: int | None = None
    tone: Tone = Tone.GREY
    choice: Choice | None = None
    way: WayOut | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what it is: “Text on the bank line”, “Ours”, “Xero’s”."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """One decision of the past, with its evidence, as a row of the history. `ended` is empty while it stands."""

    id: int
    receipt_id: int
    receipt: str
    amount: Money
    words: str
    decided_by: str
    decided_at: datetime
    ended: str
    certainty: int | None
    reasons: tuple[CaseReason, ...]


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """The right pane: what came, what is proposed, why, what it does, what else it could be.

    `chosen` is the number of the alternative that `heading`, `reasons` and `outcome` are about; 0 where there is none.
    """

    key: str
    kind: CaseKind
    record_id: int
    title: str
    subtitle: str
    facts: tuple[Fact, ...]
    heading: str
    word: str
    certainty: int | None
    tone: Tone
    reasons: tuple[CaseReason, ...]
    outcome: Outcome
    alternatives: tuple[Alternative, ...]
    chosen: int
    amount: Money | None
    note: str = ""
    history: tuple[DecisionEntry, ...] = ()
