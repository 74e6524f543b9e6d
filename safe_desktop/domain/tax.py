"""Line totals and VAT, computed as Xero computes them, so that our totals can be compared to the penny.

The rule (xero-api.md 5.6): unit price to four places (we always send `unitdp=4`), quantity to four places, line
amount rounded to pence half up, VAT rounded per line half up, then summed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from safe_desktop.domain.money import Money, four_places


class TaxMode(StrEnum):
    """What the prices on a document's lines mean (Xero: LineAmountTypes)."""

    EXCLUSIVE = "exclusive"
    INCLUSIVE = "inclusive"
    NO_TAX = "no_tax"


@dataclass(frozen=True, slots=True)
class VatCode:
    """One of our VAT codes: `rate` in per cent; `xero_tax_type` is None until it is mapped."""

    code: str
    name: str
    rate: Decimal
    xero_tax_type: str | None = None


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """One line in money: `amount` as Xero shows it (with VAT if prices include it), and the VAT in it or on it."""

    amount: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """A document in money; `subtotal` is without VAT."""

    subtotal: Money
    tax: Money
    total: Money


def line_amounts(
    quantity: Decimal,
    unit_price: Decimal,
    rate: Decimal,
    mode: TaxMode,
    currency: str = "GBP",
    discount: Decimal = Decimal(0),
) -> LineAmounts:
    """The money of one line; `rate` and `discount` in per cent."""
    gross = four_places(quantity) * four_places(unit_price)
    amount = Money.from_decimal(gross * (100 - discount) / 100, currency)
    if mode is TaxMode.EXCLUSIVE:
        tax = Money.from_decimal(amount.decimal * rate / 100, currency)
    elif mode is TaxMode.INCLUSIVE:
        tax = Money.from_decimal(amount.decimal * rate / (100 + rate), currency)
    else:
        tax = Money(0, currency)
    return LineAmounts(amount, tax)


def document_totals(lines: Iterable[LineAmounts], mode: TaxMode, currency: str = "GBP") -> Totals:
    """The document's subtotal, VAT and total from its lines."""
    amount = tax = Money(0, currency)
    for line in lines:
        amount += line.amount
        tax += line.tax
    subtotal = amount - tax if mode is TaxMode.INCLUSIVE else amount
    return Totals(subtotal, tax, subtotal + tax)
