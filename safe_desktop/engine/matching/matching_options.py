"""How the book's matching is set: whether what is certain is done by itself, what is set aside by itself, and where
small differences go.

Kept as one small text of the book; they are asked for at the desk, not on the page of settings.
"""

from dataclasses import dataclass

import msgspec

from safe_desktop.domain.chart_lint import Chart
from safe_desktop.engine.changes import SETTINGS, Changes
from safe_desktop.engine.entry.saved import YOU
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book

_KEY = "matching-options"
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class MatchingOptions:
    """The options, with what they are before a person chose. `write_off_limit` is in whole pence.

    `set_aside_money_out` matters only where `match_automatically`.
    """

    match_automatically: bool = True
    set_aside_money_out: bool = True
    write_off_limit: int = 100
    write_off_account: str = ""
    fee_account: str = ""


def matching_options(book: Book) -> MatchingOptions:
    """The options of this book."""
    text = book.settings.remembered(_KEY)
    return MatchingOptions() if text is None else msgspec.json.decode(text, type=MatchingOptions)


def save_matching_options(workplace: Workplace, options: MatchingOptions) -> Changes:
    """Keep these. InputError where an account cannot be booked on, or the limit is none."""
    book = workplace.book
    if not 0 <= options.write_off_limit <= _MOST:
        raise InputError(
            f"A limit of {options.write_off_limit} pence is none.",
            "Nothing was changed.",
            f"Give a limit between 0 and {_MOST} pence.",
        )
    for code in (options.write_off_account, options.fee_account):
        refuse_account(book, code)
    before = matching_options(book)
    with book.transaction():
        book.settings.remember(_KEY, msgspec.json.encode(options).decode())
        if before != options:
            book.activity.note(YOU, "changed", "setting", None, "Matching", _told(before, options))
    return Changes.of(SETTINGS)


def refuse_account(book: Book, code: str) -> None:
    """InputError in words where a difference cannot be written off to this account; empty is none, and fine."""
    chart = Chart.of(book.chart.vat_codes(), book.chart.tax_rates(), book.chart.accounts(), "", "")
    problem = chart.problem_of_account(code) if code else ""
    if problem:
        raise InputError(f"Nothing can be written off there: {problem}.", "Nothing was changed.", "Choose another.")


def _told(before: MatchingOptions, after: MatchingOptions) -> str:
    words = {
        "match_automatically": "Settle by itself what is certain",
        "set_aside_money_out": "Set aside money out that is no customer’s",
        "write_off_limit": "Write off at most (pence)",
        "write_off_account": "Account for small differences",
        "fee_account": "Account for providers’ fees",
    }
    pairs = ((label, getattr(before, name), getattr(after, name)) for name, label in words.items())
    return "; ".join(f"{label}: {old or '(none)'} → {new or '(none)'}" for label, old, new in pairs if old != new)
