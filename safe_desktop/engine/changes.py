"""What a piece of work changed, so that each page can decide for itself whether to read again."""

from dataclasses import dataclass

CUSTOMERS = "customers"
DOCUMENTS = "documents"
PAYMENTS = "payments"
MISMATCHES = "mismatches"
RUNS = "runs"
SETTINGS = "settings"
CONNECTION = "connection"
ALL_KINDS = frozenset({CUSTOMERS, DOCUMENTS, PAYMENTS, MISMATCHES, RUNS, SETTINGS, CONNECTION})


@dataclass(frozen=True, slots=True)
class Changes:
    """The kinds of records that are no longer what a page may have read before."""

    kinds: frozenset[str] = frozenset()

    @classmethod
    def of(cls, *kinds: str) -> "Changes":
        return cls(frozenset(kinds))

    def touches(self, *kinds: str) -> bool:
        """Whether any of these kinds changed."""
        return bool(self.kinds.intersection(kinds))

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(self.kinds | other.kinds)

    def __bool__(self) -> bool:
        return bool(self.kinds)
