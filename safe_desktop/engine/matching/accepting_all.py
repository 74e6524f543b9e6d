"""Accepts at once all that is certain: what was shown as certain, and is so still when the book is looked at again.

Between showing and accepting, a payment may have been written down by hand or read from Xero: what was proposed then
would be paid a second time.
"""

from safe_desktop.domain.matching.verdict import Decision, Proposal
from safe_desktop.engine.control import Control
from safe_desktop.engine.matching.accepting import BY_YOU, AllCertain, settle_certain
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_records import ReceiptState

_OTHERWISE = "Looked at again it is no longer certain, or is read otherwise: see what is proposed now."


def accept_all_certain(workplace: Workplace, control: Control | None = None) -> AllCertain:
    """Settle every waiting receipt whose proposal is certain; one that cannot be stops none of the others."""
    book, stop = workplace.book, control or Control()
    shown = _certain(book)
    if not shown:
        return AllCertain((), ())
    match_all(workplace, stop, only_propose=True)
    now = _certain(book)
    same = [number for number, acts in shown.items() if now.get(number) == acts]
    receipts = book.receipts.get_many(same)
    done = settle_certain(workplace, [receipts[number] for number in same], BY_YOU, stop)
    changed = tuple((number, _OTHERWISE) for number in shown if number not in receipts)
    return AllCertain(done.settled, (*done.refused, *changed))


def _certain(book: Book) -> dict[int, tuple[object, ...]]:
    """What is certain and waits, the oldest first: the receipt, and what would be done with it."""
    waiting = [one.id for one in book.receipts.waiting() if one.state is ReceiptState.OPEN]
    kept = book.verdicts.of(waiting)
    return {
        number: _acts(best)
        for number in waiting
        if number in kept
        and kept[number].verdict.decision is Decision.AUTOMATIC
        and (best := kept[number].verdict.best) is not None
    }


def _acts(one: Proposal) -> tuple[object, ...]:
    """What of a proposal is done; how sure it is, and why, may change."""
    return (one.act, one.shares, one.duplicate_of, one.reverses, one.fee_minor, one.credit_minor, one.adjustment)
