"""A bank statement is brought in from the desk: looked at, checked, imported, matched; nothing twice, nothing lost."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from safe_desktop.domain.theirs import Account
from safe_desktop.engine.showing.lists import InvoiceEntry
from safe_desktop.store.receipt_records import ReceiptState
from safe_desktop.ui.bringing_in.statement_dialog import StatementDialog
from safe_desktop.ui.deciding.desk_page import DeskPage
from safe_desktop.ui.shell.page import Context
from tests.ui.desk_window import open_bills, press
from tests.ui.shown_page import is_open, open_dialog, show_page, words_on

_OFX = """OFXHEADER:100
DATA:OFXSGML
VERSION:102
SECURITY:NONE
ENCODING:USASCII
CHARSET:1252
COMPRESSION:NONE
OLDFILEUID:NONE
NEWFILEUID:NONE

<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><DTSERVER>20261120<LANGUAGE>ENG</SONRS>
</SIGNONMSGSRSV1><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>GBP
<BANKACCTFROM><BANKID>200000<ACCTID>12345678<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20261101
<DTEND>20261130<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261118<TRNAMT>120.00<FITID>F1<NAME>SOMEBODY</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>1120.00<DTASOF>20261130</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> DeskPage:
    """The desk of a book that knows two bank accounts."""
    book = context.workplace.book
    with book.transaction():
        book.chart.replace_accounts(
            [
                Account(f"id-{code}", code, name, "BANK", "ASSET", "ACTIVE", True)
                for code, name in (("090", "Business Bank"), ("091", "Savings"))
            ]
        )
    return show_page(qtbot, context, DeskPage)


def bank_file(folder: Path, bills: list[InvoiceEntry], *more: str) -> Path:
    """A bank's CSV in which these bills are paid."""
    rows = [f"18/11/2026,{one.customer.replace(',', '')},{one.number},{one.open.decimal}" for one in bills]
    path = folder / "November.csv"
    path.write_text("\n".join(("Date,Description,Reference,Amount", *rows, *more)) + "\n", encoding="utf-8")
    return path


def wait(qtbot: QtBot, dialog: StatementDialog) -> None:
    qtbot.waitUntil(lambda: dialog._task is None, timeout=20_000)


def opened(qtbot: QtBot, page: DeskPage, path: Path) -> StatementDialog:
    page.import_statement(path)
    dialog = open_dialog(StatementDialog)
    wait(qtbot, dialog)
    return dialog


def test_a_csv_is_looked_at_checked_imported_and_matched(qtbot: QtBot, page: DeskPage, tmp_path: Path) -> None:
    bills = open_bills(page.context.workplace)[:3]
    dialog = opened(qtbot, page, bank_file(tmp_path, bills, "19/11/2026,BANK,INTEREST,4.13"))
    book = page.context.workplace.book
    assert "The file does not name its account" in words_on(dialog)
    dialog.account.choice.choose("090")

    press("Enter")
    wait(qtbot, dialog)
    assert "Would be added" in words_on(dialog)
    assert "Account 090 Business Bank · GBP" in words_on(dialog)
    assert book.receipts.count(*ReceiptState) == 0, "nothing is changed by looking"
    assert dialog.forward.text() == "Import 4 lines"
    press("Enter")
    wait(qtbot, dialog)
    assert book.receipts.count(ReceiptState.OPEN) == 4
    assert {one.account_code for one in book.receipts.waiting()} == {"090"}
    assert dialog.forward.text() == "Match now"
    press("Enter")

    assert not is_open(StatementDialog)
    qtbot.waitUntil(lambda: not page.context.work.is_busy(), timeout=20_000)
    assert book.receipts.count(ReceiptState.SETTLED) == 3
    assert [one.open.minor for one in open_bills(page.context.workplace) if one.id in {bill.id for bill in bills}] == []
    assert "1 receipt waits for a person" in page.subtitle.whole_text()


