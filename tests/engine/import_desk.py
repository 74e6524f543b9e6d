"""A real book in a folder of the test, and files to import into it: what the tests of importing share."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from safe_desktop.domain.clock import Clock
from safe_desktop.domain.document import Document, DocumentKind
from safe_desktop.domain.payment import PaymentMethod
from safe_desktop.domain.tax import VatCode
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.examining import examine
from safe_desktop.engine.files.import_mapping import ImportOptions, Mapping
from safe_desktop.engine.files.import_report import ImportReport
from safe_desktop.engine.files.importing import run_import
from safe_desktop.store.book_file import Book

VAT_CODES = (
    VatCode("STANDARD", "20% VAT on income", Decimal(20), "OUTPUT2"),
    VatCode("REDUCED", "5% VAT on income", Decimal(5), "RROUTPUT"),
    VatCode("ZERO", "Zero-rated income", Decimal(0), "ZERORATEDOUTPUT"),
    VatCode("NO_VAT", "No VAT", Decimal(0), "NONE"),
)


class StillClock:
    """A clock that stands at the end of January 2011."""

    def now(self) -> datetime:
        return datetime(2011, 1, 31, 12, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0

    def epoch(self) -> str:
        return "test"

    def today(self) -> date:
        return date(2011, 1, 31)


@dataclass(frozen=True)
class ImportDesk:
    """An open book and a folder for files."""

    book: Book
    clock: Clock
    folder: Path

    def write(self, text: str, name: str = "file.csv") -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def take(
        self,
        kind: str,
        text: str,
        *,
        mapping: Mapping | None = None,
        options: ImportOptions | None = None,
        dry_run: bool = False,
        control: Control | None = None,
    ) -> ImportReport:
        """Import this text as a file."""
        return run_import(self, control or Control(), kind, self.write(text), mapping, options, dry_run)

    def guessed(self, kind: str, text: str) -> Mapping:
        return examine(self, kind, self.write(text)).mapping

    def invoice(self, number: str) -> Document:
        return self._document(DocumentKind.INVOICE, number)

    def credit_note(self, number: str) -> Document:
        return self._document(DocumentKind.CREDIT_NOTE, number)

    def _document(self, kind: DocumentKind, number: str) -> Document:
        found = self.book.documents.find_number(kind, number)
        assert found is not None, f"no {kind} {number}"
        return found

    def counts(self) -> tuple[int, int, int]:
        """How many customers, documents and payments the book holds."""
        documents = sum(len(self.book.documents.numbers(kind)) for kind in DocumentKind)
        return len(self.book.customers.all_ids()), documents, len(self.book.payments.markers())


@contextmanager
def import_desk(folder: Path, page_limit: int | None = None) -> Iterator[ImportDesk]:
    """A new book with VAT codes and payment methods, closed afterwards; its disk may be made small."""
    folder.mkdir(parents=True, exist_ok=True)
    clock = StillClock()
    book = Book.open(folder / "book" / "test.safebook", clock, page_limit)
    try:
        with book.transaction():
            for code in VAT_CODES:
                book.chart.save_vat_code(code)
            for name in ("Bank transfer", "Card"):
                book.payments.save_method(PaymentMethod(name))
        yield ImportDesk(book, clock, folder)
    finally:
        book.close()
