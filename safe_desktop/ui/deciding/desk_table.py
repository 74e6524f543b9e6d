"""Differences that a person must settle, as a table: both sides, the reason, and the ways out by key, click or menu.

One of the two sights of the desk. Nothing is overwritten until a way out is chosen; carrying it out is the engine's.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from safe_desktop.domain.mismatch import WayOut, button_words
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.showing.lists import MismatchEntry, Query, mismatches
from safe_desktop.ui.deciding.desk_bar import MOST_WAYS, DeskBar
from safe_desktop.ui.deciding.desk_export import ask_for_file, write_mismatches
from safe_desktop.ui.deciding.desk_footer import DeskFooter
from safe_desktop.ui.deciding.desk_keys import IMPORT, KEYS, RULES, SIGHT, keys_of
from safe_desktop.ui.deciding.desk_model import RECORD, DeskModel, desk_columns
from safe_desktop.ui.deciding.desk_news import empty_table
from safe_desktop.ui.deciding.desk_pills import DeskPills
from safe_desktop.ui.deciding.desk_rows import common_ways, grouped
from safe_desktop.ui.deciding.desk_settling import DeskSettling
from safe_desktop.ui.deciding.desk_view import DeskView
from safe_desktop.ui.look import formats, icons, theme
from safe_desktop.ui.parts.controls import Button, Card
from safe_desktop.ui.parts.copying import copy_rows
from safe_desktop.ui.parts.empty_state import EmptyState
from safe_desktop.ui.parts.own_keys import OwnKeys
from safe_desktop.ui.parts.progress import ProgressStrip
from safe_desktop.ui.parts.search_field import SearchField
from safe_desktop.ui.parts.undo_strip import UndoStrip
from safe_desktop.ui.shell.page import GAP, Context, Place

_PAGES = {RecordKind.CUSTOMER: "customers", RecordKind.PAYMENT: "payments"}
_NEVER = "Nothing is overwritten until you choose"


class DeskTable(OwnKeys):
    """Pills, the tree with its totals, and the bar that acts. `said` tells what is to stand under the page's title."""

    said = Signal(str)
    asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._source = mismatches(context.workplace.book)
        self._sort, self._is_descending = "", False
        self.model = DeskModel(desk_columns(self._name_of), self)
        self.view = DeskView(self.model)
        self.footer = DeskFooter(self.view)
        self.bar = DeskBar(chosen=self._settle, clear=self._clear)
        self.search = SearchField("Find    Ctrl+F", 180)
        self.pills = DeskPills()
        self.told = UndoStrip()
        self.progress = ProgressStrip()
        self.settling = DeskSettling(context.workplace, context.work, self.told, self.progress)
        self.export = Button("Export", "download", pressed=self._export)
        self._empty = EmptyState("circle-check", "Both sides agree", "")
        self._ways: list[QAction] = []
        self._lay_out()
        self._make_actions()
        self._connect()

    # -- what the page asks

    def reload(self) -> None:
        """Read the mismatches again; the cursor stays, or goes on to what follows."""
        current, row = self.view.current_id(), self.view.current_row()
        search = self.search.text().strip()
        counts = self._source.counts(search)
        only = self.pills.only()
        self.pills.choose(only, counts)
        ids = self._source.ids(Query(search, only, self._sort, self._is_descending))
        self.model.show_groups(grouped(self._source.entries(ids)))
        self.view.unfold()
        self.footer.show_totals(self.model.entries())
        everything = counts.get("", 0) if not search else self._source.counts().get("", 0)
        self._say_how_many(everything)
        self._show_emptiness(everything)
        self.view.restore(current, row)
        self._show_bar()

    def show_only(self, only: str) -> None:
        """Show one kind of mismatch."""
        self.search.clear()
        self.pills.choose(only, self._source.counts())
        self.reload()

    def show_record(self, kind: RecordKind, record_id: int) -> None:
        """Put the cursor on the first mismatch of a record."""
        self.show_only("")
        for entry in self.model.entries():
            if entry.record_kind is kind and entry.local_id == record_id:
                self.view.place_cursor(self.model.index_of(entry.id))
                return

    def take_keys(self) -> None:
        """Put the keys into the tree; where it is empty they still undo, import and more."""
        (self.view if self.model.groups else self).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.take_keys()

    # -- making

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(10)
        above.addWidget(self.pills, 1)
        above.addWidget(self.search, alignment=Qt.AlignmentFlag.AlignTop)
        above.addWidget(self.export, alignment=Qt.AlignmentFlag.AlignTop)
        card = Card()
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._stack = QStackedWidget()
        table = QWidget()
        inside = QVBoxLayout(table)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.view, 1)
        inside.addWidget(self.footer)
        self._stack.addWidget(table)
        self._stack.addWidget(self._empty)
        column.addWidget(self._stack)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(GAP)
        body.addLayout(above)
        body.addWidget(self.told)
        body.addWidget(card, 1)
        body.addWidget(self.progress)
        body.addWidget(self.bar)

    def _make_actions(self) -> None:
        for place in range(MOST_WAYS):
            action = self._action("", "", str(place + 1))
            action.triggered.connect(self._on_way_triggered)
            # The keys hold for the whole page; a field that is typed into keeps its digits for itself.
            self.addAction(action)
            self._ways.append(action)
        self._action("Ask the client…", "clock", "").triggered.connect(self._ask_client)
        self._action("Open the record", "external-link", "Ctrl+O").triggered.connect(self._on_open)
        self._action("Copy rows", "copy", "Ctrl+C").triggered.connect(self._on_copy)
        self._action("Tick all", "list-checks", "Ctrl+A").triggered.connect(self._on_header_tick_all_asked)
        self.on_key("Ctrl+F", self._on_find)
        self.on_key("/", self._on_find)
        self.on_key("L", self._ask_client)
        self.on_key("Ctrl+Z", self.settling.undo_last)
        for name in (IMPORT, RULES, KEYS, SIGHT):
            for key in keys_of(name):
                self.on_key(key, partial(self.asked.emit, name))

    def _action(self, words: str, icon: str, key: str) -> QAction:
        action = QAction(words, self.view)
        if icon:
            action.setIcon(icons.icon(icon, theme.shown().muted))
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.view.addAction(action)
        return action

    def _connect(self) -> None:
        self.pills.chosen.connect(self._on_asked)
        self.search.asked.connect(self._on_asked)
        self.model.ticks_changed.connect(self._on_ticks_changed)
        self.view.current_changed.connect(self._on_view_current_changed)
        self.view.way_asked.connect(self._on_view_way_asked)
        self.view.opened.connect(self._on_view_opened)
        self.view.escaped.connect(self._clear)
        self.view.desk_header.sectionClicked.connect(self._on_header_section_clicked)
        self.view.desk_header.tick_all_asked.connect(self._on_header_tick_all_asked)

    # -- showing

    def _say_how_many(self, count: int) -> None:
        waits = formats.count(count, "mismatch waits", "mismatches wait")
        self.said.emit(f"{waits} · {_NEVER[0].lower()}{_NEVER[1:]}" if count else _NEVER)

    def _show_emptiness(self, everything: int) -> None:
        is_empty = not self.model.groups
        has_keys = self.hasFocus() or self.view.hasFocus()
        self._stack.setCurrentIndex(int(is_empty))
        if has_keys:
            self.take_keys()
        self.bar.setVisible(not is_empty)
        self.export.setEnabled(not is_empty)
        if is_empty and everything:
            self._empty.say("Nothing found", "Choose another filter, or search for less.")
        elif is_empty:
            self._empty.say(*empty_table(self.context.workplace))

    def _show_bar(self) -> None:
        ticked = self.model.ticked()
        if ticked:
            self.bar.show_ticked(ticked, self.model.tick_state())
        else:
            self.bar.show_current(self.model.entry(self.view.currentIndex()))
        meant = self._meant()
        ways, apart = common_ways(meant), meant[0].apart if len(meant) == 1 else None
        for place, action in enumerate(self._ways):
            action.setVisible(place < len(ways))
            action.setEnabled(place < len(ways))
            if place < len(ways):
                action.setText(button_words(ways[place], apart))
                action.setToolTip(ways[place].meaning)
                action.setData(ways[place].value)

    def _meant(self) -> list[MismatchEntry]:
        """What a key or a menu entry is about: what is ticked, else the current one."""
        current = self.model.entry(self.view.currentIndex())
        return self.model.ticked() or ([current] if current else [])

    def _name_of(self, xero_id: str) -> str:
        contact = self.context.workplace.book.copies.contact(xero_id)
        return contact.name if contact else ""

    # -- doing

    def _settle(self, way: WayOut) -> None:
        self.settling.settle(self._meant(), way, self.window())

    def _ask_client(self) -> None:
        if self._meant():
            self.settling.ask_client(self._meant(), self.window())

    def _clear(self) -> None:
        self.model.tick([entry.id for entry in self.model.entries()], False)

    def _export(self) -> None:
        ask_for_file(self.window(), self.context.workplace.clock.today(), self._on_export_file_selected)

    @Slot(str)
    def _on_export_file_selected(self, name: str) -> None:
        rows = self.context.work.now(lambda: write_mismatches(Path(name), self.model.entries(), self._name_of))
        if rows is not None:
            self.told.say(f"{formats.count(rows, 'mismatch', 'mismatches')} written to {name}")

    @Slot()
    def _on_way_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._settle(WayOut(str(action.data())))

    @Slot(int, object)
    def _on_view_way_asked(self, mismatch_id: int, way: WayOut) -> None:
        entry = self.model.entry(self.model.index_of(mismatch_id))
        if entry is not None:
            self.settling.settle([entry], way, self.window())

    @Slot(int)
    def _on_view_opened(self, mismatch_id: int) -> None:
        entry = self.model.entry(self.model.index_of(mismatch_id))
        if entry is not None and entry.local_id:
            page = _PAGES.get(entry.record_kind, "invoices")
            self.context.navigate(Place(page, kind=entry.record_kind, record_id=entry.local_id))

    @Slot()
    def _on_open(self) -> None:
        self._on_view_opened(self.view.current_id())

    @Slot()
    def _on_copy(self) -> None:
        copy_rows(self.model.columns[:-1], self._meant())

    def _on_find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    @Slot(str)
    def _on_asked(self, _text: str) -> None:
        self.reload()

    @Slot()
    def _on_ticks_changed(self) -> None:
        self.view.viewport().update()
        self._show_bar()

    @Slot()
    def _on_view_current_changed(self) -> None:
        self._show_bar()

    @Slot()
    def _on_header_tick_all_asked(self) -> None:
        self.model.toggle(entry.id for entry in self.model.entries())

    @Slot(int)
    def _on_header_section_clicked(self, section: int) -> None:
        sort = self.model.columns[section - 1].sort if section >= RECORD else ""
        if not sort:
            return
        self._is_descending = not self._is_descending if sort == self._sort else False
        self._sort = sort
        order = Qt.SortOrder.DescendingOrder if self._is_descending else Qt.SortOrder.AscendingOrder
        self.view.desk_header.setSortIndicator(section, order)
        self.reload()
