"""Makes lives for tests: the first day is made once a process; a quiet life does only what a test tells it."""

import atexit
import gc
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests.simulation.first_day import make_first_day
from tests.simulation.life import Climate, Figures, Life, Protocol
from tests.simulation.truths import Truths
from tests.simulation.truths_of_counting import counted_twice

_IN_MEMORY = Path("/dev/shm")
QUIET = Climate(steps=0, faults=0, crashes=0, edits_under_way=0, desk=0, others=0, wall_jumps=0)


@cache
def first_day() -> Path:
    """The folder with the first day; in memory where there is room for it, as a life writes a thousand times."""
    folder = Path(tempfile.mkdtemp(prefix="safe-lives-", dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    make_first_day(folder / "first-day")
    return folder / "first-day"


@contextmanager
def quiet_life(climate: Climate = QUIET, seed: int = 1, protocol: Protocol | None = None) -> Iterator[Life]:
    """A life in which nothing happens by itself."""
    life = _life(seed, climate, protocol)
    try:
        yield life
    finally:
        life.end()


def lived(seed: int, climate: Climate | None = None, protocol: Protocol | None = None) -> Figures:
    """A whole life from this seed: its figures, with everything that was wrong at its end."""
    with _without_looking_for_garbage():
        life = _life(seed, climate or Climate(), protocol)
        try:
            life.live()
            life.figures.problems.extend(problems_of(life))
        finally:
            life.end()
    return life.figures


@contextmanager
def _without_looking_for_garbage() -> Iterator[None]:
    """A life is short and leaves little behind; looking for it would take a tenth of its time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def problems_of(life: Life) -> list[str]:
    """What is wrong with a life that has come to rest."""
    found = list(Truths(life.workplace.book, life.practice, life.reports[-1], life.wire.swapped_ids).problems())
    for report in life.reports:
        found.extend(counted_twice(report))
    return found


def _life(seed: int, climate: Climate, protocol: Protocol | None = None) -> Life:
    made = first_day()
    return Life(seed, made, Path(tempfile.mkdtemp(prefix="life-", dir=made.parent)), climate, protocol)
