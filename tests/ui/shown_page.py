"""A page as the window shows it: re-read when something it touches changed. And the dialogs that are open over it."""

from typing import TypeVar

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from safe_desktop.engine.changes import Changes
from safe_desktop.ui.shell.page import Context, Page

P = TypeVar("P", bound=Page)
W = TypeVar("W", bound=QWidget)


class Rereads(QObject):
    """Does for one page what the window does for all."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page

    @Slot(object)
    def on_changed(self, changes: Changes) -> None:
        """Read again where it matters."""
        if changes.kinds & self._page.touches:
            self._page.reload()


def show_page(qtbot: QtBot, context: Context, page_class: type[P], width: int = 1200) -> P:
    """The page on screen, filled."""
    page = page_class(context)
    qtbot.addWidget(page)
    rereads = Rereads(page)
    context.work.changed.connect(rereads.on_changed)
    page.resize(width, 800)
    page.reload()
    show_active(qtbot, page)
    return page


def show_active(qtbot: QtBot, window: QWidget) -> None:
    """Show a window and wait until keys go to it: the one of the test before may just be going."""
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window, timeout=5_000)


def open_dialog(kind: type[W]) -> W:
    """The dialog of this sort that was opened last; fails if there is none."""
    found = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]
    assert found, f"no {kind.__name__} is open"
    return found[-1]


def is_open(kind: type[QWidget]) -> bool:
    """Whether a dialog of this sort is open."""
    return any(isinstance(widget, kind) and widget.isVisible() for widget in QApplication.topLevelWidgets())


def words_on(widget: QWidget) -> str:
    """Everything that the labels of a widget say."""
    labels = widget.findChildren(QLabel)
    return "\n".join(getattr(label, "whole_text", label.text)() for label in labels if label.isVisibleTo(widget))
