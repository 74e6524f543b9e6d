"""The list of a person's rules: written, ordered, tried on history, and only then switched on."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from safe_desktop.domain.money import Money
from safe_desktop.engine.changes import SETTINGS, Changes
from safe_desktop.engine.entry.saved import YOU, Saved
from safe_desktop.engine.matching.accepting import actor_of
from safe_desktop.engine.matching.rule_applying import choice_of_rule, fits
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.customer_list import base_currency
from safe_desktop.store.matching_rules import MatchingRule, RuleAct
from safe_desktop.store.receipt_decisions import StoredDecision
from safe_desktop.store.receipt_records import WAITING, ReceiptState, StoredReceipt

__all__ = [
    "MatchingRule",
    "RuleAct",
    "RuleTrial",
    "TrialRow",
    "add_rule",
    "change_rule",
    "delete_rule",
    "move_rule",
    "rule_from",
    "rules",
    "try_on_history",
]

_TRIED = "rule-tried-"
_HISTORY = 5_000
_SHOWN = 200
_CHANGED = Changes.of(SETTINGS)
_MOST_LETTERS = 100


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One receipt the rule is about: what it would have done, and what was done. `was` is empty while it waits."""

    receipt_id: int
    came_on: date
    amount: Money
    text: str
    would: str
    was: str
    is_otherwise: bool


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """The rule on what there was: how many receipts it is about, how many were decided so, otherwise, or wait."""

    matched: int
    agreed: int
    otherwise: int
    waiting: int
    rows: tuple[TrialRow, ...]


def rules(workplace: Workplace) -> list[MatchingRule]:
    """The rules in the order in which they are tried."""
    return workplace.book.rules.all()


def rule_from(workplace: Workplace, receipt_id: int) -> MatchingRule:
    """A rule suggested from a receipt, not kept yet: its payer's text, and whose money it was."""
    book = workplace.book
    receipt = book.receipts.get(receipt_id)
    decision = book.decisions.standing(receipt_id)
    customers = decision.deeds.customers if decision else ()
    customer_id = customers[0] if len(customers) == 1 else receipt.customer_id
    act = RuleAct.SET_ASIDE if receipt.state is ReceiptState.SET_ASIDE else RuleAct.OLDEST
    text = receipt.payee or receipt.narrative or receipt.reference
    return MatchingRule(text[:40] or "New rule", act, text[:_MOST_LETTERS], customer_id=customer_id)


def add_rule(workplace: Workplace, rule: MatchingRule) -> Saved[MatchingRule]:
    """The rule with its id, last in order and off: it is tried first."""
    book = workplace.book
    with book.transaction():
        _refuse(book, rule)
        kept = book.rules.add(replace(_tidy(rule), is_on=False))
        book.activity.note(YOU, "added", "rule", kept.id, kept.name, _told(book, kept))
    return Saved(kept, _CHANGED)


def change_rule(workplace: Workplace, rule: MatchingRule) -> Saved[MatchingRule]:
    """The rule as it is kept now. Switched on as it was never tried, it is refused; changed, it is to be tried anew."""
    book = workplace.book
    with book.transaction():
        before, after = book.rules.get(rule.id), _tidy(rule)
        _refuse(book, after)
        if after.is_on and book.settings.remembered(f"{_TRIED}{rule.id}") != _mark(after):
            if before.is_on and _mark(before) != _mark(after):
                after = replace(after, is_on=False)
            else:
                raise InputError(
                    f"The rule “{rule.name}” was not tried as it is now.", "It stays off.", "Try it on history first."
                )
        kept = book.rules.change(after)
        book.activity.note(YOU, "changed", "rule", kept.id, kept.name, _told(book, kept))
    return Saved(kept, _CHANGED)


def move_rule(workplace: Workplace, rule_id: int, by: int) -> Changes:
    """The rule is tried so many places later, or earlier where `by` is below zero."""
    book = workplace.book
    with book.transaction():
        rule = book.rules.get(rule_id)
        ids = [one.id for one in book.rules.all() if one.id != rule_id]
        place = max(0, min(len(ids), [one.id for one in book.rules.all()].index(rule_id) + by))
        ids.insert(place, rule_id)
        book.rules.order(ids)
        book.activity.note(YOU, "moved", "rule", rule_id, rule.name, f"Now {place + 1} of {len(ids)}")
    return _CHANGED


