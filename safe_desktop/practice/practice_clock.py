"""The practice Xero's time: real time plus a shift, or standing still, as a test wants it. Knows nothing else."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONES = {
    "GMTSTANDARDTIME": "Europe/London",
    "NEWZEALANDSTANDARDTIME": "Pacific/Auckland",
    "AUSEASTERNSTANDARDTIME": "Australia/Sydney",
    "EAUSTRALIASTANDARDTIME": "Australia/Brisbane",
    "CENAUSTRALIASTANDARDTIME": "Australia/Adelaide",
    "AUSCENTRALSTANDARDTIME": "Australia/Darwin",
    "WAUSTRALIASTANDARDTIME": "Australia/Perth",
    "TASMANIASTANDARDTIME": "Australia/Hobart",
    "UTC": "UTC",
}


def milliseconds(moment: datetime) -> int:
    """Whole milliseconds since 1970 of a moment; one without a zone is taken as UTC."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000


def moment_of(stamp: int) -> datetime:
    """The UTC moment of whole milliseconds since 1970."""
    return datetime.fromtimestamp(stamp // 1000, UTC).replace(microsecond=stamp % 1000 * 1000)


def day_in_zone(stamp: int, windows_zone: str) -> date:
    """The calendar day it is in a zone named as Xero names zones."""
    return moment_of(stamp).astimezone(ZoneInfo(ZONES.get(windows_zone, "UTC"))).date()


@dataclass
class PracticeClock:
    """Time that can be set and moved; `frozen_at` makes it stand still."""

    shift: int = 0
    frozen_at: int | None = None
    real: Callable[[], float] = time.time

    def now(self) -> int:
        """The current time in whole milliseconds since 1970."""
        if self.frozen_at is not None:
            return self.frozen_at
        return int(self.real() * 1000) + self.shift

    def set_to(self, stamp: int, *, frozen: bool | None = None) -> None:
        """Makes it this moment now; goes on running unless frozen."""
        stand_still = self.frozen_at is not None if frozen is None else frozen
        self.shift = stamp - int(self.real() * 1000)
        self.frozen_at = stamp if stand_still else None

    def advance(self, by: int) -> None:
        """Moves the time on by this many milliseconds."""
        self.set_to(self.now() + by)
