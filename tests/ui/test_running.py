"""The program as a process: it opens, a second start hands over to the first, and a wish to end ends it in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.engine.books import list_books
from safe_desktop.engine.homes import Home

ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = """
import sys
from pathlib import Path
from safe_desktop.engine.homes import Home
from safe_desktop.ui.application import run
home = Home(Path(sys.argv[1]))
def open_book(name):
    from safe_desktop.engine.workplace import opened
    return opened(home, name, environ={}, for_this_run=True)
sys.exit(run(home, open_book))
"""


def start(folder: Path) -> "subprocess.Popen[str]":
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _PROGRAM, str(folder)]
    return subprocess.Popen(command, cwd=ROOT, env=variables, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def running(tmp_path: Path) -> "Iterator[subprocess.Popen[str]]":
    """The program, with its window open and its first book made."""
    process = start(tmp_path)
    deadline = time.monotonic() + 60
    while not list((tmp_path / "books").glob("*.safebook-wal")):
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < deadline, "the program did not open its book"
        time.sleep(0.05)
    yield process
    if process.poll() is None:
        process.kill()
    process.communicate()


@pytest.mark.skipif(os.name != "posix", reason="signals are told otherwise elsewhere")
@pytest.mark.parametrize("wish", [signal.SIGTERM, signal.SIGINT])
def test_a_wish_to_end_closes_the_book_and_leaves_quietly(
    running: "subprocess.Popen[str]", tmp_path: Path, wish: signal.Signals
) -> None:
    running.send_signal(wish)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 0
    assert "Traceback" not in said
    assert not list((tmp_path / "books").glob("*-wal")), "the book was not closed"
    assert [facts.name for facts in list_books(Home(tmp_path))] == ["My business"]


def test_a_second_start_ends_at_once_and_the_first_goes_on(running: "subprocess.Popen[str]", tmp_path: Path) -> None:
    second = start(tmp_path)
    _, said = second.communicate(timeout=60)
    assert second.returncode == 0
    assert "Traceback" not in said
    assert running.poll() is None


@pytest.mark.skipif(os.name != "posix", reason="a process is killed otherwise elsewhere")
def test_after_a_kill_the_next_start_takes_over(running: "subprocess.Popen[str]", tmp_path: Path) -> None:
    running.kill()
    running.wait(10)
    again = start(tmp_path)
    with pytest.raises(subprocess.TimeoutExpired):
        again.wait(3)
    again.terminate()
    again.communicate(timeout=30)
    assert again.returncode == 0
