"""Finding a customer by some letters."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from safe_desktop.domain.customer import name_key
from safe_desktop.store.customer_records import CustomerName
from safe_desktop.ui.parts.customer_input import CustomerInput
from tests.ui.shown_page import show_active


def called(record_id: int, name: str, code: str = "", *, is_archived: bool = False) -> CustomerName:
    return CustomerName(record_id, name, name_key(name), code, is_archived)


PEOPLE = (
    called(1, "Marsh Lane Joinery", "F101"),
    called(2, "Marsh & Co"),
    called(3, "Quayside Yoga"),
    called(4, "Old Firm", is_archived=True),
    called(5, "<b>Bold</b> Ltd"),
)


@pytest.fixture
def field(qtbot: QtBot) -> CustomerInput:
    made = CustomerInput(PEOPLE)
    qtbot.addWidget(made)
    show_active(qtbot, made)
    made.setFocus()
    return made


def test_any_part_of_the_name_that_only_one_has_is_enough(field: CustomerInput) -> None:
    QTest.keyClicks(field, "yoga")
    QTest.keyClick(field, Qt.Key.Key_Tab)

    assert (field.text(), field.customer_id()) == ("Quayside Yoga", 3)


def test_letters_that_two_share_choose_nobody(field: CustomerInput) -> None:
    QTest.keyClicks(field, "marsh")
    QTest.keyClick(field, Qt.Key.Key_Tab)

    assert field.customer_id() == 0


def test_a_code_is_as_good_as_a_name(field: CustomerInput) -> None:
    field.setText("f101")

    assert field.customer_id() == 1


def test_case_and_spaces_do_not_matter(field: CustomerInput) -> None:
    field.setText("  quayside   YOGA ")

    assert field.customer_id() == 3


def test_archived_customers_are_offered_only_where_they_stand_already(field: CustomerInput) -> None:
    field.setText("Old Firm")
    assert field.customer_id() == 0

    field.offer(PEOPLE, chosen_id=4)
    assert field.customer_id() == 4


def test_each_change_is_told_once(field: CustomerInput) -> None:
    told: list[int] = []
    field.chosen.connect(told.append)
    QTest.keyClicks(field, "Marsh & Co")
    field.clear()

    assert told == [2, 0]


def test_a_name_that_looks_like_html_is_a_name(field: CustomerInput) -> None:
    field.choose(5)

    assert (field.text(), field.customer_id()) == ("<b>Bold</b> Ltd", 5)
