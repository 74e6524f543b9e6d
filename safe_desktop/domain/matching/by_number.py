"""Reads a receipt by the numbers in its text: what they name, what it adds up to, and what is short or over.

The strongest grounds there are. Knows nothing of receipts without a number.
"""

from dataclasses import dataclass

from safe_desktop.domain.matching.bank_vocabulary import FOREIGN_KINDS
from safe_desktop.domain.matching.items import Item
from safe_desktop.domain.matching.looks import Look
from safe_desktop.domain.matching.matching_table import MatchingTable
from safe_desktop.domain.matching.name_fit import ALMOST, SHORT, WEAK
from safe_desktop.domain.matching.numbering import Mention, Named
from safe_desktop.domain.matching.readings import Grade, Hindrance, Reading
from safe_desktop.domain.matching.slips import one_slip
from safe_desktop.domain.matching.sums import sets_with_sum
from safe_desktop.domain.matching.verdict import Adjustment

_MOST_FEE = 3_000
"""A bank abroad keeps no more than this of a payment, in minor units."""
_MOST_TIMES = 3
"""Nobody pays more than so many times what is owed by mistake."""
_DISCOUNTS = (10, 15, 20, 25, 30, 50)
"""Usual discounts for early payment, in parts of a thousand."""


@dataclass(slots=True)
class NamedItems:
    """The open documents that a text names, in its order; `settled` are those named that owe nothing any more."""

    items: list[Item]
    settled: list[Item]
    weakest: Named
    unclear: bool

    @property
    def left(self) -> int:
        """What is left of them together."""
        return sum(item.left for item in self.items)


def named_items(look: Look) -> NamedItems:
    """Which documents the numbers of the text mean, for this payer and this amount."""
    items: list[Item] = []
    settled: list[Item] = []
    weakest, unclear = Named.WHOLE, False
    for mention in look.mentions:
        chosen = _meant(look, mention)
        if chosen is None:
            unclear = True
        elif chosen.left <= 0:
            settled.append(chosen)
        elif chosen not in items:
            items.append(chosen)
            weakest = min(weakest, mention.how or Named.OTHER)
    return NamedItems(items, settled, weakest, unclear)


def _meant(look: Look, mention: Mention) -> Item | None:
    """The one document that a number means here; None where it may be several."""
    candidates = mention.items
    if len(candidates) > 1 or candidates[0].is_credit:
        invoices = [item for item in candidates if item.is_credit == (look.minor < 0)]
        candidates = invoices or ([] if mention.how is not Named.WHOLE else candidates)
    if len(candidates) > 1:
        tiers = look.payers.tiers
        best = max([tiers.get(item.payer, 0) for item in candidates]) if tiers else 0
        if best:
            candidates = [item for item in candidates if tiers.get(item.payer) == best]
        candidates = [item for item in candidates if item.left > 0] or candidates
        if len(candidates) > 1:
            candidates = [item for item in candidates if item.left == look.minor] or candidates
        if len(candidates) > 1 and mention.how is Named.ORDER and len({item.payer for item in candidates}) == 1:
            return candidates[0] if candidates[0].left == look.minor else None
    if len(candidates) != 1:
        return None
    only = candidates[0]
    if mention.how is Named.OTHER and look.tier_of(only.payer) < SHORT:
        return None
    if mention.how is Named.TAIL and look.tier_of(only.payer) < WEAK and not look.agent_for(only.payer):
        return None
    return only


def exact(look: Look, table: MatchingTable) -> Reading | None:
    """The numbers named, if what is left of them is exactly the amount (less a credit note of the same payer)."""
    named = named_items(look)
    if not named.items or (named.unclear and len(named.items) == 1 and len(look.mentions) > 2):
        return None
    tier = max(look.tier_of(item.payer) for item in named.items)
    known = tier > 0 or any(look.agent_for(item.payer) for item in named.items)
    if named.left == look.minor:
        return _exact_sum(look, table, named, tier, known)
    between = _range(look, table, named) if named.left < look.minor and tier else []
    if between:
        return Reading(Grade.NUMBERS, [(item, item.left) for item in between], tier=tier)
    if named.left > look.minor and known:
        return _less_credit(look, table, named, tier)
    return None


