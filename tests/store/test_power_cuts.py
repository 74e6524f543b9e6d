"""The power goes at any moment: what counted is in the book, nothing is there by half, and the file is whole.

SQLite is the real one in a process of its own, with the settings of the store; a library that is loaded before the C
library notes what it writes and syncs, and from that every image is made which a disk may be left with.
"""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from safe_desktop.engine.system_clock import SystemClock
from safe_desktop.errors import StoreError
from safe_desktop.store.book_file import Book
from tests.store.power_cut import Deed, Disk, compiled, deeds_in
from tests.store.power_cut_writer import ACKNOWLEDGED, body_of

ROOT = Path(__file__).resolve().parents[2]
INTENTS = 40
IMAGES, CONTROL_IMAGES = 600, 120

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="notes the writes of a process as Linux lets it")


@dataclass(frozen=True, slots=True)
class Written:
    """A folder as it was before the writer began, and what it did to it."""

    before: Path
    deeds: list[Deed]


def written(folder: Path, synchronous: str) -> Written:
    """The deeds of a writer whose power goes at the end."""
    before = folder / "before"
    Book.open(before / "cut.safebook", SystemClock()).close()
    work = folder / "work"
    work.mkdir(mode=0o700)
    for file in before.iterdir():
        (work / file.name).write_bytes(file.read_bytes())
    library = compiled(folder)
    if library is None:
        pytest.skip("no compiler")
    log = folder / "log"
    watched = {"LD_PRELOAD": str(library), "WRITE_LOG_OF": str(work), "WRITE_LOG_TO": str(log)}
    command = [sys.executable, "-m", "tests.store.power_cut_writer", str(work), str(INTENTS), synchronous]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **watched}, timeout=60)
    return Written(before, list(deeds_in(log.read_bytes())))


@dataclass(frozen=True, slots=True)
class Image:
    """What the disk may hold after one cut, and how many intents counted by then."""

    files: dict[str, bytes]
    counted: int


def images(run: Written, count: int, seed: int = 1) -> Iterator[Image]:
    """So many images, of cuts between any two deeds: nothing unsynced there, all of it, some of it, some of it torn."""
    chance = random.Random(seed)
    ways = ((0.0, False), (1.0, False), (1.0, True), (0.5, False), (0.5, True))
    cuts = sorted((chance.randrange(1, len(run.deeds) + 1), number) for number in range(count))
    disk, done, counted = Disk(run.before), 0, 0
    for cut, number in cuts:
        for deed in run.deeds[done:cut]:
            if deed.name == ACKNOWLEDGED:
                counted += 1
            elif not deed.name.endswith("-shm"):  # an index in memory, made anew at every start
                disk.do(deed)
        done = cut
        often, is_torn = ways[number % len(ways)]
        yield Image(disk.after_cut(chance, often, is_torn), counted)


def opened_after(image: Image, folder: Path) -> tuple[int, list[str]]:
    """How many of the intents that counted are lost, and what else is wrong, once the program starts again."""
    folder.mkdir(mode=0o700)
    for name, content in image.files.items():
        (folder / name).write_bytes(content)
    try:
        book = Book.open(folder / "cut.safebook", SystemClock())
    except StoreError as problem:
        return 0, [str(problem)]
    try:
        there = book.outbox.highest()
        wrong = [] if book.customers.all_ids() == list(range(1, there + 1)) else ["half a transaction"]
        if any(book.outbox.bytes_of(number) != body_of(number) for number in range(1, there + 1)):
            wrong.append("other bytes than were written down")
        if book.database.rows("PRAGMA integrity_check") != [("ok",)]:
            wrong.append("the file is damaged")
        return max(0, image.counted - there), wrong
    finally:
        book.close()
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()


def test_no_cut_loses_what_counted_or_leaves_half_of_anything(tmp_path: Path) -> None:
    run = written(tmp_path, "FULL")
    assert any(deed.operation == "W" and deed.name == "cut.safebook" for deed in run.deeds), "no checkpoint"
    lost, wrong = 0, list[str]()
    for image in images(run, IMAGES):
        missing, found = opened_after(image, tmp_path / "after")
        lost += missing
        wrong += found
    assert (lost, wrong) == (0, [])


def test_with_the_setting_that_most_programs_have_the_same_cuts_lose_what_counted(tmp_path: Path) -> None:
    """The control: else the images would prove nothing. NORMAL syncs at checkpoints only (reliability 0.6)."""
    run = written(tmp_path, "NORMAL")
    lost = 0
    for image in images(run, CONTROL_IMAGES):
        missing, wrong = opened_after(image, tmp_path / "after")
        assert wrong == []
        lost += missing
    assert lost > CONTROL_IMAGES // 6
