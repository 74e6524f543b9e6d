"""What is done by itself where Xero changed a field: a row for each field, ask, keep ours or take Xero's."""

from collections.abc import Sequence
from dataclasses import dataclass

from safe_desktop.domain.field_policy import ASKS, FieldPolicy, Rule, RuledField
from safe_desktop.engine.entry.field_policies import ruled_fields
from safe_desktop.store.book_file import Book
from safe_desktop.ui.look import home_words
from safe_desktop.ui.parts.controls import Label, TickBox
from safe_desktop.ui.parts.inputs import Choice
from safe_desktop.ui.settings.rows_card import RowsCard, ValueRow
from safe_desktop.ui.settings.settings_saver import SettingsSaver

_SHARES = (3, 4, -150, -200, 2)
_SENTENCE = (
    "Where only Xero changed it, the next sync does what is said here, notes it and counts it in its report. "
    "Amounts in locked periods, amounts that both sides changed, and payments are always asked about."
)


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One field and the rule it has."""

    field: RuledField
    rule: Rule


class PolicyRow(ValueRow[FieldRule]):
    """The choice for one field."""

    def __init__(self, value: FieldRule) -> None:
        super().__init__(value, is_new=False)
        field = value.field
        self.policy = Choice()
        self.also_both = TickBox("Also where both changed")
        keeps_place = self.also_both.sizePolicy()
        keeps_place.setRetainSizeWhenHidden(True)
        self.also_both.setSizePolicy(keeps_place)
        self.lay(
            (Label(field.record, ink="muted"), Label(home_words.local(field.label)), self.policy, self.also_both),
            _SHARES,
        )
        named = f"{field.record}, {field.label}"
        self.policy.setAccessibleName(f"If Xero changed it: {named}")
        self.also_both.setAccessibleName(f"Also where both changed: {named}")
        self.setFocusProxy(self.policy)
        self.show_value(value)
        self.policy.activated.connect(self.on_edited)
        self.also_both.clicked.connect(self.on_edited)

    def show_value(self, value: FieldRule) -> None:
        self.value = value
        self.policy.show_options([(one.value, one.label) for one in FieldPolicy], value.rule.policy.value)
        self.also_both.setChecked(value.rule.also_both)
        self.also_both.setEnabled(value.field.may_be_both and value.rule.policy is not FieldPolicy.ASK)
        self.also_both.setVisible(value.field.may_be_both)
        self.complain("")

    def typed(self) -> FieldRule:
        policy = FieldPolicy(self.policy.key())
        rule = ASKS if policy is FieldPolicy.ASK else Rule(policy, self.also_both.isChecked())
        return FieldRule(self.value.field, rule)


class PoliciesCard(RowsCard[FieldRule]):
    """A row for each field that may have a rule."""

    def __init__(self, book: Book, saver: SettingsSaver) -> None:
        super().__init__("When Xero changed it", _SENTENCE, ("Of", "Field", "What is done", ""), _SHARES)
        self._book = book
        self._saver = saver

    def kept(self) -> Sequence[FieldRule]:
        return [FieldRule(field, rule) for field, rule in ruled_fields(self._book)]

    def key_of(self, value: FieldRule) -> str:
        return value.field.key

    def row_of(self, value: FieldRule | None) -> PolicyRow:
        assert value is not None, "fields are not added"
        return PolicyRow(value)

    def keep(self, typed: FieldRule, before: FieldRule | None, row: ValueRow[FieldRule]) -> bool:
        assert before is not None, "fields are not added"
        return self._saver.save_rule(typed.field, typed.rule, before.rule, row.complain)
