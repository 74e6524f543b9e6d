"""An invoice typed in by keys, and everything that can be wrong with it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus, Line
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.entry import ledger
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.records.customer_dialog import CustomerDialog
from safe_desktop.ui.records.invoice_dialog import InvoiceDialog
from safe_desktop.ui.records.invoices_page import InvoicesPage
from safe_desktop.ui.records.line_model import PRICE
from safe_desktop.ui.shell.page import Context
from tests.made_records import TODAY
from tests.ui.shown_page import is_open, open_dialog, show_page, words_on


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> InvoicesPage:
    return show_page(qtbot, context, InvoicesPage)


def begin(page: InvoicesPage) -> InvoiceDialog:
    page.do("add")
    dialog = open_dialog(InvoiceDialog)
    QApplication.processEvents()
    return dialog


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def type_line(dialog: InvoiceDialog, description: str, price: str) -> None:
    lines = dialog.form_part.lines
    row = lines.rowCount() - 1
    lines.setData(lines.index(row, 0), description)
    lines.setData(lines.index(row, PRICE), price)


def stored(page: InvoicesPage, number: str, kind: DocumentKind = DocumentKind.INVOICE) -> Document:
    found = page.context.workplace.book.documents.find_number(kind, number)
    assert found is not None
    return found


def test_an_invoice_is_typed_by_keys_alone(page: InvoicesPage, qtbot: QtBot) -> None:
    dialog = begin(page)
    number = dialog.form_part.number.text()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.form_part.customer, timeout=2_000)
    QTest.keyClicks(focus(), "ashgarrow")
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    dialog.form_part.editor.edit_at(0, 0)
    for text, key in (
        ("Coffee beans", Qt.Key.Key_Tab),
        ("3", Qt.Key.Key_Tab),
        ("18.40", Qt.Key.Key_Return),
        ("", Qt.Key.Key_Return),
    ):
        QTest.keyClicks(focus(), text)
        QTest.keyClick(focus(), key)
        QApplication.processEvents()
    assert focus() is dialog.primary
    QTest.keyClick(focus(), Qt.Key.Key_Return)

    document = stored(page, number)
    entry = page.table.current()

    assert not is_open(InvoiceDialog)
    assert document.status is DocumentStatus.APPROVED
    assert document.lines == (Line("Coffee beans", Decimal(3), Decimal("18.40"), "NO_VAT"),)
    assert (document.issued_on, document.due_on) == (TODAY, TODAY + timedelta(days=30))
    assert entry is not None
    assert (entry.number, entry.total.minor) == (number, 5520)


def test_enter_in_a_field_goes_on_and_ctrl_enter_in_a_cell_saves_what_stands_in_it(
    page: InvoicesPage, qtbot: QtBot
) -> None:
    dialog = begin(page)
    part = dialog.form_part
    number = part.number.text()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is part.customer, timeout=2_000)
    QTest.keyClicks(focus(), "Ashgarrow Cycles")
    for field in (part.issued_on, part.due_on, part.reference, part.number, part.tax_mode):
        QTest.keyClick(focus(), Qt.Key.Key_Return)
        assert focus() is field
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    for text in ("Coffee", "2"):
        QTest.keyClicks(focus(), text)
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
    QTest.keyClicks(focus(), "7.5")
    QTest.keyClick(focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert not is_open(InvoiceDialog)
    assert stored(page, number).totals.total.minor == 1500


def test_walking_through_the_cells_changes_no_letter(page: InvoicesPage) -> None:
    workplace = page.context.workplace
    customer = workplace.book.customers.all_ids()[0]
    line = Line("Two\nlines  of text ", Decimal("1.5"), Decimal("3.3333"), "ZERO")
    kept = ledger.add_document(workplace, Document(DocumentKind.INVOICE, "W1", customer, TODAY, TODAY, (line,))).value
    page.reload()
    page.show_record(RecordKind.INVOICE, kept.id)
    page.edit()
    dialog = open_dialog(InvoiceDialog)
    dialog.form_part.editor.edit_at(0, 0)
    for _ in range(6):
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
    dialog.save()

    assert workplace.book.documents.get(kept.id) == kept


def test_totals_follow_what_is_typed_and_how_prices_are_meant(page: InvoicesPage) -> None:
    dialog = begin(page)
    type_line(dialog, "Coffee", "120")
    part = dialog.form_part
    part.lines.setData(part.lines.index(0, 4), "STANDARD")
    assert [part.figures[key].text() for key in ("net", "vat", "total")] == ["120.00", "24.00", "£144.00"]

    part.tax_mode.choose("inclusive")
    assert [part.figures[key].text() for key in ("net", "vat", "total")] == ["100.00", "20.00", "£120.00"]
    dialog._leave()


def test_the_due_day_follows_the_day_by_the_terms(page: InvoicesPage) -> None:
    dialog = begin(page)
    dialog.form_part.issued_on.show_day(date(2026, 12, 1))

    assert dialog.form_part.due_on.day() == date(2026, 12, 31)
    dialog._leave()


def test_an_unknown_customer_is_told_at_its_field_and_may_be_added_at_once(page: InvoicesPage) -> None:
    dialog = begin(page)
    dialog.form_part.customer.setText("Brand New Ltd")
    type_line(dialog, "Coffee", "10")
    dialog.save()
    assert "Choose a customer of the list" in words_on(dialog)

    dialog.form_part.new_customer_asked.emit()
    added = open_dialog(CustomerDialog)
    assert added.inputs["name"].text() == "Brand New Ltd"
    added.save()
    dialog.save()

    assert not is_open(InvoiceDialog)
    customer = page.context.workplace.book.customers.find_name("Brand New Ltd")
    entry = page.table.current()
    assert customer is not None
    assert entry is not None
    assert entry.customer_id == customer.id


def test_a_line_that_means_nothing_is_named_and_the_cursor_goes_there(page: InvoicesPage) -> None:
    dialog = begin(page)
    dialog.form_part.customer.setText("Ashgarrow Cycles")
    type_line(dialog, "Coffee", "ten pounds")
    dialog.save()

    assert "Line 1: This is not a number: “ten pounds”." in words_on(dialog)
    assert dialog.form_part.editor.currentIndex().column() == PRICE
    assert dialog.form_part.lines.texts()[0].unit_price == "ten pounds"
    dialog._leave()


def test_a_number_that_is_taken_is_told_at_its_field_and_the_lines_stay(page: InvoicesPage) -> None:
    dialog = begin(page)
    dialog.form_part.customer.setText("Ashgarrow Cycles")
    dialog.form_part.number.setText("inv-0001")
    type_line(dialog, "Coffee", "10")
    dialog.save()

    assert "There is already an invoice inv-0001" in words_on(dialog)
    assert dialog.form_part.number.property("has_error") is True
    assert len(dialog.form_part.lines.texts()) == 1
    dialog._leave()


def test_an_invoice_without_lines_can_only_be_a_draft(page: InvoicesPage) -> None:
    dialog = begin(page)
    number = dialog.form_part.number.text()
    dialog.form_part.customer.setText("Ashgarrow Cycles")
    dialog.save()
    assert "has no lines" in words_on(dialog)

    dialog.save_draft()
    assert stored(page, number).status is DocumentStatus.DRAFT


def test_save_and_next_goes_on_with_the_next_number(page: InvoicesPage) -> None:
    dialog = begin(page)
    first = dialog.form_part.number.text()
    dialog.form_part.customer.setText("Ashgarrow Cycles")
    type_line(dialog, "Coffee", "10")
    dialog.save_and_next()

    assert is_open(InvoiceDialog)
    assert dialog.form_part.customer.text() == ""
    assert dialog.form_part.lines.texts() == ()
    assert int(dialog.form_part.number.text()[-4:]) == int(first[-4:]) + 1
    assert f"{first} is kept" in words_on(dialog)
    dialog.reject()
    assert not is_open(Question)


def test_a_number_that_a_sync_took_meanwhile_does_not_stop_the_typing(page: InvoicesPage) -> None:
    dialog = begin(page)
    proposed = dialog.form_part.number.text()
    workplace = page.context.workplace
    someone = workplace.book.customers.all_ids()[0]
    line = Line("Meanwhile", Decimal(1), Decimal(1))
    ledger.add_document(workplace, Document(DocumentKind.INVOICE, proposed, someone, TODAY, TODAY, (line,)))
    dialog.form_part.customer.setText("Ashgarrow Cycles")
    type_line(dialog, "Coffee", "10")
    dialog.save()

    entry = page.table.current()
    assert not is_open(InvoiceDialog)
    assert entry is not None
    assert int(entry.number[-4:]) == int(proposed[-4:]) + 1


def test_changing_an_invoice_keeps_what_was_not_touched(page: InvoicesPage) -> None:
    before = stored(page, "INV-0058")
    page.show_record(RecordKind.INVOICE, before.id)
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    dialog = open_dialog(InvoiceDialog)
    dialog.form_part.reference.setText("PO 7")
    dialog.save()

    after = stored(page, "INV-0058")
    assert after.reference == "PO 7"
    assert (after.lines, after.due_on, after.customer_id) == (before.lines, before.due_on, before.customer_id)
    assert "PO 7" in words_on(page.panel)


def test_a_credit_note_is_typed_like_an_invoice(page: InvoicesPage) -> None:
    page.table.view.selectRow(0)
    entry = page.table.current()
    assert entry is not None
    page.credit()
    dialog = open_dialog(InvoiceDialog)
    number = dialog.form_part.number.text()
    assert number.startswith("CN-")
    assert dialog.form_part.customer.customer_id() == entry.customer_id
    type_line(dialog, "Returned coffee", "10")
    dialog.save()

    kept = stored(page, number, DocumentKind.CREDIT_NOTE)
    assert kept.totals.total.minor == 1000
    assert kept.due_on == kept.issued_on


def test_html_in_a_line_is_shown_as_it_is(page: InvoicesPage) -> None:
    workplace = page.context.workplace
    nasty = "<img src=x> <b>bold</b>"
    customer = ledger.add_customer(workplace, Customer("Any & Sons")).value
    line = Line(nasty, Decimal(1), Decimal(1))
    kept = ledger.add_document(
        workplace, Document(DocumentKind.INVOICE, "X1", customer.id, TODAY, TODAY, (line,))
    ).value
    page.reload()
    page.show_record(RecordKind.INVOICE, kept.id)

    assert nasty in words_on(page.panel)
