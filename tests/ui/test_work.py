"""The one door for background work: where things run, what arrives, what is announced, and how it ends."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.engine.changes import CUSTOMERS, PAYMENTS, Changes
from safe_desktop.engine.control import Control
from safe_desktop.errors import InputError, SafeError
from safe_desktop.ui.shell.problem_dialog import CrashDialog, ProblemDialog
from safe_desktop.ui.shell.problems import Problems
from safe_desktop.ui.shell.work import Lane, Work
from tests.ui.open_dialogs import close_dialogs


@dataclass(frozen=True)
class Report:
    words: str
    changes: Changes


@pytest.fixture
def work(qapp: QApplication) -> Iterator[Work]:
    """A door with all lanes."""
    made = Work(Problems())
    yield made
    made.close()


def test_a_long_job_runs_elsewhere_and_its_result_arrives_on_the_main_thread(work: Work, qtbot: QtBot) -> None:
    where: dict[str, object] = {}

    def job(control: Control) -> str:
        where["job"] = threading.current_thread().name
        return "done"

    def done(value: str) -> None:
        where["done"] = (value, threading.current_thread() is threading.main_thread())

    work.later(Lane.DISK, job, done=done)
    qtbot.waitUntil(lambda: "done" in where)
    assert str(where["job"]).startswith("disk")
    assert where["done"] == ("done", True)


def test_jobs_of_one_lane_follow_each_other_and_lanes_do_not_wait_for_one_another(work: Work, qtbot: QtBot) -> None:
    order: list[str] = []
    gate = threading.Event()

    def slow(control: Control) -> None:
        gate.wait(5)
        order.append("slow")

    work.later(Lane.XERO, slow)
    work.later(Lane.XERO, lambda _control: order.append("after slow"))
    work.later(Lane.DISK, lambda _control: order.append("beside"))
    qtbot.waitUntil(lambda: order == ["beside"])
    gate.set()
    qtbot.waitUntil(lambda: order == ["beside", "slow", "after slow"])


def test_what_a_job_changed_is_announced_once(work: Work, qtbot: QtBot) -> None:
    heard: list[Changes] = []
    work.changed.connect(heard.append)
    seen: list[str] = []
    work.later(
        Lane.DISK, lambda _control: Report("imported", Changes.of(CUSTOMERS)), done=lambda r: seen.append(r.words)
    )
    qtbot.waitUntil(lambda: seen == ["imported"])
    assert heard == [Changes.of(CUSTOMERS)]
    work.now(lambda: Changes.of(PAYMENTS))
    work.now(lambda: None)
    assert heard == [Changes.of(CUSTOMERS), Changes.of(PAYMENTS)]


def test_a_known_error_is_shown_unless_the_page_deals_with_it(work: Work, qtbot: QtBot) -> None:
    def job(control: Control) -> None:
        raise InputError("The file is empty.", "Nothing was imported.", "Choose another.")

    held: list[SafeError] = []

    def deal_with(error: SafeError) -> bool:
        held.append(error)
        return True

    work.later(Lane.DISK, job, failed=deal_with)
    qtbot.waitUntil(lambda: len(held) == 1)
    assert close_dialogs() == []
    work.later(Lane.DISK, job)
    qtbot.waitUntil(lambda: close_dialogs() == [ProblemDialog])


def test_a_bug_in_a_job_gets_the_crash_dialog_and_the_lane_goes_on(
    work: Work, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    def job(control: Control) -> None:
        raise ZeroDivisionError("division by zero")

    work.later(Lane.DISK, job)
    qtbot.waitUntil(lambda: close_dialogs() == [CrashDialog])
    assert "ZeroDivisionError" in capsys.readouterr().err
    after: list[int] = []
    work.later(Lane.DISK, lambda _control: 7, done=after.append)
    qtbot.waitUntil(lambda: after == [7])


def test_stopping_ends_a_job_at_its_next_safe_place_and_shows_nothing(work: Work, qtbot: QtBot) -> None:
    began = threading.Event()
    outcome: list[str] = []

    def job(control: Control) -> None:
        began.set()
        control.wait(20)

    task = work.later(
        Lane.XERO, job, done=lambda _value: outcome.append("done"), stopped=lambda: outcome.append("stopped")
    )
    assert began.wait(5)
    task.stop()
    qtbot.waitUntil(lambda: outcome == ["stopped"])
    assert task.is_over
    assert close_dialogs() == []


def test_a_job_stopped_before_its_turn_never_begins(work: Work, qtbot: QtBot) -> None:
    gate, began = threading.Event(), []
    work.later(Lane.DISK, lambda _control: gate.wait(5))
    stopped: list[bool] = []
    task = work.later(Lane.DISK, lambda _control: began.append(1), stopped=lambda: stopped.append(True))
    task.stop()
    gate.set()
    qtbot.waitUntil(lambda: stopped == [True])
    assert began == []


def test_progress_arrives_thinned_out_but_the_last_step_always(work: Work, qtbot: QtBot) -> None:
    steps: list[tuple[int, int, str]] = []

    def job(control: Control) -> None:
        for step in range(1, 1001):
            control.progress(step, 1000, f"row {step}")

    over: list[object] = []
    task = work.later(Lane.DISK, job, done=over.append)
    task.progressed.connect(lambda done, total, words: steps.append((done, total, words)))
    qtbot.waitUntil(lambda: len(over) == 1)
    assert steps[-1] == (1000, 1000, "row 1000")
    assert len(steps) < 50


def test_a_page_that_is_gone_is_not_called(work: Work, qtbot: QtBot) -> None:
    class Listener(QObject):
        def hear(self, value: int) -> None:
            called.append(value)

    called: list[int] = []
    ended: list[object] = []
    work.ended.connect(ended.append)
    gate = threading.Event()
    listener = Listener()
    work.later(Lane.DISK, lambda _control: int(gate.wait(5)), done=listener.hear)
    listener.deleteLater()
    QApplication.sendPostedEvents(listener, 52)  # QEvent.DeferredDelete
    gate.set()
    qtbot.waitUntil(lambda: len(ended) == 1)
    assert called == []


def test_each_job_lets_go_of_its_thread_s_connection(qapp: QApplication, qtbot: QtBot) -> None:
    closed: list[str] = []
    work = Work(Problems(), after_each=lambda: closed.append(threading.current_thread().name))
    done: list[object] = []
    work.later(Lane.XERO, lambda _control: 1, done=done.append)
    qtbot.waitUntil(lambda: done == [1])
    assert closed == ["xero_0"]
    work.close()


def test_closing_stops_what_runs_and_delivers_nothing_afterwards(qapp: QApplication, qtbot: QtBot) -> None:
    work = Work(Problems())
    began = threading.Event()

    def job(control: Control) -> None:
        began.set()
        control.wait(60)

    late: list[object] = []
    work.later(Lane.XERO, job, done=late.append, stopped=lambda: late.append("stopped"))
    work.later(Lane.XERO, lambda _control: late.append("never"))
    assert began.wait(5)
    work.close()
    qapp.processEvents()
    assert late == []
    assert work.later(Lane.DISK, lambda _control: late.append("too late")).is_over
    assert late == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith(("xero", "disk"))]


def test_the_window_is_not_kept_waiting_while_a_worker_computes(work: Work, qtbot: QtBot) -> None:
    done: list[object] = []
    beats: list[int] = []

    def busy(control: Control) -> int:
        return sum(index * index for index in range(1_500_000))

    work.later(Lane.DISK, busy, done=done.append)
    while not done:
        QApplication.processEvents()
        beats.append(1)
    # Without a short switch interval the main thread would get a turn every 5 ms only.
    assert len(beats) > 20
