"""Locked periods: which days are not written to, and how far a decision holds."""

from datetime import date

from safe_desktop.domain.lock_dates import Locks

OCTOBER = Locks(date(2026, 10, 31), date(2026, 3, 31))


def test_the_lock_date_itself_is_locked_and_the_day_after_is_not() -> None:
    assert OCTOBER.reason(date(2026, 10, 31)) == "Dated 31/10/2026, in a period that is locked until 31/10/2026"
    assert OCTOBER.reason(date(2026, 11, 1)) == ""


def test_a_closed_year_is_said_first_and_no_decision_opens_it() -> None:
    day = date(2026, 3, 31)
    assert "financial year that is closed until 31/03/2026" in OCTOBER.reason(day)
    assert OCTOBER.reason(day, decided_until=date(2026, 10, 31)) == OCTOBER.reason(day)


def test_a_decision_holds_until_the_lock_date_moves_on() -> None:
    day = date(2026, 9, 1)
    assert OCTOBER.reason(day, decided_until=date(2026, 10, 31)) == ""
    assert OCTOBER.reason(day, decided_until=date(2026, 9, 30)) != ""


def test_without_lock_dates_nothing_is_locked() -> None:
    assert not Locks()
    assert Locks().reason(date(2000, 1, 1)) == ""
