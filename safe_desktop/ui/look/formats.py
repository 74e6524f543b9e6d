"""How money, dates, ages, counts and foreign text look on screen: the one place. Knows no widget and no colour.

Money has two decimals, thousands commas and a true minus on screen, and a plain hyphen where it is copied out.
"""

import unicodedata
from datetime import date, datetime
from decimal import Decimal

from safe_desktop.domain.money import Money

NOTHING = "–"
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "AUD": "A$", "NZD": "NZ$"}
_MINUS = "−"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_LAYOUT_CATEGORIES = {"Cf", "Zl", "Zp"}
_HARMLESS_FORMATS = {"\u200c", "\u200d", "\u00ad"}
"""Joiners are needed by some scripts and by emoji; a soft hyphen shows as nothing."""
_SURROGATE_OR_UNASSIGNED = {"Cs", "Cn"}


def sign(currency: str) -> str:
    """What stands before an amount: £, €, or the code and a space."""
    return _SIGNS.get(currency, f"{currency} ")


def money(amount: Money) -> str:
    """The amount with its currency: £1,234.50, −£12.00."""
    figures = f"{abs(amount.decimal):,f}"
    return f"{_MINUS if amount.minor < 0 else ''}{sign(amount.currency)}{figures}"


def figure(amount: Money) -> str:
    """The amount without its currency, for columns whose header says it: 1,234.50."""
    return f"{_MINUS if amount.minor < 0 else ''}{abs(amount.decimal):,f}"


def copied_figure(amount: Money | None) -> str:
    """The amount for a spreadsheet: hyphen minus, no commas; empty where there is none."""
    return "" if amount is None else f"{amount.decimal:f}"


def moneys(amounts: tuple[Money, ...], home: str = "GBP") -> str:
    """Amounts of several currencies side by side, never added; a zero of the home currency where there is none."""
    return " + ".join(money(amount) for amount in amounts) if amounts else money(Money(0, home))


def spoken_money(amount: Money) -> str:
    """The amount for a screen reader: "254.40 pounds"."""
    words = {"GBP": "pounds", "EUR": "euros", "USD": "dollars"}.get(amount.currency, amount.currency)
    return f"{'minus ' if amount.minor < 0 else ''}{abs(amount.decimal):f} {words}"


def short_money(amount: Money) -> str:
    """The amount for the axis of a chart: £40k, £1.2m, £800."""
    whole = abs(amount.decimal)
    before = _MINUS if amount.minor < 0 else ""
    for size, letter in ((1_000_000, "m"), (1_000, "k")):
        if whole >= size:
            return f"{before}{sign(amount.currency)}{f'{whole / size:.1f}'.removesuffix('.0')}{letter}"
    return f"{before}{sign(amount.currency)}{whole:.0f}"


def day(value: date | None) -> str:
    """The date as dd/mm/yyyy; a dash for none."""
    return value.strftime("%d/%m/%Y") if value else NOTHING


def long_day(value: date) -> str:
    """The date in words: Thursday 3 December 2026."""
    return f"{_DAYS[value.weekday()]} {value.day} {_MONTHS[value.month - 1]} {value.year}"


def month(value: date) -> str:
    """The month in words: December 2026."""
    return f"{_MONTHS[value.month - 1]} {value.year}"


def short_month(value: date) -> str:
    """The month's three letters: Dec."""
    return _MONTHS[value.month - 1][:3]


def clock_time(value: datetime) -> str:
    """The time of day here: 09:41."""
    return value.astimezone().strftime("%H:%M")


def moment(value: datetime | None) -> str:
    """Day and time here, without the year: 03/12 09:41; a dash for none."""
    return value.astimezone().strftime("%d/%m %H:%M") if value else NOTHING


def when(value: datetime, today: date) -> str:
    """A moment as people say it: 09:41 today, 17:12 yesterday, 03/12 at 09:41."""
    local = value.astimezone()
    days = (today - local.date()).days
    if days == 0:
        return f"{local:%H:%M} today"
    if days == 1:
        return f"{local:%H:%M} yesterday"
    return f"{local:%d/%m} at {local:%H:%M}" if 0 < days < 300 else f"{local:%d/%m/%Y} at {local:%H:%M}"


def age(days: int) -> str:
    """An age in a narrow column: 3 d; nothing for today."""
    return f"{days:,} d" if days > 0 else "today"


def long_age(days: int) -> str:
    """An age in words: 1 day, 104 days."""
    return count(days, "day")


def took(seconds: float) -> str:
    """How long something took: 6 s, 2 min 5 s."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s" if whole or seconds == 0 else "< 1 s"
    return f"{whole // 60:,} min {whole % 60} s"


def number(value: int) -> str:
    """A whole number with thousands commas."""
    return f"{value:,}".replace("-", _MINUS)


def plain_decimal(value: Decimal, places: int = 0) -> str:
    """A quantity or price without needless noughts, with at least so many decimals: 6, 1.5, 18.40."""
    whole, _, decimals = f"{abs(value):f}".partition(".")
    kept = decimals.rstrip("0").ljust(places, "0")
    return f"{_MINUS if value < 0 else ''}{whole}{f'.{kept}' if kept else ''}"


def count(value: int, one: str, many: str = "") -> str:
    """A number with its word: 1 invoice, 1,204 invoices, 0 entries."""
    return f"{number(value)} {one if value == 1 else (many or one + 's')}"


def _visible_letter(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cc":
        return chr(0x2400 + ord(letter)) if ord(letter) < 0x20 else ("␡" if letter == "\x7f" else "�")
    if category in _SURROGATE_OR_UNASSIGNED:
        return "�"
    if category in _LAYOUT_CATEGORIES and letter not in _HARMLESS_FORMATS:
        return f"‹U+{ord(letter):04X}›"
    return letter


def visible(text: str) -> str:
    """The text with nothing in it that hides, reverses or breaks a line: control signs become symbols.

    Data is kept verbatim; only what is shown goes through here (reliability.md H2).
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible_letter(letter) for letter in text)
