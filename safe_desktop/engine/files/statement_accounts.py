"""Which of the organisation's bank accounts a statement is of: said, remembered, or the only one there is.

Knows the book's chart, the currencies of its accounts, and payment methods. A statement that names its account is
remembered; of one that does not, a person is asked wherever there are several.
"""

import hashlib

from safe_desktop.engine.files.statement_lines import Statement
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book

_BANK = "BANK"


def bank_accounts(book: Book) -> dict[str, str]:
    """The names of the accounts that a statement can be of, by code, in the order of their codes.

    Without a chart (the book was never connected) these are the accounts of the payment methods.
    """
    named = {
        one.code: one.name
        for one in book.chart.accounts()
        if one.code and one.status == "ACTIVE" and (one.kind == _BANK or one.takes_payments)
    }
    if not named:
        named = {one.xero_account_code: one.name for one in book.payments.methods() if one.xero_account_code}
    return dict(sorted(named.items()))


def proposed_account(book: Book, statement: Statement) -> str:
    """The code that was said the last time, or that of the only account; empty where a person must say."""
    known = bank_accounts(book)
    remembered = book.settings.remembered(_key(statement)) if statement.account else None
    if remembered is not None and (remembered in known or not known):
        return remembered
    used = {one.xero_account_code for one in book.payments.methods()} & set(known)
    if len(known) == 1:
        return next(iter(known))
    return next(iter(used)) if len(used) == 1 and not statement.account else ""


def chosen_account(book: Book, statement: Statement, code: str) -> str:
    """The account that the statement is of: `code` if it is given, else the proposed one. InputError in words."""
    known = bank_accounts(book)
    chosen = code.strip() or proposed_account(book, statement)
    if chosen and known and chosen not in known:
        raise InputError(
            f"“{chosen}” is not a bank account of this book.",
            f"There are: {_listed(known)}. Nothing was imported.",
            "Give the code of one of these.",
        )
    if not chosen and known:
        name = f"“{statement.account}”" if statement.account else f"“{statement.file_name}”"
        raise InputError(
            f"It is not known which account {name} is.",
            f"There are: {_listed(known)}. Nothing was imported.",
            "Say which account it is; a statement that names its own is remembered.",
        )
    return chosen


def currency_of(book: Book, code: str) -> str:
    """The currency of the bank account as Xero tells it; empty where it does not."""
    return next((one.currency for one in book.chart.accounts() if code and one.code == code), "")


def refuse_other_currency(book: Book, statement: Statement, code: str) -> None:
    """InputError in words where the account is in another currency than the statement: it is another account's."""
    currency = currency_of(book, code)
    if currency and currency != statement.currency:
        raise InputError(
            f"“{statement.file_name}” is in {statement.currency}, and account {code} is in {currency}.",
            "Nothing was imported.",
            "Choose the account that it is of.",
        )


def remember_account(book: Book, statement: Statement, code: str) -> None:
    """Keep which account a statement with this name is of; inside a transaction."""
    if statement.account and code:
        book.settings.remember(_key(statement), code)


def _key(statement: Statement) -> str:
    # The number of a bank account is nobody's business in a table of settings.
    digest = hashlib.sha256(f"{statement.account} {statement.currency}".encode("utf-8", "surrogatepass"))
    return f"statement-account:{digest.hexdigest()[:24]}"


def _listed(known: dict[str, str]) -> str:
    return ", ".join(f"{code} ({name})" for code, name in list(known.items())[:20])
