"""The card at the left of the desk: filters with their counts, the cases, and under them what they come to.

Knows counts and sums as they are told; reads nothing.
"""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from safe_desktop.engine.matching.desk_values import CaseFilter, CaseOrder, FilterTotal
from safe_desktop.ui.deciding.case_list import CaseList
from safe_desktop.ui.deciding.case_words import amounts_words
from safe_desktop.ui.deciding.desk_keys import ORDER, key_of
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.parts.controls import Button, Card, Label, line
from safe_desktop.ui.parts.filter_pills import FilterPills

ORDERS = (CaseOrder.CERTAINTY, CaseOrder.DATE, CaseOrder.AMOUNT, CaseOrder.NAME)
_ORDER_WORDS = {
    CaseOrder.CERTAINTY: "Surest first",
    CaseOrder.DATE: "Oldest first",
    CaseOrder.AMOUNT: "Largest first",
    CaseOrder.NAME: "By name",
}
_ALWAYS = frozenset({CaseFilter.ALL, CaseFilter.RECEIPTS, CaseFilter.MISMATCHES})
_LEAST_WIDTH, _MOST_WIDTH, _SHARE = 264, 410, 0.375
_GAP = 14


class CaseListCard(Card):
    """`order_asked` is told when the other order is wanted."""

    order_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.cases = CaseList()
        self.pills = FilterPills([(one.value, one.words) for one in CaseFilter])
        self.sums = Label("", weight=fonts.SEMI_BOLD, elides=True)
        self.order = Button("", look="link", pressed=self.order_asked.emit, tip="Sort by certainty, date or amount")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(12, 12, 12, 12)
        above.addWidget(self.pills)
        column.addLayout(above)
        column.addWidget(line())
        column.addWidget(self.cases, 1)
        column.addWidget(self._foot())

    def only(self) -> CaseFilter:
        """The chosen filter."""
        return CaseFilter(self.pills.only())

    def show_counts(self, totals: Mapping[CaseFilter, FilterTotal], order: CaseOrder) -> None:
        """Show how many each filter holds, what the chosen one comes to, and how the list is sorted."""
        self.pills.show_counts({one.value: totals[one].count for one in CaseFilter if one in totals})
        wanted = {*_ALWAYS, self.only(), *(one for one, total in totals.items() if total.count)}
        self.pills.show_only(one.value for one in wanted)
        total = totals.get(self.only(), FilterTotal(0, ()))
        self.sums.setText("   ".join((formats.count(total.count, "case"), amounts_words(total.amounts))).rstrip())
        self.order.say(f"{_ORDER_WORDS[order]}    {key_of(ORDER)}")

    def place_beside(self, right: QWidget, room: QWidget) -> None:
        """Share the room: this card takes about a third, the rest is the case's."""
        row = QHBoxLayout(room)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self)
        row.addWidget(right, 1)
        room.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the width of the room."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setFixedWidth(max(_LEAST_WIDTH, min(_MOST_WIDTH, round(watched.width() * _SHARE))))
        return super().eventFilter(watched, event)

    def _foot(self) -> QFrame:
        made = QFrame()
        made.setProperty("look", "list-foot")
        row = QHBoxLayout(made)
        row.setContentsMargins(16, 4, 10, 4)
        row.addWidget(self.sums, 1)
        row.addWidget(self.order, alignment=Qt.AlignmentFlag.AlignRight)
        return made
