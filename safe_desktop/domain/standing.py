"""Where a record stands towards Xero: the status words a person reads, and which of them may be sent."""

from enum import StrEnum


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
