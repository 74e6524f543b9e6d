"""A document on the matcher's table: what is left of it while the receipts of a batch make their claims.

Knows amounts and days as whole numbers. Knows nothing of texts.
"""

from datetime import date
from functools import cache

from safe_desktop.domain.matching.situation import OpenDocument


@cache
def _ordinal(day: date) -> int:
    """The day as a number; one number for each day, because a book has many documents and few days."""
    return day.toordinal()


class Item:
    """A document and what is left of it.

    `squash` is its number bare, `digits` those in it; `waits` what a provider collected for it.
    """

    __slots__ = (
        "claims",
        "digits",
        "due",
        "is_credit",
        "issued",
        "key",
        "left",
        "number",
        "open",
        "payer",
        "reference",
        "squash",
        "total",
        "waits",
        "xero_id",
    )

    def __init__(self, document: OpenDocument) -> None:
        self.key = document.key
        self.number = document.number
        self.reference = document.reference
        self.payer = document.payer_key
        self.issued = _ordinal(document.issued_on)
        self.due = _ordinal(document.due_on)
        self.total = document.total_minor
        self.open = self.left = document.open_minor if document.is_live else 0
        self.is_credit = document.is_credit
        self.xero_id = document.xero_id
        self.digits = ""
        self.squash = ""
        self.waits = 0
        self.claims: tuple[tuple[int, str, int], ...] = ()

    @property
    def age_key(self) -> tuple[int, int, str]:
        """What sorts documents oldest first, the same in every run."""
        return (self.issued, self.due, self.key)
