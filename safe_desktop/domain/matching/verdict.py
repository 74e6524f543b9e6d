"""What a matcher answers about one receipt: what to do, how sure, why, and what else it could be. Values only."""

from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """Whether the best proposal may be carried out by itself, is a person's choice, or there is nothing to match."""

    AUTOMATIC = "auto"
    ASK = "ask"
    NOTHING = "none"


class Act(StrEnum):
    """What is done with the money."""

    ALLOCATE = "allocate"
    DUPLICATE = "duplicate"
    REVERSE = "reverse"


class Adjustment(StrEnum):
    """Why the money and the documents differ, where they do."""

    NONE = ""
    FEE = "fee"
    DISCOUNT = "discount"
    OVERPAYMENT = "overpayment"
    PART = "part"
    ROUNDING = "rounding"


class Weighs(StrEnum):
    """What a reason speaks for."""

    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence, in words a bookkeeper reads."""

    words: str
    weighs: Weighs = Weighs.FOR


@dataclass(frozen=True, slots=True)
class Share:
    """So much of a document is settled; negative for credit notes and refunds."""

    document_key: str
    minor: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """One reading of a receipt. The shares add up to amount + fee - credit; `credit_minor` stays on account.

    `duplicate_of` names payments here, or other receipts of the batch, that are this same money; `reverses` the
    payment that bounced. `confidence` is calibrated: of a hundred with 0.97, ninety-seven are right.
    """

    act: Act
    confidence: float
    shares: tuple[Share, ...] = ()
    duplicate_of: tuple[str, ...] = ()
    reverses: tuple[str, ...] = ()
    fee_minor: int = 0
    credit_minor: int = 0
    adjustment: Adjustment = Adjustment.NONE
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one receipt: proposals best first (the first is carried out where the decision is automatic).

    `not_automatic` says in a sentence what stood in the way, `would_be_automatic` what would have made it so.
    `payer_key` is the one customer whose name the text bears, also where nothing of that customer's fits.
    """

    receipt_key: str
    decision: Decision
    proposals: tuple[Proposal, ...] = ()
    not_automatic: str = ""
    would_be_automatic: str = ""
    payer_key: str = ""

    @property
    def best(self) -> Proposal | None:
        return self.proposals[0] if self.proposals else None

    @property
    def runner_up(self) -> Proposal | None:
        return self.proposals[1] if len(self.proposals) > 1 else None
