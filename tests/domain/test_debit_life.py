"""The life of a Direct Debit: which state may follow which, on which day, and when its money counts."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from safe_desktop.domain.debit_life import Debit, DebitStatus, counts_from, next_of, why_not

TODAY = date(2026, 11, 25)
PENDING, SUBMITTED, CONFIRMED, PAID_OUT, FAILED, CHARGED_BACK = DebitStatus


def at(status: DebitStatus, days_ago: int = 0) -> Debit:
    return Debit(status, TODAY - timedelta(days=days_ago))


def test_the_usual_life_goes_from_state_to_state() -> None:
    for before, after in pairwise((PENDING, SUBMITTED, CONFIRMED, PAID_OUT)):
        assert why_not(at(before), at(after), TODAY) == ""


def test_a_state_may_be_passed_over_as_files_tell_only_the_last_one() -> None:
    assert why_not(at(PENDING), at(PAID_OUT), TODAY) == ""
    assert all(why_not(None, at(status), TODAY) == "" for status in DebitStatus)


@pytest.mark.parametrize("status", [PENDING, SUBMITTED, CONFIRMED, PAID_OUT])
def test_it_may_fail_at_any_time_even_late(status: DebitStatus) -> None:
    assert why_not(at(status), at(FAILED), TODAY) == ""


def test_only_what_was_collected_can_be_charged_back() -> None:
    assert {status for status in DebitStatus if CHARGED_BACK in next_of(at(status))} == {CONFIRMED, PAID_OUT}


@pytest.mark.parametrize("status", [FAILED, CHARGED_BACK])
def test_what_was_reversed_stays_so(status: DebitStatus) -> None:
    assert next_of(at(status)) == ()
    assert "a new payment" in why_not(at(status), at(PAID_OUT), TODAY)


def test_it_never_goes_back() -> None:
    assert why_not(at(PAID_OUT), at(CONFIRMED), TODAY) == "It is paid out, and cannot become confirmed"


def test_a_day_to_come_or_before_the_last_state_is_refused() -> None:
    assert "still to come" in why_not(None, at(PENDING, days_ago=-1), TODAY)
    assert "only on 25/11/2026" in why_not(at(SUBMITTED), at(CONFIRMED, days_ago=1), TODAY)


def test_the_money_counts_when_paid_out_or_when_confirmed_and_cleared() -> None:
    assert counts_from(at(PAID_OUT), 3) == TODAY
    assert counts_from(at(CONFIRMED), 3) == date(2026, 11, 28)
    assert counts_from(at(CONFIRMED), 0) is None
    assert counts_from(at(PENDING), 3) is None
    assert counts_from(at(SUBMITTED), 3) is None
