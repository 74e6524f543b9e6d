"""Counts the calls of a first sync (200 customers, 1,000 invoices, 800 payments), of the next, and of an idle one.

A program, not a test. The goals are at most 52 calls, 3, and 1; all within the limit of 60 a minute. The first sync is
done once more in simulated time, against a Xero that holds that limit: at most 1.05 times what the limit allows.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.sync.syncing import sync
from tests.engine.synced_book import Bench, connected
from tests.simulation.life import SimulatedControl
from tests.simulation.made_lives import quiet_life

CUSTOMERS, INVOICES, PAYMENTS = 200, 1_000, 800
MOST_CALLS, MOST_CALLS_AFTER, MOST_IDLE_CALLS = 52, 3, 1
XERO_A_MINUTE = 60
MOST_TIMES = 1.05


class WaitingControl(SimulatedControl):
    """Adds up what was waited."""

    waited = 0.0

    def wait(self, seconds: float) -> None:
        """Let simulated time pass."""
        self.waited += seconds
        super().wait(seconds)


def main() -> int:
    """0 when both goals are met and everything is in Xero once."""
    with tempfile.TemporaryDirectory() as folder, connected(Path(folder)) as bench:
        _fill(bench)
        first = _told("first sync", bench)
        after = _told("right after it", bench)
        idle = _told("nothing new", bench)
        in_xero = len(bench.invoices_in_xero())
    is_whole = first.sent == CUSTOMERS + INVOICES + PAYMENTS and in_xero == INVOICES and not first.refused
    print(f"invoices in Xero: {in_xero:,}; refused: {first.refused}; mismatches: {first.mismatches_open}")
    runs = ((first, MOST_CALLS), (after, MOST_CALLS_AFTER), (idle, MOST_IDLE_CALLS))
    times = _in_simulated_time()
    print("goals: " + ", ".join(f"{run.calls} of {most} calls" for run, most in runs))
    return 0 if is_whole and times <= MOST_TIMES and all(run.calls <= most for run, most in runs) else 1


def _in_simulated_time() -> float:
    """How many times as long as the limit allows the first sync takes, calls of a second and more each counted in."""
    with quiet_life() as life:
        _fill(Bench(life.workplace, None, None))  # type: ignore[arg-type] # filling needs no Xero and no clock
        life.clock.advance(120)
        control = WaitingControl(life.clock)
        begun = life.clock.monotonic()
        report = sync(life.workplace, control)
        elapsed = life.clock.monotonic() - begun
    answering = elapsed - control.waited
    allowed = max(answering, float((report.calls - 1) // XERO_A_MINUTE * 60))
    print(
        f"in simulated time: {report.calls} calls, {report.sent:,} sent, {answering:.0f} s of answers, "
        f"{control.waited:.0f} s waited for the limit; the limit allows {allowed:.0f} s: {elapsed / allowed:.2f} times"
    )
    return elapsed / allowed


def _fill(bench: Bench) -> None:
    customers = [bench.customer(f"Customer {number:03}") for number in range(CUSTOMERS)]
    for number in range(INVOICES):
        invoice = bench.invoice(customers[number % CUSTOMERS], f"{10 + number % 90}.{number % 100:02}")
        if number < PAYMENTS:
            bench.payment(invoice, "10")


def _told(words: str, bench: Bench) -> RunReport:
    begun = time.perf_counter()
    report = bench.sync()
    seconds = time.perf_counter() - begun
    print(f"{words}: {report.calls} calls, {report.sent:,} sent, {report.received} received, {seconds:.1f} s")
    return report


if __name__ == "__main__":
    raise SystemExit(main())
