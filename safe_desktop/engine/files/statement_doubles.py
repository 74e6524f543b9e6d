"""Whether lines of a file are money that another kind of file of the same account brought before. Pure.

The bank's CSV and its OFX write one line in two ways, so their keys differ. Of a day that a file covers it has every
line; so what is here of that day and account and is not in the file, but is as much as a line of the file and shares a
word with it, is that line.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from safe_desktop.store.receipt_records import StoredReceipt

_WORD = re.compile(r"\w{3,}")


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
        if words & best or not (words and best):
            candidates.remove(best)
            found.add(line.source_key)
    return found


def _words(receipt: StoredReceipt) -> set[str]:
    return set(_WORD.findall(receipt.text.casefold()))
