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
    """One mismatch for each field that Xero moved, alone or as well as we; one for total and VAT together."""
    by_field = {one.field: one for one in moved}
    found = []
    for one in moved:
        # The VAT goes with the total; what is gone is asked about in words of its own.
        if one.moved is Moved.OURS or one.field == "status" or (one.field == "tax" and "total" in by_field):
            continue
        kind, reason = _words(one)
        if one.field == "total" and "tax" in by_field:
            tax = by_field["tax"]
            reason = f"{reason}; the VAT is {tax.ours} here and {tax.theirs} in Xero"
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


def _words(one: Difference) -> tuple[MismatchKind, str]:
    words = FIELD_WORDS.get(one.field, one.field)
    if one.moved is Moved.BOTH:
        return MismatchKind.BOTH_CHANGED, f"{words} was changed here and in Xero"
    if one.field == "total":
        return MismatchKind.TOTAL_DIFFERS, "The total was changed in Xero"
    return MismatchKind.FIELD_DIFFERS, f"{words} was changed in Xero"


def _apart(one: Difference, currency: str) -> Money | None:
    if one.field not in _AMOUNTS:
        return None
    try:
        return Money.from_decimal(Decimal(one.theirs) - Decimal(one.ours), currency)
    except InvalidOperation:
        return None
