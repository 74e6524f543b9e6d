"""What is owed: paid, part paid, overdue, and by age. Pure arithmetic over documents and allocations."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safe_desktop.domain.document import DocumentStatus
from safe_desktop.domain.money import Money

AGE_BANDS = ((0, 30, "0 to 30 days"), (31, 60, "31 to 60"), (61, 90, "61 to 90"), (91, None, "Over 90"))


class SettledStatus(StrEnum):
    """The status words of documents on screen (design.md 2)."""

    DRAFT = "Draft"
    AWAITING = "Awaiting payment"
    PART_PAID = "Part paid"
    PAID = "Paid"
    OVERDUE = "Overdue"
    VOIDED = "Voided"


@dataclass(frozen=True, slots=True)
class AgeBand:
    """One band of the debtors' list; days past the due date."""

    label: str
    amount: Money


def settled_status(status: DocumentStatus, total: Money, settled: Money, due_on: date, today: date) -> SettledStatus:
    """The word for a document of this total of which so much is settled."""
    if status is DocumentStatus.VOIDED:
        return SettledStatus.VOIDED
    if status is DocumentStatus.DRAFT:
        return SettledStatus.DRAFT
    if total.minor <= settled.minor:
        return SettledStatus.PAID
    if due_on < today:
        return SettledStatus.OVERDUE
    return SettledStatus.PART_PAID if settled.minor > 0 else SettledStatus.AWAITING
