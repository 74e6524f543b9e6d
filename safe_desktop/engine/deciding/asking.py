"""Keeps what is asked about a record equal to what differs now: new questions are put, answered ones go by themselves.

Knows nothing of how a difference is found, nor of how it is settled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.reconciling import FIELD_WORDS, OWN_WORDS, Difference, Snapshot
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link

COMPARED = (
    MismatchKind.FIELD_DIFFERS,
    MismatchKind.BOTH_CHANGED,
    MismatchKind.TOTAL_DIFFERS,
    MismatchKind.ROUNDED,
    MismatchKind.CONTACT_ARCHIVED,
)
"""The kinds that a comparison of both sides finds, and whose end it sees."""

_NO_LONGER = "no longer differs"
_ENDS_ELSEWHERE = ("allocations",)
"""What is taken from a credit note is compared beside its fields, and so is the end of a question about it."""
_BESIDE = ("due_on", "reference")


def ask_what_differs(
    book: Book,
    record_kind: RecordKind,
    local_id: int,
    found: Sequence[Mismatch],
    ours: Snapshot,
    theirs: Snapshot,
    kinds: Sequence[MismatchKind] = COMPARED,
) -> None:
    """Ask about what was `found` of the record; what was asked of it before, of these kinds, goes where it is over."""
    asked = {(one.kind, one.field) for one in found}
    fields = {one.field for one in found}
    for one in book.mismatches.open_ones(record_kind, local_id):
        if one.kind not in kinds or (one.kind, one.field) in asked or (one.field in _ENDS_ELSEWHERE and theirs):
            continue
        if one.field not in fields and _was_never_equal(one) and _differs(one, ours, theirs):
            book.mismatches.found([_as_now(one, ours, theirs)])
        else:
            book.mismatches.settle(one.id, _NO_LONGER)
    book.mismatches.found(found)


def ask_beside(book: Book, link: Link, label: str, customer: str) -> int:
    """Ask about what of a document, just tied for its number, customer, date and total, is not alike beside these.

    No movement would show it ever after. Returns how many questions are new.
    """
    found = []
    for field in _BESIDE:
        ours, theirs = link.ours.get(field, ""), link.theirs.get(field, "")
        is_note_without = link.kind is RecordKind.CREDIT_NOTE and field == "due_on"
        if ours != theirs and not is_note_without:
            reason = f"Tied although the {FIELD_WORDS[field].lower()} differs"
            kind = MismatchKind.FIELD_DIFFERS
            found.append(
                Mismatch(kind, link.kind, link.local_id, label, reason, link.xero_id, field, customer, ours, theirs)
            )
    return book.mismatches.found(found)


def with_contact_names(book: Book, moved: Iterable[Difference]) -> list[Difference]:
    """The differences with contacts' names for their ids."""
    return [
        replace(
            one,
            ours=contact_name(book, one.ours),
            theirs=contact_name(book, one.theirs),
            agreed=contact_name(book, one.agreed),
        )
        if one.field == "contact"
        else one
        for one in moved
    ]


def contact_name(book: Book, contact_id: str) -> str:
    """The name of Xero's contact, or its id if it was never read."""
    contact = book.copies.contact(contact_id) if contact_id else None
    return contact.name if contact else contact_id


def _was_never_equal(one: Mismatch) -> bool:
    """Whether Xero made it otherwise than it was told, or it was tied though it differed: no movement shows it."""
    return not one.agreed


def _differs(one: Mismatch, ours: Snapshot, theirs: Snapshot) -> bool:
    return one.field in ours and one.field not in OWN_WORDS and ours[one.field] != theirs.get(one.field, "")


def _as_now(one: Mismatch, ours: Snapshot, theirs: Snapshot) -> Mismatch:
    """The question with both sides as they are by now; contacts keep their names."""
    if one.field == "contact":
        return one
    here, there = ours[one.field], theirs.get(one.field, "")
    apart = one.apart
    if apart is not None:
        apart = Money.from_decimal(Decimal(there) - Decimal(here), apart.currency)
    return replace(one, ours=here, theirs=there, apart=apart)
