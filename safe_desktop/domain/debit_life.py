"""The life of a collection such as a Direct Debit: its states, which may follow which, and when its money counts.

Pure. A payment without such a life is taken for cleared when the hold days of its method are over.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class DebitStatus(StrEnum):
    """Where a collection stands. The value is stored; `words` are on the screen."""

    PENDING = "pending"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    PAID_OUT = "paid_out"
    FAILED = "failed"
    CHARGED_BACK = "charged_back"

    @property
    def words(self) -> str:
        return self.value.replace("_", " ").capitalize()

    @property
    def is_reversed(self) -> bool:
        """Whether the money did not come, or went back again."""
        return self in (DebitStatus.FAILED, DebitStatus.CHARGED_BACK)


@dataclass(frozen=True, slots=True)
class Debit:
    """A collection's state, and the day since when it is in it."""

    status: DebitStatus
    on: date

    @property
    def words(self) -> str:
        """State and day, for the screen."""
        return f"{self.status.words} on {self.on:%d/%m/%Y}"


_LATER = (DebitStatus.PAID_OUT, DebitStatus.FAILED)
_NEXT: Mapping[DebitStatus | None, frozenset[DebitStatus]] = {
    # What is first heard of a collection may be any state of it.
    None: frozenset(DebitStatus),
    DebitStatus.PENDING: frozenset((DebitStatus.SUBMITTED, DebitStatus.CONFIRMED, *_LATER)),
    DebitStatus.SUBMITTED: frozenset((DebitStatus.CONFIRMED, *_LATER)),
    DebitStatus.CONFIRMED: frozenset((*_LATER, DebitStatus.CHARGED_BACK)),
    # A late failure: the bank may take back what it has paid out already.
    DebitStatus.PAID_OUT: frozenset((DebitStatus.FAILED, DebitStatus.CHARGED_BACK)),
    DebitStatus.FAILED: frozenset(),
    DebitStatus.CHARGED_BACK: frozenset(),
}


def next_of(before: Debit | None) -> tuple[DebitStatus, ...]:
    """The states that may come next, in their usual order."""
    return tuple(status for status in DebitStatus if status in _NEXT[before.status if before else None])


def why_not(before: Debit | None, after: Debit, today: date) -> str:
    """Why the collection cannot come into that state on that day, in words; empty if it can."""
    if before is not None and after.status not in _NEXT[before.status]:
        if before.status.is_reversed:
            return f"It is {before.status.words.lower()}; what is collected again is a new payment"
        return f"It is {before.status.words.lower()}, and cannot become {after.status.words.lower()}"
    if after.on > today:
        return f"{after.on:%d/%m/%Y} is still to come"
    if before is not None and after.on < before.on:
        return f"It was {before.status.words.lower()} only on {before.on:%d/%m/%Y}"
    return ""


def counts_from(debit: Debit, hold_days: int) -> date | None:
    """The first day on which its money counts; None while no day is known.

    Paid out, it counts at once; confirmed, when the method's days to clear are over, if it has any.
    """
    if debit.status is DebitStatus.PAID_OUT:
        return debit.on
    if debit.status is DebitStatus.CONFIRMED and hold_days:
        return debit.on + timedelta(days=hold_days)
    return None
