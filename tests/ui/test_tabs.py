"""The tabs over a page's lists: by keys from anywhere on the page, round and round, while they are in sight."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from safe_desktop.ui.parts.tabs import Tabs
from tests.ui.shown_page import show_active

_CTRL = Qt.KeyboardModifier.ControlModifier


def test_ctrl_and_page_keys_go_round_the_tabs_from_a_field_of_the_page(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    tabs, field = Tabs((("one", "One"), ("two", "Two"), ("three", "Three"))), QLineEdit()
    column = QVBoxLayout(page)
    column.addWidget(tabs)
    column.addWidget(field)
    told: list[str] = []
    keep = told.append
    tabs.chosen.connect(keep)
    show_active(qtbot, page)
    field.setFocus()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        QTest.keyClick(field, key, _CTRL)
    assert told == ["two", "three", "one", "three"]
    assert tabs.key() == "three"
    tabs.hide()
    QTest.keyClick(field, Qt.Key.Key_PageDown, _CTRL)
    assert tabs.key() == "three"
