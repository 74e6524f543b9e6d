"""How money, dates, ages and foreign text look."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_desktop.domain.money import Money, read_decimal
from safe_desktop.ui.look import formats

MONEY = [
    (Money(123450), "£1,234.50", "1,234.50"),
    (Money(-1200), "−£12.00", "−12.00"),
    (Money(0), "£0.00", "0.00"),
    (Money(5, "EUR"), "€0.05", "0.05"),
    (Money(1234567, "JPY"), "JPY 1,234,567", "1,234,567"),
    (Money(1500, "KWD"), "KWD 1.500", "1.500"),
]


@pytest.mark.parametrize(("amount", "whole", "bare"), MONEY)
def test_money_has_its_sign_its_commas_and_a_true_minus(amount: Money, whole: str, bare: str) -> None:
    assert formats.money(amount) == whole
    assert formats.figure(amount) == bare


def test_a_result_of_nought_is_a_figure() -> None:
    assert formats.figure(Money(0)) == "0.00"
    assert formats.moneys(()) == "£0.00"
    assert formats.moneys((Money(100), Money(200, "EUR"))) == "£1.00 + €2.00"


@given(st.integers(-(10**12), 10**12), st.sampled_from(["GBP", "EUR", "JPY", "KWD"]))
def test_what_is_copied_reads_back_as_the_same_amount(minor: int, currency: str) -> None:
    amount = Money(minor, currency)
    copied = formats.copied_figure(amount)
    assert "," not in copied
    assert "−" not in copied
    assert Money.exactly(Decimal(copied), currency) == amount
    assert Money.exactly(read_decimal(formats.figure(amount)), currency) == amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [(Money(0), "£0"), (Money(80000), "£800"), (Money(4_000_000), "£40k"), (Money(1_250_000), "£12.5k"),
     (Money(120_000_000), "£1.2m"), (Money(-500_000), "−£5k")],
)  # fmt: skip
def test_the_axis_of_a_chart_has_short_amounts(amount: Money, words: str) -> None:
    assert formats.short_money(amount) == words


def test_a_screen_reader_hears_the_currency() -> None:
    assert formats.spoken_money(Money(25440)) == "254.40 pounds"
    assert formats.spoken_money(Money(-100, "EUR")) == "minus 1.00 euros"


def test_days_months_and_moments() -> None:
    assert formats.day(date(2026, 12, 3)) == "03/12/2026"
    assert formats.day(None) == formats.moment(None) == "–"
    assert formats.long_day(date(2026, 12, 3)) == "Thursday 3 December 2026"
    assert formats.month(date(2026, 1, 1)) == "January 2026"
    assert formats.short_month(date(2026, 9, 1)) == "Sep"


def test_a_moment_is_said_as_people_say_it() -> None:
    now = datetime(2026, 12, 3, 9, 41, tzinfo=UTC)
    today = now.astimezone().date()
    clock = f"{now.astimezone():%H:%M}"
    assert formats.when(now, today) == f"{clock} today"
    assert formats.when(now, today + timedelta(days=1)) == f"{clock} yesterday"
    assert formats.when(now, today + timedelta(days=2)) == f"{now.astimezone():%d/%m} at {clock}"
    assert formats.when(now, today + timedelta(days=400)) == f"{now.astimezone():%d/%m/%Y} at {clock}"


def test_counts_ages_and_durations() -> None:
    assert formats.count(1, "invoice") == "1 invoice"
    assert formats.count(1204, "entry", "entries") == "1,204 entries"
    assert formats.age(0) == "today"
    assert formats.age(104) == "104 d"
    assert formats.long_age(1) == "1 day"
    assert [formats.took(seconds) for seconds in (0, 0.2, 6.4, 125)] == ["0 s", "< 1 s", "6 s", "2 min 5 s"]


@pytest.mark.parametrize(
    ("hidden", "seen"),
    [
        ("Ann\x00Lee", "Ann␀Lee"),
        ("two\nlines", "two␊lines"),
        ("safe\u202eexe.fdp", "safe‹U+202E›exe.fdp"),
        ("zero\u200bwidth", "zero‹U+200B›width"),
        ("bell\x7f", "bell␡"),
        ("Łódź & Söhne", "Łódź & Söhne"),
        ("👩‍💻", "👩‍💻"),
    ],
)
def test_what_hides_or_reverses_text_is_made_visible(hidden: str, seen: str) -> None:
    assert formats.visible(hidden) == seen


@given(st.text())
def test_visible_text_is_one_printable_line(text: str) -> None:
    shown = formats.visible(text)
    assert len(shown.splitlines()) <= 1
    assert not any(ord(letter) < 0x20 or 0x202A <= ord(letter) <= 0x202E for letter in shown)
