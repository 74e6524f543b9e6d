"""Our controls: elided labels that keep their whole text, focus that can be seen, inputs that know our values."""

from datetime import date

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from safe_desktop.ui.look import theme
from safe_desktop.ui.look.appearance import Appearance, ThemeChoice
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import DARK, LIGHT, Tone
from safe_desktop.ui.parts.controls import Button, ChipLabel, Label, TickBox
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.parts.inputs import Choice, DayInput
from safe_desktop.ui.parts.stat_card import StatCard
from safe_desktop.ui.parts.tabs import Tabs


def test_a_long_name_is_cut_with_dots_and_its_tooltip_says_all_of_it(qtbot: QtBot) -> None:
    label = Label("Eastbeck Veterinary Group of Northumberland", elides=True)
    qtbot.addWidget(label)
    label.resize(120, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.whole_text() == label.accessibleName()
    label.resize(600, 20)
    assert label.text() == label.whole_text()
    assert label.toolTip() == ""


def test_labels_and_icons_change_with_the_theme(qtbot: QtBot, appearance: Appearance) -> None:
    label, button = Label("Hello", ink="muted"), Button("Go", "send")
    for widget in (label, button):
        qtbot.addWidget(widget)
        widget.show()
    light = button.icon().pixmap(16).toImage()
    appearance.choose(ThemeChoice.DARK)
    QApplication.processEvents()
    assert label.palette().color(label.foregroundRole()).name().upper() == DARK.muted
    assert button.icon().pixmap(16).toImage() != light
    appearance.choose(ThemeChoice.LIGHT)
    QApplication.processEvents()
    assert label.palette().color(label.foregroundRole()).name().upper() == LIGHT.muted


def test_what_was_made_before_the_theme_changed_and_shown_after_it_is_dressed_too(
    qtbot: QtBot, appearance: Appearance
) -> None:
    label, button = Label("Hello", ink="muted"), Button("Go", "send")
    light = button.icon().pixmap(16).toImage()
    appearance.choose(ThemeChoice.DARK)
    for widget in (label, button):
        qtbot.addWidget(widget)
        widget.show()
    assert label.palette().color(label.foregroundRole()).name().upper() == DARK.muted
    assert button.icon().pixmap(16).toImage() != light


def test_the_focus_can_be_seen_on_what_is_painted_by_hand(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    other = QLineEdit()
    card = StatCard("send", Tone.BLUE, "To send")
    tick = TickBox("Approve")
    for widget in (other, card, tick):
        column.addWidget(widget)
    with qtbot.waitExposed(holder):
        holder.show()
    for widget in (card, tick):
        other.setFocus()
        without = widget.grab().toImage()
        widget.setFocus()
        assert widget.grab().toImage() != without
    accent = theme.shown().ink("accent").rgb()
    card.setFocus()
    assert card.grab().toImage().pixel(card.width() // 2, 1) == accent


def test_tab_reaches_every_button(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    tabs = Tabs((("one", "One"), ("two", "Two")))
    button = Button("Press")
    column.addWidget(tabs)
    column.addWidget(button)
    with qtbot.waitExposed(holder):
        holder.show()
    tabs._tabs["one"].setFocus()
    QTest.keyClick(tabs._tabs["one"], Qt.Key.Key_Tab)
    reached = [QApplication.focusWidget()]
    QTest.keyClick(holder, Qt.Key.Key_Tab)
    reached.append(QApplication.focusWidget())
    assert button in reached


def test_a_tick_box_is_toggled_by_key_and_by_its_words(qtbot: QtBot) -> None:
    tick = TickBox("Approve documents in Xero when they are sent")
    qtbot.addWidget(tick)
    tick.resize(tick.sizeHint())
    tick.show()
    QTest.keyClick(tick, Qt.Key.Key_Space)
    assert tick.isChecked()
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton, pos=QPoint(tick.width() - 10, 12))
    assert not tick.isChecked()


def test_a_chip_says_its_word(qtbot: QtBot) -> None:
    chip = ChipLabel(Chip("To review", Tone.AMBER))
    qtbot.addWidget(chip)
    assert chip.accessibleName() == "To review"
    chip.show_chip(None)
    assert chip.isHidden()


def scroll(widget: QWidget) -> None:
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_inputs_give_our_values_and_scrolling_does_not_change_them(qtbot: QtBot) -> None:
    day = DayInput(date(2026, 12, 3))
    choice = Choice((("a", "Bank & transfer"), ("b", "Card")), "b")
    for widget in (day, choice):
        qtbot.addWidget(widget)
        scroll(widget)
    assert day.day() == date(2026, 12, 3)
    assert day.text() == "03/12/2026"
    assert choice.key() == "b"
    choice.choose("no such key")
    assert choice.key() == "a"
    assert Choice().key() == ""


def test_a_field_says_what_is_wrong_under_itself_and_takes_it_back(qtbot: QtBot) -> None:
    inside = QLineEdit()
    field = Field("Name", inside, "as on the invoice")
    qtbot.addWidget(field)
    assert inside.accessibleName() == "Name"
    field.complain("The name is taken.")
    assert inside.property("has_error")
    assert inside.accessibleDescription() == "The name is taken."
    field.complain("")
    assert not inside.property("has_error")
    assert field._under.whole_text() == "as on the invoice"


def test_a_question_does_nothing_until_it_is_answered(qtbot: QtBot) -> None:
    answered: list[str] = []
    question = Question("Void INV-1?", "It cannot be undone.", "Void", lambda: answered.append("yes"), is_danger=True)
    question.open()
    QTest.keyClick(question, Qt.Key.Key_Escape)
    assert answered == []
    again = Question("Void INV-1?", "It cannot be undone.", "Void", lambda: answered.append("yes"))
    again.open()
    assert again.primary is not None
    again.primary.click()
    assert answered == ["yes"]
