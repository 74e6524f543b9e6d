"""Finds the few amounts among many that add up to one, and in how many ways. Bounded: it never explodes.

Knows whole numbers only. Splits the amounts into two halves and meets in the middle, so that twenty amounts cost two
thousand sums and not a million.
"""

from collections.abc import Sequence

MOST_AMOUNTS = 20
_MOST_PARTS = 9
_MOST_SETS = 60


def sets_with_sum(amounts: Sequence[int], target: int) -> list[tuple[int, ...]]:
    """The sets of two or more places whose amounts add up to the target, fewest parts first; [] where none does.

    Of equal amounts the earlier places are taken first, so that equal monthly bills are one set and not many.
    Only the first MOST_AMOUNTS places are looked at, and at most _MOST_SETS sets are returned.
    """
    usable = [at for at, amount in enumerate(amounts) if 0 < amount < target][:MOST_AMOUNTS]
    if len(usable) < 2 or sum(amounts[at] for at in usable) < target:
        return []
    half = len(usable) // 2
    low = _half_sums(amounts, usable[:half], target)
    found: list[tuple[int, ...]] = []
    for total, sets in _half_sums(amounts, usable[half:], target).items():
        for behind in sets:
            for before in low.get(target - total, ()):
                if 2 <= len(before) + len(behind) <= _MOST_PARTS:
                    found.append(before + behind)
        if len(found) > _MOST_SETS:
            break
    first_of_equals = [one for one in found if _takes_first(amounts, usable, one)]
    return sorted(first_of_equals, key=lambda one: (len(one), one))


def _half_sums(amounts: Sequence[int], places: list[int], target: int) -> dict[int, list[tuple[int, ...]]]:
    sums: dict[int, list[tuple[int, ...]]] = {0: [()]}
    before_of: dict[int, int] = {}
    for at in places:
        amount = amounts[at]
        same = before_of.get(amount)
        before_of[amount] = at
        for total, sets in [(total, tuple(sets)) for total, sets in sums.items() if total + amount <= target]:
            more = [(*one, at) for one in sets if len(one) < _MOST_PARTS and (same is None or same in one)]
            if more:
                sums.setdefault(total + amount, []).extend(more)
    return sums


def _takes_first(amounts: Sequence[int], places: list[int], chosen: tuple[int, ...]) -> bool:
    """Whether no earlier place of the same amount was passed over."""
    taken = set(chosen)
    passed: set[int] = set()
    for at in places:
        if at in taken:
            if amounts[at] in passed:
                return False
        else:
            passed.add(amounts[at])
    return True
