"""Measures how long a retailer's whole month takes to come into a new book, and to be found already there.

A program, not a test: `python tests/bench/import_december.py [FILE]`. The goal is under 10 s for 42,481 rows.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from safe_desktop.engine.books import new_book
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.exporting import export
from safe_desktop.engine.files.importing import run_import
from safe_desktop.engine.homes import Home
from safe_desktop.engine.system_clock import SystemClock
from safe_desktop.engine.workplace import opened

DECEMBER = Path(__file__).parents[3] / "shared" / "data" / "online-retail-2010-12.csv.gz"
T = TypeVar("T")


def main(arguments: list[str] | None = None) -> int:
    """0 when the file came in and adds up."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path, nargs="?", default=DECEMBER)
    path: Path = parser.parse_args(arguments).file
    if not path.exists():
        print(f"There is no file {path}.")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        new_book(home, "Bench", SystemClock())
        with opened(home, "Bench", environ={}) as workplace:
            report = _timed("imported", lambda: run_import(workplace, Control(), "invoices", path))
            again = _timed("imported again", lambda: run_import(workplace, Control(), "invoices", path))
            text, sheet = Path(folder) / "out.csv", Path(folder) / "out.xlsx"
            _timed("exported to .csv", lambda: export(workplace, Control(), "invoices", text))
            _timed("exported to .xlsx", lambda: export(workplace, Control(), "invoices", sheet))
            back = _timed("read back from .xlsx", lambda: run_import(workplace, Control(), "invoices", sheet))
    print(*report.lines(), sep="\n")
    adds_nothing = not again.records and not back.records and not back.refused
    return 0 if report.check.adds_up and adds_nothing else 1


def _timed(words: str, work: Callable[[], T]) -> T:
    begun = time.perf_counter()
    result = work()
    print(f"{words}: {time.perf_counter() - begun:.2f} s")
    return result


if __name__ == "__main__":
    raise SystemExit(main())
