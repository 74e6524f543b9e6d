"""The rules that name the difference of one record: its total, what settles it, or all of it where one side has none.

Pure. What `tie_out` says of the residue holds here: a rule answers only where a fact accounts for the amount.
"""

from collections.abc import Iterable, Sequence

from safe_desktop.domain.mismatch import MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.tie_out import (
    CAUSE_OF_STANDING,
    Cause,
    Item,
    OurRecord,
    Questions,
    Settlement,
    TheirRecord,
)

Why = tuple[Cause, str]
_AMOUNTS = ("total", "subtotal", "tax", "amount", "lines", "status", "currency", "tax_mode")


def sign_of(kind: RecordKind) -> int:
    """+1 where the customer owes more by it, -1 for credit notes and money on account."""
    return 1 if kind is RecordKind.INVOICE else -1


# -- what is due in Xero by now


def due_now(theirs: TheirRecord, there: Sequence[Settlement], questions: Questions, has_later_credit: bool) -> int:
    """What is due of it in Xero: as last read, moved by what Xero confirmed of payments and credits since.

    Xero answers for a payment before the invoice is read again. That counts only where it brings the invoice to
    exactly what is known to settle it: anything else is not ours to guess, and stays in the residue.
    """
    if not theirs.counts:
        return 0
    paid = _paid_since(theirs, [one for one in there if not one.is_credit])
    credited = _credited_since(theirs, [one for one in there if one.is_credit], questions, has_later_credit)
    return theirs.due - paid - credited


def _paid_since(theirs: TheirRecord, payments: Sequence[Settlement]) -> int:
    known = sum(one.amount for one in payments if one.is_live)
    later = sum(one.amount if one.is_live else -one.amount for one in payments if one.updated_at > theirs.updated_at)
    return later if later and theirs.paid != known and theirs.paid + later == known else 0


def _credited_since(
    theirs: TheirRecord, credits: Sequence[Settlement], questions: Questions, has_later_credit: bool
) -> int:
    if theirs.kind is not RecordKind.INVOICE or not has_later_credit or _credit_asked(questions, theirs):
        return 0
    return sum(one.amount for one in credits) - theirs.credited


def _credit_asked(questions: Questions, theirs: TheirRecord) -> bool:
    asked = questions.of_theirs.get(theirs.xero_id, ())
    return any(one.kind is MismatchKind.CREDIT_IN_XERO for one in asked)


# -- a record that counts on one side only


def items_of_one_sided(
    ours: OurRecord | None, theirs: TheirRecord | None, due: int, questions: Questions, elsewhere: str = ""
) -> list[Item]:
    """The whole of what one side has of it, if a fact says why; `elsewhere` says where the other side has it."""
    if ours is not None and ours.counts and ours.open:
        why = _why_only_here(ours, theirs, questions, elsewhere)
        return [_item(ours, why, sign_of(ours.kind) * ours.open)] if why else []
    if theirs is not None and due:
        cause, words = _why_only_there(ours, theirs, questions, elsewhere)
        money = Money(-sign_of(theirs.kind) * due, theirs.currency)
        return [Item(cause, theirs.kind, theirs.label, money, words, ours.id if ours else 0, theirs.xero_id)]
    return []


def _why_only_here(ours: OurRecord, theirs: TheirRecord | None, questions: Questions, elsewhere: str) -> Why | None:
    if elsewhere:
        cause = Cause.GONE_THERE if elsewhere == "deleted" else Cause.SET_AGAINST
        return (Cause.ELSEWHERE if elsewhere.startswith("under ") else cause), f"In Xero it is {elsewhere}"
    if theirs is not None:
        word = theirs.status.lower()
        return (Cause.DRAFT_THERE if word in ("draft", "submitted") else Cause.GONE_THERE), f"It is {word} in Xero"
    if ours.xero_id:
        return None  # tied, and nothing of it was ever read: nobody knows
    standing = CAUSE_OF_STANDING.get(ours.standing)
    if standing is Cause.MISMATCH:
        return questions.about(ours.kind, ours.id) or (standing, ours.reason)
    return (standing, ours.reason) if standing else None


def _why_only_there(ours: OurRecord | None, theirs: TheirRecord, questions: Questions, elsewhere: str) -> Why:
    if elsewhere:
        return Cause.ELSEWHERE, f"Here it is {elsewhere}"
    if ours is not None:
        return Cause.TAKEN_BACK, "It counts for nothing here, and lives in Xero"
    if theirs.kind is RecordKind.PAYMENT:
        return questions.about_theirs(theirs.xero_id) or (Cause.ADVANCE, "This book has no money on account for it")
    return questions.about_theirs(theirs.xero_id) or (Cause.ONLY_THERE, "This book has no such document")


# -- a record that counts on both sides


def items_of_pair(
    ours: OurRecord,
    theirs: TheirRecord,
    here: Sequence[Settlement],
    there: Sequence[Settlement],
    questions: Questions,
) -> list[Item]:
    """What sets it apart: its total, and whatever settles it on one side only, or there otherwise than here."""
    sign = sign_of(ours.kind)
    found = []
    if ours.total != theirs.total:
        why = questions.about(ours.kind, ours.id, _AMOUNTS)
        why = why or ((Cause.CHANGED_HERE, "Its total was changed here") if ours.is_changed else None)
        if why is not None:
            found.append(_item(ours, why, sign * (ours.total - theirs.total)))
    deducted = theirs.total - theirs.paid - theirs.credited - theirs.due
    if deducted:
        words = "Xero expects less than its total less payments and credits, such as for CIS"
        found.append(_item(ours, (Cause.DEDUCTED, words), sign * deducted))
    unread = _not_read(theirs, [one for one in there if not one.is_credit])
    if unread:
        words = (
            f"Xero has {Money(theirs.paid, ours.currency)} paid on it by now; which payments comes with the next sync"
        )
        found.append(_item(ours, (Cause.NOT_READ, words), sign * unread))
    return [*found, *_items_of_settling(ours, theirs, here, there, questions)]


