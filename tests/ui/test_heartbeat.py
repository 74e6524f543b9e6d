"""When the program syncs by itself, and what it says about how things stand."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QNetworkInformation
from pytestqt.qtbot import QtBot

from safe_desktop.domain.theirs import Connection, Organisation
from safe_desktop.engine.control import Control
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import AnotherRunError, InputError, NotConnected
from safe_desktop.ui.shell.heartbeat import Heartbeat
from safe_desktop.ui.shell.network_watch import NetworkWatch
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.problem_dialog import ProblemDialog
from safe_desktop.ui.shell.sync_state import Phase, SyncState
from tests.made_records import MovableClock
from tests.ui.open_dialogs import close_dialogs
from tests.ui.sync_stand_in import SyncStandIn, report


def connect(workplace: Workplace) -> None:
    """Write down that the book belongs to an organisation, as a sign-in does."""
    organisation = Organisation("o-1", "Fernhill", "!abc", "GBP", "GB", "GMTSTANDARDTIME", False)
    with workplace.book.transaction():
        workplace.book.chart.save_organisation(organisation, Connection("c-1", "t-1", "Fernhill"))


@pytest.fixture
def stand_in(workplace: Workplace) -> SyncStandIn:
    return SyncStandIn(workplace)


@pytest.fixture
def heartbeat(context: Context, stand_in: SyncStandIn) -> Heartbeat:
    """A connected book's heartbeat, beating only when a test says so."""
    connect(context.workplace)
    made = Heartbeat(context.workplace, context.work, sync_function=stand_in, seed=1)
    made.start()
    made.stop()
    return made


def wait_over(heartbeat: Heartbeat, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not heartbeat.is_syncing())


def test_a_book_that_is_not_connected_says_so_and_never_syncs_by_itself(
    context: Context, clock: MovableClock, stand_in: SyncStandIn
) -> None:
    heartbeat = Heartbeat(context.workplace, context.work, sync_function=stand_in)
    heartbeat.start()
    heartbeat.stop()
    clock.move(hours=2)
    heartbeat.beat()
    assert heartbeat.state.phase is Phase.NOT_CONNECTED
    assert not heartbeat.state.can_sync
    assert stand_in.reasons == []


def test_the_first_sync_comes_soon_after_the_start_and_the_next_after_the_interval(
    heartbeat: Heartbeat, clock: MovableClock, stand_in: SyncStandIn, qtbot: QtBot
) -> None:
    heartbeat.beat()
    assert stand_in.reasons == []
    clock.move(seconds=16)
    heartbeat.beat()
    wait_over(heartbeat, qtbot)
    assert stand_in.reasons == ["Timer"]
    for _ in range(13):
        clock.move(minutes=1)
        heartbeat.beat()
    assert stand_in.reasons == ["Timer"]
    for _ in range(4):
        clock.move(minutes=1)
        heartbeat.beat()
    wait_over(heartbeat, qtbot)
    assert stand_in.reasons == ["Timer", "Timer"]


def test_two_computers_do_not_ask_at_the_same_moment(context: Context) -> None:
    connect(context.workplace)
    dues = set()
    for seed in range(1, 6):
        heartbeat = Heartbeat(context.workplace, context.work, sync_function=SyncStandIn(context.workplace), seed=seed)
        heartbeat.next.after_run(15)
        dues.add(heartbeat.next.due)
    assert len(dues) == 5
    now = context.workplace.clock.monotonic()
    assert all(due is not None and 13 * 60 < due - now < 17 * 60 for due in dues)


def test_two_syncs_never_run_at_once(heartbeat: Heartbeat, stand_in: SyncStandIn, qtbot: QtBot) -> None:
    first = heartbeat.sync_now()
    assert first is not None
    assert heartbeat.sync_now() is None
    assert heartbeat.state.phase is Phase.WORKING
    assert not heartbeat.state.can_sync
    wait_over(heartbeat, qtbot)
    assert stand_in.reasons == ["Sync now"]


def test_the_state_follows_a_sync_and_tells_its_words(
    heartbeat: Heartbeat, stand_in: SyncStandIn, qtbot: QtBot
) -> None:
    states: list[SyncState] = []
    heartbeat.state_changed.connect(states.append)
    stand_in.meanwhile = lambda control: control.progress(4, 11, "Sending 4 of 11 invoices")
    reports: list[object] = []
    heartbeat.sync_now(done=reports.append)
    wait_over(heartbeat, qtbot)
    assert reports == [stand_in.outcome]
    assert states[0].phase is Phase.WORKING
    assert "Sending 4 of 11 invoices" in [state.words for state in states]
    assert heartbeat.state.phase is Phase.TO_SEND
    assert heartbeat.state.words == f"{heartbeat.state.to_send} to send"
    assert heartbeat.state.organisation == "Fernhill"


