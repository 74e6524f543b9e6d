"""The main job through the real window: a retailer's December comes in, is looked at, goes to Xero, and is paid there.

Every total is asked of Xero by another client and compared to the penny.
"""

import os
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.domain.billing import SettledStatus
from safe_desktop.domain.document import Document, DocumentKind
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.books import new_book
from safe_desktop.engine.homes import Home
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.workplace import opened
from safe_desktop.ui.bringing_in.import_dialog import ImportDialog
from safe_desktop.ui.deciding.desk_page import DeskPage
from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.records.invoices_page import InvoicesPage
from safe_desktop.ui.records.payments_page import PaymentsPage
from safe_desktop.ui.sending.to_send_page import ToSendPage
from safe_desktop.ui.settings.connect_dialog import ConnectDialog
from safe_desktop.ui.shell.heartbeat import Heartbeat
from safe_desktop.ui.shell.main_window import MainWindow
from safe_desktop.ui.shell.page import Context, Page, Place
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.shell.problems import Problems
from safe_desktop.ui.shell.work import Work
from tests.engine.synced_book import UK, Bench, ShiftedClock
from tests.practice.practice_process import PracticeProcess, consent
from tests.ui.december_file import december
from tests.ui.shown_page import open_dialog, show_active, words_on

_PATIENCE_MS = 90_000

# Half a minute on a machine that does nothing else.
pytestmark = [pytest.mark.xdist_group("redirect-ports"), pytest.mark.timeout(300)]


class HurriedClock(ShiftedClock):
    """A clock on which a minute passes in six seconds, so that the calls of a minute are soon there again."""

    def monotonic(self) -> float:
        return super().monotonic() * 10


class Desk(NamedTuple):
    """The window over a new book, and the Xero it will be connected with."""

    window: MainWindow
    context: Context
    bench: Bench


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, appearance: Appearance, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    # A browser that does nothing: the test follows the link itself.
    monkeypatch.setenv("BROWSER", "true")
    home, clock = Home(tmp_path / "home", is_practice=True), HurriedClock()
    new_book(home, "December", clock)
    with PracticeProcess.start(tmp_path / "xero", "--minute-limit", "100000", "--day-limit", "100000") as xero:
        environ = {**os.environ, **xero.environment()}
        with opened(home, "December", environ=environ, clock=clock) as workplace:
            problems = Problems()
            work = Work(problems, after_each=workplace.book.close_here)
            preferences = Preferences(home.preferences)
            window = MainWindow(home, preferences)
            qtbot.addWidget(window)
            heartbeat = Heartbeat(workplace, work)
            context = Context(workplace, work, problems, preferences, appearance, heartbeat, window.navigate)
            window.show_book(context)
            show_active(qtbot, window)
            try:
                yield Desk(window, context, Bench(workplace, xero, clock))
            finally:
                window.is_ending = True
                window.forget_book()
                heartbeat.end()
                work.close()


def go(desk: Desk, name: str, action: str = "") -> Page:
    """The page, in front."""
    desk.window.navigate(Place(name, action=action))
    QApplication.processEvents()
    page = desk.window.shown_page()
    assert page is not None
    return page


def bring_in(desk: Desk, qtbot: QtBot, path: Path) -> str:
    """Import the file as a person does; what the last step said."""
    go(desk, "invoices", "import")
    dialog = open_dialog(ImportDialog)
    dialog.look_at(path)
    for _ in range(2):
        qtbot.waitUntil(lambda: dialog._task is None, timeout=_PATIENCE_MS)
        dialog.forward.click()
    qtbot.waitUntil(lambda: dialog._task is None, timeout=_PATIENCE_MS)
    said = words_on(dialog)
    dialog.forward.click()
    return said


