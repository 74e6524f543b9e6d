"""The comparison through its page, with a practice Xero: pairs are linked in bulk, refused, taken in, and skipped."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.deciding import likely_doubles
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.ui.deciding.compare_page import READ, ComparePage
from safe_desktop.ui.deciding.compare_taking import LeftOutDialog
from safe_desktop.ui.look.appearance import Appearance
from safe_desktop.ui.overview.overview_page import OverviewPage
from safe_desktop.ui.parts.dialog import Question
from safe_desktop.ui.sending.run_report_dialog import report_title
from safe_desktop.ui.shell.page import Context, Place
from tests.engine.synced_book import Bench
from tests.ui.connected_page import connected_context
from tests.ui.shown_page import open_dialog, show_page, words_on

HTML = "Beans &amp; Sons"


@pytest.fixture
def connected_book(tmp_path: Path, appearance: Appearance, visits: list[Place]) -> Iterator[tuple[Context, Bench]]:
    with connected_context(tmp_path, appearance, visits) as made:
        yield made


def contact(bench: Bench, name: str, email: str = "") -> str:
    made = bench.xero.admin("contact", {"contact": {"Name": name, "EmailAddress": email}})
    return str(made["contact_id"])


def shown(qtbot: QtBot, context: Context) -> ComparePage:
    """The page after both lists were read."""
    page = show_page(qtbot, context, ComparePage)
    page.do(READ)
    wait(qtbot, page)
    return page


def wait(qtbot: QtBot, page: ComparePage) -> None:
    """Until nothing is being read or compared."""
    qtbot.waitUntil(lambda: not page.context.heartbeat.is_syncing() and page._comparing is None, timeout=20_000)


def press(page: ComparePage, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page._table().view, key, modifier)


def test_certain_pairs_are_ticked_and_ctrl_enter_links_them_in_bulk(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    contact(bench, "RUSHMERE FARM SHOP LTD", "shop@rushmere.example")
    contact(bench, "Thornbery Estates")
    sure = bench.customer("Rushmere Farm Shop", "shop@rushmere.example")
    unsure = bench.customer("Thornbury Estates")
    page = shown(qtbot, context)
    assert page.pairs.model.ids() == [sure, unsure]
    assert page.pairs.chosen() == [sure]
    assert page.bar.go_on.text() == "Link 1 customer"
    assert "Same e-mail address" in words_on(page.panel)
    assert page.skip.isVisible()

    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, page)

    assert bench.word(RecordKind.CUSTOMER, sure) is Standing.IN_XERO
    assert page.pairs.model.ids() == [unsure]
    assert page.told.words() == "1 customer is linked; no second contact is made"
    assert page.pairs.chosen() == [], "what is not certain is never ticked by itself"

    press(page, Qt.Key.Key_Space)
    press(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, page)
    assert bench.word(RecordKind.CUSTOMER, unsure) is Standing.IN_XERO
    assert bench.writes() == []


def test_del_says_that_two_are_not_the_same_and_nobody_is_asked_again(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    contact(bench, "Rushmere Farm Shop Ltd")
    bench.customer("Rushmere Farm Shop")
    page = shown(qtbot, context)
    press(page, Qt.Key.Key_Delete)
    wait(qtbot, page)
    assert page.pairs.model.ids() == []
    assert page.told.words() == "1 pair stays apart and will not be asked about again"
    assert [row.label for row in page.rows.there.all()] == ["Rushmere Farm Shop Ltd"]
    assert [row.customer.name for row in page.rows.here.all()] == ["Rushmere Farm Shop"]
    page.do(READ)
    wait(qtbot, page)
    assert page.rows.alike == 0
    assert not page.skip.isVisible()


def test_documents_of_the_same_worth_under_another_number_are_linked(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    wishes = {"invoice_number": "A-77", "contact_name": "Ann", "amount": "100.00"}
    bench.xero.admin("invoice", {**wishes, "date": "2026-11-02", "due_date": "2026-12-02"})
    invoice = bench.invoice(bench.customer("Ann"), "100")
    page = shown(qtbot, context)
    assert page.tabs.key() == "documents", "the first tab that asks something is shown"
    assert page.documents.chosen() == [invoice]
    assert "Same customer, date and total, under another number" in words_on(page.panel)
    page.bar.go_on.click()
    wait(qtbot, page)
    assert bench.word(RecordKind.INVOICE, invoice) is Standing.IN_XERO
    assert bench.writes() == []


def test_what_only_xero_has_is_ticked_and_taken_in_with_what_was_left_out(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    contact(bench, HTML)
    for number, name in (("THEIRS-1", "Westbury Hotels"), ("INV-0001", "Somebody else")):
        wishes = {"invoice_number": number, "contact_name": name, "amount": "80.00"}
        bench.xero.admin("invoice", {**wishes, "date": "2026-11-02", "due_date": "2026-12-02"})
    page = shown(qtbot, context)
    page.tabs.choose("there")
    assert {row.label for row in page.rows.there.all()} >= {HTML, "THEIRS-1", "INV-0001"}
    assert page.there.chosen() == []
    assert not page.bar.go_on.isEnabled()
    bench.invoice(bench.customer("Ann"), "10", "INV-0001")  # meanwhile this number is in use here
    page.there._on_header_tick_all_asked()
    assert page.bar.go_on.text() == "Take in 5 records"

    page.bar.go_on.click()
    qtbot.waitUntil(lambda: bool(page.told.words()), timeout=10_000)

    assert page.told.words() == "4 records taken in from Xero and linked; 1 left out"
    dialog = open_dialog(LeftOutDialog)
    left = dialog.table.model.entry(0)
    assert left is not None
    assert (left.label, "this book has a document of that number" in left.reason) == ("INV-0001", True)
    dialog.accept()
    wait(qtbot, page)
    taken = bench.document("THEIRS-1")
    assert str(bench.workplace.book.documents.open(taken.id).decimal) == "96.00"
    assert bench.workplace.book.customers.find_name(HTML) is not None
    assert bench.writes() == []


def test_skipping_says_what_it_means_first_and_lets_everything_go(
    qtbot: QtBot, connected_book: tuple[Context, Bench]
) -> None:
    context, bench = connected_book
    contact(bench, "Rushmere Farm Shop Ltd")
    rushmere = bench.customer("Rushmere Farm Shop")
    page = shown(qtbot, context)
    page.skip.click()
    question = open_dialog(Question)
    assert "merged only by hand" in words_on(question)
    question._on_yes()
    wait(qtbot, page)
    assert not likely_doubles.is_open(bench.workplace.book)
    assert not page.skip.isVisible()
    bench.sync()
    assert bench.word(RecordKind.CUSTOMER, rushmere) is Standing.IN_XERO


def test_search_and_filter_hide_rows_and_keep_their_ticks(qtbot: QtBot, connected_book: tuple[Context, Bench]) -> None:
    context, bench = connected_book
    ids = []
    for name in ("Rushmere Farm Shop", "Westbury Hotels", HTML):
        contact(bench, f"{name} Ltd")
        ids.append(bench.customer(name))
    page = shown(qtbot, context)
    assert page.pairs.chosen() == ids
    page.pairs.ask(search="westb")
    assert page.pairs.model.ids() == [ids[1]]
    press(page, Qt.Key.Key_Space)
    page.pairs.ask(search="")
    assert page.pairs.chosen() == [ids[0], ids[2]]
    page.pairs.ask(only="possible")
    assert page.pairs.model.ids() == []
    assert page.pairs.chosen() == [ids[0], ids[2]]
    page.pairs.show_record(ids[2])
    assert HTML in words_on(page.panel)


def test_without_network_it_says_that_nothing_was_compared(qtbot: QtBot, connected_book: tuple[Context, Bench]) -> None:
    context, bench = connected_book
    bench.xero.stop()
    page = shown(qtbot, context)
    assert page.told.words().startswith("Not compared: ")


def test_without_a_connection_the_way_leads_to_connecting(qtbot: QtBot, context: Context, visits: list[Place]) -> None:
    page = show_page(qtbot, context, ComparePage)
    qtbot.waitUntil(lambda: page._comparing is None)
    assert page.again.text() == "Connect to Xero"
    assert page.bar.words.whole_text() == "Connect to Xero to compare"
    page.again.click()
    assert visits == [Place("settings", action="connect")]


def test_sync_now_before_it_reads_only_and_leads_to_the_comparison(
    qtbot: QtBot, connected_book: tuple[Context, Bench], visits: list[Place]
) -> None:
    context, bench = connected_book
    contact(bench, "Rushmere Farm Shop Ltd")
    bench.customer("Rushmere Farm Shop")
    overview = show_page(qtbot, context, OverviewPage)
    with qtbot.waitSignal(context.heartbeat.held, timeout=20_000) as told:
        context.heartbeat.sync_now()
    assert told.args is not None
    report = told.args[0]
    assert isinstance(report, RunReport)
    assert report_title(report) == "Nothing was sent: compare both lists first"
    assert bench.writes() == []
    qtbot.waitUntil(lambda: bool(context.heartbeat.state.compare), timeout=10_000)
    words = "1 customer of this book may be in Xero already. Nothing is sent before you looked."
    assert context.heartbeat.state.compare == words
    assert overview._sync.text() == "Compare both lists"
    overview._sync.click()
    assert visits == [Place("compare")]