@pytest.mark.parametrize(
    ("result", "phase"),
    [
        ("offline", Phase.OFFLINE),
        ("waiting", Phase.BUSY),
        ("not connected", Phase.CONNECT_AGAIN),
        ("failed", Phase.NEEDS_YOU),
    ],
)
def test_a_run_that_did_not_reach_its_end_says_why(
    heartbeat: Heartbeat, stand_in: SyncStandIn, qtbot: QtBot, result: str, phase: Phase
) -> None:
    stand_in.outcome = report(result)
    heartbeat.sync_now()
    wait_over(heartbeat, qtbot)
    assert heartbeat.state.phase is phase
    assert close_dialogs() == []


def test_offline_it_tries_again_sooner_than_the_interval_and_then_less_and_less_often(
    heartbeat: Heartbeat, stand_in: SyncStandIn, clock: MovableClock, qtbot: QtBot
) -> None:
    stand_in.outcome = report("offline")
    heartbeat.sync_now()
    wait_over(heartbeat, qtbot)
    waits = []
    for _ in range(5):
        begun = clock.at
        tries = len(stand_in.reasons)
        while len(stand_in.reasons) == tries:
            clock.move(seconds=5)
            heartbeat.beat()
            wait_over(heartbeat, qtbot)
        waits.append((clock.at - begun).total_seconds())
    assert waits == [30, 60, 120, 300, 300]
    stand_in.outcome = report()
    heartbeat.sync_now()
    wait_over(heartbeat, qtbot)
    assert heartbeat.state.phase is Phase.TO_SEND


def test_a_pause_holds_the_timer_but_not_a_person(
    heartbeat: Heartbeat, stand_in: SyncStandIn, clock: MovableClock, qtbot: QtBot
) -> None:
    heartbeat.pause(1)
    assert heartbeat.state.phase is Phase.PAUSED
    for _ in range(50):
        clock.move(minutes=1)
        heartbeat.beat()
    assert stand_in.reasons == []
    heartbeat.sync_now()
    wait_over(heartbeat, qtbot)
    assert stand_in.reasons == ["Sync now"]
    clock.move(minutes=11)
    heartbeat.beat()
    assert not heartbeat.is_paused
    clock.move(seconds=16)
    heartbeat.beat()
    wait_over(heartbeat, qtbot)
    assert stand_in.reasons == ["Sync now", "Timer"]


def test_after_sleep_it_syncs_within_seconds(
    heartbeat: Heartbeat, stand_in: SyncStandIn, clock: MovableClock, qtbot: QtBot
) -> None:
    heartbeat.sync_now()
    wait_over(heartbeat, qtbot)
    clock.at += timedelta(minutes=5)
    heartbeat.beat()
    clock.move(seconds=16)
    heartbeat.beat()
    wait_over(heartbeat, qtbot)
    assert stand_in.reasons == ["Sync now", "Timer"]


def come_to_the_window(heartbeat: Heartbeat) -> None:
    heartbeat._on_app_application_state_changed(Qt.ApplicationState.ApplicationActive)


def test_who_comes_to_the_window_sees_news_but_asks_for_none_twice_a_minute(
    heartbeat: Heartbeat, stand_in: SyncStandIn, clock: MovableClock, qtbot: QtBot
) -> None:
    heartbeat.sync_now()
    wait_over(heartbeat, qtbot)
    clock.move(seconds=50)
    come_to_the_window(heartbeat)
    clock.move(seconds=5)
    heartbeat.beat()
    assert stand_in.reasons == ["Sync now"]
    clock.move(seconds=10)
    come_to_the_window(heartbeat)
    clock.move(seconds=5)
    heartbeat.beat()
    wait_over(heartbeat, qtbot)
    assert stand_in.reasons == ["Sync now", "Timer"]


