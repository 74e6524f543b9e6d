"""The first connection: both lists are read and compared, likely doubles are tied or called two, or it is waived.

What a person decides is kept in the book and noted; nothing here writes to Xero.
"""

from collections.abc import Sequence

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.engine.changes import CUSTOMERS, DOCUMENTS, MISMATCHES, PAYMENTS, SETTINGS, Changes
from safe_desktop.engine.control import Control
from safe_desktop.engine.deciding.kept_apart import forget_refusals, remember_refusals
from safe_desktop.engine.deciding.likely_doubles import (
    FirstComparison,
    LikelyDocument,
    LikelyPair,
    close,
    compared,
)
from safe_desktop.engine.entry.saved import YOU
from safe_desktop.engine.sync.landing_documents import settle_numbers
from safe_desktop.engine.sync.landing_payments import land_payments
from safe_desktop.engine.sync.run_report import RunReport, Tally
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.sync.syncing import DONE, NOT_CONNECTED, STOPPED, sync
from safe_desktop.engine.sync.tying import tie_customers, tie_documents
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import Cancelled, InputError, NotConnected, OfflineError
from safe_desktop.store.book_file import Book

__all__ = [
    "FirstComparison",
    "LikelyDocument",
    "LikelyPair",
    "accept",
    "accept_documents",
    "compare",
    "refuse",
    "refuse_documents",
    "skip",
]

_ALL = Changes.of(CUSTOMERS, DOCUMENTS, PAYMENTS, MISMATCHES)


def compare(workplace: Workplace, control: Control) -> FirstComparison:
    """Both lists side by side, Xero's read just now (a run that only reads). Where that fails, an error in words."""
    _refuse_unread(sync(workplace, control, reason="Compare both lists", read_only=True))
    return compared(workplace.book)


def accept(workplace: Workplace, pairs: Sequence[LikelyPair]) -> Changes:
    """Each customer and its contact are one from now on, all of them or, with an InputError, none."""
    book = workplace.book
    with book.transaction():
        for pair in pairs:
            _tie_customer(book, pair)
        refresh(book, RecordKind.CUSTOMER, [pair.customer_id for pair in pairs], workplace.clock.today())
        # A document whose number Xero has was only strange while its customer was.
        _find_documents(book, [pair.contact.contact_id for pair in pairs])
    return _ALL if pairs else Changes()


def accept_documents(workplace: Workplace, pairs: Sequence[LikelyDocument]) -> Changes:
    """Each document and Xero's are one from now on, with Xero's payments; all of them or, with an InputError, none."""
    book = workplace.book
    with book.transaction():
        for pair in pairs:
            _tie_document(book, pair)
    return _ALL if pairs else Changes()


def refuse(workplace: Workplace, pairs: Sequence[LikelyPair]) -> Changes:
    """Each customer and its contact are two, however alike; they are never proposed again."""
    book = workplace.book
    with book.transaction():
        remember_refusals(book, ((RecordKind.CUSTOMER, one.customer_id, one.contact.contact_id) for one in pairs))
        for one in pairs:
            told = f"Not the same as Xero’s contact “{one.contact.name}”."
            book.activity.note(YOU, "Kept apart", RecordKind.CUSTOMER, one.customer_id, one.customer.name, told)
    return Changes.of(CUSTOMERS) if pairs else Changes()


def refuse_documents(workplace: Workplace, pairs: Sequence[LikelyDocument]) -> Changes:
    """Each document and Xero's are two; they are never proposed again."""
    book = workplace.book
    with book.transaction():
        remember_refusals(book, ((one.kind, one.document_id, one.theirs.document_id) for one in pairs))
        for one in pairs:
            told = f"Not the same as Xero’s {one.theirs.number} for {one.theirs.contact_name}."
            book.activity.note(YOU, "Kept apart", one.kind, one.document_id, one.document.number, told)
    return Changes.of(DOCUMENTS) if pairs else Changes()


