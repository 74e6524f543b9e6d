"""The real window over the book of a made month, with its own work, heartbeat and preferences. Nothing is stood in."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.shell.heartbeat import Heartbeat
from safe_desktop.ui.shell.main_window import MainWindow
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.shell.problems import Problems
from safe_desktop.ui.shell.work import Lane, Work
from tests.scripted_month.keyboard import Keyboard
from tests.scripted_month.month_book import MonthBook


@dataclass
class MonthWindow:
    """The window, the person before it, and what they look at."""

    made: MonthBook
    window: MainWindow
    context: Context
    keys: Keyboard

    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self.context.heartbeat.is_syncing() and not any(self.context.work.running(lane) for lane in Lane)

    def wait(self, what: str = "the program") -> None:
        """Look on until nothing is under way."""
        self.keys.wait_until(self.is_idle, what)
        QApplication.processEvents()

    def sync(self) -> None:
        """Press the key for it, and wait for the end."""
        self.wait("before the sync")
        self.keys.press("F5", why="Sync now")
        self.wait("the sync")


@contextmanager
def month_window(made: MonthBook, appearance: Appearance) -> Iterator[MonthWindow]:
    """The window in front, over the book."""
    workplace = made.bench.workplace
    problems = Problems()
    work = Work(problems, after_each=workplace.book.close_here)
    preferences = Preferences(workplace.home.preferences)
    window = MainWindow(workplace.home, preferences)
    heartbeat = Heartbeat(workplace, work)
    context = Context(workplace, work, problems, preferences, appearance, heartbeat, window.navigate)
    window.show_book(context)
    window.resize(1440, 900)
    window.show()
    heartbeat.refresh()
    assert QTest.qWaitForWindowActive(window)
    try:
        yield MonthWindow(made, window, context, Keyboard())
    finally:
        window.is_ending = True
        window.forget_book()
        heartbeat.end()
        work.close()
        window.close()
        window.deleteLater()
