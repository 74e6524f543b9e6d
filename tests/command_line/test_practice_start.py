"""`--practice`: a practice book and a practice Xero of its own, shared by all programs of one home."""

import json
import os
import signal
import stat
import time
from pathlib import Path

import httpx
import pytest

from safe_desktop.command_line.practice_sharing import SharedPractice
from tests.command_line.program_process import Program

pytestmark = pytest.mark.xdist_group("redirect-ports")


def address_in(home: Path) -> str:
    """Where the practice Xero of the home was last."""
    return str(json.loads((home / "practice" / "xero-address.json").read_text())["address"])


def answers(address: str) -> bool:
    """Whether a practice Xero is there."""
    try:
        return httpx.get(f"{address}/practice/api/clock", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def until(wanted: bool, address: str) -> bool:
    """Whether it came to be so within some seconds."""
    for _ in range(100):
        if answers(address) is wanted:
            return True
        time.sleep(0.1)
    return False


def test_the_demo_does_the_whole_main_job_twice_over(tmp_path: Path) -> None:
    program = Program(tmp_path)
    first = program.run("--practice", "demo", "--json")
    assert first.code == 0, first.err
    told = first.json
    assert told["organisation"] == "Fernhill Coffee & Fruit"
    assert told["first_sync"]["sent"] == told["plan"]["records"] > 0
    assert told["first_sync"]["refused"] == 0
    assert len(told["paid"]) == 3
    assert told["second_sync"]["received"] == 3
    assert told["payments_came_back"] is True
    assert told["statement"]["new"] == told["statement"]["lines"] > 10
    assert told["matching"]["settled"] >= 5
    assert told["waiting"]
    assert told["third_sync"]["sent"] > 0
    assert told["unexplained_customers"] == 0
    # The practice Xero ended with the program; what it knows is on disk and there again at the next start.
    assert not answers(address_in(tmp_path))
    second = program.run("--practice", "demo")
    assert second.code == 0, second.err
    assert "Connected with “Fernhill Coffee & Fruit”" in second.out
    assert "3 received" in second.out
    assert "0 of them new" in second.out
    assert "residue 0.00 GBP" in second.out
    assert (tmp_path / "practice" / "books" / "Practice.safebook").exists()
    assert not (tmp_path / "books").exists()


def test_a_command_uses_the_practice_xero_of_a_window_that_is_open(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with SharedPractice(tmp_path / "practice", program.environ) as mine:
        address = mine.environment()["SAFE_XERO_API_URL"]
        status = program.run("--practice", "status", "--json")
        assert status.json["connection"]["is_practice"] is True
        assert address_in(tmp_path) == address
        assert answers(address)
    assert not answers(address)
    with SharedPractice(tmp_path / "practice", program.environ) as later:
        assert later.environment()["SAFE_XERO_API_URL"] == address


def test_who_leaves_first_hands_the_practice_xero_over(tmp_path: Path) -> None:
    program = Program(tmp_path, {"QT_QPA_PLATFORM": "offscreen"})
    with SharedPractice(tmp_path / "practice", program.environ) as mine:
        address = mine.environment()["SAFE_XERO_API_URL"]
        window = program.started("--practice")
        # The window has painted and opened its book once the book is filled: from then on it listens to signals.
        for _ in range(300):
            if any(book["customers"] for book in program.quick("--practice", "book", "list", "--json").json["books"]):
                break
            time.sleep(0.1)
    assert answers(address)
    window.send_signal(signal.SIGTERM)
    window.communicate(timeout=60)
    assert window.returncode == 0
    assert until(False, address)
    assert not list((tmp_path / "practice" / "xero-users").iterdir())


def test_after_a_kill_the_next_start_has_a_practice_xero_at_the_same_place(tmp_path: Path) -> None:
    program = Program(tmp_path, {"QT_QPA_PLATFORM": "offscreen"})
    window = program.started("--practice")
    path = tmp_path / "practice" / "xero-address.json"
    for _ in range(200):
        if path.exists():
            break
        time.sleep(0.1)
    address = address_in(tmp_path)
    window.kill()
    window.communicate(timeout=60)
    assert until(False, address)
    assert program.run("--practice", "book", "list").code == 0
    assert program.run("--practice", "status", "--json").json["connection"]["is_practice"] is True
    assert address_in(tmp_path) == address
    assert not list((tmp_path / "practice" / "xero-users").iterdir())


@pytest.mark.skipif(os.name != "posix", reason="files have other rights here")
def test_nothing_in_a_practice_home_can_be_read_by_anybody_else(tmp_path: Path) -> None:
    home = tmp_path / "new" / "home"
    done = Program(home).run("--practice", "status")
    assert "Practice" in done.out, done.err
    found = [home, *home.rglob("*")]
    assert {"practice-xero.sqlite", "xero-address.json", "Practice.safebook"} <= {path.name for path in found}
    assert [path for path in found if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
