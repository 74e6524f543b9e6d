"""Sets aside by itself the money out that is nobody's of ours: rent, wages, suppliers, as half of every statement is.

Only what the bank tells of, what the matcher has no answer for, and what no person has brought back before. Each is a
decision like any other, listed with its reason and undone in the same way.
"""

from collections.abc import Collection, Sequence

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.matching.verdict import Decision, Reason, Verdict
from safe_desktop.engine.control import Control
from safe_desktop.engine.matching.accepting import BY_ITSELF, decide
from safe_desktop.engine.matching.choices import set_aside
from safe_desktop.engine.matching.proposal_reading import id_of
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import Cancelled, InputError
from safe_desktop.store.receipt_decisions import Evidence
from safe_desktop.store.receipt_records import ReceiptState, StoredReceipt

WHY = "Money out that fits no credit note, refund or payment here"
_AT_ONCE = 50


def set_money_out_aside(
    workplace: Workplace,
    waiting: Sequence[StoredReceipt],
    verdicts: Sequence[Verdict],
    brought_back: Collection[int],
    control: Control,
) -> int:
    """How many were set aside; several share one commit. Stopped, it keeps what was set aside by then."""
    without = {id_of(one.receipt_key) for one in verdicts if one.decision is Decision.NOTHING and not one.proposals}
    chosen = [one for one in waiting if one.id in without and one.id not in brought_back and _is_money_out(one)]
    done = 0
    for first in range(0, len(chosen), _AT_ONCE):
        try:
            control.progress(first, len(chosen), "Setting aside money out that is no customer’s")
        except Cancelled:
            break
        with workplace.book.transaction():
            for receipt in chosen[first : first + _AT_ONCE]:
                done += _is_set_aside(workplace, receipt)
    return done


def _is_set_aside(workplace: Workplace, receipt: StoredReceipt) -> bool:
    try:
        decide(workplace, receipt.id, set_aside(WHY), BY_ITSELF, Evidence((Reason(WHY),)))
    except InputError:
        return False  # a person decided about it while the others were matched
    return True


def _is_money_out(receipt: StoredReceipt) -> bool:
    is_open = receipt.state is ReceiptState.OPEN
    return is_open and receipt.source is ReceiptSource.BANK and receipt.amount.minor < 0
