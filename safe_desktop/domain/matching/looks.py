"""One receipt as the matcher sees it: its amount and day, who may have paid it, and the numbers in its text."""

from dataclasses import dataclass, field

from safe_desktop.domain.matching.name_fit import WHOLE
from safe_desktop.domain.matching.numbering import Mention, Named, Numbering
from safe_desktop.domain.matching.payer_names import Fit, PayerNames, Payers
from safe_desktop.domain.matching.readings import Hindrance, Reading
from safe_desktop.domain.matching.receipt_text import ReceiptText, read_text
from safe_desktop.domain.matching.situation import EarlierReceipt, Receipt

_MEANS_LITTLE = 2
"""So few digits, where no document has them, are a count, a week, a house."""


@dataclass(slots=True)
class Look:
    """A receipt, read. `loose` are number-like words that mean no document; `reading` is what it was settled as."""

    receipt: Receipt
    minor: int
    day: int
    text: ReceiptText
    payers: Payers
    mentions: list[Mention]
    loose: list[str]
    reading: Reading | None = None
    others: list[Reading] = field(default_factory=list)
    in_the_way: Hindrance = Hindrance.NONE

    def tier_of(self, payer: str) -> int:
        """How well the text fits this customer; 0 where it does not."""
        return self.payers.tier_of(payer)

    def agent_for(self, payer: str) -> bool:
        """Whether the payer is an agent that paid for this customer before."""
        return payer in self.payers.agent_for

    def fit_of(self, payer: str) -> Fit | None:
        """How the text fits this customer."""
        return next((fit for fit in self.payers.fits if fit.payer == payer), None)


def look_at(receipt: Receipt, names: PayerNames, numbering: Numbering) -> Look:
    """The receipt, read: payer and numbers looked up."""
    text = read_text(receipt.payee, receipt.reference, receipt.narrative, receipt.kind)
    payers = names.payers(text.payer, text.payer_cut)
    mentions = numbering.mentions(text.words)
    loose: list[str] = []
    kept: list[Mention] = []
    for mention in mentions:
        account = names.account(mention.word) if mention.how is not Named.WHOLE else None
        if account is not None:
            payers = Payers([Fit(account, WHOLE, "account")])
        elif mention.items:
            kept.append(mention)
        elif len(mention.digits) > _MEANS_LITTLE or (text.cut and mention is mentions[-1]):
            loose.append(mention.word)
    return Look(
        receipt,
        receipt.minor,
        receipt.came_on.toordinal(),
        text,
        payers,
        kept,
        loose,
    )


def learn_from(history: tuple[EarlierReceipt, ...], names: PayerNames) -> dict[tuple[str, str], int]:
    """Teaches the names how customers paid before; answers how often each payer's text was for each customer."""
    times: dict[tuple[str, str], int] = {}
    for earlier in history:
        text = read_text(earlier.payee, earlier.reference, earlier.narrative, earlier.kind)
        if text.anonymous:
            continue
        key = (text.payer, earlier.payer_key)
        times[key] = times.get(key, 0) + 1
        names.learn(text.payer, earlier.payer_key)
    return times
