"""Whether lines of a file are money that another kind of file of the same account brought before. Pure.

The bank's CSV and its OFX write one line in two ways, so their keys differ. What another kind of file brought of the
same account and day, as much as a line of this one and in nearly the same words, is that line. Files of one kind are
never held against each other: their keys tell, and two pages of one export may well share a day.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from safe_desktop.store.receipt_records import StoredReceipt

_WORD = re.compile(r"\w{3,}")
_SHARED = 0.6
"""So much of the shorter text's words must be in the other: one of the two often names the payer only."""


def same_money(lines: Sequence[StoredReceipt], others: Sequence[StoredReceipt]) -> set[str]:
    """The keys of those lines that are among the others already; each of the others stands for one line at most."""
    waiting: dict[tuple[date, int, str], list[set[str]]] = defaultdict(list)
    for one in others:
        waiting[one.came_on, one.amount.minor, one.amount.currency].append(_words(one))
    found: set[str] = set()
    for line in lines:
        candidates = waiting.get((line.came_on, line.amount.minor, line.amount.currency))
        if not candidates:
            continue
        words = _words(line)
        best = max(candidates, key=lambda other: len(words & other))
        if len(words & best) >= _SHARED * min(len(words), len(best)):
            candidates.remove(best)
            found.add(line.source_key)
    return found


def _words(receipt: StoredReceipt) -> set[str]:
    return set(_WORD.findall(f"{receipt.payee} {receipt.reference} {receipt.narrative}".casefold()))
