"""Takes Xero's open invoices and credit notes into the book, tied at once, with their payments: open to the penny.

From what was last read of Xero; nothing is written to it. Invoices first, then the credit notes set against them, then
what Xero credited by other means. One that would not be equal to the penny is left out with its reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safe_desktop.domain.document import Document, DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation, Origin, Payment, PaymentMethod, PaymentStatus
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind, kind_of
from safe_desktop.domain.theirs import TheirDocument
from safe_desktop.engine.changes import CUSTOMERS, DOCUMENTS, MISMATCHES, PAYMENTS, SETTINGS, Changes
from safe_desktop.engine.deciding.lines_from_xero import lines_from_xero
from safe_desktop.engine.deciding.taking_in import XERO, LeftOut, TakenIn, take_in_contact
from safe_desktop.engine.entry.payment_marks import free_marker
from safe_desktop.engine.sync.allocating import settle_allocation
from safe_desktop.engine.sync.landing_advances import land_advances_of
from safe_desktop.engine.sync.landing_payments import bring_in
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.sync.tying import tie_documents
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.document_records import number_key
from safe_desktop.store.link_records import CREDIT_METHOD

_ALL = Changes.of(CUSTOMERS, DOCUMENTS, PAYMENTS, MISMATCHES, SETTINGS)
_NOT_OPEN = {
    "SUBMITTED": "it waits for approval in Xero",
    "VOIDED": "it is void in Xero",
    "DELETED": "it is deleted in Xero",
}


@dataclass(frozen=True, slots=True)
class _Pair:
    document: Document
    theirs: TheirDocument


def take_in_documents(workplace: Workplace, xero_ids: Iterable[str]) -> TakenIn:
    """These invoices and credit notes as documents of the book, their customers with them where need be."""
    book = workplace.book
    found, left_out = _wanted(book, list(dict.fromkeys(xero_ids)))
    pairs: list[_Pair] = []
    with book.transaction():
        for theirs in sorted(found, key=lambda one: one.kind is DocumentKind.CREDIT_NOTE):
            try:
                with book.transaction():
                    pairs.append(_take_in(book, theirs))
            except InputError as problem:
                left_out.append(LeftOut(theirs.document_id, theirs.number, problem.title))
        _credit_invoices(book, pairs)
        for kind in DOCUMENT_KINDS:
            ids = [one.document.id for one in pairs if kind_of(one.document.kind) is kind]
            refresh(book, kind, ids, workplace.clock.today())
        customers = {one.document.customer_id for one in pairs}
        refresh(book, RecordKind.CUSTOMER, customers, workplace.clock.today())
    return TakenIn({one.theirs.document_id: one.document.id for one in pairs}, tuple(left_out), _ALL)


def _wanted(book: Book, xero_ids: Sequence[str]) -> tuple[list[TheirDocument], list[LeftOut]]:
    found: list[TheirDocument] = []
    left_out: list[LeftOut] = []
    for xero_id in xero_ids:
        copies = [book.copies.document(kind, xero_id) for kind in DOCUMENT_KINDS]
        theirs = next((one for one in copies if one is not None), None)
        if theirs is None:
            left_out.append(LeftOut(xero_id, xero_id, "It was never read from Xero."))
        else:
            found.append(theirs)
    return found, left_out


def _take_in(book: Book, theirs: TheirDocument) -> _Pair:
    """One document, tied, with its payments; InputError where it cannot be, or is not equal to the penny."""
    _refuse(book, theirs)
    customer_id = _customer(book, theirs)
    kept = book.documents.add(
        Document(
            theirs.kind,
            theirs.number,
            customer_id,
            theirs.issued_on,
            max(theirs.due_on or theirs.issued_on, theirs.issued_on),
            lines_from_xero(book, theirs),
            reference=theirs.reference,
            currency=theirs.currency,
            tax_mode=theirs.tax_mode,
        )
    )
    _refuse_unequal(theirs, "total", kept.totals.total, theirs.total)
    _refuse_unequal(theirs, "VAT", kept.totals.tax, theirs.tax)
    payments = tie_documents(book, [(kept, theirs)])
    if kept.kind is DocumentKind.CREDIT_NOTE:
        _spend(book, kept, theirs)
        _refuse_unequal(theirs, "credit that is left", book.documents.open(kept.id), theirs.due)
    else:
        for one in payments:
            if not one.is_deleted:
                bring_in(book, one, kept, Tally())
        # What was credited comes last: the credit notes it came from may be taken in after it.
        _refuse_unequal(theirs, "open amount", book.documents.open(kept.id), theirs.due + theirs.credited)
    is_draft = theirs.status == "DRAFT"
    told = f"A draft of {theirs.total} in Xero" if is_draft else f"Open in Xero: {theirs.due} of {theirs.total}"
    book.activity.note(XERO, "Taken in", kind_of(kept.kind), kept.id, kept.number, told)
    return _Pair(kept, theirs)


def _refuse(book: Book, theirs: TheirDocument) -> None:
    kind = kind_of(theirs.kind)
    why = _NOT_OPEN.get(theirs.status, "")
    if not theirs.is_ours_to_sell:
        why = "it is a supplier’s"
    elif book.links.of_theirs(kind, [theirs.document_id]):
        why = "it is in this book already"
    elif number_key(theirs.number) in book.documents.numbers(theirs.kind):
        why = "this book has a document of that number that is not linked with it"
    if why:
        raise InputError(f"{theirs.number or 'A document'} was not taken in: {why}.")


def _customer(book: Book, theirs: TheirDocument) -> int:
    link = book.links.of_theirs(RecordKind.CUSTOMER, [theirs.contact_id]).get(theirs.contact_id)
    if link is not None:
        return link.local_id
    return take_in_contact(book, book.copies.contact(theirs.contact_id))


def _refuse_unequal(theirs: TheirDocument, what: str, ours: Money, wanted: Money) -> None:
    if ours != wanted:
        raise InputError(
            f"{theirs.number} was not taken in: its {what} would be {ours.decimal:,} here and is "
            f"{wanted.decimal:,} in Xero."
        )


def _spend(book: Book, note: Document, theirs: TheirDocument) -> None:
    """Set the credit note against the invoices that this book has, and count what Xero spent of it elsewhere."""
    _take_credit_back(book, note.id)
    for link in book.links.of_theirs(RecordKind.INVOICE, _spent_on(theirs)).values():
        # Until now this credit was one without a credit note here.
        _take_credit_back(book, link.local_id)
    link_of_note = book.links.get(RecordKind.CREDIT_NOTE, note.id)
    assert link_of_note is not None, "a credit note is tied before it is spent"
    settle_allocation(book, link_of_note, theirs, is_ours=False)
    elsewhere = book.documents.open(note.id) - theirs.due
    if elsewhere.minor > 0:
        _settle_by_credit(book, note, elsewhere, "Spent in Xero on what is not in this book, or paid back")


def _credit_invoices(book: Book, pairs: Sequence[_Pair]) -> None:
    """What Xero credited of the invoices touched: by credit notes of this book, else by credit it gave otherwise."""
    invoices = {one.theirs.document_id for one in pairs if one.document.kind is DocumentKind.INVOICE}
    for contact_id in {one.theirs.contact_id for one in pairs}:
        for note in book.copies.documents_of_contact(contact_id):
            if note.kind is DocumentKind.CREDIT_NOTE and not note.is_gone and invoices & _spent_on(note):
                link = book.links.of_theirs(RecordKind.CREDIT_NOTE, [note.document_id]).get(note.document_id)
                if link is not None:
                    _spend(book, book.documents.get(link.local_id), note)
    # Over- and prepayments that Xero set against them do so here too, and what is left of them is on account.
    land_advances_of(book, {one.theirs.contact_id for one in pairs}, Tally())
    for one in pairs:
        invoices |= _spent_on(one.theirs)
    links = book.links.of_theirs(RecordKind.INVOICE, invoices)
    credited = book.links.credited_by_tied([link.local_id for link in links.values()])
    for xero_id, link in links.items():
        theirs = book.copies.document(RecordKind.INVOICE, xero_id)
        if theirs is not None:
            missing = theirs.credited - Money(credited.get(link.local_id, 0), theirs.currency)
            if missing.minor > 0:
                _settle_by_credit(book, book.documents.get(link.local_id), missing, "Credit set against it in Xero")


def _spent_on(note: TheirDocument) -> set[str]:
    return {one.document_id for one in note.allocations}


def _take_credit_back(book: Book, document_id: int) -> None:
    method = book.payments.find_method(CREDIT_METHOD)
    for payment in book.payments.of_document(document_id):
        if method is not None and payment.method_id == method.id and payment.status is PaymentStatus.LIVE:
            book.payments.take_back(payment.id)


def _settle_by_credit(book: Book, document: Document, amount: Money, reference: str) -> None:
    method = book.payments.find_method(CREDIT_METHOD) or book.payments.save_method(PaymentMethod(CREDIT_METHOD))
    payment = Payment(
        document.customer_id,
        document.issued_on,
        amount,
        method.id,
        document_id=document.id,
        reference=reference,
        marker=free_marker(book),
        origin=Origin.XERO,
    )
    kept = book.payments.add(payment, [Allocation(document.id, amount)])
    refresh(book, RecordKind.PAYMENT, [kept.id], book.clock.today())
