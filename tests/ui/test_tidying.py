"""Garbage that refers to itself is looked for on the main thread while nothing runs, and by Python again afterwards."""

import gc
import time
import weakref
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication

from safe_desktop.ui.look.tidying import Tidying

MANY = 6_000


class Ring:
    """Refers to itself, so that only a look for garbage frees it."""

    def __init__(self) -> None:
        self.me = self


@dataclass
class Lanes:
    """Whether a job runs."""

    is_busy: bool = False


@pytest.fixture
def lanes() -> Lanes:
    return Lanes()


@pytest.fixture
def tidying(qapp: QApplication, lanes: Lanes) -> Iterator[Tidying]:
    gc.collect()
    made = Tidying(lambda: lanes.is_busy)
    held = [[] for _ in range(MANY)]  # type: list[list[int]]
    made.tidy()  # the first look only sets aside what is there
    held.clear()
    try:
        yield made
    finally:
        made.close()
        gc.collect()


def thrown_away() -> "weakref.ref[Ring]":
    """One of many rings that nobody holds any more."""
    rings = [Ring() for _ in range(MANY)]
    return weakref.ref(rings[0])


def test_garbage_is_not_looked_for_by_chance(tidying: Tidying) -> None:
    ring = thrown_away()
    held = [[number] for number in range(100_000)]
    assert ring() is not None
    assert not gc.isenabled()
    held.clear()


def test_garbage_goes_when_nothing_runs(tidying: Tidying) -> None:
    ring = thrown_away()
    tidying.tidy()
    assert ring() is None


def test_garbage_waits_while_a_job_runs_and_goes_after_it(tidying: Tidying, lanes: Lanes) -> None:
    ring = thrown_away()
    lanes.is_busy = True
    tidying.tidy()
    assert ring() is not None
    lanes.is_busy = False
    tidying.tidy()
    assert ring() is None


def test_a_job_of_many_minutes_is_not_waited_for(tidying: Tidying, lanes: Lanes) -> None:
    ring = thrown_away()
    lanes.is_busy = True
    for _ in range(1_000):
        tidying.tidy()
    assert ring() is None


def test_after_closing_python_looks_by_itself_again(qapp: QApplication) -> None:
    Tidying(lambda: False).close()
    assert gc.isenabled()


def looked_at_everything(tidying: Tidying) -> float:
    """The seconds of this thread that a look at everything took."""
    begun = time.thread_time()
    tidying._look_at_everything()
    return time.thread_time() - begun


def test_a_look_that_a_person_would_notice_is_not_taken_twice_at_the_same_objects(qapp: QApplication) -> None:
    gc.collect()
    moments = iter((0.0, 0.2, 1.0, 1.001, 2.0, 2.001))
    made = Tidying(lambda: False, lambda: next(moments))
    try:
        held = [[[]] for _ in range(400_000)]  # type: list[list[list[int]]]
        first = looked_at_everything(made)
        again = looked_at_everything(made)
        assert again < first / 3
        ring = thrown_away()
        looked_at_everything(made)
        assert ring() is None
        held.clear()
    finally:
        made.close()
    assert gc.get_freeze_count() == 0


def test_a_short_look_sets_nothing_aside(qapp: QApplication) -> None:
    made = Tidying(lambda: False, lambda: 0.0)
    try:
        before = gc.get_freeze_count()
        made._look_at_everything()
        assert gc.get_freeze_count() == before
    finally:
        made.close()
