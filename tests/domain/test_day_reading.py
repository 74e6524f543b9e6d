"""Dates as people write them: read one way only, or refused in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_desktop.domain.day_reading import DayOrder, day_order, read_day

CHRISTMAS = date(2010, 12, 25)


@pytest.mark.parametrize(
    "text",
    [
        "2010-12-25",
        "2010-12-25 08:26:00",
        "2010-12-25T08:26:00Z",
        "2010-12-25T08:26:00.123+00:00",
        "2010/12/25",
        "20101225",
        "25/12/2010",
        "25/12/10",
        "25-12-2010",
        "25.12.2010",
        " 25/12/2010  08:26 ",
        "25 Dec 2010",
        "25-Dec-10",
        "25th December 2010",
        "December 25, 2010",
        "Dec 25 2010",
    ],
)
def test_every_usual_spelling_of_a_day_is_read(text: str) -> None:
    assert read_day(text) == CHRISTMAS


def test_the_month_comes_first_only_when_that_is_said() -> None:
    assert read_day("03/04/2026") == date(2026, 4, 3)
    assert read_day("03/04/2026", day_first=False) == date(2026, 3, 4)


def test_points_between_the_parts_always_mean_day_first() -> None:
    assert read_day("03.04.2026", day_first=False) == date(2026, 4, 3)


def test_a_month_that_does_not_exist_names_the_way_out() -> None:
    with pytest.raises(ValueError, match="has no month 25; if dates are written month first, say so"):
        read_day("12/25/2010")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2010-02-30",
        "31/04/2026",
        "1/2",
        "2010-13-01",
        "0001-01-01",
        "40512",
        "25 Foo 2010",
        "1/2-2010",
        "=A1",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not|has no month"):
        read_day(text)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.booleans())
def test_iso_and_named_months_mean_the_same_whatever_is_said_about_the_order(day: date, day_first: bool) -> None:
    assert read_day(day.isoformat(), day_first) == day
    assert read_day(day.strftime("%d %b %Y"), day_first) == day


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_slashed_dates_are_read_back_in_the_order_they_were_written(day: date) -> None:
    assert read_day(f"{day.day}/{day.month}/{day.year}") == day
    assert read_day(f"{day.month}/{day.day}/{day.year}", day_first=False) == day


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        ([], DayOrder.CLEAR),
        (["2026-01-02", "1 Feb 2026", "1.2.2026"], DayOrder.CLEAR),
        (["01/02/2026", "03/04/2026"], DayOrder.EITHER),
        (["01/02/2026", "13/04/2026"], DayOrder.DAY_FIRST),
        (["01/02/2026", "04/13/2026 10:00"], DayOrder.MONTH_FIRST),
        (["13/02/2026", "04/13/2026"], DayOrder.MIXED),
    ],
)
def test_a_column_tells_what_it_can_about_the_order(texts: list[str], order: DayOrder) -> None:
    assert day_order(texts) is order
