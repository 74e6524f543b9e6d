"""What the tax on sales is called, and which money is at home, where the business of the open book is.

Set when a book is opened or connected; screens write the British words and say them through `local`.
"""

from typing import TYPE_CHECKING

from safe_desktop.engine.country_codes import tax_word, with_tax_word

if TYPE_CHECKING:  # the first window is painted before the database is loaded
    from safe_desktop.store.book_file import Book

_BRITISH_TAX, _BRITISH_MONEY = "VAT", "GBP"
_now = {"tax": _BRITISH_TAX, "currency": _BRITISH_MONEY}


def use_of(book: "Book") -> None:
    """From now on the words of this book's country are used."""
    organisation = book.chart.organisation()
    _now["tax"] = tax_word(book)
    _now["currency"] = organisation.base_currency if organisation is not None else _BRITISH_MONEY


def local(words: str) -> str:
    """The words with the tax called what it is called there: GST code for VAT code."""
    return words.replace(_BRITISH_TAX, _now["tax"])


def told(sentence: str) -> str:
    """The same for a sentence that names records: what stands in quotation marks is a name, and stays as it is."""
    return with_tax_word(sentence, _now["tax"])


def currency() -> str:
    """The money at home, which need not be named beside every amount."""
    return _now["currency"]
