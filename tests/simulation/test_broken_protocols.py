"""The simulation has teeth: with any one step of the write protocol taken away it finds something wrong."""

import pytest

from tests.simulation.broken_protocols import CONTROLS
from tests.simulation.life import Protocol
from tests.simulation.made_lives import lived

MOST_SEEDS = 40
_SOONEST = {"NoIntentOnDisk": 5, "NoQuietTime": 3, "QuietTimeFromIntent": 9, "NoReadBack": 3, "VerdictByPosition": 3}
"""The seeds that are known to tell, first; should the program change so that they do not, others are tried."""


@pytest.mark.parametrize("control", CONTROLS, ids=lambda one: one.__name__)
def test_without_this_step_something_is_lost_or_doubled(control: type[Protocol]) -> None:
    soonest = _SOONEST[control.__name__]
    for seed in (soonest, *range(1, MOST_SEEDS)):
        if lived(seed, CONTROLS[control], control()).problems:
            return
    pytest.fail(f"{MOST_SEEDS} lives without this step, and nothing was noticed")


@pytest.mark.parametrize("control", CONTROLS, ids=lambda one: one.__name__)
def test_the_same_life_with_the_step_is_a_good_one(control: type[Protocol]) -> None:
    whole = control.__mro__[1]
    assert lived(_SOONEST[control.__name__], CONTROLS[control], whole()).problems == []
