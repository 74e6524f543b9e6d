"""A book with customers, invoices and receipts, with short words for what the tests of matching do all the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, DocumentShare
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_records import StoredReceipt
from safe_desktop.store.situation_queries import balances_of
from tests.made_records import MovableClock
from tests.made_workplace import opened_workplace

DAY = date(2026, 11, 20)


@dataclass
class MatchingBench:
    """An open book to match in."""

    workplace: Workplace
    clock: MovableClock
    made: int = 0

    @property
    def book(self) -> Book:
        return self.workplace.book

    def customer(self, name: str) -> int:
        """A new customer's number."""
        return ledger.add_customer(self.workplace, Customer(name)).value.id

    def invoice(
        self,
        customer_id: int,
        price: str,
        number: str = "",
        kind: DocumentKind = DocumentKind.INVOICE,
        issued_on: date = date(2026, 11, 2),
    ) -> int:
        """A new document's number in the book: one zero-rated line, so that its total is the price."""
        line = Line("Coffee", Decimal(1), Decimal(price), "ZERO", account_code="200")
        document = Document(kind, number, customer_id, issued_on, issued_on + timedelta(days=30), (line,))
        return ledger.add_document(self.workplace, document).value.id

    def credit(self, customer_id: int, price: str, number: str = "") -> int:
        """A new credit note's number in the book."""
        return self.invoice(customer_id, price, number, DocumentKind.CREDIT_NOTE)

    def receipt(
        self,
        amount: str,
        reference: str = "",
        payee: str = "",
        source: ReceiptSource = ReceiptSource.BANK,
        on: date = DAY,
        customer_id: int | None = None,
    ) -> int:
        """A new receipt's number; money out has a minus."""
        self.made += 1
        one = StoredReceipt(
            source,
            f"{source.value}:{self.made}",
            on,
            Money.from_decimal(Decimal(amount)),
            "610",
            payee=payee,
            reference=reference,
            customer_id=customer_id,
        )
        with self.book.transaction():
            return self.book.receipts.keep([one]).new[0]

    def owes(self, *customer_ids: int) -> list[str]:
        """What each of these customers owes."""
        found = balances_of(self.book, customer_ids, "GBP")
        return [str(Money(found[one][1]).decimal) for one in customer_ids]

    def open(self, *document_ids: int) -> list[str]:
        """What is open of each of these documents."""
        return [str(self.book.documents.open(one).decimal) for one in document_ids]


def applied(*shares: tuple[int, str], customer_id: int | None = None, off: str = "", account: str = "") -> Choice:
    """A choice by hand: these documents with these amounts."""
    return Choice(
        ChoiceKind.APPLY,
        tuple(DocumentShare(number, Money.from_decimal(Decimal(amount))) for number, amount in shares),
        customer_id=customer_id,
        write_off=Money.from_decimal(Decimal(off)) if off else None,
        account_code=account,
    )


@contextmanager
def matching_bench(folder: Path) -> Iterator[MatchingBench]:
    """A new book as a person gets it, ready to match in."""
    clock = MovableClock()
    with opened_workplace(folder, clock) as workplace:
        yield MatchingBench(workplace, clock)
