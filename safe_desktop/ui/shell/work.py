"""The one door for background work, and the only file with threads: a few lanes, named for what they wait for.

Screens say what to run and what to do with the result. Results, progress and errors arrive on the main thread; what
changed is announced once. Knows no page, no record, no network.
"""

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from safe_desktop.engine.changes import Changes
from safe_desktop.engine.control import Control
from safe_desktop.errors import Cancelled, SafeError
from safe_desktop.ui.shell.problems import Problems

T = TypeVar("T")
SWITCH_SECONDS = 0.0001
"""How long a busy worker may keep the interpreter from the window. Painting a page of a table gives it back some
hundred times, and each time it is asked for again: 0.5 ms make that 60 ms, 0.1 ms make it 20."""
_TELL_EVERY_SECONDS = 0.1


class Lane(StrEnum):
    """What a job waits for. One job at a time in each lane, in the order they were asked for."""

    XERO = "xero"
    DISK = "disk"
    LOOK = "look"
    """Short questions to the book, which must not wait behind an import."""


class Task(QObject):
    """One job on its way: what it is called, how far it is, and the way to stop it."""

    progressed = Signal(int, int, str)
    """done, total (-1 while unknown), words"""
    ended = Signal()

    def __init__(self, lane: Lane, label: str) -> None:
        super().__init__()
        self.lane = lane
        self.label = label
        self.is_over = False
        self.control: Control = Control()

    @Slot()
    def stop(self) -> None:
        """Ask the job to stop at its next safe place."""
        self.control.stop()


@dataclass(frozen=True, slots=True)
class _Arrival:
    """What a worker sends to the main thread: the task with its value or its exception."""

    task: Task
    value: object
    error: BaseException | None
    done: Callable[..., object] | None
    failed: Callable[[SafeError], bool] | None
    stopped: Callable[[], object] | None


def changes_in(value: object) -> Changes:
    """What a result says was changed: a `Changes` itself, or the `changes` of a report."""
    found = value if isinstance(value, Changes) else getattr(value, "changes", None)
    return found if isinstance(found, Changes) else Changes()


def _is_gone(callback: Callable[..., object] | None) -> bool:
    owner = getattr(callback, "__self__", None)
    return isinstance(owner, QObject) and not shiboken6.isValid(owner)


class Work(QObject):
    """Runs jobs: `now` on this thread, `later` in a lane. A job gets a `Control` in `later`, nothing in `now`."""

    changed = Signal(object)
    started = Signal(object)
    ended = Signal(object)
    _arrived = Signal(object)
    _progressed = Signal(object, int, int, str)

    def __init__(self, problems: Problems, after_each: Callable[[], object] | None = None) -> None:
        super().__init__()
        sys.setswitchinterval(SWITCH_SECONDS)
        self._problems = problems
        self.after_each = after_each
        self._lanes = {lane: ThreadPoolExecutor(1, thread_name_prefix=lane) for lane in Lane}
        self._tasks: list[Task] = []
        self._is_closed = False
        self._arrived.connect(self._on_arrived)
        self._progressed.connect(self._on_progressed)

    def now(
        self,
        job: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[SafeError], bool] | None = None,
    ) -> T | None:
        """Run a short local edit here and now; its value, or None after an error that was shown."""
        try:
            value = job()
        except Cancelled:
            return None
        except SafeError as error:
            self._show(error, failed)
            return None
        except Exception as error:
            self._problems.crashed(error)
            return None
        self.announce(changes_in(value))
        if done is not None:
            done(value)
        return value

    def later(
        self,
        lane: Lane,
        job: Callable[[Control], T],
        *,
        label: str = "",
        done: Callable[[T], object] | None = None,
        failed: Callable[[SafeError], bool] | None = None,
        stopped: Callable[[], object] | None = None,
    ) -> Task:
        """Run a long job in a lane. `failed` may answer True to say that it dealt with the error itself."""
        task = Task(lane, label)
        task.control = Control(self._listener(task))
        if self._is_closed:
            # A page's timer may still fire while the book is being closed: nothing is begun any more.
            task.is_over = True
            return task
        self._tasks.append(task)
        self.started.emit(task)

        def run() -> None:
            value: object = None
            problem: BaseException | None = None
            try:
                task.control.check()
                value = job(task.control)
            except BaseException as error:  # delivered to the main thread, where it is told apart
                problem = error
            finally:
                if self.after_each is not None:
                    self.after_each()
            if not self._is_closed:
                self._arrived.emit(_Arrival(task, value, problem, done, failed, stopped))

        self._lanes[lane].submit(run)
        return task

    def running(self, lane: Lane) -> Task | None:
        """The job that the lane works on or will work on next."""
        return next((task for task in self._tasks if task.lane is lane), None)

    def is_busy(self) -> bool:
        """Whether any job runs or waits to be run."""
        return bool(self._tasks)

    def announce(self, changes: Changes) -> None:
        """Tell every page, once, what is no longer as it was read."""
        if changes:
            self.changed.emit(changes)

    def close(self) -> None:
        """Ask every job to stop, wait for it, and take no more. No thread is ever killed."""
        self._is_closed = True
        for task in self._tasks:
            task.stop()
        for lane in self._lanes.values():
            lane.shutdown(wait=True, cancel_futures=True)
        self._tasks.clear()

    def _listener(self, task: Task) -> Callable[[int, int | None, str], None]:
        last = 0.0

        def listen(done: int, total: int | None, words: str) -> None:
            nonlocal last
            if time.monotonic() - last >= _TELL_EVERY_SECONDS or done == total:
                last = time.monotonic()
                self._progressed.emit(task, done, -1 if total is None else total, words)

        return listen

    @Slot(object, int, int, str)
    def _on_progressed(self, task: Task, done: int, total: int, words: str) -> None:
        if not task.is_over:
            task.progressed.emit(done, total, words)

    @Slot(object)
    def _on_arrived(self, arrival: _Arrival) -> None:
        task = arrival.task
        if task not in self._tasks:
            return
        self._tasks.remove(task)
        task.is_over = True
        task.ended.emit()
        self.ended.emit(task)
        if arrival.error is None:
            self.announce(changes_in(arrival.value))
            if arrival.done is not None and not _is_gone(arrival.done):
                arrival.done(arrival.value)
        elif isinstance(arrival.error, Cancelled):
            if arrival.stopped is not None and not _is_gone(arrival.stopped):
                arrival.stopped()
        elif isinstance(arrival.error, SafeError):
            self._show(arrival.error, None if _is_gone(arrival.failed) else arrival.failed)
        else:
            self._problems.crashed(arrival.error)

    def _show(self, error: SafeError, failed: Callable[[SafeError], bool] | None) -> None:
        if failed is None or not failed(error):
            self._problems.show(error)
