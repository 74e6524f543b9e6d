"""Money as Xero counts it: rounding, line amounts, tax per line, document totals. From the documentation.

Unit prices are rounded to two places (four with `unitdp=4`) before multiplying, quantities to four; every line's
amount and tax are rounded half up, away from zero, and only then summed. Knows no record and no error text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

AmountsAre = Literal["Exclusive", "Inclusive", "NoTax"]
ZERO = Decimal("0.00")
HUNDRED = Decimal(100)


def to_cents(amount: Decimal) -> Decimal:
    """The amount rounded half up to two places."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def to_four(amount: Decimal) -> Decimal:
    """The number rounded half up to four places."""
    return amount.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def unit_price(amount: Decimal, places: int) -> Decimal:
    """The unit price as kept: two places, or four when the caller opted in."""
    return to_four(amount) if places == 4 else to_cents(amount)


def line_amount(
    quantity: Decimal, price: Decimal, discount_rate: Decimal | None = None, discount: Decimal | None = None
) -> Decimal:
    """Quantity times price less the discount, rounded once."""
    gross = quantity * price
    if discount is not None:
        return to_cents(gross - discount)
    if discount_rate is not None:
        return to_cents(gross * (HUNDRED - discount_rate) / HUNDRED)
    return to_cents(gross)


def line_tax(amount: Decimal, rate: Decimal, amounts_are: AmountsAre) -> Decimal:
    """The tax of one line; `rate` is the effective rate in per cent."""
    if amounts_are == "NoTax":
        return ZERO
    if amounts_are == "Inclusive":
        return to_cents(amount * rate / (HUNDRED + rate))
    return to_cents(amount * rate / HUNDRED)


@dataclass(frozen=True)
class Totals:
    """What a document's lines add up to."""

    sub_total: Decimal
    total_tax: Decimal
    total: Decimal


def totals(lines: Sequence[tuple[Decimal, Decimal]], amounts_are: AmountsAre) -> Totals:
    """The totals of lines given as (amount, tax)."""
    amounts = sum((amount for amount, _ in lines), ZERO)
    tax = sum((tax for _, tax in lines), ZERO)
    sub_total = amounts - tax if amounts_are == "Inclusive" else amounts
    return Totals(sub_total, tax, sub_total + tax)
