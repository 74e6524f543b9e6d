"""The VAT or GST codes that a book begins with, by the organisation's country, and how an empty book changes country.

Knows Xero's tax types of each country (xero-api.md 5.7). Must not know books that are in use: their codes stay.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.tax import VatCode

if TYPE_CHECKING:  # the window says its words before the database is loaded
    from safe_desktop.store.book_file import Book

UK_VAT_CODES = (
    VatCode("STANDARD", "20% VAT on income", Decimal(20), "OUTPUT2"),
    VatCode("REDUCED", "5% VAT on income", Decimal(5), "RROUTPUT"),
    VatCode("ZERO", "Zero rated income", Decimal(0), "ZERORATEDOUTPUT"),
    VatCode("EXEMPT", "Exempt income", Decimal(0), "EXEMPTOUTPUT"),
    VatCode("NO_VAT", "No VAT", Decimal(0), "NONE"),
)
NZ_GST_CODES = (
    VatCode("STANDARD", "15% GST on income", Decimal(15), "OUTPUT2"),
    VatCode("ZERO", "Zero rated", Decimal(0), "ZERORATED"),
    VatCode("NO_VAT", "No GST", Decimal(0), "NONE"),
)
AU_GST_CODES = (
    VatCode("STANDARD", "10% GST on income", Decimal(10), "OUTPUT"),
    VatCode("ZERO", "GST-free income", Decimal(0), "EXEMPTOUTPUT"),
    # Australia has no NONE: what is outside GST is left out of the activity statement.
    VatCode("NO_VAT", "BAS excluded", Decimal(0), "BASEXCLUDED"),
)
CODES_OF: Mapping[str, tuple[VatCode, ...]] = {"GB": UK_VAT_CODES, "NZ": NZ_GST_CODES, "AU": AU_GST_CODES}
_GST_COUNTRIES = ("NZ", "AU")
HOME = "GB"
_BRITISH_TAX = "VAT"
_QUOTED_OR_TAX = re.compile(r"“[^”]*”|\bVAT\b")


def codes_of(country: str) -> tuple[VatCode, ...]:
    """The codes of the country (ISO, two letters); the UK's where we know none of its own."""
    return CODES_OF.get(country.upper(), UK_VAT_CODES)


def tax_word(book: "Book") -> str:
    """What the tax on sales is called where the business is: VAT, or GST in New Zealand and Australia."""
    organisation = book.chart.organisation()
    if organisation is not None:
        return "GST" if organisation.country.upper() in _GST_COUNTRIES else "VAT"
    return "GST" if any("GST" in code.name for code in book.chart.vat_codes()) else "VAT"


def with_tax_word(sentence: str, tax: str) -> str:
    """The sentence with the tax called so. What stands in quotation marks is a name, and stays as it is."""
    return _QUOTED_OR_TAX.sub(lambda found: tax if found[0] == _BRITISH_TAX else found[0], sentence)


def move_to(book: "Book", country: str) -> bool:
    """Whether the book has other codes now: those of this country, if nobody has used or changed the ones it had.

    Inside a transaction.
    """
    wanted = CODES_OF.get(country.upper())
    has = set(book.chart.vat_codes())
    is_untouched = any(has == set(codes) for codes in CODES_OF.values())
    is_empty = not any(book.documents.numbers(kind) for kind in DocumentKind)
    if wanted is None or has == set(wanted) or not (is_untouched and is_empty):
        return False
    book.chart.replace_vat_codes(wanted)
    return True
