"""Whether money that would act by itself may be a payment that is written down already, on another day. Pure.

A person writes a payment down when he sees it, or when he types it: days from what the bank says. The matcher takes it
for the same within a week; what is farther apart, or is named by its invoice's number, is a person's choice.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from safe_desktop.domain.matching.situation import KnownPayment, ReceiptSource, Situation
from safe_desktop.domain.matching.verdict import Act, Decision, Proposal, Reason, Verdict
from safe_desktop.domain.money import Money
from safe_desktop.store.receipt_records import StoredReceipt

_WITHIN_DAYS = 20
"""Bills of a month are farther apart, so that last month's payment stands in nobody's way."""

_NUMBER = re.compile(r"\d{3,}")
_CURE = "Say that it is that payment, or settle it as it is proposed."


def asking(verdict: Verdict, why: str, cure: str) -> Verdict:
    """The verdict, leaving it to a person."""
    return replace(verdict, decision=Decision.ASK, not_automatic=why, would_be_automatic=cure)


def squashed(text: str) -> str:
    """Its letters and figures alone, without case."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


class WrittenDown:
    """The payments of a situation that no receipt is, but for those which one of these verdicts says it is."""

    def __init__(self, situation: Situation, verdicts: Sequence[Verdict]) -> None:
        found = {
            key
            for one in verdicts
            if one.decision is Decision.AUTOMATIC and one.best is not None
            for key in one.best.duplicate_of
        }
        figures = {one.key: _figures(one.number)[-1:] for one in situation.documents}
        self._payers: Mapping[str, str] = {one.key: one.payer_key for one in situation.documents}
        self._equal: dict[tuple[str, int], list[KnownPayment]] = defaultdict(list)
        self._named: dict[tuple[str, str], list[KnownPayment]] = defaultdict(list)
        for payment in situation.payments:
            if payment.key in found or payment.waits_for_payout:
                continue
            self._equal[payment.payer_key, payment.minor].append(payment)
            for number in figures.get(payment.document_key, ()) if payment.minor > 0 else ():
                self._named[payment.payer_key, number].append(payment)

    def judged(self, verdict: Verdict, receipt: StoredReceipt) -> Verdict:
        """The verdict; asking, with that payment as another proposal, where it may be the same money."""
        best = verdict.best
        if best is None or best.act is not Act.ALLOCATE or receipt.source is ReceiptSource.ADVANCE:
            return verdict
        paid = {share.document_key for share in best.shares}
        payers = dict.fromkeys(self._payers.get(key, "") for key in paid)
        equal = next((one for payer in payers for one in self._equals(payer, receipt)), None)
        named = equal or next((one for payer in payers for one in self._names(payer, receipt, paid)), None)
        if named is None:
            return verdict
        money = Money(abs(named.minor), receipt.amount.currency)
        words = f"{money} of {named.paid_on:%d/%m/%Y} is written down here for this customer, perhaps the same money."
        asked = asking(verdict, f"Not automatic: {words}", _CURE)
        if equal is None:
            return asked
        reason = Reason(f"Written down here on {equal.paid_on:%d/%m/%Y}, as much as came")
        same = Proposal(Act.DUPLICATE, round(1 - best.confidence, 4), duplicate_of=(equal.key,), reasons=(reason,))
        return replace(asked, proposals=(*asked.proposals, same))

    def _equals(self, payer: str, receipt: StoredReceipt) -> Iterator[KnownPayment]:
        for payment in self._equal.get((payer, receipt.amount.minor), ()):
            if abs((payment.paid_on - receipt.came_on).days) <= _WITHIN_DAYS:
                yield payment

    def _names(self, payer: str, receipt: StoredReceipt, paid: set[str]) -> Iterator[KnownPayment]:
        """Payments for an invoice that the text names, where the receipt would pay another one."""
        for number in _figures(receipt.text):
            yield from (one for one in self._named.get((payer, number), ()) if one.document_key not in paid)


def _figures(text: str) -> list[str]:
    """The numbers in a text that are long enough to be an invoice's, without zeros before them."""
    return [number.lstrip("0") for number in _NUMBER.findall(text) if number.strip("0")]
