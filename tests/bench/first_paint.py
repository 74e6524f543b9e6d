"""Measures how soon after its process began the program has painted its window, and the book in it.

A program, not a test: `python -m tests.bench.first_paint [--runs N]`. The goal is a first paint within 0.6 s.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from safe_desktop.engine import sample_book
from safe_desktop.engine.books import new_book
from safe_desktop.engine.homes import Home
from safe_desktop.engine.system_clock import SystemClock
from safe_desktop.engine.workplace import opened

GOAL_SECONDS = 0.6
ROOT = Path(__file__).resolve().parents[2]
_BOOK = "Fernhill"
_SETTLE_MS = 1_500

# The program as a person starts it, watched from outside: a paint is over when the next other event is delivered.
_CHILD = f"""
import json, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from safe_desktop.ui import application

class Watch(QObject):
    def __init__(self, app):
        super().__init__(app)
        self.is_painting, self.painted = False, []
        app.installEventFilter(self)
        QTimer.singleShot({_SETTLE_MS}, self.tell)
    def eventFilter(self, seen, event):
        is_paint = event.type() is QEvent.Type.Paint
        if self.is_painting and not is_paint:
            self.painted.append((time.monotonic(), time.process_time()))
        self.is_painting = is_paint
        return False
    def tell(self):
        print(json.dumps(self.painted), flush=True)
        application.QApplication.instance().exit()

make = application.make_application
def watched(arguments):
    app = make(arguments)
    app.watch = Watch(app)
    return app
application.make_application = watched

from safe_desktop.command_line import main
sys.exit(main())
"""


@dataclass(frozen=True, slots=True)
class Started:
    """One start: seconds from the process's beginning to the first paint, and what of it was work on a core."""

    first: float
    first_cpu: float
    filled: float
    """To the last paint: the book is open and its overview stands there."""


def main(arguments: list[str] | None = None) -> int:
    """0 when the median of the starts is within the goal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args(arguments).runs
    medians = []
    with tempfile.TemporaryDirectory() as folder:
        for words, options in (("a book of one's own", ()), ("the practice book", ("--practice",))):
            home = Path(folder) / words.replace(" ", "-")
            _fill(home, is_practice=bool(options))
            start(home, *options)  # once for nothing: a cold disk says nothing of the program
            medians.append(_told(words, [start(home, *options) for _ in range(runs)]))
    print(f"goal: first paint within {GOAL_SECONDS} s; load {os.getloadavg()[0]:.1f}")
    return 0 if max(medians) <= GOAL_SECONDS else 1


def start(home: Path, *options: str) -> Started:
    """One start of the program in a process of its own."""
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _CHILD, "--home", str(home), *options]
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=60, check=True)
    painted = json.loads(done.stdout.splitlines()[-1])
    (first, cpu), (last, _) = painted[0], painted[-1]
    return Started(first - began, cpu, last - began)


def _fill(folder: Path, *, is_practice: bool) -> None:
    home = Home(folder, is_practice=is_practice)
    new_book(home, _BOOK, SystemClock())
    with opened(home, _BOOK, environ={}, for_this_run=True) as workplace:
        sample_book.fill(workplace)


def _told(words: str, starts: list[Started]) -> float:
    print(words)
    for one in starts:
        print(f"    first paint {one.first:5.2f} s (of it {one.first_cpu:4.2f} s work), filled {one.filled:5.2f} s")
    median = statistics.median(one.first for one in starts)
    work = statistics.median(one.first_cpu for one in starts)
    print(f"    median {median:.2f} s (of it {work:.2f} s work)")
    return median


if __name__ == "__main__":
    sys.exit(main())