def connect(desk: Desk, qtbot: QtBot) -> None:
    """Connect with the organisation, the browser played; both lists are compared by themselves after it."""
    go(desk, "settings", "connect")
    dialog = open_dialog(ConnectDialog)
    qtbot.waitUntil(lambda: bool(dialog.link.text()), timeout=_PATIENCE_MS)
    link = dialog.link.text()
    browser = threading.Thread(target=lambda: httpx.get(consent(link, UK), timeout=20))
    browser.start()
    qtbot.waitUntil(dialog.confirm_button.isVisible, timeout=_PATIENCE_MS)
    browser.join()
    assert UK in words_on(dialog)
    dialog.confirm_button.click()
    qtbot.waitUntil(dialog.accounts.isVisible, timeout=_PATIENCE_MS)
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: not desk.context.heartbeat.is_syncing(), timeout=_PATIENCE_MS)


def sync_now(desk: Desk, qtbot: QtBot) -> RunReport:
    """Press the key for it and wait for the end."""
    reports: list[RunReport] = []
    keep: Callable[[RunReport], None] = reports.append
    desk.context.heartbeat.synced.connect(keep)
    qtbot.waitUntil(desk.window._sync_action.isEnabled, timeout=_PATIENCE_MS)
    desk.window._sync_action.trigger()
    qtbot.waitUntil(lambda: bool(reports), timeout=_PATIENCE_MS)
    desk.context.heartbeat.synced.disconnect(keep)
    return reports[0]


def _place_of(desk: Desk, number: str) -> tuple[RecordKind, int]:
    found = desk.context.workplace.book.documents.find_number(DocumentKind.INVOICE, number)
    assert found is not None
    return RecordKind.INVOICE, found.id


def documents(desk: Desk) -> list[Document]:
    """All documents of the book that are worth something."""
    book = desk.context.workplace.book
    ids = [one for kind in DocumentKind for one in book.documents.ids_by_number_key(kind).values()]
    found = [one for start in range(0, len(ids), 500) for one in book.documents.get_many(ids[start:][:500]).values()]
    return [one for one in found if one.totals.total]


def test_december_comes_in_goes_to_xero_to_the_penny_and_what_the_bank_pays_is_settled_here(
    desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    said = bring_in(desk, qtbot, december(tmp_path))
    assert "is imported." in said
    assert "Rows and amounts add up with the file to the penny." in said
    ours = documents(desk)
    assert len(ours) > 120

    connect(desk, qtbot)
    waiting = go(desk, "to_send")
    assert isinstance(waiting, ToSendPage)
    assert waiting.tables["invoices"].ready_count() == len(ours)
    assert waiting.tables["invoices"].counts["to_review"] == 0
    qtbot.waitUntil(waiting.bar.send.isEnabled, timeout=_PATIENCE_MS)
    assert f"Send {len(ours):,} documents" in waiting.bar.send.text()

    report = sync_now(desk, qtbot)
    assert (report.result, report.refused, report.mismatches_open) == ("done", 0, 0), report.items[:5]
    theirs = {one["number"]: Decimal(one["total"]) for one in desk.bench.all_documents_in_xero()}
    assert theirs == {one.number: one.totals.total.decimal for one in ours}
    assert waiting.tables["invoices"].counts[""] == 0

    paid = sorted(one.number for one in ours if one.kind is DocumentKind.INVOICE and one.customer_id)[:3]
    for number in paid:
        desk.bench.xero.admin("pay", {"invoice_number": number})
    report = sync_now(desk, qtbot)
    assert (report.result, report.received, report.mismatches_open) == ("done", 3, 0)
    settled = go(desk, "invoices")
    assert isinstance(settled, InvoicesPage)
    for number in paid:
        settled.show_record(*_place_of(desk, number))
        entry = settled.table.current()
        assert entry is not None
        assert (entry.number, entry.word, entry.open.minor) == (number, SettledStatus.PAID, 0)
    payments = go(desk, "payments")
    assert isinstance(payments, PaymentsPage)
    rows = [payments.table.model.entry(row) for row in range(payments.table.model.rowCount())]
    assert sorted(row.document_number for row in rows if row is not None) == paid
    calm = go(desk, "desk")
    assert isinstance(calm, DeskPage)
    assert "Both sides agree" in words_on(calm)
