"""`policy`: what is done by itself where Xero changed a field; without words it shows every field and its rule."""

from safe_desktop.command_line.answering import Answer
from safe_desktop.command_line.book_opening import opened_book
from safe_desktop.command_line.plain_values import Json
from safe_desktop.command_line.starting import Start
from safe_desktop.command_line.text_tables import table
from safe_desktop.domain.field_policy import FieldPolicy, Rule, RuledField
from safe_desktop.engine.entry.field_policies import change_rule, ruled_fields
from safe_desktop.errors import InputError

_PAYMENTS = "Payments have no rules: Xero changes none, so one that differs is always a question."


def policy(start: Start) -> Answer:
    """All rules, or the one that was changed."""
    asked = start.asked
    if asked.field and asked.policy not in set(FieldPolicy):
        problem = f"“{asked.policy}” is no policy." if asked.policy else f"What is to be done about “{asked.field}”?"
        raise InputError(problem, "Nothing was changed.", f"Say one of: {', '.join(FieldPolicy)}")
    with opened_book(start) as workplace:
        if asked.policy:
            change_rule(workplace, asked.field, Rule(FieldPolicy(asked.policy), asked.also_both))
            changed = [(one, rule) for one, rule in ruled_fields(workplace.book) if one.key == asked.field]
            told = [
                f"{one.record}, {one.label}: {rule.words}. It holds from the next sync on." for one, rule in changed
            ]
            return Answer({"rules": [_document(*one) for one in changed]}, tuple(told))
        found = ruled_fields(workplace.book)
        rows = [(one.key, one.record, one.label, rule.words) for one, rule in found]
        lines = (*table(("Field", "Of", "What", "If Xero changed it"), rows), "", _PAYMENTS)
        return Answer({"rules": [_document(*one) for one in found]}, lines)


def _document(one: RuledField, rule: Rule) -> Json:
    return {"field": one.key, "policy": rule.policy.value, "also_both": rule.also_both}
