"""Money that is no plain payment, on the pages: paid back, collected by Direct Debit, overpaid, credited in Xero."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from safe_desktop.domain.debit_life import DebitStatus
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.payment import PaymentMethod
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.entry import ledger_payments, ledger_settings
from safe_desktop.store.link_records import CREDIT_METHOD
from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.parts.controls import Button, ChipLabel
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.records.debit_dialog import DebitDialog
from safe_desktop.ui.records.invoices_page import InvoicesPage
from safe_desktop.ui.records.payment_panel import DEBIT, SHARE
from safe_desktop.ui.records.payments_page import PaymentsPage
from safe_desktop.ui.records.refund_dialog import RefundDialog
from safe_desktop.ui.shell.page import Context, Place
from tests.engine.synced_book import BANK, Bench
from tests.ui.connected_page import connected_context
from tests.ui.shown_page import open_dialog, show_page, words_on


@pytest.fixture
def connected_book(tmp_path: Path, appearance: Appearance, visits: list[Place]) -> Iterator[tuple[Context, Bench]]:
    with connected_context(tmp_path, appearance, visits) as made:
        yield made


def chips(page: PaymentsPage) -> list[str]:
    return [chip.accessibleName() for chip in page.panel.findChildren(ChipLabel) if not chip.isHidden()]


def test_a_credit_note_is_paid_back_by_keys_and_the_refund_goes_to_xero(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    note = bench.invoice(bench.customer("Ann"), "50", "CN-1", DocumentKind.CREDIT_NOTE)
    bench.sync()
    page = show_page(qtbot, context, InvoicesPage)
    page.show_record(RecordKind.CREDIT_NOTE, note)
    assert page.pay_button.text() == "Pay back…"
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(page.table.view, Qt.Key.Key_P, both)
    dialog = open_dialog(RefundDialog)
    assert dialog.amount.text() == "60.00"
    dialog.amount.setText("70")
    dialog.save()
    assert dialog.isVisible()
    assert "60.00" in dialog.amount.accessibleDescription(), "what is wrong is said at its field"
    dialog.amount.setText("25")
    dialog.save()
    assert str(bench.workplace.book.documents.open(note).decimal) == "35.00"

    (refund,) = bench.workplace.book.payments.of_document(note)
    assert bench.sync().sent == 1
    payments = show_page(qtbot, context, PaymentsPage)
    payments.show_record(RecordKind.PAYMENT, refund.id)
    assert "Paid back" in chips(payments)
    assert "Money out: it lowers what is left of CN-1." in words_on(payments.panel)
    payments.table.ask(only="here")
    assert payments.table.totals.text_at(3) == ("−25.00",)
    page.show_details(note)
    assert "25.00" in words_on(page.panel).split("\n"), "on its credit note it is so much of the credit"


def test_a_direct_debit_is_moved_on_and_goes_to_xero_when_paid_out(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    method = bench.workplace.book.payments.find_method("Direct Debit")
    assert method is not None
    page = show_page(qtbot, context, PaymentsPage)
    invoice = bench.invoice(bench.customer("Ann"), "100")
    bench.sync()
    ledger_settings.save_method(bench.workplace, replace(method, xero_account_code=BANK))
    payment = bench.payment(invoice, "120", "Direct Debit")
    page.reload()
    page.show_record(RecordKind.PAYMENT, payment)
    page.do(DEBIT)
    dialog = open_dialog(DebitDialog)
    dialog.status.choose(DebitStatus.SUBMITTED.value)
    assert "It stays here until the money is there." in words_on(dialog)
    dialog.save()
    assert "Submitted on" in words_on(page.panel)
    assert bench.word(RecordKind.PAYMENT, payment) is Standing.HELD

    QTest.keyClick(page.table.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    dialog = open_dialog(DebitDialog)
    offered = [dialog.status.itemData(place) for place in range(dialog.status.count())]
    assert DebitStatus.PENDING.value not in offered, "a life goes one way"
    dialog.status.choose(DebitStatus.PAID_OUT.value)
    dialog.save()
    assert bench.sync().sent == 1

    ledger_payments.move_debit(bench.workplace, payment, DebitStatus.CHARGED_BACK)
    page.reload()
    page.show_record(RecordKind.PAYMENT, payment)
    assert "Charged back on" in words_on(page.panel)
    page.move_debit()  # there is nothing to move any more


def test_a_day_that_is_still_to_come_is_said_at_its_field(qtbot: QtBot, connected_book: tuple[Context, Bench]) -> None:
    context, bench = connected_book
    payment = bench.payment(bench.invoice(bench.customer("Ann"), "100"), "20")
    dialog = DebitDialog(context, bench.workplace.book.payments.get(payment), "<b>Ann</b>")
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.on.show_day(context.workplace.clock.today() + timedelta(days=3))
    dialog.save()
    assert dialog.isVisible()
    assert "<b>Ann</b>" in words_on(dialog)
    assert "still to come" in words_on(dialog)


def test_an_overpayment_is_named_so_and_can_be_set_against_an_invoice(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    bench.invoice(bench.customer("Ann"), "100")
    bench.sync()
    bench.xero.admin("statement-line", {"how": "prepayment", "contact_name": "Ann", "amount": "40.00"})
    bench.due_now("prepayments")
    bench.sync()
    page = show_page(qtbot, context, PaymentsPage)
    page.table.ask(only="on_account")
    page.table.put_cursor(0)
    assert "Prepayment" in chips(page)
    words = words_on(page.panel)
    assert "In Xero this is a prepayment: set it against invoices here or there." in words
    assert "£40.00 of it waits for an invoice." in words
    assert page.place_button.isEnabled()


def test_credit_that_xero_gave_is_no_money(qtbot: QtBot, connected_book: tuple[Context, Bench]) -> None:
    context, bench = connected_book
    invoice = bench.invoice(bench.customer("Ann"), "100")
    method = bench.workplace.book.payments.save_method(PaymentMethod(CREDIT_METHOD))
    payment = bench.payment(invoice, "12", method.name)
    page = show_page(qtbot, context, PaymentsPage)
    page.show_record(RecordKind.PAYMENT, payment)
    assert "Credit given in Xero" in chips(page)
    assert "It is no money that came in." in words_on(page.panel)


def test_a_share_of_an_overpayment_is_taken_back_from_its_panel_and_by_a_key(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    ann = bench.customer("Ann")
    bench.invoice(ann, "100", "INV-0001")
    second = bench.invoice(ann, "100", "INV-0002")
    bench.sync()
    line = {"how": "overpaid", "invoice_number": "INV-0001", "amount": "160.00", "date": "2026-11-20"}
    bench.xero.admin("statement-line", line)
    bench.due_now("overpayments")
    bench.sync()
    book = bench.workplace.book
    (over,) = [one for one in book.payments.of_customer(ann) if one.document_id is None]
    page = show_page(qtbot, context, PaymentsPage)
    for by_key in (False, True):
        ledger_payments.place_payment(bench.workplace, over.id, second)
        bench.sync()
        page.reload()
        page.show_record(RecordKind.PAYMENT, over.id)
        assert "Take 40.00 back from INV-0002…" in [one.text() for one in page.panel.findChildren(Button)]
        if by_key:
            both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
            QTest.keyClick(page.table.view, Qt.Key.Key_B, both)
        else:
            page.do(f"{SHARE}{second}")
        open_dialog(Question)._on_yes()
        qtbot.waitUntil(lambda: str(book.documents.open(second).decimal) == "120.00", timeout=5_000)
        assert (bench.sync().sent, bench.amount_due_in_xero("INV-0002")) == (1, "120.00")
