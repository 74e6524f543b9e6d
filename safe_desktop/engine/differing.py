"""Turns fields that moved into mismatches a person can read. What only we changed is no mismatch: it is to be sent."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.reconciling import FIELD_WORDS, Difference, Moved
from safe_desktop.domain.record_kind import RecordKind

_AMOUNTS = ("total", "tax", "amount")


def mismatches_of(
    record_kind: RecordKind,
    local_id: int,
    label: str,
    customer: str,
    xero_id: str,
    moved: Sequence[Difference],
    currency: str = "GBP",
) -> list[Mismatch]:
    """One mismatch for each field that Xero moved, alone or as well as we."""
    found = []
    for one in moved:
        if one.moved is Moved.OURS or one.field == "status":
            continue
        words = FIELD_WORDS.get(one.field, one.field)
        if one.moved is Moved.BOTH:
            kind, reason = MismatchKind.BOTH_CHANGED, f"{words} was changed here and in Xero"
        elif one.field == "total":
            kind, reason = MismatchKind.TOTAL_DIFFERS, "The total was changed in Xero"
        else:
            kind, reason = MismatchKind.FIELD_DIFFERS, f"{words} was changed in Xero"
        found.append(
            Mismatch(
                kind,
                record_kind,
                local_id,
                label,
                reason,
                xero_id,
                one.field,
                customer,
                one.ours,
                one.theirs,
                one.agreed,
                _apart(one, currency),
            )
        )
    return found


def _apart(one: Difference, currency: str) -> Money | None:
    if one.field not in _AMOUNTS:
        return None
    try:
        return Money.from_decimal(Decimal(one.theirs) - Decimal(one.ours), currency)
    except InvalidOperation:
        return None
