"""Measures how long the window stands still while a retailer's December goes to the practice Xero and comes back.

A program, not a test: `python -m tests.bench.window_stall [FILE] [--page NAME]`. The goal is that no
beat of a 5 ms timer comes later than 50 ms while a page is shown and scrolled. Where other programs want the cores,
`chrt -r 5` before it keeps their noise out (the kernel then takes 50 ms back from whoever works a second without end).
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from safe_desktop.engine.books import new_book
from safe_desktop.engine.files.import_report import ImportReport
from safe_desktop.engine.files.importing import run_import
from safe_desktop.engine.homes import Home
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.system_clock import SystemClock
from safe_desktop.engine.workplace import opened
from safe_desktop.ui.application import Program, make_application
from safe_desktop.ui.shell.main_window import MainWindow
from safe_desktop.ui.shell.place import Place
from safe_desktop.ui.shell.work import Lane
from safe_desktop.ui.tables.table_view import TableView
from tests.engine.synced_book import connect
from tests.practice.practice_process import PracticeProcess
from tests.ui.event_loop_beats import BEAT_MS, Beats, Shares, percentile

DECEMBER = Path(__file__).parents[3] / "shared" / "data" / "online-retail-2010-12.csv.gz"
GOAL_MS = 50
BOOK = "December"
_IDLE_MS = 5_000
_SCROLL_MS, _SCROLL_BY = 50, 137
_SHOWN = 5


class Scrolling(QObject):
    """A person who looks through the list all the time: each step moves and paints it again."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._timer = QTimer(self)
        self._timer.setInterval(_SCROLL_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._timer.start()

    @Slot()
    def _on_timer_timeout(self) -> None:
        for view in self._window.findChildren(TableView):
            if view.isVisible():
                bar = view.verticalScrollBar()
                bar.setValue((bar.value() + _SCROLL_BY) % max(1, bar.maximum()))
                view.viewport().update()


class Measuring:
    """The program with the book open and connected, and the meter."""

    def __init__(self, app: QApplication, program: Program, beats: Beats) -> None:
        self.app, self.program, self.beats = app, program, beats
        self.longest = self.longest_own = 0.0
        print(f"{'':34}{'seconds':>8}{'p50':>7}{'p99':>7}{'max':>7}{'own':>7}  ms between two beats", flush=True)

    def phase(self, words: str, begin: Callable[[QEventLoop], object], *, counts: bool = True) -> None:
        """Beat until the phase's loop is left; print what was found."""
        loop = QEventLoop()
        self.beats.start()
        begin(loop)
        loop.exec()
        shares = self.beats.stop()
        gaps = [beat.gap for beat in self.beats.beats]
        longest, own = max(gaps), max(beat.own for beat in self.beats.beats)
        if counts:
            self.longest, self.longest_own = max(self.longest, longest), max(self.longest_own, own)
        print(
            f"{words:34}{self.beats.beats[-1].at:8.1f}{percentile(gaps, 0.5):7.1f}{percentile(gaps, 0.99):7.1f}"
            f"{longest:7.1f}{own:7.1f}  {_who(shares)}",
            flush=True,
        )
        for beat in sorted(self.beats.beats, key=lambda one: -one.gap)[: _SHOWN if longest > GOAL_MS / 2 else 0]:
            print(
                f"    {beat.gap:5.1f} ms at {beat.at:6.2f} s: {beat.cpu:5.1f} own work, {beat.starved:5.1f} no free "
                f"core, {beat.waited:5.1f} waiting for the interpreter or the book"
            )


def main(arguments: list[str] | None = None) -> int:
    """0 when the event loop never stood still for longer than the goal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path, nargs="?", default=DECEMBER)
    parser.add_argument("--page", default="to_send")
    parser.add_argument("--switch", type=float, help="another time until the interpreter changes hands, in ms")
    wanted = parser.parse_args(arguments)
    if not wanted.file.exists():
        print(f"There is no file {wanted.file}.")
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_application(["bench"])
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
        xero = ends.enter_context(PracticeProcess.start(folder / "xero"))
        program = _program(app, folder, xero)
        ends.callback(program.quit)
        measuring = Measuring(app, program, Beats(xero.process.pid))
        if wanted.switch:
            sys.setswitchinterval(wanted.switch / 1000)
        report = _measure(measuring, wanted.file, wanted.page)
    print(f"{report.sent:,} sent, {report.refused} refused, {report.calls} calls; load {os.getloadavg()[0]:.1f}")
    print(
        f"longest stall of the syncs: {measuring.longest:.1f} ms of at most {GOAL_MS}; "
        f"{measuring.longest_own:.1f} ms without the time in which others had the cores"
    )
    return 0 if measuring.longest < GOAL_MS and report.sent and not report.refused else 1


def _program(app: QApplication, folder: Path, xero: PracticeProcess) -> Program:
    home = Home(folder / "home", is_practice=True)
    new_book(home, BOOK, SystemClock())
    environ = {**os.environ, **xero.environment()}
    program = Program(app, home, lambda name: opened(home, name, environ=environ), BOOK)
    program.begin()
    while program.session is None:
        app.processEvents()
    connect(program.session.context.workplace)
    program.session.heartbeat.stop()
    return program


def _measure(measuring: Measuring, path: Path, page: str) -> RunReport:
    session = measuring.program.session
    assert session is not None
    reports: list[RunReport] = []
    imported: list[ImportReport] = []
    work, workplace, heartbeat = session.work, session.context.workplace, session.heartbeat

    def bring_in(loop: QEventLoop) -> None:
        def done(report: ImportReport) -> None:
            imported.append(report)
            QTimer.singleShot(500, loop.quit)

        work.later(Lane.DISK, lambda control: run_import(workplace, control, "invoices", path), done=done)

    def sync(loop: QEventLoop) -> None:
        def done(report: RunReport) -> None:
            reports.append(report)
            QTimer.singleShot(500, loop.quit)

        heartbeat.sync_now(done=done)
        QTimer.singleShot(50, heartbeat.refresh)

    def rest(loop: QEventLoop) -> None:
        QTimer.singleShot(_IDLE_MS, loop.quit)

    measuring.program.window.navigate(Place("invoices"))
    measuring.phase("importing, invoices shown", bring_in, counts=False)
    measuring.program.window.navigate(Place(page))
    scrolling = Scrolling(measuring.program.window)
    measuring.phase(f"nothing to do, {page} scrolled", rest, counts=False)
    measuring.phase(f"first sync, {page} scrolled", sync)
    measuring.program.window.navigate(Place("invoices"))
    measuring.phase("nothing to do, invoices scrolled", rest, counts=False)
    measuring.phase("all read back, invoices scrolled", sync)
    scrolling.deleteLater()
    return reports[0]


def _who(shares: Shares) -> str:
    return (
        f"(of the cores: program {shares.program:.0f} %, practice Xero {shares.practice:.0f} %, "
        f"others {shares.others:.0f} %; load {os.getloadavg()[0]:.1f}, beats every {BEAT_MS} ms)"
    )


if __name__ == "__main__":
    sys.exit(main())
