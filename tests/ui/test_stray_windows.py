"""Making a page or a dialog shows no window of its own: it would flash, and take the keys from the real one."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from safe_desktop.ui.bringing_in.import_dialog import ImportDialog
from safe_desktop.ui.records.customer_dialog import CustomerDialog
from safe_desktop.ui.records.invoice_dialog import InvoiceDialog
from safe_desktop.ui.records.payment_dialog import PaymentDialog
from safe_desktop.ui.shell.page import Context, Page
from safe_desktop.ui.shell.page_list import PAGES, SIDE_PAGES

Make = Callable[[Context], QWidget]
DIALOGS: tuple[Make, ...] = (
    CustomerDialog,
    InvoiceDialog,
    PaymentDialog,
    lambda context: ImportDialog(context, "invoices"),
)


class ShownWindows(QObject):
    """Keeps account of every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.names.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def shown_while_making(make: Make, context: Context, qtbot: QtBot, qapp: QApplication) -> list[str]:
    watcher = ShownWindows()
    qapp.installEventFilter(watcher)
    try:
        made = make(context)
        qtbot.addWidget(made)
        if isinstance(made, Page):
            made.reload()
    finally:
        qapp.removeEventFilter(watcher)
    return watcher.names


@pytest.mark.parametrize("page", [*PAGES, *SIDE_PAGES], ids=lambda page: page.name)
def test_making_a_page_shows_no_window(page: type[Page], context: Context, qtbot: QtBot, qapp: QApplication) -> None:
    assert shown_while_making(page, context, qtbot, qapp) == []


@pytest.mark.parametrize("make", DIALOGS)
def test_making_a_dialog_shows_no_window(make: Make, context: Context, qtbot: QtBot, qapp: QApplication) -> None:
    assert shown_while_making(make, context, qtbot, qapp) == []
