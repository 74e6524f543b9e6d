"""Makes `format-1.safebook.gz`, the real file of format 1 that a test opens for ever.

Format 1 is shipped, so the file stays: this only shows how it was made. The next formats are steps of their own.
"""

import gzip
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from safe_desktop.domain.document import DocumentKind, Line
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation
from tests.made_records import a_payment, an_invoice, opened_book
from tests.made_records import customer as a_customer

TARGET = Path(__file__).parent / "format-1.safebook.gz"


def main() -> None:
    """Write the file anew."""
    with tempfile.TemporaryDirectory() as folder:
        with opened_book(Path(folder), "Old") as book, book.transaction():
            book.settings.terms_days = 14
            first = a_customer(book, "Rushmere Farm Shop", "R1")
            a_customer(book, "Thornbury Estates Ltd")
            invoice = an_invoice(first.id, "INV-0001", issued_on=date(2026, 11, 3), reference="PO 7")
            tea = Line("Tea, loose", Decimal("6.5"), Decimal(4), "STANDARD")
            kept = book.documents.add(replace(invoice, lines=(*invoice.lines, tea)))
            book.documents.add(an_invoice(first.id, "CN-0001", "5", kind=DocumentKind.CREDIT_NOTE))
            part = replace(a_payment(kept, Money(10000)), reference="part")
            payment = book.payments.add(part, [Allocation(kept.id, Money(10000))])
            book.activity.note("You", "added", "payment", payment.id, first.name)
            path = book.path
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.execute("VACUUM")
        TARGET.write_bytes(gzip.compress(path.read_bytes(), mtime=0))


if __name__ == "__main__":
    main()
