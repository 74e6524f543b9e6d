"""A file beyond the limit that the program ships with, 200 MB: refused in words, without filling the memory."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line.program_process import Program
from tests.practice.practice_process import ROOT

HEADER = b"InvoiceNo,InvoiceDate,CustomerID,Description,Quantity,UnitPrice\n"
ROWS = b"".join(b"A%d,2026-11-01,77,Coffee beans,2,18.40\n" % number for number in range(5_000))
SIZE = 201_000_000
# The highest use of memory since this program was loaded; `getrusage` counts the process that started it as well.
WATCHED = """
import sys
from pathlib import Path
from {module} import {function}
code = {function}(sys.argv[1:])
for line in Path("/proc/self/status").read_text().splitlines():
    if line.startswith("VmHWM"):
        print("peak kB", line.split()[1])
sys.exit(code)
"""
BY_ENGINE = """
import sys
from pathlib import Path
from safe_desktop.engine.control import Control
from safe_desktop.engine.homes import Home
from safe_desktop.engine.files.importing import run_import
from safe_desktop.engine.workplace import opened
from safe_desktop.errors import InputError
def by_engine(words):
    home, book, kind, name = words
    with opened(Home(Path(home)), book, environ={}, for_this_run=True) as workplace:
        try:
            report = run_import(workplace, Control(), kind, Path(name))
        except InputError as problem:
            print(problem, file=sys.stderr)
            return 2
        return int(report.needs_person)
"""

pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="tells no peak of a process's memory")


def sparse(folder: Path) -> Path:
    """A few rows, and then nothing but zeros that take no room on the disk."""
    path = folder / "sparse.csv"
    with path.open("wb") as file:
        file.write(HEADER + ROWS)
        file.truncate(SIZE)
    return path


def packed(folder: Path) -> Path:
    """Rows and rows, packed into a hundredth of their size."""
    path = folder / "rows.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(HEADER)
        for _ in range(1 + SIZE // len(ROWS)):
            file.write(ROWS)
    return path


def ran(code: str, *words: str) -> tuple[int, str, int]:
    """Exit code, words on the error output, and the peak of memory in MB."""
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, cwd=ROOT, check=False, timeout=100
    )
    assert "peak kB" in done.stdout, done.stderr
    return done.returncode, done.stderr, int(done.stdout.rpartition("peak kB")[2]) // 1000


def test_a_file_of_more_than_200_mb_is_refused_in_words_and_memory_stays_bounded(tmp_path: Path) -> None:
    home, small = tmp_path / "home", tmp_path / "small.csv"
    assert Program(home).quick("book", "new", "Shop").code == 0
    small.write_bytes(HEADER + ROWS[:400].rpartition(b"\n")[0] + b"\n")
    by_command = WATCHED.format(module="safe_desktop.command_line", function="main")
    by_engine = BY_ENGINE + WATCHED.replace("from {module} import {function}\n", "").format(function="by_engine")
    usual = {}
    for way, code, words in (
        ("command", by_command, ("--home", str(home), "--book", "Shop", "import", "invoices")),
        ("engine", by_engine, (str(home), "Shop", "invoices")),
    ):
        exit_code, said, usual[way] = ran(code, *words, str(small))
        assert exit_code in (0, 1), said
        for huge in (sparse(tmp_path), packed(tmp_path)):
            exit_code, said, peak = ran(code, *words, str(huge))
            assert exit_code == 2
            assert f"“{huge.name}” is too big to import: it has more than 200 MB of text." in said
            assert "Nothing was imported." in said
            assert "Traceback" not in said
            assert peak < usual[way] + 40, f"{way}, {huge.name}: {peak} MB, usually {usual[way]}"
    listed = Program(home).quick("book", "list", "--json").json["books"]
    assert [book["documents"] for book in listed] == [len(ROWS[:400].splitlines()) - 1]
