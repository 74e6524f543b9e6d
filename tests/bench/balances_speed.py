"""Measures tie-out and ageing on a book of 100,000 invoices that are in Xero: `python -m tests.bench.balances_speed`.

A program, not a test: it prints seconds of this process's own time, best of three, and what was found.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from safe_desktop.domain.document import Document, DocumentStatus
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind, kind_of
from safe_desktop.domain.theirs import TheirDocument, TheirPayment
from safe_desktop.engine.showing.balances import balances
from safe_desktop.engine.showing.tie_out_rows import tie_out
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.link_records import Link
from tests.bench.hundred_thousand_invoices import fill
from tests.made_records import TODAY
from tests.made_workplace import opened_workplace

AIM_SECONDS = 1.0
_AT_ONCE = 5_000
_READ_AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def main() -> int:
    """Fill a book, tell it that Xero has nearly all of it, and time what the page asks; 1 if over the aim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=100_000)
    number = parser.parse_args().invoices
    with tempfile.TemporaryDirectory() as folder, opened_workplace(Path(folder)) as workplace:
        fill(workplace, number)
        unsent = best("tie-out, nothing in Xero", lambda: tie_out(workplace.book))
        mirror(workplace)
        sent = best("tie-out, all but one in fifty in Xero", lambda: tie_out(workplace.book))
        found = tie_out(workplace.book)
        aged = [
            best(f"balances as at {ago} days ago", partial(balances, workplace.book, TODAY - timedelta(days=ago)))
            for ago in (0, 90, 700)
        ]
        for total in found.totals:
            print(f"{total.customers:,} customers: {total.ours} here, {total.theirs} in Xero, items {total.items}")
            print(f"residue {total.residue}")
    return 1 if max(unsent, sent, *aged) > AIM_SECONDS else 0


def best(name: str, ask: Callable[[], object]) -> float:
    """The least of three, in seconds of this process; printed."""
    least = float("inf")
    for _ in range(3):
        began = time.process_time()
        ask()
        least = min(least, time.process_time() - began)
    print(f"{least:8.3f} s  {name}")
    return least


def mirror(workplace: Workplace) -> None:
    """Copies and ties as after a sync; one document in fifty is not told yet, and its payment neither."""
    book = workplace.book
    with book.transaction():
        book.links.tie([Link(RecordKind.CUSTOMER, one, f"contact-{one}", 1) for one in book.customers.all_ids()])
    ids = [row[0] for row in book.database.rows("SELECT id FROM document WHERE id % 50 <> 0 ORDER BY id")]
    for start in range(0, len(ids), _AT_ONCE):
        documents = book.documents.get_many(ids[start : start + _AT_ONCE])
        paid = {one: book.documents.settled(one) for one in documents}
        with book.transaction():
            book.copies.keep_documents(_copy(one, paid[one.id]) for one in documents.values())
            book.links.tie([Link(kind_of(one.kind), one.id, f"document-{one.id}", 1) for one in documents.values()])
    _mirror_payments(workplace)


def _mirror_payments(workplace: Workplace) -> None:
    book = workplace.book
    rows = book.database.rows("SELECT id, document_id FROM payment WHERE document_id % 50 <> 0")
    for start in range(0, len(rows), _AT_ONCE):
        some: dict[int, int] = dict(rows[start : start + _AT_ONCE])
        payments = book.payments.get_many(some)
        with book.transaction():
            book.copies.keep_payments(
                TheirPayment(
                    f"payment-{one.id}", f"document-{one.document_id}", one.paid_on, one.amount, "AUTHORISED", _READ_AT
                )
                for one in payments.values()
            )
            book.links.tie([Link(RecordKind.PAYMENT, one, f"payment-{one}", 1) for one in some])
            book.database.change("UPDATE payment SET standing = 'In Xero' WHERE document_id % 50 <> 0")


def _copy(document: Document, paid: Money) -> TheirDocument:
    totals, nothing = document.totals, Money(0, document.currency)
    is_void = document.status is DocumentStatus.VOIDED
    due = nothing if is_void else totals.total - paid
    return TheirDocument(
        document_id=f"document-{document.id}",
        kind=document.kind,
        number=document.number,
        contact_id=f"contact-{document.customer_id}",
        contact_name="Bayside Fern Joinery",
        issued_on=document.issued_on,
        due_on=document.due_on,
        status="VOIDED" if is_void else "PAID" if not due else "AUTHORISED",
        currency=document.currency,
        tax_mode=document.tax_mode,
        subtotal=totals.subtotal,
        tax=totals.tax,
        total=totals.total,
        due=due,
        paid=paid,
        credited=nothing,
        updated_at=_READ_AT,
    )


if __name__ == "__main__":
    sys.exit(main())
