"""Xero's way with dates, in and out: `/Date(ms+0000)/`, calendar days as midnight UTC, zoned times that shift the day.

Knows formats only. A day inside the practice Xero is the text `YYYY-MM-DD`, a moment is whole milliseconds.
"""

import re
from datetime import UTC, date, datetime

from safe_desktop.practice.practice_clock import milliseconds, moment_of

_MS_DATE = re.compile(r"^/Date\((-?\d+)([+-]\d{4})?\)/$")
_EPOCH_DAY = date(1970, 1, 1).toordinal()


def day_out(day: str) -> str:
    """A calendar day as Xero's JSON writes it: midnight UTC."""
    days = date.fromisoformat(day).toordinal() - _EPOCH_DAY
    return f"/Date({days * 86_400_000}+0000)/"


def day_string(day: str) -> str:
    """A calendar day in the readable form of `DateString`."""
    return f"{day}T00:00:00"


def moment_out(stamp: int) -> str:
    """A moment as Xero's JSON writes it, with its milliseconds."""
    return f"/Date({stamp}+0000)/"


def moment_string(stamp: int) -> str:
    """A moment in the readable form of `UpdatedDateUTCString`: whole seconds and a Z."""
    return moment_of(stamp).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_seven_digits(stamp: int) -> str:
    """A moment as `/connections` writes it: seven digits after the point, no zone."""
    return moment_of(stamp).strftime("%Y-%m-%dT%H:%M:%S.%f") + "0"


def day_in(text: str) -> str:
    """The calendar day that a sent date means; ValueError when it is no date.

    A time with a zone is turned into UTC first, so the day can shift: that is what clients get from Xero too.
    """
    text = text.strip()
    if match := _MS_DATE.match(text):
        return moment_of(int(match[1])).date().isoformat()
    moment = datetime.fromisoformat(text)
    return (moment.astimezone(UTC) if moment.tzinfo else moment).date().isoformat()


def modified_since_in(text: str) -> int:
    """The milliseconds of an `If-Modified-Since`, cut to whole seconds; ValueError when it is no time."""
    try:
        moment = datetime.strptime(text.strip(), "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    except ValueError:
        moment = datetime.fromisoformat(text.strip())
    return milliseconds(moment) // 1000 * 1000
