"""Money that came in is written down, and everything that can be wrong with it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.domain.money import Money
from safe_desktop.engine.showing.lists import InvoiceEntry
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.records.open_documents import open_invoices
from safe_desktop.ui.records.payment_dialog import PaymentDialog
from safe_desktop.ui.records.payments_page import PaymentsPage
from safe_desktop.ui.shell.page import Context
from tests.made_records import TODAY
from tests.ui.shown_page import is_open, open_dialog, show_page, words_on

DEBTOR = "Wexhollow Climbing Centre"


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> PaymentsPage:
    return show_page(qtbot, context, PaymentsPage)


@pytest.fixture
def debts(context: Context) -> list[InvoiceEntry]:
    """What the debtor has open, the longest due first."""
    book = context.workplace.book
    customer = book.customers.find_name(DEBTOR)
    assert customer is not None
    found = open_invoices(book, customer.id)
    assert len(found) == 2
    return found


def begin(page: PaymentsPage, customer: str = "") -> PaymentDialog:
    page.do("add")
    dialog = open_dialog(PaymentDialog)
    dialog.customer.setText(customer)
    QApplication.processEvents()
    return dialog


def test_a_payment_is_typed_by_keys_alone(page: PaymentsPage, debts: list[InvoiceEntry], qtbot: QtBot) -> None:
    dialog = begin(page)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.customer, timeout=2_000)
    QTest.keyClicks(dialog.customer, "wexhollow")
    QTest.keyClick(dialog.customer, Qt.Key.Key_Tab)
    QTest.keyClick(dialog.invoice, Qt.Key.Key_Tab)
    QTest.keyClick(dialog.amount, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    entry = page.table.current()

    assert not is_open(PaymentDialog)
    assert entry is not None
    assert (entry.document_id, entry.amount, entry.paid_on) == (debts[0].id, debts[0].open, TODAY)
    assert page.context.workplace.book.documents.open(debts[0].id).minor == 0


def test_the_longest_due_invoice_and_all_that_is_open_of_it_are_proposed(
    page: PaymentsPage, debts: list[InvoiceEntry]
) -> None:
    dialog = begin(page, DEBTOR)

    assert dialog.invoice.key() == str(debts[0].id)
    assert dialog.amount.money() == debts[0].open
    assert "overdue" in dialog.invoice.currentText()

    dialog.invoice.choose(str(debts[1].id))
    assert dialog.amount.money() == debts[1].open
    dialog._leave()


def test_a_part_of_an_invoice_is_paid_and_the_rest_stays_open(page: PaymentsPage, debts: list[InvoiceEntry]) -> None:
    dialog = begin(page, DEBTOR)
    dialog.amount.setText("£1,000.50")
    dialog.reference.setText("first part")
    dialog.save()

    left = page.context.workplace.book.documents.open(debts[0].id)
    assert (debts[0].open - left).minor == 100050
    assert "first part" in words_on(page.panel)


def test_more_than_is_open_is_refused_at_the_amount_and_nothing_is_lost(page: PaymentsPage) -> None:
    dialog = begin(page, DEBTOR)
    dialog.amount.setText("1000000")
    dialog.reference.setText("all of it")
    dialog.save()

    assert is_open(PaymentDialog)
    assert "of it is open" in words_on(dialog)
    assert dialog.amount.property("has_error") is True
    assert dialog.reference.text() == "all of it"
    dialog._leave()


@pytest.mark.parametrize(("text", "reason"), [("", "Give an amount"), ("ten", "not a number"), ("1.005", "finer")])
def test_an_amount_that_is_none_is_told_at_its_field(page: PaymentsPage, text: str, reason: str) -> None:
    dialog = begin(page, DEBTOR)
    dialog.amount.setText(text)
    dialog.save()

    assert reason in words_on(dialog)
    dialog._leave()


@pytest.mark.parametrize("text", ["0", "-5"])
def test_a_payment_of_nothing_is_refused(page: PaymentsPage, text: str) -> None:
    dialog = begin(page, DEBTOR)
    dialog.invoice.choose("")
    dialog.amount.setText(text)
    dialog.save()

    assert "is none" in words_on(dialog)
    dialog._leave()


def test_a_customer_that_is_not_there_is_told_at_its_field(page: PaymentsPage) -> None:
    dialog = begin(page, "Nobody at all")
    dialog.save()

    assert "Choose a customer of the list." in words_on(dialog)
    dialog._leave()


def test_money_for_no_invoice_yet_is_kept_on_account(page: PaymentsPage) -> None:
    dialog = begin(page, DEBTOR)
    dialog.invoice.choose("")
    dialog.amount.setText("75")
    dialog.save()

    entry = page.table.current()
    assert entry is not None
    assert (entry.word, entry.amount, entry.document_id) == ("On account", Money(7500), None)
    assert "waits for an invoice" in words_on(page.panel)


def test_a_method_that_takes_time_to_clear_says_so(page: PaymentsPage) -> None:
    dialog = begin(page, DEBTOR)
    cheque = page.context.workplace.book.payments.find_method("Cheque")
    assert cheque is not None
    dialog.method.choose(str(cheque.id))

    assert "Held 5 days until it has cleared." in words_on(dialog)
    dialog._leave()


def test_save_and_next_keeps_day_and_method_for_the_next_one(page: PaymentsPage, debts: list[InvoiceEntry]) -> None:
    dialog = begin(page, DEBTOR)
    cash = page.context.workplace.book.payments.find_method("Cash")
    assert cash is not None
    dialog.method.choose(str(cash.id))
    dialog.save_and_next()

    assert is_open(PaymentDialog)
    assert (dialog.customer.text(), dialog.amount.text()) == ("", "")
    assert dialog.method.key() == str(cash.id)
    assert page.context.workplace.book.documents.open(debts[0].id).minor == 0
    dialog.reject()
    assert not is_open(Question)
