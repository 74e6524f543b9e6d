"""Compares the book with Xero's lists as they were last read: likely doubles, and what only one side has.

Knows no network. Before the first write to an organisation a person must have seen these, or waived them; where there
is nothing alike, nobody is asked.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus
from safe_desktop.domain.likeness import Alike, likely_pairs
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.domain.theirs import Contact, TheirDocument
from safe_desktop.engine.deciding.kept_apart import refusals
from safe_desktop.store.book_file import Book
from safe_desktop.store.document_records import number_key

NOT_COMPARED = "Both lists are to be compared first"
_COMPARED_WITH = "compared-with"
_NOT_TO_BE_SENT = (Standing.DO_NOT_SEND, Standing.STAYS_HERE)
_OPEN_IN_XERO = ("AUTHORISED", "DRAFT")
"""A draft is offered too: it will be owed, and typed here a second time its number would be taken."""


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """A customer and a contact that are likely one: why, how certain in a word and out of 100, and what is against."""

    customer_id: int
    customer: Customer
    contact: Contact
    reasons: tuple[str, ...]
    certainty: int
    word: str
    against: str = ""


@dataclass(frozen=True, slots=True)
class LikelyDocument:
    """A document of ours and one of Xero's that are likely one, and what is against it (empty: nothing)."""

    kind: RecordKind
    document_id: int
    document: Document
    theirs: TheirDocument
    reasons: tuple[str, ...]
    against: str = ""


@dataclass(frozen=True, slots=True)
class FirstComparison:
    """Both lists side by side. `open_there`: what is owed or drafted in Xero and not in this book."""

    pairs: tuple[LikelyPair, ...]
    only_here: tuple[Customer, ...]
    only_there: tuple[Contact, ...]
    documents: tuple[LikelyDocument, ...]
    open_there: tuple[TheirDocument, ...]
    already_tied: int
    is_open: bool


def is_open(book: Book) -> bool:
    """Whether the lists of this book and its organisation are still to be compared."""
    organisation = book.chart.organisation()
    return organisation is not None and book.settings.remembered(_COMPARED_WITH) != organisation.organisation_id


def close(book: Book) -> None:
    """The lists are compared, or a person waived it; inside `Book.transaction()`."""
    organisation = book.chart.organisation()
    if organisation is not None:
        book.settings.remember(_COMPARED_WITH, organisation.organisation_id)


def why_nothing_is_sent(book: Book) -> str:
    """Why nothing may go to this organisation yet; empty if it may. Closes a comparison that has nothing to show."""
    held = what_waits(book)
    if not held and is_open(book):
        with book.transaction():
            close(book)
    return held


def what_waits(book: Book) -> str:
    """What of an open comparison waits for a person, in words, as far as Xero was read; empty if nothing does."""
    if not is_open(book):
        return ""
    found = compared(book)
    alike = [_counted(len(found.pairs), "customer"), _counted(len(found.documents), "document")]
    words = " and ".join(part for part in alike if part)
    return f"Compare both lists first: {words} may be in Xero already. Nothing was sent." if words else ""


def compared(book: Book) -> FirstComparison:
    """The comparison, from what is in the book and what was last read of Xero."""
    refused = refusals(book)
    contacts = _strangers(book)
    customers, tied = _unlinked_customers(book)
    not_same = frozenset((one, xero_id) for kind, one, xero_id in refused if kind is RecordKind.CUSTOMER)
    pairs = tuple(_pair(one) for one in likely_pairs(customers, contacts, not_same))
    documents, open_there = _documents(book, pairs, refused)
    paired, theirs = {one.customer_id for one in pairs}, {one.contact.contact_id for one in pairs}
    return FirstComparison(
        pairs,
        tuple(one for one in customers if one.id not in paired),
        tuple(one for one in contacts if one.contact_id not in theirs),
        documents,
        open_there,
        tied,
        is_open(book),
    )


def _pair(one: Alike) -> LikelyPair:
    found = one.likeness
    return LikelyPair(
        one.customer.id, one.customer, one.contact, found.reasons, found.certainty, found.word, found.against
    )


def _strangers(book: Book) -> list[Contact]:
    contacts = [one for one in book.copies.contacts() if one.status == "ACTIVE"]
    known = book.links.of_theirs(RecordKind.CUSTOMER, [one.contact_id for one in contacts])
    return [one for one in contacts if one.contact_id not in known]


