"""Many lives of the whole sync, each from a seed: nothing lost, nothing doubled, nothing half-applied.

The engine, the store, the client and the practice Xero are the real ones; time, the wire, people and crashes are
simulated. Any number of seeds: tests/bench/simulation.py.
"""

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from tests.simulation.life import Climate, Figures
from tests.simulation.made_lives import lived
from tests.simulation.weather import Stroke

SEEDS = 1_000
_PER_TEST = 20
SHORT = Climate(steps=4)
"""A life of the tests: four times people work and a sync follows, then all is read and told until it is quiet.

The lives of the bench program are three times as long; a thousand of these fit into two minutes of two cores.
"""
_STRUCK: Counter[Stroke] = Counter()
_DONE: Counter[str] = Counter()
_DEEDS = (
    *("add_customer", "add_invoice", "add_credit_note", "add_payment", "add_on_account", "change_customer"),
    *("change_document", "void", "take_back", "apply_credit", "take_back_credit", "move_debit"),
    *("pay", "delete-payment", "edit-invoice", "void", "rename-contact", "archive-contact"),
    *("invoice", "statement-line"),
)
"""What must have been done in the lives of one process; merges, and credit set against in Xero, come too seldom for
that in lives this short, and have plain tests of their own."""


@cache
def _lives(first: int) -> tuple[Figures, ...]:
    return tuple(lived(seed, SHORT) for seed in range(first, first + _PER_TEST))


@pytest.mark.parametrize("first", range(1, SEEDS + 1, _PER_TEST))
def test_whatever_happens_everything_is_in_xero_once_and_to_the_penny(first: int) -> None:
    figures = _lives(first)
    assert {one.seed: one.problems for one in figures if one.problems} == {}
    assert sum(one.crashes for one in figures) > 0
    assert sum(one.faults for one in figures) > 20
    for one in figures:
        _STRUCK.update(one.struck)
        _DONE.update(deeds_of(one))


def deeds_of(figures: Figures) -> list[str]:
    """What people did in a life, here and in Xero, without what was refused to them."""
    told = [line.partition(" ")[2] for line in figures.lines if " refused" not in line]
    deeds = [line.partition(": ")[2] for line in told if line.startswith(("here: ", "there: "))]
    return [deed.partition(":")[0].partition(" {")[0] for deed in deeds]


def test_every_misfortune_was_met_and_everything_was_done() -> None:
    """Else the lives above prove less than they say."""
    if len(_STRUCK) < 10:
        pytest.skip("only sensible after the lives above, in the same process")
    assert [stroke for stroke in Stroke if stroke is not Stroke.NONE and not _STRUCK[stroke]] == []
    assert [deed for deed in _DEEDS if not _DONE[deed]] == []


@pytest.mark.parametrize("first", range(1, 21, 10))
def test_with_nobody_else_at_work_in_xero_nobody_is_asked_anything(first: int) -> None:
    """Lost answers, crashes and edits under way are the program's own business; no question comes of them."""
    alone = replace(SHORT, others=0, desk=0, edits_under_way=0.1, faults=0.35)
    figures = [lived(seed, alone) for seed in range(first, first + 10)]
    assert {one.seed: one.problems for one in figures if one.problems} == {}
    assert {one.seed: one.asked for one in figures if one.asked} == {}


@pytest.mark.parametrize("seed", [3, 17])
def test_the_same_seed_is_the_same_life(seed: int) -> None:
    assert lived(seed, SHORT).trace == lived(seed, SHORT).trace
