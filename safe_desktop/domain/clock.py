"""What time is, as something handed in: tests and rehearsals move it. Knows no clock of its own."""

from datetime import date, datetime
from typing import Protocol


class Clock(Protocol):
    """The time, three ways: for records, for waiting, and for calendars."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that only ever grow, whatever happens to the wall clock (reliability.md 0.4)."""
        ...

    def epoch(self) -> str:
        """What `monotonic` counts from: readings taken under equal epochs may be compared, others not."""
        ...

    def today(self) -> date:
        """The calendar day where the person sits."""
        ...
