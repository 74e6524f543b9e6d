"""Cuts the power of the store any number of times and prints what each disk image held.

    python tests/bench/power_cuts.py --images 5000            # with the setting of the store
    python tests/bench/power_cuts.py --images 1000 --synchronous NORMAL

A program, not a test. With FULL nothing that counted may be lost; with NORMAL it must be, or the cuts prove nothing.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.store.test_power_cuts import images, opened_after, written


def main() -> int:
    """0 when nothing that counted was lost, and nothing was there by half."""
    options = _options()
    begun = time.perf_counter()
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="safe-power-") as scratch:
        run = written(Path(scratch), options.synchronous)
        for image in images(run, options.images, options.seed):
            lost, wrong = opened_after(image, Path(scratch) / "after")
            found["images that lost what counted"] += lost > 0
            found["intents lost"] += lost
            found["images damaged or half"] += bool(wrong)
    told = ", ".join(f"{count:,} {words}" for words, count in found.items())
    print(f"{options.images:,} images, {options.synchronous}, {time.perf_counter() - begun:,.0f} s: {told}")
    return 1 if any(found.values()) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--images", type=int, default=1000, help="how many images of the disk")
    parser.add_argument("--synchronous", choices=("FULL", "NORMAL"), default="FULL", help="the setting of SQLite")
    parser.add_argument("--seed", type=int, default=1, help="for the choice of cuts")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
