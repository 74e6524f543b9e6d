"""What may be done with a receipt, as a value: made by the matcher's proposals, by a rule, or by a person's hand."""

from dataclasses import dataclass
from enum import StrEnum

from safe_desktop.domain.money import Money


class ChoiceKind(StrEnum):
    """The ways to settle a receipt. The value is stored with the decision."""

    APPLY = "apply"
    ON_ACCOUNT = "on_account"
    SAME = "same"
    BOUNCED = "bounced"
    SET_ASIDE = "set_aside"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class DocumentShare:
    """So much of a document is settled: negative for credit that is used up, or paid back."""

    document_id: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to settle a receipt.

    APPLY pays the shares; what they leave of the receipt stays on the account of `customer_id`, and what they are more
    than the receipt is `write_off`, a credit note on `account_code`. SAME says that the receipt is `payment_ids`, or
    the money of another receipt. BOUNCED takes `payment_ids` back. `note` is why it waits or was set aside.
    """

    kind: ChoiceKind
    shares: tuple[DocumentShare, ...] = ()
    customer_id: int | None = None
    payment_ids: tuple[int, ...] = ()
    receipt_ids: tuple[int, ...] = ()
    write_off: Money | None = None
    account_code: str = ""
    method_id: int | None = None
    note: str = ""


def on_account(customer_id: int) -> Choice:
    """The whole receipt stays on the customer's account."""
    return Choice(ChoiceKind.ON_ACCOUNT, customer_id=customer_id)


def later(note: str) -> Choice:
    """A person is asked again later; the note says what is waited for."""
    return Choice(ChoiceKind.LATER, note=note)


def set_aside(note: str = "") -> Choice:
    """It is no customer's money."""
    return Choice(ChoiceKind.SET_ASIDE, note=note)
