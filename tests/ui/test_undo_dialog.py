"""The undo of a run through the activity page, with a practice Xero: seen first, then done, stoppable, told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.sync.undoing import plan_undo
from safe_desktop.ui.activity.activity_page import ActivityPage
from safe_desktop.ui.activity.undo_dialog import UndoDialog
from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.sending.run_report_dialog import RunReportDialog
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.shell.work import Lane
from tests.engine.synced_book import Bench
from tests.ui.connected_page import connected_context
from tests.ui.shown_page import is_open, open_dialog, show_page, words_on


@pytest.fixture
def connected_book(tmp_path: Path, appearance: Appearance, visits: list[Place]) -> Iterator[tuple[Context, Bench]]:
    with connected_context(tmp_path, appearance, visits) as made:
        yield made


def plan_shown(qtbot: QtBot, context: Context, run_id: int) -> UndoDialog:
    """The plan of this run, asked for by its key."""
    page = show_page(qtbot, context, ActivityPage)
    page.show_only(str(run_id))
    page._runs.view.setFocus()
    QTest.keyClick(page._runs.view, Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: is_open(UndoDialog), timeout=10_000)
    return open_dialog(UndoDialog)


def test_the_plan_is_shown_first_and_then_taken_back_with_a_report(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    ann = bench.customer("Ann & Sons")
    invoice = bench.invoice(ann, "100")
    payment = bench.payment(invoice, "20")
    run_id = bench.sync().run_id
    before = bench.writes()
    dialog = plan_shown(qtbot, context, run_id)
    labels = [dialog.table.model.entry(row) for row in range(3)]
    assert [row.step.kind for row in labels if row is not None] == [
        RecordKind.PAYMENT,
        RecordKind.INVOICE,
        RecordKind.CUSTOMER,
    ]
    assert dialog.undo_button.text() == "Take 3 back"
    assert "3 steps are taken back in Xero, in this order." in words_on(dialog)
    assert bench.writes() == before, "nothing is done before it was seen"

    dialog.undo_button.click()
    qtbot.waitUntil(lambda: is_open(RunReportDialog), timeout=20_000)

    report = open_dialog(RunReportDialog)
    assert "3 steps were taken back in Xero" in words_on(report)
    report.accept()
    assert [one["status"] for one in bench.invoices_in_xero()] == ["VOIDED"]
    for kind, local_id in ((RecordKind.PAYMENT, payment), (RecordKind.INVOICE, invoice), (RecordKind.CUSTOMER, ann)):
        assert bench.word(kind, local_id) is Standing.DO_NOT_SEND


def test_what_cannot_be_taken_back_stays_with_its_reason(qtbot: QtBot, connected_book: tuple[Context, Bench]) -> None:
    context, bench = connected_book
    bench.invoice(bench.customer("Ann"), "100", "INV-0001")
    run_id = bench.sync().run_id
    bench.xero.admin("pay", {"invoice_number": "INV-0001", "amount": "120.00"})
    bench.due_now("payments")
    bench.sync()
    plan = plan_undo(bench.workplace, run_id)
    assert plan.count == 0
    dialog = UndoDialog(context, plan)
    qtbot.addWidget(dialog)
    dialog.open()
    assert not dialog.undo_button.isEnabled()
    assert "Nothing of it can be taken back" in words_on(dialog)
    first = dialog.table.model.entry(0)
    assert first is not None
    assert first.step.why_not
    dialog.table.ask(only="back")
    assert dialog.table.model.rowCount() == 0


def test_without_network_it_is_told_and_nothing_was_taken_back(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    invoice = bench.invoice(bench.customer("Ann"), "100")
    run_id = bench.sync().run_id
    dialog = plan_shown(qtbot, context, run_id)
    bench.xero.stop()
    dialog.undo_button.click()
    qtbot.waitUntil(lambda: is_open(RunReportDialog), timeout=20_000)
    report = open_dialog(RunReportDialog)
    assert "Xero could not be reached" in words_on(report)
    report.accept()
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO


def test_a_run_that_sent_nothing_offers_no_undo(qtbot: QtBot, connected_book: tuple[Context, Bench]) -> None:
    context, bench = connected_book
    bench.sync()
    page = show_page(qtbot, context, ActivityPage)
    assert page._words.undo.isHidden()
    assert not page._undo_action.isEnabled()


def test_closing_while_it_works_asks_it_to_stop_and_what_was_done_is_told(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    for number in range(4):
        bench.invoice(bench.customer(f"Customer {number}"), "100")
    run_id = bench.sync().run_id
    dialog = plan_shown(qtbot, context, run_id)
    dialog.undo_button.click()
    assert dialog.close_button.text() == "Stop"
    dialog.reject()
    qtbot.waitUntil(lambda: context.work.running(Lane.XERO) is None, timeout=20_000)
    if is_open(RunReportDialog):
        # It had begun: how far it came is told, and asked for again it goes on.
        open_dialog(RunReportDialog).accept()
    else:
        assert dialog.isVisible(), "it had not begun: the plan still stands"
        assert dialog.undo_button.isEnabled()
        dialog.reject()
    again = plan_shown(qtbot, context, run_id)
    again.undo_button.click()
    qtbot.waitUntil(lambda: is_open(RunReportDialog), timeout=20_000)
    open_dialog(RunReportDialog).accept()
    assert {one["status"] for one in bench.invoices_in_xero()} == {"VOIDED"}
