"""Amounts are whole minor units: what is read is what is written, and nothing is mixed or lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_desktop.domain.money import Money, exponent, four_places, read_decimal, total

CURRENCIES = st.sampled_from(["GBP", "EUR", "JPY", "KWD"])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("1,234.50", "1234.50"),
        ("£1,234.5", "1234.5"),
        ("(12.30)", "-12.30"),
        ("−7.01", "-7.01"),
        ("-£3.20", "-3.20"),
        (" 0.0001 ", "0.0001"),
        (".5", ".5"),
        ("1\u00a0000", "1000"),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, number: str) -> None:
    assert read_decimal(text) == Decimal(number)


@pytest.mark.parametrize("text", ["1.234,50", "12,34", "1e5", "NaN", "", "-", "12 quid", "1,23,456.00", "Infinity"])
def test_what_could_mean_two_things_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        read_decimal(text)


def test_a_formula_is_named_as_one() -> None:
    with pytest.raises(ValueError, match="formula"):
        read_decimal("=SUM(A1:A3)")


def test_more_digits_than_an_amount_has_are_refused() -> None:
    with pytest.raises(ValueError, match="digits"):
        read_decimal("1234567890123456")


@given(st.integers(-(10**12), 10**12), CURRENCIES)
def test_reading_what_was_written_gives_the_same_amount(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    assert Money.exactly(read_decimal(f"{amount.decimal:f}"), currency) == amount


@given(st.lists(st.integers(-(10**9), 10**9)))
def test_a_sum_of_amounts_is_the_sum_of_their_minor_units(minors: list[int]) -> None:
    assert total(Money(minor) for minor in minors) == Money(sum(minors))


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="GBP and EUR"):
        _ = Money(1, "GBP") + Money(1, "EUR")
    with pytest.raises(ValueError, match="EUR and GBP"):
        _ = Money(1, "EUR") < Money(1, "GBP")


def test_a_fact_is_never_rounded() -> None:
    with pytest.raises(ValueError, match="finer"):
        Money.exactly(Decimal("1.005"))


@pytest.mark.parametrize(("amount", "minor"), [("2.165", 217), ("-2.165", -217), ("0.005", 1), ("0.0049", 0)])
def test_halves_are_rounded_away_from_zero(amount: str, minor: int) -> None:
    assert Money.from_decimal(Decimal(amount)).minor == minor


def test_every_currency_has_its_own_places() -> None:
    assert [exponent(code) for code in ("GBP", "JPY", "KWD")] == [2, 0, 3]
    assert Money(1234, "KWD").decimal == Decimal("1.234")
    assert str(Money(1234, "JPY")) == "1,234 JPY"


def test_prices_keep_four_places() -> None:
    assert four_places(Decimal("0.00005")) == Decimal("0.0001")
