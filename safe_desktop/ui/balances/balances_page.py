"""The page of balances: what customers owe by age, and why Xero says otherwise. Exports, and writes statements."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine import changes
from safe_desktop.engine.control import Control
from safe_desktop.engine.showing.balances import write_balances
from safe_desktop.engine.showing.tie_out_file import write_tie_out
from safe_desktop.ui.balances.account_statement_dialog import StatementDialog
from safe_desktop.ui.balances.ageing_view import AgeingView
from safe_desktop.ui.balances.tie_out_view import TieOutView
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.controls import Button
from safe_desktop.ui.parts.tabs import Tabs
from safe_desktop.ui.shell.page import Context, Page
from safe_desktop.ui.shell.work import Lane

_AGEING, _TIE_OUT = "ageing", "tie_out"
_FILTERS = ("Excel workbook (*.xlsx)", "CSV file (*.csv)")
_SUBTITLES = {
    _AGEING: "What is open, less credit on account, counted from what was issued and paid by the day",
    _TIE_OUT: "Each customer’s balance here and in Xero, with every reason why they differ",
}


class BalancesPage(Page):
    """Two tabs: Ageing and Tie-out."""

    name, title, icon = "balances", "Balances", "scale"
    touches = frozenset(
        {changes.CUSTOMERS, changes.DOCUMENTS, changes.PAYMENTS, changes.MISMATCHES, changes.RUNS, changes.CONNECTION}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.tabs = Tabs(((_AGEING, "Ageing"), (_TIE_OUT, "Tie-out")))
        self.ageing = AgeingView(context)
        self.tie_out = TieOutView(context, self._on_tied_out)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.ageing)
        self._stack.addWidget(self.tie_out)
        self.heading.addWidget(Button("Export", "download", pressed=self.ask_export, tip="Save as a file  Ctrl+E"))
        tip = "Write statements of account as PDF  Ctrl+Shift+S"
        self.heading.addWidget(Button("Statement", "receipt-text", "primary", pressed=self.ask_statement, tip=tip))
        for key, pressed in (("Ctrl+E", self.ask_export), ("Ctrl+Shift+S", self.ask_statement)):
            action = QAction(self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _checked=False, pressed=pressed: pressed())
            self.addAction(action)
        for view in (self.ageing, self.tie_out):
            view.table.add_action("Statement of account…", "receipt-text", self.ask_statement)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self._on_tabs_chosen)
        self.say(_SUBTITLES[_AGEING])

    # -- what the window asks

    def reload(self) -> None:
        """Read the tab that is shown again."""
        self._shown().reload()

    def show_only(self, only: str) -> None:
        """Show a tab by its key, or the rows of one band of days."""
        if only in (_AGEING, _TIE_OUT):
            self.tabs.choose(only)
        elif only:
            self.tabs.choose(_AGEING)
            self.ageing.show_only(only)

    def show_record(self, kind: RecordKind, record_id: int) -> None:
        """Put the cursor on a customer."""
        if kind is RecordKind.CUSTOMER:
            self.tabs.choose(_AGEING)
            self.ageing.show_customer(record_id)

    def do(self, action: str) -> None:
        if action == "export":
            self.ask_export()

    # -- what a person does

    def ask_statement(self) -> None:
        """Ask for the period of the statements of the selected customers."""
        ids = self._shown().chosen_ids()
        if ids:
            StatementDialog(self.context, ids, self.ageing.day.day(), self.window()).open()
        else:
            self.say("Choose one or more customers of this book first: statements are written for the selected rows")

    def ask_export(self) -> None:
        """Ask where the rows that are shown are to be saved."""
        words = "Balances" if self.tabs.key() == _AGEING else "Tie-out"
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self.window(), f"Export: {words}", folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(_FILTERS))
        dialog.setDefaultSuffix("xlsx")
        dialog.selectFile(f"{words} {self.ageing.day.day().isoformat()}.xlsx")
        dialog.fileSelected.connect(self._on_dialog_file_selected)
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Write the rows that are shown, in the background."""
        job = self._balances_job(path) if self.tabs.key() == _AGEING else self._tie_out_job(path)
        self.context.work.later(Lane.DISK, job, label=f"Writing {path.name}", done=self._on_written)

    def _balances_job(self, path: Path) -> Callable[[Control], str]:
        found, rows = self.ageing.found, self.ageing.shown_rows()
        return lambda _control: _told(path, write_balances(path, found, rows) if found else 0)

    def _tie_out_job(self, path: Path) -> Callable[[Control], str]:
        rows = self.tie_out.shown_rows()
        return lambda _control: _told(path, write_tie_out(path, rows))

    @Slot(str)
    def _on_written(self, words: str) -> None:
        self.say(words)

    def _shown(self) -> AgeingView | TieOutView:
        return self.ageing if self.tabs.key() == _AGEING else self.tie_out

    def _on_tied_out(self, unexplained: int) -> None:
        self.tabs.show_counts({_TIE_OUT: unexplained} if unexplained else {})

    @Slot(str)
    def _on_dialog_file_selected(self, name: str) -> None:
        self.save_to(Path(name))

    @Slot(str)
    def _on_tabs_chosen(self, key: str) -> None:
        self._stack.setCurrentWidget(self._shown())
        self.say(_SUBTITLES[key])
        self.reload()
        self.take_keys()


def _told(path: Path, number: int) -> str:
    return f"{formats.count(number, 'customer')} written to {path.name}"
