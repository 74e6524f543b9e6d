"""What Xero does not know yet: tick it, look at it field by field, send it. Nothing goes that was not shown here.

Puts tables, panel and bar together; the preview and the plan are the engine's, the sending is the heartbeat's.
"""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.changes import CONNECTION, CUSTOMERS, DOCUMENTS, PAYMENTS, SETTINGS
from safe_desktop.engine.showing.lists import ToSendEntry
from safe_desktop.engine.showing.previewing import preview
from safe_desktop.engine.sync.run_report import RunReport
from safe_desktop.engine.workplace import ConnectionWord
from safe_desktop.ui.look import formats, home_words
from safe_desktop.ui.parts.controls import Button
from safe_desktop.ui.parts.key_hint import KeyHint
from safe_desktop.ui.parts.progress import ProgressStrip
from safe_desktop.ui.parts.report_strip import ReportStrip
from safe_desktop.ui.parts.side_panel import SideBySide
from safe_desktop.ui.parts.tabs import Tabs
from safe_desktop.ui.parts.undo_strip import UndoStrip
from safe_desktop.ui.sending.run_report_dialog import RunReportDialog
from safe_desktop.ui.sending.send_bar import SendBar
from safe_desktop.ui.sending.send_decisions import SendDecisions
from safe_desktop.ui.sending.send_panel import WIDE_PANEL, SendPanel
from safe_desktop.ui.sending.send_reckoning import Reckoned, reckon
from safe_desktop.ui.sending.send_table import PART_OF_KIND, PART_WORDS, Part, SendTable
from safe_desktop.ui.shell.page import Context, Page, Place
from safe_desktop.ui.shell.work import Lane, Task

_PAUSE_MS = 120
"""Ticks come in bursts; the plan is worked out once they pause."""
_FIRST_LOOK: tuple[Part, ...] = ("invoices", "customers", "payments")


