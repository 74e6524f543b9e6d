"""The kept proposals of one receipt as choices with their evidence, those that still fit, the best first."""

from dataclasses import dataclass

from safe_desktop.domain.matching.verdict import Decision, Proposal, Verdict
from safe_desktop.engine.matching.choice_words import heading, named_in
from safe_desktop.engine.matching.choices import Choice
from safe_desktop.engine.matching.matching_options import matching_options
from safe_desktop.engine.matching.proposal_reading import choice_of, known_of
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_decisions import Evidence
from safe_desktop.store.receipt_records import StoredReceipt


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal that can still be carried out. `is_automatic` where the matcher is certain of it."""

    choice: Choice
    proposal: Proposal
    verdict: Verdict
    evidence: Evidence
    situation: str
    is_automatic: bool


def proposed_for(book: Book, receipt: StoredReceipt) -> list[Proposed]:
    """What was proposed for the receipt and still fits what is open now."""
    kept = book.verdicts.of([receipt.id]).get(receipt.id)
    if kept is None:
        return []
    verdict = kept.verdict
    known = known_of(book, verdict.proposals, matching_options(book))
    fitting: list[tuple[Choice, Proposal]] = []
    for proposal in verdict.proposals:
        choice = choice_of(proposal, receipt, known)
        if choice is not None and choice not in [one for one, _ in fitting]:
            fitting.append((choice, proposal))
    titles = {id(one): heading(one, named_in(book, [one])) for one, _ in fitting[:2]}
    return [
        Proposed(
            choice,
            proposal,
            verdict,
            _evidence(verdict, proposal, [(p, titles[id(c)]) for c, p in fitting[:2] if p is not proposal]),
            kept.situation,
            verdict.decision is Decision.AUTOMATIC and proposal is verdict.best,
        )
        for choice, proposal in fitting
    ]


def _evidence(verdict: Verdict, proposal: Proposal, others: list[tuple[Proposal, str]]) -> Evidence:
    runner_up = others[0] if others else None
    return Evidence(
        proposal.reasons,
        proposal.confidence,
        runner_up[1] if runner_up else "",
        runner_up[0].confidence if runner_up else None,
        verdict.not_automatic,
        verdict.would_be_automatic,
    )
