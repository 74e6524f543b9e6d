"""Settles what Xero answered: done is tied, different is asked about, refused is kept with Xero's words.

One transaction for each answer, so that the disk never knows half of it.
"""

from collections.abc import Sequence
from decimal import Decimal

from safe_desktop.domain.delivery import Judgement, Verdict
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.domain.theirs import Contact, TheirDocument, TheirPayment
from safe_desktop.engine.composing import Composed
from safe_desktop.engine.landing_payments import land_payments
from safe_desktop.engine.run_report import Tally
from safe_desktop.engine.standings import refresh
from safe_desktop.engine.tying import agree_as_told, tie_customers, tie_documents, tie_payments
from safe_desktop.engine.undone import settle_undone
from safe_desktop.engine.verdicts import TheirValue, verdicts
from safe_desktop.store.book_file import Book
from safe_desktop.store.outbox_records import EntryState, Operation
from safe_desktop.store.run_records import Outcome
from safe_desktop.xero.element_answers import ElementAnswer

_UNCLEAR = "Xero’s answer did not name it; it is looked up before anything is sent again"
_FACT_WORDS = {"contact": "customer", "currency": "currency", "date": "date", "total": "total", "amount": "amount"}


def settle_answers(
    book: Book, batch: Sequence[Composed], entries: Sequence[int], answers: Sequence[ElementAnswer], tally: Tally
) -> list[Composed]:
    """Settle each record of the batch with its answer; returns those that were refused, for a look at why."""
    refused = []
    entry_of = {one.local_id: entry for one, entry in zip(batch, entries, strict=True)}
    with book.transaction():
        for composed, answer, judgement in verdicts(batch, answers):
            entry = entry_of[composed.local_id]
            if answer is None or judgement.verdict is Verdict.UNKNOWN:
                book.outbox.unsure([entry], _UNCLEAR)
                tally.add(composed.kind, composed.local_id, composed.label, Outcome.SKIPPED, _UNCLEAR)
            elif judgement.verdict is Verdict.REFUSED:
                book.outbox.settle([entry], EntryState.REFUSED, "; ".join(answer.messages) or "Xero gave no reason")
                refused.append(composed)
            else:
                _settle_done(book, composed, answer.value, judgement, tally)
                book.outbox.settle([entry], EntryState.DONE, "; ".join(answer.warnings))
        refresh(book, batch[0].kind, [one.local_id for one in batch], book.clock.today())
    return refused


def _settle_done(book: Book, composed: Composed, value: TheirValue | None, judgement: Judgement, tally: Tally) -> None:
    if composed.operation is Operation.UNDO:
        settle_undone(book, composed.kind, composed.local_id, value, tally)
        return
    tie_composed(book, composed, value, tally)
    if judgement.verdict is Verdict.DIFFERS:
        book.mismatches.found([answer_differs(book, composed, judgement)])
    word = {Operation.CREATE: "Sent", Operation.UPDATE: "Changed in Xero", Operation.DELETE: "Deleted in Xero"}
    told = word.get(composed.operation, "Sent")
    book.activity.note("Sync", told, composed.kind, composed.local_id, composed.label, composed.element_text[:500])
    tally.add(composed.kind, composed.local_id, composed.label, Outcome.SENT, told)


def tie_composed(book: Book, composed: Composed, value: TheirValue | None, tally: Tally) -> None:
    """Tie the record that was told with what Xero made of it, at the revision that was told."""
    tie_value(book, composed.local_id, value, tally)
    agree_as_told(book, composed.kind, composed.local_id, composed.revision, composed.snapshot)


def tie_value(book: Book, local_id: int, value: TheirValue | None, tally: Tally) -> None:
    """Tie our record, as it is now, with this one of Xero's."""
    if isinstance(value, Contact):
        tie_customers(book, [(book.customers.get(local_id), value)])
    elif isinstance(value, TheirDocument):
        waiting = tie_documents(book, [(book.documents.get(local_id), value)])
        land_payments(book, waiting, tally)
    elif isinstance(value, TheirPayment):
        tie_payments(book, [(book.payments.get(local_id), value)])


def answer_differs(book: Book, composed: Composed, judgement: Judgement) -> Mismatch:
    """The mismatch for a record that is in Xero, but not as it was told (design.md 5: to the penny)."""
    fact, ours, theirs = next((one for one in judgement.unequal if one[0] == "total"), judgement.unequal[0])
    is_money = fact in ("total", "amount")
    currency = dict(composed.expected.facts).get("currency", "GBP")
    customer = ""
    if composed.kind in DOCUMENT_KINDS:
        customer = book.customers.get(book.documents.get(composed.local_id).customer_id).name
    elif composed.kind is RecordKind.PAYMENT:
        customer = book.customers.get(book.payments.get(composed.local_id).customer_id).name
    return Mismatch(
        MismatchKind.TOTAL_DIFFERS if is_money else MismatchKind.FIELD_DIFFERS,
        composed.kind,
        composed.local_id,
        composed.label,
        f"Xero made the {_FACT_WORDS.get(fact, fact)} {theirs or 'empty'} where {ours} was sent",
        composed.xero_id,
        fact,
        customer,
        ours,
        theirs,
        "",
        Money.from_decimal(Decimal(theirs) - Decimal(ours), currency) if is_money and theirs else None,
    )


def settle_all(book: Book, batch: Sequence[Composed], entries: Sequence[int], state: EntryState, outcome: str) -> None:
    """Close a whole request in one way: refused as a whole, not done at all, or unknown."""
    with book.transaction():
        if state is EntryState.UNSURE:
            book.outbox.unsure(entries, outcome)
        else:
            book.outbox.settle(entries, state, outcome)
        refresh(book, batch[0].kind, [one.local_id for one in batch], book.clock.today())
