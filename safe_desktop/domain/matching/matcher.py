"""Answers, for a whole batch of receipts, which documents each one pays. Pure and deterministic.

Knows the order in which grounds are tried: what is already written down, then numbers, then names; the strongest
claims first. Knows nothing of the book, of Xero or of the screen.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from safe_desktop.domain.matching import by_name, by_number
from safe_desktop.domain.matching.guesses import usual_lateness
from safe_desktop.domain.matching.known_money import KnownMoney
from safe_desktop.domain.matching.looks import Look
from safe_desktop.domain.matching.matching_table import MatchingTable
from safe_desktop.domain.matching.proposing import Proposing
from safe_desktop.domain.matching.readings import Reading
from safe_desktop.domain.matching.situation import ReceiptSource, Situation
from safe_desktop.domain.matching.verdict import Verdict

_PASSES: tuple[Callable[[Look, MatchingTable], Reading | None], ...] = (
    by_number.exact,
    by_number.cut_list,
    by_number.not_exact,
    by_number.exact,  # what a part payment left may be just what another receipt names
    by_number.mistyped,
    by_name.equal_amount,
    by_name.sum_of_several,
)


@dataclass(frozen=True, slots=True)
class MatchSettings:
    """What a book may set: from which confidence on a proposal is carried out by itself."""

    threshold: float = 0.99


_USUAL = MatchSettings()


def match(
    situation: Situation, settings: MatchSettings = _USUAL, stop: Callable[[], bool] | None = None
) -> list[Verdict]:
    """One verdict for each receipt, in the order of the receipts; refuses keys that occur twice with ValueError.

    `stop` is asked now and then; once it says yes, receipts not settled by then are asked without a proposal.
    """
    return list(match_each(situation, settings, stop))


def match_each(
    situation: Situation, settings: MatchSettings = _USUAL, stop: Callable[[], bool] | None = None
) -> Iterator[Verdict]:
    """The same verdicts as `match`, one at a time, for whoever need not keep them all."""
    for rows in (situation.receipts, situation.documents, situation.payments, situation.payers):
        _refuse_doubles(row.key for row in rows)
    table = MatchingTable(situation)
    looks = [table.look_at(receipt) for receipt in situation.receipts]
    in_order = sorted(looks, key=lambda look: (look.day, look.receipt.key))
    _claim_all(in_order, table, stop or _never)
    table.learn_from_numbers(looks, [look for look in looks if look.reading is None])
    proposing = Proposing(table, settings.threshold, usual_lateness(looks))
    for look in looks:
        yield proposing.verdict(look)


def _claim_all(looks: list[Look], table: MatchingTable, stop: Callable[[], bool]) -> None:
    known = KnownMoney(table)
    known.settle_xero(looks)
    known.settle([look for look in looks if look.receipt.source is not ReceiptSource.XERO_PAYMENT])
    waiting = [look for look in looks if look.reading is None and look.minor > 0 and not look.in_the_way]
    for one_pass in _PASSES:
        if stop():
            return
        left_over = []
        for look in waiting:
            reading = one_pass(look, table)
            if reading is not None and table.claim(look, reading):
                continue
            if not look.in_the_way:
                left_over.append(look)
        waiting = left_over


def _never() -> bool:
    return False


def _refuse_doubles(keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise ValueError(f"The key {key} occurs twice.")
        seen.add(key)
