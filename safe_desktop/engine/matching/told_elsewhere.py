"""Whether the money of a receipt may be written down already, or be told by the other side as well. For rules.

A rule knows a text and an amount; it cannot see that a person wrote the payment down, or that Xero has the money. Then
the receipt is left to the matcher, which looks at both.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.store.book_file import Book
from safe_desktop.store.matching_rules import MatchingRule, RuleAct
from safe_desktop.store.receipt_records import ReceiptState, StoredReceipt
from safe_desktop.store.situation_queries import payments_that_matter
from safe_desktop.store.twin_receipts import WITHIN_DAYS, may_be_same

_NEAR = timedelta(days=WITHIN_DAYS)


class ToldElsewhere:
    """What else is known of the money of these receipts, read once."""

    def __init__(self, book: Book, receipts: Sequence[StoredReceipt]) -> None:
        self._told: dict[int, list[StoredReceipt]] = defaultdict(list)
        self._written: dict[tuple[int, int, str], list[date]] = defaultdict(list)
        if not receipts:
            return
        days = [one.came_on for one in receipts]
        first, last = min(days) - _NEAR, max(days) + _NEAR
        for one in book.receipts.told_between(first, last):
            self._told[one.amount.minor].append(one)
        for currency in {one.amount.currency for one in receipts}:
            for payment in payments_that_matter(book, currency, first):
                self._written[payment.customer_id, payment.amount_minor, currency].append(payment.paid_on)

    def leaves_to(self, rule: MatchingRule, receipt: StoredReceipt) -> bool:
        """Whether the rule may act: nobody else has this money, and Xero names no other customer for it."""
        if rule.act is RuleAct.SET_ASIDE or receipt.payment_id:
            return True
        customer_id = rule.customer_id if rule.customer_id is not None else receipt.customer_id
        if receipt.source is ReceiptSource.XERO_PAYMENT or customer_id is None:
            return False  # in Xero it settles another invoice: only a person can say that both are one
        if receipt.customer_id not in (None, customer_id):
            return False
        return not (self._is_written(receipt, customer_id) or self._is_told(receipt, customer_id))

    def _is_written(self, receipt: StoredReceipt, customer_id: int) -> bool:
        days = self._written.get((customer_id, receipt.amount.minor, receipt.amount.currency), ())
        return any(abs(receipt.came_on - day) <= _NEAR for day in days)

    def _is_told(self, receipt: StoredReceipt, customer_id: int) -> bool:
        """Whether Xero tells of the bank's line too, or the bank's line of it was settled before. Xero’s goes first."""
        for other in self._told.get(receipt.amount.minor, ()):
            if not may_be_same(receipt, other) or other.state is ReceiptState.SET_ASIDE:
                continue
            if receipt.source is ReceiptSource.BANK and other.customer_id in (None, customer_id):
                return True
            if receipt.source is not ReceiptSource.BANK and other.state is ReceiptState.SETTLED:
                return True
        return False
