"""A document on the matcher's table: what is left of it while the receipts of a batch make their claims.

Knows amounts and days as whole numbers. Knows nothing of texts.
"""

from safe_desktop.domain.matching.situation import OpenDocument


class Item:
    """A document and what is left of it. `squash` is its number bare, `digits` those in it; `waits` what a provider collected for it."""

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
        self.issued = document.issued_on.toordinal()
        self.due = document.due_on.toordinal()
        self.total = document.total_minor
        self.open = self.left = document.open_minor if document.is_live else 0
        self.is_credit = document.is_credit
        self.xero_id = document.xero_id
        self.digits = ""
        self.squash = ""
        self.waits = 0
        self.claims: list[tuple[int, str, int]] = []

    @property
    def age_key(self) -> tuple[int, int, str]:
        """What sorts documents oldest first, the same in every run."""
        return (self.issued, self.due, self.key)
