"""Calls go within Xero's limits; tests check numbers, not time."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safe_desktop.errors import XeroBusyError
from safe_desktop.xero.limits import CallBudget, PlainPatience, RetryPolicy, hold_seconds
from tests.xero.moved_clock import MovedClock

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def spent(budget: CallBudget, calls: int) -> None:
    for _call in range(calls):
        assert budget.begin() == 0
        budget.end(200, {})


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "66975"}, 66975),
        ({"retry-after": "0"}, 1),
        ({"retry-after": "-5"}, 1),
        ({"retry-after": "1e9"}, 24 * 3600),
        ({"retry-after": "nan"}, 60),
        ({"retry-after": "inf"}, 60),
        ({"retry-after": "soon"}, 60),
        ({"retry-after": ""}, 60),
        ({}, 60),
        ({"x-rate-limit-problem": "concurrent"}, 2),
        ({"retry-after": format_datetime(NOW + timedelta(seconds=90), usegmt=True)}, 90),
        ({"retry-after": format_datetime(NOW - timedelta(days=900), usegmt=True)}, 1),
        ({"retry-after": "Wed, 25 Nov 2026 12:00:30 -0000"}, 30),
        ({"retry-after": "Wed, 99 Nov 9999999 12:00:30"}, 60),
    ],
)
def test_a_strange_retry_after_still_gives_a_sane_wait(told: dict[str, str], expected: float) -> None:
    assert hold_seconds(told, NOW) == expected


@given(st.text(max_size=40))
def test_any_retry_after_holds_between_a_second_and_a_day(text: str) -> None:
    assert 1 <= hold_seconds({"retry-after": text}, NOW) <= 24 * 3600


def test_no_more_than_55_calls_begin_in_any_60_seconds() -> None:
    clock = MovedClock()
    budget = CallBudget(clock)
    spent(budget, 30)
    clock.move(20)
    spent(budget, 25)
    assert budget.begin() == pytest.approx(40)
    clock.move(40)
    spent(budget, 30)
    assert budget.begin() == pytest.approx(20)
    assert budget.calls_used == 85


def test_no_more_than_four_calls_are_in_flight() -> None:
    budget = CallBudget(MovedClock())
    for _call in range(4):
        assert budget.begin() == 0
    assert 0 < budget.begin() < 1
    budget.end()
    assert budget.begin() == 0


def test_a_429_holds_the_whole_organisation() -> None:
    clock = MovedClock()
    budget = CallBudget(clock)
    budget.begin()
    budget.end(429, {"retry-after": "30", "x-rate-limit-problem": "minute"})
    assert budget.begin() == 30
    clock.move(31)
    assert budget.begin() == 0


def test_a_wait_too_long_to_sleep_is_told_with_its_end() -> None:
    clock = MovedClock()
    budget = CallBudget(clock)
    budget.begin()
    budget.end(429, {"retry-after": "7200", "x-rate-limit-problem": "Daily"})
    with pytest.raises(XeroBusyError) as busy:
        budget.begin()
    assert busy.value.retry_at == clock.now() + timedelta(hours=2)
    assert "14:00 UTC" in busy.value.detail
    assert budget.calls_left == 0


def test_setting_the_wall_clock_changes_no_wait() -> None:
    clock = MovedClock()
    budget = CallBudget(clock)
    budget.begin()
    budget.end(429, {"retry-after": "30"})
    clock.jump(-86400)
    assert budget.begin() == 30


@pytest.mark.parametrize(
    ("left", "limit"), [("999", 1000), ("1000", 1000), ("1001", 5000), ("5000", 5000), ("7000", 7000)]
)
def test_the_limit_of_the_day_is_the_smallest_that_fits_what_is_left(left: str, limit: int) -> None:
    budget = CallBudget(MovedClock())
    budget.begin()
    budget.end(200, {"x-daylimit-remaining": left})
    assert (budget.calls_left, budget.day_limit) == (int(left), limit)
    budget.begin()
    budget.end(200, {"x-daylimit-remaining": "10"})
    assert (budget.calls_left, budget.day_limit) == (10, limit)


@pytest.mark.parametrize("told", ["", "-3", "many", "9" * 20, "²"])
def test_nonsense_about_the_day_is_overlooked(told: str) -> None:
    budget = CallBudget(MovedClock())
    budget.begin()
    budget.end(200, {"x-daylimit-remaining": told})
    assert (budget.calls_left, budget.day_limit) == (None, None)


def test_work_that_nobody_asked_for_leaves_the_reserve_to_people() -> None:
    budget = CallBudget(MovedClock(), reserve=10)
    assert budget.begin() == 0
    budget.end(200, {"x-daylimit-remaining": "1000"})
    assert budget.begin() == 0
    budget.end(200, {"x-daylimit-remaining": "100"})
    with pytest.raises(XeroBusyError, match="Only 100 of today's 1000"):
        budget.begin()
    budget.reserve = 0
    assert budget.begin() == 0


def test_a_minute_that_others_used_up_is_waited_out() -> None:
    clock = MovedClock()
    budget = CallBudget(clock)
    budget.begin()
    clock.move(10)
    budget.end(200, {"x-minlimit-remaining": "0"})
    assert budget.begin() == 50


def test_questions_are_repeated_twice_with_growing_spread_pauses() -> None:
    policy = RetryPolicy(more_tries=6, first_pause=1, longest_pause=20)
    assert [policy.pause(tries, 1.0) for tries in range(1, 8)] == [1, 2, 4, 8, 16, 20, None]
    assert policy.pause(1, 0.0) == 0.5
    assert RetryPolicy().pause(3, 1.0) is None


def test_patience_without_a_person_only_sleeps() -> None:
    patience = PlainPatience()
    patience.check()
    patience.wait(0.001)
