"""Which of the book's VAT codes a file means by a code, a name, a type of Xero's or a rate. Pure; knows no file."""

import re
from collections.abc import Iterable
from decimal import Decimal

from safe_desktop.domain.money import read_decimal
from safe_desktop.domain.tax import TaxMode, VatCode

NO_VAT = "NO_VAT"
_MODES = {
    TaxMode.EXCLUSIVE: ("exclusive", "net", "excludingvat", "exvat", "excluding"),
    TaxMode.INCLUSIVE: ("inclusive", "gross", "includingvat", "incvat", "including"),
    TaxMode.NO_TAX: ("notax", "none", "novat", "outsidescope"),
}


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def tax_mode_called(text: str) -> TaxMode:
    """What a file means by these words about its prices; ValueError when it is none of the known."""
    for mode, words in _MODES.items():
        if _letters(text) in words:
            return mode
    raise ValueError(f"“{text[:40]}” does not say whether prices are exclusive, inclusive or without tax")


class VatReader:
    """Finds VAT codes; the book's default stands where the file says nothing."""

    def __init__(self, codes: Iterable[VatCode], default: str) -> None:
        self._codes = tuple(codes)
        self._default = next((code for code in self._codes if code.code == default), None)
        self._found: dict[tuple[str, str, TaxMode], VatCode] = {}

    @property
    def usual_mode(self) -> TaxMode:
        """How prices are meant when a file has no column for VAT: without tax if the default code has none."""
        return TaxMode.EXCLUSIVE if self._default and self._default.rate else TaxMode.NO_TAX

    def code_for(self, code: str, rate: str, mode: TaxMode) -> VatCode:
        """The VAT code meant by these two cells, of which either may be empty; ValueError in words when none is."""
        key = (code, rate, mode)
        if key not in self._found:
            self._found[key] = self._named(code) if code else self._of_rate(rate) if rate else self._usual(mode)
        return self._found[key]

    def _usual(self, mode: TaxMode) -> VatCode:
        if mode is TaxMode.NO_TAX:
            return next((code for code in self._codes if code.code == NO_VAT), None) or self._required_default()
        return self._required_default()

    def _required_default(self) -> VatCode:
        if self._default is None:
            raise ValueError("the row names no VAT code and the book has no default one")
        return self._default

    def _named(self, text: str) -> VatCode:
        wanted = _letters(text)
        for names in (
            {_letters(code.code): code for code in self._codes},
            {_letters(code.name): code for code in self._codes},
            {_letters(code.xero_tax_type): code for code in self._codes if code.xero_tax_type},
        ):
            if wanted in names:
                return names[wanted]
        try:
            return self._of_rate(text)
        except ValueError:
            known = ", ".join(code.code for code in self._codes)
            raise ValueError(f"there is no VAT code “{text[:40]}” in this book; there are {known}") from None

    def _of_rate(self, text: str) -> VatCode:
        rate = _per_cent(text)
        found = [code for code in self._codes if code.rate == rate]
        if not found:
            known = ", ".join(f"{code.rate.normalize():f}%" for code in self._codes)
            raise ValueError(f"there is no VAT code of {rate.normalize():f}% in this book; there are {known}")
        if self._default in found:
            return self._default
        # Zero per cent is zero-rated, exempt or outside VAT; a file that gives a rate means the first of them.
        return next((code for code in found if code.code == "ZERO"), found[0])


def _per_cent(text: str) -> Decimal:
    return read_decimal(text.strip().removesuffix("%"))
