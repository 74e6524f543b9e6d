"""What was decided about receipts, as rows of the history: what, why, by whom, and whether it stands."""

from collections.abc import Iterable

from safe_desktop.domain.matching.verdict import Weighs
from safe_desktop.engine.matching.accepting import actor_of
from safe_desktop.engine.matching.certainty_words import percent_of
from safe_desktop.engine.matching.desk_values import CaseReason, DecisionEntry, ReasonMark
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_decisions import Evidence, StoredDecision
from safe_desktop.store.receipt_records import StoredReceipt


def decisions(workplace: Workplace, limit: int = 200, only_standing: bool = False) -> tuple[DecisionEntry, ...]:
    """The newest decisions first, a person's, rules' and the matcher's."""
    book = workplace.book
    found = book.decisions.latest(limit, only_standing)
    return _entries(found, book.receipts.get_many(one.receipt_id for one in found))


def history_of(book: Book, receipt: StoredReceipt) -> tuple[DecisionEntry, ...]:
    """All that was decided about one receipt, the newest first."""
    return _entries(book.decisions.of_receipt(receipt.id), {receipt.id: receipt})


def _entries(found: Iterable[StoredDecision], receipts: dict[int, StoredReceipt]) -> tuple[DecisionEntry, ...]:
    return tuple(
        DecisionEntry(
            id=one.id,
            receipt_id=one.receipt_id,
            receipt=receipts[one.receipt_id].text,
            amount=receipts[one.receipt_id].amount,
            words=one.words,
            decided_by=actor_of(one.decided_by),
            decided_at=one.decided_at,
            ended=one.ended_how,
            certainty=None if one.evidence.confidence is None else percent_of(one.evidence.confidence),
            reasons=_reasons(one.evidence),
        )
        for one in found
        if one.decided_at is not None
    )


def _reasons(evidence: Evidence) -> tuple[CaseReason, ...]:
    found = [
        CaseReason(ReasonMark.TICK if one.weighs is Weighs.FOR else ReasonMark.WARNING, one.words)
        for one in evidence.reasons
    ]
    if evidence.not_automatic:
        found.append(CaseReason(ReasonMark.WARNING, evidence.not_automatic))
    if evidence.would_be_automatic:
        found.append(CaseReason(ReasonMark.INFO, evidence.would_be_automatic))
    if evidence.runner_up:
        percent = percent_of(evidence.runner_up_confidence or 0.0)
        found.append(CaseReason(ReasonMark.INFO, f"Next best: {evidence.runner_up} ({percent} %)"))
    return tuple(found)
