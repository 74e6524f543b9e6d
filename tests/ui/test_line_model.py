"""The lines of a document while they are typed: what counts, what does not, and why."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from safe_desktop.domain.document import Line
from safe_desktop.domain.tax import TaxMode, VatCode
from safe_desktop.ui.records.line_model import ACCOUNT, AMOUNT, DESCRIPTION, DISCOUNT, PRICE, QUANTITY, VAT, LineModel

CODES = (VatCode("STANDARD", "20%", Decimal(20), "OUTPUT2"), VatCode("ZERO", "Zero", Decimal(0), "ZERORATEDOUTPUT"))


@pytest.fixture
def model(qtbot: QtBot) -> LineModel:
    return LineModel(CODES, "STANDARD")


def put(model: LineModel, row: int, **texts: str) -> None:
    columns = {"description": DESCRIPTION, "quantity": QUANTITY, "price": PRICE, "less": DISCOUNT, "vat": VAT}
    for name, text in texts.items():
        assert model.setData(model.index(row, columns[name]), text)


def test_a_typed_line_gets_one_piece_and_the_usual_vat_code_by_itself(model: LineModel) -> None:
    put(model, 0, description="Coffee", price="18.40")

    assert model.lines() == [Line("Coffee", Decimal(1), Decimal("18.40"), "STANDARD", Decimal(20))]
    assert model.totals().total.minor == 2208


def test_an_empty_row_always_stands_last_and_is_no_line(model: LineModel) -> None:
    put(model, 0, description="Coffee", price="1")
    put(model, 1, description="Fruit", price="2")

    assert model.rowCount() == 3
    assert model.is_blank(2)
    assert len(model.lines()) == 2


def test_totals_are_those_of_the_domain_line_by_line(model: LineModel) -> None:
    put(model, 0, description="Beans", quantity="3", price="0.335", less="10")
    put(model, 1, description="Fruit", quantity="2", price="32.50", vat="ZERO")

    totals = model.totals()

    # 3 x 0.335 less a tenth is 0.9045: 0.90 on the line, and 0.18 VAT on it.
    assert (totals.subtotal.minor, totals.tax.minor, totals.total.minor) == (6590, 18, 6608)


def test_prices_with_vat_in_them_keep_their_sum(model: LineModel) -> None:
    put(model, 0, description="Beans", price="120")
    model.show_mode(TaxMode.INCLUSIVE)

    assert (model.totals().tax.minor, model.totals().total.minor) == (2000, 12000)


def test_without_vat_the_code_can_not_be_changed_and_counts_for_nothing(model: LineModel) -> None:
    put(model, 0, description="Beans", price="120")
    model.show_mode(TaxMode.NO_TAX)

    assert model.totals().total.minor == 12000
    assert not model.flags(model.index(0, VAT)) & Qt.ItemFlag.ItemIsEditable
    assert model.flags(model.index(0, PRICE)) & Qt.ItemFlag.ItemIsEditable


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        (PRICE, "abc", "not a number"),
        (PRICE, "=1+1", "formula"),
        (PRICE, "1.00005", "four decimals"),
        (QUANTITY, "1.234,50", "not a number"),
        (DISCOUNT, "101", "0 to 100"),
        (VAT, "GONE", "no VAT code"),
    ],
)
def test_what_means_nothing_is_told_at_its_cell_and_counts_for_nothing(
    model: LineModel, column: int, text: str, reason: str
) -> None:
    put(model, 0, description="Beans", price="10")
    put(model, 1, description="Fruit", price="5")
    model.setData(model.index(0, column), text)

    problem = model.first_problem()

    assert problem is not None
    assert problem[:2] == (0, column)
    assert reason in problem[2]
    assert model.totals().subtotal.minor == 500


def test_a_line_without_a_price_is_asked_for_one(model: LineModel) -> None:
    put(model, 0, description="Beans")

    assert model.first_problem() == (0, PRICE, "Give a price.")


def test_a_shown_document_comes_back_line_for_line(model: LineModel) -> None:
    lines = [
        Line("Beans", Decimal("1.5"), Decimal("18.4"), "ZERO", Decimal(0), "200", Decimal("2.5")),
        Line("Credit for returns", Decimal(-2), Decimal("3.3333"), "STANDARD", Decimal(20)),
    ]
    model.show_lines(lines)

    assert model.lines() == lines
    assert model.index(0, ACCOUNT).data() == "200"
    assert model.index(1, AMOUNT).data() == "−6.67"


def test_a_removed_line_is_gone_and_the_empty_one_stays(model: LineModel) -> None:
    put(model, 0, description="Beans", price="1")
    model.remove(0)
    model.remove(0)

    assert model.rowCount() == 1
    assert model.lines() == []


def test_the_model_keeps_the_rules_of_qt(model: LineModel, qtmodeltester: ModelTester) -> None:
    put(model, 0, description="<img src=x>", price="1")

    qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]
    assert model.index(0, DESCRIPTION).data() == "<img src=x>"
