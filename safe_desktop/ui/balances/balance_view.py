"""What both tabs of balances are made of: a table of customers with, at its right, what is behind the chosen row.

Knows rows, cursor and drawer; what a row is, what is shown of it and where it leads, each tab says.
"""

from collections.abc import Sequence
from typing import Generic

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from safe_desktop.ui.balances.figured_rows import FiguredRows
from safe_desktop.ui.parts.controls import Button
from safe_desktop.ui.parts.panel_parts import Panel
from safe_desktop.ui.parts.side_panel import SideBySide
from safe_desktop.ui.shell.page import GAP, Context
from safe_desktop.ui.tables.held_rows import H
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

_PANEL = 296
MOST_ITEMS = 60
"""As many items the panel lists; it says how many more there are."""


class BalanceView(QWidget, Generic[H]):
    """A tab. `above` is the room over the table, for the tab to fill."""

    def __init__(
        self,
        context: Context,
        rows: FiguredRows[H],
        panel: Panel,
        wide_panel: int,
        placed_by: type[SideBySide] = SideBySide,
    ) -> None:
        super().__init__()
        self.context, self.rows, self.panel = context, rows, panel
        self.table: RecordTable[H] = RecordTable(self.setup(), context.preferences)
        self.details = Button("Details", "panel-right", is_small=True, pressed=self.toggle_details, tip="F4")
        self.table.bar.addWidget(self.details, alignment=Qt.AlignmentFlag.AlignTop)
        self.table.add_action("Details", "panel-right", self.toggle_details, "F4", needs_row=False)
        left = QWidget()
        self.above = QVBoxLayout()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GAP)
        inside.addLayout(self.above)
        inside.addWidget(self.table, 1)
        self.both = placed_by(left, panel, _PANEL, wide_panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.both)
        self.table.current_changed.connect(self._on_table_current_changed)
        self.table.opened.connect(self._on_table_opened)
        panel.close_button.clicked.connect(self.both.close_drawer)
        self.both.placed.connect(self._on_both_placed)

    # -- what a tab gives

    def setup(self) -> TableSetup[H]:
        """The table; its source is `rows`."""
        raise NotImplementedError

    def customer_of(self, entry: H) -> int:
        """Whose row it is, or 0 where it is no customer of this book."""
        raise NotImplementedError

    def parts(self, entry: H) -> Sequence[QWidget]:
        """What the panel shows of a row."""
        raise NotImplementedError

    def open_row(self, entry: H) -> None:
        """What Enter does on a row."""
        raise NotImplementedError

    # -- what a tab uses

    def show_rows(self, rows: FiguredRows[H]) -> None:
        """These rows from now on; some row has the cursor if there is any."""
        self.rows = rows
        self.table.reload()
        self.put_cursor()
        self._show_items()

    def put_cursor(self) -> None:
        """The cursor on the first row where it is on none."""
        if not self.table.current_id() and self.table.model.rowCount():
            self.table.put_cursor(0)

    def entries(self) -> list[H]:
        """The rows as they are filtered and sorted."""
        return self.rows.entries(self.table.model.ids())

    # -- what a person does

    def chosen_ids(self) -> list[int]:
        """The customers of the selected rows, each once, without those that are no customers of this book."""
        entries = (self.table.model.entry(self.table.model.row_of(one)) for one in self.table.selected_ids())
        chosen = (self.customer_of(entry) for entry in entries if entry is not None)
        return list(dict.fromkeys(one for one in chosen if one))

    def toggle_details(self) -> None:
        """Put the keys into the items, or the drawer away."""
        if self.both.is_narrow and self.panel.isVisible():
            self.both.close_drawer()
            self.table.view.setFocus()
            return
        self.both.open_drawer()
        self.panel.focusNextChild() if not self.both.is_narrow else self.panel.close_button.setFocus()

    def _show_items(self) -> None:
        entry = self.table.current()
        self.panel.fill(*(self.parts(entry) if entry is not None else ()))

    @Slot(bool)
    def _on_both_placed(self, is_narrow: bool) -> None:
        self.details.setVisible(is_narrow)
        self.panel.show_as_drawer(is_narrow)

    @Slot(int)
    def _on_table_current_changed(self, _row_id: int) -> None:
        self._show_items()

    @Slot(int)
    def _on_table_opened(self, _row_id: int) -> None:
        entry = self.table.current()
        if entry is not None:
            self.open_row(entry)