def _exact_sum(look: Look, table: MatchingTable, named: NamedItems, tier: int, known: bool) -> Reading | None:
    shares = [(item, item.left) for item in named.items]
    if not known and look.payers.best > WEAK and _rival_owes(look, table):
        look.others.append(Reading(Grade.NUMBER_OTHER, shares))
        look.in_the_way = Hindrance.OTHER_CUSTOMER
        return None
    if len(shares) > 1:
        return Reading(Grade.NUMBERS, shares, tier=tier)
    if not known:
        return Reading(Grade.NUMBER_STRANGER, shares)
    grade = Grade.NUMBER if named.weakest in (Named.WHOLE, Named.DIGITS) else Grade.ORDER
    return Reading(grade, shares, tier=tier)


def _range(look: Look, table: MatchingTable, named: NamedItems) -> list[Item]:
    """The documents from the first number to the last, where the text has 4594-4597 and they add up."""
    if len(named.items) != 2 or len(look.mentions) != 2 or look.mentions[1].gap.strip() not in ("-", "–", "TO"):
        return []
    first, last = sorted(item.digits for item in named.items)
    if len(first) != len(last) or not 0 < int(last) - int(first) <= 40:
        return []
    payer = named.items[0].payer
    between = [item for item in table.owed(payer) if len(item.digits) == len(first) and first <= item.digits <= last]
    return between if sum(item.left for item in between) == look.minor else []


def _rival_owes(look: Look, table: MatchingTable) -> bool:
    """Whether another customer, whom the text names as the payer, owes just this amount (or is named outright)."""
    return any(
        (fit.tier >= ALMOST and fit.how == "name" and not look.payers.agent_for) or table.equal(fit.payer, look.minor)
        for fit in look.payers.fits
    )


def _less_credit(look: Look, table: MatchingTable, named: NamedItems, tier: int) -> Reading | None:
    over = named.left - look.minor
    payer = next((item.payer for item in named.items if look.tier_of(item.payer) == tier), named.items[0].payer)
    credits = [credit for credit in table.credits_of.get(payer, ()) if credit.left > 0 and credit.issued <= look.day]
    fitting = [credit for credit in credits if credit.left == over]
    if len(fitting) == 1:
        shares = [(item, item.left) for item in named.items]
        return Reading(Grade.NUMBERS_CREDIT, [*shares, (fitting[0], -over)], tier=tier)
    return None


def cut_list(look: Look, table: MatchingTable) -> Reading | None:
    """The numbers named and others of the same payer, where the list of numbers was cut off and one set fits alone."""
    if not (look.text.cut or _goes_on(look)) or not look.mentions:
        return None
    named = named_items(look)
    begun = look.loose[-1] if look.loose else ""
    last = look.mentions[-1]
    if look.text.cut and last.word == look.text.words[-1][0] and not any(look.tier_of(i.payer) for i in last.items):
        # What is left of the last number may look like the number of somebody else.
        begun = last.word
        named.items = [item for item in named.items if item not in last.items]
    if not named.items or named.left >= look.minor:
        return None
    payer = named.items[0].payer
    if look.tier_of(payer) < SHORT:
        return None
    rest = [item for item in table.owed(payer) if item not in named.items and item.issued <= look.day]
    missing = look.minor - named.left
    sets: list[tuple[int, ...]] = [(at,) for at, item in enumerate(rest) if item.left == missing]
    if not sets:
        sets = sets_with_sum([item.left for item in rest], missing)
    if not sets:
        return None
    readings = [
        Reading(
            Grade.NUMBERS_CUT,
            [(item, item.left) for item in (*named.items, *(rest[at] for at in chosen))],
            tier=look.tier_of(payer),
        )
        for chosen in sets[:3]
    ]
    if begun and len(readings) > 1:
        readings.sort(key=lambda one: not any(begun in item.digits for item, _ in one.shares[len(named.items) :]))
    if len(readings) > 1:
        look.others.extend(readings)
        look.in_the_way = look.in_the_way or Hindrance.SEVERAL_SETS
        return None
    return readings[0]


def _goes_on(look: Look) -> bool:
    first = look.text.words[0][0] if look.text.words else ""
    return first in ("INVS", "INVOICES") or bool(look.loose)


