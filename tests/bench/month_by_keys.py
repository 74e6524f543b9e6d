"""Settles made months through the window by keys alone, and prints how much a person has to do.

    python -m tests.bench.month_by_keys [--seeds 1] [--first 1] [--format csv|ofx|xml]

Exit code 1 if anything of a month is not as it should be in the end.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from safe_desktop.ui.look.appearance import Appearance, ThemeChoice
from tests.scripted_month.month_differences import left_at_the_end, planted_month
from tests.scripted_month.month_outcome import what_is_wrong
from tests.scripted_month.month_script import MonthScript
from tests.scripted_month.month_window import month_window
from tests.scripted_month.statement_files import WRITERS


def main() -> int:
    """One line for each seed."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, default=1, help="how many months")
    asked.add_argument("--first", type=int, default=1, help="the first seed")
    asked.add_argument(
        "--format", choices=sorted(WRITERS), default="csv", help="of the bank statement; xml is CAMT.053"
    )
    options = asked.parse_args()
    app = QApplication(sys.argv[:1])
    appearance = Appearance(app, ThemeChoice.LIGHT)
    seeds = range(options.first, options.first + options.seeds)
    wrong = [seed for seed in seeds if not settle(seed, options.format, appearance)]
    return 1 if wrong else 0


def settle(seed: int, ending: str, appearance: Appearance) -> bool:
    """Whether the month of this seed is all as it should be; says what it took, and what is wrong."""
    with tempfile.TemporaryDirectory() as folder, planted_month(Path(folder), seed) as made:
        began = time.process_time()
        with month_window(made, appearance) as shown:
            MonthScript(shown).do_it(WRITERS[ending](made.month, Path(folder) / f"statement.{ending}"))
            seconds = time.process_time() - began
            wrong = what_is_wrong(made, left_at_the_end(made.month))
            counted = f"{len(made.month.invoices)} invoices, {len(made.month.lines)} receipts"
            print(f"seed {seed}: {counted}: {shown.keys.report()}; {seconds:.1f} s of processor time")
            print("  " + ", ".join(f"{act} {count}" for act, count in shown.keys.acts.most_common()))
            for name, value in wrong.items():
                print(f"  {name}: {value}")
    return not wrong


if __name__ == "__main__":
    sys.exit(main())
