"""The tray on a real desktop: icon, words, menu, a notice on closing, and quitting from the menu, over D-Bus."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("dbus-run-session", "Xvfb", "xvfb-run")

pytestmark = pytest.mark.real_desktop


@pytest.mark.skipif(any(shutil.which(name) is None for name in PROGRAMS), reason="needs dbus and Xvfb")
def test_the_tray_lives_on_when_the_window_is_closed_and_its_menu_quits(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "VIRTUAL_ENV")}
    variables = {**kept, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "QT_QPA_PLATFORM": "xcb"}
    tmp_path.chmod(0o700)
    program = [sys.executable, str(ROOT / "tests" / "ui" / "tray_desktop.py"), str(tmp_path / "home")]
    finished = subprocess.run(
        ["xvfb-run", "-a", "dbus-run-session", "--", *program],
        env={**variables, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr[-3000:]
    told = json.loads(finished.stdout.splitlines()[-1])
    assert " ".join(told["tooltip"]).strip().startswith("SAFE Desktop: Not connected")
    assert told["sizes"]
    assert {"Sync now", "To send", "Open the desk", "Pause for 1 hour", "Open SAFE Desktop"} <= set(told["menu"])
    assert told["notices"][0][0] == "SAFE Desktop is still running"
    assert told["code"] == 0
