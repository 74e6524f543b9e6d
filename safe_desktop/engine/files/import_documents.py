"""Decides which documents of a file are new to the book, and writes those. Deciding and writing are two steps.

All is decided before the first row is written, so a dry run tells exactly what a real one does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus, Line, problems_of_document
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.domain.tax import TaxMode
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.import_cells import Cells, MappedRow
from safe_desktop.engine.files.import_customers import write_customers
from safe_desktop.engine.files.import_invoices import FileDocument, InvoiceReader, row_worth
from safe_desktop.engine.files.import_parties import Parties, Party
from safe_desktop.engine.files.import_report import Remark, Tallies
from safe_desktop.engine.sync.standings import refresh
from safe_desktop.store.activity_records import Note
from safe_desktop.store.book_file import Book
from safe_desktop.store.document_records import number_key

WORDS = {DocumentKind.INVOICE: "Invoices", DocumentKind.CREDIT_NOTE: "Credit notes"}
_WRITTEN_AT_ONCE = 100
_LARGEST = 10**12
"""Far above any invoice, and below what the book's whole numbers hold."""
_NOT_SENT = "Its total is 0.00: it is kept here and not sent, since there is nothing to be paid"


@dataclass(slots=True)
class DocumentPlan:
    """What is to be written, and the words about it."""

    documents: list[Document] = field(default_factory=list)
    hashes: list[str] = field(default_factory=list)
    kept_not_sent: list[Remark] = field(default_factory=list)
    undescribed_rows: int = 0
    unnamed: int = 0
    turned_by_total: int = 0


