"""Recognises money that is already written down: recorded payments, payouts, bounced Direct Debits, refunds.

Settled before anything else, because such money is for no open document. Knows nothing of how it is told in words.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable

from safe_desktop.domain.matching.bank_vocabulary import BOUNCED, BOUNCED_KINDS, COLLECTION
from safe_desktop.domain.matching.looks import Look
from safe_desktop.domain.matching.matching_table import MatchingTable
from safe_desktop.domain.matching.name_fit import ALMOST
from safe_desktop.domain.matching.payouts import (
    MOST_WAITING,
    PAID_OUT_WITHIN,
    Collected,
    collected_together,
    fee_of,
    paid_out,
)
from safe_desktop.domain.matching.readings import Grade, Hindrance, Reading
from safe_desktop.domain.matching.receipt_text import words_of
from safe_desktop.domain.matching.situation import KnownPayment, ReceiptSource
from safe_desktop.domain.matching.verdict import Act, Adjustment

_NEAR = 7
"""Days between a recorded collection and its line on the statement."""
_BOUNCES_WITHIN = 21
_FEW = 8


class KnownMoney:
    """The payments that are written down, and the receipts that are the same money."""

    def __init__(self, table: MatchingTable) -> None:
        self.table = table
        self.providers = {provider.name.casefold(): provider for provider in table.situation.providers}
        self.provider_words = [(key, _provider_word(key)) for key in self.providers if len(key) > 3]
        self.recorded: defaultdict[int, list[KnownPayment]] = defaultdict(list)
        self.collected: defaultdict[int, list[KnownPayment]] = defaultdict(list)
        self.referred: defaultdict[str, list[KnownPayment]] = defaultdict(list)
        self.waiting: defaultdict[str, list[Collected]] = defaultdict(list)
        self.in_xero: defaultdict[int, list[Look]] = defaultdict(list)
        self.days: dict[str, int] = {}
        for payment in sorted(table.situation.payments, key=lambda one: (one.paid_on, one.key)):
            self.days[payment.key] = payment.paid_on.toordinal()
            if payment.waits_for_payout:
                provider = self.providers.get(payment.provider.casefold())
                fee = fee_of(payment, provider) if provider else payment.fee_minor or 0
                self.waiting[payment.provider.casefold()].append(Collected(payment, payment.minor - fee))
            else:
                self.recorded[payment.minor].append(payment)
                self.collected[self.days[payment.key]].append(payment)
                if payment.payout_reference:
                    self.referred[payment.payout_reference.upper()].append(payment)

    def settle_xero(self, looks: Iterable[Look]) -> None:
        """Places what Xero ties to a document: the same as a recorded payment, or that document's payment."""
        for look in looks:
            if look.receipt.source is not ReceiptSource.XERO_PAYMENT or not look.receipt.xero_invoice_id:
                continue
            item = self.table.by_xero_id.get(look.receipt.xero_invoice_id)
            if item is None:
                look.in_the_way = Hindrance.GONE
                continue
            for payment in self._near(look, _NEAR):
                if payment.document_key == item.key:
                    self.table.claim(look, Reading(Grade.RECORDED, [], Act.DUPLICATE, (payment.key,), tier=4))
                    break
            else:
                minor = -look.minor if item.is_credit else look.minor
                if 0 < minor <= item.left:
                    self.table.claim(look, Reading(Grade.XERO_ID, [(item, look.minor)], tier=4))
            self.table.free_receipts[look.receipt.key] = look
            self.in_xero[look.minor].append(look)

    def settle(self, looks: list[Look]) -> None:
        """Places the bank lines that are money already known; the surest first."""
        for look in looks:
            if look.receipt.source is ReceiptSource.ADVANCE:
                continue  # it is written down itself, and is no second telling of another payment
            if look.minor > 0:
                _ = self._same_as_xero(look) or self._payout(look) or self._recorded(look)
            else:
                _ = self._bounced(look) or self._refund(look)
        for look in looks:
            if look.reading is None and look.minor > 0 and look.receipt.source is not ReceiptSource.ADVANCE:
                self._collection(look)

    def _near(self, look: Look, days: int) -> list[KnownPayment]:
        """The recorded payments of this amount, still free, of the days before."""
        found = self.recorded.get(abs(look.minor))
        if not found:
            return []
        if len(found) > _FEW:
            start = bisect_left(found, look.day - days, key=self._day)
            found = found[start : bisect_right(found, look.day + 1, key=self._day)]
        return [
            payment
            for payment in found
            if payment.key in self.table.free_payments and -1 <= look.day - self.days[payment.key] <= days
        ]

    def _day(self, payment: KnownPayment) -> int:
        return self.days[payment.key]

    def _names(self, look: Look, payer: str, document_key: str) -> int:
        """How well the text names payer or document: 5 with its number, else as the name fits; -1: it names another."""
        numbers = [item for mention in look.mentions for item in mention.items]
        if numbers:
            if any(item.key == document_key for item in numbers):
                return 5
            if not any(item.payer == payer for item in numbers) and look.tier_of(payer) < 3:
                return 0
            if any(item.payer == payer and item.left > 0 for item in numbers):
                return -1
        return look.tier_of(payer)

    def _same_as_xero(self, look: Look) -> bool:
        best: tuple[int, int, str] | None = None
        others = self.in_xero.get(look.minor)
        if not others:
            return False
        if len(others) > _FEW:
            start = bisect_left(others, look.day - 5, key=_day_of)
            others = others[start : bisect_right(others, look.day + 5, key=_day_of)]
        for other in others:
            if other.receipt.key not in self.table.free_receipts or abs(look.day - other.day) > 5:
                continue
            item = self.table.by_xero_id[other.receipt.xero_invoice_id]
            fits = self._names(look, item.payer, item.key)
            if fits > 0:
                rank = (-fits, abs(look.day - other.day), other.receipt.key)
                best = min(best, rank) if best else rank
        if best is None:
            return False
        reading = Reading(Grade.SAME_IN_BATCH, [], Act.DUPLICATE, (best[2],), tier=-best[0])
        return self.table.claim(look, reading)

    def _recorded(self, look: Look) -> bool:
        ranked = []
        for payment in self._near(look, _NEAR):
            fits = self._names(look, payment.payer_key, payment.document_key)
            if fits > 0:
                ranked.append((-fits, self.days[payment.key], payment.key, payment.payer_key))
        if not ranked:
            return False
        ranked.sort()
        if len(ranked) > 1 and ranked[1][0] == ranked[0][0] and ranked[1][3] != ranked[0][3]:
            return False
        reading = Reading(Grade.RECORDED, [], Act.DUPLICATE, (ranked[0][2],), tier=-ranked[0][0])
        return self.table.claim(look, reading)

    def _bounced(self, look: Look) -> bool:
        words = set(words_of(look.text.payer)) | {word for word, _ in look.text.words}
        if look.receipt.kind.upper() not in BOUNCED_KINDS and not words & BOUNCED:
            return False
        ranked = []
        for payment in self._near(look, _BOUNCES_WITHIN):
            late = look.day - self.days[payment.key]
            if late >= 0:
                fits = self._names(look, payment.payer_key, payment.document_key)
                if fits > 0:
                    ranked.append((-fits, late, payment.key, payment.payer_key))
        ranked.sort()
        if not ranked or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
            look.others = [
                Reading(Grade.BOUNCED, [], Act.REVERSE, (key,), tier=-fits, rivals=len(ranked) - 1)
                for fits, _, key, _ in ranked
            ]
            return False
        return self.table.claim(look, Reading(Grade.BOUNCED, [], Act.REVERSE, (ranked[0][2],), tier=-ranked[0][0]))

    def _refund(self, look: Look) -> bool:
        named = {item.key for mention in look.mentions for item in mention.items if item.is_credit}
        found = []
        for fit in look.payers.fits:
            for item in self.table.credits_of.get(fit.payer, ()):
                if item.left == -look.minor and item.issued <= look.day:
                    found.append((item.key not in named, item.issued, item))
        found.sort(key=lambda one: one[:2])
        readings = [Reading(Grade.REFUND, [(item, look.minor)], tier=look.tier_of(item.payer)) for _, _, item in found]
        if len(found) > 1 and found[0][0] == found[1][0] and found[0][2].payer != found[1][2].payer:
            look.others += readings
            return False
        look.others += readings[1:]
        return bool(readings) and self.table.claim(look, readings[0])

    def _collection(self, look: Look) -> bool:
        """One line for the Direct Debits that were recorded one by one."""
        words = set(words_of(look.text.payer)) | {word for word, _ in look.text.words}
        named = bool(words & COLLECTION)
        if look.payers.best >= 3 and not named:
            return False
        groups = [self.collected.get(look.day - ago, []) for ago in range(-1, _NEAR)] if named else []
        groups += [self.referred[word] for word in words if word in self.referred]
        for together in groups:
            of_day = [payment for payment in together if payment.key in self.table.free_payments]
            group = collected_together(of_day, look.minor, words, named)
            if group:
                keys = tuple(payment.key for payment in group)
                return self.table.claim(look, Reading(Grade.COLLECTION, [], Act.DUPLICATE, keys, tier=4))
        return False

    def _payout(self, look: Look) -> bool:
        provider = self._provider(look)
        if provider is None:
            return False
        waiting = self.waiting.get(provider, [])
        start = bisect_left(waiting, look.day - PAID_OUT_WITHIN, key=self._collected_day)
        end = bisect_right(waiting, look.day, key=self._collected_day)
        free = [
            one for one in waiting[max(start, end - MOST_WAITING) : end] if one.payment.key in self.table.free_payments
        ]
        group = paid_out(free, look.minor, {word for word, _ in look.text.words})
        shares = [(self.table.by_key[p.document_key], p.minor) for p in group if p.document_key in self.table.by_key]
        fee = sum(minor for _, minor in shares) - look.minor
        reading = Reading(Grade.PAYOUT, shares, fee=fee, adjustment=Adjustment.FEE, tier=4)
        if not group or len(shares) != len(group) or not self.table.claim(look, reading):
            look.in_the_way = Hindrance.PAYOUT
            return False
        for payment in group:
            self.table.free_payments.pop(payment.key, None)
        return True

    def _collected_day(self, one: Collected) -> int:
        return self.days[one.payment.key]

    def _provider(self, look: Look) -> str | None:
        if look.payers.best >= ALMOST:
            return None
        squash = "".join(words_of(look.text.payer))
        return next((key for key, word in self.provider_words if word in squash), None)


def _day_of(look: Look) -> int:
    return look.day


def _provider_word(name: str) -> str:
    return "".join(words_of(name.upper()))
