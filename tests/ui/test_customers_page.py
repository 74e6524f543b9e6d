"""The page of customers and the dialog behind it, over a real book."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.entry import ledger
from safe_desktop.ui.parts.controls import Button
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.records.customer_dialog import CustomerDialog
from safe_desktop.ui.records.customers_page import CustomersPage
from safe_desktop.ui.records.invoice_dialog import InvoiceDialog
from safe_desktop.ui.records.payment_dialog import PaymentDialog
from safe_desktop.ui.shell.page import Context, Place
from tests.ui.shown_page import is_open, open_dialog, show_page, words_on

NASTY = "<img src=x onerror=alert(1)> & <b>Sons</b>"


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> CustomersPage:
    return show_page(qtbot, context, CustomersPage)


def choose(page: CustomersPage, name: str) -> int:
    found = page.context.workplace.book.customers.find_name(name)
    assert found is not None
    page.show_record(RecordKind.CUSTOMER, found.id)
    return found.id


def test_the_panel_shows_who_the_customer_is_and_what_it_owes(page: CustomersPage) -> None:
    choose(page, "Pellimore & Daughters")

    shown = words_on(page.panel)

    assert "Pellimore & Daughters" in shown
    assert "accounts@pellimore.example" in shown
    assert "Balance" in shown
    assert "History" in shown


def test_a_customer_is_typed_in_and_stands_in_the_list_at_once(page: CustomersPage, qtbot: QtBot) -> None:
    page.do("add")
    dialog = open_dialog(CustomerDialog)
    for key, text in {"name": "  Nettle   Café ", "email": "hello@nettle.example", "line_1": "1 High St"}.items():
        dialog.inputs[key].setText(text)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog, timeout=5_000)
    QTest.keyClick(dialog.inputs["line_1"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    entry = page.table.current()

    assert not is_open(CustomerDialog)
    assert entry is not None
    assert (entry.name, entry.email) == ("Nettle Café", "hello@nettle.example")
    assert page.context.workplace.book.customers.get(entry.id).address.lines == ("1 High St",)


def test_a_name_that_is_taken_is_told_at_its_field_and_nothing_typed_is_lost(page: CustomersPage) -> None:
    page.add()
    dialog = open_dialog(CustomerDialog)
    dialog.inputs["name"].setText("ashgarrow cycles")
    dialog.inputs["phone"].setText("01632 960001")
    dialog.save()

    assert is_open(CustomerDialog)
    assert "already a customer named “Ashgarrow Cycles”" in words_on(dialog)
    assert dialog.inputs["name"].property("has_error") is True
    assert dialog.inputs["phone"].text() == "01632 960001"


def test_what_is_no_email_address_is_told_at_its_field(page: CustomersPage) -> None:
    page.add()
    dialog = open_dialog(CustomerDialog)
    dialog.inputs["name"].setText("New")
    dialog.inputs["email"].setText("not an address")
    dialog.save()

    assert dialog.inputs["email"].property("has_error") is True
    assert "is not an e-mail address" in words_on(dialog)


def test_leaving_with_something_typed_asks_first(page: CustomersPage) -> None:
    page.add()
    dialog = open_dialog(CustomerDialog)
    dialog.inputs["name"].setText("Half a name")
    dialog.reject()

    assert is_open(CustomerDialog)
    assert "Leave without saving?" in words_on(open_dialog(Question))
    open_dialog(Question).reject()
    assert dialog.inputs["name"].text() == "Half a name"


def test_leaving_with_nothing_typed_just_leaves(page: CustomersPage) -> None:
    page.add()
    open_dialog(CustomerDialog).reject()

    assert not is_open(CustomerDialog)
    assert not is_open(Question)


def test_a_customer_is_changed_with_f2(page: CustomersPage) -> None:
    record_id = choose(page, "Ashgarrow Cycles")
    QTest.keyClick(page.table.view, Qt.Key.Key_F2)
    dialog = open_dialog(CustomerDialog)
    dialog.inputs["phone"].setText("01632 960123")
    dialog.save()

    assert page.context.workplace.book.customers.get(record_id).phone == "01632 960123"
    assert "01632 960123" in words_on(page.panel)


def test_a_customer_that_a_sync_changed_meanwhile_is_not_overwritten(page: CustomersPage) -> None:
    record_id = choose(page, "Ashgarrow Cycles")
    page.edit()
    dialog = open_dialog(CustomerDialog)
    book = page.context.workplace.book
    there = book.customers.get(record_id)
    with book.transaction():
        book.customers.change(Customer(there.name, there.id, there.code, "new@xero.example", revision=there.revision))
    dialog.inputs["phone"].setText("1")
    dialog.save()

    assert "was changed meanwhile" in words_on(dialog)
    assert book.customers.get(record_id).email == "new@xero.example"


def test_names_that_look_like_html_are_shown_as_they_are(page: CustomersPage) -> None:
    saved = ledger.add_customer(page.context.workplace, Customer(NASTY))
    page.reload()
    page.show_record(RecordKind.CUSTOMER, saved.value.id)

    index = page.table.view.currentIndex()

    assert index.data() == NASTY
    assert NASTY in words_on(page.panel)
    assert "no < or >" in words_on(page.panel)


def test_archiving_asks_and_can_be_taken_back(page: CustomersPage) -> None:
    record_id = choose(page, "Ashgarrow Cycles")
    QTest.keyClick(page.table.view, Qt.Key.Key_Delete)
    open_dialog(Question)._on_yes()
    book = page.context.workplace.book

    assert book.customers.get(record_id).is_archived
    assert page.table.model.row_of(record_id) < 0

    page.show_record(RecordKind.CUSTOMER, record_id)
    assert page.table.current_id() == record_id
    page.bring_back()
    assert not book.customers.get(record_id).is_archived


def test_an_invoice_and_a_payment_begin_with_the_customer_under_the_cursor(page: CustomersPage) -> None:
    record_id = choose(page, "Ashgarrow Cycles")
    page.invoice()
    assert open_dialog(InvoiceDialog).form_part.customer.customer_id() == record_id
    open_dialog(InvoiceDialog).reject()

    page.pay()
    assert open_dialog(PaymentDialog).customer.customer_id() == record_id
    open_dialog(PaymentDialog).reject()


def test_a_document_in_the_panel_leads_to_its_page(page: CustomersPage, visits: list[Place]) -> None:
    choose(page, "Ashgarrow Cycles")
    links = [button for button in page.panel.findChildren(Button) if "INV-" in button.text()]
    links[0].click()

    assert visits[-1].page == "invoices"
    assert visits[-1].kind is RecordKind.INVOICE


def test_in_a_narrow_window_the_details_are_a_drawer_that_f4_opens_and_escape_closes(
    qtbot: QtBot, context: Context
) -> None:
    page = show_page(qtbot, context, CustomersPage, width=820)
    page.table.view.selectRow(0)
    assert not page.panel.isVisible()

    page.table.view.setFocus()
    QTest.keyClick(page.table.view, Qt.Key.Key_F4)
    assert page.panel.isVisible()

    QTest.keyClick(page.panel.close_button, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()


def test_a_customer_is_held_back_with_a_reason_and_let_go(page: CustomersPage) -> None:
    record_id = choose(page, "Ashgarrow Cycles")
    page.records.hold_back_for(page.selected(), "Asked us to wait")
    entry = page.table.current()
    assert entry is not None
    assert (entry.id, entry.standing.value, entry.reason) == (record_id, "Do not send", "Asked us to wait")
    assert "Asked us to wait" in words_on(page.panel)

    QTest.keyClick(page.table.view, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    entry = page.table.current()
    assert entry is not None
    assert entry.standing.value == "Ready"
