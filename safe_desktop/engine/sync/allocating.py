"""What is taken from credit notes, on both sides: read from Xero, told to Xero, and found equal again.

Xero keeps allocations beside the documents, without an idempotent way to make one (xero-api.md 6.6): so each is told
alone, and the credit note is read again after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from safe_desktop.domain.document import Document, DocumentStatus
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation
from safe_desktop.domain.reconciling import allocations_text
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import TheirDocument
from safe_desktop.engine.changes import DOCUMENTS, MISMATCHES
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.xero import wire_writing as wire
from safe_desktop.xero.wire_writing import Element

FIELD = "allocations"


@dataclass(frozen=True, slots=True)
class NextAllocation:
    """The one thing to tell next of a credit note: so much on an invoice, or an allocation taken back."""

    element: Element
    taken_back: str = ""


def land_allocations(book: Book, credit_notes: Sequence[TheirDocument], tally: Tally) -> None:
    """What Xero took from credit notes of ours settles the same invoices here, unless it changed on both sides."""
    links = book.links.of_theirs(RecordKind.CREDIT_NOTE, [one.document_id for one in credit_notes])
    for theirs in credit_notes:
        link = links.get(theirs.document_id)
        if link is not None and not theirs.is_gone:
            _land(book, link, theirs, tally)


def _land(book: Book, link: Link, theirs: TheirDocument, tally: Tally) -> None:
    there, here = taken_there(book, theirs), _text_here(book, link.local_id)
    if there == link.allocations:
        _forget_question(book, link)
        return
    if here not in (there, link.allocations):
        book.mismatches.found([_both_changed(book, link, theirs, here, there)])
        tally.changed(MISMATCHES)
        return
    if here != there:
        too_much = _does_not_fit(book, link, theirs)
        if too_much:
            book.mismatches.found([replace(_both_changed(book, link, theirs, here, there), reason=too_much)])
            tally.changed(MISMATCHES)
            return
        _take_theirs(book, link, theirs)
        tally.changed(DOCUMENTS)
    _forget_question(book, link)
    book.links.tie([replace(link, allocations=there)])


def _forget_question(book: Book, link: Link) -> None:
    for one in book.mismatches.open_ones(RecordKind.CREDIT_NOTE, link.local_id):
        if one.field == FIELD:
            book.mismatches.settle(one.id, "no longer differs")


def _wanted(book: Book, link: Link, theirs: TheirDocument) -> list[Allocation]:
    """What Xero took from the credit note, as allocations here."""
    invoices = book.links.of_theirs(RecordKind.INVOICE, [one.document_id for one in theirs.allocations])
    return [
        Allocation(invoices[one.document_id].local_id, one.amount, credit_note_id=link.local_id)
        for one in theirs.allocations
        if one.document_id in invoices
    ]


def _does_not_fit(book: Book, link: Link, theirs: TheirDocument) -> str:
    """Why what Xero took cannot be taken here: voided, or an invoice was settled here otherwise; empty if it can."""
    wanted = _wanted(book, link, theirs)
    if wanted and book.documents.get(link.local_id).status is DocumentStatus.VOIDED:
        return f"Xero set {wanted[0].amount} of it against an invoice, and it is voided here"
    room: dict[int, Money] = {}
    for before in book.payments.credited_by(link.local_id):
        room[before.document_id] = room.get(before.document_id, book.documents.open(before.document_id)) + before.amount
    for one in wanted:
        left = room.get(one.document_id, book.documents.open(one.document_id)) - one.amount
        if left.minor < 0:
            number = book.documents.get(one.document_id).number
            return f"Xero set {one.amount} of it against {number}, of which less is open here: it was settled here too"
        room[one.document_id] = left
    return ""


def _take_theirs(book: Book, link: Link, theirs: TheirDocument) -> None:
    too_much = _does_not_fit(book, link, theirs)
    if too_much:
        raise InputError(f"{too_much}.", "Nothing was changed.", "Take back what settled the invoice here, then again.")
    wanted = _wanted(book, link, theirs)
    book.payments.take_back_credit(link.local_id)
    book.payments.allocate(wanted)
    told = f"Taken over from Xero: {len(wanted)} set against invoices"
    book.activity.note("Xero", "Allocated", RecordKind.CREDIT_NOTE, link.local_id, theirs.number, told)


def taken_there(book: Book, theirs: TheirDocument) -> str:
    """What Xero took from its credit note, as far as it is for invoices of ours."""
    known = book.links.of_theirs(RecordKind.INVOICE, [one.document_id for one in theirs.allocations])
    return allocations_text((one.document_id, one.amount) for one in theirs.allocations if one.document_id in known)


def _taken_here(book: Book, credit_note_id: int) -> dict[str, Money]:
    """What is taken here, by Xero's ids of the invoices that Xero has."""
    allocations = book.payments.credited_by(credit_note_id)
    links = book.links.of_ours(RecordKind.INVOICE, {one.document_id for one in allocations})
    sums: dict[str, Money] = {}
    for one in allocations:
        link = links.get(one.document_id)
        if link is not None:
            before = sums.get(link.xero_id)
            sums[link.xero_id] = one.amount if before is None else before + one.amount
    return sums


