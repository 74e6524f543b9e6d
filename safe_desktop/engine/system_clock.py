"""The one place that reads the machine's clock; everything else is handed a `Clock`."""

import time
from datetime import UTC, date, datetime


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def today(self) -> date:
        return datetime.now().astimezone().date()
