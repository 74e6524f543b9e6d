"""What was done: every run with what it did record by record, and the activity record with its chain checked.

Reads only; the checking of the chain runs in a lane, because a year of it takes a moment.
"""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from safe_desktop.engine.changes import ALL_KINDS
from safe_desktop.engine.showing import lists
from safe_desktop.engine.showing.lists import ActivityEntry, RunEntry, RunItemEntry
from safe_desktop.ui.activity.chain_card import ChainCard
from safe_desktop.ui.activity.undo_dialog import ask_undo
from safe_desktop.ui.look import formats
from safe_desktop.ui.look.chips import outcome_chip
from safe_desktop.ui.overview.run_columns import run_columns
from safe_desktop.ui.overview.run_words import RunWords, can_be_undone
from safe_desktop.ui.parts.tabs import Tabs
from safe_desktop.ui.shell.page import GAP, Context, Page
from safe_desktop.ui.tables.columns import Column, chip_column, moment_column
from safe_desktop.ui.tables.fixed_rows import FixedRows
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

_RUN_FILTERS = (("", "All"), ("with_changes", "With changes"), ("with_refusals", "With refusals"))
_ITEM_FILTERS = (
    ("", "All"),
    ("sent", "Sent"),
    ("received", "Received"),
    ("by rule", "By rule"),
    ("skipped", "Skipped"),
    ("refused", "Refused"),
)


class ActivityPage(Page):
    """Two tabs: runs, and the activity record."""

    name, title, icon = "activity", "Activity", "history"
    # Everything that changes a record is told here.
    touches = ALL_KINDS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.say("Every sync with what it did, and the record of everything that changed")
        self._tabs = Tabs((("runs", "Runs"), ("record", "Activity record")))
        self._tabs.chosen.connect(self._on_tabs_chosen)
        self._runs = self._make_runs()
        self._items = self._make_items()
        self._words = RunWords(self._undo_run)
        self._record = self._make_record()
        self._chain = ChainCard(context.workplace.book, context.work)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._runs_part())
        self._stack.addWidget(self._record_part())
        self.body.addWidget(self._tabs)
        self.body.addWidget(self._stack, 1)

    # -- making

    def _make_runs(self) -> RecordTable[RunEntry]:
        table = RecordTable(
            TableSetup(
                name="activity.runs",
                columns=run_columns(),
                source=lambda: lists.runs(self.context.workplace.book),
                noun="run",
                filters=_RUN_FILTERS,
                empty=("history", "No runs yet", "Every sync is listed here with what it did."),
            ),
            self.context.preferences,
        )
        table.current_changed.connect(self._on_runs_current_changed)
        self._undo_action = table.add_action("Undo this run…", "undo-2", self._undo_run, "Ctrl+U", needs_row=False)
        return table

    def _make_items(self) -> RecordTable[RunItemEntry]:
        columns: tuple[Column[RunItemEntry], ...] = (
            Column("label", "Record", lambda item: item.label, "label", 220, weight="medium"),
            Column("kind", "Kind", lambda item: item.kind.noun.capitalize(), "kind", 110, is_second=True),
            chip_column("outcome", "Outcome", outcome_chip, width=120, sort="outcome"),
            Column("reason", "Why", lambda item: item.reason or formats.NOTHING, "reason", 260, stretches=True),
        )
        return RecordTable(
            TableSetup(
                name="activity.items",
                columns=columns,
                source=self._items_of_run,
                noun="record",
                filters=_ITEM_FILTERS,
                has_search=False,
                empty=(
                    "list-checks",
                    "Nothing to tell of this run",
                    "Records that were the same on both sides are only counted.",
                ),
            ),
            self.context.preferences,
        )

    def _make_record(self) -> RecordTable[ActivityEntry]:
        columns: tuple[Column[ActivityEntry], ...] = (
            Column(
                "seq",
                "No.",
                lambda entry: formats.number(entry.id),
                "",
                70,
                is_right=True,
                is_figures=True,
                is_second=True,
            ),
            moment_column("at", "When", lambda entry: entry.at, width=112, sort="at"),
            Column("actor", "Who", lambda entry: entry.actor, "actor", 90),
            Column("action", "What", _action, "action", 190, weight="medium"),
            Column("label", "Record", lambda entry: entry.label, "label", 190),
            Column("detail", "Detail", lambda entry: entry.detail, "", 240, stretches=True, is_second=True),
        )
        return RecordTable(
            TableSetup(
                name="activity.record",
                columns=columns,
                source=lambda: lists.activity(self.context.workplace.book),
                noun="entry",
                plural="entries",
            ),
            self.context.preferences,
        )

    def _runs_part(self) -> QWidget:
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addWidget(self._items, 1)
        both = QSplitter(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        both.setHandleWidth(GAP)
        both.addWidget(self._runs)
        both.addWidget(lower)
        self._lower = lower
        both.setStretchFactor(0, 5)
        both.setStretchFactor(1, 4)
        return both

    def _record_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._record, 1)
        column.addWidget(self._chain)
        return part

    # -- showing

    def reload(self) -> None:
        """Read the tab that is shown again."""
        if self._tabs.key() == "runs":
            self._runs.reload()
            if not self._runs.current_id() and self._runs.model.rowCount():
                self._runs.view.selectRow(0)
        else:
            self._record.reload()
            self._chain.check()

    def show_only(self, only: str) -> None:
        """Put the cursor on the run of this number."""
        if only.isdecimal():
            self._tabs.choose("runs")
            self._runs.show_record(int(only))

    def _items_of_run(self) -> lists.RecordList[RunItemEntry] | FixedRows[RunItemEntry]:
        run_id = self._runs.current_id()
        return lists.run_item_list_of(self.context.workplace.book, run_id) if run_id else FixedRows(())

    @Slot(str)
    def _on_tabs_chosen(self, key: str) -> None:
        self._stack.setCurrentIndex(0 if key == "runs" else 1)
        self.reload()

    @Slot(int)
    def _on_runs_current_changed(self, _run_id: int) -> None:
        self._words.show_run(self._runs.current())
        self._undo_action.setEnabled(can_be_undone(self._runs.current()))
        self._lower.setVisible(self._runs.current() is not None)
        self._items.ask()

    def _undo_run(self) -> None:
        """Show what undoing the run under the cursor would do; nothing is done before that was seen."""
        run = self._runs.current()
        if run is not None and can_be_undone(run):
            ask_undo(self.context, run.id, self.window())


def _action(entry: ActivityEntry) -> str:
    return entry.action[:1].upper() + entry.action[1:]