def _text_here(book: Book, credit_note_id: int) -> str:
    return allocations_text(_taken_here(book, credit_note_id).items())


def next_allocation(book: Book, credit_note: Document, link: Link) -> NextAllocation | None:
    """What is to be told next so that Xero takes from the credit note what is taken here; None if nothing is."""
    theirs = book.copies.document(RecordKind.CREDIT_NOTE, link.xero_id)
    here = _taken_here(book, credit_note.id)
    there: dict[str, Money] = {}
    # What went to invoices that are not in this book is none of its business, and is left alone.
    taken = theirs.allocations if theirs else ()
    known = book.links.of_theirs(RecordKind.INVOICE, {one.document_id for one in taken})
    taken = tuple(one for one in taken if one.document_id in known)
    for one in taken:
        there[one.document_id] = one.amount + there.get(one.document_id, Money(0, one.amount.currency))
    for one in taken:
        if here.get(one.document_id, Money(0, one.amount.currency)) < there[one.document_id] and one.allocation_id:
            return NextAllocation({"AllocationID": one.allocation_id, "IsDeleted": True}, one.allocation_id)
    for invoice_id, amount in here.items():
        missing = amount - there.get(invoice_id, Money(0, amount.currency))
        if missing.minor > 0:
            on = max(credit_note.issued_on, _issued_on(book, invoice_id))
            return NextAllocation({"Allocations": [wire.allocation_element(invoice_id, missing, on)]})
    return None


def told_on(book: Book, credit_note_id: int, element: Element) -> date:
    """The date under which Xero books what `next_allocation` told: the later of credit note's and invoice's."""
    allocations = element.get("Allocations")
    if isinstance(allocations, list) and allocations and isinstance(allocations[0], dict):
        return date.fromisoformat(str(allocations[0]["Date"]))
    issued_on = book.documents.get(credit_note_id).issued_on
    link = book.links.get(RecordKind.CREDIT_NOTE, credit_note_id)
    theirs = book.copies.document(RecordKind.CREDIT_NOTE, link.xero_id) if link else None
    for one in theirs.allocations if theirs else ():
        if one.allocation_id == element.get("AllocationID"):
            return max(issued_on, _issued_on(book, one.document_id))
    return issued_on


def _issued_on(book: Book, invoice_id: str) -> date:
    link = book.links.of_theirs(RecordKind.INVOICE, [invoice_id])[invoice_id]
    return book.documents.get(link.local_id).issued_on


def _both_changed(book: Book, link: Link, theirs: TheirDocument, here: str, there: str) -> Mismatch:
    document = book.documents.get(link.local_id)
    return Mismatch(
        MismatchKind.BOTH_CHANGED,
        RecordKind.CREDIT_NOTE,
        document.id,
        document.number,
        "What is taken from it was changed here and in Xero",
        theirs.document_id,
        FIELD,
        book.customers.get(document.customer_id).name,
        _in_words(book, here),
        _in_words(book, there),
        _in_words(book, link.allocations),
    )


def _in_words(book: Book, text: str) -> str:
    """The invoices' numbers with the amounts, for a person."""
    parts = [part.partition("=") for part in text.split(",") if part]
    links = book.links.of_theirs(RecordKind.INVOICE, [invoice_id for invoice_id, _, _ in parts])
    documents = book.documents.get_many(link.local_id for link in links.values())
    words = []
    for invoice_id, _, minor in parts:
        document = documents[links[invoice_id].local_id]
        words.append(f"{document.number} {Money(int(minor), document.currency).decimal:,}")
    return ", ".join(words)


def settle_allocation(book: Book, link: Link, theirs: TheirDocument, is_ours: bool) -> None:
    """Ours wins: what Xero has is agreed on, so that the rest is told. Theirs wins: it is taken over here."""
    if not is_ours:
        _take_theirs(book, link, theirs)
    book.links.tie([replace(link, allocations=taken_there(book, theirs))])


def agree_on_allocations(book: Book, theirs: TheirDocument) -> bool:
    """Note what Xero has taken by now from a credit note that was just told of; whether it is what is taken here."""
    book.copies.keep_documents([theirs])
    link = book.links.of_theirs(RecordKind.CREDIT_NOTE, [theirs.document_id]).get(theirs.document_id)
    if link is None:
        return False
    there = taken_there(book, theirs)
    book.links.tie([replace(link, allocations=there)])
    return there == _text_here(book, link.local_id)
