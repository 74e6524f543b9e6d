"""Turns what a receipt was read as into a verdict: decided, asked with proposals, or nothing to match."""

from safe_desktop.domain.matching.certainty import confidence_of
from safe_desktop.domain.matching.looks import Look
from safe_desktop.domain.matching.matching_table import MatchingTable
from safe_desktop.domain.matching.readings import Reading
from safe_desktop.domain.matching.verdict import Act, Decision, Proposal, Reason, Share, Verdict


def verdict_of(look: Look, table: MatchingTable, threshold: float) -> Verdict:
    """The verdict on one receipt."""
    if look.reading is not None:
        best = _proposal(look, look.reading)
        decision = Decision.AUTOMATIC if best.confidence >= threshold else Decision.ASK
        return Verdict(look.receipt.key, decision, (best, *(_proposal(look, one) for one in look.others[:2])))
    offered = [one for one in look.others if table.can(one)]
    return Verdict(look.receipt.key, Decision.ASK, tuple(_proposal(look, one) for one in offered[:3]))


def _proposal(look: Look, reading: Reading) -> Proposal:
    return Proposal(
        reading.act,
        confidence_of(reading),
        tuple(Share(item.key, minor) for item, minor in reading.shares),
        reading.keys if reading.act is Act.DUPLICATE else (),
        reading.keys if reading.act is Act.REVERSE else (),
        reading.fee,
        reading.credit,
        reading.adjustment,
        (Reason(reading.grade.value),),
    )
