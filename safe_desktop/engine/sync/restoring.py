"""What Xero had before a change of ours: kept when the change is told, given back where a run is undone.

The record here stays as it is, is changed against Xero's again, and is held back until a person releases it.
"""

import json
from collections.abc import Sequence
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
from safe_desktop.store.outbox_records import Operation
from safe_desktop.store.run_records import Outcome
from safe_desktop.xero.wire_restoring import earlier_values, is_final
from safe_desktop.xero.wire_writing import Element, written

_NEVER_AGREED = 0
_DONE = "Its earlier values are back in Xero"


def keep_what_was(book: Book, batch: Sequence[Composed], entries: Sequence[int]) -> None:
    """Keep what Xero has of these records until now; inside the transaction that writes the intents."""
    for composed, entry in zip(batch, entries, strict=True):
        if composed.operation is Operation.UPDATE and not is_final(composed.element):
            theirs = _read(book, composed.kind, composed.xero_id)
            was = earlier_values(theirs, composed.element) if theirs is not None else {}
            if was and was.keys() == composed.element.keys():
                book.settings.remember(_key(entry), written(was).decode())


def what_was(book: Book, entry_id: int) -> Element:
    """The element that gives back what was before that intent; empty where it is not known."""
    text = book.settings.remembered(_key(entry_id))
    found: Element = json.loads(text, parse_float=Decimal, parse_int=Decimal) if text else {}
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
    was = what_was(book, entry_id)
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


def _read(book: Book, kind: RecordKind, xero_id: str) -> Contact | TheirDocument | None:
    if kind is RecordKind.CUSTOMER:
        return book.copies.contact(xero_id)
    return book.copies.document(kind, xero_id) if kind in DOCUMENT_KINDS else None


def _key(entry_id: int) -> str:
    return f"before-{entry_id}"
