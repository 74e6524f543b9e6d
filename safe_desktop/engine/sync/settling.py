"""Settles what Xero answered: done is tied, different is asked about, refused is kept with Xero's words.

One transaction for each answer, so that the disk never knows half of it.
"""

from collections.abc import Sequence
from decimal import Decimal

from safe_desktop.domain.delivery import Judgement, Verdict
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.reconciling import FIELD_WORDS
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.domain.theirs import Contact, TheirDocument, TheirPayment
from safe_desktop.engine.deciding.asking import contact_name
from safe_desktop.engine.sync.composing import Composed
from safe_desktop.engine.sync.landing_payments import land_payments
from safe_desktop.engine.sync.recalling import recalled
from safe_desktop.engine.sync.rereading import compare_the_rest
from safe_desktop.engine.sync.restoring import settle_restored
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.sync.tying import agree_as_told, tie_customers, tie_documents, tie_payments
from safe_desktop.engine.sync.undone import settle_undone
from safe_desktop.engine.sync.verdicts import TheirValue, verdicts
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.store.outbox_records import EntryState, Operation
from safe_desktop.store.run_records import Outcome
from safe_desktop.xero.element_answers import ElementAnswer

_UNCLEAR = "Xero’s answer did not name it; it is looked up before anything is sent again"
_FIELD_OF_FACT = {"date": "issued_on"}
"""Facts by the names of the fields that are compared ever after; the others have one name."""


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
                before = book.links.get(composed.kind, composed.local_id)
                _settle_done(book, composed, answer.value, judgement, tally)
                book.outbox.settle([entry], EntryState.DONE, "; ".join(answer.warnings))
                if before is not None and composed.operation is Operation.UPDATE:
                    _compare_the_rest(book, composed, before, answer.value, tally)
        refresh(book, batch[0].kind, [one.local_id for one in batch], book.clock.today())
    return refused


def _compare_the_rest(book: Book, composed: Composed, before: Link, value: TheirValue | None, tally: Tally) -> None:
    """There is no conditional write at Xero: what moved between the look and the change shows in the answer."""
    if isinstance(value, Contact | TheirDocument):
        compare_the_rest(book, recalled(composed.kind, composed.element_text), before, value, tally)


def _settle_done(book: Book, composed: Composed, value: TheirValue | None, judgement: Judgement, tally: Tally) -> None:
    if composed.operation is Operation.UNDO:
        settle_undone(book, composed.kind, composed.local_id, value, tally)
        return
    if composed.operation is Operation.RESTORE and isinstance(value, Contact | TheirDocument):
        settle_restored(book, composed.kind, composed.local_id, value, composed.element_text, tally)
        return
    tie_composed(book, composed, value, tally)
    if judgement.verdict is Verdict.DIFFERS:
        book.mismatches.found(answers_differ(book, composed, judgement))
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


def answers_differ(book: Book, composed: Composed, judgement: Judgement) -> list[Mismatch]:
    """The mismatches of a record that is in Xero, but not as it was told (design.md 5: to the penny)."""
    return [_answer_differs(book, composed, *one) for one in judgement.unequal]


def _answer_differs(book: Book, composed: Composed, fact: str, ours: str, theirs: str) -> Mismatch:
    field = _FIELD_OF_FACT.get(fact, fact)
    link = book.links.get(composed.kind, composed.local_id)
    apart = None
    if field in ("total", "amount") and theirs:
        currency = dict(composed.expected.facts).get("currency", "GBP")
        apart = Money.from_decimal(Decimal(theirs) - Decimal(ours), currency)
    if field == "contact":
        ours, theirs = contact_name(book, ours), contact_name(book, theirs)
    word = FIELD_WORDS.get(field, field).lower()
    return Mismatch(
        _kind_of_difference(book, composed, field, apart),
        composed.kind,
        composed.local_id,
        composed.label,
        f"Xero made the {word} {theirs or 'empty'} where {ours} was sent",
        link.xero_id if link else composed.xero_id,
        field,
        _customer_name(book, composed),
        ours,
        theirs,
        "",
        apart,
    )


def _kind_of_difference(book: Book, composed: Composed, field: str, apart: Money | None) -> MismatchKind:
    if field != "total" or apart is None or composed.kind not in DOCUMENT_KINDS:
        return MismatchKind.FIELD_DIFFERS
    lines = len(book.documents.get(composed.local_id).lines)
    # Rounding is a penny for each line's amount and each line's VAT at the very most.
    return MismatchKind.ROUNDED if abs(apart.minor) <= 2 * lines else MismatchKind.TOTAL_DIFFERS


def _customer_name(book: Book, composed: Composed) -> str:
    if composed.kind in DOCUMENT_KINDS:
        return book.customers.get(book.documents.get(composed.local_id).customer_id).name
    if composed.kind is RecordKind.PAYMENT:
        return book.customers.get(book.payments.get(composed.local_id).customer_id).name
    return ""


def settle_all(book: Book, batch: Sequence[Composed], entries: Sequence[int], state: EntryState, outcome: str) -> None:
    """Close a whole request in one way: refused as a whole, not done at all, or unknown."""
    with book.transaction():
        if state is EntryState.UNSURE:
            book.outbox.unsure(entries, outcome)
        else:
            book.outbox.settle(entries, state, outcome)
        refresh(book, batch[0].kind, [one.local_id for one in batch], book.clock.today())
