"""The whole of one case, for the right pane: what came, what is proposed and why, what follows, what else it is."""

from datetime import date

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.matching.verdict import Decision, Verdict
from safe_desktop.domain.mismatch import WayOut, button_words
from safe_desktop.domain.money import Money
from safe_desktop.domain.reconciling import FIELD_WORDS
from safe_desktop.engine.matching.certainty_words import NO_MATCH, Certainty, certainty_of, reasons_of
from safe_desktop.engine.matching.choice_words import Named, detail, heading, named_in, title
from safe_desktop.engine.matching.choices import Choice, ChoiceKind, on_account, set_aside
from safe_desktop.engine.matching.desk_history import history_of
from safe_desktop.engine.matching.desk_values import (
    Alternative,
    CaseDetail,
    CaseKind,
    CaseReason,
    Fact,
    Outcome,
    ReasonMark,
    Tone,
)
from safe_desktop.engine.matching.outcomes import outcome_of
from safe_desktop.engine.matching.proposal_reading import id_of
from safe_desktop.engine.matching.proposed import Proposed, proposed_for
from safe_desktop.engine.showing.lists import MismatchEntry, mismatches
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_records import StoredReceipt

_MOST_PROPOSALS = 6
_SOURCES = {
    ReceiptSource.BANK: "from the bank statement",
    ReceiptSource.RECEIVE_MONEY: "money received in Xero",
    ReceiptSource.XERO_PAYMENT: "a payment in Xero of an invoice unknown here",
    ReceiptSource.ADVANCE: "money on account",
}


def case_detail(workplace: Workplace, key: str, chosen: int = 1) -> CaseDetail:
    """The case of this key, with the alternative of this number looked at. InputError where it no longer waits."""
    if key.startswith("m") and key[1:].isdigit():
        return _mismatch_detail(workplace, int(key[1:]), chosen)
    if key.startswith("r") and key[1:].isdigit():
        return receipt_detail(workplace, int(key[1:]), chosen)
    raise InputError(f"There is no case “{key[:40]}”.", "Nothing was done.")


def receipt_detail(workplace: Workplace, receipt_id: int, chosen: int = 1) -> CaseDetail:
    """One receipt, whatever became of it; alternatives only while it waits."""
    book = workplace.book
    receipt = book.receipts.get(receipt_id)
    proposed = proposed_for(book, receipt)[:_MOST_PROPOSALS]
    choices = [one.choice for one in proposed]
    kept = book.verdicts.of([receipt.id]).get(receipt.id)
    verdict = kept.verdict if kept is not None else None
    account = _on_account_choice(receipt, choices, named_in(book, choices), verdict)
    if account is not None:
        choices.append(account)
    if not proposed and verdict is not None and verdict.decision is Decision.NOTHING:
        choices.append(set_aside())
    named = named_in(book, choices)
    alternatives = _alternatives(receipt, proposed, choices, named)
    place = min(max(chosen, 1), len(choices))
    choice = choices[place - 1] if choices else None
    sure = _certainty(proposed[place - 1]) if 0 < place <= len(proposed) else NO_MATCH
    return CaseDetail(
        key=f"r{receipt.id}",
        kind=CaseKind.RECEIPT,
        record_id=receipt.id,
        title=f"{Money(abs(receipt.amount.minor), receipt.amount.currency)} {_way(receipt)}",
        subtitle=_subtitle(receipt),
        facts=_facts(book, receipt),
        heading=heading(choice, named) if choice else _nothing_fits(receipt),
        word=sure.word,
        certainty=sure.percent,
        tone=sure.tone,
        reasons=_reasons(proposed, place, choice, verdict),
        outcome=outcome_of(workplace, receipt, choice) if choice else Outcome(),
        alternatives=alternatives,
        chosen=place if choices else 0,
        amount=receipt.amount,
        note=receipt.note,
        history=history_of(book, receipt),
    )


def _nothing_fits(receipt: StoredReceipt) -> str:
    return "No credit note or payment fits" if receipt.amount.minor < 0 else "No open invoice fits"


def _certainty(one: Proposed) -> Certainty:
    return certainty_of(one.proposal, one.is_automatic)


def _alternatives(
    receipt: StoredReceipt, proposed: list[Proposed], choices: list[Choice], named: Named
) -> tuple[Alternative, ...]:
    found = []
    for number, choice in enumerate(choices, start=1):
        is_proposal = number <= len(proposed)
        sure = _certainty(proposed[number - 1]) if is_proposal else Certainty("To check", None, Tone.GREY)
        words = (title(choice, named), detail(choice, receipt, named))
        found.append(Alternative(number, *words, sure.word, sure.percent, sure.tone, choice))
    return tuple(found)


