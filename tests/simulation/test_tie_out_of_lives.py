"""The tie-out through whole lives from seeds: after every run, finished or not, each difference has its name.

People here and in Xero, lost answers, crashes and stale data are simulated; at rest Xero's balance is Xero's own.
"""

import shutil
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.engine.showing.tie_out_rows import tie_out
from safe_desktop.engine.sync.run_report import RunReport
from tests.simulation.life import Climate, Life
from tests.simulation.made_lives import first_day

_CREDITS = ("credit_note", "overpayment", "prepayment")


class TiedLife(Life):
    """A life in which the tie-out is looked at after every run."""

    def __init__(self, seed: int) -> None:
        made = first_day()
        self.own_folder = Path(tempfile.mkdtemp(prefix="tied-", dir=made.parent))
        super().__init__(seed, made, self.own_folder, Climate(steps=6))
        self.causes: Counter[str] = Counter()
        self.unexplained: list[str] = []

    def _sync(self, reason: str, is_calm: bool = False) -> RunReport | None:
        report = super()._sync(reason, is_calm)
        for row in tie_out(self.workplace.book).rows:
            self.causes.update(item.cause.value for item in row.items)
            left = [f"{one.kind} {one.label}: {one.left}" for one in row.unexplained]
            self.unexplained += left or ([f"{row.customer}: {row.residue}"] if row.residue else [])
        return report

    def owed_in_xero(self) -> Decimal:
        """What all contacts owe, from Xero's own records."""
        shelf = self.practice.books("").shelf
        owed = sum(
            (one.body["AmountDue"] for one in shelf.where("invoice", "status = 'AUTHORISED'") if _sold(one.type)),
            Decimal(0),
        )
        for kind in _CREDITS:
            for one in shelf.where(kind, "status = 'AUTHORISED'"):
                owed -= one.body["RemainingCredit"] if _sold(one.type) else 0
        return owed


def _sold(kind: str) -> bool:
    return kind in ("ACCREC", "ACCRECCREDIT", "RECEIVE-OVERPAYMENT", "RECEIVE-PREPAYMENT")


@pytest.mark.parametrize("first", range(301, 313, 6))
def test_after_every_run_of_a_life_nothing_is_unexplained(first: int) -> None:
    causes: Counter[str] = Counter()
    for seed in range(first, first + 6):
        life = TiedLife(seed)
        try:
            life.live()
            assert (seed, life.unexplained) == (seed, [])
            found = tie_out(life.workplace.book)
            theirs = sum((total.theirs.decimal for total in found.totals), Decimal(0))
            assert (seed, theirs) == (seed, life.owed_in_xero())
        finally:
            causes.update(life.causes)
            life.end()
            shutil.rmtree(life.own_folder, ignore_errors=True)
    assert len(causes) >= 6, causes
