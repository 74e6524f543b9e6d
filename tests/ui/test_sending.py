"""Sending from the page through real HTTP: what was ticked arrives, what Xero refuses stays with its words."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.sending.run_report_dialog import RunReportDialog
from safe_desktop.ui.sending.to_send_page import ToSendPage
from safe_desktop.ui.shell.page import Context, Place
from tests.engine.synced_book import Bench
from tests.ui.connected_page import connected_context
from tests.ui.shown_page import is_open, open_dialog, show_page, words_on


@pytest.fixture
def connected_book(tmp_path: Path, appearance: Appearance, visits: list[Place]) -> Iterator[tuple[Context, Bench]]:
    with connected_context(tmp_path, appearance, visits) as made:
        yield made


def send(qtbot: QtBot, page: ToSendPage) -> None:
    """Press Ctrl+Enter and wait until the run is over."""
    page.activateWindow()
    qtbot.waitUntil(lambda: page._reckoned is not None and page.bar.send.isEnabled(), timeout=10_000)
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert page.context.heartbeat.is_syncing()
    qtbot.waitUntil(lambda: not page.context.heartbeat.is_syncing(), timeout=30_000)


def test_ctrl_enter_sends_the_ticked_invoices_with_their_customers_and_leaves_the_others(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    sent = bench.invoice(bench.customer("Ann & Sons Ltd"), "100")
    kept = bench.invoice(bench.customer("Zoe"), "200")
    page = show_page(qtbot, context, ToSendPage)
    page.show_record(RecordKind.INVOICE, kept)
    QTest.keyClick(page.tables["invoices"].view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page._reckoned is not None, timeout=10_000)
    assert page.bar.send.text().replace("&&", "&") == "Send 1 document, £120.00, to Fernhill Coffee & Fruit"

    send(qtbot, page)

    assert bench.word(RecordKind.INVOICE, sent) is Standing.IN_XERO
    assert bench.word(RecordKind.INVOICE, kept) is Standing.READY
    assert [invoice["total"] for invoice in bench.invoices_in_xero()] == ["120.00"]
    assert page.report.isVisible()
    assert page.report.title.whole_text() == "2 records are in Xero now"
    assert page.tables["invoices"].model.ids() == [kept]
    assert kept not in page.tables["invoices"].chosen(), "what a person unticked stays unticked"


def test_what_xero_refuses_stays_with_its_words_and_goes_after_a_retry(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    bad = bench.invoice(bench.customer("Ann"), "100", vat_code="REDUCED")
    good = bench.invoice(bench.customer("Ben"), "50")
    bench.archive_tax_rate("RROUTPUT")
    page = show_page(qtbot, context, ToSendPage)

    send(qtbot, page)

    assert bench.word(RecordKind.INVOICE, good) is Standing.IN_XERO
    assert bench.word(RecordKind.INVOICE, bad) is Standing.FAILED
    dialog = open_dialog(RunReportDialog)
    assert "1 record was refused by Xero" in words_on(dialog)
    reason = dialog.table.model.entry(0)
    assert reason is not None
    assert reason.reason
    dialog.accept()

    page.show_record(RecordKind.INVOICE, bad)
    assert reason.reason in words_on(page.panel)
    page.bar.retry.click()
    assert bench.word(RecordKind.INVOICE, bad) is not Standing.FAILED
    assert page.undo.words() == "1 invoice can be sent again; what Xero said is set aside"
    line = bench.workplace.book.documents.get(bad).lines[0]
    bench.change(bad, lines=(replace(line, vat_code="STANDARD", vat_rate=Decimal(20)),))
    page.reload()
    assert bad in page.tables["invoices"].chosen()
    send(qtbot, page)
    assert bench.word(RecordKind.INVOICE, bad) is Standing.IN_XERO
    assert not is_open(RunReportDialog)


def test_a_changed_invoice_shows_both_sides_and_is_changed_in_xero(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    record = bench.invoice(bench.customer("Ann"), "100")
    bench.sync()
    bench.change(record, reference="PO 88213")
    page = show_page(qtbot, context, ToSendPage)
    qtbot.waitUntil(lambda: page._reckoned is not None, timeout=10_000)

    model = page.panel.fields.model()
    assert [model.index(0, column).data() for column in (0, 1, 3)] == ["Reference", "(empty)", "PO 88213"]
    assert model.rowCount() == 1
    page.panel.unfold.click()
    assert model.rowCount() > 5
    assert page.tables["invoices"].current() is not None

    send(qtbot, page)

    assert [invoice["reference"] for invoice in bench.invoices_in_xero()] == ["PO 88213"]


def test_without_network_nothing_is_lost_and_the_report_says_why(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    record = bench.invoice(bench.customer("Ann"), "100")
    bench.xero.stop()
    page = show_page(qtbot, context, ToSendPage)

    send(qtbot, page)

    assert bench.word(RecordKind.INVOICE, record) is Standing.READY
    assert page.report.title.whole_text() == "Xero could not be reached"
    open_dialog(RunReportDialog).accept()