def skip(workplace: Workplace) -> Changes:
    """The comparison is waived: what is left of it counts as different, and the next sync sends."""
    book = workplace.book
    organisation = book.chart.organisation()
    if organisation is None:
        raise NotConnected(f"The book “{book.name}” is not connected to Xero.", "Nothing was changed.")
    left = compared(book)
    with book.transaction():
        close(book)
        told = f"{len(left.pairs)} likely customers and {len(left.documents)} likely documents were left as they are."
        book.activity.note(YOU, "Waived the comparison", "organisation", None, organisation.name, told)
    return Changes.of(SETTINGS)


def _refuse_unread(report: RunReport) -> None:
    if report.result == DONE:
        return
    if report.result == STOPPED:
        raise Cancelled
    if report.result == NOT_CONNECTED:
        raise NotConnected(report.words, "Nothing was compared.")
    raise OfflineError(report.words, "Nothing was compared.", "Try again later; nothing is sent before.")


def _tie_customer(book: Book, pair: LikelyPair) -> None:
    customer, contact = book.customers.get(pair.customer_id), book.copies.contact(pair.contact.contact_id)
    taken = book.links.of_theirs(RecordKind.CUSTOMER, [pair.contact.contact_id])
    if contact is None or contact.status != "ACTIVE":
        raise InputError(
            f"Xero’s contact “{pair.contact.name}” is no longer there, or archived.", "Nothing was linked."
        )
    if taken or book.links.get(RecordKind.CUSTOMER, customer.id) is not None:
        raise InputError(
            f"“{customer.name}” or Xero’s contact “{contact.name}” is linked already.",
            "Nothing was linked: one customer has one contact.",
            "Compare again and choose among what is left.",
        )
    forget_refusals(book, [(RecordKind.CUSTOMER, customer.id, contact.contact_id)])
    tie_customers(book, [(customer, contact)])
    told = f"Linked with Xero’s contact “{contact.name}”: {'; '.join(pair.reasons).lower() or 'as chosen'}."
    book.activity.note(YOU, "Linked", RecordKind.CUSTOMER, customer.id, customer.name, told)


def _find_documents(book: Book, contact_ids: Sequence[str]) -> None:
    for contact_id in contact_ids:
        documents = book.copies.documents_of_contact(contact_id)
        for kind in DOCUMENT_KINDS:
            of_kind = [one for one in documents if one.kind is DocumentKind(kind.value) and one.is_ours_to_sell]
            known = book.links.of_theirs(kind, [one.document_id for one in of_kind])
            strangers = [one for one in of_kind if one.document_id not in known]
            refresh(book, kind, settle_numbers(book, kind, strangers, Tally()), book.clock.today())


def _tie_document(book: Book, pair: LikelyDocument) -> None:
    document, theirs = book.documents.get(pair.document_id), book.copies.document(pair.kind, pair.theirs.document_id)
    customer = book.links.get(RecordKind.CUSTOMER, document.customer_id)
    taken = book.links.of_theirs(pair.kind, [pair.theirs.document_id])
    why = ""
    if theirs is None or theirs.is_gone:
        why = "Xero no longer has it, or voided it"
    elif taken or book.links.get(pair.kind, document.id) is not None:
        why = "one of the two is linked already"
    elif customer is None or customer.xero_id != theirs.contact_id:
        why = f"Xero’s is for “{theirs.contact_name}”, which is not linked with its customer"
    elif theirs.total != document.totals.total:
        why = f"the total is {document.totals.total.decimal:,} here and {theirs.total.decimal:,} in Xero"
    if why or theirs is None:
        raise InputError(
            f"{document.number} cannot be linked with Xero’s {pair.theirs.number}: {why}.",
            "Nothing was linked.",
            "Link the customer first or mend the document, and compare again.",
        )
    forget_refusals(book, [(pair.kind, document.id, theirs.document_id)])
    land_payments(book, tie_documents(book, [(document, theirs)]), Tally())
    told = f"Linked with Xero’s {theirs.number}: {'; '.join(pair.reasons).lower()}."
    book.activity.note(YOU, "Linked", pair.kind, document.id, document.number, told)
    refresh(book, pair.kind, [document.id], book.clock.today())
