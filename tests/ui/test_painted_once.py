"""What must come after the first paint does, once, and is not lost where there is no paint."""

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from safe_desktop.ui.look.painted_once import PaintedOnce


class Noted(QWidget):
    """Notes in a list that it was painted."""

    def __init__(self, order: list[str], word: str) -> None:
        super().__init__()
        self._order, self._word = order, word

    def paintEvent(self, event: QPaintEvent) -> None:
        self._order.append(self._word)


def test_it_begins_after_the_window_and_all_in_it_are_painted(qtbot: QtBot) -> None:
    order: list[str] = []
    window, inside = Noted(order, "window"), Noted(order, "inside")
    inside.setMinimumSize(50, 50)
    QVBoxLayout(window).addWidget(inside)
    qtbot.addWidget(window)
    PaintedOnce(window, lambda: order.append("begun"))
    window.show()
    qtbot.waitUntil(lambda: "begun" in order)
    assert order == ["window", "inside", "begun"]


def test_it_begins_only_once(qtbot: QtBot) -> None:
    order: list[str] = []
    window = Noted(order, "painted")
    qtbot.addWidget(window)
    PaintedOnce(window, lambda: order.append("begun"))
    window.show()
    qtbot.waitUntil(lambda: "begun" in order)
    window.repaint()
    qtbot.wait(20)
    assert order == ["painted", "begun", "painted"]


def test_it_begins_without_a_paint_too(qtbot: QtBot) -> None:
    order: list[str] = []
    window = Noted(order, "painted")
    qtbot.addWidget(window)
    PaintedOnce(window, lambda: order.append("begun"))
    qtbot.waitUntil(lambda: order == ["begun"], timeout=5_000)
