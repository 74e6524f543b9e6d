"""The list of the desk: receipts and mismatches that wait for a person, in one order, with counts and totals.

Reads what was proposed before, and has it proposed anew where a decision took it. The values are in `desk_values`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from safe_desktop.domain.matching.verdict import Decision
from safe_desktop.domain.mismatch import MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.engine.matching.certainty_words import NO_MATCH, Certainty, certainty_of
from safe_desktop.engine.matching.choice_words import Named, listed, named_in
from safe_desktop.engine.matching.choices import Choice, ChoiceKind
from safe_desktop.engine.matching.desk_values import (
    CaseFilter,
    CaseKind,
    CaseOrder,
    DeskCase,
    FilterTotal,
    Tone,
)
from safe_desktop.engine.matching.left_to_a_person import waits_in_vain
from safe_desktop.engine.matching.matching_options import matching_options
from safe_desktop.engine.matching.matching_run import PROPOSED_AFTER, PROPOSED_WITH, match_all
from safe_desktop.engine.matching.proposal_reading import choice_of, known_of
from safe_desktop.engine.showing.lists import MismatchEntry, mismatches
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_records import ReceiptState, StoredReceipt
from safe_desktop.store.situation_queries import amounts_written_since

__all__ = [
    "CaseFilter",
    "CaseKind",
    "CaseOrder",
    "Desk",
    "DeskCase",
    "FilterTotal",
    "desk_cases",
    "read_desk",
    "remember_stop",
    "remembered_stop",
]

OLD_DAYS = 7
_STOPPED_AT = "desk-stopped-at"
_MOVED = (
    MismatchKind.FIELD_DIFFERS,
    MismatchKind.GONE_IN_XERO,
    MismatchKind.CONTACT_ARCHIVED,
    MismatchKind.CONTACT_MERGED,
    MismatchKind.CREDIT_IN_XERO,
)


@dataclass(frozen=True, slots=True)
class Desk:
    """All that waits, read once; filters and orders are taken from it without asking the book again."""

    cases: tuple[DeskCase, ...]

    def chosen(self, only: CaseFilter = CaseFilter.ALL, order: CaseOrder = CaseOrder.CERTAINTY) -> tuple[DeskCase, ...]:
        """The cases of one filter in one order."""
        return tuple(sorted((one for one in self.cases if _is_in(one, only)), key=_ORDERS[order]))

    def totals(self) -> Mapping[CaseFilter, FilterTotal]:
        """Count and sums of every filter."""
        return {only: _total([one for one in self.cases if _is_in(one, only)]) for only in CaseFilter}


def read_desk(workplace: Workplace) -> Desk:
    """Everything that waits for a person."""
    book, today = workplace.book, workplace.clock.today()
    waiting = book.receipts.waiting()
    if _is_stale(book, waiting):
        match_all(workplace, only_propose=True)
        waiting = book.receipts.waiting()
    table = mismatches(book, today)
    return Desk(
        (*_receipt_cases(book, waiting, today), *(_mismatch_case(one, today) for one in table.entries(table.ids())))
    )


def desk_cases(
    workplace: Workplace, only: CaseFilter = CaseFilter.ALL, order: CaseOrder = CaseOrder.CERTAINTY
) -> tuple[DeskCase, ...]:
    """The cases of one filter in one order."""
    return read_desk(workplace).chosen(only, order)


def remember_stop(workplace: Workplace, key: str) -> None:
    """The desk opens at this case next time."""
    with workplace.book.transaction():
        workplace.book.settings.remember(_STOPPED_AT, key)


def remembered_stop(workplace: Workplace) -> str:
    """The key of the case at which one stopped, or nothing."""
    return workplace.book.settings.remembered(_STOPPED_AT) or ""


def _is_stale(book: Book, waiting: list[StoredReceipt]) -> bool:
    """Whether what was proposed is overtaken: another receipt took all of it, or the money was written down since."""
    newest = book.settings.remembered(PROPOSED_WITH)
    written = amounts_written_since(book, int(newest)) if newest else ()
    if any((one.amount.minor, one.amount.currency) in written for one in waiting):
        return True
    if book.settings.remembered(PROPOSED_AFTER) in (None, book.decisions.mark()):
        return False
    verdicts = book.verdicts.of(one.id for one in waiting)
    known = known_of(book, (p for kept in verdicts.values() for p in kept.verdict.proposals), matching_options(book))
    by_id = {one.id: one for one in waiting}
    if waits_in_vain([kept.verdict for kept in verdicts.values()], by_id):
        return True
    return any(
        kept.verdict.proposals and not any(choice_of(p, by_id[number], known) for p in kept.verdict.proposals)
        for number, kept in verdicts.items()
    )


def _receipt_cases(book: Book, waiting: list[StoredReceipt], today: date) -> list[DeskCase]:
    verdicts = book.verdicts.of(one.id for one in waiting)
    options = matching_options(book)
    known = known_of(book, (p for kept in verdicts.values() for p in kept.verdict.proposals), options)
    choices: dict[int, list[Choice]] = {}
    firsts: dict[int, Certainty] = {}
    for receipt in waiting:
        kept = verdicts.get(receipt.id)
        fitting = (
            [] if kept is None else [(c, p) for p in kept.verdict.proposals if (c := choice_of(p, receipt, known))]
        )
        choices[receipt.id] = [choice for choice, _ in fitting]
        if kept is not None and fitting:
            is_first = fitting[0][1] is kept.verdict.best
            firsts[receipt.id] = certainty_of(fitting[0][1], is_first and kept.verdict.decision is Decision.AUTOMATIC)
    named = named_in(book, [choice for found in choices.values() for choice in found])
    names = book.customers.get_many({one.customer_id for one in waiting if one.customer_id is not None})
    return [
        _receipt_case(
            receipt,
            choices[receipt.id],
            firsts.get(receipt.id, NO_MATCH),
            named,
            names[receipt.customer_id].name if receipt.customer_id in names else "",
            today,
        )
        for receipt in waiting
    ]


def _receipt_case(
    receipt: StoredReceipt, choices: list[Choice], sure: Certainty, named: Named, customer: str, today: date
) -> DeskCase:
    best = choices[0] if choices else None
    whose = named.customers.get(named.customer_of(best) or 0, "") if best else ""
    is_later = receipt.state is ReceiptState.ASK_LATER
    words = receipt.note if is_later and receipt.note else _what_it_could_be(choices, named)
    return DeskCase(
        key=f"r{receipt.id}",
        kind=CaseKind.RECEIPT,
        record_id=receipt.id,
        title=whose or customer or receipt.payee or receipt.text or "No text",
        subtitle=f"{receipt.came_on:%d/%m} · {words}",
        amount=receipt.amount,
        word="Ask later" if is_later else sure.word,
        certainty=None if is_later else sure.percent,
        tone=Tone.GREY if is_later else sure.tone,
        on=receipt.came_on,
        age_days=max(0, (today - receipt.came_on).days),
        is_certain=sure.tone is Tone.GREEN and not is_later,
        is_later=is_later,
    )


def _what_it_could_be(choices: list[Choice], named: Named) -> str:
    if not choices:
        return "no match found"
    first = choices[0]
    if first.kind is ChoiceKind.SAME:
        return "already recorded?"
    if first.kind is ChoiceKind.BOUNCED:
        return "bounced payment?"
    if len(first.shares) > 1:
        return f"{len(first.shares)} documents"
    others = [one for one in choices[1:2] if one.kind is ChoiceKind.APPLY and len(one.shares) == 1]
    numbers = [named.numbers(one.shares)[0] for one in (first, *others)]
    is_part = first.shares[0].amount.minor < named.documents[first.shares[0].document_id].open_minor
    if len(numbers) > 1:
        return " or ".join(numbers)
    return f"{listed(numbers)}{', part' if is_part else ''}"


def _mismatch_case(one: MismatchEntry, today: date) -> DeskCase:
    word, tone = _chip_of(one)
    return DeskCase(
        key=f"m{one.id}",
        kind=CaseKind.MISMATCH,
        record_id=one.id,
        title=one.customer or one.label,
        subtitle=f"{one.label} · {one.kind.heading[:1].lower()}{one.kind.heading[1:]}",
        amount=one.apart,
        word=word,
        certainty=None,
        tone=tone,
        on=date.fromordinal(today.toordinal() - one.age_days),
        age_days=one.age_days,
        is_later=bool(one.asked),
    )


def _chip_of(one: MismatchEntry) -> tuple[str, Tone]:
    if one.asked:
        return "Client asked", Tone.GREY
    if one.kind is MismatchKind.SAME_PAYMENT:
        return "Same payment?", Tone.BLUE
    return ("Changed in Xero", Tone.AMBER) if one.kind in _MOVED else ("Conflict", Tone.RED)


def _is_in(case: DeskCase, only: CaseFilter) -> bool:
    is_receipt = case.kind is CaseKind.RECEIPT
    asked_now = is_receipt and not case.is_later
    return {
        CaseFilter.ALL: True,
        CaseFilter.RECEIPTS: is_receipt,
        CaseFilter.MISMATCHES: not is_receipt,
        CaseFilter.CERTAIN: case.is_certain,
        CaseFilter.SUGGESTED: asked_now and case.tone is Tone.BLUE,
        CaseFilter.UNSURE: asked_now and case.tone is Tone.AMBER,
        CaseFilter.NO_MATCH: asked_now and case.certainty is None,
        CaseFilter.LATER: case.is_later,
        CaseFilter.OLDER: case.age_days > OLD_DAYS,
    }[only]


def _total(cases: Iterable[DeskCase]) -> FilterTotal:
    sums: dict[str, int] = {}
    count = 0
    for case in cases:
        count += 1
        if case.amount is not None and case.kind is CaseKind.RECEIPT:
            sums[case.amount.currency] = sums.get(case.amount.currency, 0) + case.amount.minor
    return FilterTotal(count, tuple(Money(minor, currency) for currency, minor in sorted(sums.items())))


def _by_certainty(case: DeskCase) -> tuple[bool, bool, int, date, str]:
    # What waits on purpose comes last; mismatches stand after likely receipts and before unsure ones.
    sure = 75 if case.kind is CaseKind.MISMATCH else -1 if case.certainty is None else case.certainty
    return case.is_later, not case.is_certain, -sure, case.on, case.key


_ORDERS = {
    CaseOrder.CERTAINTY: _by_certainty,
    CaseOrder.DATE: lambda case: (case.on, case.key),
    CaseOrder.AMOUNT: lambda case: (-abs(case.amount.minor) if case.amount else 1, case.on, case.key),
    CaseOrder.NAME: lambda case: (case.title.casefold(), case.on, case.key),
}
