"""Turns what a receipt was read as into a verdict: decided, asked with proposals, or nothing to match.

Knows when a proposal is sure enough to be carried out. How sure it is says `certainty`, how it reads `reason_words`.
"""

from functools import cached_property

from safe_desktop.domain.matching.asking_words import below_threshold, not_automatic, nothing, would_be_automatic
from safe_desktop.domain.matching.certainty import chance_of, confidence_of
from safe_desktop.domain.matching.guesses import guess, is_usual
from safe_desktop.domain.matching.looks import Look
from safe_desktop.domain.matching.matching_table import MatchingTable
from safe_desktop.domain.matching.money_out import MoneyOut
from safe_desktop.domain.matching.name_fit import SHORT, WEAK
from safe_desktop.domain.matching.readings import Grade, Reading
from safe_desktop.domain.matching.reason_words import ReasonWords
from safe_desktop.domain.matching.verdict import Act, Decision, Proposal, Share, Verdict


class Proposing:
    """Makes the verdicts of one batch, once all claims are made."""

    def __init__(self, table: MatchingTable, threshold: float, late: int) -> None:
        self.table, self.threshold, self.late = table, threshold, late
        self.words = ReasonWords(table)

    @cached_property
    def money_out(self) -> MoneyOut:
        """What is known of money that may go back; put together only where money went out."""
        return MoneyOut(self.table)

    def verdict(self, look: Look) -> Verdict:
        """The verdict on one receipt."""
        if look.reading is not None:
            return self._settled(look, look.reading)
        offered = guess(look, self.table, self.late)
        if look.minor < 0 and not offered:
            return self._money_out(look)
        if _is_nobodys(look, offered):
            return Verdict(look.receipt.key, Decision.NOTHING, (), nothing(look, self.words))
        if not offered:
            return Verdict(
                look.receipt.key,
                Decision.ASK,
                (),
                not_automatic(look, None, self.words),
                would_be_automatic(look),
                _named_payer(look),
            )
        proposals = self._ranked(look, offered)
        return Verdict(
            look.receipt.key,
            Decision.ASK,
            proposals,
            not_automatic(look, offered[0], self.words),
            would_be_automatic(look),
            _named_payer(look),
        )

    def _money_out(self, look: Look) -> Verdict:
        """Money out for which nothing is proposed: the business's own, unless something speaks for a customer."""
        may_be = self.money_out.may_be_a_customers(look)
        if not may_be:
            return Verdict(look.receipt.key, Decision.NOTHING, (), nothing(look, self.words))
        asked = f"Not automatic: {may_be}."
        return Verdict(look.receipt.key, Decision.ASK, (), asked, would_be_automatic(look), _named_payer(look))

    def _settled(self, look: Look, reading: Reading) -> Verdict:
        confidence = confidence_of(reading)
        best = self._proposal(look, reading, confidence)
        others = [one for one in look.others if one.signature != reading.signature and self.table.can(one)]
        rest = tuple(self._proposal(look, one, round(1 - confidence, 4)) for one in others[:1])
        if confidence >= self.threshold:
            return Verdict(look.receipt.key, Decision.AUTOMATIC, (best, *rest))
        return Verdict(
            look.receipt.key,
            Decision.ASK,
            (best, *rest),
            below_threshold(confidence, self.threshold),
            would_be_automatic(look),
        )

    def _ranked(self, look: Look, offered: list[Reading]) -> tuple[Proposal, ...]:
        """The proposals with confidences that fall, and that together are no more than certain."""
        proposals = []
        left = 1.0
        for at, reading in enumerate(offered):
            chance = left * 0.5 if at else chance_of(reading, look.in_the_way, look.text.anonymous)
            proposals.append(self._proposal(look, reading, round(chance, 4)))
            left -= chance
        return tuple(proposals)

    def _proposal(self, look: Look, reading: Reading, confidence: float) -> Proposal:
        return Proposal(
            reading.act,
            confidence,
            tuple(Share(item.key, minor) for item, minor in reading.shares),
            reading.keys if reading.act is Act.DUPLICATE else (),
            reading.keys if reading.act is Act.REVERSE else (),
            reading.fee,
            reading.credit,
            reading.adjustment,
            self.words.reasons(look, reading),
        )


def _named_payer(look: Look) -> str:
    """The one customer whom the payer's name fits; empty where it fits none well, or several."""
    fitting = [fit.payer for fit in look.payers.fits if fit.tier >= SHORT]
    return fitting[0] if len(fitting) == 1 else ""


def _is_nobodys(look: Look, offered: list[Reading]) -> bool:
    """Whether nothing but an amount by chance speaks for a customer's payment, and a name speaks against it."""
    if not offered and look.receipt.xero_invoice_id:
        return True
    if look.payers.best > WEAK or look.payers.agent_for or look.text.anonymous or look.text.is_collector:
        return False
    if not offered:
        return True
    if look.payers.is_person and not look.text.is_business_matter:
        return False
    best = offered[0]
    if best.grade is Grade.NUMBER_OTHER:
        return not (best.tier or look.in_the_way or is_usual(best.shares[0][0], look.minor))
    return best.grade is Grade.AMOUNT and (best.rivals > 0 or look.text.is_business_matter)
