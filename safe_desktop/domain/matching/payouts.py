"""Finds the payments of which one line on the statement is made: a provider's payout, or a day's Direct Debits.

Knows fees and sums. Knows no document, no customer and no text.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate

from safe_desktop.domain.matching.situation import KnownPayment, Provider

PAID_OUT_WITHIN = 60
"""Days after which a collected payment is no longer looked for in a payout."""
_MOST_HELD = 2
_LONGEST_WITH_GAPS = 60
"""Of more payments than this some one or two are always what a sum is over by chance."""


def fee_of(payment: KnownPayment, provider: Provider) -> int:
    """What the provider keeps of the payment: as known, else per cent and fixed, at most the cap."""
    if payment.fee_minor is not None:
        return payment.fee_minor
    share = Decimal(abs(payment.minor)) * Decimal(str(provider.percent)) / 100
    fee = int(share.quantize(Decimal(1), ROUND_HALF_UP)) + provider.fixed_minor
    return fee if provider.cap_minor is None else min(fee, provider.cap_minor)


def paid_out(free: list[KnownPayment], provider: Provider, minor: int, words: set[str]) -> list[KnownPayment]:
    """The payments that make up the payout; [] where none or more than one set does. `free` are in date order.

    Payments with the payout's reference come first. Else it is the run from some day to another, of which at most two
    were held back for a later payout.
    """
    referred = [payment for payment in free if payment.payout_reference and payment.payout_reference.upper() in words]
    if referred and sum(payment.minor - fee_of(payment, provider) for payment in referred) == minor:
        return referred
    by_reference: dict[str, list[KnownPayment]] = {}
    for payment in free:
        by_reference.setdefault(payment.payout_reference, []).append(payment)
    loose = by_reference.pop("", [])
    for group in by_reference.values():
        if sum(payment.minor - fee_of(payment, provider) for payment in group) == minor:
            return group
    return _run(loose, provider, minor) or (_run(free, provider, minor) if len(loose) != len(free) else [])


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
    for held in range(_MOST_HELD + 1):
        sets = list(_held_back(amounts, 0, len(loose), sum(amounts) - minor, held))
        if sets:
            return [one for at, one in enumerate(loose) if at not in sets[0]] if len(sets) == 1 else []
    return []


def _run(free: list[KnownPayment], provider: Provider, minor: int) -> list[KnownPayment]:
    nets = [payment.minor - fee_of(payment, provider) for payment in free]
    before = list(accumulate(nets, initial=0))
    for held in range(_MOST_HELD + 1):
        found: dict[tuple[int, ...], None] = {}
        for start, end in _whole_days(free):
            over = before[end] - before[start] - minor
            for without in _held_back(nets, start, end, over, held):
                found[tuple(at for at in range(start, end) if at not in without)] = None
        if held and len(found) > 1:
            return []
        if found:
            return [free[at] for at in next(iter(found))]
    return []


def _whole_days(free: list[KnownPayment]) -> Iterator[tuple[int, int]]:
    """Every run of whole days, the one from the first day on first."""
    firsts = [at for at in range(len(free)) if not at or free[at].paid_on != free[at - 1].paid_on]
    ends = [*firsts[1:], len(free)]
    for number, start in enumerate(firsts):
        for end in ends[number:]:
            yield start, end


def _held_back(nets: list[int], start: int, end: int, over: int, held: int) -> Iterator[tuple[int, ...]]:
    """Which `held` payments of the run make up exactly what it is over."""
    if held == 0:
        if over == 0:
            yield ()
        return
    if over <= 0 or end - start <= held + 1 or end - start > _LONGEST_WITH_GAPS:
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
