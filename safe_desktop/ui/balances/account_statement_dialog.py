"""Asks what a statement of account is to hold and where the PDF goes, writes it aside, and offers to open it.

For one customer a file, for several a folder. Knows file dialogs and days; pages are `account_statement_files`'.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from safe_desktop.engine.control import Control
from safe_desktop.engine.showing.customer_statement import customer_statement
from safe_desktop.ui.balances.account_statement_files import (
    WrittenStatements,
    file_name,
    write_statement,
    write_statements,
)
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.parts.inputs import Choice, DayInput
from safe_desktop.ui.parts.progress import ProgressDialog
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.work import Lane

_OPEN, _ACTIVITY = "open", "activity"


class StatementDialog(Dialog):
    """What, from when, until when; then where."""

    def __init__(
        self, context: Context, customer_ids: Sequence[int], last: date, parent: QWidget | None = None
    ) -> None:
        names = context.workplace.book.customers.get_many(customer_ids)
        single = names[customer_ids[0]].name if len(customer_ids) == 1 else formats.count(len(customer_ids), "customer")
        super().__init__("Statement of account", parent, subtitle=f"For {single}, as PDF", width=460)
        self._context, self._ids = context, list(customer_ids)
        self.what = Choice(((_OPEN, "What is open on a day"), (_ACTIVITY, "All activity between two days")))
        self.first, self.last = DayInput(last.replace(day=1)), DayInput(last)
        self._first_field = Field("From", self.first)
        self.form.addWidget(Field("It lists", self.what))
        days = QHBoxLayout()
        days.setSpacing(12)
        days.addWidget(self._first_field, 1)
        self._last_field = Field("As at", self.last)
        days.addWidget(self._last_field, 1)
        self.form.addLayout(days)
        self.add_cancel()
        self.add_primary("Save as…" if len(self._ids) == 1 else "Choose a folder…", self._on_save, "download")
        self.what.currentIndexChanged.connect(self._on_what_changed)
        self._show_days()
        self.what.setFocus()

    def beginning(self) -> date | None:
        """The first day of the activity, or None for open items."""
        return self.first.day() if self.what.key() == _ACTIVITY else None

    def save_to(self, path: Path) -> None:
        """Write into this file, or for several customers into this folder."""
        book, ids, last, first = self._context.workplace.book, self._ids, self.last.day(), self.beginning()

        def job(control: Control) -> WrittenStatements:
            if len(ids) > 1:
                return write_statements(book, control, path, ids, last, first)
            return WrittenStatements((path,), write_statement(path, customer_statement(book, ids[0], last, first)))

        told = _Told(self.parentWidget())
        task = self._context.work.later(Lane.DISK, job, label="Writing statements", done=told.show)
        if len(ids) > 1:
            ProgressDialog(task, "Statements of account", self.parentWidget()).open()
        self.accept()

    def _on_save(self) -> None:
        beginning = self.beginning()
        if beginning is not None and beginning > self.last.day():
            self._first_field.complain("This day is after the last one")
            return
        self._first_field.complain("")
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, "Save the statement" if len(self._ids) == 1 else "Folder for the statements", folder)
        if len(self._ids) == 1:
            made = customer_statement(self._context.workplace.book, self._ids[0], self.last.day())
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setNameFilters(["PDF (*.pdf)"])
            dialog.setDefaultSuffix("pdf")
            dialog.selectFile(file_name(made))
        else:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    @Slot(str)
    def _on_dialog_file_selected(self, name: str) -> None:
        self.save_to(Path(name))

    @Slot(int)
    def _on_what_changed(self, _index: int) -> None:
        self._show_days()

    def _show_days(self) -> None:
        self._first_field.setVisible(self.what.key() == _ACTIVITY)


class _Told:
    """Says what was written, over the window that asked for it."""

    def __init__(self, parent: QWidget | None) -> None:
        self._parent = parent

    def show(self, written: WrittenStatements) -> None:
        """Offer the file, or its folder."""
        files, first = len(written.paths), written.paths[0]
        pages = formats.count(written.pages, "page")
        where = first.name if files == 1 else f"{formats.count(files, 'file')} in {first.parent.name}"
        title = f"{formats.count(files, 'statement')} written"
        dialog = Dialog(title, self._parent, subtitle=f"{where}, {pages}", width=440)
        dialog.add_button("Open the folder", lambda: _open(first.parent), "folder-open")
        if files == 1:
            dialog.add_button("Open it", lambda: _open(first), "eye")
        dialog.add_primary("Done", dialog.accept)
        dialog.open()


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