def _not_read(theirs: TheirRecord, payments: Sequence[Settlement]) -> int:
    """How much more or less Xero has paid on it than the payments that were read: the document came first, they follow.

    Where a payment is newer than the document, the two are not of one moment, and their sums prove nothing.
    """
    if theirs.kind is RecordKind.PAYMENT or any(one.updated_at > theirs.updated_at for one in payments):
        return 0
    return theirs.paid - sum(one.amount for one in payments if one.is_live)


def _items_of_settling(
    ours: OurRecord,
    theirs: TheirRecord,
    here: Sequence[Settlement],
    there: Sequence[Settlement],
    questions: Questions,
) -> Iterable[Item]:
    sign, living = sign_of(ours.kind), [one for one in there if one.is_live]
    sums_there = _sums(living)
    sums_here = _sums(one for one in here if one.key and not one.is_strange)
    for one in {one.key: one for one in here if one.key in sums_here}.values():
        apart = sums_here[one.key] - sums_there.get(one.key, 0)
        why = _why_apart(one, one.key in sums_there, questions) if apart else None
        if why is not None:
            yield _settling_item(one, why, -sign * apart, ours)
    for one in here:
        why = None if one.key or one.is_strange else _why_not_told(one, questions)
        if why is not None:
            yield _settling_item(one, why, -sign * one.amount, ours)
    for one in living:
        if one.key not in sums_here and not one.is_strange:
            yield _settling_item(one, _why_only_settled_there(one, questions), sign * one.amount, ours)
    yield from _strange_credit(ours, theirs, here, living, questions)


def _sums(settled: Iterable[Settlement]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for one in settled:
        sums[one.key] = sums.get(one.key, 0) + one.amount
    return sums


def _why_apart(one: Settlement, is_there: bool, questions: Questions) -> Why | None:
    """Why what both sides know settles another amount here than there."""
    if one.is_credit:
        return Cause.SET_AGAINST, "Set against it here otherwise than in Xero; that is told at the next sync"
    asked = questions.about(one.kind, one.local_id)
    if asked is not None:
        return asked
    if not is_there and one.other:
        return (Cause.GONE_THERE if one.other == "deleted" else Cause.SET_AGAINST), f"In Xero it is {one.other}"
    cause = CAUSE_OF_STANDING.get(one.standing)
    return (cause, one.reason) if cause else None


def _why_not_told(one: Settlement, questions: Questions) -> Why | None:
    """Why Xero has nothing of what settles it here."""
    cause = CAUSE_OF_STANDING.get(one.standing)
    if cause is Cause.MISMATCH:
        return questions.about(one.kind, one.local_id) or (cause, one.reason)
    if one.is_credit:
        return Cause.SET_AGAINST, f"Xero does not have it set so: {one.reason[:1].lower()}{one.reason[1:]}"
    return (cause, one.reason) if cause else None


def _why_only_settled_there(one: Settlement, questions: Questions) -> Why:
    """Why what settles it in Xero does not here."""
    if one.is_credit:
        return Cause.SET_AGAINST, "Set against it in Xero, and not here"
    if one.other == "taken back":
        return Cause.TAKEN_BACK, "It was taken back here"
    if one.other:
        return Cause.SET_AGAINST, f"Here it is {one.other}"
    return questions.about_theirs(one.key) or (Cause.ONLY_THERE, "The payment is not taken in")


def _strange_credit(
    ours: OurRecord,
    theirs: TheirRecord,
    here: Sequence[Settlement],
    living: Sequence[Settlement],
    questions: Questions,
) -> Iterable[Item]:
    """Credit that Xero gave and this book has no record of, less what was taken over of it as a payment."""
    if ours.kind is not RecordKind.INVOICE:
        return
    taken_over = sum(one.amount for one in here if one.is_strange)
    strangers = [one for one in living if one.is_strange]
    named = sum(one.amount for one in strangers)
    nameless = max(0, theirs.credited - sum(one.amount for one in living if one.is_credit))
    apart = named + nameless - taken_over
    if not apart:
        return
    asked = questions.about(ours.kind, ours.id, ("credited",))
    if asked is not None:
        yield _item(ours, asked, apart)
    elif named and not nameless and not taken_over:
        for one in strangers:
            why = (Cause.ONLY_THERE, "Set against it in Xero; this book does not have that credit")
            yield _settling_item(one, why, one.amount, ours)


def _item(ours: OurRecord, why: Why, minor: int) -> Item:
    return Item(why[0], ours.kind, ours.label, Money(minor, ours.currency), why[1], ours.id, ours.xero_id)


def _settling_item(one: Settlement, why: Why, minor: int, on: OurRecord) -> Item:
    if one.is_credit:
        # Of both halves of it the credit is named first.
        label = f"{one.label} on {on.label}" if on.kind is RecordKind.INVOICE else f"{on.label} on {one.label}"
    else:
        label = f"{one.label} for {on.label}" if one.label else f"for {on.label}"
    return Item(why[0], one.kind, label, Money(minor, on.currency), why[1], one.local_id, one.key)
