"""The meter at the foot of the side bar: calls used and left, and what it means when few are left."""

from pytestqt.qtbot import QtBot

from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.sync_panel import SyncPanel
from safe_desktop.ui.shell.sync_state import Phase, SyncState


def panel(qtbot: QtBot, **state: object) -> SyncPanel:
    made = SyncPanel()
    qtbot.addWidget(made)
    made.show_state(SyncState(Phase.UP_TO_DATE, "09:41 today", **state))  # type: ignore[arg-type]
    return made


def test_the_meter_tells_what_was_used_and_what_is_left(qtbot: QtBot) -> None:
    shown = panel(qtbot, calls_left=4_812, day_limit=5_000, reserve=10)
    assert shown.calls_words() == "4,812 of 5,000 calls left today"
    assert "Calls to Xero today: 188 used, 4,812 of 5,000 left" in shown.toolTip()
    assert "rest until" not in shown.toolTip()


def test_near_the_limit_it_says_that_syncs_by_themselves_rest(qtbot: QtBot) -> None:
    shown = panel(qtbot, calls_left=500, day_limit=5_000, reserve=10)
    assert shown.calls_words() == "500 calls left, kept for you"
    assert (
        "Syncs by themselves rest until Xero’s day begins again: the last 10 per cent" in shown.accessibleDescription()
    )
    assert panel(qtbot, calls_left=501, day_limit=5_000, reserve=10).calls_words() == "501 of 5,000 calls left today"
    assert panel(qtbot, calls_left=5, day_limit=5_000, reserve=0).calls_words() == "5 of 5,000 calls left today"


def test_before_xero_told_a_limit_nothing_is_said(qtbot: QtBot) -> None:
    shown = panel(qtbot, reserve=10)
    assert shown.calls_words() == ""
    assert "Calls" not in shown.toolTip()


def test_words_that_find_no_room_beside_the_phase_get_a_line_of_their_own(qtbot: QtBot) -> None:
    short = panel(qtbot, calls_left=900, day_limit=1_000)
    long = SyncPanel()
    qtbot.addWidget(long)
    long.show_state(SyncState(Phase.NEEDS_YOU, "compare both lists", calls_left=900, day_limit=1_000))
    assert not short._has_words_below()
    assert long._has_words_below()
    assert long.sizeHint().height() > short.sizeHint().height()
    long.resize(long.sizeHint())
    long.grab()


def test_a_comparison_that_waits_is_where_a_click_leads(qtbot: QtBot) -> None:
    shown = SyncPanel()
    qtbot.addWidget(shown)
    shown.show_state(SyncState(Phase.NEEDS_YOU, "compare both lists", compare="7 customers"))
    assert shown.opens() == "compare"
    shown.show_state(SyncState(Phase.NEEDS_YOU, "3 on the desk"))
    assert shown.opens() == "desk"


def test_the_share_kept_for_people_comes_from_the_settings(context: Context) -> None:
    context.heartbeat.refresh()
    assert context.heartbeat.state.reserve == context.workplace.book.settings.day_reserve > 0