def _unlinked_customers(book: Book) -> tuple[list[Customer], int]:
    """The customers that may still be made in Xero, and how many are tied already."""
    ids = book.customers.all_ids()
    linked = book.links.of_ours(RecordKind.CUSTOMER, ids)
    held = set(book.standings.ids(RecordKind.CUSTOMER, _NOT_TO_BE_SENT))
    found = book.customers.get_many(one for one in ids if one not in linked and one not in held)
    return [one for one in found.values() if not one.is_archived], len(linked)


def _documents(
    book: Book, pairs: Sequence[LikelyPair], refused: set[tuple[RecordKind, int, str]]
) -> tuple[tuple[LikelyDocument, ...], tuple[TheirDocument, ...]]:
    likely: list[LikelyDocument] = []
    open_there: list[TheirDocument] = []
    contact_of = {one.customer_id: one.contact.contact_id for one in pairs}
    for kind in DOCUMENT_KINDS:
        theirs = [one for one in book.copies.documents(kind) if not one.is_gone and one.is_ours_to_sell]
        known = book.links.of_theirs(kind, [one.document_id for one in theirs])
        strangers = [one for one in theirs if one.document_id not in known]
        found = _alike_documents(book, kind, strangers, contact_of, refused) if strangers else []
        taken = {one.theirs.document_id for one in found}
        likely += found
        open_there += [
            one
            for one in strangers
            if one.document_id not in taken and one.status in _OPEN_IN_XERO and one.due.minor > 0
        ]
    return tuple(likely), tuple(sorted(open_there, key=lambda one: (one.contact_name, one.issued_on, one.number)))


def _alike_documents(
    book: Book,
    kind: RecordKind,
    strangers: Sequence[TheirDocument],
    contact_of: dict[int, str],
    refused: set[tuple[RecordKind, int, str]],
) -> list[LikelyDocument]:
    """Each document of ours with the stranger of its number, else with the first of its contact, date and total."""
    ours = _unlinked_documents(book, kind)
    linked = book.links.of_ours(RecordKind.CUSTOMER, {one.customer_id for one in ours})
    contacts = contact_of | {customer_id: link.xero_id for customer_id, link in linked.items()}
    by_number = {number_key(one.number): one for one in strangers}
    by_worth: defaultdict[object, list[TheirDocument]] = defaultdict(list)
    for one in strangers:
        by_worth[one.contact_id, one.issued_on, one.total].append(one)
    found: list[LikelyDocument] = []
    taken: set[str] = set()
    for document in ours:
        contact_id = contacts.get(document.customer_id, "")
        total = document.totals.total
        candidates = [(by_number.get(number_key(document.number)), True)]
        candidates += [(one, False) for one in by_worth.get((contact_id, document.issued_on, total), ())]
        for theirs, is_number in candidates:
            if theirs is None or theirs.document_id in taken or (kind, document.id, theirs.document_id) in refused:
                continue
            found.append(_likely(kind, document, theirs, contact_id, is_number))
            taken.add(theirs.document_id)
            break
    return found


def _unlinked_documents(book: Book, kind: RecordKind) -> list[Document]:
    ids = list(book.documents.ids_by_number_key(DocumentKind(kind.value)).values())
    linked = book.links.of_ours(kind, ids)
    held = set(book.standings.ids(kind, _NOT_TO_BE_SENT))
    documents = book.documents.get_many(one for one in ids if one not in linked and one not in held)
    return [one for one in documents.values() if one.status is DocumentStatus.APPROVED]


def _likely(
    kind: RecordKind, document: Document, theirs: TheirDocument, contact_id: str, is_number: bool
) -> LikelyDocument:
    total = document.totals.total
    if not is_number:
        reasons: tuple[str, ...] = ("Same customer, date and total, under another number",)
        return LikelyDocument(kind, document.id, document, theirs, reasons)
    against = []
    if theirs.contact_id != contact_id:
        against.append(f"Xero’s is for {theirs.contact_name or 'another contact'}")
    if theirs.total != total:
        against.append(f"the total is {total.decimal:,} here and {theirs.total.decimal:,} in Xero")
    if theirs.issued_on != document.issued_on:
        against.append(f"the date is {document.issued_on:%d/%m/%Y} here and {theirs.issued_on:%d/%m/%Y} in Xero")
    return LikelyDocument(kind, document.id, document, theirs, ("Same number",), "; ".join(against))


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number else ""
