"""Decides about receipts, and undoes decisions: each is one transaction, noted in the activity record.

A receipt is settled once: who comes second is told who was first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from safe_desktop.engine.changes import CUSTOMERS, DOCUMENTS, MISMATCHES, PAYMENTS, Changes
from safe_desktop.engine.control import Control
from safe_desktop.engine.entry.saved import YOU
from safe_desktop.engine.matching.carrying_out import carry_out
from safe_desktop.engine.matching.choice_words import named_in, sentence
from safe_desktop.engine.matching.choices import Choice, ChoiceKind
from safe_desktop.engine.matching.desk_values import Outcome
from safe_desktop.engine.matching.outcomes import outcome_of
from safe_desktop.engine.matching.part_waiting import end_parts, settled_part
from safe_desktop.engine.matching.proposed import proposed_for
from safe_desktop.engine.matching.undoing_decisions import undo_deeds
from safe_desktop.engine.sync.landing_receive_money import look_again
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import Cancelled, InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_decisions import REPLACED, UNDONE, Evidence, StoredDecision
from safe_desktop.store.receipt_records import WAITING, ReceiptState, StoredReceipt

BY_YOU, BY_ITSELF = "you", "automatic"
_AT_ONCE = 50
"""So many acts share one commit: each commit waits for the disk."""

MATCHING = "Matching"
ALL_CHANGES = Changes.of(MISMATCHES, CUSTOMERS, DOCUMENTS, PAYMENTS)
_STATES = {ChoiceKind.SET_ASIDE: ReceiptState.SET_ASIDE, ChoiceKind.LATER: ReceiptState.ASK_LATER}
_ACTIONS = {ChoiceKind.SET_ASIDE: "Set aside", ChoiceKind.LATER: "Put off"}


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided: the decision's number for undoing it, and what was done in a sentence."""

    decision_id: int
    receipt_id: int
    words: str
    changes: Changes = ALL_CHANGES


@dataclass(frozen=True, slots=True)
class AllCertain:
    """What accepting all that is certain did: what was settled, and what could not be, each with its reason."""

    settled: tuple[Decided, ...]
    refused: tuple[tuple[int, str], ...]
    changes: Changes = ALL_CHANGES


def accept(workplace: Workplace, receipt_id: int, choice: Choice | int) -> Decided:
    """Settle the receipt as chosen; a whole number is that of the proposal, counted from 1. InputError in words."""
    book = workplace.book
    receipt = book.receipts.get(receipt_id)
    proposed = proposed_for(book, receipt)
    if isinstance(choice, int):
        if not 1 <= choice <= len(proposed):
            raise InputError(
                f"There is no proposal {choice} for this receipt.",
                "Nothing was changed.",
                f"There are {len(proposed)}; or say what the money is for.",
            )
        chosen = proposed[choice - 1]
        return decide(workplace, receipt_id, chosen.choice, BY_YOU, chosen.evidence, chosen.situation)
    same = next((one for one in proposed if one.choice == choice), None)
    evidence = same.evidence if same else Evidence()
    return decide(workplace, receipt_id, choice, BY_YOU, evidence, same.situation if same else "")


def settle_certain(
    workplace: Workplace, receipts: Sequence[StoredReceipt], decided_by: str, control: Control
) -> AllCertain:
    """Carry out what is certain about these; several share one commit. Stopped, it keeps what was settled by then."""
    settled: list[Decided] = []
    refused: list[tuple[int, str]] = []
    for first in range(0, len(receipts), _AT_ONCE):
        try:
            control.progress(first, len(receipts), "Settling what is certain")
        except Cancelled:
            break
        with workplace.book.transaction():
            for receipt in receipts[first : first + _AT_ONCE]:
                done = _settle_one(workplace, receipt, decided_by)
                if isinstance(done, Decided):
                    settled.append(done)
                else:
                    refused.append((receipt.id, done))
    return AllCertain(tuple(settled), tuple(refused))


def _settle_one(workplace: Workplace, receipt: StoredReceipt, decided_by: str) -> Decided | str:
    """What was decided, or why it could not be."""
    best = next((one for one in proposed_for(workplace.book, receipt) if one.is_automatic), None)
    if best is None:
        return "What was proposed is no longer open."
    try:
        return decide(workplace, receipt.id, best.choice, decided_by, best.evidence, best.situation)
    except InputError as problem:
        return str(problem)