def _on_account_choice(
    receipt: StoredReceipt, choices: list[Choice], named: Named, verdict: Verdict | None
) -> Choice | None:
    """Keeping it for the customer that it is probably of; money that went out cannot be kept."""
    if receipt.amount.minor < 0:
        return None
    likely = next((customer for one in choices if (customer := named.customer_of(one)) is not None), None)
    if verdict is not None and verdict.payer_key:
        likely = id_of(verdict.payer_key)
    customer_id = receipt.customer_id if receipt.customer_id is not None else likely
    return None if customer_id is None else on_account(customer_id)


def _reasons(
    proposed: list[Proposed], place: int, choice: Choice | None, verdict: Verdict | None
) -> tuple[CaseReason, ...]:
    if 0 < place <= len(proposed):
        one = proposed[place - 1]
        return reasons_of(one.proposal, one.verdict, one.proposal is one.verdict.best)
    if choice is not None and choice.kind is ChoiceKind.ON_ACCOUNT:
        counts = CaseReason(ReasonMark.INFO, "It counts in the customer’s favour until there is an invoice for it")
        if proposed or verdict is None or not verdict.not_automatic:
            return (counts,)
        return (CaseReason(ReasonMark.WARNING, verdict.not_automatic), counts)
    if choice is not None and choice.kind is ChoiceKind.SET_ASIDE:
        return (CaseReason(ReasonMark.INFO, "Neither number, payer nor amount is of an open invoice here"),)
    return (CaseReason(ReasonMark.INFO, "Search for what it is for, keep it on account, or set it aside"),)


def _way(receipt: StoredReceipt) -> str:
    if receipt.payment_id:
        return "on account"
    return "received" if receipt.amount.minor > 0 else "paid out"


def _subtitle(receipt: StoredReceipt) -> str:
    parts = (f"{receipt.came_on:%d/%m/%Y}", receipt.kind, _SOURCES[receipt.source])
    return " · ".join(part for part in parts if part)


def _facts(book: Book, receipt: StoredReceipt) -> tuple[Fact, ...]:
    names = {one.code: one.name for one in book.chart.accounts()}
    account = f"{receipt.account_code} {names.get(receipt.account_code, '')}".strip()
    customer = book.customers.get(receipt.customer_id).name if receipt.customer_id is not None else ""
    found = (
        Fact("Payer", receipt.payee),
        Fact("Reference", receipt.reference),
        Fact("Text on the bank line", receipt.narrative),
        Fact("Account", account),
        Fact("Customer", customer),
        Fact("State", "" if receipt.state.value == "open" else receipt.state.words),
    )
    return tuple(one for one in found if one.value)


def _mismatch_detail(workplace: Workplace, mismatch_id: int, chosen: int) -> CaseDetail:
    book = workplace.book
    book.mismatches.get(mismatch_id)
    one: MismatchEntry = mismatches(book, workplace.clock.today()).entries([mismatch_id])[0]
    ways = (*one.ways, WayOut.ASK_CLIENT)
    place = min(max(chosen, 1), len(ways))
    way = ways[place - 1]
    facts = (
        Fact("Ours", one.ours),
        Fact("Xero’s", one.theirs),
        Fact("Last agreed", one.agreed),
        Fact("Customer", one.customer),
    )
    return CaseDetail(
        key=f"m{one.id}",
        kind=CaseKind.MISMATCH,
        record_id=one.id,
        title=f"{one.label}: {one.kind.heading[:1].lower()}{one.kind.heading[1:]}",
        subtitle=_age(one, workplace.clock.today()),
        facts=tuple(fact for fact in facts if fact.value),
        heading=f"{button_words(way, one.apart)}: {way.meaning[:1].lower()}{way.meaning[1:]}",
        word=one.kind.heading,
        certainty=None,
        tone=Tone.AMBER,
        reasons=(CaseReason(ReasonMark.WARNING, one.reason),),
        outcome=Outcome(),
        alternatives=tuple(
            Alternative(number, button_words(each, one.apart), each.meaning, way=each)
            for number, each in enumerate(ways, start=1)
        ),
        chosen=place,
        amount=one.apart,
        note=one.asked,
    )


def _age(one: MismatchEntry, today: date) -> str:
    since = date.fromordinal(today.toordinal() - one.age_days)
    words = FIELD_WORDS.get(one.field, one.field.replace("_", " ").capitalize())
    field = f"{words} · " if words else ""
    return f"{field}found on {since:%d/%m/%Y}"
