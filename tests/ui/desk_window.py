"""The real window at the desk over the book of a year, with money that came in; keys go where a person's would.

What a test of the desk starts from: `came_in` lets money arrive and be matched, `press` types.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import InvoiceEntry, Query
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.receipt_records import ReceiptState, StoredReceipt
from safe_desktop.ui.deciding.desk_page import DeskPage
from safe_desktop.ui.deciding.one_by_one_view import OneByOneView
from safe_desktop.ui.shell.main_window import MainWindow
from safe_desktop.ui.shell.page import Context, Place
from tests.ui.shown_page import show_active

_NAMED = {
    "Enter": Qt.Key.Key_Return,
    "Down": Qt.Key.Key_Down,
    "Up": Qt.Key.Key_Up,
    "Tab": Qt.Key.Key_Tab,
    "Esc": Qt.Key.Key_Escape,
    "Space": Qt.Key.Key_Space,
    "Delete": Qt.Key.Key_Delete,
}
_HELD = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


@dataclass(frozen=True)
class DeskWindow:
    """The window with the desk in front."""

    window: MainWindow
    page: DeskPage

    @property
    def workplace(self) -> Workplace:
        """The book behind it."""
        return self.page.context.workplace

    @property
    def cases(self) -> OneByOneView:
        """The sight that goes one by one."""
        return self.page.cases

    @property
    def current(self) -> str:
        """The key of the case that is shown."""
        shown = self.cases.shown
        return shown.detail.key if shown is not None else ""

    @property
    def chosen(self) -> str:
        """The title of what Enter would do."""
        shown = self.cases.shown
        return shown.chosen.title if shown is not None and shown.chosen is not None else ""


def open_desk(qtbot: QtBot, context: Context) -> DeskWindow:
    """The window, in front, at the desk; the test must let it go with `window.forget_book()`."""
    window = MainWindow(context.workplace.home, context.preferences)
    qtbot.addWidget(window)
    window.is_ending = True
    window.resize(1280, 800)
    window.show_book(context)
    show_active(qtbot, window)
    window.navigate(Place("desk"))
    QApplication.processEvents()
    page = window.shown_page()
    assert isinstance(page, DeskPage)
    return DeskWindow(window, page)


def press(*keys: str) -> int:
    """Press these, wherever the keys go now; how many presses it were. Words are typed letter by letter."""
    number = 0
    for key in keys:
        *held, name = key.split("+") if len(key) > 1 else [key]
        modifiers = Qt.KeyboardModifier.NoModifier
        for one in held:
            modifiers |= _HELD[one]
        if name in _NAMED:
            QTest.keyClick(_under_the_keys(), _NAMED[name], modifiers)
            number += 1
        elif held:
            QTest.keySequence(_under_the_keys(), QKeySequence(key))
            number += 1
        else:
            QTest.keyClicks(_under_the_keys(), name)
            number += len(name)
        QApplication.processEvents()
    return number


def _under_the_keys() -> QWidget:
    found = QApplication.focusWidget() or QApplication.activeWindow()
    if found is None:
        # A dialog has just gone; giving the keys back to the window below is what a window manager would do.
        window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible())
        window.activateWindow()
        QTest.qWaitForWindowActive(window)
        found = QApplication.focusWidget() or window
    return found


def open_bills(workplace: Workplace) -> list[InvoiceEntry]:
    """The open invoices of which nothing is paid, the oldest first."""
    table = lists.invoices(workplace.book)
    found = table.entries(table.ids(Query(only="awaiting", sort="issued_on")))
    return [one for one in found if one.kind is DocumentKind.INVOICE and one.open == one.total]


def came_in(workplace: Workplace, *lines: tuple[str, str, str], on: date | None = None) -> Sequence[int]:
    """Let these amounts (amount, payee, reference) come in and be laid beside the bills; nothing is settled by it."""
    receipts = [
        StoredReceipt(
            ReceiptSource.BANK,
            f"line {place} {amount} {payee} {reference}",
            on or workplace.clock.today(),
            Money.from_decimal(Decimal(amount)),
            payee=payee,
            reference=reference,
        )
        for place, (amount, payee, reference) in enumerate(lines)
    ]
    with workplace.book.transaction():
        kept = workplace.book.receipts.keep(receipts)
    match_all(workplace, only_propose=True)
    return kept.new


def paid_by(bill: InvoiceEntry, reference: str = "") -> tuple[str, str, str]:
    """A line of the bank that names the bill."""
    return f"{bill.open.decimal}", bill.customer.upper()[:18], reference or bill.number


def look(desk: DeskWindow, *lines: tuple[str, str, str]) -> list[int]:
    """These came in, and the desk has read them."""
    ids = came_in(desk.workplace, *lines)
    desk.page.reload()
    return list(ids)


def still_open(desk: DeskWindow, bill: InvoiceEntry) -> Money:
    """How much of the bill is open now."""
    return desk.workplace.book.documents.open(bill.id)


def state(desk: DeskWindow, receipt_id: int) -> ReceiptState:
    """What has become of the receipt."""
    return desk.workplace.book.receipts.get(receipt_id).state
