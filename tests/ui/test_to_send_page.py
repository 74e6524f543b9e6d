"""The page of what waits: ticks, preview, plan, holding back and trying again, over a real book."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.showing.lists import Query
from safe_desktop.ui.look import fonts
from safe_desktop.ui.look.chips import standing_chip
from safe_desktop.ui.look.painting import chip_size
from safe_desktop.ui.parts.controls import Label
from safe_desktop.ui.parts.exact_json_dialog import ExactJsonDialog
from safe_desktop.ui.parts.field_table import FieldTable
from safe_desktop.ui.records.hold_back_dialog import HoldBackDialog
from safe_desktop.ui.sending.run_report_dialog import report_figures, report_title
from safe_desktop.ui.sending.send_reckoning import chosen_of
from safe_desktop.ui.sending.send_table import send_columns
from safe_desktop.ui.sending.to_send_page import ToSendPage
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.tables.cell_delegate import PADDING
from tests.ui.shown_page import open_dialog, show_page, words_on
from tests.ui.sync_stand_in import report


def add_invoice(context: Context, customer_id: int, vat_code: str, price: str = "100.00") -> Document:
    issued = date(2026, 1, 5)
    line = Line("Coffee", Decimal(1), Decimal(price), vat_code)
    document = Document(DocumentKind.INVOICE, "", customer_id, issued, issued + timedelta(days=30), (line,))
    return ledger.add_document(context.workplace, document).value


@pytest.fixture
def unmapped(context: Context) -> Document:
    """An invoice that cannot go: its VAT code is not tied to Xero."""
    book = context.workplace.book
    code = next(code for code in book.chart.vat_codes() if code.code == "EXEMPT")
    with book.transaction():
        book.chart.save_vat_code(type(code)(code.code, code.name, code.rate, None))
    return add_invoice(context, book.customers.all_ids()[0], "EXEMPT")


@pytest.fixture
def page(qtbot: QtBot, context: Context, unmapped: Document) -> ToSendPage:
    made = show_page(qtbot, context, ToSendPage)
    reckoned(qtbot, made)
    return made


def reckoned(qtbot: QtBot, page: ToSendPage) -> None:
    """Wait until the plan is worked out."""
    qtbot.waitUntil(lambda: page._reckoned is not None, timeout=10_000)


def test_it_opens_on_the_invoices_with_all_that_is_ready_ticked_and_nothing_to_review(
    page: ToSendPage, unmapped: Document
) -> None:
    table = page.tables["invoices"]

    assert page.tabs.key() == "invoices"
    assert table.chosen()
    assert unmapped.id in table.model.ids()
    assert unmapped.id not in table.chosen()
    assert page.bar.words.whole_text() == f"{len(table.chosen())} of {len(table.model.ids())} ticked"
    assert "1 to review" in page.bar.left_out.whole_text()


def test_space_unticks_the_row_under_the_cursor_and_reloading_leaves_it_so(qtbot: QtBot, page: ToSendPage) -> None:
    table = page.tables["invoices"]
    first = table.model.ids()[0]
    page.show_record(RecordKind.INVOICE, first)
    before = len(table.chosen())

    QTest.keyClick(table.view, Qt.Key.Key_Space)
    page.reload()

    assert first not in table.chosen()
    assert len(table.chosen()) == before - 1
    assert "1 unticked" in page.bar.left_out.whole_text()
    QTest.keyClick(table.view, Qt.Key.Key_Space)
    assert first in table.chosen()


def test_in_a_window_of_1280_customer_status_and_what_changed_are_read_whole(page: ToSendPage) -> None:
    page.resize(1048, 760)
    QApplication.processEvents()
    view = page.tables["invoices"].view
    widths = {column.key: view.columnWidth(place) for place, column in enumerate(send_columns("invoices"), start=1)}
    text, second = (QFontMetrics(fonts.font(size)) for size in (fonts.Size.TEXT, fonts.Size.SECOND))
    assert not page.sides.is_narrow, "the panel stands beside the table"
    assert widths["customer"] >= text.horizontalAdvance("Gorseholm Care Homes Ltd") + 2 * PADDING
    assert widths["standing"] >= chip_size(standing_chip(Standing.CHANGED_HERE)).width() + 2 * PADDING
    assert widths["change"] >= second.horizontalAdvance("2 fields changed") + 2 * PADDING
    scroll_bar = view.verticalScrollBar().sizeHint().width()
    assert sum(column.width for column in send_columns("invoices") if not column.least) + 44 <= (
        view.width() - scroll_bar
    ), "also where there are more rows than are seen"


def test_a_vat_code_is_read_whole_in_the_panel(page: ToSendPage) -> None:
    page.resize(1048, 760)
    QApplication.processEvents()
    name = next(one for one in page.panel.plan.findChildren(Label) if one.whole_text() == "20% VAT on income")
    assert name.text() == name.whole_text()
    assert name.height() >= name.heightForWidth(name.width()) > 0


def test_in_a_high_window_the_fields_stay_together(page: ToSendPage) -> None:
    page.resize(1648, 1040)
    QApplication.processEvents()
    part = page.panel._record_part
    assert part.height() <= part.sizeHint().height()


def test_what_is_to_review_cannot_be_ticked_and_the_reason_is_said(page: ToSendPage, unmapped: Document) -> None:
    table = page.tables["invoices"]
    page.show_record(RecordKind.INVOICE, unmapped.id)

    QTest.keyClick(table.view, Qt.Key.Key_Space)

    assert unmapped.id not in table.chosen()
    assert page.undo.words() == f"{unmapped.number} cannot be ticked: Line 1: VAT code EXEMPT has no tax rate of Xero’s"
    row = table.model.row_of(unmapped.id)
    table.model.setData(table.model.index(row, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert unmapped.id not in table.model.ticked_ids()


def test_the_box_for_all_ticks_what_can_go_and_a_second_press_unticks_it(page: ToSendPage, unmapped: Document) -> None:
    table = page.tables["invoices"]
    everything = table.chosen()

    page.bar.tick_all.click()
    assert table.chosen() == frozenset()

    header = table.view.horizontalHeader()
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 16))
    assert table.chosen() == everything
    assert unmapped.id not in table.model.ticked_ids()


def test_a_filter_hides_rows_but_unticks_none(page: ToSendPage) -> None:
    table = page.tables["invoices"]
    everything = table.chosen()

    page.show_only("to_review")

    assert len(table.model.ids()) == 1
    assert table.chosen() == everything


def test_the_panel_shows_a_new_invoice_field_by_field_and_exactly_as_it_is_sent(page: ToSendPage) -> None:
    entry = page.tables["invoices"].current()
    assert entry is not None
    shown = words_on(page.panel)
    fields = page.panel.findChild(FieldTable)
    assert fields is not None

    assert entry.title in shown
    assert entry.customer in shown
    labels = [fields.model().index(row, 0).data() for row in range(fields.model().rowCount())]
    assert {"Number", "Customer", "Date", "Net", "VAT", "Total"} <= set(labels)
    assert fields.isColumnHidden(1), "there is no “In Xero now” for a new record"


def test_a_record_that_cannot_be_sent_says_why_and_has_no_json(page: ToSendPage, unmapped: Document) -> None:
    page.show_record(RecordKind.INVOICE, unmapped.id)

    assert "Line 1: VAT code EXEMPT has no tax rate of Xero’s" in words_on(page.panel)
    assert not page.panel.exact.isVisible()


def test_the_exact_json_can_be_read_and_copied(page: ToSendPage) -> None:
    page.tabs.choose("customers")
    page.panel.exact.click()
    dialog = open_dialog(ExactJsonDialog)

    dialog.copied.click()

    assert '"Name"' in QApplication.clipboard().text()
    dialog.accept()


def test_the_exact_json_has_a_key_of_its_own(page: ToSendPage) -> None:
    page.tabs.choose("customers")
    assert page.panel.exact.text() == "Exact JSON    Ctrl+J"

    QTest.keyClick(page, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)

    dialog = open_dialog(ExactJsonDialog)
    assert '"Name"' in dialog.text.toPlainText()
    dialog.accept()


def test_the_plan_sums_the_ticked_ones_by_vat_code_and_counts_the_calls(qtbot: QtBot, page: ToSendPage) -> None:
    shown = words_on(page.panel)
    ticked = len(page.tables["invoices"].chosen())

    assert f"All {ticked} ticked, by VAT code" in shown
    assert "20% VAT on income" in shown
    assert "Zero rated income" in shown
    assert "Calls to Xero" in shown
    assert "create" in shown


def test_unticking_all_but_one_makes_the_plan_about_that_one(qtbot: QtBot, page: ToSendPage, context: Context) -> None:
    document = add_invoice(context, context.workplace.book.customers.all_ids()[0], "STANDARD", "150.00")
    page.reload()
    page.bar.tick_all.click()
    page.show_record(RecordKind.INVOICE, document.id)
    QTest.keyClick(page.tables["invoices"].view, Qt.Key.Key_Space)
    reckoned(qtbot, page)

    assert page._reckoned is not None
    assert page._reckoned.ids == {document.id}
    assert page._reckoned.words == "1 document"
    assert [str(amount) for amount in page._reckoned.amounts] == ["180.00 GBP"]
    assert [(vat.code, str(vat.net), str(vat.vat)) for vat in page._reckoned.plan.by_vat] == [
        ("STANDARD", "150.00 GBP", "30.00 GBP")
    ]


def test_a_book_that_is_not_connected_offers_to_connect_instead_of_sending(
    page: ToSendPage, visits: list[Place]
) -> None:
    assert page.bar.send.text() == "Connect to Xero to send"

    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert visits == [Place("settings", action="connect")]


def test_records_are_held_back_with_a_reason_and_let_go_again_by_undo(page: ToSendPage) -> None:
    table = page.tables["invoices"]
    book = page.context.workplace.book
    record = table.current_id()
    page.bar.hold_back.click()
    dialog = open_dialog(HoldBackDialog)
    dialog.usual.choose("Not for this organisation")
    assert dialog.primary is not None
    dialog.primary.click()

    assert book.standings.word(RecordKind.INVOICE, record) is Standing.DO_NOT_SEND
    assert record not in table.model.ids()
    assert page.undo.words() == "1 invoice will not be sent: Not for this organisation"

    page.undo.undo.click()
    assert book.standings.word(RecordKind.INVOICE, record) is Standing.READY
    assert record in table.chosen()


def test_holding_back_wants_a_reason(page: ToSendPage) -> None:
    page.bar.hold_back.click()
    dialog = open_dialog(HoldBackDialog)
    dialog.usual.choose("Another reason")
    assert dialog.primary is not None
    dialog.primary.click()

    assert "Say why it is not to be sent." in words_on(dialog)
    dialog.reject()


def test_payments_take_along_their_invoices_that_are_ticked_and_no_others(page: ToSendPage, context: Context) -> None:
    book = context.workplace.book
    payments = frozenset(page.tables["payments"].model.ids()[:3])
    paid = [one.document_id for one in book.payments.get_many(payments).values() if one.document_id is not None]
    ticked = frozenset(paid[:1])

    chosen = chosen_of(book, "payments", payments, ticked)

    assert chosen.payments == payments
    assert chosen.documents == ticked
    assert chosen.customers == frozenset()


def test_enter_opens_the_drawer_where_there_is_no_room_for_the_panel(qtbot: QtBot, page: ToSendPage) -> None:
    page.resize(820, 700)
    QApplication.processEvents()
    assert not page.panel.isVisible()

    QTest.keyClick(page.tables["invoices"].view, Qt.Key.Key_Return)

    assert page.panel.isVisible()


def test_the_record_opens_on_the_page_it_belongs_to(page: ToSendPage, visits: list[Place]) -> None:
    entry = page.tables["invoices"].current()
    assert entry is not None
    page._go_to_record()

    assert visits == [Place("invoices", kind=entry.kind, record_id=entry.id)]


def test_a_thousand_more_invoices_are_ticked_and_planned_without_holding_up_the_window(
    qtbot: QtBot, page: ToSendPage, context: Context
) -> None:
    book = context.workplace.book
    customer = ledger.add_customer(context.workplace, Customer("Many")).value.id
    issued = date(2026, 1, 5)
    with book.transaction():
        for number in range(300):
            line = Line("Coffee", Decimal(1), Decimal(number + 1), "STANDARD")
            ledger.add_document(
                context.workplace,
                Document(DocumentKind.INVOICE, f"M-{number}", customer, issued, issued, (line,)),
            )
    page.reload()
    assert page._reckoned is None, "the plan is worked out elsewhere, the page does not wait for it"
    reckoned(qtbot, page)

    assert page._reckoned is not None
    assert len(page._reckoned.ids) == len(page.tables["invoices"]._source.ids(Query(only="ready")))
    assert sum(call.count for call in page._reckoned.plan.calls) < 20


@pytest.mark.parametrize(
    ("figures", "title"),
    [
        ({"sent": 3}, "3 records are in Xero now"),
        ({"sent": 1}, "1 record is in Xero now"),
        ({"sent": 2, "refused": 1}, "1 record was refused by Xero"),
        ({}, "Nothing was sent"),
    ],
)
def test_a_report_says_in_one_line_how_it_ended(figures: dict[str, int], title: str) -> None:
    assert report_title(report("done", **figures)) == title


def test_a_report_of_a_run_without_network_says_so() -> None:
    assert report_title(report("offline")) == "Xero could not be reached"
    assert report_figures(report(sent=1, calls=2)).startswith("1 sent · 0 same · 0 skipped · 0 refused")
