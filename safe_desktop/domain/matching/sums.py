"""Finds the few amounts among many that add up to one, and whether that is the only way. Bounded: it never explodes.

Knows whole numbers only.
"""

from collections.abc import Sequence

MOST_AMOUNTS = 24
_MOST_STEPS = 30_000


def sets_with_sum(amounts: Sequence[int], target: int, most_parts: int = 6, enough: int = 2) -> list[tuple[int, ...]]:
    """Up to `enough` sets of places whose amounts add up to the target, fewest parts first; [] where none is found.

    Of equal amounts the earlier places are taken first, so that equal monthly bills are one set and not many.
    Only the first MOST_AMOUNTS places are looked at.
    """
    amounts = amounts[:MOST_AMOUNTS]
    order = sorted(range(len(amounts)), key=lambda at: (-amounts[at], at))
    steps = [_MOST_STEPS]
    found: list[tuple[int, ...]] = []
    for parts in range(2, min(most_parts, len(amounts)) + 1):
        _search([(amounts[at], at) for at in order], 0, target, parts, (), found, enough, steps)
        if len(found) >= enough or steps[0] <= 0:
            break
    return found


def _search(
    rest: list[tuple[int, int]],
    start: int,
    target: int,
    parts: int,
    taken: tuple[int, ...],
    found: list[tuple[int, ...]],
    enough: int,
    steps: list[int],
) -> None:
    if parts == 0:
        if target == 0:
            found.append(tuple(sorted(taken)))
        return
    skipped = -1
    for at in range(start, len(rest) - parts + 1):
        amount, place = rest[at]
        steps[0] -= 1
        if steps[0] <= 0 or len(found) >= enough:
            return
        if amount * parts < target:
            return
        if amount > target or amount == skipped:
            continue
        skipped = amount
        _search(rest, at + 1, target - amount, parts - 1, (*taken, place), found, enough, steps)
