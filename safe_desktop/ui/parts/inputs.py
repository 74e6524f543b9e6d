"""Inputs that know our values: a day, and a choice among named things. Knows no record."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDateEdit

from safe_desktop.ui.look import fonts
from safe_desktop.ui.look.formats import visible


class DayInput(QDateEdit):
    """A day as dd/mm/yyyy with a calendar to pick from."""

    def __init__(self, day: date) -> None:
        super().__init__()
        self.setFont(fonts.font())
        self.setCalendarPopup(True)
        self.setDisplayFormat("dd/MM/yyyy")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_day(day)

    def day(self) -> date:
        """The day that is shown."""
        shown = self.date()
        return date(shown.year(), shown.month(), shown.day())

    def show_day(self, day: date) -> None:
        """Show this day."""
        self.setDate(QDate(day.year, day.month, day.day))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling over a form must not change a date."""
        event.ignore()


class Choice(QComboBox):
    """One of several named things; each has a key that the program uses and words that a person reads."""

    def __init__(self, options: Sequence[tuple[str, str]] = (), chosen: str = "") -> None:
        super().__init__()
        self.setFont(fonts.font())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_options(options, chosen)

    def show_options(self, options: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """Offer these (key, words); an unknown key chooses the first."""
        self.clear()
        for key, words in options:
            self.addItem(visible(words), key)
        self.choose(chosen)

    def key(self) -> str:
        """The key of what is chosen; empty where there is nothing."""
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        """Choose by key."""
        self.setCurrentIndex(max(0, self.findData(key)) if self.count() else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling over a form must not change a choice."""
        event.ignore()
