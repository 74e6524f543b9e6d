"""Both lists side by side before anything is sent: what is likely the same, and what only one side has.

Puts tables, panel and bar together. What is compared, linked and taken in is the engine's; nothing here writes to Xero.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from safe_desktop.engine.changes import CONNECTION, CUSTOMERS, DOCUMENTS, MISMATCHES, SETTINGS
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.workplace import ConnectionWord
from safe_desktop.ui.deciding import compare_tables
from safe_desktop.ui.deciding.compare_answers import CompareAnswers
from safe_desktop.ui.deciding.compare_bar import CompareBar
from safe_desktop.ui.deciding.compare_panel import AnyRow, ComparePanel
from safe_desktop.ui.deciding.compare_reading import ReadRows, read_rows, where_it_stands
from safe_desktop.ui.deciding.compare_rows import (
    ComparedRows,
    DocumentRow,
    HereRow,
    Numbers,
    PairRow,
    ThereRow,
    nothing_compared,
)
from safe_desktop.ui.deciding.compare_tables import CompareTable
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.controls import Button
from safe_desktop.ui.parts.key_hint import KeyHint
from safe_desktop.ui.parts.progress import ProgressStrip
from safe_desktop.ui.parts.side_panel import SideBySide
from safe_desktop.ui.parts.tabs import Tabs
from safe_desktop.ui.parts.undo_strip import UndoStrip
from safe_desktop.ui.shell.page import Context, Page, Place
from safe_desktop.ui.shell.work import Lane, Task

READ = "read"
"""The action that reads both lists anew."""
_PANEL = 340
_TABS = (("pairs", "Customers"), ("documents", "Documents"), ("there", "Only in Xero"), ("here", "Only here"))
_REASON = "Compare both lists"
AnyTable = CompareTable[PairRow] | CompareTable[DocumentRow] | CompareTable[ThereRow] | CompareTable[HereRow]


class ComparePage(Page):
    """Four tabs, one panel, one bar."""

    name, title, icon = "compare", "Compare both lists", "git-compare-arrows"
    touches = frozenset({CUSTOMERS, DOCUMENTS, MISMATCHES, SETTINGS, CONNECTION})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.rows: ComparedRows = nothing_compared()
        self._numbers = Numbers()
        self._comparing: Task | None = None
        self._asked = 0
        self._is_fresh = True
        self.tabs = Tabs(_TABS)
        preferences = context.preferences
        self.pairs: CompareTable[PairRow] = compare_tables.pairs_table(lambda: self.rows.pairs, preferences)
        self.documents: CompareTable[DocumentRow] = compare_tables.documents_table(
            lambda: self.rows.documents, preferences
        )
        self.there: CompareTable[ThereRow] = compare_tables.there_table(lambda: self.rows.there, preferences)
        self.here: CompareTable[HereRow] = compare_tables.here_table(lambda: self.rows.here, preferences)
        self.panel = ComparePanel(self._link_current, self._part_current)
        self.bar = CompareBar(apart=self._part_ticked, go_on=self._go_on)
        self.progress = ProgressStrip()
        self.told = UndoStrip()
        self.answers = CompareAnswers(context, self.told, self.progress, self)
        self._lay_out()
        self._connect()

    # -- what the window asks

    def reload(self) -> None:
        """Compare again what is in the book and was last read; Xero is asked by the button only."""
        if self._comparing is not None:
            self._comparing.stop()
        self._asked = asked = self._asked + 1
        book, numbers = self.context.workplace.book, self._numbers
        self._comparing = self.context.work.later(
            Lane.DISK,
            lambda _control: read_rows(book, numbers, asked),
            label="Comparing both lists",
            done=self._on_compared,
        )

    def show_only(self, only: str) -> None:
        """Show one tab."""
        if only:
            self.tabs.choose(only)

    def do(self, action: str) -> None:
        """Read both lists anew."""
        if action == READ:
            self.read()

    def read(self) -> None:
        """Ask Xero for its lists (nothing is sent), and compare."""
        if self.context.workplace.connection().word != ConnectionWord.CONNECTED:
            self.context.navigate(Place("settings", action="connect"))
            return
        task = self.context.heartbeat.sync_now(_REASON, read_only=True, done=self._on_read)
        if task is not None:
            self.progress.watch(task)
        self._show_bar()

    # -- making

    def _lay_out(self) -> None:
        for key, word in (("Space", "tick"), ("Ctrl+Enter", "link"), ("Del", "not the same")):
            self.heading.addWidget(KeyHint(key, word))
        self.again = Button("Compare again", "refresh-cw", pressed=self.read, tip="Reads Xero’s lists; sends nothing")
        self.skip = Button("Skip…", pressed=self._ask_skip)
        self.heading.addWidget(self.again)
        self.heading.addWidget(self.skip)
        self._stack = QStackedWidget()
        self._tables: dict[str, AnyTable] = {
            "pairs": self.pairs,
            "documents": self.documents,
            "there": self.there,
            "here": self.here,
        }
        for table in self._tables.values():
            self._stack.addWidget(table)
        self.sides = SideBySide(self._stack, self.panel, _PANEL, _PANEL + 60)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.told)
        self.body.addWidget(self.sides, 1)
        self.body.addWidget(self.progress)
        self.body.addWidget(self.bar)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._on_tabs_chosen)
        for table in self._tables.values():
            table.current_changed.connect(self._on_table_current_changed)
            table.ticks_changed.connect(self._on_table_ticks_changed)
            table.opened.connect(self._on_table_opened)
        for pair_table in (self.pairs, self.documents):
            pair_table.add_action("The same: link the current one", "link", self._link_current, "Ctrl+L")
            pair_table.add_action("Not the same", "ban", self._part_selected, "Del")
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._on_go_on_asked)
        self.panel.close_button.clicked.connect(self.sides.close_drawer)
        self.sides.placed.connect(self.panel.show_as_drawer)
        self.context.heartbeat.state_changed.connect(self._on_heartbeat_state_changed)

    # -- showing

    def _on_compared(self, answer: ReadRows) -> None:
        if answer.asked != self._asked:
            return  # something was answered meanwhile: what this one says is old
        self._comparing = None
        rows = self.rows = answer.rows
        self.pairs.show_rows(rows.pairs)
        self.documents.show_rows(rows.documents)
        self.there.show_rows(rows.there)
        self.here.show_rows(rows.here)
        counts = self._counts()
        self.tabs.show_counts(counts)
        if self._is_fresh and any(counts.values()):
            self._is_fresh = False
            self.tabs.choose(next(key for key, count in counts.items() if count))
        self.say(where_it_stands(rows, self.context.workplace.connection()))
        self.skip.setVisible(rows.is_open and rows.alike > 0)
        self._show_current()
        self._show_bar()

    def _counts(self) -> dict[str, int]:
        rows = self.rows
        return {
            "pairs": len(rows.pairs),
            "documents": len(rows.documents),
            "there": len(rows.there),
            "here": len(rows.here),
        }

    def _table(self) -> AnyTable:
        return self._tables[self.tabs.key()]

    def _show_current(self) -> None:
        row: AnyRow | None = self._table().current()
        self.panel.show_row(row)

    def _show_bar(self) -> None:
        key, rows = self.tabs.key(), self.rows
        is_busy = self.context.heartbeat.is_syncing()
        is_connected = self.context.workplace.connection().word == ConnectionWord.CONNECTED
        self.again.say("Compare again" if is_connected else "Connect to Xero")
        self.again.set_icon("refresh-cw" if is_connected else "plug")
        if key == "pairs" and len(rows.pairs):
            meaning = "Certain ones are ticked by themselves; look at the others"
            self.bar.show_pairs(len(self.pairs.chosen()), len(rows.pairs), "customer", meaning)
        elif key == "documents" and len(rows.documents):
            meaning = "Link the customers first; documents of the same number then follow by themselves"
            meaning = meaning if len(rows.pairs) else "Linked, Xero’s payments of them come in too"
            self.bar.show_pairs(len(self.documents.chosen()), len(rows.documents), "document", meaning)
        elif key == "there" and len(rows.there):
            self.bar.show_taking(len(self.there.chosen()), len(rows.there))
        elif rows.is_open and rows.alike:
            left = formats.count(rows.alike, "pair waits", "pairs wait")
            self.bar.show_end(f"{left} for your answer", "under Customers or Documents", is_enabled=False)
        elif not is_connected:
            self.bar.show_end("Connect to Xero to compare", "Nothing is sent by that", is_enabled=False)
        else:
            more = "What is ready goes to Xero with the next sync" if len(rows.here) else ""
            self.bar.show_end("Nothing waits for an answer", more, is_enabled=self.context.heartbeat.state.can_sync)
        if is_busy:
            self.bar.go_on.setEnabled(False)
        self.again.setEnabled(not is_busy)

    # -- answers

    def _go_on(self) -> None:
        key, rows = self.tabs.key(), self.rows
        if key in ("pairs", "documents") and self._table().chosen():
            self.answers.link(self._ticked())
        elif key == "there" and self.there.chosen():
            self.bar.go_on.setEnabled(False)
            self.answers.take_in(rows.there.entries(self.there.chosen()))
        elif not rows.alike:
            task = self.context.heartbeat.sync_now()
            if task is not None:
                self.progress.watch(task)

    def _link_current(self) -> None:
        row: AnyRow | None = self._table().current()
        self.answers.link([row] if row is not None else [])

    def _part_current(self) -> None:
        row: AnyRow | None = self._table().current()
        self.answers.part([row] if row is not None else [])

    def _part_selected(self) -> None:
        self.answers.part(self._entries(self._table().selected_ids()))

    def _part_ticked(self) -> None:
        self.answers.part(self._ticked())

    def _ask_skip(self) -> None:
        self.answers.ask_skip(self.rows.alike)

    def _ticked(self) -> Sequence[AnyRow]:
        return self._entries(self._table().chosen())

    def _entries(self, ids: list[int]) -> Sequence[AnyRow]:
        if self.tabs.key() == "pairs":
            return self.rows.pairs.entries(ids)
        return self.rows.documents.entries(ids) if self.tabs.key() == "documents" else ()

    # -- what the parts tell

    def _on_read(self, report: RunReport) -> None:
        if report.result != "done":
            self.told.say(f"Not compared: {report.words}")
        self._is_fresh = not self.rows.alike
        self.reload()

    @Slot()
    def _on_go_on_asked(self) -> None:
        if self.bar.go_on.isEnabled():
            self._go_on()

    @Slot(str)
    def _on_tabs_chosen(self, _key: str) -> None:
        self._stack.setCurrentWidget(self._table())
        self._show_current()
        self._show_bar()
        self._table().view.setFocus()

    @Slot(int)
    def _on_table_current_changed(self, _row_id: int) -> None:
        if self.sender() is self._table():
            self._show_current()

    @Slot()
    def _on_table_ticks_changed(self) -> None:
        self._show_bar()

    @Slot(int)
    def _on_table_opened(self, _row_id: int) -> None:
        self.sides.open_drawer()

    @Slot(object)
    def _on_heartbeat_state_changed(self, _state: object) -> None:
        self._show_bar()
