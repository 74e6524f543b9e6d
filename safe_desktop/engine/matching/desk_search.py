"""Search by anything at the desk: documents, customers, payments and receipts, and what each would mean as a choice."""

from dataclasses import dataclass
from datetime import date

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import PaymentStatus
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, DocumentShare, on_account
from safe_desktop.engine.showing.lists import Query, customers, invoices, payments
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.book_file import Book
from safe_desktop.store.list_entries import CustomerEntry, InvoiceEntry, PaymentEntry
from safe_desktop.store.receipt_records import StoredReceipt

_MOST = 12


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found. `kind` is “invoice”, “credit_note”, “customer”, “payment” or “receipt”; `choice` is what it
    would mean for the receipt that is looked at, None where it means nothing.
    """

    kind: str
    record_id: int
    title: str
    detail: str
    amount: Money | None
    on: date | None = None
    choice: Choice | None = None


def search(workplace: Workplace, text: str, receipt_id: int | None = None) -> tuple[Found, ...]:
    """What the text is found in: open documents first, then customers, payments and receipts."""
    book, words = workplace.book, text.strip()
    if not words:
        return ()
    receipt = book.receipts.get(receipt_id) if receipt_id is not None else None
    return (
        *_documents(book, words, receipt),
        *_customers(book, words, receipt),
        *_payments(book, words, receipt),
        *(_receipt(one) for one in book.receipts.search(words, _MOST)),
    )


def _documents(book: Book, words: str, receipt: StoredReceipt | None) -> list[Found]:
    table = invoices(book)
    entries = table.entries(table.ids(Query(search=words, only="awaiting"))[:_MOST])
    known = {one.id for one in entries}
    others = table.entries(table.ids(Query(search=words))[: 3 * _MOST])
    entries += [one for one in others if one.id not in known and one.open.minor]
    return [_document(one, receipt) for one in entries[: 2 * _MOST]]


def _document(one: InvoiceEntry, receipt: StoredReceipt | None) -> Found:
    words = f"{one.customer}, {abs(one.open.decimal):,} open, due {one.due_on:%d/%m/%Y}"
    return Found(one.kind.value, one.id, one.number, words, one.open, one.issued_on, _choice_of_document(one, receipt))


def _choice_of_document(one: InvoiceEntry, receipt: StoredReceipt | None) -> Choice | None:
    """As much of the document as the receipt pays; what is left over stays on the customer's account."""
    if receipt is None or receipt.amount.currency != one.open.currency or not one.open.minor:
        return None
    is_credit = one.kind is DocumentKind.CREDIT_NOTE
    if is_credit != (receipt.amount.minor < 0):
        return None
    minor = min(abs(one.open.minor), abs(receipt.amount.minor))
    share = DocumentShare(one.id, Money(-minor if is_credit else minor, one.open.currency))
    return Choice(ChoiceKind.APPLY, (share,), customer_id=one.customer_id)


def _customers(book: Book, words: str, receipt: StoredReceipt | None) -> list[Found]:
    table = customers(book)
    return [_customer(one, receipt) for one in table.entries(table.ids(Query(search=words, only="active"))[:_MOST])]


def _customer(one: CustomerEntry, receipt: StoredReceipt | None) -> Found:
    keeps = receipt is not None and receipt.amount.minor > 0
    words = f"{one.invoices} invoices, owes {one.balance.decimal:,}"
    return Found("customer", one.id, one.name, words, one.balance, None, on_account(one.id) if keeps else None)


def _payments(book: Book, words: str, receipt: StoredReceipt | None) -> list[Found]:
    table = payments(book)
    entries = table.entries(table.ids(Query(search=words))[:_MOST])
    standing = book.payments.get_many(one.id for one in entries)
    live = [one for one in entries if standing[one.id].status is PaymentStatus.LIVE]
    return [_payment(one, receipt) for one in live]


def _payment(one: PaymentEntry, receipt: StoredReceipt | None) -> Found:
    kind = ChoiceKind.BOUNCED if receipt is not None and receipt.amount.minor < 0 else ChoiceKind.SAME
    words = f"{one.customer}, {one.document_number or 'on account'}, {one.method}, {one.word.lower()}"
    choice = Choice(kind, payment_ids=(one.id,)) if receipt is not None else None
    name = f"{abs(one.amount.decimal):,} of {one.paid_on:%d/%m/%Y}"
    return Found("payment", one.id, name, words, one.amount, one.paid_on, choice)


def _receipt(one: StoredReceipt) -> Found:
    title = f"{one.amount.decimal:,} of {one.came_on:%d/%m/%Y}"
    return Found("receipt", one.id, title, f"{one.text}, {one.state.words.lower()}", one.amount, one.came_on)
