"""Reads a receipt by who paid and how much: no number helps, so amount and payer must fit together, and alone.

Of equal bills the oldest is paid first. Knows that an amount alone never decides.
"""

from safe_desktop.domain.matching.items import Item
from safe_desktop.domain.matching.looks import Look
from safe_desktop.domain.matching.matching_table import MatchingTable
from safe_desktop.domain.matching.name_fit import ALMOST, SHORT
from safe_desktop.domain.matching.readings import Grade, Hindrance, Reading
from safe_desktop.domain.matching.receipt_text import words_of
from safe_desktop.domain.matching.sums import sets_with_sum

_MORE = 2
"""So many documents more make a set unlikely beside a smaller one."""
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
        minor == look.minor for mention in look.mentions for item in mention.items for minor, _, _ in item.claims
    )


def equal_amount(look: Look, table: MatchingTable) -> Reading | None:
    """The payer's document with exactly this much left; the oldest of several, if they are all one customer's."""
    if look.minor <= 0 or look.text.anonymous:
        return None
    found: list[Item] = []
    for payer in plausible_payers(look):
        found.extend(item for item in table.equal(payer, look.minor) if item.issued <= look.day + _AHEAD)
    payers = {item.payer for item in found} | {kin for kin in look.payers.kin if table.owed_then(kin, look)}
    hinted = _hinted(look, table) if look.payers.is_person or look.payers.agent_for or len(payers) > 1 else set()
    if hinted:
        fitting = [payer for payer in hinted if table.equal(payer, look.minor)]
        if len(fitting) == 1 and (look.payers.is_person or fitting[0] in {*payers, *plausible_payers(look)}):
            payers = {fitting[0]}
            found = table.equal(fitting[0], look.minor)
        else:
            look.in_the_way = Hindrance.OTHER_WORDS
    if not found:
        return None
    readings = [
        Reading(_grade(look, item, len(found)), [(item, look.minor)], tier=look.tier_of(item.payer)) for item in found
    ]
    look.in_the_way = look.in_the_way or _hindrance(look, readings, len(payers), bool(hinted))
    if look.in_the_way:
        look.others.extend(readings[:6])
        return None
    look.others.extend(readings[1:4])
    return readings[0]


def _hindrance(look: Look, readings: list[Reading], payers: int, hinted: bool) -> Hindrance:
    """What speaks against taking the first of these readings without asking."""
    if paid_twice(look):
        return Hindrance.PAID_TWICE
    if payers > 1:
        return Hindrance.SEVERAL_PAYERS
    if readings[0].grade is Grade.AGENT and not hinted:
        return Hindrance.AGENT
    if look.text.cut and len(readings) > 1:
        return Hindrance.CUT_OFF
    if unexplained(look) or (look.mentions and len(readings) > 1):
        return Hindrance.NUMBER_UNEXPLAINED
    return Hindrance.NONE


def _hinted(look: Look, table: MatchingTable) -> set[str]:
    """The customers whose name begins as a word behind the payer's: HUNT MAY, VALLEY DEC."""
    own = set(words_of(look.text.payer))
    return table.names.hinted([word for word, _ in look.text.words if word not in own])


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
    if look.minor <= 0 or look.text.anonymous or look.mentions or look.loose:
        return None
    found: list[Reading] = []
    for payer in plausible_payers(look):
        if look.tier_of(payer) < SHORT:
            continue
        owed = table.owed_when(payer, look)
        tier = look.tier_of(payer)
        for chosen in sets_with_sum([left for _, left in owed], look.minor):
            found.append(Reading(Grade.SUM, [owed[at] for at in chosen], tier=tier))
        if not found:
            found.extend(_less_credit(look, table, payer, owed, tier))
    found.sort(key=lambda one: len(one.shares))
    rivals = [one for one in found[1:] if len(one.shares) <= len(found[0].shares) + _MORE]
    if not found or rivals or _has_twin(found[0], table) or not table.can(found[0]):
        look.others.extend(found[:4])
        if found:
            look.in_the_way = look.in_the_way or Hindrance.SEVERAL_SETS
        return None
    return found[0]


def _has_twin(reading: Reading, table: MatchingTable) -> bool:
    """Whether another document of the same amount could stand in for one of the set."""
    chosen = [item for item, _ in reading.shares]
    return any(
        twin not in chosen for item in chosen if not item.is_credit for twin in table.equal(item.payer, item.left)
    )


def _less_credit(
    look: Look, table: MatchingTable, payer: str, owed: list[tuple[Item, int]], tier: int
) -> list[Reading]:
    found = []
    for credit in table.credits_of.get(payer, ()):
        if credit.left <= 0 or credit.issued > look.day:
            continue
        target = look.minor + credit.left
        singles = [(at,) for at, (_, left) in enumerate(owed) if left == target]
        for chosen in (*singles, *sets_with_sum([left for _, left in owed], target)):
            shares = [owed[at] for at in chosen]
            found.append(Reading(Grade.SUM_CREDIT, [*shares, (credit, -credit.left)], tier=tier))
    return found
