"""What Xero had before a change of ours: kept with the intent to tell it, given back where a run is undone.

The record here stays as it is, is changed against Xero's again, and is held back until a person releases it.
"""

import json
from decimal import Decimal

from safe_desktop.domain.delivery import Expected
from safe_desktop.domain.reconciling import FIELD_WORDS, snapshot_of_theirs
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.domain.theirs import Contact, TheirDocument
from safe_desktop.engine.sync.composed import Composed
from safe_desktop.engine.sync.recalling import recalled
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.tying import agree_on
from safe_desktop.store.book_file import Book
from safe_desktop.store.outbox_records import Intent, Operation, OutboxEntry
from safe_desktop.store.run_records import Outcome
from safe_desktop.xero.wire_restoring import earlier_values, is_final
from safe_desktop.xero.wire_writing import Element, written

_NEVER_AGREED = 0
_DONE = "Its earlier values are back in Xero"


def intended(book: Book, composed: Composed) -> Intent:
    """The intent to tell this, with what Xero has until then; inside the transaction that writes it down."""
    return Intent(
        composed.kind,
        composed.operation,
        composed.local_id,
        composed.revision,
        composed.expected.natural_key,
        composed.element_text,
        earlier=_earlier(book, composed),
    )


def what_was(entry: OutboxEntry) -> Element:
    """The element that gives back what was before that intent; empty where it is not known."""
    found: Element = json.loads(entry.earlier, parse_float=Decimal, parse_int=Decimal) if entry.earlier else {}
    return found


def words_of(kind: RecordKind, was: Element) -> str:
    """What is given back, by the names of its fields."""
    told = recalled(kind, written(was).decode())
    fields = [FIELD_WORDS[field] for field in told.fields if field in FIELD_WORDS]
    if told.lines is not None:
        fields.append("lines and amounts")
    return f"Give back in Xero: {', '.join(fields) or 'its earlier values'}"


def restoring(book: Book, kind: RecordKind, local_id: int, label: str, entry_id: int) -> Composed | None:
    """What is told to Xero; None where the record is tied to none of its any more."""
    link = book.links.get(kind, local_id)
    was = what_was(book.outbox.get(entry_id))
    if link is None or not was:
        return None
    key = str(was.get("Name") or was.get("InvoiceNumber") or was.get("CreditNoteNumber") or label)
    return Composed(
        kind,
        local_id,
        link.revision,
        label,
        Operation.RESTORE,
        link.xero_id,
        was,
        Expected(key.casefold(), ()),
        link.ours,
    )


def settle_restored(
    book: Book, kind: RecordKind, local_id: int, theirs: Contact | TheirDocument, element_text: str, tally: Tally
) -> None:
    """Xero has its earlier values; ours differ from them again and are held back. Inside a transaction."""
    if isinstance(theirs, Contact):
        book.copies.keep_contacts([theirs])
    else:
        book.copies.keep_documents([theirs])
    link = book.links.get(kind, local_id)
    if link is None:
        return
    now, fields = snapshot_of_theirs(theirs), recalled(kind, element_text).moved
    known = [field for field in now if field in fields]
    agree_on(book, link, known, {field: f"Xero: {now[field]}" for field in known}, now, _NEVER_AGREED)
    label = next((label for _, label, _ in book.standings.labels(kind, [local_id])), "")
    book.activity.note("Sync", "Undone", kind, local_id, label, _DONE)
    tally.add(kind, local_id, label, Outcome.SENT, _DONE)


def _earlier(book: Book, composed: Composed) -> str:
    """The JSON that gives back what Xero has of it; empty where nothing is changed, or not all of it is known."""
    if composed.operation is not Operation.UPDATE or is_final(composed.element):
        return ""
    theirs = _read(book, composed.kind, composed.xero_id)
    was = earlier_values(theirs, composed.element) if theirs is not None else {}
    return written(was).decode() if was and was.keys() == composed.element.keys() else ""


def _read(book: Book, kind: RecordKind, xero_id: str) -> Contact | TheirDocument | None:
    if kind is RecordKind.CUSTOMER:
        return book.copies.contact(xero_id)
    return book.copies.document(kind, xero_id) if kind in DOCUMENT_KINDS else None
