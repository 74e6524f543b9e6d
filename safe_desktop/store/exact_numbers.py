"""How exact decimals of four places become whole numbers of the database and back. Refuses what would not fit."""

from decimal import Decimal

from safe_desktop.errors import InputError

_LARGEST = 2**63 - 1


def to_e4(number: Decimal, what: str) -> int:
    """The number as ten-thousandths; InputError if it is finer, or larger than the book can keep."""
    scaled = number.scaleb(4)
    if scaled != scaled.to_integral_value():
        raise InputError(f"The {what} {number} has more than four decimals.", "Nothing was changed.")
    if abs(scaled) > _LARGEST:
        raise InputError(f"The {what} {number} is larger than a book can keep.", "Nothing was changed.")
    return int(scaled)


def from_e4(whole: int) -> Decimal:
    """The exact number, without needless zeros behind the point."""
    number = Decimal(whole).scaleb(-4).normalize()
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number


def fits(minor: int, what: str) -> int:
    """The amount in minor units, if the book can keep it; else InputError."""
    if abs(minor) > _LARGEST // 1000:
        raise InputError(f"The {what} is larger than a book can keep.", "Nothing was changed.")
    return minor
