"""A long job can be watched and stopped."""

import threading

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from safe_desktop.engine.control import Control
from safe_desktop.ui.parts.progress import ProgressDialog, ProgressStrip
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.work import Lane


def test_the_strip_shows_how_far_a_job_is_and_goes_when_it_is_over(context: Context, qtbot: QtBot) -> None:
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    gate = threading.Event()

    def job(control: Control) -> None:
        control.progress(400, 1000, "Reading rows")
        gate.wait(5)

    task = context.work.later(Lane.DISK, job, label="Importing")
    strip.watch(task)
    qtbot.waitUntil(lambda: strip._far.whole_text() == "400 of 1,000")
    assert strip._words.whole_text() == "Reading rows"
    assert (strip._bar.value(), strip._bar.maximum()) == (400, 1000)
    gate.set()
    qtbot.waitUntil(strip.isHidden)


def test_cancel_stops_the_job_and_says_that_it_is_stopping(context: Context, qtbot: QtBot) -> None:
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    began, stopped = threading.Event(), []

    def job(control: Control) -> None:
        began.set()
        control.wait(20)

    strip.watch(context.work.later(Lane.DISK, job, stopped=lambda: stopped.append(True)))
    assert began.wait(5)
    strip.cancel.click()
    assert strip.cancel.text() == "Stopping"
    assert not strip.cancel.isEnabled()
    qtbot.waitUntil(lambda: stopped == [True])
    assert strip.isHidden()


def test_escape_in_the_dialog_stops_the_job_and_the_dialog_goes_with_it(context: Context, qtbot: QtBot) -> None:
    began = threading.Event()

    def job(control: Control) -> None:
        began.set()
        control.wait(20)

    task = context.work.later(Lane.DISK, job, label="Exporting")
    dialog = ProgressDialog(task, "Exporting 2,025 invoices")
    dialog.open()
    assert began.wait(5)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    with qtbot.waitSignal(dialog.finished, timeout=3000):
        pass
    assert task.is_over


def test_a_job_that_is_over_already_is_not_watched(context: Context, qtbot: QtBot) -> None:
    strip = ProgressStrip()
    qtbot.addWidget(strip)
    done: list[int] = []
    task = context.work.later(Lane.DISK, lambda _control: 1, done=done.append)
    qtbot.waitUntil(lambda: done == [1])
    strip.watch(task)
    assert strip.isHidden()
