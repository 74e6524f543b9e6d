"""The page of invoices: filters, details, and what can be done to a document."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from safe_desktop.domain.document import Document, DocumentKind, DocumentStatus, Line
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.showing.lists import InvoiceEntry
from safe_desktop.ui.deciding.settle_dialog import SettleDialog
from safe_desktop.ui.parts.controls import Button
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.records.hold_back_dialog import HoldBackDialog
from safe_desktop.ui.records.invoices_page import InvoicesPage
from safe_desktop.ui.records.payment_dialog import PaymentDialog
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.shell.problem_dialog import ProblemDialog
from tests.made_records import TODAY
from tests.ui.shown_page import open_dialog, show_page, words_on


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> InvoicesPage:
    return show_page(qtbot, context, InvoicesPage)


def entries(page: InvoicesPage) -> list[InvoiceEntry]:
    model = page.table.model
    return [entry for row in range(model.rowCount()) if (entry := model.entry(row)) is not None]


def point_at(page: InvoicesPage, number: str, kind: DocumentKind = DocumentKind.INVOICE) -> int:
    found = page.context.workplace.book.documents.find_number(kind, number)
    assert found is not None
    page.show_record(RecordKind(kind.value), found.id)
    return found.id


def test_a_filter_asked_for_from_elsewhere_shows_only_those(page: InvoicesPage) -> None:
    page.show_only("overdue")

    assert entries(page)
    assert {entry.word.value for entry in entries(page)} == {"Overdue"}


def test_coming_back_without_a_wish_leaves_the_filter_as_it_was(page: InvoicesPage) -> None:
    page.show_only("overdue")
    page.show_only("")

    assert page.table.query().only == "overdue"


def test_the_details_show_lines_totals_and_why_it_is_not_sent(page: InvoicesPage) -> None:
    customer = page.context.workplace.book.customers.all_ids()[0]
    line = Line("", Decimal(2), Decimal("10.00"), "STANDARD")
    kept = ledger.add_document(
        page.context.workplace, Document(DocumentKind.INVOICE, "X-1", customer, TODAY, TODAY, (line,))
    ).value
    page.reload()
    page.show_record(RecordKind.INVOICE, kept.id)

    shown = words_on(page.panel)

    assert "A line has no description" in shown
    assert "2 × 10.00 · STANDARD" in shown
    assert "£24.00" in shown


def test_a_document_of_many_lines_shows_the_first_and_says_so(page: InvoicesPage) -> None:
    customer = page.context.workplace.book.customers.all_ids()[0]
    lines = tuple(Line(f"Item {number}", Decimal(1), Decimal(1)) for number in range(300))
    kept = ledger.add_document(
        page.context.workplace, Document(DocumentKind.INVOICE, "X-300", customer, TODAY, TODAY, lines)
    ).value
    page.reload()
    page.show_record(RecordKind.INVOICE, kept.id)

    assert "first 12 of 300" in words_on(page.panel)


def test_voiding_asks_first_and_the_row_stays_as_evidence(page: InvoicesPage) -> None:
    record_id = point_at(page, "INV-0058")
    QTest.keyClick(page.table.view, Qt.Key.Key_Delete)
    question = open_dialog(Question)
    assert "Void this document?" in words_on(question)
    question._on_yes()

    assert page.context.workplace.book.documents.get(record_id).status is DocumentStatus.VOIDED
    assert page.table.model.row_of(record_id) >= 0


def test_those_that_cannot_be_voided_are_told_and_the_others_are(page: InvoicesPage) -> None:
    book = page.context.workplace.book
    paid = next(entry.id for entry in entries(page) if entry.word.value == "Paid")
    open_one = point_at(page, "INV-0058")
    page.void_these([paid, open_one])

    problem = open_dialog(ProblemDialog)
    assert "1 of 2 documents stayed as they were." in words_on(problem)
    assert "cannot be voided" in words_on(problem)
    problem.accept()
    assert book.documents.get(open_one).status is DocumentStatus.VOIDED
    assert book.documents.get(paid).status is DocumentStatus.APPROVED


def test_a_document_is_held_back_by_key_with_a_reason_and_let_go_by_key(page: InvoicesPage) -> None:
    point_at(page, "INV-0058")
    QTest.keyClick(page.table.view, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    open_dialog(HoldBackDialog)._on_primary()
    entry = page.table.current()
    assert entry is not None
    assert entry.standing.value == "Do not send"
    assert entry.reason in words_on(page.panel)

    QTest.keyClick(page.table.view, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    entry = page.table.current()
    assert entry is not None
    assert entry.standing.value != "Do not send"


def test_the_details_offer_what_can_be_done_about_a_record_that_is_not_sent(page: InvoicesPage) -> None:
    point_at(page, "INV-0058")
    page.records.hold_back_for(page.selected(), "Waiting for the order number")
    link = next(button for button in page.panel.findChildren(Button) if button.text() == "Let it be sent")
    link.click()

    entry = page.table.current()
    assert entry is not None
    assert entry.standing.value == "Ready"
    assert "Do not send" not in words_on(page.panel)
    assert "Held back" in words_on(page.panel)  # the history keeps it


def test_what_settings_lack_leads_to_settings(page: InvoicesPage, visits: list[Place]) -> None:
    ledger.change_settings(page.context.workplace, sales_account="")
    page.reload()
    point_at(page, "INV-0058")
    assert "No sales account chosen yet" in words_on(page.panel)
    next(button for button in page.panel.findChildren(Button) if "Settings" in button.text()).click()

    assert visits == [Place("settings")]


def test_a_document_of_nothing_is_not_offered_to_be_sent(page: InvoicesPage) -> None:
    customer = page.context.workplace.book.customers.all_ids()[0]
    line = Line("A present", Decimal(1), Decimal(0), "ZERO")
    kept = ledger.add_document(
        page.context.workplace, Document(DocumentKind.INVOICE, "X-0", customer, TODAY, TODAY, (line,))
    ).value
    page.reload()
    page.show_record(RecordKind.INVOICE, kept.id)

    assert "Its total is 0.00" in words_on(page.panel)
    assert not [button for button in page.panel.findChildren(Button) if button.text() == "Let it be sent"]


def test_invoices_and_credit_notes_are_held_back_together(page: InvoicesPage) -> None:
    page.table.view.selectAll()
    chosen = page.selected()
    assert len({entry.kind for entry in chosen}) == 2

    page.records.hold_back_for(chosen, "Another month")

    held = [entry for entry in entries(page) if entry.standing.value == "Do not send"]
    assert len(held) == len(chosen)


def test_ctrl_p_records_a_payment_of_what_is_open(page: InvoicesPage) -> None:
    record_id = point_at(page, "INV-0058")
    QTest.keyClick(page.table.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    dialog = open_dialog(PaymentDialog)
    assert dialog.invoice.key() == str(record_id)
    dialog.save()

    entry = page.table.current()
    assert entry is not None
    assert (entry.word.value, entry.open.minor) == ("Paid", 0)
    assert "Settled by" in words_on(page.panel)


def test_a_paid_invoice_offers_no_payment(page: InvoicesPage) -> None:
    paid = next(entry.id for entry in entries(page) if entry.word.value == "Paid")
    page.show_record(RecordKind.INVOICE, paid)

    assert not page.pay_button.isEnabled()


def test_a_credit_note_is_applied_to_an_open_invoice(page: InvoicesPage) -> None:
    workplace = page.context.workplace
    invoice = workplace.book.documents.get(point_at(page, "INV-0058"))
    line = Line("Returned", Decimal(1), Decimal("5.00"), "ZERO")
    credit = ledger.add_document(
        workplace, Document(DocumentKind.CREDIT_NOTE, "", invoice.customer_id, TODAY, TODAY, (line,))
    ).value
    before = workplace.book.documents.open(invoice.id)
    page.reload()
    page.show_record(RecordKind.CREDIT_NOTE, credit.id)
    page.settle()
    dialog = open_dialog(SettleDialog)
    dialog.invoice.choose(str(invoice.id))
    assert dialog.amount.text() == "5.00"
    dialog.save()

    assert (before - workplace.book.documents.open(invoice.id)).minor == 500
    entry = page.table.current()
    assert entry is not None
    assert not entry.open


def test_narrow_tables_drop_what_the_details_show_anyway(qtbot: QtBot, context: Context) -> None:
    wide = show_page(qtbot, context, InvoicesPage, width=1700)
    narrow = show_page(qtbot, context, InvoicesPage, width=1000)

    def hidden(page: InvoicesPage) -> list[str]:
        columns = page.table.setup.columns
        return [column.key for place, column in enumerate(columns) if page.table.view.isColumnHidden(place)]

    assert hidden(wide) == []
    assert hidden(narrow) == ["issued_on", "due_on", "open"]
    assert narrow.table.view.horizontalScrollBar().maximum() == 0


def test_everything_that_can_be_done_has_a_key(page: InvoicesPage) -> None:
    actions = [action for action in page.menu.actions() if not action.isSeparator()]

    assert len(actions) >= 8
    assert all(action.shortcut().toString() for action in actions)
    keys = [action.shortcut().toString() for action in actions]
    assert len(keys) == len(set(keys))
