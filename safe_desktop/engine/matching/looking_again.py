"""Brings back what was set aside by itself where something known since speaks for a customer: a credit note that was
written down after the refund was paid out, a payment that the line may return, a customer of that name.

Looks only when there is something new in the book; what a person set aside stays so.
"""

from datetime import timedelta

from safe_desktop.domain.matching.matcher import match
from safe_desktop.domain.matching.verdict import Decision
from safe_desktop.engine.control import Control
from safe_desktop.engine.matching.accepting import BY_ITSELF, MATCHING, end_decision, label_of
from safe_desktop.engine.matching.proposal_reading import id_of
from safe_desktop.engine.matching.situation_building import situation_of
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.receipt_records import StoredReceipt
from safe_desktop.store.situation_queries import newest_records

_LOOKED_WITH = "money-out-looked-at-with"
"""The newest records when money out that was set aside was last looked at."""

_FOR_DAYS = 120
_WHY = "it may be a customer’s after all"


def look_again_at_money_out(workplace: Workplace, control: Control) -> int:
    """How many of those set aside by themselves wait again."""
    book = workplace.book
    newest = newest_records(book)
    if newest == book.settings.remembered(_LOOKED_WITH):
        return 0
    since = book.clock.today() - timedelta(days=_FOR_DAYS)
    aside = book.receipts.set_aside_since(since, BY_ITSELF)
    found = [one for currency in {one.amount.currency for one in aside} for one in _of(workplace, currency, aside)]
    control.check()
    with book.transaction():
        for receipt in found:
            decision = book.decisions.standing(receipt.id)
            if decision is not None:
                end_decision(book, decision, "looked at again")
                book.activity.note(MATCHING, "Waits again", "receipt", receipt.id, label_of(receipt), f"Because {_WHY}")
        book.settings.remember(_LOOKED_WITH, newest)
    return len(found)


def _of(workplace: Workplace, currency: str, aside: list[StoredReceipt]) -> list[StoredReceipt]:
    """Those of one currency for which the matcher would no longer say that there is nothing to match."""
    of_currency = [one for one in aside if one.amount.currency == currency]
    verdicts = match(situation_of(workplace.book, currency, of_currency))
    no_longer = {id_of(one.receipt_key) for one in verdicts if one.decision is not Decision.NOTHING}
    return [one for one in of_currency if one.id in no_longer]
