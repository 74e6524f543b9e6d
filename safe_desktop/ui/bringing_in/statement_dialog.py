"""Brings in a bank statement, and leads on to matching it.

Knows which account and columns one needs; the steps are `file_steps_dialog`'s, reading and writing the engine's.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from safe_desktop.engine.control import Control
from safe_desktop.engine.files.import_columns import STATEMENTS
from safe_desktop.engine.files.statement_importing import (
    StatementLook,
    StatementOptions,
    examine_statement,
    import_statement,
)
from safe_desktop.engine.files.statement_report import StatementReport
from safe_desktop.engine.sample_statement import statement_path
from safe_desktop.ui.bringing_in.file_steps_dialog import FileStepsDialog, rows_words
from safe_desktop.ui.bringing_in.import_columns_step import ColumnsStep
from safe_desktop.ui.bringing_in.import_pick_step import PickStep
from safe_desktop.ui.bringing_in.statement_account import StatementAccount
from safe_desktop.ui.bringing_in.statement_report_step import StatementReportStep
from safe_desktop.ui.look import formats
from safe_desktop.ui.shell.page import Context

_SIZE = (900, 680)
_TYPES = "Bank statements (*.csv *.xlsx *.ofx *.qfx *.xml *.txt *.tsv *.gz);;All files (*)"
_WORDS = ("CSV or Excel as the bank gives it, OFX, or CAMT.053.", "The same line is never taken twice.")


class StatementDialog(FileStepsDialog[StatementLook, StatementReport]):
    """`match` is called at the end, where the person asks for it."""

    promise = "Nothing is changed before you have seen it."
    next_words = "Match now"

    def __init__(self, context: Context, match: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(context, "Import a bank statement", parent)
        self._match = match
        self._has_columns = False
        self.pick = PickStep("a bank statement", _WORDS, _TYPES)
        self._offer_practice()
        self.account = StatementAccount(context.workplace.book)
        self.columns = ColumnsStep(context.workplace.book, STATEMENTS)
        self._rest = QWidget()
        self.report = StatementReportStep(context.preferences)
        self._begin_with(self._account_and_columns(), self.report, _SIZE)

    def _offer_practice(self) -> None:
        """To practise, a statement lies ready."""
        home = self._context.workplace.home
        path = statement_path(home)
        if home.is_practice and path.exists():
            self.pick.offer("Take the one to practise with", path)

    def _account_and_columns(self) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.account)
        column.addWidget(self.columns, 1)
        column.addWidget(self._rest, 1)
        return made

    def _examine(self, path: Path, control: Control) -> StatementLook:
        return examine_statement(self._context.workplace, path, control=control)

    def _show_look(self, look: StatementLook) -> str:
        self.account.show_look(look)
        self._has_columns = look.table is not None
        self.columns.setVisible(self._has_columns)
        self._rest.setVisible(not self._has_columns)
        if look.table is None:
            return look.file_name
        self.columns.show_file(look.table)
        return rows_words(look.file_name, look.table.row_count, look.table.notes)

    def _job(self, path: Path, is_dry_run: bool) -> Callable[[Control], StatementReport]:
        mapping = self.columns.mapping() if self._has_columns else None
        options = StatementOptions(self.account.code(), mapping, is_dry_run)
        workplace = self._context.workplace
        return lambda control: import_statement(workplace, path, options, control)

    def _show_report(self, report: StatementReport) -> None:
        self.report.show_report(report)

    def _new_words(self) -> str:
        return formats.count(self.report.new, "line") if self.report.new else ""

    def _go_further(self) -> None:
        self._match()
