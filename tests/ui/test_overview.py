"""The first page: its figures are the engine's, every card opens its list, and an empty book is helped to begin."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import Standing
from safe_desktop.engine.books import new_book
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.homes import Home
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.figures import badges, overview, staying_payments
from safe_desktop.engine.workplace import opened
from safe_desktop.store.receipt_records import StoredReceipt
from safe_desktop.store.run_records import RunCounts
from safe_desktop.ui.deciding.desk_news import good_news
from safe_desktop.ui.look import formats
from safe_desktop.ui.overview.overview_page import OverviewPage
from safe_desktop.ui.parts.card_arrangement import CardArrangement
from safe_desktop.ui.parts.controls import Button, Label
from safe_desktop.ui.parts.stat_card import StatCard
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.shell.sync_state import Phase, SyncState
from safe_desktop.ui.tables.record_table import RecordTable


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> OverviewPage:
    with context.workplace.book.transaction():
        run = context.workplace.book.runs.begin("Sync now")
        context.workplace.book.runs.finish(run, "done", "", RunCounts(31, 4, 27, 0, 0, 2, 5), [])
    made = OverviewPage(context)
    qtbot.addWidget(made)
    made.resize(1050, 800)
    made.show()
    made.reload()
    return made


def words(page: OverviewPage) -> list[str]:
    return [label.whole_text() for label in page.findChildren(Label) if label.isVisibleTo(page)]


def press(page: OverviewPage, name: str) -> None:
    next(one for one in page.findChildren(Button) if one.text() == name and one.isVisibleTo(page)).click()


def test_the_cards_say_what_the_engine_says(page: OverviewPage, context: Context) -> None:
    figures = overview(context.workplace)
    shown = words(page)
    assert formats.money(figures.debtors[0]) in shown
    assert formats.number(figures.to_send) in shown
    for band in figures.ages:
        assert formats.money(band.amount) in shown
    spoken = [card.accessibleName() for card in page.findChildren(StatCard)]
    assert spoken[0].startswith(f"To send: {figures.to_send} records")
    assert spoken[3].startswith(f"Debtors: {formats.money(figures.debtors[0])}")


def test_every_card_opens_its_list(page: OverviewPage, visits: list[Place]) -> None:
    for card in page.findChildren(StatCard):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert visits == [Place("to_send"), Place("desk"), Place("payments", "on_account"), Place("customers", "owing")]


def test_money_that_waits_on_the_desk_is_counted_on_its_card_and_the_card_opens_it(
    page: OverviewPage, context: Context, visits: list[Place]
) -> None:
    card = page.findChildren(StatCard)[2]
    assert card.accessibleName().startswith("To match: 0 receipts Every receipt has its invoice")
    book = context.workplace.book
    with book.transaction():
        book.receipts.keep([StoredReceipt(ReceiptSource.BANK, "bank:1", date(2026, 11, 20), Money(55810), payee="J P")])
    page.reload()
    assert card.accessibleName().startswith("To match: 1 receipt waiting for a decision on the desk")
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert visits == [Place("desk", "receipts")]


def test_a_card_is_opened_with_the_keys_too(page: OverviewPage, visits: list[Place]) -> None:
    card = page.findChildren(StatCard)[0]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Space)
    assert visits == [Place("to_send")]


def test_a_run_opens_what_it_did_and_a_debt_its_customer(
    page: OverviewPage, visits: list[Place], context: Context
) -> None:
    runs = next(one for one in page.findChildren(RecordTable) if one.setup.name == "overview.runs")
    assert runs.model.rowCount() == 1
    runs.opened.emit(1)
    oldest = overview(context.workplace).oldest[0]
    link = next(one for one in page.findChildren(Button) if one.accessibleName() == oldest.customer)
    link.click()
    assert visits == [
        Place("activity", "1"),
        Place("customers", kind=RecordKind.CUSTOMER, record_id=oldest.customer_id),
    ]


def test_the_chart_always_has_its_table_with_the_same_figures(page: OverviewPage, context: Context) -> None:
    months = overview(context.workplace).months
    table = next(one for one in page.findChildren(RecordTable) if one.setup.name == "overview.months")
    assert not table.isVisibleTo(page)
    press(page, "Show as table")
    assert table.isVisibleTo(page)
    newest = [table.model.data(table.model.index(0, column)) for column in range(3)]
    assert newest == [
        formats.month(months[-1].month),
        formats.figure(months[-1].billed),
        formats.figure(months[-1].received),
    ]
    billed = sum(month.billed.minor for month in months)
    assert table.totals.text_at(1) == (f"{billed / 100:,.2f}",)
    again = OverviewPage(context)
    again.reload()
    assert context.preferences.text("overview.shows") == "table"
    again.deleteLater()


def test_the_primary_button_is_always_the_next_step(page: OverviewPage, visits: list[Place], context: Context) -> None:
    page._sync.click()
    assert page._sync.text() == "Connect to Xero"
    assert visits == [Place("settings", action="connect")]
    steps = ((Phase.CONNECT_AGAIN, "Connect again"), (Phase.UP_TO_DATE, "Sync now"), (Phase.WORKING, "Syncing…"))
    for phase, words_on_it in steps:
        page._on_heartbeat_state_changed(SyncState(phase))
        assert page._sync.text() == words_on_it
    assert not page._sync.isEnabled()


def test_a_change_is_seen_after_the_next_reload(page: OverviewPage, context: Context) -> None:
    before = overview(context.workplace).to_send
    ledger.add_customer(context.workplace, Customer("Newcomer Ltd"))
    page.reload()
    assert formats.number(before + 1) in words(page)


def test_in_a_narrow_window_no_card_is_cut_off(page: OverviewPage, qtbot: QtBot) -> None:
    cards = page.findChildren(StatCard)
    assert len({card.y() for card in cards}) == 1
    page.resize(660, 600)
    qtbot.waitUntil(lambda: len({card.y() for card in cards}) == 2)
    (area,) = page.findChildren(CardArrangement)
    assert not area.horizontalScrollBar().isVisible()
    assert all(card.geometry().right() < area.viewport().width() for card in cards)
    page.resize(1050, 800)
    qtbot.waitUntil(lambda: len({card.y() for card in cards}) == 1)


@pytest.fixture
def empty_page(context: Context, qtbot: QtBot) -> Iterator[OverviewPage]:
    """The page over a book in which nothing is."""
    folder = context.workplace.home.folder / "other"
    context.workplace.book.close()
    new_book(Home(folder), "Empty", context.workplace.clock)
    loopback = {f"SAFE_XERO_{name}_URL": "http://127.0.0.1:9" for name in ("LOGIN", "IDENTITY", "API")}
    environ = {**loopback, "SAFE_XERO_CLIENT_ID": "practice"}
    with opened(Home(folder), "Empty", environ=environ, clock=context.workplace.clock) as workplace:
        made = OverviewPage(Context(**{**vars(context), "workplace": workplace}))
        qtbot.addWidget(made)
        made.resize(1050, 800)
        made.show()
        made.reload()
        yield made


def test_an_empty_book_offers_three_ways_to_begin(empty_page: OverviewPage, visits: list[Place]) -> None:
    assert "Set up your first book" in words(empty_page)
    for name in ("Connect to Xero", "Choose a file…", "Add a customer"):
        press(empty_page, name)
    assert visits == [
        Place("settings", action="connect"),
        Place("invoices", action="import"),
        Place("customers", action="add"),
    ]
    primary = [one for one in empty_page.findChildren(Button) if one.property("look") == "primary"]
    assert [one.text() for one in primary if one.isVisibleTo(empty_page)] == ["Connect to Xero"]


def test_a_practice_book_can_be_filled_with_an_invented_year(
    empty_page: OverviewPage, context: Context, qtbot: QtBot
) -> None:
    context.work.changed.connect(lambda _changes: empty_page.reload())
    press(empty_page, "Fill this book with an invented year")
    qtbot.waitUntil(lambda: "Billed and received" in words(empty_page), timeout=15_000)
    assert not overview(empty_page.context.workplace).is_empty


def test_xero_does_not_have_everything_while_a_record_is_held_back(page: OverviewPage, context: Context) -> None:
    book = context.workplace.book
    with book.transaction():
        for table in ("customer", "document", "payment"):
            book.database.change(f"UPDATE {table} SET standing = 'In Xero'")
    page.reload()
    assert "Xero has everything" in words(page)
    with book.transaction():
        book.standings.keep(RecordKind.INVOICE, [(lists.invoices(book).ids()[0], Standing.DO_NOT_SEND, "Undone")])
    page.reload()
    assert "Xero has everything" not in words(page)
    assert "All but 1 record marked Do not send" in words(page)


def test_records_that_wait_to_be_sent_take_the_place_of_the_good_news_on_the_desk(
    page: OverviewPage, context: Context
) -> None:
    assert page.context.workplace.book.runs.last_good() is not None
    waiting = badges(context.workplace.book).to_send
    assert good_news(context.workplace) == ("Nothing to settle", f"But {waiting} records wait to be sent.")


def test_payments_that_stay_here_take_the_place_of_the_good_news(
    page: OverviewPage, context: Context, visits: list[Place]
) -> None:
    workplace = context.workplace
    book = workplace.book
    paid = next(one for one in book.payments.get_many(lists.payments(book).ids()).values() if one.document_id)
    assert paid.document_id is not None
    method = book.payments.method(paid.method_id)
    ledger.save_method(workplace, replace(method, xero_account_code=""))
    with book.transaction():
        for table in ("customer", "document", "payment"):
            book.database.change(f"UPDATE {table} SET standing = 'Stays here'")
        book.standings.keep(RecordKind.INVOICE, [(paid.document_id, Standing.IN_XERO, "")])
    page.reload()
    assert "Xero has everything" not in words(page)
    assert "Nothing differs" not in words(page)
    assert words(page).count("1 payment stays here") == 2
    assert good_news(workplace)[0] == "Nothing to settle"
    assert staying_payments(book).words in good_news(workplace)[1]
    press(page, "Choose")
    assert visits == [Place("settings", "methods")]
