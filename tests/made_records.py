"""Records and clocks that tests of several packages are made with. Real values and a real book, no stand-ins."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus, Line
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment, PaymentMethod
from safe_desktop.domain.tax import VatCode
from safe_desktop.store.book_file import Book

TODAY = date(2026, 11, 25)


@dataclass
class MovableClock:
    """A clock that stands still until a test moves it."""

    at: datetime = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def epoch(self) -> str:
        return "one test"

    def today(self) -> date:
        return self.at.date()

    def move(self, **by: float) -> None:
        """Let time pass."""
        self.at += timedelta(**by)


@contextmanager
def opened_book(folder: Path, name: str = "Fernhill", page_limit: int | None = None) -> Iterator[Book]:
    """A book in this folder, with the VAT codes and payment methods that tests use."""
    book = Book.open(folder / f"{name}.safebook", MovableClock(), page_limit)
    try:
        if not book.payments.methods():
            with book.transaction():
                book.payments.save_method(PaymentMethod("Bank transfer", xero_account_code="610"))
                book.payments.save_method(PaymentMethod("Direct Debit", xero_account_code="610", hold_days=3))
                book.payments.save_method(PaymentMethod("Cash"))
                book.chart.save_vat_code(VatCode("STANDARD", "20% VAT on income", Decimal(20), "OUTPUT2"))
                book.chart.save_vat_code(VatCode("ZERO", "Zero rated", Decimal(0), "ZERORATEDOUTPUT"))
                book.chart.save_vat_code(VatCode("NO_VAT", "No VAT", Decimal(0), "NONE"))
        yield book
    finally:
        book.close()


def customer(book: Book, name: str = "Rushmere Farm Shop", code: str = "") -> Customer:
    """A stored customer."""
    with book.transaction():
        return book.customers.add(Customer(name, code=code))


def an_invoice(
    customer_id: int,
    number: str,
    price: str = "100",
    *,
    kind: DocumentKind = DocumentKind.INVOICE,
    issued_on: date = TODAY,
    due_in: int = 30,
    status: DocumentStatus = DocumentStatus.APPROVED,
    currency: str = "GBP",
    reference: str = "",
) -> Document:
    """An invoice or credit note of one zero-rated line, not stored yet: its total is the price."""
    return Document(
        kind=kind,
        number=number,
        customer_id=customer_id,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=due_in),
        lines=(Line("Coffee", Decimal(1), Decimal(price), "ZERO"),),
        status=status,
        currency=currency,
        reference=reference,
    )


def stored(book: Book, document: Document) -> Document:
    """The document, stored."""
    with book.transaction():
        return book.documents.add(document)


def a_payment(document: Document, amount: Money | None = None, marker: str = "SD-1", on: date = TODAY) -> Payment:
    """A payment of the whole document by the first method, not stored yet."""
    return Payment(
        customer_id=document.customer_id,
        paid_on=on,
        amount=document.totals.total if amount is None else amount,
        method_id=1,
        document_id=document.id,
        marker=marker,
    )
