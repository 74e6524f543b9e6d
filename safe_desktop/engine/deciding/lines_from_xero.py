"""Lines of Xero's documents in the words of this book: VAT codes for tax types, and every amount as Xero has it.

A tax type that no VAT code stands for gets a VAT code of its own, made from Xero's tax rate: its name and rate are
Xero's own facts, and to refuse would make a person type them again. One that Xero itself does not list is refused.
"""

from decimal import Decimal

from safe_desktop.domain.document import Line
from safe_desktop.domain.record_kind import kind_of
from safe_desktop.domain.tax import TaxMode, VatCode
from safe_desktop.domain.theirs import TheirDocument, TheirLine
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book

_NONE = ("", "NONE")


def lines_from_xero(book: Book, theirs: TheirDocument) -> tuple[Line, ...]:
    """The document's lines; InputError naming the line whose tax type is unknown. Makes VAT codes where need be."""
    codes: dict[str, VatCode] = {}
    for code in book.chart.vat_codes():
        if code.xero_tax_type:
            codes.setdefault(code.xero_tax_type, code)
    lines = []
    for position, line in enumerate(theirs.lines, start=1):
        if theirs.tax_mode is TaxMode.NO_TAX or (line.tax_type in _NONE and "NONE" not in codes):
            code = VatCode("", "", Decimal(0))
        else:
            wanted = line.tax_type or "NONE"
            code = codes.get(wanted) or _made(book, theirs, position, wanted)
            codes[wanted] = code
        lines.append(_line(theirs, line, code))
    return tuple(lines)


def _made(book: Book, theirs: TheirDocument, position: int, tax_type: str) -> VatCode:
    rate = next((one for one in book.chart.tax_rates() if one.tax_type == tax_type), None)
    if rate is None:
        raise InputError(
            f"{theirs.number} was not taken in: line {position} has the tax type {tax_type}, which Xero does not list.",
            "Nothing was changed.",
            "Sync, so that Xero’s tax rates are read again, and try once more.",
        )
    name, number = tax_type.upper(), 2
    while book.chart.find_vat_code(name) is not None:
        name, number = f"{tax_type.upper()}_{number}", number + 1
    code = book.chart.save_vat_code(VatCode(name, rate.name, rate.rate, tax_type))
    told = f"{code.rate} per cent, made for Xero’s tax type {tax_type} on {theirs.number}"
    book.activity.note("Xero", "Made a VAT code", kind_of(theirs.kind), None, code.code, told)
    return code


def _line(theirs: TheirDocument, line: TheirLine, code: VatCode) -> Line:
    """The line; one with a discount, which Xero tells only by its amount, becomes one piece at that amount."""
    plain = Line(line.description, line.quantity, line.unit_price, code.code, code.rate, line.account_code)
    if plain.amounts(theirs.tax_mode, theirs.currency).amount == line.amount:
        return plain
    return Line(line.description, Decimal(1), line.amount.decimal, code.code, code.rate, line.account_code)
