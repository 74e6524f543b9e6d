"""Several statements of one account in one file as one, what stands in it twice counted once. Pure.

Banks and the programs that gather their files put a statement in a file again, whole or with later lines added. Money
that is read twice would settle two invoices; a line taken for another would be lost. So a line is only another's copy
where the bank's own number, the day, the amount and all words are the same, and where the balances do not show that
the one statement begins where the other ended; of lines without a number the whole statement must be the same.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from safe_desktop.engine.files.statement_lines import LeftOut, Statement, StatementLine

_DO_NOT_FOLLOW = "The statements in it do not follow each other, so they cannot be checked as a whole."
_COPY = "it stands in an earlier statement of this file too, with the same number of the bank"

Named = tuple[str, Statement]
"""A statement and the bank's own name of it, empty where it has none."""
_Content = tuple[date, int, str, str, str]


def joined_by_account(named: Sequence[Named]) -> list[Statement]:
    """One statement for each account and currency, in the order of the file; what was there twice is told."""
    accounts: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for name, one in named:
        accounts[one.account, one.currency].append((name, one))
    return [_joined(_without_copies(parts)) for parts in accounts.values()]


def _without_copies(named: Sequence[Named]) -> list[Statement]:
    """The statements without those that are one of the earlier, and without lines that one of these has."""
    kept: list[Named] = []
    copies = 0
    for name, one in named:
        if any(_is_copy(name, one, before, earlier) for before, earlier in kept):
            copies += 1
        else:
            kept.append((name, _without_known_lines(one, [earlier for _, earlier in kept])))
    statements = [one for _, one in kept]
    if copies:
        statements[0] = replace(statements[0], notes=(*statements[0].notes, _copies_told(copies)))
    return statements


def _is_copy(name: str, one: Statement, before: str, earlier: Statement) -> bool:
    """Whether it is that statement again: all its lines, no other balance, and a name or numbers that prove it."""
    if not one.lines or Counter(map(_content, one.lines)) != Counter(map(_content, earlier.lines)):
        return False
    balances = ((one.opening, earlier.opening), (one.closing, earlier.closing))
    if any(ours is not None and theirs is not None and ours != theirs for ours, theirs in balances):
        return False
    return (bool(name) and name == before) or all(line.bank_id for line in one.lines)


def _without_known_lines(one: Statement, earlier: Sequence[Statement]) -> Statement:
    """The statement, with those of its lines passed over that one of the earlier statements has under a number."""
    known: Counter[_Content] = Counter()
    for other in earlier:
        if one.opening is None or one.opening != other.closing:
            known |= Counter(_content(line) for line in other.lines if line.bank_id)
    lines: list[StatementLine] = []
    copies: list[LeftOut] = []
    for line in one.lines:
        if known[_content(line)]:
            known[_content(line)] -= 1
            copies.append(LeftOut(line.place, line.text, _COPY))
        else:
            lines.append(line)
    return replace(one, lines=tuple(lines), passed_over=(*one.passed_over, *copies)) if copies else one


def _joined(parts: Sequence[Statement]) -> Statement:
    """Several statements of one account, such as one a day, as one; its balances count where they follow."""
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        return first
    follow = all(one.closing is not None and one.closing == two.opening for one, two in pairwise(parts))
    notes = [note for part in parts for note in part.notes]
    if not follow and any(part.opening is not None for part in parts):
        notes.append(_DO_NOT_FOLLOW)
    return replace(
        first,
        lines=tuple(line for part in parts for line in part.lines),
        opening=first.opening if follow else None,
        closing=last.closing if follow else None,
        bad=tuple(bad for part in parts for bad in part.bad),
        passed_over=tuple(one for part in parts for one in part.passed_over),
        notes=tuple(dict.fromkeys(notes)),
    )


def _content(line: StatementLine) -> _Content:
    return line.came_on, line.amount.minor, line.amount.currency, line.bank_id, line.text


def _copies_told(copies: int) -> str:
    if copies == 1:
        return "A statement stands in it twice; its lines were read once."
    return f"{copies} statements in it are copies of others; their lines were read once."
