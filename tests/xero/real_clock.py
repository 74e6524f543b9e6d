"""The time as it is."""

import time
from datetime import UTC, date, datetime


class RealClock:
    """The machine's clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def epoch(self) -> str:
        return "this process"

    def today(self) -> date:
        return self.now().date()
