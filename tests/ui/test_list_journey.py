"""Journeys through the real window: from an empty book to a paid invoice, and from page to page."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.homes import Home
from safe_desktop.ui.bringing_in.import_dialog import ImportDialog
from safe_desktop.ui.parts.controls import Button
from safe_desktop.ui.records.customers_page import CustomersPage
from safe_desktop.ui.records.invoice_dialog import InvoiceDialog
from safe_desktop.ui.records.invoices_page import InvoicesPage
from safe_desktop.ui.records.line_model import PRICE
from safe_desktop.ui.records.payment_dialog import PaymentDialog
from safe_desktop.ui.records.payments_page import PaymentsPage
from safe_desktop.ui.shell.main_window import MainWindow
from safe_desktop.ui.shell.page import Context, Page, Place
from tests.made_records import TODAY
from tests.ui.shown_page import open_dialog, show_active, words_on


@pytest.fixture
def window(qtbot: QtBot, context: Context, home: Home) -> Iterator[MainWindow]:
    made = MainWindow(home, context.preferences)
    qtbot.addWidget(made)
    made.show_book(replace(context, navigate=made.navigate))
    show_active(qtbot, made)
    yield made
    made.is_ending = True


def go(window: MainWindow, place: Place) -> Page:
    window.navigate(place)
    QApplication.processEvents()
    page = window.shown_page()
    assert page is not None
    return page


def test_import_a_file_type_an_invoice_and_record_its_payment(
    window: MainWindow, context: Context, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "november.csv"
    path.write_text("Number,Date,Customer,Description,Price\nJ-1,2026-11-02,Journey & Sons,Beans,10\n", "utf-8")
    page = go(window, Place("invoices", action="import"))
    assert isinstance(page, InvoicesPage)
    dialog = open_dialog(ImportDialog)
    dialog.look_at(path)
    for _ in range(3):
        qtbot.waitUntil(lambda: dialog._task is None, timeout=20_000)
        dialog.forward.click()
    assert context.workplace.book.customers.find_name("Journey & Sons") is not None

    go(window, Place("invoices", action="add"))
    typed = open_dialog(InvoiceDialog)
    number = typed.form_part.number.text()
    typed.form_part.customer.setText("journey & sons")
    lines = typed.form_part.lines
    lines.setData(lines.index(0, 0), "Fruit")
    lines.setData(lines.index(0, PRICE), "25")
    typed.save()
    QApplication.processEvents()
    entry = page.table.current()
    assert entry is not None
    assert (entry.number, entry.customer) == (number, "Journey & Sons")

    show_active(qtbot, window)
    QTest.keyClick(page.table.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    open_dialog(PaymentDialog).save()
    QApplication.processEvents()
    after = page.table.current()
    assert after is not None
    assert (after.id, after.word.value) == (entry.id, "Paid")

    paid = go(window, Place("payments"))
    assert isinstance(paid, PaymentsPage)
    first = paid.table.model.entry(0)
    assert first is not None
    assert (first.customer, first.amount.minor) == ("Journey & Sons", 2500)


def test_a_page_that_was_not_in_front_is_up_to_date_when_it_comes_to_the_front(
    window: MainWindow, context: Context
) -> None:
    customers = go(window, Place("customers"))
    assert isinstance(customers, CustomersPage)
    before = customers.table.model.rowCount()
    go(window, Place("invoices"))
    context.work.now(lambda: ledger.add_customer(context.workplace, Customer("Meanwhile Ltd")))
    QApplication.processEvents()
    assert customers.table.model.rowCount() == before

    go(window, Place("customers"))
    assert customers.table.model.rowCount() == before + 1


def test_the_keys_of_a_page_work_as_soon_as_it_is_in_front(window: MainWindow) -> None:
    page = go(window, Place("invoices"))
    assert isinstance(page, InvoicesPage)
    QTest.keyClick(page.table.view, Qt.Key.Key_Down)
    entry = page.table.current()
    assert entry is not None
    assert entry.number in words_on(page.panel)

    QTest.keyClick(page.table.view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    open_dialog(InvoiceDialog).reject()


def test_a_link_in_the_details_leads_to_another_record_of_the_same_page(window: MainWindow, context: Context) -> None:
    book = context.workplace.book
    invoice = book.documents.find_number(DocumentKind.INVOICE, "INV-0058")
    assert invoice is not None
    line = Line("Returned", Decimal(1), Decimal(5), "ZERO")
    credit = ledger.add_document(
        context.workplace, Document(DocumentKind.CREDIT_NOTE, "CN-9", invoice.customer_id, TODAY, TODAY, (line,))
    ).value
    ledger.apply_credit(context.workplace, credit.id, invoice.id)
    page = go(window, Place("invoices", kind=RecordKind.INVOICE, record_id=invoice.id))
    assert isinstance(page, InvoicesPage)
    for wanted in ("CN-9", "INV-0058", "CN-9"):
        link = next(button for button in page.panel.findChildren(Button) if button.text() == wanted)
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)
        QApplication.processEvents()
        entry = page.table.current()
        assert entry is not None
        assert entry.number == wanted


def test_a_place_with_a_record_puts_the_cursor_on_it(window: MainWindow, context: Context) -> None:
    customer = context.workplace.book.customers.find_name("Ashgarrow Cycles")
    assert customer is not None
    page = go(window, Place("customers", kind=RecordKind.CUSTOMER, record_id=customer.id))

    assert isinstance(page, CustomersPage)
    assert page.table.current_id() == customer.id
    assert "Ashgarrow Cycles" in words_on(page.panel)
