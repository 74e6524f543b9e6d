"""Settles what differs by the rules that a person made for its field, in the transaction that found it.

What a rule does not cover, or cannot carry out, stays a question. Money that both sides changed, and money in a locked
period, is never settled here; nor is ours kept where it could not be sent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from safe_desktop.domain.field_policy import RULED_FIELDS, FieldPolicy, Rule, RuledField, field_of
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.reconciling import AMOUNT_FIELDS
from safe_desktop.domain.record_kind import DOCUMENT_KINDS, RecordKind
from safe_desktop.engine.deciding.siding import send_ours, take_theirs
from safe_desktop.engine.entry.field_policies import rules_of
from safe_desktop.engine.sync.review_reasons import locks_of
from safe_desktop.engine.sync.run_report import Tally
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book

_ACTOR = "Rule"
_MOVED_THERE = (MismatchKind.FIELD_DIFFERS, MismatchKind.TOTAL_DIFFERS)
_DONE = {
    FieldPolicy.KEEP_OURS: "Kept ours by your rule; it is sent to Xero again",
    FieldPolicy.TAKE_THEIRS: "Taken from Xero by your rule",
}


def settle_by_rules(book: Book, found: Sequence[Mismatch], tally: Tally, days: Iterable[date] = ()) -> None:
    """Settle what was `found` of one record and has a rule. `days`: its dates on both sides, for locked periods."""
    rules = rules_of(book) if found else {}
    if not rules or any(one.kind is MismatchKind.CONTACT_ARCHIVED for one in found):
        return
    kind, local_id = found[0].record_kind, found[0].local_id
    is_locked = any(locks_of(book).reason(day) for day in days)
    waiting = {(one.kind, one.field): one for one in book.mismatches.open_ones(kind, local_id)}
    for field, group in _by_field(kind, found).items():
        rule = rules.get(field.key)
        asked = [waiting[one.kind, one.field] for one in group if (one.kind, one.field) in waiting]
        if rule is None or not asked or not _covers(book, rule, field, group, is_locked):
            continue
        _settle(book, rule, field, asked, tally)


def _by_field(kind: RecordKind, found: Sequence[Mismatch]) -> Mapping[RuledField, list[Mismatch]]:
    """What was found by ruled field, in the order of the rules: a date goes before the due date that must follow it."""
    by_field: dict[RuledField, list[Mismatch]] = {}
    for one in found:
        field = field_of(kind, one.field)
        if field is not None:
            by_field.setdefault(field, []).append(one)
    return {field: by_field[field] for field in RULED_FIELDS if field in by_field}


def _covers(book: Book, rule: Rule, field: RuledField, group: Sequence[Mismatch], is_locked: bool) -> bool:
    is_amount = field.fields == AMOUNT_FIELDS
    kinds = (*_MOVED_THERE, MismatchKind.BOTH_CHANGED) if rule.also_both and not is_amount else _MOVED_THERE
    if any(one.kind not in kinds for one in group) or (is_locked and is_amount):
        return False
    return rule.policy is FieldPolicy.TAKE_THEIRS or (not is_locked and _can_be_sent(book, group[0]))


def _can_be_sent(book: Book, one: Mismatch) -> bool:
    """Whether ours would go to Xero: kept and never sent, the difference would only be hidden."""
    settings = book.settings
    is_synced = {
        RecordKind.CUSTOMER: settings.sync_customers,
        RecordKind.INVOICE: settings.sync_invoices,
        RecordKind.CREDIT_NOTE: settings.sync_credit_notes,
    }[one.record_kind]
    if one.record_kind not in DOCUMENT_KINDS:
        return is_synced
    organisation = book.chart.organisation()
    base = organisation.base_currency if organisation else "GBP"
    return is_synced and book.documents.get(one.local_id).currency == base


def _settle(book: Book, rule: Rule, field: RuledField, asked: Sequence[Mismatch], tally: Tally) -> None:
    first = asked[0]
    try:
        with book.transaction():
            if rule.policy is FieldPolicy.KEEP_OURS:
                send_ours(book, first)
            else:
                take_theirs(book, first)
            for one in asked:
                book.mismatches.settle(one.id, f"rule: {rule.policy.value}")
    except InputError as problem:
        told = f"{first.reason}; your rule could not settle it: {problem.title}"
        book.mismatches.found([replace(first, reason=told)])
        return
    values = "; ".join(f"{one.ours or 'empty'} here, {one.theirs or 'empty'} in Xero" for one in asked)
    told = f"{field.label} was changed in Xero: {values}. {_DONE[rule.policy]}."
    book.activity.note(_ACTOR, rule.policy.label, first.record_kind, first.local_id, first.label, told)
    tally.settled_by_rule(first.record_kind, first.local_id, first.label, told)
