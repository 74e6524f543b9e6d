"""Many lines told as one: as few as can be, and worth the same to the penny."""

from datetime import date
from decimal import Decimal

import pytest

from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.gathering import gathered
from safe_desktop.domain.money import total
from safe_desktop.domain.tax import TaxMode
from tests.xero.random_documents import random_documents


def document(*lines: Line, mode: TaxMode = TaxMode.EXCLUSIVE) -> Document:
    day = date(2026, 11, 2)
    return Document(DocumentKind.INVOICE, "INV-1", 1, day, day, lines, tax_mode=mode)


def line(price: str, code: str = "STANDARD", rate: str = "20", account: str = "", discount: str = "0") -> Line:
    return Line("Beans", Decimal(1), Decimal(price), code, Decimal(rate), account, Decimal(discount))


def test_lines_of_one_vat_code_and_account_become_one_of_the_given_words() -> None:
    made = gathered(document(line("10"), line("5.50"), line("1", account="260")), "Goods", sales_account="200")
    assert [(one.line.description, one.line.account_code, str(one.amount)) for one in made] == [
        ("Goods", "200", "15.50 GBP"),
        ("Goods", "260", "1.00 GBP"),
    ]


def test_a_line_that_names_no_code_or_account_goes_with_those_that_name_the_usual_ones() -> None:
    made = gathered(document(line("10", code=""), line("5", account="200")), "Goods", "200", "STANDARD")
    assert [(one.line.vat_code, one.line.account_code) for one in made] == [("STANDARD", "200")]


def test_a_discount_is_inside_the_amount() -> None:
    (made,) = gathered(document(line("100", discount="12.5"), line("1")), "Goods")
    assert (made.line.discount, str(made.amount)) == (Decimal(0), "88.50 GBP")


def test_the_vat_of_the_parts_stays_where_that_of_the_sum_would_be_a_penny_off() -> None:
    # xero-api.md 5.6: 15 % of each is 3.76 + 3.84 + 3.84 = 11.44; of the sum it would be 11.45.
    (made,) = gathered(document(*(line(price, rate="15") for price in ("25.06", "25.61", "25.63"))), "Goods")
    assert (str(made.amount), str(made.tax), made.is_as_computed) == ("76.30 GBP", "11.44 GBP", False)
    (plain,) = gathered(document(line("10"), line("20")), "Goods")
    assert plain.is_as_computed


@pytest.mark.parametrize("mode", list(TaxMode))
def test_a_thousand_random_documents_are_worth_the_same(mode: TaxMode) -> None:
    for made in random_documents(330, seed=7):
        one = document(*made.lines, mode=mode)
        parts = gathered(one, "Goods", "200")
        assert len({(part.line.vat_code, part.line.account_code) for part in parts}) == len(parts)
        assert total(part.tax for part in parts) == one.totals.tax
        net = one.totals.total if mode is TaxMode.INCLUSIVE else one.totals.subtotal
        assert total(part.amount for part in parts) == net
