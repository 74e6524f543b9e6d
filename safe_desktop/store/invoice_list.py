"""The table of invoices and credit notes in SQL; made for 100,000 of them."""

from datetime import date

from safe_desktop.domain.billing import settled_status
from safe_desktop.domain.document import DocumentKind, DocumentStatus
from safe_desktop.domain.money import Money
from safe_desktop.domain.standing import Standing
from safe_desktop.store.book_database import Row, Value
from safe_desktop.store.book_file import Book
from safe_desktop.store.list_entries import InvoiceEntry
from safe_desktop.store.list_queries import Found, RecordList, Shape, contains, words_of
from safe_desktop.store.word_records import SHORTEST, match_of

SIGNED_TOTAL = "CASE d.kind WHEN 'invoice' THEN d.total_minor ELSE -d.total_minor END"
SIGNED_OPEN = "CASE d.kind WHEN 'invoice' THEN d.open_minor ELSE -d.open_minor END"
_AWAITING = f"{SIGNED_OPEN} > 0"
_WORD_RANK = """CASE d.status WHEN 'voided' THEN 5 WHEN 'draft' THEN 0 ELSE CASE WHEN d.open_minor <= 0 THEN 4
    WHEN d.due_on < :today THEN 3 WHEN d.settled_minor > 0 THEN 2 ELSE 1 END END"""
_VALID = "(d.status <> 'voided' OR :only = 'voided')"


def invoice_list(book: Book, today: date) -> RecordList[InvoiceEntry]:
    """The table of all invoices and credit notes, as of this day."""
    day: Value = today.isoformat()
    shape = Shape(
        source="document d",
        identity="d.id",
        columns="""d.kind, d.number, d.customer_id, d.customer_name, d.issued_on, d.due_on, d.reference, d.currency,
            d.total_minor, d.settled_minor, d.open_minor, d.status, d.standing, d.standing_reason""",
        read=lambda row: _entry(row, today),
        search=_search,
        default_order="d.issued_on DESC, d.id DESC",
        sorts={
            "number": "d.number COLLATE NOCASE",
            "kind": "d.kind",
            "customer": "d.customer_name COLLATE NOCASE",
            "issued_on": "d.issued_on",
            "due_on": "d.due_on",
            "reference": "d.reference COLLATE NOCASE",
            "total": SIGNED_TOTAL,
            "open": SIGNED_OPEN,
            "word": _WORD_RANK,
            "standing": "d.standing",
        },
        filters={
            "awaiting": _AWAITING,
            "overdue": f"{_AWAITING} AND d.due_on < :today",
            "paid": "d.kind = 'invoice' AND d.status = 'approved' AND d.open_minor <= 0",
            "credit_notes": "d.kind = 'credit_note' AND d.status <> 'voided'",
            "voided": "d.status = 'voided'",
        },
        # Void documents are worth nothing: they are added up only where they are all that is shown.
        sums={"total": f"{_VALID} * ({SIGNED_TOTAL})", "open": SIGNED_OPEN},
        currency="d.currency",
        parameters={"today": day},
    )
    return RecordList(book.database, shape)


def _search(search: str) -> Found:
    words = words_of(search)
    long = [word for word in words if len(word) >= SHORTEST]
    short = [word for word in words if len(word) < SHORTEST]
    condition, parameters = contains(("d.number", "d.customer_name", "d.reference"), short)
    if long:
        parameters["match"] = match_of(long)
        condition += " AND d.id IN (SELECT rowid FROM document_words WHERE document_words MATCH :match)"
    return condition, parameters


def _entry(row: Row, today: date) -> InvoiceEntry:
    record_id, kind, number, customer_id, customer, issued, due, reference, currency = row[:9]
    total, settled, still_open, status, standing, reason = row[9:]
    sign = 1 if kind == DocumentKind.INVOICE else -1
    due_on = date.fromisoformat(due)
    word = settled_status(DocumentStatus(status), Money(total, currency), Money(settled, currency), due_on, today)
    return InvoiceEntry(
        id=record_id,
        kind=DocumentKind(kind),
        number=number,
        customer_id=customer_id,
        customer=customer,
        issued_on=date.fromisoformat(issued),
        due_on=due_on,
        reference=reference,
        total=Money(sign * total, currency),
        open=Money(sign * still_open, currency),
        word=word,
        standing=Standing(standing),
        reason=reason,
    )