def delete_rule(workplace: Workplace, rule_id: int) -> Changes:
    """The rule is no more; what it settled stays settled."""
    book = workplace.book
    with book.transaction():
        rule = book.rules.get(rule_id)
        book.rules.remove(rule_id)
        book.settings.forget(f"{_TRIED}{rule_id}")
        book.activity.note(YOU, "deleted", "rule", rule_id, rule.name)
    return _CHANGED


def try_on_history(workplace: Workplace, rule: MatchingRule) -> RuleTrial:
    """What the rule would have done with what there was, and where it was decided otherwise. Changes no receipt."""
    book, tidy = workplace.book, _tidy(rule)
    _refuse(book, tidy)
    base = base_currency(book)
    states = (*WAITING, ReceiptState.SETTLED, ReceiptState.SET_ASIDE)
    found = [one for one in book.receipts.latest(_HISTORY, states) if fits(tidy, one, base)]
    rows = [_tried(book, tidy, one) for one in found]
    otherwise = sum(row.is_otherwise for row in rows)
    waiting = sum(not row.was for row in rows)
    if rule.id:
        with book.transaction():
            book.settings.remember(f"{_TRIED}{rule.id}", _mark(tidy))
    rows.sort(key=lambda row: not row.is_otherwise)
    return RuleTrial(len(rows), len(rows) - otherwise - waiting, otherwise, waiting, tuple(rows[:_SHOWN]))


def _tried(book: Book, rule: MatchingRule, receipt: StoredReceipt) -> TrialRow:
    decision = book.decisions.standing(receipt.id) if receipt.state not in WAITING else None
    choice = choice_of_rule(book, rule, receipt)
    would = "Nothing: it knows no customer for it" if choice is None else rule.act.words
    was = f"{decision.words} ({actor_of(decision.decided_by)})" if decision else ""
    is_otherwise = decision is not None and not _agrees(rule, receipt, decision)
    return TrialRow(receipt.id, receipt.came_on, receipt.amount, receipt.text, would, was, is_otherwise)


def _agrees(rule: MatchingRule, receipt: StoredReceipt, decision: StoredDecision) -> bool:
    if rule.act is RuleAct.SET_ASIDE:
        return receipt.state is ReceiptState.SET_ASIDE
    customer_id = rule.customer_id if rule.customer_id is not None else receipt.customer_id
    return receipt.state is ReceiptState.SETTLED and decision.deeds.customers == (customer_id,)


def _tidy(rule: MatchingRule) -> MatchingRule:
    return replace(rule, name=" ".join(rule.name.split()), contains=" ".join(rule.contains.split()))


def _refuse(book: Book, rule: MatchingRule) -> None:
    problems: Sequence[tuple[bool, str]] = (
        (not rule.name or len(rule.name) > _MOST_LETTERS, "A rule has a name of 1 to 100 letters."),
        (len(rule.contains) > _MOST_LETTERS, "The text is longer than 100 letters."),
        (
            not rule.contains and rule.least_minor is None and rule.most_minor is None,
            "A rule about everything is none: name a text or an amount.",
        ),
        (
            rule.least_minor is not None and rule.most_minor is not None and rule.least_minor > rule.most_minor,
            "The lowest amount is above the highest.",
        ),
        (
            any(one is not None and one < 0 for one in (rule.least_minor, rule.most_minor)),
            "An amount of a rule is not below zero.",
        ),
    )
    found = next((words for is_so, words in problems if is_so), "")
    if found:
        raise InputError(found, "Nothing was changed.")
    if rule.customer_id is not None:
        book.customers.get(rule.customer_id)
    if rule.method_id is not None:
        book.payments.method(rule.method_id)


def _mark(rule: MatchingRule) -> str:
    """What of a rule decides what it does: tried with another text, it was not tried."""
    parts = (rule.act.value, rule.contains, rule.least_minor, rule.most_minor, rule.customer_id, rule.method_id)
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def _told(book: Book, rule: MatchingRule) -> str:
    name = book.customers.get(rule.customer_id).name if rule.customer_id is not None else ""
    parts = [f"“{rule.contains}”" if rule.contains else "", name, rule.act.words, "on" if rule.is_on else "off"]
    return ", ".join(part for part in parts if part)