def test_the_same_file_again_adds_nothing(qtbot: QtBot, page: DeskPage, tmp_path: Path) -> None:
    path = bank_file(tmp_path, open_bills(page.context.workplace)[:2])
    for new in (2, 0):
        dialog = opened(qtbot, page, path)
        dialog.account.choice.choose("090")
        dialog.check()
        wait(qtbot, dialog)
        assert dialog.report.new == new
        if new:
            dialog.bring_in()
            wait(qtbot, dialog)
            dialog.accept()
    assert not dialog.forward.isEnabled()
    assert dialog.forward.text() == "Nothing to import"
    dialog.reject()


def test_where_nothing_is_new_one_can_still_go_back_and_check_again(
    qtbot: QtBot, page: DeskPage, tmp_path: Path
) -> None:
    path = bank_file(tmp_path, open_bills(page.context.workplace)[:1])
    dialog = opened(qtbot, page, path)
    dialog.account.choice.choose("090")
    dialog.bring_in()
    wait(qtbot, dialog)
    dialog.accept()
    dialog = opened(qtbot, page, path)
    dialog.account.choice.choose("090")
    dialog.check()
    wait(qtbot, dialog)
    assert not dialog.forward.isEnabled()

    dialog.back.click()

    assert dialog.forward.isEnabled()
    assert dialog.forward.text() == "Check the file"
    dialog.reject()


def test_an_account_that_is_not_known_is_asked_for(qtbot: QtBot, page: DeskPage, tmp_path: Path) -> None:
    dialog = opened(qtbot, page, bank_file(tmp_path, open_bills(page.context.workplace)[:1]))
    assert dialog.account.choice.currentText() == "Choose the account"

    dialog.check()
    wait(qtbot, dialog)

    assert "It is not known which account" in dialog.problem.text()
    assert page.context.workplace.book.receipts.count(*ReceiptState) == 0
    dialog.reject()


def test_rows_that_cannot_be_read_are_named_and_the_others_taken(qtbot: QtBot, page: DeskPage, tmp_path: Path) -> None:
    path = bank_file(
        tmp_path, open_bills(page.context.workplace)[:1], "30/02/2026,NOBODY,X,12.00", "18/11/2026,NOBODY,X,twelve"
    )
    dialog = opened(qtbot, page, path)
    dialog.account.choice.choose("090")
    dialog.check()
    wait(qtbot, dialog)

    table = dialog.report.table
    assert table.isVisibleTo(dialog)
    assert table.model.rowCount() == 2
    assert dialog.report.new == 1
    dialog.reject()


def test_an_ofx_file_names_its_account_and_asks_for_no_columns(qtbot: QtBot, page: DeskPage, tmp_path: Path) -> None:
    path = tmp_path / "statement.ofx"
    path.write_text(_OFX, encoding="ascii")
    dialog = opened(qtbot, page, path)

    assert not dialog.columns.isVisibleTo(dialog)
    assert "OFX file" in words_on(dialog)
    assert "12345678" in words_on(dialog)
    dialog.account.choice.choose("091")
    dialog.check()
    wait(qtbot, dialog)
    assert dialog.report.new == 1
    dialog.reject()


def test_what_is_no_statement_is_said_in_words(qtbot: QtBot, page: DeskPage, tmp_path: Path) -> None:
    path = tmp_path / "download.csv"
    path.write_text("<!doctype html><html><body>Sign in</body></html>", encoding="utf-8")
    dialog = opened(qtbot, page, path)

    assert "is a web page, not a statement" in dialog.problem.text()
    # The keys are where the next file is chosen, not on Cancel.
    assert dialog.focusWidget() is dialog.pick.choose
    dialog.reject()


def test_a_file_that_is_dropped_on_the_desk_is_looked_at(qtbot: QtBot, page: DeskPage, tmp_path: Path) -> None:
    path = bank_file(tmp_path, open_bills(page.context.workplace)[:1])
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )

    page.dropEvent(event)

    dialog = open_dialog(StatementDialog)
    wait(qtbot, dialog)
    assert "November.csv: 1 row." in dialog.subtitle.whole_text()
    dialog.reject()
