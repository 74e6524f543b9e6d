"""Xero's refusals in words that a bookkeeper reads: the cause, the field of ours to mend, and what can be done now.

Words only. What is sent, sent again or asked about is never decided by these texts (xero-api.md 5.11); that goes by
states read back from Xero.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.refused_money import ALLOCATIONS, GENERAL, PAYMENTS
from safe_desktop.domain.refused_records import CUSTOMERS, DOCUMENTS, Known

_MOST_CAUSES = 3
_UNKNOWN_REMEDY = "Correct the record as Xero’s answer says, then press Retry; or mark it Do not send."
_MESSAGES_APART = re.compile(r";\s+|\n+")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What Xero refused, in words. `field` is the name of our value to mend, empty where none is; `raw` is its answer.

    `is_known` is False where the answer is none of those we have words for: then the cause is the answer itself.
    """

    cause: str
    field: str
    remedy: str
    raw: str
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class _Entry:
    pattern: re.Pattern[str]
    cause: str
    field: str
    remedy: str


def _compiled(table: Iterable[Known]) -> tuple[_Entry, ...]:
    return tuple(_Entry(re.compile(pattern, re.IGNORECASE), *words) for pattern, *words in table)


_EXACT = _compiled((*CUSTOMERS, *PAYMENTS, *ALLOCATIONS, *DOCUMENTS))
_GENERAL = _compiled(GENERAL)
KNOWN_MESSAGES = len(_EXACT) + len(_GENERAL)
"""So many of Xero's messages have words of their own."""


@lru_cache(maxsize=512)
def read_refusal(raw: str, kind: RecordKind | None = None) -> Refusal:
    """The refusal in words; several messages give several causes, and the first says which field to mend."""
    text = raw.strip()
    messages = [part for part in _MESSAGES_APART.split(text) if part]
    found = _found(_EXACT, messages) or _found(_EXACT, [text]) or _found(_GENERAL, messages)
    if not found:
        return Refusal(text.rstrip(".") or "Xero gave no reason", "", _UNKNOWN_REMEDY, text, is_known=False)
    causes = list(dict.fromkeys(cause for cause, _ in found))[:_MOST_CAUSES]
    entry = found[0][1]
    return Refusal("; ".join(causes), _field_of(entry.field, kind), entry.remedy, text)


def _found(entries: Sequence[_Entry], messages: Iterable[str]) -> list[tuple[str, _Entry]]:
    """For each message the first entry whose pattern is in it, with its cause made exact."""
    found = []
    for message in messages:
        for entry in entries:
            match = entry.pattern.search(message)
            if match:
                found.append((entry.cause.format(*(part or "" for part in match.groups())), entry))
                break
    return found


def _field_of(field: str, kind: RecordKind | None) -> str:
    """Our name of the field: a document's date is `issued_on`, a payment's `paid_on`."""
    if field != "date":
        return field
    return "paid_on" if kind is RecordKind.PAYMENT else "issued_on"