class DocumentPlanner:
    """Decides about one document after the other."""

    def __init__(self, book: Book, cells: Cells, reader: InvoiceReader, tallies: Tallies) -> None:
        self._book = book
        self._cells = cells
        self._reader = reader
        self._tallies = tallies
        self._known = book.documents.known_hashes()
        self._planned: dict[tuple[DocumentKind, str], int] = {}
        self._in_doubt: list[tuple[Sequence[MappedRow], FileDocument]] = []
        self._terms = timedelta(days=book.settings.terms_days)
        self._nobody = Party(cells.mapping.options.cash_customer or book.settings.cash_customer)
        self.parties = Parties(book.customers.get_many(book.customers.all_ids()).values())
        self.plan = DocumentPlan()

    def decide_all(self, rows: Iterable[MappedRow], control: Control) -> None:
        """Decide about everything in these rows; what the file says of each row's worth is in its tally."""
        groups = self._grouped(rows)
        count = len(groups)
        for done, key in enumerate(list(groups)):
            if done % _WRITTEN_AT_ONCE == 0:
                control.progress(done, count, "Checking documents")
            self._decide(groups.pop(key))
        self._settle_doubts()

    def _grouped(self, rows: Iterable[MappedRow]) -> dict[tuple[str, str], list[MappedRow]]:
        """The rows by document, wherever in the file they stand."""
        groups: dict[tuple[str, str], list[MappedRow]] = {}
        for row in rows:
            number = self._cells.text(row, "number")
            if number:
                groups.setdefault((self._cells.text(row, "kind").casefold(), number_key(number)), []).append(row)
            else:
                self._refuse([row], row.problem or f"{self._cells.label('number')} is empty")
        return groups

    def _decide(self, rows: list[MappedRow]) -> None:
        try:
            found = self._reader.read(rows)
            key = (found.kind, number_key(found.number))
            if key in self._planned:
                raise ValueError(f"{found.number} is in this file twice, also in row {self._planned[key]}")
            if key not in self._known:
                self._accept(rows, found)
                self._planned[key] = rows[0].number
            elif self._known[key] == found.source_hash:
                self._tallies.is_here(len(rows), self._worth(rows))
            else:
                self._in_doubt.append((rows, found))
        except ValueError as problem:
            self._refuse(rows, str(problem))

    def _accept(self, rows: Sequence[MappedRow], found: FileDocument) -> None:
        document = self._document(found, customer_id=0)
        problems = list(problems_of_document(document))
        total = document.totals.total.minor
        if total < 0:
            problems.append("its lines are above zero, but rounded its total is below; make it a credit note")
        if any(max(abs(n) for n in _sizes(line)) > _LARGEST for line in document.lines):
            problems.append("its amounts are larger than any invoice")
        if problems:
            raise ValueError("; ".join(problems))
        customer = self.parties.find_or_add(found.party or self._nobody)
        self.plan.documents.append(replace(document, customer_id=customer.id))
        self.plan.hashes.append(found.source_hash)
        self.plan.undescribed_rows += found.undescribed
        self.plan.unnamed += not found.party
        by_number_or_word = self._cells.text(rows[0], "kind") or self._reader.is_cancelled(found.number)
        self.plan.turned_by_total += found.is_turned and not by_number_or_word
        if total == 0:
            self.plan.kept_not_sent.append(Remark(found.number, _NOT_SENT))
        worth = self._counted(document, found)
        self._tallies.accept(WORDS[found.kind], len(rows), worth, worth - found.exact)

    def _document(self, found: FileDocument, customer_id: int) -> Document:
        usual = found.issued_on + self._terms if found.kind is DocumentKind.INVOICE else found.issued_on
        return Document(
            kind=found.kind,
            number=found.number,
            customer_id=customer_id,
            issued_on=found.issued_on,
            due_on=found.due_on or usual,
            lines=found.lines,
            reference=found.reference,
            currency=found.currency,
            tax_mode=found.tax_mode,
            status=found.status,
        )

    @staticmethod
    def _counted(document: Document, found: FileDocument) -> Decimal:
        """What the document's lines come to, before any VAT on top, with the sign that the file counts with."""
        totals = document.totals
        lines = totals.total if document.tax_mode is TaxMode.INCLUSIVE else totals.subtotal
        return -lines.decimal if found.is_turned else lines.decimal

    def _worth(self, rows: Iterable[MappedRow]) -> Decimal:
        return sum((row_worth(self._cells, row) or Decimal(0) for row in rows), Decimal(0))

    def _refuse(self, rows: Sequence[MappedRow], reason: str) -> None:
        label = self._cells.text(rows[0], "number") or f"Row {rows[0].number}"
        self._tallies.refuse((row.number for row in rows), label, reason, self._worth(rows))

    def _settle_doubts(self) -> None:
        """Documents whose number is here, but not from this text: equal all the same, or left as they are."""
        if not self._in_doubt:
            return
        ids = {kind: self._book.documents.ids_by_number_key(kind) for kind in DocumentKind}
        wanted = {ids[found.kind][number_key(found.number)] for _, found in self._in_doubt}
        here = self._book.documents.get_many(wanted)
        for rows, found in self._in_doubt:
            different = self._differences(here[ids[found.kind][number_key(found.number)]], found)
            if different:
                reason = f"{found.number} is already here with {' and '.join(different)}; it was left as it is"
                self._refuse(rows, reason)
            else:
                self._tallies.is_here(len(rows), self._worth(rows))
        self._in_doubt.clear()

    def _differences(self, ours: Document, found: FileDocument) -> list[str]:
        """In what the book's document differs from what the file says; what the file does not say cannot differ."""
        different = []
        if self._is_for_another(ours, found):
            different.append("another customer")
        if ours.issued_on != found.issued_on or (found.due_on and ours.due_on != found.due_on):
            different.append("other dates")
        if ours.currency != found.currency:
            different.append(f"the currency {ours.currency}")
        if found.reference and ours.reference != found.reference:
            different.append("another reference")
        if list(map(self._said, ours.lines)) != list(map(self._said, found.lines)) or (
            self._cells.has("tax_mode") and ours.tax_mode is not found.tax_mode
        ):
            different.append("other lines")
        if self._cells.has("status") and (ours.status is DocumentStatus.VOIDED) != (
            found.status is DocumentStatus.VOIDED
        ):
            different.append("another status")
        return different

    def _is_for_another(self, ours: Document, found: FileDocument) -> bool:
        try:
            meant = self.parties.find(found.party or self._nobody)
        except ValueError:
            return True
        return meant is None or meant.id != ours.customer_id

    def _said(self, line: Line) -> tuple[object, ...]:
        """Of a line, what a file with these columns can say."""
        vat = line.vat_code if self._cells.has("vat_code") or self._cells.has("vat_rate") else ""
        account = line.account_code if self._cells.has("account_code") else ""
        return line.description, line.quantity, line.unit_price, line.discount, vat, account


def _sizes(line: Line) -> tuple[Decimal, ...]:
    return line.quantity, line.unit_price, line.quantity * line.unit_price


def write_documents(
    book: Book, plan: DocumentPlan, parties: Parties, control: Control, source: str, today: date
) -> None:
    """Write what is planned; inside a transaction, which a stop or an error undoes as a whole."""
    customer_ids = write_customers(book, parties, control, source, today)
    written: dict[RecordKind, list[int]] = {}
    notes = []
    for start in range(0, len(plan.documents), _WRITTEN_AT_ONCE):
        control.progress(start, len(plan.documents), "Writing documents")
        part = [
            replace(d, customer_id=customer_ids[-1 - d.customer_id]) if d.customer_id < 0 else d
            for d in plan.documents[start : start + _WRITTEN_AT_ONCE]
        ]
        ids = book.documents.add_many(part, plan.hashes[start : start + _WRITTEN_AT_ONCE])
        for record_id, document in zip(ids, part, strict=True):
            kind = kind_of(document.kind)
            written.setdefault(kind, []).append(record_id)
            notes.append(Note("Import", "Added", kind, record_id, document.number, source))
    book.activity.note_many(notes)
    for kind, ids in written.items():
        refresh(book, kind, ids, today)
