"""Finds money received in Xero that is there a second time as a payment, which only a person can put right there.

Read as the same money it would be settled here, and stay twice in Xero's bank account with nobody told.
"""

from collections.abc import Mapping, Sequence

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.matching.verdict import Decision, Verdict
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.matching.proposal_reading import id_of
from safe_desktop.engine.matching.written_down import asking
from safe_desktop.store.book_file import Book
from safe_desktop.store.receipt_records import StoredReceipt

_WHY = "Not automatic: Xero has this money twice, as money received and as a payment of an invoice."
_CURE = "Delete one of the two in Xero, and it goes from here with the next sync; or say that both are right."


def asked_where_twice(book: Book, verdicts: Sequence[Verdict], receipts: Mapping[int, StoredReceipt]) -> list[Verdict]:
    """The verdicts, asking about money received that is the same as a payment which Xero has."""
    payments = {
        one.receipt_key: [id_of(key) for key in one.best.duplicate_of if key[0] == "p"]
        for one in verdicts
        if one.decision is Decision.AUTOMATIC
        and one.best is not None
        and one.best.duplicate_of
        and receipts[id_of(one.receipt_key)].source is ReceiptSource.RECEIVE_MONEY
    }
    if not payments:
        return list(verdicts)
    there = book.links.of_ours(RecordKind.PAYMENT, {number for some in payments.values() for number in some})
    return [
        asking(one, _WHY, _CURE) if any(number in there for number in payments.get(one.receipt_key, ())) else one
        for one in verdicts
    ]
