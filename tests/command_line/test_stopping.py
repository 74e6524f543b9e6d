"""Ctrl+C ends in order, with a sentence and 130; commands never load Qt."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command_line.program_process import Program
from tests.practice.practice_process import ROOT, PracticeProcess


@pytest.mark.skipif(sys.platform == "win32", reason="signals of this kind are not sent there")
@pytest.mark.xdist_group("redirect-ports")
def test_ctrl_c_while_waiting_for_the_browser_connects_nothing(tmp_path: Path) -> None:
    with PracticeProcess.start(tmp_path / "xero", "--seed", "1") as xero:
        program = Program(tmp_path / "home", xero.environment())
        program.quick("book", "new", "Shop")
        process = program.started("connect", "--no-browser")
        assert process.stdout is not None
        assert any("Waiting" in line for line in process.stdout), process.communicate()
        process.send_signal(signal.SIGINT)
        _out, err = process.communicate(timeout=30)
        assert process.returncode == 130
        assert err.splitlines() == ["Stopped by you. What was done before that stays."]
        assert program.quick("status", "--json").json["connection"]["word"] == "Not connected"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of this kind are not sent there")
@pytest.mark.xdist_group("redirect-ports")
def test_ctrl_c_during_a_sync_ends_with_its_report(tmp_path: Path) -> None:
    with PracticeProcess.start(tmp_path / "xero", "--seed", "1") as xero:
        program = Program(tmp_path / "home", xero.environment())
        program.quick("book", "new", "Shop")
        program.connect()
        xero.admin("faults", {"fault": "timeout", "when": "before", "method": "GET", "seconds": 1.5, "times": 1})
        process = program.started("sync", "--json")
        for _ in range(300):
            if not xero.admin("faults") or process.poll() is not None:
                break
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 130, out + err
        assert '"result": "stopped"' in out


def test_a_reader_that_has_enough_is_no_fault(tmp_path: Path) -> None:
    program = Program(tmp_path)
    process = program.started("book", "list")
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")


def test_commands_load_neither_qt_nor_what_reads_spreadsheets() -> None:
    code = (
        "import sys, io, contextlib, tempfile\n"
        "from safe_desktop.command_line import main\n"
        "with tempfile.TemporaryDirectory() as home, contextlib.redirect_stdout(io.StringIO()):\n"
        "    assert main(['--home', home, 'book', 'new', 'Shop']) == 0\n"
        "    assert main(['--home', home, 'status']) == 0\n"
        "slow = ('PySide6', 'openpyxl', 'xlsxwriter', 'keyring', 'starlette')\n"
        "print([name for name in slow if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
