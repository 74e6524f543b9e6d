"""Reads a receipt by who paid and how much: no number helps, so amount and payer must fit together, and alone.

Of equal bills the oldest is paid first. Knows that an amount alone never decides.
"""

from safe_desktop.domain.matching.items import Item
from safe_desktop.domain.matching.looks import Look
from safe_desktop.domain.matching.matching_table import MatchingTable
from safe_desktop.domain.matching.payer_names import ALMOST, SHORT
from safe_desktop.domain.matching.readings import Grade, Reading
from safe_desktop.domain.matching.sums import sets_with_sum

_AHEAD = 3
"""Days that an invoice may be dated after the money for it came."""


def plausible_payers(look: Look) -> list[str]:
    """The customers whom the payer may be: everyone whom the text fits, but no mere initial beside a whole name."""
    fits = look.payers.fits
    if not fits:
        return list(look.payers.agent_for)
    if fits[0].tier >= ALMOST:
        fits = [fit for fit in fits if fit.tier >= SHORT]
    return [fit.payer for fit in fits]


def unexplained(look: Look) -> bool:
    """Whether a number in the text is left over that is none of the payer's own: it may well mean something else."""
    if look.loose:
        return True
    payers = set(plausible_payers(look))
    return any(not any(item.payer in payers for item in mention.items) for mention in look.mentions)


def paid_twice(look: Look) -> bool:
    """Whether the number in the text was just paid by another receipt with the same amount."""
    return any(
        minor == look.minor for mention in look.mentions for item in mention.items for minor, _ in item.claims
    )


def equal_amount(look: Look, table: MatchingTable) -> Reading | None:
    """The payer's document with exactly this much left; the oldest of several, if they are all one customer's."""
    if look.minor <= 0 or look.text.anonymous:
        return None
    found: list[Item] = []
    for payer in plausible_payers(look):
        found.extend(item for item in table.equal(payer, look.minor) if item.issued <= look.day + _AHEAD)
    if not found:
        return None
    readings = [Reading(_grade(look, item, len(found)), [(item, look.minor)], tier=look.tier_of(item.payer)) for item in found]
    payers = {item.payer for item in found}
    if len(payers) > 1 or unexplained(look) or paid_twice(look):
        look.in_the_way = look.in_the_way or ("several payers" if len(payers) > 1 else "number unexplained")
        look.others.extend(readings[:6])
        return None
    look.others.extend(readings[1:4])
    return readings[0]


def _grade(look: Look, item: Item, candidates: int) -> Grade:
    fit = look.fit_of(item.payer)
    if fit is None:
        return Grade.AGENT
    if look.mentions:
        return Grade.STALE
    if fit.how == "owner":
        return Grade.OWNER
    if fit.how == "alias":
        return Grade.ALIAS
    return Grade.NAME if candidates == 1 else Grade.NAME_EQUAL


def sum_of_several(look: Look, table: MatchingTable) -> Reading | None:
    """The payer's documents that add up to the amount, if one set alone does (less a credit note, where one fits)."""
    if look.minor <= 0 or look.text.anonymous or unexplained(look):
        return None
    found: list[Reading] = []
    for payer in plausible_payers(look):
        owed = [item for item in table.owed(payer) if item.issued <= look.day + _AHEAD]
        tier = look.tier_of(payer)
        for chosen in sets_with_sum([item.left for item in owed], look.minor):
            found.append(Reading(Grade.SUM, [(owed[at], owed[at].left) for at in chosen], tier=tier))
        if not found:
            found.extend(_less_credit(look, table, payer, owed, tier))
    if len(found) != 1:
        look.others.extend(found[:4])
        if found:
            look.in_the_way = look.in_the_way or "several sets"
        return None
    return found[0]


def _less_credit(look: Look, table: MatchingTable, payer: str, owed: list[Item], tier: int) -> list[Reading]:
    found = []
    for credit in table.credits_of.get(payer, ()):
        if credit.left <= 0 or credit.issued > look.day:
            continue
        target = look.minor + credit.left
        sets = [(at,) for at, item in enumerate(owed) if item.left == target][:1]
        for chosen in sets or sets_with_sum([item.left for item in owed], target, most_parts=4):
            shares = [(owed[at], owed[at].left) for at in chosen]
            found.append(Reading(Grade.SUM_CREDIT, [*shares, (credit, -credit.left)], tier=tier))
    return found
