"""One of the two sights of the desk: at the left what is to be settled, at the right one case after the other.

Shows cases, moves between them and remembers where a person stopped; what is done about one is `case_deeds`.
"""

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.matching.choices import Choice
from safe_desktop.engine.matching.desk_cases import Desk, read_desk, remember_stop, remembered_stop
from safe_desktop.engine.matching.desk_values import CaseFilter, CaseKind, CaseOrder
from safe_desktop.engine.showing.lists import mismatches
from safe_desktop.ui.deciding import desk_keys
from safe_desktop.ui.deciding.case_deeds import CaseDeeds
from safe_desktop.ui.deciding.case_foot import CaseFoot
from safe_desktop.ui.deciding.case_list_card import ORDERS, CaseListCard
from safe_desktop.ui.deciding.case_on_show import CaseOnShow
from safe_desktop.ui.deciding.case_pane import CasePane, ShownCase
from safe_desktop.ui.deciding.case_reading import MOST_CHOICES
from safe_desktop.ui.deciding.desk_news import empty_desk
from safe_desktop.ui.look import formats
from safe_desktop.ui.parts.controls import Card
from safe_desktop.ui.parts.empty_state import EmptyState
from safe_desktop.ui.parts.own_keys import OwnKeys
from safe_desktop.ui.parts.progress import ProgressStrip
from safe_desktop.ui.parts.undo_strip import UndoStrip
from safe_desktop.ui.shell.page import GAP, Context, Place

_PAGES = {RecordKind.CUSTOMER: "customers", RecordKind.PAYMENT: "payments"}
_REMEMBER_MS = 700
_UNSEEN_SECONDS = 0.7


