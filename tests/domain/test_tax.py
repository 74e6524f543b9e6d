"""Line totals and VAT as Xero computes them: the examples of xero-api.md 5.6, and an oracle in fractions."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_desktop.domain.money import Money
from safe_desktop.domain.tax import TaxMode, document_totals, line_amounts


def half_up(number: Fraction) -> int:
    """Whole pence, ties away from zero, in integers only."""
    sign = -1 if number < 0 else 1
    pence = abs(number) * 100
    return sign * ((2 * pence.numerator + pence.denominator) // (2 * pence.denominator))


def test_vat_is_rounded_for_each_line_and_then_summed() -> None:
    lines = [
        line_amounts(Decimal(1), Decimal(price), Decimal(15), TaxMode.EXCLUSIVE, "GBP")
        for price in ("25.06", "25.61", "25.63")
    ]
    assert [line.tax.minor for line in lines] == [376, 384, 384]
    assert document_totals(lines, TaxMode.EXCLUSIVE).tax == Money(1144)


def test_prices_with_vat_inside_give_it_out_again() -> None:
    lines = [
        line_amounts(Decimal(1), Decimal(price), Decimal("12.5"), TaxMode.INCLUSIVE, "GBP") for price in ("177", "-79")
    ]
    assert [line.tax.minor for line in lines] == [1967, -878]
    totals = document_totals(lines, TaxMode.INCLUSIVE)
    assert (totals.subtotal.minor, totals.tax.minor, totals.total.minor) == (8711, 1089, 9800)


def test_a_discount_is_taken_before_rounding() -> None:
    line = line_amounts(Decimal(1), Decimal("19.95"), Decimal(15), TaxMode.EXCLUSIVE, "GBP", Decimal(10))
    assert (line.amount.minor, line.tax.minor) == (1796, 269)


def test_a_document_without_vat_has_none() -> None:
    line = line_amounts(Decimal(3), Decimal("9.99"), Decimal(20), TaxMode.NO_TAX, "GBP")
    assert document_totals([line], TaxMode.NO_TAX).tax == Money(0)


@given(
    st.integers(-(10**7), 10**7),
    st.integers(-(10**8), 10**8),
    st.sampled_from([Decimal(0), Decimal(5), Decimal("12.5"), Decimal(15), Decimal(20)]),
    st.sampled_from(list(TaxMode)),
    st.sampled_from([Decimal(0), Decimal(10), Decimal("33.33")]),
)
def test_every_line_equals_an_oracle_in_fractions(
    quantity_e4: int, price_e4: int, rate: Decimal, mode: TaxMode, discount: Decimal
) -> None:
    line = line_amounts(Decimal(quantity_e4) / 10000, Decimal(price_e4) / 10000, rate, mode, "GBP", discount)
    gross = Fraction(quantity_e4, 10000) * Fraction(price_e4, 10000) * (1 - Fraction(discount) / 100)
    amount = half_up(gross)
    whole = Fraction(amount, 100)
    tax = {
        TaxMode.EXCLUSIVE: whole * Fraction(rate) / 100,
        TaxMode.INCLUSIVE: whole * Fraction(rate) / (100 + Fraction(rate)),
        TaxMode.NO_TAX: Fraction(0),
    }[mode]
    assert (line.amount.minor, line.tax.minor) == (amount, half_up(tax))


@pytest.mark.parametrize("mode", list(TaxMode))
def test_subtotal_and_vat_always_make_the_total(mode: TaxMode) -> None:
    lines = [line_amounts(Decimal(1), Decimal(price), Decimal(20), mode, "GBP") for price in ("1.11", "2.22", "-0.37")]
    totals = document_totals(lines, mode)
    assert totals.subtotal + totals.tax == totals.total
