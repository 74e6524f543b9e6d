"""Names are shown as they are: never read as HTML, never as a menu key, on any page, in any tooltip or dialog."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.entry import ledger
from safe_desktop.errors import InputError
from safe_desktop.store.run_records import Outcome, RunCounts, RunItem
from safe_desktop.ui.parts.controls import Button, Label, TickBox, plain_tip
from safe_desktop.ui.shell.main_window import MainWindow
from safe_desktop.ui.shell.page import Context, Place
from safe_desktop.ui.shell.page_list import PAGES, SIDE_PAGES
from safe_desktop.ui.shell.problem_dialog import CrashDialog, ProblemDialog

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
    made = MainWindow(workplace.home, context.preferences)
    qtbot.addWidget(made)
    made.is_ending = True
    made.show_book(context)
    made.show()
    yield made
    made.forget_book()


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
