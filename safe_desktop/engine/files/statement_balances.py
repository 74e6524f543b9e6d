"""The running balance of a statement's lines: in which order they stand, and whether each follows from the one before.

Pure. What it finds is the proof of a file that names no opening and closing balance by themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from safe_desktop.domain.money import Money, total
from safe_desktop.engine.files.statement_lines import StatementLine

_TOLD = 10
_LEAST_PROOF = 3
"""Two balances may follow by chance; what turns every amount round must be surer than that."""


@dataclass(frozen=True, slots=True)
class Running:
    """The lines, the oldest first as far as balances tell, with what they start and end with if that is known."""

    lines: tuple[StatementLine, ...]
    opening: Money | None = None
    closing: Money | None = None
    gaps: tuple[str, ...] = ()


def in_the_right_sense(lines: Sequence[StatementLine], currency: str) -> tuple[Running, bool]:
    """The lines as `followed` gives them, and whether in and out had to be swapped: only so do all balances follow.

    Some banks write what was paid out above zero; and of two columns without names, either may be what came in.
    """
    as_read = followed(lines, currency)
    if not as_read.gaps:
        return as_read, False
    swapped = followed([replace(line, amount=-line.amount) for line in lines], currency)
    known = sum(line.balance_after is not None for line in lines)
    proves = not swapped.gaps and known >= _LEAST_PROOF
    return (swapped, True) if proves else (as_read, False)


def followed(lines: Sequence[StatementLine], currency: str) -> Running:
    """The lines in the order in which their balances follow, and where they do not."""
    both = [_walked(order, currency) for order in (list(lines), list(reversed(lines)))]
    broken = [len(gaps) for _, gaps in both]
    if broken[0] == broken[1]:
        # Balances do not tell: the dates may.
        is_reversed = bool(lines) and lines[0].came_on > lines[-1].came_on
    else:
        is_reversed = broken[1] < broken[0]
    ordered, gaps = both[is_reversed]
    known = [place for place, line in enumerate(ordered) if line.balance_after is not None]
    if len(known) < 2:
        return Running(tuple(ordered))
    first, last = ordered[known[0]].balance_after, ordered[known[-1]].balance_after
    assert first is not None, "it is one of the known"
    assert last is not None, "it is one of the known"
    opening = first - total((line.amount for line in ordered[: known[0] + 1]), currency)
    closing = last + total((line.amount for line in ordered[known[-1] + 1 :]), currency)
    more = (f"{len(gaps) - _TOLD} more balances do not follow.",) if len(gaps) > _TOLD else ()
    return Running(tuple(ordered), opening, closing, (*gaps[:_TOLD], *more))


def _walked(ordered: list[StatementLine], currency: str) -> tuple[list[StatementLine], list[str]]:
    """The lines as given, and a sentence for every balance that does not follow from the last one known."""
    gaps: list[str] = []
    before: StatementLine | None = None
    moved = Money(0, currency)
    for line in ordered:
        moved = moved + line.amount
        if line.balance_after is None:
            continue
        if before is not None and before.balance_after is not None:
            apart = line.balance_after - before.balance_after - moved
            if apart:
                gaps.append(
                    f"The balance at {line.place} does not follow from the one at {before.place}: {apart} apart."
                )
        before, moved = line, Money(0, currency)
    return ordered, gaps
