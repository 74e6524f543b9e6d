"""Says why money out may be a customer's after all: a refund, a returned payment, a provider's claw-back.

Asked only where no proposal was found. Where nothing speaks for a customer, the money is the business's own: rent,
wages, suppliers. In doubt a person is asked, because what is taken for rent is looked at by nobody.
"""

from collections import defaultdict

from safe_desktop.domain.matching.bank_vocabulary import BOUNCED, BOUNCED_KINDS, GIVEN_BACK
from safe_desktop.domain.matching.looks import Look
from safe_desktop.domain.matching.matching_table import MatchingTable
from safe_desktop.domain.matching.receipt_text import words_of
from safe_desktop.domain.matching.situation import ReceiptSource

_WITHIN = 21
"""So many days after money came may it go back without a word."""


class MoneyOut:
    """What is known of money that a customer may get back: credit that is left, and what came in lately."""

    def __init__(self, table: MatchingTable) -> None:
        self.table = table
        self._credits = {item.left for of_payer in table.credits_of.values() for item in of_payer if item.left > 0}
        self._came: defaultdict[int, list[int]] = defaultdict(list)
        for payment in table.situation.payments:
            self._came[payment.minor].append(payment.paid_on.toordinal())
        for receipt in table.situation.receipts:
            if receipt.source is ReceiptSource.ADVANCE:
                self._credits.add(receipt.minor)
            elif receipt.minor > 0:
                # It may be settled in this very round, and bounced in the same statement.
                self._came[receipt.minor].append(receipt.came_on.toordinal())
        self._providers = ["".join(words_of(provider.name.upper())) for provider in table.situation.providers]

    def may_be_a_customers(self, look: Look) -> str:
        """What speaks for a customer's money, as half a sentence; empty where nothing does."""
        return self._of_whom(look) or self._in_words(look) or self._in_amount(look)

    def _of_whom(self, look: Look) -> str:
        numbers = [item.number for mention in look.mentions for item in mention.items]
        if numbers:
            return f"the text names {numbers[0]}, and no credit or payment here is exactly as much"
        if look.payers.fits or look.payers.agent_for or look.payers.kin:
            return "the payee may be a customer, and no credit or payment here is exactly as much"
        return ""

    def _in_words(self, look: Look) -> str:
        words = set(words_of(look.text.payer)) | {word for word, _ in look.text.words}
        if look.receipt.kind.upper() in BOUNCED_KINDS or words & BOUNCED or words & GIVEN_BACK:
            return "the text speaks of a returned payment or a refund, and which one is not known"
        squash = "".join(words_of(look.text.payer))
        if look.text.is_collector or any(name in squash for name in self._providers if len(name) > 3):
            return "the text names one who collects for others, and may take a payment back"
        return ""

    def _in_amount(self, look: Look) -> str:
        if -look.minor in self._credits:
            return "a credit note here has just this much left, and whose money it is the text does not say"
        if any(0 <= look.day - day <= _WITHIN for day in self._came.get(-look.minor, ())):
            return "just this much came in shortly before, and may have been returned"
        return ""
