"""Amounts of money as whole minor units with a currency; prices and quantities as decimals of four places.

Knows how to add, compare, round and read them. Knows nothing of screens: how an amount looks is `ui.look.formats`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

FOUR_PLACES = Decimal("0.0001")
_EXPONENTS = {
    "JPY": 0,
    "KRW": 0,
    "VND": 0,
    "CLP": 0,
    "ISK": 0,
    "KWD": 3,
    "BHD": 3,
    "OMR": 3,
    "JOD": 3,
    "TND": 3,
}
_PLAIN_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?")
_MAX_DIGITS = 15


def exponent(currency: str) -> int:
    """How many decimals the currency has (ISO 4217): 2 for most, 0 for JPY, 3 for KWD."""
    return _EXPONENTS.get(currency, 2)


def read_decimal(text: str) -> Decimal:
    """The exact number in `text`; raises ValueError with a reason a person understands.

    Takes an optional currency sign, thousands commas in their places, brackets or a (true) minus for negatives.
    Refuses what could mean two things, such as "1.234,50".
    """
    cleaned = text.strip().replace("−", "-").replace("\u00a0", "").replace(" ", "")
    if cleaned.startswith("="):
        raise ValueError("is a formula, not a number")
    if cleaned.startswith("(") and cleaned.endswith(")"):
        cleaned = "-" + cleaned[1:-1]
    cleaned = re.sub(r"^([+-]?)[£$€]", r"\1", cleaned)
    if not cleaned or not _PLAIN_NUMBER.fullmatch(cleaned) or not any(c.isdigit() for c in cleaned):
        raise ValueError(f"is not a number: “{text.strip()[:40]}”")
    try:
        number = Decimal(cleaned.replace(",", ""))
    except InvalidOperation as problem:
        raise ValueError(f"is not a number: “{text.strip()[:40]}”") from problem
    if len(number.as_tuple().digits) > _MAX_DIGITS:
        raise ValueError("has more digits than an amount can have")
    return number


def four_places(number: Decimal) -> Decimal:
    """A unit price or quantity rounded half up to the four places that Xero keeps (xero-api.md 3.7)."""
    return number.quantize(FOUR_PLACES, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (pence) of one currency. Mixing currencies raises ValueError."""

    minor: int
    currency: str = "GBP"

    @classmethod
    def from_decimal(cls, amount: Decimal, currency: str = "GBP") -> "Money":
        """The amount rounded half up to the currency's minor unit."""
        scaled = amount.scaleb(exponent(currency)).quantize(Decimal(1), ROUND_HALF_UP)
        return cls(int(scaled), currency)

    @classmethod
    def exactly(cls, amount: Decimal, currency: str = "GBP") -> "Money":
        """The amount, refusing with ValueError what is finer than the minor unit: a fact may not be rounded."""
        rounded = cls.from_decimal(amount, currency)
        if rounded.decimal != amount:
            raise ValueError(f"{amount} is finer than {currency} allows")
        return rounded

    @property
    def decimal(self) -> Decimal:
        """The amount in whole units, with the currency's number of places."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    def _same(self, other: "Money") -> None:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: "Money") -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        return f"{self.decimal:,f} {self.currency}"


def total(amounts: Iterable[Money], currency: str = "GBP") -> Money:
    """The sum of amounts of one currency; nothing adds up to zero."""
    result = Money(0, currency)
    for amount in amounts:
        result = result + amount
    return result
