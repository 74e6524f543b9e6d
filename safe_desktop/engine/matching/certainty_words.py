"""How sure a proposal is, as word, number and colour. The one place where a confidence becomes a word."""

from typing import NamedTuple

from safe_desktop.domain.matching.verdict import Decision, Proposal, Verdict, Weighs
from safe_desktop.engine.matching.desk_values import CaseReason, ReasonMark, Tone

LIKELY = 0.8


class Certainty(NamedTuple):
    """What is on the chip: “Likely”, 88, blue."""

    word: str
    percent: int | None
    tone: Tone


NO_MATCH = Certainty("No match", None, Tone.GREY)


def certainty_of(proposal: Proposal, is_automatic: bool) -> Certainty:
    """The chip of one proposal; only what may be done by itself is called certain."""
    percent = percent_of(proposal.confidence)
    if is_automatic:
        return Certainty("Certain", percent, Tone.GREEN)
    percent = min(percent, 99)
    return (
        Certainty("Likely", percent, Tone.BLUE)
        if proposal.confidence >= LIKELY
        else Certainty("Unsure", percent, Tone.AMBER)
    )


def percent_of(confidence: float) -> int:
    """Whole per cent, never 100: nothing is that sure."""
    return max(0, min(99, int(confidence * 100)))


def reasons_of(proposal: Proposal, verdict: Verdict, is_first: bool) -> tuple[CaseReason, ...]:
    """The evidence in order: what speaks for it, what against, and what would have made it automatic."""
    marks = {Weighs.FOR: ReasonMark.TICK, Weighs.AGAINST: ReasonMark.WARNING}
    found = [CaseReason(marks[one.weighs], one.words) for one in proposal.reasons]
    found.sort(key=lambda one: one.mark is ReasonMark.WARNING)
    if is_first and verdict.decision is not Decision.AUTOMATIC:
        if verdict.not_automatic:
            found.append(CaseReason(ReasonMark.WARNING, verdict.not_automatic))
        if verdict.would_be_automatic:
            found.append(CaseReason(ReasonMark.INFO, verdict.would_be_automatic))
    return tuple(found)
