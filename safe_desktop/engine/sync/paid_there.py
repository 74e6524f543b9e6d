"""Invoices whose amounts were changed here although Xero has them paid or credited: asked about, for Xero keeps them.

Told to Xero the change would be refused for ever (xero-api.md 5.4), and what stays behind would be known to nobody.
"""

from collections.abc import Sequence
from decimal import Decimal

from safe_desktop.domain.document import Document, DocumentStatus
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.reconciling import (
    Difference,
    Moved,
    differences,
    snapshot_of_document,
    snapshot_of_their_document,
)
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.domain.theirs import TheirDocument
from safe_desktop.engine.changes import DOCUMENTS, MISMATCHES
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.store.book_file import Book


def changed_though_paid(
    document: Document, theirs: TheirDocument, moved: Sequence[Difference], customer: str
) -> list[Mismatch]:
    """The question about a total that only we changed and that Xero lets stand; empty where it may be told."""
    is_settled = theirs.paid.minor or theirs.credited.minor
    if not is_settled or document.status is not DocumentStatus.APPROVED or document.currency != theirs.currency:
        return []
    total = next((one for one in moved if one.field == "total" and one.moved is Moved.OURS), None)
    if total is None:
        return []
    word = "paid" if theirs.paid.minor else "credited"
    return [
        Mismatch(
            MismatchKind.TOTAL_DIFFERS,
            kind_of(document.kind),
            document.id,
            document.number,
            f"Changed here, {word} in Xero, which lets its amounts stand",
            theirs.document_id,
            "total",
            customer,
            total.ours,
            total.theirs,
            total.agreed,
            Money.from_decimal(Decimal(total.theirs) - Decimal(total.ours), theirs.currency),
        )
    ]


def ask_where_paid(book: Book, kind: RecordKind, ids: Sequence[int], tally: Tally) -> None:
    """Of these that were changed here: amounts that Xero, as last read, changes no more are asked about."""
    links = book.links.of_ours(kind, ids)
    found: list[Mismatch] = []
    for document in book.documents.get_many(links).values():
        link = links[document.id]
        theirs = book.copies.document(kind, link.xero_id)
        if theirs is not None and not theirs.is_gone:
            ours = snapshot_of_document(document, link.ours.get("contact", ""))
            moved = differences(ours, snapshot_of_their_document(theirs), link.ours, link.theirs)
            found += changed_though_paid(document, theirs, moved, book.customers.get(document.customer_id).name)
    if found:
        with book.transaction():
            book.mismatches.found(found)
            refresh(book, kind, [one.local_id for one in found], book.clock.today())
        tally.changed(DOCUMENTS, MISMATCHES)
