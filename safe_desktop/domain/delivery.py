"""Exactly once: what an answer means for one record, and what may be done next where no answer came.

Pure: the write protocol of reliability.md 3 as rules. The quiet time is counted on a monotonic clock from the moment
nothing more can leave us; a send is repeated only after Xero was asked and does not have the record.
"""

from dataclasses import dataclass
from enum import StrEnum

from safe_desktop.domain.record_kind import RecordKind

QUIET_SECONDS = 15 * 60
"""Longer than Xero remembers an idempotency key (6 min) and than any gateway holds a request (reliability.md 3.3)."""

SECOND_LOOK_SECONDS = 60
LOOKS_BEFORE_SENDING_AGAIN = 2

GUARDED_BY_XERO = (RecordKind.CUSTOMER, RecordKind.INVOICE)
"""Kinds of which Xero itself refuses a second: by active name, by sales number (xero-api.md 4.2, 5.2)."""


class Verdict(StrEnum):
    """What an answer means for one record."""

    DONE = "done"
    DIFFERS = "differs"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Expected:
    """What we told: `facts` are the things that must come back equal, by name."""

    natural_key: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What Xero said of one element; `xero_id` is empty where it gave none."""

    natural_key: str
    xero_id: str
    is_refused: bool
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict, with the facts that did not come back equal (name, told, answered)."""

    verdict: Verdict
    unequal: tuple[tuple[str, str, str], ...] = ()


def judge(expected: Expected, answered: Answered | None) -> Judgement:
    """What the answer means: done only if found by its own key, with an id, unrefused, and equal in every fact."""
    if answered is None:
        return Judgement(Verdict.UNKNOWN)
    if answered.is_refused:
        return Judgement(Verdict.REFUSED)
    if not answered.xero_id or answered.natural_key != expected.natural_key:
        return Judgement(Verdict.UNKNOWN)
    back = dict(answered.facts)
    unequal = tuple((name, told, back.get(name, "")) for name, told in expected.facts if back.get(name, "") != told)
    return Judgement(Verdict.DIFFERS if unequal else Verdict.DONE, unequal)


class Step(StrEnum):
    """What may be done with an intent whose outcome is unknown."""

    ASK = "ask"
    WAIT = "wait"
    SEND_AGAIN = "send_again"


@dataclass(frozen=True, slots=True)
class Unsure:
    """An intent without an answer: how long nothing more can have left us, and how often Xero did not have it since.

    `is_change`: it changes a record that Xero has. `is_renamed`: the record's name or number here is no longer the one
    that was told, so that Xero would take a second one.
    """

    kind: RecordKind
    quiet_seconds: float
    looks_without_finding: int
    is_change: bool = False
    is_renamed: bool = False

    @property
    def is_guarded(self) -> bool:
        """Whether Xero itself would refuse a second."""
        return self.kind in GUARDED_BY_XERO and not self.is_change and not self.is_renamed


def may_look(unsure: Unsure) -> bool:
    """Whether to look now: where a find is likely, at any time; else only when a miss would count."""
    return unsure.kind in GUARDED_BY_XERO or unsure.is_change or _miss_counts(unsure)


def after_a_miss(unsure: Unsure) -> Step:
    """What follows when Xero was asked and does not have it.

    A contact or sales invoice may be sent again at once: if the first one arrives after all, Xero refuses the second.
    A payment or credit note has no such guard, nor has what got another name or number meanwhile: two misses after the
    quiet time are needed. A change waits the quiet time as well, since a late one would undo a newer one; told twice
    it does no harm, so one miss is enough.
    """
    if unsure.is_guarded:
        return Step.SEND_AGAIN
    if not _miss_counts(unsure):
        return Step.WAIT
    if unsure.is_change:
        return Step.SEND_AGAIN
    return Step.SEND_AGAIN if unsure.looks_without_finding + 1 >= LOOKS_BEFORE_SENDING_AGAIN else Step.ASK


def _miss_counts(unsure: Unsure) -> bool:
    wait = QUIET_SECONDS if unsure.looks_without_finding == 0 else SECOND_LOOK_SECONDS
    return unsure.quiet_seconds >= wait
