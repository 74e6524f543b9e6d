"""One tab of To send: its table, and which of its records are ticked.

What is ready is ticked by itself unless a person unticked it; what is not ready cannot be ticked, whatever the filter.
"""

from typing import Literal

from PySide6.QtCore import Signal, Slot

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.standing import SENDABLE, Standing
from safe_desktop.engine.showing.lists import Query, ToSendEntry, to_send
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import home_words
from safe_desktop.ui.look.chips import standing_chip
from safe_desktop.ui.shell.preferences import Preferences
from safe_desktop.ui.tables.columns import Column, chip_column, day_column, money_column, up_to, where_wide
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

Part = Literal["customers", "invoices", "payments"]
PART_WORDS: dict[Part, str] = {"customers": "Customers", "invoices": "Invoices", "payments": "Payments"}
PART_OF_KIND: dict[RecordKind, Part] = {
    RecordKind.CUSTOMER: "customers",
    RecordKind.INVOICE: "invoices",
    RecordKind.CREDIT_NOTE: "invoices",
    RecordKind.PAYMENT: "payments",
}
_INKS = {Standing.TO_REVIEW: "amber", Standing.FAILED: "red"}
_NOUNS: dict[Part, str] = {"customers": "customer", "invoices": "document", "payments": "payment"}
_TITLES: dict[Part, str] = {"customers": "Name", "invoices": "Number", "payments": "Invoice"}
_EMPTY = "What is new or changed here waits on this page until it is sent."
_NARROW = 760
"""Below this width the date gives its room to names and reasons; it stands in the panel too."""
_FILTERS = (("", "All"), ("ready", "Ready"), ("to_review", "To review"), ("failed", "Failed"), ("held", "Held"))


def send_columns(part: Part) -> tuple[Column[ToSendEntry], ...]:
    """The columns of one tab; customers have neither date nor amount. At 1280, 24 letters are read whole."""
    status: Column[ToSendEntry] = chip_column(
        "standing", "Status", lambda entry: standing_chip(entry.standing), width=126, sort="standing"
    )
    change: Column[ToSendEntry] = Column(
        "change",
        "Change or reason",
        lambda entry: home_words.told(entry.change),
        "change",
        121,
        is_second=True,
        # Why it is not sent is what a person reads here: all the room that is left is for that.
        stretches=True,
        ink=lambda entry: _INKS.get(entry.standing, ""),
    )
    title: Column[ToSendEntry] = Column("title", _TITLES[part], lambda entry: entry.title, "title", 82, weight="medium")
    if part == "customers":
        name: Column[ToSendEntry] = Column(
            "title", "Name", lambda entry: entry.title, "title", 200, weight="medium", stretches=True
        )
        return name, status, change
    return (
        up_to(title, 120),
        up_to(Column("customer", "Customer", lambda entry: entry.customer, "customer", 189), 260),
        where_wide(day_column("on", "Date", lambda entry: entry.on, width=106), _NARROW),
        up_to(money_column("amount", "Total", lambda entry: entry.amount, width=88, shows_zero=True), 108),
        up_to(status, 146),
        change,
    )


class SendTable(RecordTable[ToSendEntry]):
    """The records of one tab. `chosen_changed` tells that other records are ticked than before."""

    chosen_changed = Signal()
    refused = Signal(str)
    """Why a record cannot be ticked, in words."""

    def __init__(self, part: Part, book: Book, preferences: Preferences) -> None:
        self.part: Part = part
        self._source = to_send(book, part)
        self._ready: frozenset[int] = frozenset()
        self._left_out: frozenset[int] = frozenset()
        self._is_taking = False
        self.counts: dict[str, int] = {}
        super().__init__(
            TableSetup(
                name=f"to_send.{part}",
                columns=send_columns(part),
                source=lambda: self._source,
                noun=_NOUNS[part],
                filters=_FILTERS,
                empty=("circle-check", f"No {part} wait to be sent", _EMPTY),
                is_tickable=True,
                has_totals=part != "customers",
            ),
            preferences,
        )
        self.search.setPlaceholderText("Find    Ctrl+F")
        self.search.setFixedWidth(150)
        self.ticks_changed.connect(self._on_ticks_changed)

    def reload(self) -> None:
        """Read again: what became ready is ticked, what a person unticked stays unticked."""
        self._ready = frozenset(self._source.ids(Query(only="ready")))
        self._left_out &= self._ready
        self.counts = self._source.counts()
        self._take(self.chosen())
        super().reload()
        if not self.current_id() and self.model.rowCount():
            self.put_cursor(0)
        self.chosen_changed.emit()

    def chosen(self) -> frozenset[int]:
        """What will be sent: all that is ready and was not unticked, also what the filter hides."""
        return self._ready - self._left_out

    def ready_count(self) -> int:
        """How many could be ticked."""
        return len(self._ready)

    def has_failed_selected(self) -> bool:
        """Whether something that Xero refused is among what is selected."""
        if not self.counts.get("failed") or not self.has_selection():
            return False
        return not frozenset(self._source.ids(Query(only="failed"))).isdisjoint(self.selected_ids())

    def selected_rows(self) -> list[ToSendEntry]:
        """What is selected, which is not what is ticked."""
        return self.source_rows(frozenset(self.selected_ids()))

    def source_rows(self, ids: frozenset[int]) -> list[ToSendEntry]:
        """These records as rows; safe on a worker thread."""
        return self._source.entries(sorted(ids))

    def toggle_all(self) -> None:
        """Tick all that is ready, or none if all of it is ticked."""
        self._leave_out(frozenset() if self._left_out else self._ready)

    def _leave_out(self, left_out: frozenset[int]) -> None:
        self._left_out = left_out
        self._take(self.chosen())
        self.chosen_changed.emit()

    def _take(self, ticked: frozenset[int]) -> None:
        self._is_taking = True
        self.model.tick_only(ticked)
        self._is_taking = False
        self.view.horizontalHeader().viewport().update()

    @Slot()
    def _on_ticks_changed(self) -> None:
        if self._is_taking:
            return
        shown, ticked = frozenset(self.model.ids()), self.model.ticked_ids()
        cannot = ticked - self._ready
        self._leave_out((self._left_out - shown) | ((self._ready & shown) - ticked))
        if cannot:
            self._say_why_not(min(cannot))

    @Slot()
    def _on_header_tick_all_asked(self) -> None:
        shown = self._ready & frozenset(self.model.ids())
        hidden = self._left_out - shown
        self._leave_out(hidden if self._left_out & shown else hidden | shown)

    @Slot()
    def _on_view_space_pressed(self) -> None:
        selected = self.selected_ids()
        can = self._ready.intersection(selected)
        if selected and not can:
            self._say_why_not(selected[0])
        elif can:
            self._leave_out(self._left_out - can if self._left_out & can else self._left_out | can)

    def _say_why_not(self, record_id: int) -> None:
        for entry in self.source_rows(frozenset({record_id})):
            if entry.standing not in SENDABLE:
                self.refused.emit(f"{entry.title} cannot be ticked: {entry.change or entry.standing.value}")
