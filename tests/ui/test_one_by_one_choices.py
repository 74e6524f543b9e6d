"""What a person puts together at the desk by keys: found, split, on account, written off; and the rules."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from safe_desktop.domain.money import Money
from safe_desktop.domain.theirs import Account
from safe_desktop.engine.matching.matching_options import matching_options
from safe_desktop.engine.matching.rule_keeping import rules
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import InvoiceEntry, Query
from safe_desktop.store.receipt_records import ReceiptState
from safe_desktop.ui.deciding.money_for_dialog import MoneyForDialog
from safe_desktop.ui.deciding.on_account_dialog import OnAccountDialog
from safe_desktop.ui.deciding.rule_dialog import RuleDialog
from safe_desktop.ui.deciding.rules_dialog import RulesDialog
from safe_desktop.ui.deciding.split_dialog import SplitDialog
from safe_desktop.ui.deciding.write_off_dialog import WriteOffDialog
from safe_desktop.ui.parts.controls import Label
from tests.ui.desk_window import DeskWindow, look, press, state, still_open
from tests.ui.shown_page import is_open, open_dialog, words_on


def test_a_search_finds_what_the_money_is_for(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    (receipt,) = look(desk, (f"{bills[0].open.decimal}", "NOBODY KNOWN", "?"))

    press("/", bills[0].number, "Enter")
    assert not is_open(MoneyForDialog)
    assert desk.chosen == bills[0].number
    press("Enter")

    assert state(desk, receipt) is ReceiptState.SETTLED
    assert not still_open(desk, bills[0])


def test_ctrl_f_searches_here_although_the_window_has_that_key_too(desk: DeskWindow) -> None:
    look(desk, ("4.13", "INTEREST", "GROSS"))

    press("Ctrl+F")

    assert is_open(MoneyForDialog)
    press("Esc")


def test_money_is_split_over_documents_of_two_customers(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    whole = bills[0].open + bills[1].open
    (receipt,) = look(desk, (f"{whole.decimal}", "THEIR AGENT", "TWO BILLS"))

    press("S")
    dialog = open_dialog(SplitDialog)
    for bill in bills[:2]:
        dialog.search.setFocus()
        dialog.search.clear()
        press(bill.number, "Enter", "Space")
    assert "0.00 left" in dialog.sums.text()
    press("Enter")
    assert desk.chosen == f"{bills[0].number} and {bills[1].number}"
    press("Enter")

    assert state(desk, receipt) is ReceiptState.SETTLED
    assert not still_open(desk, bills[0])
    assert not still_open(desk, bills[1])


def test_the_columns_of_a_split_have_titles_that_stand_over_them(
    qtbot: QtBot, desk: DeskWindow, bills: list[InvoiceEntry]
) -> None:
    look(desk, (f"{(bills[0].open + bills[1].open).decimal}", "THEIR AGENT", "TWO BILLS"))
    press("S")
    dialog = open_dialog(SplitDialog)
    titles = dialog.titles.findChildren(Label)
    assert [one.whole_text() for one in titles] == ["Document", "Customer", "Due", "Open", "To give"]
    for search in (bills[0].number, ""):
        dialog._offer(search, {})
        parts = [*dialog.rows[0].findChildren(Label), dialog.rows[0].input]
        qtbot.waitUntil(partial(_stand_alike, dialog, titles, parts))
    assert dialog._scroll.verticalScrollBar().isVisible(), "with a scroll bar and without one"
    press("Esc")


def _stand_alike(dialog: SplitDialog, titles: Sequence[QWidget], parts: Sequence[QWidget]) -> bool:
    edges = [[(part.mapTo(dialog, part.rect().topLeft()).x(), part.width()) for part in one] for one in (titles, parts)]
    return edges[0] == edges[1]


def test_a_split_that_does_not_add_up_is_said_in_words(desk: DeskWindow, bills: list[InvoiceEntry]) -> None:
    look(desk, (f"{(bills[0].open + bills[1].open).decimal}", "THEIR AGENT", "TWO BILLS"))
    press("S")
    dialog = open_dialog(SplitDialog)
    dialog.search.setFocus()

    press(bills[0].number, "Enter", "999999", "Enter")
    assert "is open" in dialog.problem.text()
    press("Ctrl+A", "0", "Enter")
    assert "at least one document" in dialog.problem.text()
    press("Esc")
    assert not is_open(SplitDialog)


def test_money_is_kept_on_the_account_of_the_customer_that_is_named(
    desk: DeskWindow, bills: list[InvoiceEntry]
) -> None:
    (receipt,) = look(desk, ("50.00", "NOBODY KNOWN", "?"))

    press("A", bills[0].customer, "Enter")
    assert not is_open(OnAccountDialog)
    assert desk.chosen == "Keep on account"
    press("Enter")

    assert state(desk, receipt) is ReceiptState.SETTLED
    table = lists.payments(desk.workplace.book)
    (kept,) = table.entries(table.ids(Query(only="on_account")))
    assert (kept.customer_id, kept.amount) == (bills[0].customer_id, Money(5000))


def test_a_small_difference_is_written_off_to_an_account_that_is_asked_once(
    desk: DeskWindow, bills: list[InvoiceEntry]
) -> None:
    book = desk.workplace.book
    with book.transaction():
        costs = Account("id-404", "404", "Bank fees", "EXPENSE", "EXPENSE", "ACTIVE", False)
        sales = replace(costs, account_id="id-200", code="200", name="Sales", kind="REVENUE", account_class="REVENUE")
        book.chart.replace_accounts([costs, sales])
    first, second = look(
        desk,
        (f"{(bills[0].open - Money(30)).decimal}", bills[0].customer.upper(), bills[0].number),
        (f"{(bills[1].open - Money(20)).decimal}", bills[1].customer.upper(), bills[1].number),
    )
    for receipt, bill in ((first, bills[0]), (second, bills[1])):
        desk.cases.show_case(f"r{receipt}")
        press("W")
        if is_open(WriteOffDialog):
            press("Down", "Down", "Enter")
        press("Enter")
        assert state(desk, receipt) is ReceiptState.SETTLED
        assert not still_open(desk, bill)

    assert matching_options(book).write_off_account == "404"
    table = lists.invoices(book)
    written_off = [one.total for one in table.entries(table.ids(Query(only="credit_notes")))[:2]]
    assert sorted(written_off) == [Money(-30), Money(-20)]


def test_a_complaint_goes_once_it_is_heeded_and_a_hint_once_another_case_is_shown(
    desk: DeskWindow, bills: list[InvoiceEntry]
) -> None:
    book = desk.workplace.book
    with book.transaction():
        book.chart.replace_accounts([Account("id-404", "404", "Bank fees", "EXPENSE", "EXPENSE", "ACTIVE", False)])
    whole, short = look(
        desk,
        (f"{bills[0].open.decimal}", bills[0].customer.upper(), bills[0].number),
        (f"{(bills[1].open - Money(20)).decimal}", bills[1].customer.upper(), bills[1].number),
    )
    desk.cases.show_case(f"r{whole}")
    press("W")
    assert "nothing to write off" in desk.cases.told.words()
    assert desk.cases.told.isVisible()
    desk.cases.show_case(f"r{short}")
    assert not desk.cases.told.isVisible()
    press("W")
    dialog = open_dialog(WriteOffDialog)
    press("Enter")
    assert "Choose an account." in words_on(dialog)
    press("Down")
    assert "Choose an account." not in words_on(dialog)
    press("Esc")


def test_a_rule_is_made_from_a_receipt_tried_on_history_and_only_then_switched_on(
    qtbot: QtBot, desk: DeskWindow, bills: list[InvoiceEntry]
) -> None:
    waiting = look(desk, ("20.00", "NORTHERN ENERGY", "551"), ("30.00", "NORTHERN ENERGY", "552"))

    press("R")
    dialog = open_dialog(RuleDialog)
    assert not dialog.on_button.isEnabled(), "it was never tried"
    dialog.act.choose("set_aside")
    press("Alt+T")
    assert "It fits 2 receipts" in dialog.trial.words.text()
    tried = dialog.trial.table.model
    shown = [str(tried.data(tried.index(row, column))) for row in range(2) for column in range(3)]
    assert sorted(one for one in shown if one.endswith(".00")) == ["20.00", "30.00"]
    assert "NORTHERN ENERGY · 551" in shown
    widths = [dialog.trial.table.view.columnWidth(column) for column in range(5)]
    assert widths[2] >= 180, "the bank's text is what one looks for"
    press("Enter")

    assert not is_open(RuleDialog)
    (rule,) = rules(desk.workplace)
    assert rule.is_on
    assert rule.contains == "NORTHERN ENERGY"
    # What waits and fits is settled now, as the rule's window says, and not only at the next sync.
    qtbot.waitUntil(lambda: not desk.page.context.work.is_busy(), timeout=20_000)
    assert [state(desk, one) for one in waiting] == [ReceiptState.SET_ASIDE] * 2
    press("Shift+R")
    table = open_dialog(RulesDialog).table
    assert table.model.rowCount() == 1
    press("Space")
    assert not rules(desk.workplace)[0].is_on
    press("Esc")
    assert not is_open(RulesDialog)

    (later,) = look(desk, ("40.00", "NORTHERN ENERGY", "553"))
    press("Shift+R", "Space")
    assert rules(desk.workplace)[0].is_on
    qtbot.waitUntil(lambda: not desk.page.context.work.is_busy(), timeout=20_000)
    assert state(desk, later) == ReceiptState.SET_ASIDE
    press("Esc")


def test_rules_are_moved_and_deleted_by_keys(desk: DeskWindow) -> None:
    look(desk, ("20.00", "ENERGY", "551"), ("30.00", "WATER", "552"))
    for key in [case.key for case in desk.cases.list.cases.case_model.cases]:
        desk.cases.show_case(key)
        press("R", "Ctrl+Enter")
    names = [rule.name for rule in rules(desk.workplace)]
    press("Shift+R", "Down", "Alt+Up")
    assert [rule.name for rule in rules(desk.workplace)] == names[::-1]
    press("Delete", "Tab", "Space")
    assert len(rules(desk.workplace)) == 1
    press("Esc")
