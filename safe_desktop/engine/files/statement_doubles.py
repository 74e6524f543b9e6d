"""Whether lines of a file are money that another kind of file of the same account brought before. Pure.

The bank's CSV and its OFX write one line in two ways, so their keys differ. What another kind of file brought of the
same account and day, as much as a line of this one and in nearly the same words, is that line. Words that every bank
writes, such as FASTER PAYMENT, say nothing about which of two it is. Files of one kind are never held against each
other: their keys tell, and two pages of one export may well share a day.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from safe_desktop.domain.matching.bank_vocabulary import ANONYMOUS, COLLECTION, FOREIGN_KINDS, PLAIN
from safe_desktop.store.receipt_records import StoredReceipt

_WORD = re.compile(r"\w{3,}")
_SHARED = 0.6
"""So much of the shorter text's words must be in the other: one of the two often names the payer only."""

_ALSO_PLAIN = frozenset(
    ("faster", "received", "standing", "online", "sent", "via", "mobile", "card", "instant", "inward", "outward")
)
_SAY_NOTHING = _ALSO_PLAIN | {word.casefold() for word in PLAIN | ANONYMOUS | COLLECTION | FOREIGN_KINDS}

_MOST_PAIRS = 1_000_000
_Money = tuple[date, int, str]


def same_money(lines: Sequence[StoredReceipt], others: Sequence[StoredReceipt]) -> set[str]:
    """The keys of those lines that are among the others already; each of the others stands for one line at most."""
    groups: dict[_Money, tuple[list[StoredReceipt], list[StoredReceipt]]] = defaultdict(lambda: ([], []))
    for place, some in enumerate((lines, others)):
        for one in some:
            groups[one.came_on, one.amount.minor, one.amount.currency][place].append(one)
    return {key for ours, theirs in groups.values() if ours and theirs for key in _paired(ours, theirs)}


def _paired(lines: Sequence[StoredReceipt], others: Sequence[StoredReceipt]) -> Iterator[str]:
    """The keys of those of these equal amounts of one day that are one of the others; the likest are paired first."""
    known = Counter(frozenset(_words(one)) for one in others)
    left: list[tuple[str, frozenset[str]]] = []
    for one in lines:
        words = frozenset(_words(one))
        if known[words]:
            known[words] -= 1
            yield one.source_key
        else:
            left.append((one.source_key, words))
    rest = list(known.elements())
    if len(left) * len(rest) > _MOST_PAIRS:
        return  # what came twice is seen; what is taken for another line is not
    likeness = sorted(
        (-alike, place, other)
        for place, (_, words) in enumerate(left)
        for other, theirs in enumerate(rest)
        if (alike := _likeness(words, theirs)) >= _SHARED
    )
    taken: set[int] = set()
    found: set[int] = set()
    for _, place, other in likeness:
        if place not in found and other not in taken:
            found.add(place)
            taken.add(other)
            yield left[place][0]


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Which part of the shorter text's words the other has; none where both have numbers, and no number in common."""
    ours, theirs = ({word for word in some if word.isdigit()} for some in (one, other))
    if not one or not other or (ours and theirs and not ours & theirs):
        return 0.0
    return len(one & other) / min(len(one), len(other))


def _words(receipt: StoredReceipt) -> set[str]:
    """The words that tell this line from others."""
    return set(_WORD.findall(f"{receipt.payee} {receipt.reference} {receipt.narrative}".casefold())) - _SAY_NOTHING
