"""The question about what was sent without an answer, where Xero has something under its key that may not be it.

Both sides in the words of a bookkeeper: what, when, for whom. Reads the book, and changes nothing.
"""

from collections.abc import Sequence

from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import Contact, TheirDocument, TheirPayment
from safe_desktop.engine.sync.verdicts import id_of
from safe_desktop.store.book_file import Book
from safe_desktop.store.outbox_records import OutboxEntry

Found = Contact | TheirDocument | TheirPayment


def uncertain(book: Book, entry: OutboxEntry, label: str, found: Sequence[Found]) -> Mismatch:
    """The mismatch that asks a person whether Xero's record is the one that was sent."""
    customer, ours, amount = _ours(book, entry.kind, entry.local_id)
    theirs = found[0] if found else None
    return Mismatch(
        MismatchKind.UNCERTAIN,
        entry.kind,
        entry.local_id,
        label or entry.natural_key,
        f"It was sent without an answer, and Xero now has {len(found)} under its key that may not be it",
        id_of(theirs) if theirs is not None else "",
        # A payment with our mark and another amount is asked about where payments land too: that is one question.
        "amount" if entry.kind is RecordKind.PAYMENT else "",
        customer,
        ours,
        "; ".join(_words(one) for one in found),
        "",
        _apart(theirs, amount),
    )


def _ours(book: Book, kind: RecordKind, local_id: int) -> tuple[str, str, Money | None]:
    """Whose it is, what it is, and its amount."""
    if kind is RecordKind.CUSTOMER:
        customer = book.customers.get(local_id)
        return customer.name, ", ".join(part for part in (customer.name, customer.email) if part), None
    if kind is RecordKind.PAYMENT:
        payment = book.payments.get(local_id)
        return book.customers.get(payment.customer_id).name, str(payment.amount.decimal), payment.amount
    document = book.documents.get(local_id)
    name, total = book.customers.get(document.customer_id).name, document.totals.total
    return name, f"{total.decimal:,} on {document.issued_on:%d/%m/%Y}, {name}", total


def _words(one: Found) -> str:
    if isinstance(one, Contact):
        return ", ".join(part for part in (one.name, one.email) if part)
    if isinstance(one, TheirPayment):
        return str(one.amount.decimal)
    return f"{one.total.decimal:,} on {one.issued_on:%d/%m/%Y}, {one.contact_name}"


def _apart(theirs: Found | None, ours: Money | None) -> Money | None:
    if ours is None or theirs is None or isinstance(theirs, Contact):
        return None
    amount = theirs.amount if isinstance(theirs, TheirPayment) else theirs.total
    return amount - ours if amount.currency == ours.currency else None
