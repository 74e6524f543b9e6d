"""Settles a total that is higher in Xero than here, and stays so there: Xero's is taken over, and the rest credited.

The credit note is one like any other: it is shown before it goes, sent with the next sync, and set against the invoice
as far as that is open on both sides. What was paid already stays paid, and what is credited beyond is the customer's.
"""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.mismatch import Mismatch
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import TheirDocument
from safe_desktop.engine.deciding.lines_from_xero import lines_from_xero
from safe_desktop.engine.deciding.linking import cannot
from safe_desktop.engine.deciding.siding import take_theirs
from safe_desktop.engine.entry.ledger import add_document
from safe_desktop.engine.entry.ledger_payments import apply_credit
from safe_desktop.engine.sync.landing_payments import land_payments
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book


def credit_the_difference(workplace: Workplace, mismatch: Mismatch) -> Document:
    """The credit note over what Xero has more than we, set against the invoice; InputError where lines cannot tell."""
    book = workplace.book
    document = book.documents.get(mismatch.local_id)
    link = book.links.get(RecordKind.INVOICE, document.id)
    theirs = book.copies.document(RecordKind.INVOICE, link.xero_id) if link else None
    if theirs is None:
        raise cannot("The invoice is no longer tied to Xero’s.")
    if theirs.currency != document.currency or theirs.total <= document.totals.total:
        raise cannot(f"Xero’s {theirs.number} is not for more than ours by now.")
    difference = theirs.total - document.totals.total
    wanted = _credit_note(workplace, document, theirs)
    take_theirs(book, replace(mismatch, field="total"))
    # What was paid in Xero comes first: it may have been too much for the invoice as it was here.
    land_payments(book, book.copies.payments_of(theirs.document_id), Tally())
    note = add_document(workplace, wanted).value
    if note.totals.total != difference:
        raise _lines_cannot_tell(
            document, f"its credit note would come to {note.totals.total} and the difference is {difference}"
        )
    room = min(difference, theirs.due, book.documents.open(document.id))
    if room.minor > 0:
        apply_credit(workplace, note.id, document.id, room)
    refresh(book, RecordKind.CREDIT_NOTE, [note.id], workplace.clock.today())
    return note


def _credit_note(workplace: Workplace, document: Document, theirs: TheirDocument) -> Document:
    today = workplace.clock.today()
    lines = _lines_of_difference(workplace.book, document, theirs)
    return Document(
        DocumentKind.CREDIT_NOTE,
        "",
        document.customer_id,
        today,
        today,
        lines,
        reference=document.number,
        currency=document.currency,
        tax_mode=theirs.tax_mode,
    )


def _lines_of_difference(book: Book, document: Document, theirs: TheirDocument) -> tuple[Line, ...]:
    """One line for each account and VAT code of which Xero has more, with so much."""
    if theirs.tax_mode is not document.tax_mode:
        raise _lines_cannot_tell(document, "its amounts are with VAT on one side and without on the other")
    sums: defaultdict[tuple[str, str], Money] = defaultdict(lambda: Money(0, document.currency))
    shown: dict[tuple[str, str], Line] = {}
    for lines, is_theirs in ((document.lines, False), (lines_from_xero(book, theirs), True)):
        for line in lines:
            key = _key(book, line)
            amount = line.amounts(document.tax_mode, document.currency).amount
            sums[key] = sums[key] + amount if is_theirs else sums[key] - amount
            # Ours come first: the VAT code that the invoice has here is the one to credit it under.
            shown.setdefault(key, line)
    if any(amount.minor < 0 for amount in sums.values()):
        raise _lines_cannot_tell(document, "Xero has more on one account or VAT code and less on another")
    words = f"Credit for {document.number}"
    return tuple(
        Line(words, Decimal(1), amount.decimal, shown[key].vat_code, shown[key].vat_rate, key[0])
        for key, amount in sums.items()
        if amount
    )


def _key(book: Book, line: Line) -> tuple[str, str]:
    """Account and Xero's tax type of the line, those of the settings where it names none."""
    code = book.chart.find_vat_code(line.vat_code or book.settings.default_vat_code)
    return line.account_code or book.settings.sales_account, (code.xero_tax_type or "") if code else ""


def _lines_cannot_tell(document: Document, why: str) -> InputError:
    return InputError(
        f"What is to be credited of {document.number} cannot be told from its lines: {why}.",
        "Nothing was changed.",
        "Take Xero’s, and write the credit note by hand.",
    )
