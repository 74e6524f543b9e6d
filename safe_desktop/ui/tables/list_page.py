"""What the pages Customers, Invoices and Payments have in common: a table, its panel, and actions with keys.

Knows rows only through the functions its pages give.
"""

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.showing.figures import is_large
from safe_desktop.errors import InputError
from safe_desktop.ui.bringing_in.import_dialog import ImportDialog
from safe_desktop.ui.parts.aside import Aside
from safe_desktop.ui.parts.controls import Button, IconButton
from safe_desktop.ui.parts.mending import field_to_mend
from safe_desktop.ui.parts.panel_parts import Panel, link
from safe_desktop.ui.parts.refusal_view import RefusalView
from safe_desktop.ui.parts.side_panel import SideBySide
from safe_desktop.ui.records.export_action import ExportAction
from safe_desktop.ui.shell.page import Context, Page
from safe_desktop.ui.tables.record_actions import (
    RecordActions,
    Row,
    can_be_allowed,
    can_be_held,
    can_be_released,
    can_be_retried,
)
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

R = TypeVar("R", bound=Row)
_PANEL, _WIDE_PANEL = 304, 360
_LOOKED_AT = 50
"""So many of the selected rows are asked whether an action fits them: the answer must come at once."""


class ListPage(Page, Generic[R]):
    """A page with one list. Subclasses give the table, the panel's parts, and their own actions."""

    files: ClassVar[str] = ""
    """What a file of these is called in imports and exports: customers, invoices, payments."""
    new_words: ClassVar[str] = ""
    hint: ClassVar[tuple[str, str, str]] = ("panel-right", "Nothing chosen", "Choose a row to see its details.")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._when: list[tuple[QAction, Callable[[R], bool]]] = []
        self._shown_id = 0
        self._is_reading = False
        """While the table is read its cursor comes and goes; the details are made once, at the end."""
        setup = self.setup()
        self.table: RecordTable[R] = RecordTable(setup, context.preferences)
        self.table.figures.aside = Aside(context.work, lambda: is_large(context.workplace.book))
        self.panel = Panel(f"{self.title}, details", self.hint)
        self.both = SideBySide(self.table, self.panel, _PANEL, _WIDE_PANEL)
        self.body.addWidget(self.both, 1)
        self.records: RecordActions[R] = RecordActions(context, setup.noun, self.kind_of_entry, self)
        self.export = ExportAction(context, self.files, self)
        self.menu = QMenu(self)
        self._add_heading()
        self.add_actions()
        self._add_foot()
        self.table.opened.connect(self._on_table_opened)
        self.table.current_changed.connect(self._on_table_current_changed)
        self.table.selection_changed.connect(self._on_table_selection_changed)
        self.both.placed.connect(self._on_both_placed)

    # -- what a page gives

    def setup(self) -> TableSetup[R]:
        """The table of the page."""
        raise NotImplementedError

    def parts(self, record_id: int) -> Sequence[QWidget]:
        """What the panel shows of a record; InputError when it is gone."""
        raise NotImplementedError

    def kind_of_entry(self, entry: R) -> RecordKind:
        """Which kind of record a row is."""
        raise NotImplementedError

    def add_actions(self) -> None:
        """Add the page's actions with `act`."""

    def foot_buttons(self) -> Sequence[Button]:
        """The buttons at the foot of the panel, the most usual first."""
        return ()

    def add(self) -> None:
        """Begin a new record."""

    def open_record(self, record_id: int) -> None:
        """What Enter does on a row."""

    def mend(self, field: str) -> None:
        """Open the dialog of the record under the cursor at a field of it."""

    # -- what the window asks

    def reload(self) -> None:
        self._is_reading = True
        try:
            self.table.reload()
            if not self.table.current_id() and self.table.model.rowCount():
                self.table.view.selectRow(0)
        finally:
            self._is_reading = False
        self.show_details(self.table.current_id())

    def show_only(self, only: str) -> None:
        if only:  # coming back to the page without a wish leaves it as it was left
            self.table.ask(only=only)

    def show_record(self, kind: RecordKind, record_id: int) -> None:
        if self.table.show_record(record_id) and self.both.is_narrow:
            self.both.open_drawer()

    def do(self, action: str) -> None:
        doing = {"add": self.add, "import": self.bring_in, "export": self.export.ask}
        if action in doing:
            doing[action]()
        elif field := field_to_mend(action):
            self.mend(field)

    # -- what pages use

    def act(
        self, words: str, icon: str, pressed: Callable[[], object], key: str, *, when: Callable[[R], bool] | None = None
    ) -> QAction:
        """An action on the selected rows: in the context menu, in the panel's menu, and under its key.

        It can be used where `when` is true of one of the rows, or where there is any row.
        """
        action = self.table.add_action(words, icon, pressed, key, needs_row=when is None)
        self.menu.addAction(action)
        if when is not None:
            action.setEnabled(False)
            self._when.append((action, when))
        return action

    def act_on_standing(self) -> None:
        """The actions that decide about sending: hold back, let go, try again."""
        self.separate()
        chosen, records = self.selected, self.records
        self.act("Do not send…", "ban", lambda: records.hold_back(chosen(can_be_held)), "Ctrl+H", when=can_be_held)
        self.act(
            "Let it be sent", "send", lambda: records.release(chosen(can_be_released)), "Ctrl+L", when=can_be_released
        )
        self.act("Retry", "refresh-cw", lambda: records.retry(chosen(can_be_retried)), "Ctrl+T", when=can_be_retried)
        self.act(
            "Allow in the locked period…",
            "lock",
            lambda: records.allow(chosen(can_be_allowed)),
            "Ctrl+Shift+L",
            when=can_be_allowed,
        )

    def separate(self) -> None:
        """A line in both menus between two sorts of actions."""
        rule = QAction(self)
        rule.setSeparator(True)
        self.table.view.addAction(rule)
        self.menu.addSeparator()

    def selected(self, when: Callable[[R], bool] = lambda _entry: True) -> list[R]:
        """The selected rows of which `when` is true."""
        model = self.table.model
        entries = (model.entry(model.row_of(record_id)) for record_id in self.table.selected_ids())
        return [entry for entry in entries if entry is not None and when(entry)]

    def selected_ids(self, when: Callable[[R], bool] = lambda _entry: True) -> list[int]:
        """The ids of the selected rows of which `when` is true."""
        return [entry.id for entry in self.selected(when)]

    def bring_in(self) -> None:
        """Open the dialog that imports a file of these records."""
        ImportDialog(self.context, self.files, self.window()).open()

    def show_added(self, record_id: int) -> None:
        """Put the cursor on a record that was just made."""
        self.table.show_record(record_id)

    def show_details(self, record_id: int) -> None:
        """Show a record in the panel; nothing where it is gone."""
        try:
            parts = list(self.parts(record_id)) if record_id else []
        except InputError:
            parts = []
        if parts:
            # After the heading and the reason, and after what Xero's refusal calls for.
            place = 3 if any(isinstance(part, RefusalView) for part in parts[2:3]) else 2
            parts[place:place] = self._ways_on(record_id)
        self.panel.fill(*parts)
        if record_id != self._shown_id:
            self._shown_id = record_id
            self.panel.show_top()

    def _ways_on(self, record_id: int) -> list[QWidget]:
        """What a person can do at once about a record that is not sent."""
        row = self.table.model.row_of(record_id)
        entry = self.table.model.entry(row) if row >= 0 else None
        if entry is None:
            return []
        if can_be_retried(entry):
            return [
                link("Retry this one", lambda: self.records.retry([entry]), "refresh-cw"),
                link("Do not send it…", lambda: self.records.hold_back([entry]), "ban"),
            ]
        if can_be_allowed(entry):
            return [link("Allow it in the locked period…", lambda: self.records.allow([entry]), "lock")]
        if can_be_released(entry):
            return [link("Let it be sent", lambda: self.records.release([entry]), "send")]
        return []

    # -- making

    def _add_heading(self) -> None:
        self.heading.addWidget(Button("Export", "download", pressed=self.export.ask, tip="Save as a file  Ctrl+E"))
        self.heading.addWidget(Button("Import", "upload", pressed=self.bring_in, tip="Take from a file  Ctrl+I"))
        self.heading.addWidget(Button(self.new_words, "plus", "primary", pressed=self.add, tip="Ctrl+N"))
        for key, pressed in (("Ctrl+N", self.add), ("Ctrl+I", self.bring_in), ("Ctrl+E", self.export.ask)):
            action = QAction(self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(lambda _checked=False, pressed=pressed: pressed())
            self.addAction(action)
        self.details = Button("Details", "panel-right", is_small=True, pressed=self._toggle_drawer, tip="F4")
        self.table.bar.addWidget(self.details)
        self.table.add_action("Details", "panel-right", self._toggle_drawer, "F4")
        self.panel.close_button.clicked.connect(self.both.close_drawer)

    def _add_foot(self) -> None:
        for button in self.foot_buttons():
            self.panel.foot.addWidget(button)
        self.panel.foot.addStretch()
        self.more = IconButton("ellipsis", "More actions", self._show_menu, 32)
        self.panel.foot.addWidget(self.more)

    def _show_menu(self) -> None:
        place = self.more.mapToGlobal(QPoint(self.more.width(), 0))
        size = self.menu.sizeHint()
        self.menu.popup(QPoint(place.x() - size.width(), place.y() - size.height() - 4))

    def _toggle_drawer(self) -> None:
        if not self.both.is_narrow:
            within = [button for button in self.panel.findChildren(Button) if button.isVisible() and button.isEnabled()]
            within[0].setFocus(Qt.FocusReason.TabFocusReason)
        elif self.panel.isVisible():
            self.both.close_drawer()
            self.table.view.setFocus()
        else:
            self.both.open_drawer()
            self.panel.close_button.setFocus()

    # -- what happens

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes to the page by a key can go on with the arrow keys."""
        super().showEvent(event)
        self.table.view.setFocus()

    @Slot(int)
    def _on_table_opened(self, record_id: int) -> None:
        self.open_record(record_id)

    @Slot(int)
    def _on_table_current_changed(self, record_id: int) -> None:
        if record_id != self._shown_id and not self._is_reading:
            self.show_details(record_id)

    @Slot()
    def _on_table_selection_changed(self) -> None:
        model, ids = self.table.model, self.table.selected_ids()[:_LOOKED_AT]
        entries = [entry for record_id in ids if (entry := model.entry(model.row_of(record_id))) is not None]
        for action, when in self._when:
            action.setEnabled(any(when(entry) for entry in entries))

    @Slot(bool)
    def _on_both_placed(self, is_narrow: bool) -> None:
        self.details.setVisible(is_narrow)
        self.panel.show_as_drawer(is_narrow)
