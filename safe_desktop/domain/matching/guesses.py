"""What a receipt that nobody can settle for certain may be: the readings to offer a person, likeliest first.

Nothing here is ever carried out by itself. Knows the habits of payers: about when they pay, what parts they pay.
"""

from safe_desktop.domain.matching import by_name, by_number
from safe_desktop.domain.matching.deposits import deposit, unknown_payout
from safe_desktop.domain.matching.items import Item
from safe_desktop.domain.matching.looks import Look
from safe_desktop.domain.matching.matching_table import MatchingTable
from safe_desktop.domain.matching.name_fit import SHORT
from safe_desktop.domain.matching.readings import Grade, Hindrance, Reading
from safe_desktop.domain.matching.verdict import Adjustment

_ENOUGH = 3
_MOST_LOOKED_AT = 60
_NOTHING_NEAR = (Hindrance.PAID_TWICE, Hindrance.GONE)
"""Where the document meant is known but not to be had, what is merely near has never been right."""
_USUAL_PARTS = ((1, 2), (1, 3), (1, 4), (3, 10), (2, 3), (3, 4), (1, 5))
_ROUND_SLIPS = (1, 10, 100, 1_000, 5_000, 10_000)


def usual_lateness(looks: list[Look]) -> int:
    """How many days after the due date the book's customers usually pay: the middle of what is settled already."""
    late = sorted(
        look.day - look.reading.shares[0][0].due
        for look in looks
        if look.reading is not None and look.reading.grade in (Grade.NUMBER, Grade.XERO_ID) and look.reading.shares
    )
    return late[len(late) // 2] if late else 0


def guess(look: Look, table: MatchingTable, late: int) -> list[Reading]:
    """Readings to offer for this receipt, likeliest first; what was found already comes first."""
    offered = _Offers(table)
    if look.minor <= 0:
        offered.add(look.others)
        return offered.readings
    if not look.in_the_way and by_name.paid_twice(look):
        look.in_the_way = Hindrance.PAID_TWICE
    offered.add(sorted(look.others, key=lambda one: _rank(one, look, late)))
    for more in (_named_short, _named_alone, _equal_of_payer, _near_of_payer, _amount_alone, _sets_of_anybody):
        if offered.enough or (look.in_the_way in _NOTHING_NEAR and more in (_near_of_payer, _amount_alone)):
            break
        offered.add(more(look, table, late))
    return offered.readings


class _Offers:
    def __init__(self, table: MatchingTable) -> None:
        self.table = table
        self.readings: list[Reading] = []
        self._seen: set[tuple[str, tuple[str, ...], tuple[tuple[str, int], ...]]] = set()

    @property
    def enough(self) -> bool:
        """Whether no more are wanted."""
        return len(self.readings) >= _ENOUGH

    def add(self, readings: list[Reading]) -> None:
        """Adds those that are new and can still be claimed."""
        for reading in readings:
            if not self.enough and reading.signature not in self._seen and self.table.can(reading):
                self._seen.add(reading.signature)
                self.readings.append(reading)


def _rank(reading: Reading, look: Look, late: int) -> tuple[bool, int, int, int]:
    """What leaves nothing over and fewer documents first; then the better name; then what falls due about now."""
    if not reading.shares:
        return (False, 0, -reading.tier, 0)
    return (
        reading.credit > 0,
        len(reading.shares),
        -(reading.tier >= SHORT),
        _off_date(reading.shares[0][0], look, late),
    )


def _off_date(item: Item, look: Look, late: int) -> int:
    return abs(look.day - item.due - late)


def _named_short(look: Look, _table: MatchingTable, _late: int) -> list[Reading]:
    """Several numbers whose sum is more than the amount: all in full but the last one named."""
    named = by_number.named_items(look)
    if len(named.items) < 2 or named.left <= look.minor:
        return []
    *full, last = named.items
    rest = look.minor - sum(item.left for item in full)
    if rest <= 0:
        return []
    shares = [(item, item.left) for item in full]
    tier = max(look.tier_of(item.payer) for item in named.items)
    kind = Adjustment.DISCOUNT if by_number.is_discount(last.left, rest) else Adjustment.PART
    return [Reading(Grade.NUMBERS_SHORT, [*shares, (last, rest)], adjustment=kind, tier=tier)]


def _named_alone(look: Look, _table: MatchingTable, _late: int) -> list[Reading]:
    """The one document named, whatever stands against it."""
    named = by_number.named_items(look)
    if not named.items:
        return []
    item = named.items[0]
    if item.left >= look.minor:
        return [Reading(Grade.NUMBER_OTHER, [(item, look.minor)], adjustment=_part_of(item, look.minor))]
    return [
        Reading(
            Grade.NUMBER_OTHER,
            [(item, item.left)],
            credit=look.minor - item.left,
            adjustment=Adjustment.OVERPAYMENT,
            tier=look.tier_of(item.payer),
        )
    ]


def _part_of(item: Item, minor: int) -> Adjustment:
    return Adjustment.NONE if item.left == minor else Adjustment.PART


def _equal_of_payer(look: Look, table: MatchingTable, late: int) -> list[Reading]:
    """What the plausible payers owe with just this amount."""
    payers = dict.fromkeys((*by_name.plausible_payers(look), *look.payers.agent_for, *look.payers.kin))
    items = [item for payer in payers for item in table.equal(payer, look.minor)][:_MOST_LOOKED_AT]
    items.sort(key=lambda item: (_off_date(item, look, late), item.key))
    return [Reading(Grade.NAME_AMONG, [(item, look.minor)], tier=look.tier_of(item.payer)) for item in items]


def _near_of_payer(look: Look, table: MatchingTable, late: int) -> list[Reading]:
    """What the payer owes with nearly this amount: a part of it, or more than it."""
    found: list[tuple[int, int, str, Reading]] = []
    for payer in by_name.plausible_payers(look):
        if look.tier_of(payer) < SHORT:
            continue
        for item in table.owed(payer)[:_MOST_LOOKED_AT]:
            if item.issued <= look.day:
                oddness, reading = _near(item, look)
                found.append((oddness, _off_date(item, look, late), item.key, reading))
    found.sort(key=lambda one: one[:3])
    return [reading for *_, reading in found[:_ENOUGH]]


def _near(item: Item, look: Look) -> tuple[int, Reading]:
    """How odd it would be if the amount were for this document, and the reading."""
    short = item.left - look.minor
    tier = look.tier_of(item.payer)
    if short >= 0:
        part = Adjustment.ROUNDING if short < 100 else Adjustment.PART
        odd = 0 if short < 100 else 1 if _is_usual_part(item, look.minor) else 4
        if by_number.is_discount(item.left, look.minor):
            odd, part = 1, Adjustment.DISCOUNT
        return odd, Reading(Grade.GUESS_PART, [(item, look.minor)], adjustment=part, tier=tier)
    odd = 0 if -short < 100 else 1 if _is_usual_excess(item.left, -short) else 5
    kind = Adjustment.ROUNDING if -short < 100 else Adjustment.OVERPAYMENT
    return odd, Reading(Grade.GUESS_OVER, [(item, item.left)], credit=-short, adjustment=kind, tier=tier)


def is_usual(item: Item, minor: int) -> bool:
    """Whether people pay just this much of a document: nearly all of it, a usual part, a usual slip too much."""
    short = item.left - minor
    if abs(short) < 100:
        return True
    if short < 0:
        return _is_usual_excess(item.left, -short)
    return _is_usual_part(item, minor) or by_number.is_discount(item.left, minor)


def _is_usual_part(item: Item, minor: int) -> bool:
    return any(abs(item.left * over - minor * under) <= under for over, under in _USUAL_PARTS)


def _is_usual_excess(left: int, excess: int) -> bool:
    return excess in _ROUND_SLIPS or abs(excess * 10 - left) <= 10


def _amount_alone(look: Look, table: MatchingTable, late: int) -> list[Reading]:
    """Anybody's documents of just this amount. Alone it never decides anything."""
    items = [item for item in table.amount_alone(look.minor, _MOST_LOOKED_AT) if item.issued <= look.day + 3]
    items.sort(key=lambda item: (_off_date(item, look, late), item.key))
    return [Reading(Grade.AMOUNT, [(item, look.minor)], rivals=len(items) - 1) for item in items[:_ENOUGH]]


def _sets_of_anybody(look: Look, table: MatchingTable, _late: int) -> list[Reading]:
    """Documents of several customers, where the money came in one deposit or payout."""
    if look.in_the_way == Hindrance.PAYOUT:
        return []  # its charges are known, so other charges would only mislead
    if look.text.is_collector:
        return unknown_payout(look, table)
    return deposit(look, table) if look.text.anonymous else []
