"""Typing lines by keys alone."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from safe_desktop.domain.tax import VatCode
from safe_desktop.ui.parts.inputs import Choice
from safe_desktop.ui.records.line_model import DESCRIPTION, QUANTITY, LineModel
from safe_desktop.ui.records.lines_editor import LinesEditor
from tests.ui.shown_page import show_active

CODES = (VatCode("STANDARD", "20%", Decimal(20), "OUTPUT2"), VatCode("ZERO", "Zero", Decimal(0), "ZERORATEDOUTPUT"))


@pytest.fixture
def editor(qtbot: QtBot) -> LinesEditor:
    made = LinesEditor(LineModel(CODES, "STANDARD"))
    qtbot.addWidget(made)
    made.resize(860, 300)
    show_active(qtbot, made)
    return made


def model_of(editor: LinesEditor) -> LineModel:
    model = editor.model()
    assert isinstance(model, LineModel)
    return model


def typing() -> QWidget:
    """The cell editor that has the cursor."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press(text: str = "", key: Qt.Key | None = None) -> None:
    if text:
        QTest.keyClicks(typing(), text)
    if key is not None:
        QTest.keyClick(typing(), key)
        QApplication.processEvents()


def test_tab_goes_from_cell_to_cell_and_enter_to_the_next_line(editor: LinesEditor) -> None:
    editor.edit_at(0, DESCRIPTION)
    press("Coffee beans", Qt.Key.Key_Tab)
    press("12", Qt.Key.Key_Tab)
    press("18.40", Qt.Key.Key_Return)
    press("Fruit box", Qt.Key.Key_Tab)
    press("", Qt.Key.Key_Tab)
    press("5", Qt.Key.Key_Return)

    lines = model_of(editor).lines()

    assert [(line.description, line.quantity, line.unit_price) for line in lines] == [
        ("Coffee beans", Decimal(12), Decimal("18.40")),
        ("Fruit box", Decimal(1), Decimal(5)),
    ]


def test_the_vat_code_is_a_choice_that_the_keys_reach(editor: LinesEditor) -> None:
    editor.edit_at(0, DESCRIPTION)
    press("Fruit", Qt.Key.Key_Tab)
    press("", Qt.Key.Key_Tab)
    press("5", Qt.Key.Key_Tab)
    press("", Qt.Key.Key_Tab)
    choice = typing()
    assert isinstance(choice, Choice)
    press("", Qt.Key.Key_Down)
    press("", Qt.Key.Key_Tab)

    assert model_of(editor).lines()[0].vat_code == "ZERO"


def test_enter_on_the_empty_row_leaves_the_grid(editor: LinesEditor, qtbot: QtBot) -> None:
    editor.edit_at(0, DESCRIPTION)
    press("Fruit", Qt.Key.Key_Tab)
    press("", Qt.Key.Key_Tab)
    press("5", Qt.Key.Key_Return)

    with qtbot.waitSignal(editor.left, timeout=1_000):
        press("", Qt.Key.Key_Return)


def test_escape_gives_back_what_the_cell_held(editor: LinesEditor) -> None:
    model_of(editor).setData(model_of(editor).index(0, DESCRIPTION), "Fruit")
    editor.edit_at(0, DESCRIPTION)
    press("Something else", Qt.Key.Key_Escape)

    assert model_of(editor).texts()[0].description == "Fruit"


def test_a_line_is_removed_while_it_is_being_typed(editor: LinesEditor) -> None:
    model = model_of(editor)
    for row, name in enumerate(("Beans", "Fruit")):
        model.setData(model.index(row, DESCRIPTION), name)
    editor.edit_at(0, QUANTITY)
    press("7")
    editor.remove_current()

    assert [texts.description for texts in model.texts()] == ["Fruit"]
