"""How fast the practice Xero is, printed: `python -m tests.bench.practice_speed [--many 100000]`.

Targets: 1,000 invoices created in batches of 50 in under 5 s, a page of 1,000 with lines in under 0.5 s, and both no
more than half slower once many invoices are held.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.practice.practice_process import PracticeProcess, SignedIn
from tests.practice.practice_records import invoice, line

ROUNDS = 3


def create(me: SignedIn, prefix: str, how_many: int, batch: int = 50) -> None:
    """Creates that many invoices of three lines for fifty customers."""
    for first in range(0, how_many, batch):
        bodies = [
            invoice(
                InvoiceNumber=f"{prefix}-{number}",
                Contact={"Name": f"Customer {number % 50}"},
                LineItems=[line("12.34"), line("5.67", Quantity="3"), line("1.005", Quantity="10")],
            )
            for number in range(first, min(first + batch, how_many))
        ]
        answer = me.ok("PUT", "Invoices", {"Invoices": bodies}, summarizeErrors=False, unitdp=4)
        assert all(each["StatusAttributeString"] == "OK" for each in answer["Invoices"])


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measured(me: SignedIn, prefix: str) -> dict[str, float]:
    """The figures right now: the median of a few rounds each."""
    creating = [timed(lambda number=number: create(me, f"{prefix}{number}", 1000)) for number in range(ROUNDS)]  # type: ignore[misc]
    paging = [timed(lambda: me.call("GET", "Invoices", page=1, pageSize=1000)) for _ in range(ROUNDS)]
    recent = [timed(lambda: me.ok("GET", "Invoices", page=1, order="UpdatedDateUTC DESC")) for _ in range(ROUNDS)]
    lookup = [timed(lambda: me.ok("GET", "Invoices", InvoiceNumbers=f"{prefix}0-7")) for _ in range(ROUNDS)]
    return {
        "1,000 invoices in batches of 50": statistics.median(creating),
        "a page of 1,000 with lines": statistics.median(paging),
        "the latest 100": statistics.median(recent),
        "one by its number": statistics.median(lookup),
    }


def main() -> None:
    """Prints the figures, first nearly empty, then with many invoices held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=100_000, help="invoices to hold for the second measurement")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        limits = ("--minute-limit", "1000000", "--day-limit", "10000000")
        with PracticeProcess.start(Path(folder), *limits) as xero:
            me = xero.sign_in()
            first = measured(me, "A")
            seconds = timed(lambda: create(me, "M", options.many, 500))
            print(f"{options.many:,} invoices made in {seconds:.1f} s")
            me = xero.sign_in()
            second = measured(me, "B")
    for name, before in first.items():
        after = second[name]
        print(f"{name:34} {before:7.3f} s   with {options.many:,} held {after:7.3f} s   x {after / before:.2f}")


if __name__ == "__main__":
    main()
