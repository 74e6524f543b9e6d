"""The table at which a batch is matched: every document with what is left of it, every known payment, every name.

Claims are made here, and only here, so that nothing is ever claimed twice. Knows no grounds for a claim.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from safe_desktop.domain.matching.items import Item
from safe_desktop.domain.matching.looks import Look, learn_from, look_at
from safe_desktop.domain.matching.name_fit import WHOLE
from safe_desktop.domain.matching.numbering import Numbering
from safe_desktop.domain.matching.payer_names import PayerNames
from safe_desktop.domain.matching.readings import Grade, Reading
from safe_desktop.domain.matching.situation import KnownPayment, Receipt, Situation
from safe_desktop.domain.matching.verdict import Act


class MatchingTable:
    """Documents, payments and names of one batch, and who has claimed what."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        self.items = sorted((Item(document) for document in situation.documents), key=lambda item: item.age_key)
        self.by_key = {item.key: item for item in self.items}
        self.by_xero_id = {item.xero_id: item for item in self.items if item.xero_id}
        self.names = PayerNames(situation.payers)
        self.times = learn_from(situation.history, self.names)
        self.numbering = Numbering(self.items)
        self.open_of: defaultdict[str, list[Item]] = defaultdict(list)
        self.credits_of: defaultdict[str, list[Item]] = defaultdict(list)
        self.with_left: defaultdict[tuple[str, int], list[Item]] = defaultdict(list)
        self.with_amount: defaultdict[int, list[Item]] = defaultdict(list)
        for item in self.items:
            if item.left > 0:
                self._lay_out(item)
        self.free_payments: dict[str, KnownPayment] = {payment.key: payment for payment in situation.payments}
        self._alone: dict[int, list[Item]] = {}
        self.free_receipts: dict[str, Look] = {}
        for payment in situation.payments:
            if payment.waits_for_payout and payment.document_key in self.by_key:
                self.by_key[payment.document_key].waits += payment.minor

    def _lay_out(self, item: Item) -> None:
        if item.is_credit:
            self.credits_of[item.payer].append(item)
        else:
            self.open_of[item.payer].append(item)
            self.with_left[item.payer, item.left].append(item)
            self.with_amount[item.left].append(item)

    def look_at(self, receipt: Receipt) -> Look:
        """The receipt, read against the names and numbers of this table."""
        return look_at(receipt, self.names, self.numbering)

    def learn_from_numbers(self, settled: list[Look], waiting: list[Look]) -> None:
        """Learns who paid for whom from receipts whose number left no doubt, and looks again at those that wait."""
        learnt = False
        for look in settled:
            reading = look.reading
            if reading is None or reading.grade is not Grade.NUMBER_STRANGER or look.text.anonymous:
                continue
            self.names.learn(look.text.payer, reading.shares[0][0].payer)
            learnt = True
        if learnt:
            for look in waiting:
                if look.payers.best < WHOLE:
                    look.payers = self.names.payers(look.text.payer, look.text.payer_cut)

    def equal(self, payer: str, minor: int) -> list[Item]:
        """What the customer owes with exactly this much left, oldest first; not what a provider already collected."""
        found = self.with_left.get((payer, minor))
        return [item for item in found if item.left == minor and not item.waits] if found else []

    def owed_then(self, payer: str, look: Look) -> bool:
        """Whether the customer owed just this amount when the receipt came, whoever has claimed it since."""
        return any(
            item.issued <= look.day + 3 and all(day >= look.day for _, _, day in item.claims)
            for item in self.with_left.get((payer, look.minor), ())
            if item.left == look.minor or item.claims
        )

    def owed_when(self, payer: str, look: Look) -> list[tuple[Item, int]]:
        """What the customer owed when the receipt came, oldest first, with what later receipts have claimed since."""
        found = []
        for item in self.open_of.get(payer, ()):
            if item.waits or item.issued > look.day + 3:
                continue
            left = item.left + sum(abs(minor) for minor, _, day in item.claims if day > look.day)
            if left > 0:
                found.append((item, left))
        return found

    def owed(self, payer: str) -> list[Item]:
        """What the customer owes, oldest first; not what a provider already collected."""
        return [item for item in self.open_of.get(payer, ()) if item.left > 0 and not item.waits]

    def amount_alone(self, minor: int, most: int) -> list[Item]:
        """Some documents of anybody with exactly this much left, oldest first. Asked once all claims are made."""
        known = self._alone.get(minor)
        if known is None:
            free = (item for item in self.with_amount.get(minor, ()) if item.left == minor and not item.waits)
            known = self._alone[minor] = list(islice(free, most))
        return known

    def issued_between(self, first: int, last: int) -> Iterator[Item]:
        """The invoices of anybody that were issued in these days and still owe something, oldest first."""
        start = bisect_left(self.items, first, key=lambda item: item.issued)
        end = bisect_right(self.items, last, key=lambda item: item.issued)
        between = (self.items[at] for at in range(start, end))
        return (item for item in between if item.left > 0 and not (item.waits or item.is_credit))

    def can(self, reading: Reading) -> bool:
        """Whether all that the reading claims is still there."""
        if reading.act is not Act.ALLOCATE:
            return all(key in self.free_payments or key in self.free_receipts for key in reading.keys)
        return all(0 < abs(minor) <= item.left for item, minor in reading.shares)

    def claim(self, look: Look, reading: Reading) -> bool:
        """Gives the receipt what its reading claims, or nothing of it where something is gone."""
        if not self.can(reading):
            return False
        look.reading = reading
        self._alone.clear()
        for key in reading.keys:
            self.free_payments.pop(key, None)
            self.free_receipts.pop(key, None)
        for item, minor in reading.shares:
            item.left -= abs(minor)
            item.claims = (*item.claims, (minor, look.receipt.key, look.day))
            if item.left > 0 and not item.is_credit:
                self.with_left[item.payer, item.left].append(item)
                self.with_amount[item.left].append(item)
        return True