class ToSendPage(Page):
    """Three tabs, one panel, one bar. What is ticked on the shown tab is what the button sends."""

    name, title, icon = "to_send", "To send", "send"
    touches = frozenset({CUSTOMERS, DOCUMENTS, PAYMENTS, SETTINGS, CONNECTION})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.say("Nothing goes to Xero that was not shown here first")
        self._reckoned: Reckoned | None = None
        self._reckoning: Task | None = None
        self._last_report: RunReport | None = None
        self._is_fresh = True
        self._is_reading = False
        """While a table is read its cursor comes and goes; the preview is made once, at the end."""
        self.tabs = Tabs(list(PART_WORDS.items()))
        self.tables: dict[Part, SendTable] = {
            part: SendTable(part, context.workplace.book, context.preferences) for part in PART_WORDS
        }
        self.panel = SendPanel(
            context.workplace.book,
            navigate=context.navigate,
            retry=lambda: self._decisions.retry(self._current()),
            hold_back=lambda: self._decisions.hold_back(self._current(), self.window()),
            allow=lambda: self._decisions.allow(self._current(), self.window()),
        )
        self.bar = SendBar(tick_all=self._tick_all, hold_back=self._hold_back, retry=self._retry, send=self._send)
        self.progress = ProgressStrip()
        self.report = ReportStrip(self._show_report)
        self.undo = UndoStrip()
        self._decisions = SendDecisions(context.workplace, context.work, self.undo)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_timeout)
        self._lay_out()
        self._connect()

    # -- what the window asks

    def reload(self) -> None:
        """Read all three tabs again and work the plan out anew."""
        self._is_reading = True
        try:
            for table in self.tables.values():
                table.reload()
        finally:
            self._is_reading = False
        self.tabs.show_counts({part: table.counts.get("", 0) for part, table in self.tables.items()})
        if self._is_fresh:
            self._is_fresh = False
            self.tabs.choose(next((part for part in _FIRST_LOOK if self.tables[part].counts.get("")), "invoices"))
        self._show_current()
        self._show_ticks()

    def show_only(self, only: str) -> None:
        """Show one filter, on the first tab that has such records; no filter leaves the tab as it is."""
        if only:
            self.tabs.choose(next((part for part in _FIRST_LOOK if self.tables[part].counts.get(only)), self._part()))
        self._table().ask(only=only)

    def show_record(self, kind: RecordKind, record_id: int) -> None:
        """Put the cursor on one record."""
        self.tabs.choose(PART_OF_KIND[kind])
        self._table().show_record(record_id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._table().view.setFocus()

    # -- making

    def _lay_out(self) -> None:
        for key, word in (("Space", "tick"), ("Ctrl+Enter", "send")):
            self.heading.addWidget(KeyHint(key, word))
        self.heading.addWidget(Button("Refresh preview", "refresh-cw", pressed=self.reload))
        self._stack = QStackedWidget()
        for table in self.tables.values():
            self._stack.addWidget(table)
        self.sides = SideBySide(self._stack, self.panel, wide=WIDE_PANEL)
        for widget in (self.tabs, self.report, self.undo, self.sides, self.progress, self.bar):
            self.body.addWidget(widget, int(widget is self.sides))

    def _connect(self) -> None:
        self.tabs.chosen.connect(self._on_tabs_chosen)
        for table in self.tables.values():
            table.current_changed.connect(self._on_table_current_changed)
            table.selection_changed.connect(self._on_table_selection_changed)
            table.chosen_changed.connect(self._on_table_chosen_changed)
            table.refused.connect(self._on_table_refused)
            table.opened.connect(self._on_table_opened)
            table.add_action("Show it where it belongs", "external-link", self._go_to_record, "Ctrl+O")
            table.add_action("Do not send…", "ban", self._hold_back, "Ctrl+D")
            table.add_action("Retry", "refresh-cw", self._retry, "Ctrl+Shift+R")
            table.add_action("Allow in the locked period…", "lock", self._allow, "Ctrl+Shift+L")
        send, exact = self._on_send_asked, self.panel.show_exact
        for keys, deed in (("Ctrl+Return", send), ("Ctrl+Enter", send), ("Ctrl+J", exact)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)
        self.context.heartbeat.state_changed.connect(self._on_heartbeat_state_changed)

    def _part(self) -> Part:
        return next(part for part in PART_WORDS if part == self.tabs.key())

    def _table(self) -> SendTable:
        return self.tables[self._part()]

    # -- the current record

    def _current(self) -> list[ToSendEntry]:
        entry = self._table().current()
        return [entry] if entry is not None else []

    def _show_current(self) -> None:
        entry = self._table().current()
        if entry is None:
            self.panel.show_preview(None)
            return
        shown = self.context.work.now(
            lambda: preview(self.context.workplace, entry.kind, entry.id), failed=lambda _error: True
        )
        self.panel.show_preview(shown, entry.change)

    def _go_to_record(self) -> None:
        entry = self._table().current()
        if entry is not None:
            pages = {RecordKind.CUSTOMER: "customers", RecordKind.PAYMENT: "payments"}
            self.context.navigate(Place(pages.get(entry.kind, "invoices"), kind=entry.kind, record_id=entry.id))

    # -- ticks and the plan

    def _tick_all(self) -> None:
        self._table().toggle_all()

    def _show_ticks(self) -> None:
        """Say what is ticked at once; the plan follows when it is worked out."""
        table = self._table()
        self.bar.show_ticks(len(table.chosen()), table.ready_count(), table.counts)
        self._reckoned = None
        self._show_buttons()
        self._pause.start()

    def _plan_title(self) -> str:
        ticked = len(self._table().chosen())
        words = "The ticked one" if ticked == 1 else f"All {formats.number(ticked)} ticked"
        return home_words.local(f"{words}, by VAT code")

    @Slot()
    def _on_pause_timeout(self) -> None:
        if self._reckoning is not None:
            self._reckoning.stop()
        part, ids = self._part(), self._table().chosen()
        documents = self.tables["invoices"].chosen()
        self.panel.show_plan(None, self._plan_title())
        self._reckoning = self.context.work.later(
            Lane.DISK,
            lambda control: reckon(self.context.workplace, control, part, ids, documents),
            label="Working out what is sent",
            done=self._on_reckoned,
        )

    def _on_reckoned(self, reckoned: Reckoned) -> None:
        self._reckoning = None
        if (reckoned.part, reckoned.ids) != (self._part(), self._table().chosen()):
            return
        self._reckoned = reckoned
        self.panel.show_plan(reckoned.plan, self._plan_title())
        self._show_buttons()

    def _show_buttons(self) -> None:
        table, state = self._table(), self.context.workplace.connection()
        self.bar.hold_back.setEnabled(table.has_selection())
        self.bar.retry.setVisible(bool(table.counts.get("failed")))
        self.bar.retry.setEnabled(table.has_failed_selected())
        if self.context.heartbeat.is_syncing():
            self.bar.show_other("Sending…", "send", is_enabled=False)
        elif state.word != ConnectionWord.CONNECTED:
            words = "Connect to Xero to send" if state.word == ConnectionWord.NOT_CONNECTED else "Connect again to send"
            self.bar.show_other(words, "plug", is_enabled=True)
        elif not table.chosen():
            self.bar.show_other("Nothing is ticked", "send", is_enabled=False)
        elif self._reckoned is None:
            self.bar.show_other("Working it out…", "send", is_enabled=False)
        else:
            amounts = " + ".join(formats.money(amount) for amount in self._reckoned.amounts)
            self.bar.show_send(self._reckoned.words, amounts, state.organisation, is_enabled=True)

    def _hold_back(self) -> None:
        self._decisions.hold_back(self._table().selected_rows(), self.window())

    def _retry(self) -> None:
        self._decisions.retry(self._table().selected_rows())

    def _allow(self) -> None:
        self._decisions.allow(self._table().selected_rows(), self.window())

    # -- sending

    def _send(self) -> None:
        if self.context.workplace.connection().word != ConnectionWord.CONNECTED:
            self.context.navigate(Place("settings", action="connect"))
            return
        if self._reckoned is None or not self._reckoned.ids:
            return
        self.report.hide()
        self.undo.hide()
        task = self.context.heartbeat.sync_now(
            f"Send {self._reckoned.words}", self._reckoned.chosen, done=self._on_sent
        )
        if task is not None:
            self.progress.watch(task)
        self._show_buttons()

    def _on_sent(self, report: RunReport) -> None:
        self._last_report = report
        self.report.show_report(report)
        self._show_buttons()
        if report.refused or report.result not in ("done", "stopped"):
            self._show_report()

    def _show_report(self) -> None:
        if self._last_report is not None:
            RunReportDialog(
                self._last_report, self.context.workplace.book, self.context.preferences, self.window()
            ).open()

    # -- what the parts tell

    @Slot(str)
    def _on_tabs_chosen(self, key: str) -> None:
        self._stack.setCurrentWidget(self._table())
        self._show_current()
        self._show_ticks()

    @Slot(int)
    def _on_table_current_changed(self, _record_id: int) -> None:
        if self.sender() is self._table() and not self._is_reading:
            self._show_current()

    @Slot()
    def _on_table_selection_changed(self) -> None:
        if self.sender() is self._table():
            self._show_buttons()

    @Slot()
    def _on_table_chosen_changed(self) -> None:
        self._show_ticks()

    @Slot(str)
    def _on_table_refused(self, words: str) -> None:
        self.undo.say(words)

    @Slot(int)
    def _on_table_opened(self, _record_id: int) -> None:
        self.sides.open_drawer()

    @Slot()
    def _on_send_asked(self) -> None:
        if self.bar.send.isEnabled():
            self._send()

    @Slot(object)
    def _on_heartbeat_state_changed(self, _state: object) -> None:
        self._show_buttons()
