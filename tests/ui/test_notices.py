"""At most one notice of a kind a day, and only for what a person must know."""

from pathlib import Path

import pytest

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.errors import NotConnected, OfflineError
from safe_desktop.store.run_records import Outcome, RunItem
from safe_desktop.ui.shell.notices import Notices
from safe_desktop.ui.shell.page import Place
from safe_desktop.ui.shell.preferences import Preferences
from tests.made_records import MovableClock
from tests.ui.sync_stand_in import report

REFUSED = RunItem(RecordKind.PAYMENT, 7, "PAY-0941", Outcome.REFUSED, "account 612 is archived")


@pytest.fixture
def told() -> list[tuple[str, str, Place]]:
    return []


@pytest.fixture
def notices(tmp_path: Path, clock: MovableClock, told: list[tuple[str, str, Place]]) -> Notices:
    return Notices(Preferences(tmp_path / "p.json"), clock, lambda *said: told.append(said))


def test_a_refusal_names_record_and_cause_and_opens_the_fix(notices: Notices, told: list[object]) -> None:
    notices.after_run(report(refused=1, sent=22, items=(REFUSED,)))
    words = "PAY-0941: account 612 is archived\nThe other 22 records were sent."
    assert told == [("Xero refused 1 payment", words, Place("to_send", "failed"))]


def test_the_same_kind_is_told_once_a_day(notices: Notices, told: list[object], clock: MovableClock) -> None:
    for _ in range(3):
        notices.after_run(report(mismatches_open=2))
    notices.after_run(report(refused=1, items=(REFUSED,)))
    assert len(told) == 2
    clock.move(days=1)
    notices.after_run(report(mismatches_open=2))
    assert len(told) == 3


def test_a_good_run_and_a_lost_network_are_not_worth_a_notice(notices: Notices, told: list[object]) -> None:
    notices.after_run(report(sent=5))
    notices.after_error(OfflineError("Xero cannot be reached."))
    assert told == []
    notices.after_error(NotConnected("The sign-in has ended."))
    assert len(told) == 1


def test_several_refusals_are_counted(notices: Notices, told: list[tuple[str, str, Place]]) -> None:
    notices.after_run(report(refused=2, items=(REFUSED, REFUSED)))
    assert told[0][0] == "Xero refused 2 records"
