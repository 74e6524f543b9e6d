"""The rules in the order in which they are tried: added, changed, moved, switched, deleted, by keys alone."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from safe_desktop.domain.money import Money
from safe_desktop.engine.matching.rule_keeping import (
    MatchingRule,
    RuleAct,
    change_rule,
    delete_rule,
    move_rule,
    rules,
)
from safe_desktop.ui.deciding.matching_options_dialog import MatchingOptionsDialog
from safe_desktop.ui.deciding.rule_dialog import RuleDialog
from safe_desktop.ui.look import fonts, formats
from safe_desktop.ui.look.painting import Chip
from safe_desktop.ui.look.theme import Tone
from safe_desktop.ui.parts.controls import Label
from safe_desktop.ui.parts.dialog import Dialog, Question
from safe_desktop.ui.shell.page import Context
from safe_desktop.ui.tables.columns import Column, chip_column, number_column
from safe_desktop.ui.tables.held_rows import HeldRows
from safe_desktop.ui.tables.record_table import RecordTable
from safe_desktop.ui.tables.table_view import TableSetup

_SIZE = (1000, 520)
_KEYS = "Enter change    Space on or off    Alt+↑ Alt+↓ earlier, later    Del delete"


class RulesDialog(Dialog):
    """The list stays open while rules are changed; `match` settles what waits, once a rule is switched on."""

    def __init__(self, context: Context, match: Callable[[], object], parent: QWidget | None = None) -> None:
        subtitle = "The first that fits settles the money by itself. A new rule is tried on history before it is on."
        super().__init__("Rules", parent, subtitle=subtitle)
        self._context, self._match = context, match
        self.table: RecordTable[MatchingRule] = RecordTable(self._setup(), context.preferences)
        self.form.addWidget(self.table, 1)
        self.form.addWidget(Label(_KEYS, fonts.Size.SECOND, ink="muted"))
        self.add_button("Options…", self.show_options, "settings")
        self.add_cancel("Close")
        new = self.add_primary("New rule    N", self.add, "plus")
        self.table.add_action("New rule", "plus", self.add, "N", needs_row=False)
        self.table.add_action("Change", "pencil", self.change, "E")
        self.table.add_action("Switch on or off", "power", self.switch, "Space")
        self.table.add_action("Try earlier", "chevron-up", lambda: self.shift(-1), "Alt+Up")
        self.table.add_action("Try later", "chevron-down", lambda: self.shift(1), "Alt+Down")
        self.table.add_action("Delete", "trash-2", self.delete, "Del")
        self.table.opened.connect(self._on_table_opened)
        self.resize(*_SIZE)
        self._read()
        (self.table.view if self.table.model.rowCount() else new).setFocus()

    def add(self) -> None:
        """Write a new rule."""
        RuleDialog(self._context, MatchingRule("", RuleAct.OLDEST), self._on_rule_saved, self).open()

    def change(self) -> None:
        """Change the rule under the cursor."""
        rule = self.table.current()
        if rule is not None:
            RuleDialog(self._context, rule, self._on_rule_saved, self).open()

    def switch(self) -> None:
        """Switch the rule on or off; one that was never tried is opened instead, to be tried."""
        rule = self.table.current()
        if rule is None:
            return
        workplace = self._context.workplace
        self._context.work.now(lambda: change_rule(workplace, replace(rule, is_on=not rule.is_on)))
        self._read()
        switched = self.table.current()
        if switched is not None and switched.id == rule.id and switched.is_on:
            self._match()

    def shift(self, by: int) -> None:
        """Let the rule be tried earlier or later."""
        rule = self.table.current()
        if rule is not None:
            self._context.work.now(lambda: move_rule(self._context.workplace, rule.id, by))
            self._show(rule)

    def delete(self) -> None:
        """Delete the rule, after a question."""
        rule = self.table.current()
        if rule is None:
            return
        Question(
            f"Delete “{rule.name}”?",
            "What it settled stays settled.",
            "Delete",
            lambda: self._delete(rule.id),
            self,
            is_danger=True,
        ).open()

    def show_options(self) -> None:
        """Show how matching is set."""
        MatchingOptionsDialog(self._context, self).open()

    def _delete(self, rule_id: int) -> None:
        self._context.work.now(lambda: delete_rule(self._context.workplace, rule_id))
        self._read()

    def _show(self, rule: MatchingRule) -> None:
        self._read()
        self.table.show_record(rule.id)

    def _read(self) -> None:
        self.table.reload()
        if not self.table.current_id() and self.table.model.rowCount():
            self.table.put_cursor(0)

    def _setup(self) -> TableSetup[MatchingRule]:
        return TableSetup(
            name="rules",
            columns=(
                number_column("position", "No.", lambda rule: rule.position, width=56),
                Column("name", "Name", lambda rule: rule.name, width=150, weight="medium", tip=lambda rule: rule.name),
                Column("about", "Money", self._about, width=320, stretches=True, tip=self._about),
                Column("act", "Then", lambda rule: rule.act.words, width=256, is_second=True),
                chip_column("is_on", "", _chip, width=76),
            ),
            source=lambda: HeldRows(rules(self._context.workplace), words=lambda rule: f"{rule.name} {rule.contains}"),
            noun="rule",
            empty=("list-checks", "No rules yet", "R on a receipt begins one from it; N begins an empty one."),
            has_search=False,
            is_sortable=False,
        )

    def _about(self, rule: MatchingRule) -> str:
        """What money the rule is about, in words."""
        book = self._context.workplace.book
        names = book.customers.get_many([rule.customer_id]) if rule.customer_id is not None else {}
        methods = {one.id: one.name for one in book.payments.methods()}
        parts = (
            f"contains “{rule.contains}”" if rule.contains else "any text",
            _range(rule),
            *(f"from {customer.name}" for customer in names.values()),
            methods.get(rule.method_id or 0, ""),
        )
        return " · ".join(part for part in parts if part)

    def _on_rule_saved(self, rule: MatchingRule) -> None:
        self._show(rule)
        # As at the desk: money that fits is settled by itself, and what waits already is meant too.
        if rule.is_on:
            self._match()

    @Slot(int)
    def _on_table_opened(self, _id: int) -> None:
        self.change()


def _range(rule: MatchingRule) -> str:
    least = formats.money(Money(rule.least_minor)) if rule.least_minor is not None else ""
    most = formats.money(Money(rule.most_minor)) if rule.most_minor is not None else ""
    if least and most:
        return least if least == most else f"{least} to {most}"
    return f"from {least}" if least else f"up to {most}" if most else ""


def _chip(rule: MatchingRule) -> Chip:
    return Chip("On", Tone.GREEN) if rule.is_on else Chip("Off", Tone.GREY)
