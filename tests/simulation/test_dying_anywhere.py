"""One run whose process dies at a point: before or after every commit and every call, each of them once.

The lives die by chance; here no point is left out. What the next start finds on the disk is all it has.
"""

import pytest

from safe_desktop.engine.sync.syncing import sync
from tests.simulation.crashing_book import Crash
from tests.simulation.life import Life, SimulatedControl
from tests.simulation.test_failing_writes import life_with_work, settle_down

MOST_POINTS = 72
_PER_TEST = 12


def dies_at(life: Life, point: int) -> bool:
    """Whether the run came as far as that point, and the process is gone."""
    life.crashes.arm(point)
    try:
        sync(life.workplace, SimulatedControl(life.clock))
    except Crash:
        return True
    finally:
        life.crashes.arm(0)
    return False


@pytest.mark.parametrize("first", range(1, MOST_POINTS, _PER_TEST))
def test_a_process_that_dies_at_this_point_loses_and_doubles_nothing(first: int) -> None:
    for point in range(first, first + _PER_TEST):
        with life_with_work() as life:
            dies_at(life, point)
            settle_down(life)


def test_no_point_of_the_run_is_left_out_above() -> None:
    with life_with_work() as life:
        assert dies_at(life, MOST_POINTS * 3 // 4)
    with life_with_work() as life:
        assert not dies_at(life, MOST_POINTS + 1)
