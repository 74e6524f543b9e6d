"""The vault with the Secret Service that desktops have, in a session of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("dbus-run-session", "gnome-keyring-daemon")
SCRIPT = """
printf '\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
exec "$@"
"""

pytestmark = pytest.mark.real_desktop


@pytest.mark.skipif(any(shutil.which(name) is None for name in PROGRAMS), reason="needs dbus and gnome-keyring")
def test_a_real_secret_service_keeps_the_key(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "VIRTUAL_ENV")}
    environment = {**kept, "HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_RUNTIME_DIR": str(home)}
    program = [sys.executable, str(ROOT / "tests" / "xero" / "keyring_round_trip.py"), str(tmp_path / "secrets")]
    finished = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", SCRIPT, "sh", *program],
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert finished.stdout.split() == ["KEYRING", "True", "True", "True"], finished.stderr[-2000:]
