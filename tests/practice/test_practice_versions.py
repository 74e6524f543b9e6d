"""The practice Xero's files of another version are put aside, and a fault of its own is told in words and logged."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from safe_desktop.practice.practice_state import State
from safe_desktop.practice.state_version import VERSION
from tests.practice.practice_process import PracticeProcess


def remembered(folder: Path) -> str:
    """What the state in this folder remembers of an earlier one."""
    state = State(folder)
    try:
        return state.setting("kept", "")
    finally:
        state.close()


def remember(folder: Path, version: int | None = None, *more: str) -> Path:
    """A state that remembers something, then marked with a version and changed by these statements."""
    state = State(folder)
    state.set_setting("kept", "yes")
    state.close()
    path = folder / "practice-xero.sqlite"
    with closing(sqlite3.connect(path)) as database:
        for sql in (f"PRAGMA user_version={VERSION if version is None else version}", *more):
            database.execute(sql)
        database.commit()
    return path


def test_its_own_files_are_kept_also_those_from_before_versions_were_noted(tmp_path: Path) -> None:
    remember(tmp_path / "now")
    assert remembered(tmp_path / "now") == "yes"
    path = remember(tmp_path / "before", 0)
    assert remembered(tmp_path / "before") == "yes"
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (VERSION,)


@pytest.mark.parametrize(
    ("version", "change"),
    [
        (VERSION + 1, "SELECT 1"),
        (VERSION - 1, "SELECT 1"),
        (0, "ALTER TABLE records RENAME COLUMN tenant TO tenant_id"),
    ],
)
def test_files_of_another_version_are_put_aside_and_it_starts_over(
    tmp_path: Path, version: int, change: str, caplog: pytest.LogCaptureFixture
) -> None:
    remember(tmp_path, version, change)
    assert remembered(tmp_path) == ""
    assert remembered(tmp_path) == "", "and now it is of this version"
    assert "starts over" in caplog.text
    assert caplog.text.count("starts over") == 1
    with closing(sqlite3.connect(tmp_path / "practice-xero-of-another-version.sqlite")) as old:
        assert old.execute("SELECT value FROM settings WHERE name = 'kept'").fetchone() == ('"yes"',)


def test_what_is_no_database_at_all_is_put_aside_too(tmp_path: Path) -> None:
    (tmp_path / "practice-xero.sqlite").write_bytes(b"not a database, but long enough to be taken for one" * 100)
    assert remembered(tmp_path) == ""


def test_a_fault_of_its_own_is_a_page_in_words_and_a_trace_in_the_log(tmp_path: Path) -> None:
    with PracticeProcess.start(tmp_path) as xero:
        assert xero.http.get("/").status_code == 200
        with closing(sqlite3.connect(tmp_path / "practice-xero.sqlite")) as database:
            database.execute("ALTER TABLE records RENAME TO gone")
        answer = xero.http.get("/")
        assert answer.status_code == 500
        assert "The practice Xero met a fault of its own" in answer.text
        assert "no such table" not in answer.text
        log = tmp_path / "practice-xero.log"
        # The trace is written after the page was sent.
        for _ in range(100):
            if log.exists() and "no such table: records" in log.read_text(encoding="utf-8"):
                break
            time.sleep(0.05)
        assert "Traceback" in log.read_text(encoding="utf-8")
