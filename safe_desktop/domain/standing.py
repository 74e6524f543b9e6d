"""Where a record stands towards Xero: the status words a person reads, and the rule that picks one with its reason."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from safe_desktop.domain.mismatch import MismatchKind


class Standing(StrEnum):
    """The status words of the screen (design.md 2)."""

    NOT_SENT = "Not sent"
    READY = "Ready"
    TO_REVIEW = "To review"
    QUEUED = "Queued"
    SENDING = "Sending"
    IN_XERO = "In Xero"
    CHANGED_HERE = "Changed here"
    CHANGED_IN_XERO = "Changed in Xero"
    CONFLICT = "Conflict"
    FAILED = "Failed"
    DO_NOT_SEND = "Do not send"
    HELD = "Held until cleared"
    STAYS_HERE = "Stays here"


WAITING = (Standing.READY, Standing.TO_REVIEW, Standing.CHANGED_HERE, Standing.FAILED, Standing.HELD)
"""What the To send page shows."""

SENDABLE = (Standing.READY, Standing.CHANGED_HERE)
"""What a sync sends without being asked again."""

_MOVED_THERE = (
    MismatchKind.FIELD_DIFFERS,
    MismatchKind.GONE_IN_XERO,
    MismatchKind.CONTACT_ARCHIVED,
    MismatchKind.CREDIT_IN_XERO,
)


class Facts(NamedTuple):
    """All that decides where a record stands. Texts are empty where there is no such reason."""

    is_linked: bool = False
    is_changed: bool = False
    is_kind_synced: bool = True
    on_its_way: str = ""
    mismatch: MismatchKind | None = None
    mismatch_reason: str = ""
    held_back: str = ""
    stays_here: str = ""
    kept_as_there: str = ""
    worth_nothing: str = ""
    refused: str = ""
    to_review: str = ""
    held: str = ""
    held_until: date | None = None


def stands(facts: Facts, today: date) -> tuple[Standing, str]:
    """The status word and its reason; the strongest fact decides."""
    if facts.on_its_way:
        return Standing.SENDING, facts.on_its_way
    if facts.mismatch is not None:
        moved = facts.mismatch in _MOVED_THERE
        return (Standing.CHANGED_IN_XERO if moved else Standing.CONFLICT), facts.mismatch_reason
    if facts.is_linked and not facts.is_changed:
        return Standing.IN_XERO, facts.kept_as_there
    if facts.held_back:
        return Standing.DO_NOT_SEND, facts.held_back
    if facts.stays_here or facts.kept_as_there:
        return Standing.STAYS_HERE, facts.stays_here or facts.kept_as_there
    if facts.worth_nothing:
        return Standing.DO_NOT_SEND, facts.worth_nothing
    return _stands_before_sending(facts, today)


def _stands_before_sending(facts: Facts, today: date) -> tuple[Standing, str]:
    if not facts.is_kind_synced:
        return Standing.NOT_SENT, "Sending of these is switched off in Settings"
    if facts.refused:
        return Standing.FAILED, facts.refused
    if facts.to_review:
        return Standing.TO_REVIEW, facts.to_review
    if facts.held:
        return Standing.HELD, facts.held
    if facts.held_until is not None and facts.held_until > today:
        return Standing.HELD, f"Until {facts.held_until:%d/%m/%Y}, when it will have cleared"
    if facts.is_linked:
        return Standing.CHANGED_HERE, "Changed here since it was last equal"
    return Standing.READY, "New"
