"""Closes Xero's blind spots: once a day everything open is compared whole, whatever its time of change says.

A due date or an account may change without moving that time (xero-api.md 3.3); a payment may vanish, a credit may be
given. What is credited in Xero without a credit note of this book is a mismatch, found here after every reading.
"""

from collections.abc import Iterable, Mapping, Sequence

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import TheirDocument
from safe_desktop.engine.changes import MISMATCHES
from safe_desktop.engine.control import Control
from safe_desktop.engine.sync.landing_advances import land_advances_of
from safe_desktop.engine.sync.landing_documents import land_documents
from safe_desktop.engine.sync.landing_payments import land_payments
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from safe_desktop.xero.client import XeroClient

SLICE = 100


def compare_what_is_open(book: Book, client: XeroClient, control: Control, tally: Tally) -> list[str]:
    """Read all that is open in Xero and land it; returns the ids of the invoices that were looked at."""
    seen: list[str] = []
    for kind in DocumentKind:
        open_there: set[str] = set()
        for page in client.open_documents(kind):
            for start in range(0, len(page.items), SLICE):
                control.progress(start, None, "Comparing all that is open")
                part = page.items[start : start + SLICE]
                with book.transaction():
                    land_documents(book, part, tally)
                open_there.update(one.document_id for one in part)
                _find_payments(book, client, kind, part, tally)
        missing = _open_here_only(book, kind, open_there)
        if missing:
            asked_for = client.documents_by_number(kind, missing)
            with book.transaction():
                land_documents(book, asked_for, tally)
            _find_payments(book, client, kind, asked_for, tally)
            open_there.update(one.document_id for one in asked_for)
        if kind is DocumentKind.INVOICE:
            seen.extend(open_there)
    return seen


def _open_here_only(book: Book, kind: DocumentKind, open_there: set[str]) -> list[str]:
    """Numbers of tied documents that are open here and not there: absence proves nothing, so they are asked for."""
    open_here = book.documents.open_ids(kind)
    links = book.links.of_ours(RecordKind(kind.value), open_here)
    ids = [local_id for local_id, link in links.items() if link.xero_id not in open_there]
    return [document.number for document in book.documents.get_many(ids).values()]


def _find_payments(
    book: Book, client: XeroClient, kind: DocumentKind, documents: Sequence[TheirDocument], tally: Tally
) -> None:
    """Read the payments of each document whose paid (or paid back) amount is not the sum both sides know."""
    links = book.links.of_theirs(RecordKind(kind.value), [one.document_id for one in documents])
    known = book.links.paid_by_tied([link.local_id for link in links.values()])
    for theirs in documents:
        link = links.get(theirs.document_id)
        if link is not None and known.get(link.local_id, 0) != theirs.paid.minor:
            payments = client.payments_of(theirs.document_id)
            with book.transaction():
                land_payments(book, payments, tally)


def has_unknown_credit(book: Book, invoice_ids: Iterable[str]) -> bool:
    """Whether Xero credited more or less of one of these invoices than what both sides know."""
    return bool(_differing(book, book.links.of_theirs(RecordKind.INVOICE, list(invoice_ids))))


def compare_credits(book: Book, invoice_ids: Iterable[str], tally: Tally) -> None:
    """Ask about invoices of which Xero credited more or less than the credit that both sides know.

    Those that were asked about before are looked at again, whether they were read or not.
    """
    asked = {one.xero_id for one in book.mismatches.open_ones() if one.kind is MismatchKind.CREDIT_IN_XERO}
    read = book.links.of_theirs(RecordKind.INVOICE, sorted({*invoice_ids, *asked}))
    # Most agree: they are found by reading alone, which holds up nobody.
    wanted = _differing(book, read)
    links = {xero_id: link for xero_id, link in read.items() if xero_id in wanted or xero_id in asked}
    if not links:
        return
    with book.transaction():
        contacts = {theirs.contact_id for theirs, _ in _differing(book, links).values()}
        if contacts:
            land_advances_of(book, contacts, tally)
        differing = _differing(book, links)
        touched = []
        for xero_id, link in links.items():
            if xero_id in differing:
                theirs, ours = differing[xero_id]
                is_new = book.mismatches.found([_credited(book, link.local_id, theirs, ours)]) > 0
                touched += [link.local_id] * is_new
            else:
                gone = book.mismatches.vanish(RecordKind.INVOICE, link.local_id, [MismatchKind.CREDIT_IN_XERO])
                touched += [link.local_id] * bool(gone)
        if touched:
            refresh(book, RecordKind.INVOICE, touched, book.clock.today())
            tally.changed(MISMATCHES)


def _differing(book: Book, links: Mapping[str, Link]) -> dict[str, tuple[TheirDocument, Money]]:
    """Of these invoices, those that Xero credited otherwise than what both sides know; with what that is."""
    credited = book.links.credited_by_tied([link.local_id for link in links.values()])
    found = {}
    for xero_id, link in links.items():
        theirs = book.copies.document(RecordKind.INVOICE, xero_id)
        if theirs is None or theirs.is_gone:
            continue
        ours = Money(credited.get(link.local_id, 0), theirs.currency)
        if ours != theirs.credited:
            found[xero_id] = (theirs, ours)
    return found


def _credited(book: Book, local_id: int, theirs: TheirDocument, ours: Money) -> Mismatch:
    document = book.documents.get(local_id)
    return Mismatch(
        MismatchKind.CREDIT_IN_XERO,
        RecordKind.INVOICE,
        local_id,
        document.number,
        "Credit was set against it in Xero that is not in this book",
        theirs.document_id,
        "credited",
        book.customers.get(document.customer_id).name,
        f"{ours.decimal:,}",
        f"{theirs.credited.decimal:,}",
        "",
        theirs.credited - ours,
    )
