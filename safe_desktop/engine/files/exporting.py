"""Customers, invoices and payments of the book into a file that a spreadsheet opens and an import understands again."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from safe_desktop.domain.document import DocumentKind, owed_by
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import PaymentStatus
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.examining import Place, refuse_unknown_kind
from safe_desktop.engine.files.export_rows import Rows, customer_row, document_rows, headers_of, in_parts, payment_rows
from safe_desktop.engine.files.export_sheets import written_sheet
from safe_desktop.engine.files.import_columns import CUSTOMERS, INVOICES
from safe_desktop.engine.showing import lists
from safe_desktop.store.book_file import Book


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written: records, rows below the header, and the records' sum in each currency."""

    kind: str
    path: Path
    records: int
    rows: int
    totals: tuple[Money, ...] = ()

    def lines(self) -> list[str]:
        """The report as plain lines."""
        sums = ", ".join(str(total) for total in self.totals)
        return [f"{self.path.name}: {self.records:,} {self.kind}, {self.rows:,} rows{f', sum {sums}' if sums else ''}"]


@dataclass(frozen=True, slots=True)
class _Part:
    """Some records that were read together."""

    records: int
    rows: Rows
    amounts: tuple[Money, ...] = ()


def export(workplace: Place, control: Control, kind: str, path: Path) -> ExportReport:
    """What was written to `path`, which ends in .csv or .xlsx; a file that was there is replaced at the end only."""
    refuse_unknown_kind(kind)
    book = workplace.book
    records = rows = 0
    sums: dict[str, Money] = {}
    with written_sheet(path, headers_of(kind)) as sheet:
        for part in _parts(book, kind):
            control.progress(records, None, f"Writing {kind}")
            for row in part.rows:
                sheet.row(row)
            records += part.records
            rows += len(part.rows)
            for amount in part.amounts:
                sums[amount.currency] = sums.get(amount.currency, Money(0, amount.currency)) + amount
        control.check()
    return ExportReport(kind, path, records, rows, tuple(sums[currency] for currency in sorted(sums)))


def _parts(book: Book, kind: str) -> Iterator[_Part]:
    if kind == CUSTOMERS:
        return _customers(book)
    return _documents(book) if kind == INVOICES else _payments(book)


def _customers(book: Book) -> Iterator[_Part]:
    for ids in in_parts(book.customers.all_ids()):
        yield _Part(len(ids), [customer_row(customer) for customer in book.customers.get_many(ids).values()])


def _documents(book: Book) -> Iterator[_Part]:
    ids = sorted(number for kind in DocumentKind for number in book.documents.ids_by_number_key(kind).values())
    for some in in_parts(ids):
        documents = list(book.documents.get_many(some).values())
        customers = book.customers.get_many({document.customer_id for document in documents})
        rows = [row for document in documents for row in document_rows(document, customers[document.customer_id])]
        yield _Part(len(documents), rows, tuple(owed_by(document) for document in documents))


def _payments(book: Book) -> Iterator[_Part]:
    for ids in in_parts(sorted(lists.payments(book).ids(lists.Query()))):
        payments = list(book.payments.get_many(ids).values())
        live = tuple(payment.amount for payment in payments if payment.status is PaymentStatus.LIVE)
        yield _Part(len(payments), payment_rows(book, payments), live)
