"""How old what is owed is: the bands of an aged list, by due date or by date of issue. Pure arithmetic over days."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safe_desktop.domain.money import Money, total


class AgeBasis(StrEnum):
    """From which day an open document is counted."""

    DUE = "due"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class Band:
    """One band of days past the day it is counted from; open at an end where that is None."""

    key: str
    label: str
    first: int | None
    last: int | None

    def holds(self, days: int) -> bool:
        """Whether so many days fall into it."""
        return (self.first is None or days >= self.first) and (self.last is None or days <= self.last)


BANDS = (
    Band("not_due", "Not due", None, -1),
    Band("to_30", "0 to 30", 0, 30),
    Band("to_60", "31 to 60", 31, 60),
    Band("to_90", "61 to 90", 61, 90),
    Band("over_90", "Over 90", 91, None),
)
"""What is due today is due, and is not late yet: it is in the band from 0 to 30."""


def band_of(counted_from: date, on: date) -> Band:
    """The band of what is counted from this day, as at another."""
    days = (on - counted_from).days
    return next(band for band in BANDS if band.holds(days))


@dataclass(frozen=True, slots=True)
class AgedBalance:
    """What one customer owes in one currency: invoices by age in the order of BANDS, and credit not set against any."""

    customer_id: int
    customer: str
    ages: tuple[Money, ...]
    credit: Money

    @property
    def currency(self) -> str:
        return self.credit.currency

    @property
    def owed(self) -> Money:
        """All open invoices."""
        return total(self.ages, self.currency)

    @property
    def balance(self) -> Money:
        """Open invoices less open credit notes and money on account."""
        return self.owed + self.credit

    @property
    def overdue(self) -> Money:
        """What is past its day; what is due today is not."""
        return total(self.ages[2:], self.currency)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One record of which something was open on the day: an invoice, or credit with a negative amount."""

    kind: str
    record_id: int
    number: str
    reference: str
    issued_on: date
    due_on: date
    total: Money
    open: Money

    def days_late(self, on: date) -> int:
        """How many days it is past its due date; 0 where it is not."""
        return max(0, (on - self.due_on).days)
