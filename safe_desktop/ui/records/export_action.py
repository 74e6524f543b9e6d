"""Saves a page's records as a file: asks where, writes in the background, and says what is in it.

Knows file dialogs and words; what is written is the engine's.
"""

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from safe_desktop.engine.files.exporting import ExportReport, export
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.dialog import Dialog
from safe_desktop.ui.parts.progress import ProgressDialog
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.shell.work import Lane

_FILTERS = ("Excel workbook (*.xlsx)", "CSV file (*.csv)")


class ExportAction(QObject):
    """Everything behind one Export button; `kind` is customers, invoices or payments."""

    def __init__(self, context: Context, kind: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._kind, self._page = context, kind, parent

    def ask(self) -> None:
        """Ask where the file is to be."""
        today = self._context.workplace.clock.today()
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self._page.window(), f"Export {self._kind}", folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(_FILTERS))
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{self._kind} {today.isoformat()}.xlsx")
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the file in the background."""
        workplace, kind = self._context.workplace, self._kind
        task = self._context.work.later(
            Lane.DISK,
            lambda control: export(workplace, control, kind, path),
            label=f"Writing {path.name}",
            done=self._on_written,
        )
        ProgressDialog(task, f"Export {self._kind}", self._page.window()).open()

    @Slot(str)
    def _on_dialog_file_selected(self, name: str) -> None:
        self.save_to(Path(name))

    @Slot(object)
    def _on_written(self, report: ExportReport) -> None:
        dialog = Dialog(
            f"{formats.count(report.records, self._kind.removesuffix('s'))} exported",
            self._page.window(),
            subtitle=_told(report),
            width=460,
        )
        dialog.add_button("Open the folder", lambda: _show_folder(report.path), "folder-open")
        dialog.add_primary("Done", dialog.accept)
        dialog.open()


def _told(report: ExportReport) -> str:
    rows = f"{formats.count(report.rows, 'row')} in {report.path.name}"
    total = f", {formats.moneys(report.totals)} in all" if report.totals else ""
    return f"{rows}{total}.\nThe whole list is written, whatever is searched or filtered on the page."


def _show_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
