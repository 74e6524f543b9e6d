"""The desk: what a person must settle, one by one or as a table. Knows both sights and switches between them.

Money that came and differences with Xero wait here together; what is done about them is each sight's.
"""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from safe_desktop.domain.mismatch import MismatchKind
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.changes import CUSTOMERS, DOCUMENTS, MISMATCHES, PAYMENTS
from safe_desktop.ui.bringing_in.import_pick_step import file_in
from safe_desktop.ui.bringing_in.statement_dialog import StatementDialog
from safe_desktop.ui.deciding import desk_keys
from safe_desktop.ui.deciding.desk_keys import IMPORT, KEYS, MATCH, RULES, SIGHT, key_of
from safe_desktop.ui.deciding.desk_switch import DeskSwitch
from safe_desktop.ui.deciding.desk_table import DeskTable
from safe_desktop.ui.deciding.keys_dialog import KeysDialog
from safe_desktop.ui.deciding.one_by_one_view import OneByOneView
from safe_desktop.ui.deciding.rules_dialog import RulesDialog
from safe_desktop.ui.parts.controls import Button
from safe_desktop.ui.shell.page import Context, Page

ONE_BY_ONE, TABLE = "one_by_one", "table"
_SIGHT = "desk.sight"
_WORDS_FROM = 860
"""A page narrower than this has no room for words on all its buttons."""


class DeskPage(Page):
    """Heading with the switch, and the sight that is chosen."""

    name, title, icon = "desk", "Desk", "git-compare-arrows"
    touches = frozenset({MISMATCHES, CUSTOMERS, DOCUMENTS, PAYMENTS})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.cases, self.table = OneByOneView(context), DeskTable(context)
        tip = f"{desk_keys.words_of(SIGHT)}  {key_of(SIGHT)}"
        self.switch = DeskSwitch(
            ((ONE_BY_ONE, "One by one", "panel-right", tip), (TABLE, "Table", "table-2", tip)),
        )
        self._sights = QStackedWidget()
        self._stale: set[str] = {ONE_BY_ONE, TABLE}
        self._said: dict[str, str] = {}
        self._buttons: list[tuple[Button, str]] = []
        for sight in (self.cases, self.table):
            self._sights.addWidget(sight)
            sight.said.connect(self._on_said)
            sight.asked.connect(self._on_asked)
        self._lay_out()
        self.setAcceptDrops(True)
        self._show_sight(context.preferences.text(_SIGHT, ONE_BY_ONE))
        self.switch.chosen.connect(self.choose_sight)

    # -- what the window asks

    def reload(self) -> None:
        """Read the sight that is shown again; the other knows that it must when it is looked at."""
        self._stale = {ONE_BY_ONE, TABLE}
        self._freshen()

    def take_keys(self) -> None:
        """Put the keys into the list of the sight that is shown."""
        self._shown().take_keys()

    def show_only(self, only: str) -> None:
        """Show what is under one filter: a kind of mismatch in the table, all others one by one."""
        if only in set(MismatchKind):
            self.choose_sight(TABLE)
        elif only:
            self.choose_sight(ONE_BY_ONE)
        if only or self.sight() == TABLE:
            self._shown().show_only(only)

    def show_record(self, kind: RecordKind, record_id: int) -> None:
        """Put the cursor on the first mismatch of a record."""
        self._shown().show_record(kind, record_id)

    def do(self, action: str) -> None:
        """Import a statement, match everything again, or show the rules."""
        if action == MATCH:
            self.cases.deeds.match_again()
        else:
            self._on_asked(action)

    # -- sights

    def sight(self) -> str:
        """Which sight is shown."""
        return self.switch.key()

    @Slot(str)
    def choose_sight(self, key: str) -> None:
        """Show this sight from now on, also after a restart."""
        self.context.preferences.keep(_SIGHT, key)
        self._show_sight(key)
        self._freshen()
        self.take_keys()

    def import_statement(self, path: Path | None = None) -> None:
        """Ask for a bank statement and bring it in."""
        dialog = StatementDialog(self.context, self.cases.deeds.match_again, self.window())
        dialog.open()
        if path is not None:
            dialog.look_at(path)

    def show_rules(self) -> None:
        """Show the rules in their order."""
        RulesDialog(self.context, self.cases.deeds.match_again, self.window()).open()

    def _shown(self) -> OneByOneView | DeskTable:
        return self.table if self.sight() == TABLE else self.cases

    def _show_sight(self, key: str) -> None:
        self.switch.choose(key if key in (ONE_BY_ONE, TABLE) else ONE_BY_ONE)
        self._sights.setCurrentWidget(self._shown())
        self.say(self._said.get(self.sight(), ""))

    def _freshen(self) -> None:
        if self.sight() in self._stale:
            self._stale.discard(self.sight())
            self._shown().reload()

    def _lay_out(self) -> None:
        for words, icon, name in (("Import statement", "file-up", IMPORT), ("Rules", "list-checks", RULES)):
            tip = f"{desk_keys.words_of(name)}  {key_of(name)}"
            button = Button(words, icon, pressed=partial(self._on_asked, name), tip=tip)
            self._buttons.append((button, words))
            self.heading.addWidget(button)
        self.heading.addWidget(Button("Keys    ?", pressed=partial(self._on_asked, KEYS)))
        self.heading.addWidget(self.switch)
        self.body.addWidget(self._sights, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for button, words in self._buttons:
            button.say(words if self.width() >= _WORDS_FROM else "")

    @Slot(str)
    def _on_said(self, words: str) -> None:
        name = TABLE if self.sender() is self.table else ONE_BY_ONE
        self._said[name] = words
        if name == self.sight():
            self.say(words)

    @Slot(str)
    def _on_asked(self, what: str) -> None:
        if what == SIGHT:
            self.choose_sight(ONE_BY_ONE if self.sight() == TABLE else TABLE)
        elif what == IMPORT:
            self.import_statement()
        elif what == RULES:
            self.show_rules()
        elif what == KEYS:
            KeysDialog(self.window()).open()

    # -- a statement dropped on the desk

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if file_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        name = file_in(event.mimeData())
        if name:
            event.acceptProposedAction()
            self.import_statement(Path(name))
