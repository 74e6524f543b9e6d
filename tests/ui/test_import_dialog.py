"""A file brought in through the dialog: columns, the look before, the report, and everything that can go wrong."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.tax import TaxMode
from safe_desktop.ui.bringing_in.import_dialog import ImportDialog
from safe_desktop.ui.records.customers_page import CustomersPage
from safe_desktop.ui.records.invoices_page import InvoicesPage
from safe_desktop.ui.records.payments_page import PaymentsPage
from safe_desktop.ui.shell.page import Context
from tests.ui.shown_page import is_open, open_dialog, show_page, words_on

INVOICES = """InvoiceNo,InvoiceDate,CustomerID,Description,Quantity,UnitPrice
A1,2026-11-01,77,Coffee <b>beans</b>,2,18.40
A1,2026-11-01,77,Fruit box,1,32.50
CA2,2026-11-02,77,Returned fruit,-1,32.50
A3,2026-11-03,,Counter sale,3,1.10
A4,not a date,77,Coffee,1,5.00
"""


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> InvoicesPage:
    return show_page(qtbot, context, InvoicesPage)


def written(folder: Path, text: str, name: str = "invoices.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def ready(dialog: ImportDialog, qtbot: QtBot) -> None:
    """Wait for the job in the background."""
    qtbot.waitUntil(lambda: dialog._task is None, timeout=20_000)
    QApplication.processEvents()


def looked_at(page: InvoicesPage, path: Path, qtbot: QtBot) -> ImportDialog:
    page.do("import")
    dialog = open_dialog(ImportDialog)
    dialog.look_at(path)
    ready(dialog, qtbot)
    return dialog


def test_a_file_is_looked_at_checked_and_brought_in(page: InvoicesPage, tmp_path: Path, qtbot: QtBot) -> None:
    before = page.table.model.rowCount()
    dialog = looked_at(page, written(tmp_path, INVOICES), qtbot)
    assert dialog.steps.currentWidget() is dialog.columns
    assert dialog.columns.choices["number"].key() == "InvoiceNo"
    assert dialog.columns.choices["due_on"].key() == ""
    assert "A1   ·   CA2   ·   A3" in words_on(dialog.columns)
    assert "Coffee <b>beans</b>" in words_on(dialog.columns)

    dialog.forward.click()
    ready(dialog, qtbot)
    told = words_on(dialog)
    assert "Nothing is changed yet" in told
    assert "Rows and amounts add up with the file to the penny." in told
    assert "45.10" in told  # 69.30 and 3.30 billed, 32.50 credited, 5.00 refused
    assert page.table.model.rowCount() == before
    assert dialog.forward.text() == "Import 3 documents"

    dialog.forward.click()
    ready(dialog, qtbot)
    assert "invoices.csv is imported." in words_on(dialog)
    dialog.forward.click()

    book = page.context.workplace.book
    invoice = book.documents.find_number(DocumentKind.INVOICE, "A1")
    credit = book.documents.find_number(DocumentKind.CREDIT_NOTE, "CA2")
    assert not is_open(ImportDialog)
    assert page.table.model.rowCount() == before + 3
    assert invoice is not None
    assert invoice.totals.total.minor == 6930
    assert credit is not None
    assert credit.totals.total.minor == 3250


def test_a_refused_row_is_named_with_its_number_and_reason(page: InvoicesPage, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = looked_at(page, written(tmp_path, INVOICES), qtbot)
    dialog.check()
    ready(dialog, qtbot)

    table = dialog.report.table
    remarks = [entry for row in range(table.model.rowCount()) if (entry := table.model.entry(row)) is not None]

    assert [(remark.sort, remark.rows, remark.label) for remark in remarks] == [("refused", "6", "A4")]
    assert "not a date" in remarks[0].words
    dialog.reject()


def test_the_same_file_again_adds_nothing_and_its_columns_are_remembered(
    page: InvoicesPage, tmp_path: Path, qtbot: QtBot
) -> None:
    path = written(tmp_path, INVOICES.replace("A4,not a date,77,Coffee,1,5.00\n", ""))
    for _ in range(2):
        dialog = looked_at(page, path, qtbot)
        dialog.check()
        ready(dialog, qtbot)
        if dialog.forward.isEnabled():
            dialog.bring_in()
            ready(dialog, qtbot)
            dialog.accept()

    assert "Remembered" in words_on(dialog.columns)
    assert dialog.forward.text() == "Nothing to import"
    assert not dialog.forward.isEnabled()
    assert "Already here" in words_on(dialog)
    dialog.reject()


def test_a_wrong_guess_is_corrected_and_options_are_obeyed(page: InvoicesPage, tmp_path: Path, qtbot: QtBot) -> None:
    text = "Doc,When,Who,What,Pieces,Each,Other\nB1,03/12/2026,Any & Sons,Beans,1,12.00,9.00\n"
    dialog = looked_at(page, written(tmp_path, text), qtbot)
    wanted = {"number": "Doc", "issued_on": "When", "customer": "Who", "description": "What", "unit_price": "Each"}
    for key, choice in dialog.columns.choices.items():
        choice.choose(wanted.get(key, ""))
    dialog.columns.options.day_first.setChecked(False)
    dialog.columns.options.vat_code.choose("STANDARD")
    dialog.columns.options.tax_mode.choose("inclusive")
    dialog.check()
    ready(dialog, qtbot)
    dialog.bring_in()
    ready(dialog, qtbot)
    dialog.accept()

    kept = page.context.workplace.book.documents.find_number(DocumentKind.INVOICE, "B1")
    assert kept is not None
    assert (kept.issued_on.month, kept.issued_on.day) == (3, 12)
    assert (kept.tax_mode, kept.lines[0].vat_code) == (TaxMode.INCLUSIVE, "STANDARD")
    assert (kept.totals.tax.minor, kept.totals.total.minor) == (200, 1200)


def test_a_needed_column_that_is_missing_is_named(page: InvoicesPage, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = looked_at(page, written(tmp_path, INVOICES), qtbot)
    dialog.columns.choices["unit_price"].choose("")
    dialog.forward.click()

    assert "Unit price" in words_on(dialog)
    assert dialog.steps.currentWidget() is dialog.columns
    dialog.reject()


def test_dates_that_read_two_ways_are_asked_about(page: InvoicesPage, tmp_path: Path, qtbot: QtBot) -> None:
    text = "Number,Date,Customer,Description,Price\nB1,03/12/2026,Any,Beans,1\n"
    dialog = looked_at(page, written(tmp_path, text), qtbot)

    assert "can be read two ways" in words_on(dialog.columns)
    dialog.reject()


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "is empty"), (b"%PDF-1.7 x", "is a PDF"), (b"\x89PNG\r\n", "is a picture")]
)
def test_a_file_that_is_none_is_refused_in_words(
    page: InvoicesPage, tmp_path: Path, qtbot: QtBot, content: bytes, reason: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    dialog = looked_at(page, path, qtbot)

    assert reason in words_on(dialog)
    assert dialog.steps.currentWidget() is dialog.pick
    dialog.reject()


def test_a_file_that_went_away_is_told_and_the_dialog_goes_on(page: InvoicesPage, tmp_path: Path, qtbot: QtBot) -> None:
    path = written(tmp_path, INVOICES)
    dialog = looked_at(page, path, qtbot)
    path.unlink()
    dialog.check()
    ready(dialog, qtbot)

    assert "There is no file" in words_on(dialog)
    assert dialog.forward.isEnabled()
    dialog.reject()


def test_cancelling_while_it_runs_leaves_the_book_as_it_was(page: InvoicesPage, tmp_path: Path, qtbot: QtBot) -> None:
    rows = "".join(f"Z{number},2026-11-01,77,Beans,1,1.00\n" for number in range(8_000))
    path = written(tmp_path, INVOICES.split("\n", maxsplit=1)[0] + "\n" + rows)
    before = page.table.model.rowCount()
    dialog = looked_at(page, path, qtbot)
    dialog.bring_in()
    dialog.cancel.click()
    ready(dialog, qtbot)

    assert "Stopped. Nothing was changed." in words_on(dialog)
    assert is_open(ImportDialog)
    page.reload()
    assert page.table.model.rowCount() == before
    dialog.reject()
    assert not is_open(ImportDialog)


def test_a_file_can_be_dropped(page: InvoicesPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.bring_in()
    dialog = open_dialog(ImportDialog)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(written(tmp_path, INVOICES)))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    dialog.pick.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    ready(dialog, qtbot)

    assert dialog.steps.currentWidget() is dialog.columns
    dialog.reject()


def test_customers_come_in_the_same_way(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    page = show_page(qtbot, context, CustomersPage)
    page.bring_in()
    dialog = open_dialog(ImportDialog)
    text = "Name,Code,Email\nNew & Shiny Ltd,N1,hello@shiny.example\nAshgarrow Cycles,F111,\n,N3,\n"
    dialog.look_at(written(tmp_path, text))
    ready(dialog, qtbot)
    dialog.check()
    ready(dialog, qtbot)
    assert "Rows add up with the file." in words_on(dialog)
    dialog.bring_in()
    ready(dialog, qtbot)
    dialog.accept()

    assert context.workplace.book.customers.find_name("New & Shiny Ltd") is not None


def test_payments_come_in_the_same_way(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    page = show_page(qtbot, context, PaymentsPage)
    before = page.table.model.rowCount()
    page.bring_in()
    dialog = open_dialog(ImportDialog)
    text = "Date,Invoice,Customer,Amount\n2026-11-20,INV-0058,,1.00\n2026-11-20,GONE-1,Ashgarrow Cycles,2.00\n"
    dialog.look_at(written(tmp_path, text))
    ready(dialog, qtbot)
    dialog.check()
    ready(dialog, qtbot)
    dialog.bring_in()
    ready(dialog, qtbot)
    assert dialog.report.table.pills.keys()
    dialog.accept()

    assert page.table.model.rowCount() == before + 2
