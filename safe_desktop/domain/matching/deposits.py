"""What a deposit of cash and cheques, or the payout of an unknown collector, may be made of: documents of anybody.

Only ever offered, never carried out. Knows the usual charges of card machines, since an unknown one keeps its own.
"""

from collections.abc import Sequence
from itertools import islice

from safe_desktop.domain.matching.items import Item
from safe_desktop.domain.matching.looks import Look
from safe_desktop.domain.matching.matching_table import MatchingTable
from safe_desktop.domain.matching.readings import Grade, Reading
from safe_desktop.domain.matching.verdict import Adjustment

_OLDEST = 36
"""Days before a deposit within which its documents were issued, as a rule."""
_TOO_MANY = 150
"""Among more documents than this some set fits every amount, and an offer would mean nothing."""
_MOST_NEAR = 70
_FEWER = 45
_USUAL_CHARGES = ((290, 30), (175, 0))
"""Hundredths of a per cent of the whole, and minor units for each payment."""


def deposit(look: Look, table: MatchingTable) -> list[Reading]:
    """The few documents that together make up a deposit that names nobody."""
    if look.loose or look.mentions:
        return []
    near = _near(look, table)
    if len(near) > _TOO_MANY:
        return []
    near = near[-_MOST_NEAR:]
    sums = SmallSums([item.left for item in near])
    sets = [chosen for parts in (2, 3, 4) for chosen in sums.sets(look.minor, parts)]
    return [Reading(Grade.DEPOSIT, [(near[at], near[at].left) for at in chosen]) for chosen in sets[:3]]


def unknown_payout(look: Look, table: MatchingTable) -> list[Reading]:
    """The documents that make up the payout of a collector, less one of the usual charges."""
    near = _near(look, table)
    if len(near) > _TOO_MANY:
        return []
    near = near[-_FEWER:]
    sums = SmallSums([item.left for item in near])
    found: list[Reading] = []
    for parts in (2, 3, 4):
        for hundredths, fixed in _USUAL_CHARGES:
            whole = (look.minor + fixed * parts) * 10_000 // (10_000 - hundredths)
            for target in range(whole - 2, whole + 3):  # each charge may have been rounded by itself
                for chosen in sums.sets(target, parts):
                    shares = [(near[at], near[at].left) for at in chosen]
                    found.append(Reading(Grade.DEPOSIT, shares, fee=target - look.minor, adjustment=Adjustment.FEE))
        if len(found) >= 3:
            break
    return found[:3]


def _near(look: Look, table: MatchingTable) -> list[Item]:
    between = table.issued_between(look.day - _OLDEST, look.day)
    fitting = (item for item in between if item.left <= look.minor * 11 // 10)
    return list(islice(fitting, _TOO_MANY + 1))


class SmallSums:
    """Which two, three or four of some amounts add up to this or that."""

    def __init__(self, amounts: Sequence[int]) -> None:
        self._amounts = amounts
        self._pairs: dict[int, list[tuple[int, int]]] = {}
        for second, amount in enumerate(amounts):
            for first in range(second):
                self._pairs.setdefault(amounts[first] + amount, []).append((first, second))

    def sets(self, target: int, parts: int) -> list[tuple[int, ...]]:
        """The sets of so many places with this sum, each in order."""
        if parts == 2:
            return list(self._pairs.get(target, ()))
        found: list[tuple[int, ...]] = []
        if parts == 3:
            for last, amount in enumerate(self._amounts):
                found += [(*pair, last) for pair in self._pairs.get(target - amount, ()) if pair[1] < last]
            return found
        for total, pairs in self._pairs.items():
            for behind in self._pairs.get(target - total, ()):
                found += [(*pair, *behind) for pair in pairs if pair[1] < behind[0]]
        return found
