"""One round of matching: rules first, then the matcher; proposals are kept, and what is certain is done by itself.

What a person undid is proposed again and done by no round. Calls no Xero. Each act is a decision like a person's:
noted, with its evidence, and undone in the same way.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from safe_desktop.domain.matching.matcher import match
from safe_desktop.domain.matching.verdict import Decision, Verdict
from safe_desktop.engine.changes import MISMATCHES, Changes
from safe_desktop.engine.control import Control
from safe_desktop.engine.matching.accepting import ALL_CHANGES, BY_ITSELF, settle_certain
from safe_desktop.engine.matching.left_to_a_person import left_to_a_person, waits_for_another
from safe_desktop.engine.matching.looking_again import look_again_at_money_out
from safe_desktop.engine.matching.matching_options import matching_options
from safe_desktop.engine.matching.money_waiting import keep_in_step
from safe_desktop.engine.matching.proposal_reading import id_of
from safe_desktop.engine.matching.rule_applying import apply_rules
from safe_desktop.engine.matching.setting_aside import set_money_out_aside
from safe_desktop.engine.matching.situation_building import mark_of, situation_of
from safe_desktop.engine.matching.twice_in_xero import asked_where_twice
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.receipt_records import ReceiptState, StoredReceipt
from safe_desktop.store.situation_queries import newest_payment
from safe_desktop.store.twin_receipts import settled_lines

PROPOSED_AFTER = "matching-proposed-after"
"""Which decisions there were when it was last proposed: proposals are made anew where others took what they named."""

PROPOSED_WITH = "matching-proposed-with"
"""The newest payment when it was last proposed: one written down since may be the money of a receipt that waits."""


@dataclass(frozen=True, slots=True)
class MatchReport:
    """What a round did: looked_at = by_rule + settled + set_aside + asked + no_match; `refused` of the asked were
    certain, but could not be carried out."""

    looked_at: int = 0
    by_rule: int = 0
    settled: int = 0
    asked: int = 0
    no_match: int = 0
    refused: tuple[tuple[int, str], ...] = ()
    changes: Changes = field(default_factory=Changes)
    set_aside: int = 0

    @property
    def words(self) -> str:
        """The figures in a sentence."""
        if not self.looked_at:
            return "No money waits to be matched."
        aside = f"{self.set_aside} set aside as money out that fits nothing here, " if self.set_aside else ""
        return (
            f"{self.looked_at} looked at: {self.settled} settled by themselves, {self.by_rule} by rules, {aside}"
            f"{self.asked} to be decided, {self.no_match} without a match."
        )


def match_all(workplace: Workplace, control: Control | None = None, *, only_propose: bool = False) -> MatchReport:
    """Match all that waits. Carries out nothing where `only_propose`, or where the book's option says so."""
    book, stop = workplace.book, control or Control()
    keep_in_step(workplace)
    look_again_at_money_out(workplace, stop)
    before = book.receipts.waiting()
    if not before:
        return MatchReport()
    options = matching_options(book)
    acts = options.match_automatically and not only_propose
    # A rule was switched on by a person: it acts also where the matcher may not.
    by_rule = 0 if only_propose else apply_rules(workplace, before, stop)
    brought_back = book.decisions.brought_back() if acts else frozenset()
    settled = aside = asked = no_match = 0
    refused: list[tuple[int, str]] = []
    for currency in book.receipts.currencies():
        waiting = book.receipts.waiting(currency)
        verdicts = _propose(workplace, currency, waiting, stop)
        certain = _certain(waiting, verdicts, brought_back) if acts else []
        done = settle_certain(workplace, certain, BY_ITSELF, stop)
        if done.settled and waits_for_another(verdicts):
            # What waited for the same money told by the other side is read anew, now that this is settled.
            settled += len(done.settled)
            waiting = book.receipts.waiting(currency)
            verdicts = _propose(workplace, currency, waiting, stop)
            done = settle_certain(workplace, _certain(waiting, verdicts, brought_back), BY_ITSELF, stop)
        settled += len(done.settled)
        refused += done.refused
        out = 0
        if acts and options.set_aside_money_out:
            out = set_money_out_aside(workplace, waiting, verdicts, brought_back, stop)
        without = sum(one.decision is Decision.NOTHING or not one.proposals for one in verdicts) - out
        aside += out
        no_match += without
        asked += len(waiting) - len(done.settled) - out - without
    found = ALL_CHANGES if by_rule or settled else Changes.of(MISMATCHES)
    return MatchReport(len(before), by_rule, settled, asked, no_match, tuple(refused), found, aside)


def _propose(workplace: Workplace, currency: str, waiting: Sequence[StoredReceipt], control: Control) -> list[Verdict]:
    """Ask the matcher about all of one currency, and keep what it answers."""
    book = workplace.book
    control.progress(0, len(waiting), f"Matching {len(waiting)} receipts in {currency}")
    situation = situation_of(book, currency, waiting)
    by_id = {one.id: one for one in waiting}
    verdicts = left_to_a_person(
        lambda one: match(one, stop=lambda: control.is_stopped),
        by_id,
        situation,
        book.clock.today(),
        settled_lines(book, waiting),
    )
    control.check()
    verdicts = asked_where_twice(book, verdicts, by_id)
    with book.transaction():
        book.verdicts.keep(((id_of(one.receipt_key), one) for one in verdicts), mark_of(situation))
        book.settings.remember(PROPOSED_AFTER, book.decisions.mark())
        book.settings.remember(PROPOSED_WITH, str(newest_payment(book)))
    return verdicts


def _certain(
    waiting: Sequence[StoredReceipt], verdicts: Sequence[Verdict], brought_back: Collection[int]
) -> list[StoredReceipt]:
    """What may be done by itself. What a person put off, or brought back, is left to the person."""
    automatic = {id_of(one.receipt_key) for one in verdicts if one.decision is Decision.AUTOMATIC} - set(brought_back)
    return [one for one in waiting if one.id in automatic and one.state is ReceiptState.OPEN]