def test_when_the_network_is_back_nothing_is_waited_for(
    heartbeat: Heartbeat, stand_in: SyncStandIn, clock: MovableClock, qtbot: QtBot
) -> None:
    heartbeat._watch_network()
    stand_in.outcome = report("offline")
    for _ in range(4):
        heartbeat.sync_now()
        wait_over(heartbeat, qtbot)
    stand_in.outcome = report()
    heartbeat.network.on_reachability(QNetworkInformation.Reachability.Disconnected)
    clock.move(seconds=20)
    heartbeat.beat()
    assert len(stand_in.reasons) == 4
    heartbeat.network.on_reachability(QNetworkInformation.Reachability.Online)
    clock.move(seconds=5)
    heartbeat.beat()
    wait_over(heartbeat, qtbot)
    assert stand_in.reasons[4:] == ["Timer"]
    assert heartbeat.state.phase is Phase.TO_SEND


def test_a_network_that_never_went_is_no_news(qtbot: QtBot) -> None:
    watch = NetworkWatch()
    heard: list[bool] = []
    watch.came_back.connect(lambda: heard.append(True))
    for reach in ("Online", "Online", "Unknown", "Online"):
        watch.on_reachability(QNetworkInformation.Reachability[reach])
    assert heard == []


def test_with_few_calls_left_it_asks_less_often(
    heartbeat: Heartbeat, stand_in: SyncStandIn, clock: MovableClock, qtbot: QtBot
) -> None:
    budget = heartbeat._workplace._budget
    waits = []
    for left in (900, 250, 120):
        budget.begin()
        budget.end(200, {"x-daylimit-remaining": str(left)})
        heartbeat.sync_now()
        wait_over(heartbeat, qtbot)
        due = heartbeat.next.due
        assert due is not None
        waits.append((due - clock.monotonic()) / 60)
    assert waits == pytest.approx([15, 2.5 * 15, 3.8 * 15], rel=0.11)


def test_the_timer_can_be_switched_off(heartbeat: Heartbeat, stand_in: SyncStandIn, clock: MovableClock) -> None:
    with heartbeat._workplace.book.transaction():
        heartbeat._workplace.book.settings.sync_on_timer = False
    clock.move(hours=3)
    heartbeat.beat()
    clock.move(minutes=1)
    heartbeat.beat()
    assert stand_in.reasons == []


def test_a_sync_can_be_stopped(heartbeat: Heartbeat, stand_in: SyncStandIn, qtbot: QtBot) -> None:
    def wait(control: Control) -> None:
        control.wait(20)

    stand_in.meanwhile = wait
    task = heartbeat.sync_now()
    assert task is not None
    task.stop()
    wait_over(heartbeat, qtbot)
    assert heartbeat.state.phase is Phase.TO_SEND


def test_another_copy_at_work_is_told_to_a_person_but_not_after_a_timer(
    heartbeat: Heartbeat, stand_in: SyncStandIn, clock: MovableClock, qtbot: QtBot
) -> None:
    stand_in.outcome = AnotherRunError("Another copy is syncing this book.")
    clock.move(seconds=16)
    heartbeat.beat()
    wait_over(heartbeat, qtbot)
    assert close_dialogs() == []
    heartbeat.sync_now()
    wait_over(heartbeat, qtbot)
    assert close_dialogs() == [ProblemDialog]


def test_a_sign_in_that_ended_asks_to_connect_again_until_one_is_there(
    heartbeat: Heartbeat, stand_in: SyncStandIn, qtbot: QtBot
) -> None:
    stand_in.outcome = NotConnected("The sign-in has ended.")
    heartbeat.sync_now()
    wait_over(heartbeat, qtbot)
    assert heartbeat.state.phase.value == "Connect again"
    assert not heartbeat.state.can_sync
    assert close_dialogs() == []
    heartbeat._workplace.connection_found()
    heartbeat._on_work_changed(None)
    assert heartbeat.state.phase is Phase.TO_SEND


def test_after_the_end_it_asks_the_book_nothing(heartbeat: Heartbeat, context: Context) -> None:
    states: list[object] = []
    heartbeat.state_changed.connect(states.append)
    heartbeat.end()
    context.workplace.book.close()
    heartbeat._on_work_changed(None)
    heartbeat.pause()
    assert states == []


def test_any_other_problem_gets_its_dialog(heartbeat: Heartbeat, stand_in: SyncStandIn, qtbot: QtBot) -> None:
    stand_in.outcome = InputError("Choose a sales account first.")
    heartbeat.sync_now()
    wait_over(heartbeat, qtbot)
    assert close_dialogs() == [ProblemDialog]
