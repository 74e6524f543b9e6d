"""One way to understand a receipt, before it is put into words: what it settles, and on what grounds.

`Grade` names the grounds; how much each can be trusted is `certainty`, how it reads is `reason_words`.
"""

from dataclasses import dataclass
from enum import StrEnum

from safe_desktop.domain.matching.items import Item
from safe_desktop.domain.matching.verdict import Act, Adjustment


class Grade(StrEnum):
    """On what grounds a receipt is read as it is."""

    XERO_ID = "Xero ties it to the document"
    RECORDED = "the payment is already written down"
    COLLECTION = "the sum of recorded collections"
    SAME_IN_BATCH = "the same money in Xero"
    PAYOUT = "a provider's payout"
    BOUNCED = "a bounced collection"
    REFUND = "a credit note paid back"
    NUMBER = "number, payer and amount"
    NUMBER_STRANGER = "number and amount"
    NUMBERS = "several numbers and their sum"
    NUMBERS_CREDIT = "numbers less a credit note"
    NUMBERS_CUT = "a list of numbers cut off"
    ORDER = "order number and amount"
    TYPO = "a mistyped number, payer and amount"
    FEE = "number, less a bank fee"
    DISCOUNT = "number, less a discount"
    ROUNDED = "number, amount rounded"
    PART = "number, a part of it"
    KEYED = "number, figures of the amount swapped"
    OVER = "number, paid too much"
    NUMBERS_SHORT = "several numbers, not their sum"
    STALE = "payer and amount, an old number"
    NAME = "payer and amount"
    NAME_EQUAL = "payer and amount, oldest of several"
    ALIAS = "known payer and amount"
    OWNER = "owner's name and amount"
    AGENT = "agent and amount"
    SUM = "payer and the sum of several"
    SUM_CREDIT = "payer and a sum less a credit note"
    NAME_ROUNDED = "payer and rounded amount"
    NAME_PART = "payer, a part of the only document"
    NAME_OVER = "payer, more than the only document"
    NAME_AMONG = "payer and amount, several fit"
    SUM_AMONG = "payer and sums, several fit"
    GUESS_PART = "payer, a part of one of several"
    GUESS_OVER = "payer, more than one of several"
    NUMBER_OTHER = "number of another customer"
    DEPOSIT = "amounts alone"
    AMOUNT = "amount alone"


class Hindrance(StrEnum):
    """What stands in the way of settling a receipt by itself."""

    NONE = ""
    SEVERAL_PAYERS = "several customers may have paid, and owe the same"
    NUMBER_UNEXPLAINED = "a number in the text is not explained"
    PAID_TWICE = "the document named was just paid by another receipt"
    OTHER_CUSTOMER = "the number names another customer than the payer"
    OTHER_WORDS = "the words behind the payer name another customer"
    AGENT = "the payer pays for several customers"
    SEVERAL_SETS = "several sets of documents add up to the amount"
    CUT_OFF = "the text was cut off where the number may have stood"
    GONE = "Xero names a document that is not known here"
    PAYOUT = "no set of collected payments makes up the payout"


@dataclass(slots=True)
class Reading:
    """What a receipt would settle, and why. `rivals` counts readings as good as this one."""

    grade: Grade
    shares: list[tuple[Item, int]]
    act: Act = Act.ALLOCATE
    keys: tuple[str, ...] = ()
    fee: int = 0
    credit: int = 0
    adjustment: Adjustment = Adjustment.NONE
    tier: int = 0
    rivals: int = 0
    note: str = ""

    @property
    def signature(self) -> tuple[str, tuple[str, ...], tuple[tuple[str, int], ...]]:
        """What tells two readings apart."""
        return (self.act.value, tuple(sorted(self.keys)), tuple(sorted((i.key, minor) for i, minor in self.shares)))
