"""The page of payments: details, taking back, applying, and the way to the invoice."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Origin, Payment
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.showing.lists import PaymentEntry
from safe_desktop.ui.deciding.settle_dialog import SettleDialog
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.records.open_documents import open_invoices
from safe_desktop.ui.records.payments_page import PaymentsPage
from safe_desktop.ui.shell.page import Context, Place
from tests.made_records import TODAY
from tests.ui.shown_page import open_dialog, show_page, words_on


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> PaymentsPage:
    return show_page(qtbot, context, PaymentsPage)


def on_account(page: PaymentsPage, minor: int = 7500) -> PaymentEntry:
    """A payment on account of someone who has open invoices, under the cursor."""
    workplace = page.context.workplace
    customer = workplace.book.customers.find_name("Wexhollow Climbing Centre")
    assert customer is not None
    kept = ledger.add_payment(workplace, Payment(customer.id, TODAY, Money(minor), 1)).value
    page.reload()
    page.show_record(RecordKind.PAYMENT, kept.id)
    entry = page.table.current()
    assert entry is not None
    return entry


def test_the_details_show_what_the_payment_settles(page: PaymentsPage) -> None:
    page.table.view.selectRow(0)
    entry = page.table.current()
    assert entry is not None

    shown = words_on(page.panel)

    assert "Settles" in shown
    assert entry.customer not in ("", None)
    assert "Bank transfer" in shown


def test_enter_leads_to_the_invoice(page: PaymentsPage, visits: list[Place]) -> None:
    page.table.view.selectRow(0)
    entry = page.table.current()
    assert entry is not None
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)

    assert visits == [Place("invoices", kind=RecordKind.INVOICE, record_id=entry.document_id or 0)]


def test_taking_back_asks_first_and_the_invoice_is_open_again(qtbot: QtBot, page: PaymentsPage) -> None:
    page.table.view.selectRow(0)
    qtbot.waitUntil(page.back_button.isEnabled)
    entry = page.table.current()
    assert entry is not None
    assert entry.document_id is not None
    before = page.context.workplace.book.documents.open(entry.document_id)
    QTest.keyClick(page.table.view, Qt.Key.Key_Delete)
    open_dialog(Question)._on_yes()

    after = page.table.current()
    assert after is not None
    assert (after.id, after.word) == (entry.id, "Reversed")
    assert page.context.workplace.book.documents.open(entry.document_id) == before + entry.amount
    assert not page.back_button.isEnabled()


def test_money_on_account_is_applied_to_an_invoice(page: PaymentsPage) -> None:
    entry = on_account(page)
    book = page.context.workplace.book
    invoice = open_invoices(book, entry.customer_id)[0]
    assert page.place_button.isEnabled()
    QTest.keyClick(page.table.view, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    dialog = open_dialog(SettleDialog)
    assert dialog.invoice.key() == str(invoice.id)
    assert dialog.amount.text() == "75.00"
    dialog.save()

    after = page.table.current()
    assert after is not None
    assert (after.word, after.document_number) == ("Applied", invoice.number)
    assert book.documents.open(invoice.id) == invoice.open - Money(7500)


def test_more_than_is_left_is_refused_at_the_amount(page: PaymentsPage) -> None:
    on_account(page)
    page.place()
    dialog = open_dialog(SettleDialog)
    dialog.amount.setText("75.01")
    dialog.save()

    assert "Only 75.00 GBP of the payment is left" in words_on(dialog)
    assert dialog.amount.property("has_error") is True
    dialog._leave()


def test_what_came_from_xero_is_not_taken_back_here(page: PaymentsPage) -> None:
    book = page.context.workplace.book
    customer = book.customers.all_ids()[0]
    with book.transaction():
        kept = book.payments.add(
            Payment(customer, TODAY, Money(500), 1, marker="SD-X", reference="<b>From</b> feed", origin=Origin.XERO)
        )
    page.reload()
    page.show_record(RecordKind.PAYMENT, kept.id)

    assert not page.back_button.isEnabled()
    assert "<b>From</b> feed" in words_on(page.panel)
    page.show_only("xero")
    assert page.table.selected_ids() == [kept.id]
