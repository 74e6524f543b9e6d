"""Calendar days read from what people write, without guessing: 03/04/2026 means one thing only once someone said which.

Knows the spellings found in files. Does not know where a text comes from, nor today's date.
"""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

_TIME = r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[AaPp][Mm])?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_NAMED_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4}|\d{2})" + _TIME)
_MONTH_THEN_DAY = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})" + _TIME)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_CENTURY_TURN = 80
"""A year of two digits below this is of this century, as spreadsheets read it (1980 to 2079)."""


class DayOrder(StrEnum):
    """What a column of dates says by itself about the order of day and month."""

    CLEAR = "clear"
    """Every date is written so that it can be read one way only."""
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    EITHER = "either"
    """Each date reads both ways: a person must say."""
    MIXED = "mixed"
    """Some can only be day first, others only month first."""


def read_day(text: str, day_first: bool = True) -> date:
    """The day that `text` means; a time of day is left off. Raises ValueError with a reason a person understands."""
    cleaned = " ".join(text.split())
    year, month, day = _parts(cleaned, day_first)
    if not 1 <= month <= 12:
        remedy = "month first" if day_first else "day first"
        raise ValueError(f"“{cleaned[:40]}” has no month {month}; if dates are written {remedy}, say so in the columns")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"“{cleaned[:40]}” is not a date of the years {_FIRST_YEAR} to {_LAST_YEAR}")
    try:
        return date(year, month, day)
    except ValueError as problem:
        raise ValueError(f"“{cleaned[:40]}” is not a day of the calendar") from problem


def _parts(cleaned: str, day_first: bool) -> tuple[int, int, int]:
    if found := _YEAR_FIRST.fullmatch(cleaned):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _COMPACT.fullmatch(cleaned):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _YEAR_LAST.fullmatch(cleaned):
        first, second, year = int(found[1]), int(found[3]), _full_year(found[4])
        # A point between the parts is the continental way, which is never month first.
        return (year, second, first) if day_first or found[2] == "." else (year, first, second)
    if found := _NAMED_MONTH.fullmatch(cleaned):
        return _full_year(found[3]), _month_called(found[2], cleaned), int(found[1])
    if found := _MONTH_THEN_DAY.fullmatch(cleaned):
        return int(found[3]), _month_called(found[1], cleaned), int(found[2])
    raise ValueError(f"is not a date: “{cleaned[:40]}”")


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < _CENTURY_TURN else 1900 + year


def _month_called(word: str, whole: str) -> int:
    lower = word.lower()
    for position, month in enumerate(_MONTHS, start=1):
        if lower == month or lower == month[:3] or (lower == "sept" and position == 9):
            return position
    raise ValueError(f"is not a date: “{whole[:40]}”")


def day_order(texts: Iterable[str]) -> DayOrder:
    """What these dates, taken together, say about whether the day or the month comes first."""
    seen = day_must_lead = month_must_lead = False
    for text in texts:
        found = _YEAR_LAST.fullmatch(" ".join(text.split()))
        if found is None or found[2] == ".":
            continue
        seen = True
        day_must_lead = day_must_lead or int(found[1]) > 12
        month_must_lead = month_must_lead or int(found[3]) > 12
    if day_must_lead and month_must_lead:
        return DayOrder.MIXED
    if day_must_lead:
        return DayOrder.DAY_FIRST
    if month_must_lead:
        return DayOrder.MONTH_FIRST
    return DayOrder.EITHER if seen else DayOrder.CLEAR
