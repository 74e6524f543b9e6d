"""Imports a retailer's December 2010 and sends it to the practice Xero at its limits; every total is compared.

A program, not a test: `python tests/bench/december_to_xero.py [FILE]`. Goals: imported in under 10 s, and every
document's total in Xero equal to ours to the penny.
"""

import argparse
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from safe_desktop.domain.document import DocumentKind
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.importing import run_import
from tests.engine.synced_book import Bench, connected

DECEMBER = Path(__file__).parents[3] / "shared" / "data" / "online-retail-2010-12.csv.gz"


def main(arguments: list[str] | None = None) -> int:
    """0 when all that is worth something is in Xero once, with equal totals."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path, nargs="?", default=DECEMBER)
    path: Path = parser.parse_args(arguments).file
    if not path.exists():
        print(f"There is no file {path}.")
        return 2
    with tempfile.TemporaryDirectory() as folder, connected(Path(folder)) as bench:
        begun = time.perf_counter()
        run_import(bench.workplace, Control(), "invoices", path)
        print(f"imported in {time.perf_counter() - begun:.1f} s")
        begun = time.perf_counter()
        report = bench.sync()
        print(f"sent {report.sent:,} records in {report.calls} calls and {time.perf_counter() - begun:.0f} s")
        print(f"skipped {report.skipped:,}, refused {report.refused}, mismatches {report.mismatches_open}")
        for item in report.items:
            if item.outcome.value in ("refused", "skipped"):
                print(f"  {item.outcome.value}: {item.label}: {item.reason}")
        unequal = _unequal(bench)
        idle = bench.sync()
        print(f"nothing new: {idle.calls} calls, {idle.sent} sent")
    print(f"documents whose total is not equal: {unequal}")
    return 0 if not unequal and not report.refused and not idle.sent else 1


def _unequal(bench: Bench) -> int:
    """How many documents do not have the same total in Xero, asked by a client that is not ours."""
    theirs = {one["number"].casefold(): one["total"] for one in bench.all_documents_in_xero()}
    book = bench.workplace.book
    unequal, sum_ours, sum_theirs = 0, Decimal(0), Decimal(0)
    for kind in DocumentKind:
        ids = list(book.documents.ids_by_number_key(kind).values())
        for start in range(0, len(ids), 500):
            for document in book.documents.get_many(ids[start : start + 500]).values():
                total = document.totals.total.decimal
                if not total:
                    continue
                found = theirs.get(document.number.casefold())
                unequal += found is None or Decimal(found) != total
                sum_ours += document.sign * total
                sum_theirs += document.sign * Decimal(found or 0)
    print(f"sum here {sum_ours:,}, sum in Xero {sum_theirs:,}")
    return unequal


if __name__ == "__main__":
    raise SystemExit(main())
