"""The window: going from page to page, reloading only what is shown, badges, banners, and the keys."""

from collections.abc import Iterator
from typing import ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.changes import PAYMENTS, Changes
from safe_desktop.engine.entry import ledger
from safe_desktop.ui.shell.find_anything import FindAnything, hits
from safe_desktop.ui.shell.main_window import MainWindow
from safe_desktop.ui.shell.navigation import ENTRIES, NavigationButton
from safe_desktop.ui.shell.page import Context, Page, Place
from safe_desktop.ui.shell.page_list import PAGES
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.shell.sync_state import Phase, SyncState
from safe_desktop.ui.tables.record_table import RecordTable


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(context.workplace.home, context.preferences)
    qtbot.addWidget(made)
    made.is_ending = True
    made.show_book(context)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.forget_book()


def button(window: MainWindow, name: str) -> NavigationButton:
    return next(one for one in window.findChildren(NavigationButton) if one.entry.name == name)


def test_it_begins_on_the_overview_with_the_book_s_name(window: MainWindow) -> None:
    shown = window.shown_page()
    assert shown is not None
    assert shown.name == "overview"
    assert window.windowTitle() == "Fernhill – SAFE Desktop"
    assert button(window, "overview").isChecked()


def test_pages_are_made_when_they_are_first_looked_at(window: MainWindow, qtbot: QtBot) -> None:
    assert len(window.findChildren(Page)) == 1
    QTest.mouseClick(button(window, "activity"), Qt.MouseButton.LeftButton)
    shown = window.shown_page()
    assert shown is not None
    assert shown.name == "activity"
    assert len(window.findChildren(Page)) == 2


@pytest.mark.parametrize("number", range(1, min(9, len(PAGES)) + 1))
def test_ctrl_and_a_number_goes_to_a_page(window: MainWindow, number: int) -> None:
    action = next(one for one in window.actions() if one.shortcut().toString() == f"Ctrl+{number}")
    action.trigger()
    shown = window.shown_page()
    assert shown is not None
    assert shown.name == PAGES[number - 1].name


def test_a_page_with_a_list_takes_the_keys_so_that_the_arrows_move_at_once(window: MainWindow) -> None:
    window.navigate(Place("invoices"))
    table = next(one for one in window.findChildren(RecordTable) if one.setup.name == "invoices")
    assert table.view.hasFocus()
    QTest.keyClick(table.view, Qt.Key.Key_Down)
    assert table.current_id()


def test_the_side_bar_names_the_pages_as_they_name_themselves() -> None:
    assert [(entry.name, entry.title, entry.icon) for entry in ENTRIES] == [
        (page.name, page.title, page.icon) for page in PAGES
    ]


class Counting(Page):
    """A page that counts its reloads."""

    name, title, icon = "counting", "Counting", "users"
    touches: ClassVar[frozenset[str]] = frozenset({PAYMENTS})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.reloads = 0

    def reload(self) -> None:
        self.reloads += 1


def test_a_change_reloads_the_page_in_front_once_and_the_others_when_they_come_to_the_front(
    window: MainWindow, context: Context, qtbot: QtBot
) -> None:
    page = Counting(context)
    window._pages["counting"] = page
    window._stack.addWidget(page)
    context.work.announce(Changes.of(PAYMENTS))
    qtbot.wait(20)
    assert page.reloads == 0
    window.navigate(Place("counting"))
    assert page.reloads == 1
    for _ in range(3):
        context.work.announce(Changes.of(PAYMENTS))
    qtbot.waitUntil(lambda: page.reloads == 2)
    qtbot.wait(20)
    assert page.reloads == 2
    context.work.announce(Changes.of("customers"))
    qtbot.wait(20)
    assert page.reloads == 2


def test_badges_say_their_number_to_a_screen_reader(window: MainWindow) -> None:
    names = {entry.name for entry in ENTRIES}
    window._on_heartbeat_state_changed(SyncState(Phase.NEEDS_YOU, to_send=19, waiting=21))
    if "to_send" in names:
        assert button(window, "to_send").accessibleName() == "To send, 19 waiting"
    if "desk" in names:
        assert button(window, "desk").accessibleName() == "Desk, 21 waiting"


def test_banners_tell_of_practice_and_of_an_ended_sign_in(window: MainWindow) -> None:
    window._on_heartbeat_state_changed(SyncState(Phase.UP_TO_DATE, is_practice=True))
    assert window.banners.practice.isVisible()
    assert not window.banners.connect_again.isVisible()
    window._on_heartbeat_state_changed(SyncState(Phase.CONNECT_AGAIN))
    assert not window.banners.practice.isVisible()
    assert window.banners.connect_again.isVisible()


