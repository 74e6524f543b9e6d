"""With few calls left the program asks more slowly, in steps too small to notice, and never faster than it would."""

import pytest

from safe_desktop.domain.call_economy import slowing


@pytest.mark.parametrize(
    ("left", "limit", "reserve", "factor"),
    [
        (None, None, 10, 1.0),
        (1_000, 1_000, 10, 1.0),
        (400, 1_000, 10, 1.0),
        (250, 1_000, 10, 2.5),
        (100, 1_000, 10, 4.0),
        (0, 1_000, 10, 4.0),
        (200, 1_000, 0, 2.5),
        (100, 1_000, 40, 1.0),
        (2_000, 5_000, 10, 1.0),
    ],
)
def test_the_waits_grow_from_two_fifths_to_the_share_kept_for_people(
    left: int | None, limit: int | None, reserve: int, factor: float
) -> None:
    assert slowing(left, limit, reserve) == pytest.approx(factor)


def test_fewer_calls_never_make_it_faster() -> None:
    waits = [slowing(left, 1_000, 10) for left in range(1_000, -1, -1)]
    assert waits == sorted(waits)
