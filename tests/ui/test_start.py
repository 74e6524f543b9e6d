"""The window is painted before what it does not need is loaded; measured in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIRST_PAINT_SECONDS = 0.6
LATER = (
    "httpx",
    "authlib",
    "keyring",
    "cryptography",
    "peewee",
    "openpyxl",
    "xlsxwriter",
    "stdnum",
    "safe_desktop.store.book_file",
    "safe_desktop.engine.sync.syncing",
    "safe_desktop.ui.shell.page_list",
)

_PROGRAM = """
import sys
from pathlib import Path
from types import SimpleNamespace
from safe_desktop.ui.application import Program, make_application
home = SimpleNamespace(folder=Path(sys.argv[1]), preferences=Path(sys.argv[1]) / "preferences.json")
app = make_application(["start"])
program = Program(app, home, None)
program.window.show()
app.processEvents()
picture = program.window.grab().toImage()
import json, time
colours = {picture.pixel(x, y) for x in range(0, picture.width(), 7) for y in range(0, picture.height(), 7)}
print(json.dumps({"seconds": time.process_time(), "modules": sorted(sys.modules), "colours": len(colours)}))
"""


def start(folder: Path) -> dict[str, object]:
    """What a fresh process had done and loaded when its window was painted."""
    variables = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _PROGRAM, str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=60, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    assert isinstance(found, dict)
    return found


def test_the_first_paint_needs_little_and_comes_soon(tmp_path: Path) -> None:
    start(tmp_path)  # once for nothing: a cold disk says nothing of the program
    runs = [start(tmp_path) for _ in range(2)]
    loaded = runs[0]["modules"]
    assert isinstance(loaded, list)
    assert [name for name in LATER if name in loaded] == []
    assert isinstance(runs[0]["colours"], int)
    assert runs[0]["colours"] > 10, "the window was not painted"
    # Time of this process on a core, so that what else the machine does is not counted.
    assert min(float(str(run["seconds"])) for run in runs) < FIRST_PAINT_SECONDS


def test_the_command_that_opens_the_window_loads_no_more_than_it_needs() -> None:
    names = "import json, sys, safe_desktop.command_line.window_command; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", names], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    loaded = json.loads(done.stdout)
    assert "safe_desktop.ui.application" in loaded
    assert [name for name in LATER if name in loaded] == []
