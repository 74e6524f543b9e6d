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

ROUNDS = 5


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


def figures(me: SignedIn, prefix: str) -> dict[str, float]:
    """One round of every measurement."""
    return {
        "1,000 invoices in batches of 50": timed(lambda: create(me, prefix, 1000)),
        "a page of 1,000 with lines": timed(lambda: me.call("GET", "Invoices", page=1, pageSize=1000)),
        "the latest 100": timed(lambda: me.ok("GET", "Invoices", page=1, order="UpdatedDateUTC DESC")),
        "one by its number": timed(lambda: me.ok("GET", "Invoices", InvoiceNumbers=f"{prefix}-7")),
    }


def main() -> None:
    """Prints the figures of a practice Xero that is nearly empty and of one that holds many invoices.

    Both run at the same time and are measured in turn, so that what else the machine does weighs on both alike.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=100_000, help="invoices that the second one holds")
    options = parser.parse_args()
    limits = ("--minute-limit", "1000000", "--day-limit", "10000000")
    with tempfile.TemporaryDirectory() as folder:
        small = PracticeProcess.start(Path(folder) / "small", *limits)
        large = PracticeProcess.start(Path(folder) / "large", *limits)
        with small, large:
            seconds = timed(lambda: create(large.sign_in(), "M", options.many, 500))
            print(f"{options.many:,} invoices made in {seconds:.1f} s")
            both = (small.sign_in(), large.sign_in())
            rounds = [[figures(me, f"R{number}") for me in both] for number in range(ROUNDS)]
    for name in rounds[0][0]:
        empty, full = (statistics.median(pair[side][name] for pair in rounds) for side in (0, 1))
        print(f"{name:34} {empty:7.3f} s   with {options.many:,} held {full:7.3f} s   x {full / empty:.2f}")


if __name__ == "__main__":
    main()
