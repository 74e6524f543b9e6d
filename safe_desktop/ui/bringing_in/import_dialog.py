"""Brings in a file of customers, invoices or payments.

Knows what such a file goes through; the steps are `file_steps_dialog`'s, reading and writing the engine's.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from safe_desktop.engine.control import Control
from safe_desktop.engine.files.examining import Examined, examine
from safe_desktop.engine.files.import_columns import INVOICES
from safe_desktop.engine.files.import_report import ImportReport
from safe_desktop.engine.files.importing import run_import
from safe_desktop.ui.bringing_in.file_steps_dialog import FileStepsDialog, rows_words
from safe_desktop.ui.bringing_in.import_columns_step import ColumnsStep
from safe_desktop.ui.bringing_in.import_pick_step import PickStep, record_words
from safe_desktop.ui.bringing_in.import_report_step import ReportStep
from safe_desktop.ui.look import formats
from safe_desktop.ui.shell.page import Context

_SIZE = (900, 700)


class ImportDialog(FileStepsDialog[Examined, ImportReport]):
    """`kind` is customers, invoices or payments."""

    promise = "CSV or Excel, from any program. Nothing is changed before you have seen it."

    def __init__(self, context: Context, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(context, f"Import {kind}", parent)
        self._kind = kind
        self.pick = PickStep(f"a file of {kind}", record_words(kind))
        self.columns = ColumnsStep(context.workplace.book, kind)
        self.report = ReportStep(context.preferences)
        self._begin_with(self.columns, self.report, _SIZE)

    def _examine(self, path: Path, control: Control) -> Examined:
        return examine(self._context.workplace, self._kind, path, control=control)

    def _show_look(self, look: Examined) -> str:
        self.columns.show_file(look)
        return rows_words(look.file_name, look.row_count, look.notes)

    def _job(self, path: Path, is_dry_run: bool) -> Callable[[Control], ImportReport]:
        workplace, kind, mapping = self._context.workplace, self._kind, self.columns.mapping()
        return lambda control: run_import(workplace, control, kind, path, mapping, dry_run=is_dry_run)

    def _show_report(self, report: ImportReport) -> None:
        self.report.show_report(report)

    def _new_words(self) -> str:
        noun = "document" if self._kind == INVOICES else self._kind.removesuffix("s")
        count = self.report.new_records
        return formats.count(count, noun) if count else ""
