"""Measures how evenly the window's event loop comes round, and what it waited for when it did not.

A timer beats every 5 ms; the time between two beats is how long a person would have waited for a key press. Linux says
how long each thread wanted a core and got none, so that the noise of a busy machine is told apart from our own doing.
"""

import os
import resource
import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Slot

BEAT_MS = 5
_LOOK_FOR_THREADS = 100
"""So many beats go by until new threads are looked for: the meter must not be what is measured."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One round of the event loop, in milliseconds; `cpu` is the main thread's own work in it, `starved` how long
    this program's threads wanted a core that others had."""

    at: float
    gap: float
    cpu: float
    starved: float

    @property
    def own(self) -> float:
        """The gap without the time in which others had the cores."""
        return self.gap - self.starved

    @property
    def waited(self) -> float:
        """What is left: waiting for the interpreter, for the book, for the disk."""
        return max(0.0, self.gap - BEAT_MS - self.cpu - self.starved)


@dataclass(frozen=True, slots=True)
class Shares:
    """Who had the cores, in per cent of all of them."""

    program: float
    practice: float
    others: float


class Beats(QObject):
    """Beats from `start` to `stop`."""

    def __init__(self, practice_pid: int = 0) -> None:
        super().__init__()
        self.beats: list[Beat] = []
        self._practice_pid = practice_pid
        self._waits: dict[str, int] = {}
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    def start(self) -> None:
        """Begin anew."""
        self.beats = []
        self._began = self._last = time.perf_counter()
        self._cpu, self._starved = time.thread_time(), self._wanted()
        self._machine = _machine_ticks()
        self._own, self._practice = _own_seconds(), _seconds_of(self._practice_pid)
        self._timer.start()

    def stop(self) -> Shares:
        """End; who had the cores meanwhile."""
        self._timer.stop()
        busy, every = (now - then for now, then in zip(_machine_ticks(), self._machine, strict=True))
        seconds = every / os.sysconf("SC_CLK_TCK")
        own, practice = _own_seconds() - self._own, _seconds_of(self._practice_pid) - self._practice
        others = busy / os.sysconf("SC_CLK_TCK") - own - practice
        return Shares(*(max(0.0, 100 * part / max(seconds, 0.01)) for part in (own, practice, others)))

    @Slot()
    def _on_timer_timeout(self) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        wanted = self._wanted()
        gap = (now - self._last) * 1000
        starved = sum(wanted[one] - before for one, before in self._starved.items() if one in wanted)
        self.beats.append(Beat(now - self._began, gap, (cpu - self._cpu) * 1000, min(gap, max(0.0, starved))))
        self._last, self._cpu, self._starved = now, cpu, wanted

    def _wanted(self) -> dict[str, float]:
        """How long each thread has waited for a core so far, in milliseconds; nothing where the system does not say."""
        if len(self.beats) % _LOOK_FOR_THREADS == 0:
            self._find_threads()
        found: dict[str, float] = {}
        for thread, file in list(self._waits.items()):
            try:
                found[thread] = int(os.pread(file, 100, 0).split()[1]) / 1e6
            except (OSError, IndexError):
                os.close(self._waits.pop(thread))
        return found

    def _find_threads(self) -> None:
        folder = Path("/proc/self/task")
        for thread in [one.name for one in folder.iterdir()] if folder.exists() else ():
            if thread not in self._waits and (folder / thread / "schedstat").exists():
                self._waits[thread] = os.open(folder / thread / "schedstat", os.O_RDONLY)


def percentile(values: list[float], share: float) -> float:
    """The value that this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _own_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _seconds_of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _machine_ticks() -> tuple[int, int]:
    """Busy and all ticks of all cores together."""
    fields = [int(one) for one in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(fields) - fields[3] - fields[4], sum(fields)