class OneByOneView(OwnKeys):
    """`said` tells what stands under the page's title; `asked` what the page does for it, by name."""

    said = Signal(str)
    asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.order = CaseOrder.CERTAINTY
        self._desk = Desk(())
        self._began = self._is_expecting = False
        self._came_at = 0.0
        self.list = CaseListCard()
        self.told, self.progress = UndoStrip(), ProgressStrip()
        self.deeds = CaseDeeds(context, self)
        self._by_name = self._all_deeds()
        self.pane = CasePane(context.preferences, CaseFoot(self._by_name))
        self._case = CaseOnShow(context, self.pane)
        self._empty = EmptyState(
            "circle-check", "Nothing to settle", "", "Import a bank statement    I", self._ask_import
        )
        self._nothing = EmptyState("inbox", "Nothing under this filter", "Press F for the next one.")
        self._remember = QTimer(self)
        self._remember.setSingleShot(True)
        self._remember.setInterval(_REMEMBER_MS)
        self._lay_out()
        self._connect()

    # -- what the page asks

    def reload(self) -> None:
        """Read the cases again; the cursor stays on its case, or goes on to what follows in its place."""
        before = self.list.cases.key()
        self._desk = read_desk(self.context.workplace)
        self._show_desk("" if self._began else remembered_stop(self.context.workplace))
        self._began = True
        self._guard(before)

    def show_only(self, only: str) -> None:
        """Show the cases of one filter."""
        self.list.pills.choose(only)
        self.reload()

    def show_case(self, key: str) -> bool:
        """Put the cursor on this case; whether it is there."""
        if self.list.cases.case_model.row_of(key) < 0:
            self.show_only(CaseFilter.ALL)
        row = self.list.cases.case_model.row_of(key)
        self.list.cases.go_to(row)
        return row >= 0

    def show_record(self, kind: RecordKind, record_id: int) -> None:
        """Put the cursor on the first mismatch of a record."""
        source = mismatches(self.context.workplace.book)
        for entry in source.entries(source.ids()):
            if entry.record_kind is kind and entry.local_id == record_id:
                self.show_case(f"m{entry.id}")
                return

    def take_keys(self) -> None:
        """Put the keys where they move between the cases; without any they still undo, import and more."""
        (self.list.cases if self._desk.cases else self).setFocus()

    # -- what the deeds ask

    def expect_change(self) -> None:
        """What changes next was a person's own doing at this desk."""
        self._is_expecting = True

    def is_unseen(self) -> bool:
        """Whether this case came under the cursor by itself, so lately that a key cannot have meant it."""
        return time.monotonic() - self._came_at < _UNSEEN_SECONDS

    def settled(self, key: str) -> None:
        """This case is no more to be settled: the next takes its place at once, before everything is read again."""
        self._desk = Desk(tuple(case for case in self._desk.cases if case.key != key))
        self._show_desk()

    def offer(self, choice: Choice) -> None:
        """Add what a person put together as a choice of the current case, and choose it."""
        self.told.drop_hint()
        self._case.offer(choice)

    @property
    def shown(self) -> ShownCase | None:
        """The case that is shown, and what is chosen of it."""
        return self._case.shown

    def certain_count(self) -> int:
        """How many receipts on the desk are certain."""
        return self._desk.totals()[CaseFilter.CERTAIN].count

    # -- making

    def _lay_out(self) -> None:
        both = QWidget()
        self._right = QStackedWidget()
        self._right.addWidget(self.pane)
        self._right.addWidget(_in_card(self._nothing))
        self.list.place_beside(self._right, both)
        self._stack = QStackedWidget()
        self._stack.addWidget(both)
        self._stack.addWidget(_in_card(self._empty))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._stack, 1)
        # Below, so that the list keeps its place when a word appears.
        column.addWidget(self.told)
        column.addWidget(self.progress)

    def _connect(self) -> None:
        for key in desk_keys.KEYS_OF_CASES:
            for one in key.keys:
                self.on_key(one, self._by_name[key.deed])
        for place in range(MOST_CHOICES):
            self.on_key(str(place + 1), partial(self._case.choose, place))
        self.list.cases.moved.connect(self._on_cases_moved)
        self.list.pills.chosen.connect(self._on_pills_chosen)
        self.list.order_asked.connect(self._change_order)
        self.pane.chosen.connect(self._case.choose)
        self.pane.past_undone.connect(self.deeds.undo)
        self._remember.timeout.connect(self._on_remember_timeout)

    def _all_deeds(self) -> dict[str, Callable[[], object]]:
        own: dict[str, Callable[[], object]] = {
            desk_keys.NEXT: partial(self.list.cases.step, 1),
            desk_keys.BEFORE: partial(self.list.cases.step, -1),
            desk_keys.SKIP: self._skip,
            desk_keys.ORDER: self._change_order,
            desk_keys.OPEN: self._open_record,
            desk_keys.FILTER: self._next_filter,
        }
        for name in (desk_keys.IMPORT, desk_keys.RULES, desk_keys.KEYS, desk_keys.SIGHT):
            own[name] = partial(self.asked.emit, name)
        return {**self.deeds.by_name(), **own}

    # -- showing

    def _show_desk(self, wanted: str = "") -> None:
        totals = self._desk.totals()
        self.list.show_counts(totals, self.order)
        self._say_how_many(totals[CaseFilter.RECEIPTS].count, totals[CaseFilter.MISMATCHES].count)
        has_keys = self.hasFocus() or self.list.cases.hasFocus()
        self._stack.setCurrentIndex(0 if self._desk.cases else 1)
        if has_keys:
            # Qt would give them to a button outside, and the undoing of the last case would have no key.
            self.take_keys()
        if not self._desk.cases:
            self._empty.say(*empty_desk(self.context.workplace))
        cases = self._desk.chosen(self.list.only(), self.order)
        self._case.forget()
        self._right.setCurrentIndex(0 if cases else 1)
        self.list.cases.show_cases(cases, wanted)

    def _guard(self, before: str) -> None:
        """A case that went by itself, after a sync say: the key that was meant for it must not take the next one."""
        after = self.list.cases.key()
        if before and after and before != after and not self._is_expecting and self.isVisible():
            self._came_at = time.monotonic()
            self.told.say("The case that was here is settled meanwhile. This is the next one.")
        self._is_expecting = self._is_expecting and self.context.work.is_busy()

    def _say_how_many(self, receipts: int, differences: int) -> None:
        parts = [formats.count(receipts, "receipt")] if receipts else []
        parts += [formats.count(differences, "mismatch", "mismatches")] if differences else []
        waits = "waits" if receipts + differences == 1 else "wait"
        self.said.emit(f"{' and '.join(parts)} {waits} for a person" if parts else "Nothing waits for a person")

    # -- what a person does

    def _skip(self) -> None:
        view = self.list.cases
        is_last = view.currentIndex().row() + 1 >= view.case_model.rowCount()
        view.go_to(0 if is_last else view.currentIndex().row() + 1)

    def _change_order(self) -> None:
        self.order = ORDERS[(ORDERS.index(self.order) + 1) % len(ORDERS)]
        self._show_desk()

    def _next_filter(self) -> None:
        keys = self.list.pills.shown_keys()
        self.list.pills.choose(keys[(keys.index(self.list.pills.only()) + 1) % len(keys)])
        self._show_desk()

    def _ask_import(self) -> None:
        self.asked.emit(desk_keys.IMPORT)

    def _open_record(self) -> None:
        if self.shown is None or self.shown.detail.kind is CaseKind.RECEIPT:
            return
        for entry in mismatches(self.context.workplace.book).entries([self.shown.detail.record_id]):
            page = _PAGES.get(entry.record_kind, "invoices")
            self.context.navigate(Place(page, kind=entry.record_kind, record_id=entry.local_id))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._remember.isActive():
            self._remember.stop()
            self._on_remember_timeout()

    @Slot(str)
    def _on_cases_moved(self, key: str) -> None:
        self.told.drop_hint()
        self._case.show(key)
        self._remember.start()

    @Slot(str)
    def _on_pills_chosen(self, _key: str) -> None:
        self._show_desk()

    @Slot()
    def _on_remember_timeout(self) -> None:
        key = self.list.cases.key()
        self.context.work.now(lambda: remember_stop(self.context.workplace, key))


def _in_card(widget: QWidget) -> Card:
    card = Card()
    column = QVBoxLayout(card)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
    return card