def not_exact(look: Look, table: MatchingTable) -> Reading | None:
    """The one number named, where the amount is less or more than what is left of it."""
    named = named_items(look)
    if len(named.items) != 1 or named.unclear or look.minor <= 0:
        return None
    item = named.items[0]
    tier = look.tier_of(item.payer)
    if not tier or look.loose or named.settled or named.weakest is Named.OTHER:
        return None
    short = item.left - look.minor
    if look.minor > item.left * _MOST_TIMES or (look.text.cut and not _stands_whole(look, item)):
        return None
    if short < 0:
        shares = [(item, item.left)]
        grade = Grade.KEYED if _swapped(item.left, look.minor) else Grade.OVER
        over = Reading(grade, shares, credit=-short, adjustment=Adjustment.OVERPAYMENT, tier=tier)
        return None if _pays_another_too(look, table, over) else over
    if look.receipt.kind.upper() in FOREIGN_KINDS and short <= min(_MOST_FEE, item.left // 2):
        return Reading(Grade.FEE, [(item, item.left)], fee=short, adjustment=Adjustment.FEE, tier=tier)
    return Reading(*_short_of(item, look.minor), tier=tier)


def _pays_another_too(look: Look, table: MatchingTable, over: Reading) -> bool:
    """Whether what is too much for the one named is just what another of the payer's has left: a person is asked."""
    ((item, left),) = over.shares
    rest = [other for other in table.equal(item.payer, over.credit) if other is not item and other.issued <= look.day]
    for other in rest[:2]:
        look.others.append(Reading(Grade.SUM, [(item, left), (other, other.left)], tier=over.tier))
    if rest:
        look.others.append(over)
        look.in_the_way = look.in_the_way or Hindrance.SEVERAL_SETS
    return bool(rest)


def _stands_whole(look: Look, item: Item) -> bool:
    """Whether a text that was cut off names the document whole, and nothing begins behind it."""
    last = look.text.words[-1][0]
    return any(
        item in mention.items and mention.word.endswith(last) and len(mention.digits) >= len(item.digits)
        for mention in look.mentions
    )


def _short_of(item: Item, minor: int) -> tuple[Grade, list[tuple[Item, int]]]:
    return _short_grade(item.left, minor), [(item, minor)]


def _short_grade(left: int, minor: int) -> Grade:
    if is_discount(left, minor):
        return Grade.DISCOUNT
    if left - minor < 100:
        return Grade.ROUNDED
    return Grade.KEYED if _swapped(left, minor) else Grade.PART


def is_discount(left: int, minor: int) -> bool:
    """Whether the amount is the whole less one of the usual discounts, to the penny."""
    return any(abs((left * (1000 - rate) + 500) // 1000 - minor) <= 1 for rate in _DISCOUNTS)


def _swapped(one: int, other: int) -> bool:
    return sorted(str(one)) == sorted(str(other))


def mistyped(look: Look, table: MatchingTable) -> Reading | None:
    """The payer's document of just this amount whose number is in the text but for one slip, or for its cut end."""
    words = [mention.digits for mention in look.mentions] + [_digits(word) for word in look.loose]
    tails = _cut_tails(look)
    if not words and not tails:
        return None
    found: list[Reading] = []
    for fit in look.payers.fits:
        for item in table.equal(fit.payer, look.minor):
            if any(len(word) >= 3 and _typed_for(word, item.digits) for word in words) or any(
                item.squash.startswith(tail) for tail in tails
            ):
                found.append(Reading(Grade.TYPO, [(item, look.minor)], tier=fit.tier))
    if len(found) > 1 or (found and any(look.tier_of(item.payer) for item in named_items(look).items)):
        # The number is right as it stands for one document, the amount for another.
        look.in_the_way = Hindrance.NUMBER_UNEXPLAINED
        look.others.extend(found)
        return None
    return found[0] if found else None


def _cut_tails(look: Look) -> list[str]:
    """How a number may begin that the bank cut off at the end of the text: its last word, or its last few."""
    if not look.text.cut:
        return []
    last = [word for word, _ in look.text.words[-4:]]
    tails = ["".join(last[at:]) for at in range(len(last))]
    return [tail for tail in tails if len(tail) >= 4 and any(one.isdigit() for one in tail)]


def _typed_for(word: str, number: str) -> bool:
    return one_slip(word, number) or one_slip(word.lstrip("0"), number.lstrip("0"))


def _digits(word: str) -> str:
    return "".join(one for one in word if one.isdigit())