def preview(workplace: Workplace, receipt_id: int, choice: Choice) -> Outcome:
    """What accepting would do: entries, and who owes what before and after; or why it cannot be done."""
    return outcome_of(workplace, workplace.book.receipts.get(receipt_id), choice)


def decide(
    workplace: Workplace,
    receipt_id: int,
    choice: Choice,
    decided_by: str,
    evidence: Evidence | None = None,
    situation: str = "",
) -> Decided:
    """Carry out the choice and keep it with its evidence. For a person, for the matcher, and for rules alike."""
    book, actor = workplace.book, actor_of(decided_by)
    with book.transaction():
        receipt = book.receipts.get(receipt_id)
        _refuse_settled(book, receipt)
        named = named_in(book, [choice])  # as things were before; told only once it was not refused
        deeds = carry_out(workplace, receipt, choice, actor)
        words = sentence(choice, receipt, named)
        before = book.decisions.standing(receipt_id)
        if before is not None:
            book.decisions.end(before.id, REPLACED)
        decision = StoredDecision(
            receipt_id,
            choice.kind.value,
            decided_by,
            words,
            deeds,
            evidence or Evidence(),
            situation,
            receipt.state,
            receipt.note,
        )
        kept = book.decisions.add(decision)
        state = _STATES.get(choice.kind, ReceiptState.SETTLED)
        book.receipts.move(receipt_id, state, choice.note.strip(), decided_by)
        action = _ACTIONS.get(choice.kind, "Settled")
        book.activity.note(actor, action, "receipt", receipt_id, label_of(receipt), words)
    return Decided(kept.id, receipt_id, words)


def undo_decision(workplace: Workplace, decision_id: int) -> Decided:
    """The receipt is as it was before the decision, and so is every balance. InputError in words where it cannot be."""
    book = workplace.book
    with book.transaction():
        decision = book.decisions.get(decision_id)
        receipt = book.receipts.get(decision.receipt_id)
        if decision.ended_at is not None:
            raise InputError(
                f"The decision about {receipt.amount} was {decision.ended_how} already.", "Nothing was changed."
            )
        _refuse_used(book, decision)
        undo_deeds(workplace, decision.deeds, YOU)
        end_decision(book, decision, UNDONE)
        if receipt.note:
            look_again(book, receipt.source)
        book.activity.note(YOU, "Undid", "receipt", receipt.id, label_of(receipt), decision.words)
    return Decided(decision_id, receipt.id, f"Undone: {decision.words}")


def _refuse_used(book: Book, decision: StoredDecision) -> None:
    again = decision.deeds.told_again
    part = settled_part(book, decision)
    if part is not None:
        again = part.id
    later = book.decisions.standing(again) if again else book.decisions.later_use(decision)
    if later is not None:
        other = book.receipts.get(later.receipt_id)
        raise InputError(
            f"A later decision, about {label_of(other)}, is about the same money: {later.words}.",
            "Nothing was changed.",
            "Undo that one first.",
        )


def end_decision(book: Book, decision: StoredDecision, how: str) -> None:
    """The decision stands no more: its receipt waits as it did before it."""
    book.decisions.end(decision.id, how)
    end_parts(book, decision)
    book.decisions.stand_again(decision.receipt_id)
    book.receipts.move(decision.receipt_id, decision.state_before, decision.note_before)


def actor_of(decided_by: str) -> str:
    """Who the activity record names."""
    if decided_by == BY_YOU:
        return YOU
    return MATCHING if decided_by == BY_ITSELF else decided_by[:1].upper() + decided_by[1:]


def label_of(receipt: StoredReceipt) -> str:
    """What a receipt is called in the activity record."""
    return f"{receipt.amount} of {receipt.came_on:%d/%m/%Y}"


def _refuse_settled(book: Book, receipt: StoredReceipt) -> None:
    if receipt.state in WAITING:
        return
    decision = book.decisions.standing(receipt.id)
    if decision is None or decision.decided_at is None:
        raise InputError(f"The receipt of {label_of(receipt)} was taken back: {receipt.note}.", "Nothing was changed.")
    raise InputError(
        f"The receipt of {label_of(receipt)} is settled already.",
        f"{decision.words} ({actor_of(decision.decided_by)}, {decision.decided_at:%d/%m/%Y}). Nothing was changed.",
        "Undo that first.",
    )
