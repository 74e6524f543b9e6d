"""Compares what Xero answered with what it was told, one record at a time, by key and facts and never by position."""

from collections.abc import Iterable

from safe_desktop.domain.customer import name_key
from safe_desktop.domain.delivery import Answered, Judgement, judge
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import (
    Contact,
    TheirAdvance,
    TheirAllocation,
    TheirDocument,
    TheirPayment,
    TheirReceiveMoney,
)
from safe_desktop.engine.sync.composing import Composed
from safe_desktop.store.outbox_records import Operation
from safe_desktop.xero.element_answers import ElementAnswer

TheirValue = Contact | TheirDocument | TheirPayment | TheirAllocation


def verdicts(
    batch: Iterable[Composed], answers: Iterable[ElementAnswer]
) -> list[tuple[Composed, ElementAnswer | None, Judgement]]:
    """What the answers mean for each record of the batch."""
    by_key: dict[str, list[ElementAnswer]] = {}
    told = list(answers)
    for one in told:
        by_key.setdefault(_key_of(one), []).append(one)
    judged: list[tuple[Composed, ElementAnswer | None, Judgement]] = []
    for composed in batch:
        found = by_key.get(composed.expected.natural_key, [])
        if composed.operation is not Operation.CREATE:
            # A change names its record by id; what Xero calls it may differ (a payment of Xero's own, tied here).
            found = [one for one in told if one.xero_id == composed.xero_id] or found
        if not found and composed.operation is not Operation.CREATE and len(told) == 1 and not told[0].status_ok:
            # A refused change comes back with what was sent of it, which need not name it; its address did.
            found = told
        answer: ElementAnswer | None = found[0] if len(found) == 1 else None
        judged.append((composed, answer, judge(composed.expected, _answered(composed, answer) if answer else None)))
    return judged


def answered_by(composed: Composed, value: Contact | TheirDocument | TheirPayment) -> Answered:
    """Xero's record, found by asking, in the form of an answer to what was told."""
    key = key_of_value(value)
    if composed.kind is RecordKind.PAYMENT and key.split()[:1] == composed.expected.natural_key.split()[:1]:
        key = composed.expected.natural_key  # the mark decides; Xero may have cut the rest of the reference
    return Answered(key, id_of(value), False, facts_of(value))


def id_of(value: Contact | TheirDocument | TheirPayment | TheirAdvance | TheirReceiveMoney) -> str:
    """Xero's id of the record."""
    if isinstance(value, TheirReceiveMoney):
        return value.transaction_id
    if isinstance(value, Contact):
        return value.contact_id
    if isinstance(value, TheirAdvance):
        return value.advance_id
    return value.document_id if isinstance(value, TheirDocument) else value.payment_id


def facts_of(value: TheirValue | None) -> tuple[tuple[str, str], ...]:
    """The facts of Xero's record, by the names that `composing` gives to ours."""
    if isinstance(value, TheirDocument):
        return (
            ("contact", value.contact_id),
            ("currency", value.currency),
            ("date", value.issued_on.isoformat()),
            ("total", str(value.total.decimal)),
        )
    if isinstance(value, TheirPayment):
        return (("amount", str(value.amount.decimal)), ("document", value.document_id))
    return ()


def key_of_value(value: TheirValue | None) -> str:
    """What tells Xero's record from its like: name, number or reference."""
    if isinstance(value, Contact):
        return name_key(value.name)
    if isinstance(value, TheirDocument):
        return value.number.casefold()
    if isinstance(value, TheirPayment):
        return value.reference.casefold()
    return ""


def _key_of(answer: ElementAnswer) -> str:
    return key_of_value(answer.value) or answer.natural_key.casefold()


def _answered(composed: Composed, answer: ElementAnswer) -> Answered:
    xero_id = answer.xero_id
    if composed.operation is not Operation.CREATE and xero_id != composed.xero_id:
        xero_id = ""  # an answer about another record than the one that was named is no answer
    return Answered(composed.expected.natural_key, xero_id, not answer.status_ok, facts_of(answer.value))
