"""What a person decides however sure the matcher is: a payment that settles another invoice in Xero. Pure.

In Xero that money is spent. Set against an invoice here, it would be paid here and open there for good: right only
where both invoices are one, which is for a person to say.
"""

from dataclasses import replace

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.matching.verdict import Decision, Verdict
from safe_desktop.store.receipt_records import StoredReceipt

_WHY = "In Xero this payment settles an invoice that is not in this book, so it is your choice."
_CURE = "If both invoices are the same, link them or take Xero’s in: the payment then follows by itself."


def left_to_a_person(verdict: Verdict, receipt: StoredReceipt) -> Verdict:
    """The verdict, asking where it would act on what only a person may decide."""
    if receipt.source is not ReceiptSource.XERO_PAYMENT or verdict.decision is not Decision.AUTOMATIC:
        return verdict
    return replace(verdict, decision=Decision.ASK, not_automatic=_WHY, would_be_automatic=_CURE)
