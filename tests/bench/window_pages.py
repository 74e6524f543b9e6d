"""Measures the pages of the window over a book of 100,000 invoices: `python -m tests.bench.window_pages`.

A program, not a test: from what a person does until the rows are painted, the median of three, in milliseconds. The
goal is 100 for opening, filtering, sorting and finding. What follows by itself (counts, totals) is told beside it.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from safe_desktop.engine.books import new_book
from safe_desktop.engine.homes import Home
from safe_desktop.engine.system_clock import SystemClock
from safe_desktop.engine.workplace import opened
from safe_desktop.ui.application import Program, make_application
from safe_desktop.ui.parts.filter_pills import Pill
from safe_desktop.ui.shell.page import Page
from safe_desktop.ui.shell.place import Place
from safe_desktop.ui.tables.record_table import RecordTable
from tests.bench.hundred_thousand_invoices import fill

GOAL_MS = 100
BOOK = "Large"
PAGES = ("overview", "customers", "invoices", "payments", "to_send", "desk", "activity")
_TIMES = 3
Asked = Iterator[tuple[str, Callable[[], object]]]


def main(arguments: list[str] | None = None) -> int:
    """0 when nothing a person does with a list takes longer than the goal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--invoices", type=int, default=100_000)
    number = parser.parse_args(arguments).invoices
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_application(["bench"])
    with ExitStack() as ends:
        folder = Path(ends.enter_context(tempfile.TemporaryDirectory()))
        home = Home(folder, is_practice=True)
        new_book(home, BOOK, SystemClock())
        with opened(home, BOOK, environ={}, for_this_run=True) as workplace:
            fill(workplace, number)
        program = Program(app, home, lambda name: opened(home, name, environ={}, for_this_run=True), BOOK)
        ends.callback(program.quit)
        program.begin()
        while program.session is None:
            app.processEvents()
        _settle(app, program)
        print(f"{number:,} documents; load {os.getloadavg()[0]:.1f}")
        print(
            f"{'painted':>8}{'work':>8}{'settled':>9}  ms (work: the main thread's; settled: nothing follows any more)"
        )
        slow = [words for name in PAGES for words in _page(app, program, name)]
    print(f"\nover {GOAL_MS} ms: {', '.join(slow) or 'none'}; load {os.getloadavg()[0]:.1f}")
    return 1 if slow else 0


def _page(app: QApplication, program: Program, name: str) -> list[str]:
    """Measure one page; returns what took too long."""
    window = program.window
    _report(app, program, f"{name}: made and opened the first time", lambda: window.navigate(Place(name)), times=1)
    page = window.shown_page()
    assert page is not None
    slow = []
    for words, do in ((f"{name}: read anew", page.reload), *_questions(name, page)):
        if _report(app, program, words, do) > GOAL_MS:
            slow.append(words)
    return slow


def _questions(name: str, page: Page) -> Asked:
    for table in page.findChildren(RecordTable):
        if not table.isVisible() or table.setup.is_bare:
            continue
        for pill in table.pills.findChildren(Pill):
            yield f"{name}: only {pill.words}", pill.click
        yield f"{name}: all again", table.ask
        header = table.view.horizontalHeader()
        for section in range(table.model.columnCount()):
            column = table.model.column_at(section)
            if column is not None and column.sort:
                yield f"{name}: by {column.title}", partial(header.sectionClicked.emit, section)
        for words in ("bayside", "bay join", "in", "99"):
            yield f"{name}: find “{words}”", partial(table.ask, search=words)
        yield f"{name}: found nothing more", table.ask


def _report(app: QApplication, program: Program, words: str, do: Callable[[], object], times: int = _TIMES) -> float:
    painted, work, settled = [], [], []
    for _ in range(times):
        began, cpu = time.perf_counter(), time.thread_time()
        do()
        app.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        painted.append((time.perf_counter() - began) * 1000)
        work.append((time.thread_time() - cpu) * 1000)
        _settle(app, program)
        settled.append((time.perf_counter() - began) * 1000)
    middle = statistics.median(painted)
    print(f"{middle:8.1f}{statistics.median(work):8.1f}{statistics.median(settled):9.1f}  {words}", flush=True)
    return middle


def _settle(app: QApplication, program: Program) -> None:
    """Until no job runs and nothing is to be painted."""
    assert program.session is not None
    app.processEvents()
    while program.session.work.is_busy():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    app.sendPostedEvents(None, 0)
    app.processEvents()


if __name__ == "__main__":
    sys.exit(main())
