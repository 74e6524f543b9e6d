"""VAT codes and tax modes as files spell them."""

from decimal import Decimal

import pytest

from safe_desktop.domain.tax import TaxMode, VatCode
from safe_desktop.engine.files.import_vat import VatReader, tax_mode_called
from tests.engine.import_desk import VAT_CODES


@pytest.mark.parametrize(
    ("code", "rate", "found"),
    [
        ("standard", "", "STANDARD"),
        ("20% VAT on income", "", "STANDARD"),
        ("OUTPUT2", "", "STANDARD"),
        ("none", "", "NO_VAT"),
        ("5", "", "REDUCED"),
        ("", "20.00%", "STANDARD"),
        ("", "0%", "ZERO"),
        ("ZERO", "20", "ZERO"),
        ("", "", "STANDARD"),
    ],
)
def test_a_code_is_found_by_code_name_type_or_rate(code: str, rate: str, found: str) -> None:
    assert VatReader(VAT_CODES, "STANDARD").code_for(code, rate, TaxMode.EXCLUSIVE).code == found


def test_of_codes_with_one_rate_the_books_default_is_meant() -> None:
    assert VatReader(VAT_CODES, "NO_VAT").code_for("", "0", TaxMode.EXCLUSIVE).code == "NO_VAT"


def test_a_document_without_tax_has_lines_without_tax() -> None:
    assert VatReader(VAT_CODES, "STANDARD").code_for("", "", TaxMode.NO_TAX).code == "NO_VAT"


def test_prices_without_a_vat_column_are_meant_as_the_default_code_says() -> None:
    assert VatReader(VAT_CODES, "STANDARD").usual_mode is TaxMode.EXCLUSIVE
    assert VatReader(VAT_CODES, "NO_VAT").usual_mode is TaxMode.NO_TAX


@pytest.mark.parametrize(("code", "rate"), [("LUXURY", ""), ("", "33"), ("", "much"), ("17.5%", "")])
def test_a_code_the_book_does_not_have_is_refused(code: str, rate: str) -> None:
    with pytest.raises(ValueError, match=r"no VAT code|not a number"):
        VatReader(VAT_CODES, "STANDARD").code_for(code, rate, TaxMode.EXCLUSIVE)


def test_a_book_without_a_default_code_says_so() -> None:
    codes = (VatCode("A", "A", Decimal(1)),)
    with pytest.raises(ValueError, match="the book has no default one"):
        VatReader(codes, "B").code_for("", "", TaxMode.EXCLUSIVE)


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Exclusive", TaxMode.EXCLUSIVE),
        ("Inclusive", TaxMode.INCLUSIVE),
        ("inc. VAT", TaxMode.INCLUSIVE),
        ("NoTax", TaxMode.NO_TAX),
        ("No tax", TaxMode.NO_TAX),
    ],
)
def test_tax_modes_are_read_as_xero_and_people_write_them(text: str, mode: TaxMode) -> None:
    assert tax_mode_called(text) is mode


def test_an_unknown_tax_mode_is_refused() -> None:
    with pytest.raises(ValueError, match="does not say whether prices"):
        tax_mode_called("sometimes")
