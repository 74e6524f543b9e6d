"""A choice from what a person names: a customer, document numbers, and an account for the small difference."""

from collections.abc import Sequence
from decimal import Decimal

from safe_desktop.domain.document import Document, DocumentKind
from safe_desktop.domain.money import Money, read_decimal
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, DocumentShare, on_account
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_records import StoredReceipt

_NOTHING = "Nothing was changed."


def choice_named(
    workplace: Workplace, receipt_id: int, customer: str, numbers: Sequence[str], write_off_account: str = ""
) -> Choice:
    """Pay these documents in their order, each whole or as “NUMBER=AMOUNT”; without any, keep it on account.

    With an account the documents are settled whole, and what they are more than the receipt is written off to it:
    where they are not more it is refused, for the rest would quietly stay on account instead.
    """
    book = workplace.book
    receipt = book.receipts.get(receipt_id)
    customer_id = _customer(book, customer) if customer else None
    if not numbers:
        if customer_id is None:
            raise InputError("No customer and no invoice is named.", _NOTHING)
        if write_off_account:
            raise InputError("Money kept on account is short of nothing: there is nothing to write off.", _NOTHING)
        return on_account(customer_id)
    shares, short = _shares(book, receipt, numbers, is_whole=bool(write_off_account))
    if write_off_account and short.minor <= 0:
        raise InputError(
            "The money is not short of these documents: there is nothing to write off.",
            _NOTHING,
            "Leave the account out, or name the documents that come to more than the money.",
        )
    return Choice(
        ChoiceKind.APPLY,
        shares,
        customer_id=customer_id,
        write_off=short if write_off_account else None,
        account_code=write_off_account,
    )


def _shares(
    book: Book, receipt: StoredReceipt, numbers: Sequence[str], is_whole: bool
) -> tuple[tuple[DocumentShare, ...], Money]:
    """The shares, and by how much they are more than the receipt. Credit comes first: it makes room for invoices."""
    currency, left = receipt.amount.currency, receipt.amount.minor
    found = [(_document(book, word.partition("=")[0]), word.partition("=")[2]) for word in numbers]
    found.sort(key=lambda one: one[0].kind is DocumentKind.INVOICE)
    shares: dict[int, int] = {}
    for document, typed in found:
        still_open = book.documents.open(document.id).minor
        if document.kind is DocumentKind.CREDIT_NOTE:
            minor = -(_amount(typed, currency) if typed else still_open)
        else:
            minor = _amount(typed, currency) if typed else still_open if is_whole else min(still_open, max(left, 0))
        if minor:
            shares[document.id] = minor
            left -= minor
    return tuple(DocumentShare(number, Money(minor, currency)) for number, minor in shares.items()), Money(
        -left, currency
    )


def _amount(typed: str, currency: str) -> int:
    try:
        number: Decimal = read_decimal(typed)
        return Money.exactly(number, currency).minor
    except ValueError as problem:
        raise InputError(f"The amount {problem}.", _NOTHING, "Write it as INV-1042=120.00") from problem


def _document(book: Book, number: str) -> Document:
    found = book.documents.find_number(DocumentKind.INVOICE, number)
    found = found or book.documents.find_number(DocumentKind.CREDIT_NOTE, number)
    if found is None:
        raise InputError(f"There is no invoice or credit note “{number}”.", _NOTHING)
    return found


def _customer(book: Book, name: str) -> int:
    found = book.customers.find_name(name) or book.customers.find_code(name)
    if found is None:
        raise InputError(f"There is no customer “{name}”.", _NOTHING, "Write the name or the code as it is here.")
    return found.id
