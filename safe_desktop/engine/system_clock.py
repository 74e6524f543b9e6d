"""The one place that reads the machine's clock; everything else is handed a `Clock`."""

import secrets
import time
from datetime import UTC, date, datetime
from pathlib import Path

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_THIS_PROCESS = secrets.token_hex(8)


class SystemClock:
    """The time of this machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def epoch(self) -> str:
        try:
            # On Linux the count goes on from one process to the next until the machine is started anew.
            return _BOOT_ID.read_text().strip()
        except OSError:
            return _THIS_PROCESS

    def today(self) -> date:
        return datetime.now().astimezone().date()
