"""Sends random invoices and credit notes to the practice Xero and compares every amount of every line.

A program, not a test: `python tests/bench/penny_exact.py [COUNT] [--seed N] [--one-line]`.
The goal is 0 differences in 10,000.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.xero.random_documents import random_documents, sent_and_compared
from tests.xero.signed_in_desk import Desk

COUNT = 10_000
_SHOWN = 20


def main(arguments: list[str] | None = None) -> int:
    """0 when Xero made every amount as we did."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("count", type=int, nargs="?", default=COUNT)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--one-line", action="store_true", help="told as one line for each VAT code")
    wanted = parser.parse_args(arguments)
    documents = list(random_documents(wanted.count, wanted.seed))
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        try:
            lines, unequal = sent_and_compared(desk, documents, "Goods" if wanted.one_line else "")
        finally:
            desk.close()
    seconds = time.perf_counter() - begun
    print(f"{len(documents):,} documents with {lines:,} lines (seed {wanted.seed}) in {seconds:.0f} s")
    for one in unequal[:_SHOWN]:
        print(f"  {one.document.number} ({one.document.tax_mode}): {one.what} {one.ours} here, {one.theirs} in Xero")
        print(f"    {one.document.lines}")
    print(f"amounts that differ: {len(unequal)}")
    return 1 if unequal else 0


if __name__ == "__main__":
    raise SystemExit(main())
