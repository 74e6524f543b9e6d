"""What makes a statement's line the same line again: a key for each, so that a file read twice adds nothing. Pure.

A key is the account, the day, the amount, and the bank's own number of the line, or its words where there is none; and
a count among equals. Two truly equal lines of one day so have two keys, and they have the same two in every export
that shows that day: an overlapping file finds both again. If an export ends in the middle of a day, it knows the first
of them, and the next export adds the second.

Day and amount are in the key even where the bank gave a number: some banks number each file from 1, and a line that is
taken for another is lost without a trace, while a line that came twice can be seen.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence

from safe_desktop.engine.files.statement_lines import StatementFormat, StatementLine

_PREFIXES = {kind: f"{kind.name.lower()}:" for kind in StatementFormat}


def source_keys(
    account: str, lines: Sequence[StatementLine], kind: StatementFormat = StatementFormat.TABLE
) -> list[str]:
    """One key a line, in their order, none twice; `account` is whatever names it the same way in every file."""
    seen: Counter[tuple[str, str, str, str]] = Counter()
    keys = []
    for line in lines:
        parts = (account.strip(), line.came_on.isoformat(), str(line.amount.minor), _identity(line))
        seen[parts] += 1
        digest = hashlib.sha256("\0".join((*parts, line.amount.currency)).encode("utf-8", "surrogatepass"))
        keys.append(f"{_PREFIXES[kind]}{digest.hexdigest()[:32]}:{seen[parts]}")
    return keys


def is_of_another_kind(one_key: str, other_key: str) -> bool:
    """Whether the two keys are of lines from different kinds of file."""
    return one_key.partition(":")[0] != other_key.partition(":")[0]


def _identity(line: StatementLine) -> str:
    """The bank's number, else all words without regard to spacing and case, which exports of one bank differ in."""
    if line.bank_id.strip():
        return f"id {line.bank_id.strip()}"
    return " ".join(" ".join((line.kind, line.payee, line.reference, line.narrative)).casefold().split())
