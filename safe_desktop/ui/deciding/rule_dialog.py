"""One rule: what money it is about, whose it is, what is done with it; tried on history before it is switched on.

Knows fields and what a trial found; what a rule does is the engine's.
"""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from safe_desktop.domain.money import Money
from safe_desktop.engine.matching.rule_keeping import (
    MatchingRule,
    RuleAct,
    add_rule,
    change_rule,
    try_on_history,
)
from safe_desktop.ui.deciding.rule_trial_view import RuleTrialView
from safe_desktop.ui.look import fonts
from safe_desktop.ui.parts.customer_input import CustomerInput
from safe_desktop.ui.parts.entry_dialog import EntryDialog, in_tab_order
from safe_desktop.ui.parts.field import Field
from safe_desktop.ui.parts.inputs import Choice
from safe_desktop.ui.parts.money_input import MoneyInput
from safe_desktop.ui.shell.page import Context

_ANY_METHOD = ("", "As the bank account says")
_LONGEST = 100
_SIZE = (860, 640)


class RuleDialog(EntryDialog):
    """`saved` gets the rule as it is kept. The button to switch it on is there once it was tried as it stands."""

    def __init__(
        self,
        context: Context,
        rule: MatchingRule,
        saved: Callable[[MatchingRule], object],
        parent: QWidget | None = None,
    ) -> None:
        subtitle = "Money that fits is settled by itself. Rules are tried in their order, before anything else."
        super().__init__("Change the rule" if rule.id else "New rule", parent, subtitle=subtitle, width=640)
        self._context, self._rule, self._saved = context, rule, saved
        book = context.workplace.book
        self.name, self.contains = _line(rule.name), _line(rule.contains)
        self.least, self.most = _amount(rule.least_minor), _amount(rule.most_minor)
        self.customer = CustomerInput(book.customers.names(), rule.customer_id or 0)
        self.customer.setPlaceholderText("Anyone: as Xero names it")
        methods = [_ANY_METHOD, *((str(one.id), one.name) for one in book.payments.methods())]
        self.method = Choice(methods, str(rule.method_id or ""))
        self.act = Choice([(one.value, one.words) for one in RuleAct], rule.act.value)
        self.trial = RuleTrialView(context.preferences)
        self._lay_out()
        self.add_cancel()
        self.try_button = self.add_button("Try on history    Alt+T", self.try_it, "history")
        QShortcut(QKeySequence("Alt+T"), self).activated.connect(self.try_it)
        self.on_button = self.add_button("Save and switch on", self.save_on)
        self.add_primary("Save", self.save)
        self.on_button.setEnabled(False)
        self.on_button.setAutoDefault(True)  # with the keys on it, Enter means it and not the default
        self.begin(self.contains if rule.contains else self.name)

    def typed(self) -> object:
        return (
            self.name.text(), self.contains.text(), self.least.text(), self.most.text(), self.customer.text(),
            self.method.key(), self.act.key(),
        )  # fmt: skip

    def try_it(self) -> None:
        """Keep the rule switched off and show what it would have done with what there was."""
        rule = self._typed_rule()
        if rule is None:
            return
        workplace = self._context.workplace
        kept = self._keep(replace(rule, is_on=False))
        if kept is None:
            return
        trial = self._context.work.now(lambda: try_on_history(workplace, kept), failed=self.show_refusal)
        if trial is not None:
            self._saved(kept)
            self.begin(self.on_button)
            self.trial.show_trial(trial)
            self.on_button.setEnabled(True)
            self.on_button.setFocus()
            self.resize(max(self.width(), _SIZE[0]), max(self.height(), _SIZE[1]))

    def save(self) -> None:
        """Keep it: switched on where it was on and nothing about it changed."""
        rule = self._typed_rule()
        kept = None if rule is None else self._keep(rule)
        if kept is not None:
            self._leave_with(kept)

    def save_on(self) -> None:
        """Keep it switched on."""
        rule = self._typed_rule()
        kept = None if rule is None else self._keep(replace(rule, is_on=True))
        if kept is not None:
            self._leave_with(kept)

    # -- parts

    def _leave_with(self, kept: MatchingRule) -> None:
        self.accept()
        self._saved(kept)

    def _keep(self, rule: MatchingRule) -> MatchingRule | None:
        workplace = self._context.workplace
        keep = change_rule if rule.id else add_rule
        saved = self._context.work.now(lambda: keep(workplace, rule), failed=self.show_refusal)
        if saved is None:
            return None
        self._rule = saved.value
        return self._rule

    def _typed_rule(self) -> MatchingRule | None:
        self.clear_complaints()
        self.customer.take_the_only_one()
        customer_id = self.customer.customer_id()
        if self.customer.text().strip() and not customer_id:
            self._customer_field.complain("There is no such customer in this book.")
            return None
        try:
            least, most = _minor(self.least), _minor(self.most)
        except ValueError as problem:
            self._least_field.complain(str(problem))
            return None
        return replace(
            self._rule,
            name=self.name.text().strip() or self.contains.text().strip()[:_LONGEST],
            contains=self.contains.text(),
            least_minor=least,
            most_minor=most,
            customer_id=customer_id or None,
            method_id=int(self.method.key()) if self.method.key() else None,
            act=RuleAct(self.act.key()),
        )

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        name = self.blames(Field("Name", self.name), "name")
        contains = self.blames(Field("The bank’s text contains", self.contains), "text", "everything")
        self._least_field = self.blames(Field("Amount from", self.least), "amount")
        most = Field("to", self.most)
        self._customer_field = self.blames(Field("It is from", self.customer), "customer")
        grid.addWidget(name, 0, 0, 1, 2)
        grid.addWidget(contains, 0, 2, 1, 2)
        grid.addWidget(self._least_field, 1, 0)
        grid.addWidget(most, 1, 1)
        grid.addWidget(self._customer_field, 1, 2, 1, 2)
        grid.addWidget(Field("Then", self.act), 2, 0, 1, 2)
        grid.addWidget(Field("Payment method", self.method), 2, 2, 1, 2)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        self.form.addLayout(grid)
        self.form.addWidget(self.problem)
        self.form.addWidget(self.trial, 1)
        in_tab_order((self.name, self.contains, self.least, self.most, self.customer, self.act, self.method))
        for field in (self.name, self.contains, self.least, self.most, self.customer):
            field.textChanged.connect(self._on_changed)
        for choice in (self.act, self.method):
            choice.currentIndexChanged.connect(self._on_changed)

    def _on_changed(self, _value: object) -> None:
        # What was tried was another rule: the engine would refuse to switch this one on.
        self.on_button.setEnabled(False)
        self.trial.show_trial(None)


def _line(text: str) -> QLineEdit:
    made = QLineEdit(text)
    made.setFont(fonts.font())
    made.setMaxLength(_LONGEST)
    return made


def _amount(minor: int | None) -> MoneyInput:
    made = MoneyInput()
    made.setPlaceholderText("any")
    if minor is not None:
        made.show_money(Money(minor))
    return made


def _minor(field: MoneyInput) -> int | None:
    return field.money().minor if field.text().strip() else None
