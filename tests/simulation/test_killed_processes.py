"""The real program as processes, killed at random or started twice: each record is in Xero once all the same."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.domain.delivery import QUIET_SECONDS
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from tests.engine.synced_book import Bench, ShiftedClock, connected, reopened
from tests.practice.practice_process import ROOT, PracticeProcess

LIVES, KILLS = 4, 5
MOST_STARTS = 14
_NO_LIMITS = ("--minute-limit", "100000", "--day-limit", "1000000")


@pytest.fixture
def xero(tmp_path: Path) -> Iterator[PracticeProcess]:
    """A practice Xero whose book is connected, and closed again."""
    with connected(tmp_path, *_NO_LIMITS) as bench:
        bench.workplace.close()
        yield bench.xero


def begun(folder: Path, xero: PracticeProcess) -> "subprocess.Popen[str]":
    """`safe-desktop sync` on that book, as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "safe_desktop", "--home", str(folder / "home"), "sync"],
        env={**os.environ, **xero.environment()},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def until_called(xero: PracticeProcess, process: "subprocess.Popen[str]", calls: int) -> None:
    """Wait until so many calls have reached Xero, or the process has ended."""
    while process.poll() is None and len(xero.admin("requests")) < calls:
        time.sleep(0.03)


def add_work(bench: Bench, round_number: int) -> None:
    """A customer with two invoices and a part payment, of amounts that no other round has."""
    customer = bench.customer(f"Customer {round_number:02}")
    first = bench.invoice(customer, f"{100 + round_number}.37")
    bench.invoice(customer, f"{200 + round_number}.11")
    bench.payment(first, f"{10 + round_number}.05")


def settled_down(folder: Path, xero: PracticeProcess) -> tuple[Counter[str], Counter[str]]:
    """Start once more, let the quiet time pass, and sync until nothing moves; what the book then says is in Xero."""
    clock = ShiftedClock()
    with reopened(folder, xero, clock) as bench:
        for _ in range(3):
            bench.sync()
            clock.seconds += QUIET_SECONDS + 61
        report = bench.sync()
        assert (report.result, report.sent, report.mismatches_open) == ("done", 0, 0)
        numbers = Counter(one.number for one in bench.documents())
        payments: Counter[str] = Counter()
        for document in bench.documents():
            assert bench.word(RecordKind.INVOICE, document.id) is Standing.IN_XERO
            for payment in bench.workplace.book.payments.of_document(document.id):
                assert bench.word(RecordKind.PAYMENT, payment.id) is Standing.IN_XERO
                payments[str(payment.amount.decimal)] += 1
        assert Counter(one["number"] for one in bench.invoices_in_xero()) == numbers
        assert Counter(one["amount"] for one in bench.payments_in_xero()) == payments
        return numbers, payments


@pytest.mark.parametrize("seed", range(LIVES))
def test_a_program_that_is_killed_again_and_again_loses_and_doubles_nothing(
    tmp_path: Path, xero: PracticeProcess, seed: int
) -> None:
    chance = random.Random(seed)
    kills = 0
    xero.admin("knobs", {"latency_ms": 40})
    for start in range(MOST_STARTS):
        with reopened(tmp_path, xero) as bench:
            add_work(bench, start)
        xero.admin("requests", method="DELETE")
        process = begun(tmp_path, xero)
        until_called(xero, process, chance.randint(1, 9))
        time.sleep(chance.uniform(0, 0.05))
        process.kill()
        process.communicate()
        kills += process.returncode == -signal.SIGKILL
        if kills == KILLS:
            break
    assert kills == KILLS
    numbers, payments = settled_down(tmp_path, xero)
    assert set(numbers.values()) == {1}
    assert set(payments.values()) == {1}
    assert len(numbers) == 2 * len(payments)


def test_of_two_programs_that_sync_one_book_one_says_so_and_nothing_is_doubled(
    tmp_path: Path, xero: PracticeProcess
) -> None:
    with reopened(tmp_path, xero) as bench:
        for number in range(4):
            add_work(bench, number)
    xero.admin("knobs", {"latency_ms": 600})
    xero.admin("requests", method="DELETE")
    first = begun(tmp_path, xero)
    until_called(xero, first, 1)
    second = begun(tmp_path, xero)
    _, told = second.communicate(timeout=60)
    assert first.poll() is None, "the first one ended before the second could meet it"
    assert "Another sync" in told
    assert second.returncode not in (0, 1)
    first.communicate(timeout=60)
    xero.admin("knobs", {"latency_ms": 0})
    numbers, payments = settled_down(tmp_path, xero)
    assert (len(numbers), len(payments)) == (8, 4)
