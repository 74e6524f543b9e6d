"""How a receipt is spread over documents: what is paid, which credit goes where, what is written off, what is left.

Pure, and refuses in words what does not add up: the sum of it all is the receipt, to the penny.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.engine.matching.choices import Choice, ChoiceKind
from safe_desktop.errors import InputError
from safe_desktop.store.receipt_records import StoredReceipt
from safe_desktop.store.situation_queries import KnownDocument

_NOTHING = "Nothing was changed."


@dataclass(frozen=True, slots=True)
class ApplyPlan:
    """What will be written, in whole minor units: payments by document, credit by note and invoice, write-offs by
    invoice, and what stays on the account of `customer_id`."""

    paid: tuple[tuple[int, int], ...] = ()
    credits: tuple[tuple[int, int, int], ...] = ()
    written_off: tuple[tuple[int, int], ...] = ()
    rest: int = 0
    customer_id: int | None = None


def plan_of(choice: Choice, receipt: StoredReceipt, documents: Mapping[int, KnownDocument]) -> ApplyPlan:
    """The plan; InputError where the choice does not come to the receipt's amount."""
    if choice.kind is ChoiceKind.ON_ACCOUNT:
        return _whole_on_account(choice, receipt)
    _refuse_shares(choice, receipt, documents)
    if receipt.amount.minor < 0:
        return _paid_back(choice, receipt)
    needs: dict[int, int] = {}
    for share in choice.shares:
        if share.amount.minor > 0:
            needs[share.document_id] = needs.get(share.document_id, 0) + share.amount.minor
    credits = _spread_credits(choice, needs, documents)
    written_off = _spread_write_off(choice, needs, documents)
    rest = receipt.amount.minor - sum(needs.values())
    if rest < 0:
        raise InputError(
            f"The documents chosen come to {Money(-rest, receipt.amount.currency)} more than the receipt.",
            _NOTHING,
            "Take less of one of them, or write the difference off.",
        )
    customer = _keeper_of_rest(choice, receipt, documents) if rest else None
    paid = tuple((number, minor) for number, minor in needs.items() if minor)
    return ApplyPlan(paid, credits, written_off, rest, customer)


def _whole_on_account(choice: Choice, receipt: StoredReceipt) -> ApplyPlan:
    if receipt.amount.minor < 0:
        raise InputError("Money that went out cannot be kept on account.", _NOTHING, "Choose what it paid back.")
    if choice.customer_id is None:
        raise InputError("No customer is chosen.", _NOTHING, "Choose whose money it is.")
    return ApplyPlan(rest=receipt.amount.minor, customer_id=choice.customer_id)


def _refuse_shares(choice: Choice, receipt: StoredReceipt, documents: Mapping[int, KnownDocument]) -> None:
    if not choice.shares:
        raise InputError("No document is chosen.", _NOTHING, "Choose an invoice, or keep the money on account.")
    taken: dict[int, int] = {}
    for share in choice.shares:
        document = documents.get(share.document_id)
        if document is None:
            raise InputError(f"There is no document {share.document_id} in this book.", _NOTHING)
        if share.amount.currency != receipt.amount.currency or document.currency != receipt.amount.currency:
            raise InputError(
                f"{document.number} is in {document.currency}, the receipt in {receipt.amount.currency}.", _NOTHING
            )
        if (document.kind is DocumentKind.CREDIT_NOTE) != (share.amount.minor < 0) or not share.amount.minor:
            raise InputError(f"{share.amount} is no share of {document.number}.", _NOTHING, "Give another amount.")
        taken[share.document_id] = taken.get(share.document_id, 0) + abs(share.amount.minor)
        if taken[share.document_id] > document.open_minor:
            raise InputError(
                f"Only {Money(document.open_minor, document.currency)} of {document.number} is open, "
                f"not {Money(taken[share.document_id], document.currency)}.",
                _NOTHING,
                "Take less of it, or choose another document.",
            )


def _paid_back(choice: Choice, receipt: StoredReceipt) -> ApplyPlan:
    if choice.write_off is not None:
        raise InputError("Of money that went out nothing is written off.", _NOTHING)
    if any(share.amount.minor > 0 for share in choice.shares):
        raise InputError("Money that went out pays no invoice.", _NOTHING, "Choose a credit note it paid back.")
    paid = tuple((share.document_id, -share.amount.minor) for share in choice.shares)
    if sum(minor for _, minor in paid) != -receipt.amount.minor:
        raise InputError(f"The credit notes chosen do not come to {-receipt.amount}.", _NOTHING)
    return ApplyPlan(paid)


def _spread_credits(
    choice: Choice, needs: dict[int, int], documents: Mapping[int, KnownDocument]
) -> tuple[tuple[int, int, int], ...]:
    """Credit settles invoices of its own customer, in their order; what it settles needs no money any more."""
    spread: list[tuple[int, int, int]] = []
    for share in choice.shares:
        left = -share.amount.minor
        for number in needs if left > 0 else ():
            part = min(left, needs[number])
            if part > 0 and documents[number].customer_id == documents[share.document_id].customer_id:
                spread.append((share.document_id, number, part))
                needs[number] -= part
                left -= part
        if left > 0:
            raise InputError(
                f"{documents[share.document_id].number} is more than the invoices chosen of its customer.",
                _NOTHING,
                "Take less of it, or choose another invoice.",
            )
    return tuple(spread)


def _spread_write_off(
    choice: Choice, needs: dict[int, int], documents: Mapping[int, KnownDocument]
) -> tuple[tuple[int, int], ...]:
    """What is written off is the last chosen invoice's, and others' of that customer where it is not enough."""
    if choice.write_off is None:
        return ()
    currency = documents[choice.shares[0].document_id].currency
    if choice.write_off.currency != currency:
        raise InputError(f"{choice.write_off} is to be written off of what is in {currency}.", _NOTHING)
    left = choice.write_off.minor
    if left <= 0 or not needs:
        raise InputError("There is nothing to be written off.", _NOTHING)
    customer_id = documents[list(needs)[-1]].customer_id
    spread = []
    for number in reversed(list(needs)):
        part = min(left, needs[number]) if documents[number].customer_id == customer_id else 0
        if part > 0:
            spread.append((number, part))
            needs[number] -= part
            left -= part
    if left:
        raise InputError(f"{choice.write_off} is more than what is paid.", _NOTHING, "Write off less.")
    return tuple(spread)


def _keeper_of_rest(choice: Choice, receipt: StoredReceipt, documents: Mapping[int, KnownDocument]) -> int:
    if choice.write_off is not None:
        raise InputError("Money is left over, so nothing is to be written off.", _NOTHING, "Write off less.")
    customers = {documents[share.document_id].customer_id for share in choice.shares}
    keeper = choice.customer_id if choice.customer_id is not None else receipt.customer_id
    if keeper is None and len(customers) == 1:
        keeper = next(iter(customers))
    if keeper is None:
        raise InputError("Money is left over, and nobody is chosen to keep it for.", _NOTHING, "Choose a customer.")
    return keeper
