"""Periods that are locked in Xero: nothing dated on or before a lock date is written there (xero-api.md 5.5). Pure.

Xero lets an adviser pass the first of the two dates; here that takes a decision of a person, for each record.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Locks:
    """The lock dates of an organisation; None where there is none."""

    period_on: date | None = None
    year_end_on: date | None = None

    def __bool__(self) -> bool:
        return self.period_on is not None or self.year_end_on is not None

    def year_is_closed(self, day: date) -> bool:
        """Whether the day is in a financial year that is closed: nobody writes there."""
        return self.year_end_on is not None and day <= self.year_end_on

    def period_is_locked(self, day: date) -> bool:
        """Whether the day is in a locked period: only by a decision."""
        return self.period_on is not None and day <= self.period_on

    def reason(self, day: date, decided_until: date | None = None) -> str:
        """Why something of this day is not written, or nothing. A decision holds up to the lock date it was made at."""
        if self.year_end_on is not None and day <= self.year_end_on:
            return f"Dated {day:%d/%m/%Y}, in a financial year that is closed until {self.year_end_on:%d/%m/%Y}"
        if self.period_on is not None and day <= self.period_on:
            if decided_until is not None and self.period_on <= decided_until:
                return ""
            return f"Dated {day:%d/%m/%Y}, in a period that is locked until {self.period_on:%d/%m/%Y}"
        return ""
