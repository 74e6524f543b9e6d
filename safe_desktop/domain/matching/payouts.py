"""Finds the payments of which one line on the statement is made: a provider's payout, or a day's Direct Debits.

Knows fees and sums. Knows no document, no customer and no text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from safe_desktop.domain.matching.situation import KnownPayment, Provider

PAID_OUT_WITHIN = 60
"""Days after which a collected payment is no longer looked for in a payout."""
MOST_WAITING = 300
"""Of more payments that wait, only the newest are looked at."""
_LONGEST_WITHOUT = {1: 60, 2: 30}
"""How long a run may be of which so many are held back: of more, some are always what a sum is over by chance."""


@dataclass(slots=True)
class Collected:
    """A payment that a provider collected, and what is left of it after the provider's charge."""

    payment: KnownPayment
    net: int


def fee_of(payment: KnownPayment, provider: Provider) -> int:
    """What the provider keeps of the payment: as known, else per cent and fixed, at most the cap."""
    if payment.fee_minor is not None:
        return payment.fee_minor
    share = Decimal(abs(payment.minor)) * provider.percent / 100
    fee = int(share.quantize(Decimal(1), ROUND_HALF_UP)) + provider.fixed_minor
    return fee if provider.cap_minor is None else min(fee, provider.cap_minor)


def paid_out(free: list[Collected], minor: int, words: set[str]) -> list[KnownPayment]:
    """The payments that make up the payout; [] where none or more than one set does. `free` are in date order.

    Payments with the payout's reference come first. Else it is the run from some day to another, of which at most two
    were held back for a later payout.
    """
    groups: dict[str, list[Collected]] = {}
    for one in free:
        groups.setdefault(one.payment.payout_reference, []).append(one)
    loose = groups.pop("", [])
    for reference, group in sorted(groups.items(), key=lambda pair: pair[0].upper() not in words):
        if reference and sum(one.net for one in group) == minor:
            return [one.payment for one in group]
    return _run(loose, minor) or (_run(free, minor) if len(loose) != len(free) else [])


def collected_together(of_day: list[KnownPayment], minor: int, words: set[str], named: bool) -> list[KnownPayment]:
    """The collections of one day that make up the amount; [] where none or more than one set does.

    Those with a reference of the text come first; the others only where the text is `named` a collection.
    """
    groups: dict[str, list[KnownPayment]] = {}
    for payment in of_day:
        groups.setdefault(payment.payout_reference, []).append(payment)
    for reference, group in groups.items():
        is_it = bool(reference) and (named or reference.upper() in words)
        if is_it and len(group) > 1 and sum(payment.minor for payment in group) == minor:
            return group
    loose = groups.get("", []) if len(groups) > 1 else of_day
    if not named or len(loose) < 2:
        return []
    amounts = [payment.minor for payment in loose]
    for held in (0, *_LONGEST_WITHOUT):
        sets = list(_held_back(amounts, 0, len(loose), sum(amounts) - minor, held))
        if sets:
            return [one for at, one in enumerate(loose) if at not in sets[0]] if len(sets) == 1 else []
    return []


def _run(free: list[Collected], minor: int) -> list[KnownPayment]:
    if not free:
        return []
    nets = [one.net for one in free]
    before = list(accumulate(nets, initial=0))
    days = [at for at in range(len(free)) if not at or free[at].payment.paid_on != free[at - 1].payment.paid_on]
    ends = [*days[1:], len(free)]
    start_of: dict[int, int] = {}
    for start, end in zip(days, ends, strict=True):
        start_of.setdefault(before[start], start)
        whole = start_of.get(before[end] - minor)
        if whole is not None:
            return [one.payment for one in free[whole:end]]
    for held, longest in _LONGEST_WITHOUT.items():
        found: dict[tuple[int, ...], None] = {}
        for number, start in enumerate(days):
            for end in ends[number:]:
                if end - start > longest:
                    break
                over = before[end] - before[start] - minor
                if over > 0:
                    for without in _held_back(nets, start, end, over, held):
                        found[tuple(at for at in range(start, end) if at not in without)] = None
        if found:
            return [free[at].payment for at in next(iter(found))] if len(found) == 1 else []
    return []


def _held_back(nets: list[int], start: int, end: int, over: int, held: int) -> Iterator[tuple[int, ...]]:
    """Which `held` payments of the run make up exactly what it is over."""
    if held == 0:
        if over == 0:
            yield ()
        return
    if over == 0 or end - start <= held + 1:
        return
    if held == 1:
        yield from ((at,) for at in range(start, end) if nets[at] == over)
        return
    places: dict[int, int] = {}
    for at in range(start, end):
        other = places.get(over - nets[at])
        if other is not None:
            yield (other, at)
        places[nets[at]] = at