def test_the_sync_panel_says_the_state_and_the_calls_left(window: MainWindow) -> None:
    window._on_heartbeat_state_changed(
        SyncState(Phase.UP_TO_DATE, "09:41 today", calls_left=4812, day_limit=5000, organisation="Fernhill")
    )
    assert window.sidebar.sync.accessibleName() == "Up to date, 09:41 today. 4,812 of 5,000 calls left today"
    window.sidebar.sync.grab()


def test_ctrl_f_goes_to_the_search_of_the_page(window: MainWindow) -> None:
    window.navigate(Place("activity"))
    window.find_in_list()
    table = next(one for one in window.findChildren(RecordTable) if one.search.isVisible())
    assert table.search.hasFocus()


def test_find_anything_finds_customers_invoices_payments_and_pages(context: Context) -> None:
    book = context.workplace.book
    ledger.add_customer(context.workplace, Customer("Zedekiah Quill & Sons", code="ZQ-1", email="z@quill.example"))
    (found,) = hits(book, ENTRIES, "zedekiah")
    assert found.title == "Zedekiah Quill & Sons"
    assert found.place.kind is RecordKind.CUSTOMER
    kinds = {hit.place.kind for hit in hits(book, ENTRIES, "joinery")}
    assert {RecordKind.CUSTOMER, RecordKind.INVOICE} <= kinds
    assert [hit.place.page for hit in hits(book, ENTRIES, "activity")] == ["activity"]
    assert len(hits(book, ENTRIES, "")) == len(PAGES)
    assert hits(book, ENTRIES, "no such thing at all") == []


def test_find_anything_is_worked_with_the_keys_alone(window: MainWindow, qtbot: QtBot) -> None:
    window.find_anything()
    dialog = window.findChild(FindAnything)
    assert dialog is not None
    QTest.keyClicks(dialog.field, "activi")
    qtbot.waitUntil(lambda: dialog.results.count() == 1)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    shown = window.shown_page()
    assert shown is not None
    assert shown.name == "activity"


def test_find_anything_goes_to_what_is_typed_even_before_it_has_searched_for_it(window: MainWindow) -> None:
    window.find_anything()
    dialog = window.findChild(FindAnything)
    assert dialog is not None
    before = dialog.results.count()
    QTest.keyClicks(dialog.field, "activi")
    assert dialog.results.count() == before
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    shown = window.shown_page()
    assert shown is not None
    assert shown.name == "activity"


def test_find_anything_says_that_nothing_is_found_and_enter_stays(window: MainWindow) -> None:
    window.find_anything()
    dialog = window.findChild(FindAnything)
    assert dialog is not None
    QTest.keyClicks(dialog.field, "no such thing")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.words.text().startswith("Nothing found.")


def test_the_window_comes_back_where_it_was(window: MainWindow, context: Context, qtbot: QtBot) -> None:
    window.resize(920, 707)
    window.keep_geometry()
    context.preferences.save()
    again = MainWindow(context.workplace.home, Preferences(context.workplace.home.preferences))
    qtbot.addWidget(again)
    again.is_ending = True
    assert again.height() == 707


def test_without_a_book_the_window_stands_and_keys_do_no_harm(context: Context, qtbot: QtBot) -> None:
    bare = MainWindow(context.workplace.home, context.preferences)
    qtbot.addWidget(bare)
    bare.is_ending = True
    bare.show()
    for action in bare.actions():
        if action.shortcut().toString() not in ("Ctrl+O", "Ctrl+Q"):
            action.trigger()
    assert bare.shown_page() is None


def test_a_comparison_that_waits_is_told_on_every_page_but_its_own(window: MainWindow) -> None:
    assert window._context is not None
    words = "7 customers of this book may be in Xero already."
    window._on_heartbeat_state_changed(SyncState(Phase.NEEDS_YOU, compare=words))
    assert window.banners.compare.isVisible()
    window._on_heartbeat_held(None)
    shown = window.shown_page()
    assert shown is not None
    assert shown.name == "compare"
    assert not window.banners.compare.isVisible()
    window.navigate(Place("activity"))
    assert window.banners.compare.isVisible()
    window._on_heartbeat_state_changed(SyncState(Phase.UP_TO_DATE))
    assert not window.banners.compare.isVisible()
