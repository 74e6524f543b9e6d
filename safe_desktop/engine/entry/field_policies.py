"""The rules by which differing fields are settled without asking: read, and changed by a person.

Must not know how a rule is carried out; the next sync does that.
"""

from safe_desktop.domain.field_policy import (
    ASKS,
    RULED_FIELDS,
    FieldPolicy,
    Rule,
    RuledField,
    ruled_field,
    rules_from,
    written,
)
from safe_desktop.engine.changes import SETTINGS, Changes
from safe_desktop.engine.entry.saved import YOU
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book

_KEY = "field-policies"
_APPLIED = "field-policies-applied"


def rules_of(book: Book) -> dict[str, Rule]:
    """The rules of the book by field; a field that is not in it asks."""
    return rules_from(book.settings.remembered(_KEY))


def ruled_fields(book: Book) -> list[tuple[RuledField, Rule]]:
    """Every field that may have a rule with the rule it has, in the order of the page."""
    rules = rules_of(book)
    return [(one, rules.get(one.key, ASKS)) for one in RULED_FIELDS]


def change_rule(workplace: Workplace, key: str, rule: Rule) -> Changes:
    """Keep the rule of one field; InputError where there is no such field or the rule cannot be."""
    one = ruled_field(key)
    if one is None:
        known = ", ".join(field.key for field in RULED_FIELDS)
        raise InputError(f"There is no field “{key}” to have a rule.", "Nothing was changed.", f"Say one of: {known}")
    if rule.also_both and not one.may_be_both:
        raise InputError(f"{one.label} that both sides changed are always asked about.", "The rule was left as it is.")
    book = workplace.book
    if rule.policy is FieldPolicy.ASK:
        rule = ASKS
    with book.transaction():
        rules = rules_of(book)
        before = rules.get(key, ASKS)
        if before == rule:
            return Changes()
        book.settings.remember(_KEY, written({**rules, key: rule}))
        label = f"If Xero changed it: {one.record}, {one.label}"
        book.activity.note(YOU, "changed", "setting", None, label, f"{before.words} → {rule.words}")
    return Changes.of(SETTINGS)


def are_new(book: Book) -> bool:
    """Whether the rules are others than when they were last tried on all that waits."""
    return (book.settings.remembered(_KEY) or written({})) != (book.settings.remembered(_APPLIED) or written({}))


def note_tried(book: Book) -> None:
    """All that waits was tried with the rules as they are now; inside a transaction."""
    book.settings.remember(_APPLIED, book.settings.remembered(_KEY) or written({}))
