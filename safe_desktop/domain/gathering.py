"""One line instead of many: a document's lines gathered by VAT code and account, worth the same to the penny. Pure.

VAT is rounded on each line (xero-api.md 5.6), so the VAT of a sum need not be the sum of the VAT: a gathered line
carries the VAT that its parts have, and `is_as_computed` tells whether Xero would come to the same by itself.
"""

from dataclasses import dataclass
from decimal import Decimal

from safe_desktop.domain.document import Document, Line
from safe_desktop.domain.money import Money


@dataclass(frozen=True, slots=True)
class GatheredLine:
    """What several lines of one VAT code and account are together."""

    line: Line
    amount: Money
    tax: Money
    is_as_computed: bool


def gathered(document: Document, words: str, sales_account: str = "", vat_code: str = "") -> tuple[GatheredLine, ...]:
    """The document's lines as few as can be, in the order in which their kinds first come.

    `words` stand on each; account and VAT code are those of lines that name none.
    """
    sums: dict[tuple[str, str], tuple[Money, Money, Decimal]] = {}
    none = Money(0, document.currency)
    for line in document.lines:
        key = (line.vat_code or vat_code, line.account_code or sales_account)
        part = line.amounts(document.tax_mode, document.currency)
        amount, tax, _ = sums.get(key, (none, none, line.vat_rate))
        sums[key] = (amount + part.amount, tax + part.tax, line.vat_rate)
    return tuple(_gathered(document, words, key, *parts) for key, parts in sums.items())


def _gathered(
    document: Document, words: str, key: tuple[str, str], amount: Money, tax: Money, rate: Decimal
) -> GatheredLine:
    line = Line(words, Decimal(1), amount.decimal, key[0], rate, key[1])
    computed = line.amounts(document.tax_mode, document.currency)
    return GatheredLine(line, amount, tax, computed.tax == tax)
