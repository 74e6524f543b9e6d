"""Names are shown as they are: never read as HTML, never as a menu key, on any page, in any tooltip or dialog."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.matching.accepting import accept
from safe_desktop.engine.matching.choices import later, on_account
from safe_desktop.engine.matching.desk_values import CaseKind
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.matching.rule_keeping import add_rule
from safe_desktop.engine.sync.undo_plan import UndoPlan, UndoStep
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.matching_rules import MatchingRule, RuleAct
from safe_desktop.store.receipt_records import StoredReceipt
from safe_desktop.store.run_records import Outcome, RunCounts, RunItem
from safe_desktop.ui.activity.undo_dialog import UndoDialog
from safe_desktop.ui.balances.account_statement_dialog import StatementDialog
from safe_desktop.ui.balances.balances_page import BalancesPage
from safe_desktop.ui.deciding.desk_keys import FIND, HISTORY, IMPORT, KEYS, LATER, ON_ACCOUNT, RULE, RULES, SPLIT
from safe_desktop.ui.deciding.desk_page import ONE_BY_ONE, TABLE, DeskPage
from safe_desktop.ui.deciding.matching_options_dialog import MatchingOptionsDialog
from safe_desktop.ui.deciding.write_off_dialog import WriteOffDialog
from safe_desktop.ui.parts.controls import Button, Label, TickBox, plain_tip
from safe_desktop.ui.shell.find_anything import FindAnything
from safe_desktop.ui.shell.main_window import MainWindow
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.shell.page_list import PAGES, SIDE_PAGES
from safe_desktop.ui.shell.problem_dialog import CrashDialog, ProblemDialog
from tests.ui.shown_page import open_dialog, words_on

HOSTILE = '<img src="/etc/hostname"> & <b>Sons</b>'


@pytest.fixture
def window(context: Context, qtbot: QtBot) -> Iterator[MainWindow]:
    """The whole window over a book in which everything is named like an attack."""
    workplace = context.workplace
    customer = ledger.add_customer(workplace, Customer(HOSTILE)).value
    line = Line(HOSTILE, Decimal(1), Decimal("250.00"), "STANDARD")
    issued = date(2026, 1, 5)
    document = ledger.add_document(
        workplace,
        Document(
            DocumentKind.INVOICE, "<u>X</u>&1", customer.id, issued, issued + timedelta(days=30), (line,), 0, HOSTILE
        ),
    ).value
    with workplace.book.transaction():
        run = workplace.book.runs.begin(HOSTILE)
        item = RunItem(RecordKind.INVOICE, document.id, HOSTILE, Outcome.REFUSED, HOSTILE)
        workplace.book.runs.finish(run, "done", HOSTILE, RunCounts(looked_at=1, refused=1), [item])
        workplace.book.mismatches.found(
            [
                Mismatch(
                    MismatchKind.BOTH_CHANGED, RecordKind.INVOICE, document.id, HOSTILE, HOSTILE, "", "reference",
                    HOSTILE, HOSTILE, HOSTILE, HOSTILE,
                )
            ]
        )  # fmt: skip
    money_that_came(workplace, customer.id)
    made = MainWindow(workplace.home, context.preferences)
    qtbot.addWidget(made)
    made.is_ending = True
    made.show_book(context)
    made.show()
    yield made
    made.forget_book()


def money_that_came(workplace: Workplace, customer_id: int) -> None:
    """Receipts from somebody called like that: one decided, one that seems to pay his invoice, one that may be any."""
    add_rule(workplace, MatchingRule(HOSTILE, RuleAct.SET_ASIDE, contains=HOSTILE))
    lines = [
        StoredReceipt(
            ReceiptSource.BANK, f"line {minor}", date(2026, 1, 8), Money(minor), payee=HOSTILE, reference=words
        )
        for minor, words in ((777, HOSTILE), (25_000, "<u>X</u>&1"), (31_415, HOSTILE))
    ]
    with workplace.book.transaction():
        ids = workplace.book.receipts.keep(lines).new
    accept(workplace, ids[0], on_account(customer_id))
    accept(workplace, ids[2], later(HOSTILE))
    match_all(workplace, only_propose=True)


def desk_of(window: MainWindow, sight: str = ONE_BY_ONE) -> DeskPage:
    """The desk in this sight, at one of the receipts."""
    window.navigate(Place("desk"))
    page = window.shown_page()
    assert isinstance(page, DeskPage)
    page.choose_sight(sight)
    cases = page.cases.list.cases
    found = [row for row, case in enumerate(cases.case_model.cases) if case.kind is CaseKind.RECEIPT]
    cases.go_to(found[0])
    return page


def might_be_rich(text: str) -> bool:
    """Whether Qt could take it for HTML; it looks for what begins like a tag."""
    return bool(re.search(r"<[A-Za-z/!?]", text))


def hostile_widgets(root: QWidget) -> list[str]:
    """What on this widget or below it would be read as rich text or as a key."""
    found = []
    for label in root.findChildren(QLabel):
        if label.textFormat() is not Qt.TextFormat.PlainText and not label.pixmap():
            found.append(f"label {label.text()!r} of {type(label.parent()).__name__}")
    for widget in [root, *root.findChildren(QWidget)]:
        if might_be_rich(widget.toolTip()):
            found.append(f"tooltip {widget.toolTip()!r}")
    for button in root.findChildren(QPushButton):
        if "&" in button.text().replace("&&", ""):
            found.append(f"button {button.text()!r}")
    for action in root.findChildren(QAction):
        if "&" in action.text().replace("&&", "") or might_be_rich(action.toolTip()):
            found.append(f"action {action.text()!r}")
    return found


@pytest.mark.parametrize("name", [page.name for page in (*PAGES, *SIDE_PAGES)])
def test_no_page_reads_a_name_as_html_or_as_a_key(window: MainWindow, qtbot: QtBot, name: str) -> None:
    window.navigate(Place(name))
    qtbot.wait(30)
    window.grab()
    assert hostile_widgets(window) == []


@pytest.mark.parametrize("sight", [ONE_BY_ONE, TABLE])
def test_no_sight_of_the_desk_reads_a_name_as_html_or_as_a_key(window: MainWindow, qtbot: QtBot, sight: str) -> None:
    page = desk_of(window, sight)
    for row, case in enumerate(page.cases.list.cases.case_model.cases):
        page.cases.list.cases.go_to(row)
        qtbot.wait(30)
        window.grab()
        assert hostile_widgets(window) == [], case
        menu = page.cases.pane.foot.menu()
        assert hostile_widgets(menu) == []
        menu.deleteLater()
    assert sight == TABLE or HOSTILE in words_on(page)


@pytest.mark.parametrize("deed", [FIND, SPLIT, ON_ACCOUNT, LATER, HISTORY, RULE, RULES, IMPORT, KEYS])
def test_no_dialog_of_the_desk_reads_a_name_as_html_or_as_a_key(window: MainWindow, qtbot: QtBot, deed: str) -> None:
    desk_of(window).cases._by_name[deed]()
    dialog = open_dialog(QDialog)
    for field in dialog.findChildren(QLineEdit):
        if field.isVisible() and field.isEnabled():
            field.setText("img")
    qtbot.wait(250)
    dialog.grab()
    assert hostile_widgets(dialog) == []
    dialog.done(0)


@pytest.mark.parametrize("tab", ["ageing", "tie_out"])
def test_no_tab_of_balances_reads_a_name_as_html(window: MainWindow, qtbot: QtBot, tab: str) -> None:
    window.navigate(Place("balances", tab))
    page = window.shown_page()
    assert isinstance(page, BalancesPage)
    qtbot.wait(100)
    (page.ageing if tab == "ageing" else page.tie_out).toggle_details()
    window.grab()
    assert hostile_widgets(window) == []


def test_no_other_new_dialog_reads_a_name_as_html(context: Context, window: MainWindow, qtbot: QtBot) -> None:
    workplace = context.workplace
    step = UndoStep(RecordKind.INVOICE, 1, HOSTILE, HOSTILE, can=False, why_not=HOSTILE)
    plan = UndoPlan(1, HOSTILE, context.workplace.clock.now(), (step,))
    theirs = workplace.book.customers.find_name(HOSTILE)
    assert theirs is not None
    dialogs: list[QDialog] = [
        UndoDialog(context, plan, window),
        WriteOffDialog(workplace.book, HOSTILE, lambda _code: None, window),
        StatementDialog(context, [theirs.id], date(2026, 1, 31), window),
        MatchingOptionsDialog(context, window),
        FindAnything(workplace.book, (), lambda _place: None, window),
    ]
    for dialog in dialogs:
        for field in dialog.findChildren(QLineEdit):
            field.setText("img")
        dialog.open()
        qtbot.wait(60)
        dialog.grab()
        assert hostile_widgets(dialog) == [], type(dialog).__name__
        dialog.done(0)


def test_the_overview_shows_the_name_itself(window: MainWindow) -> None:
    window.navigate(Place("overview"))
    words = [label.whole_text() for label in window.findChildren(Label)]
    assert any(HOSTILE in word for word in words)


@pytest.mark.parametrize("dialog_of", [ProblemDialog, CrashDialog])
def test_no_dialog_reads_a_name_as_html(qtbot: QtBot, dialog_of: type) -> None:
    problem = InputError(HOSTILE, HOSTILE, HOSTILE)
    dialog = ProblemDialog(problem) if dialog_of is ProblemDialog else CrashDialog(HOSTILE)
    qtbot.addWidget(dialog)
    assert hostile_widgets(dialog) == []


def test_controls_show_an_ampersand_as_itself(qtbot: QtBot) -> None:
    for control in (Button("Tom & Co"), TickBox("Tom & Co")):
        qtbot.addWidget(control)
        assert control.text() == "Tom && Co"
        assert control.shortcut().isEmpty()


def test_a_tooltip_cannot_become_html() -> None:
    for text in (HOSTILE, "<b>", "a<br>b", "<html><body>x"):
        assert not might_be_rich(plain_tip(text))
        assert plain_tip(text).replace("\u200b", "") == text


def test_nobody_uses_qt_s_own_message_boxes(window: MainWindow) -> None:
    assert not [widget for widget in QApplication.allWidgets() if isinstance(widget, QMessageBox)]
