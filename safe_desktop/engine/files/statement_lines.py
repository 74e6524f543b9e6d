"""A bank statement as values: its lines, what of it could not be used, and whether it adds up by itself.

Knows neither files nor the book. Every reader of a format gives these.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from safe_desktop.domain.money import Money, total


class StatementFormat(StrEnum):
    """What kind of file it was, as it is shown."""

    OFX = "OFX"
    CAMT = "CAMT.053"
    TABLE = "CSV or Excel"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One amount on the bank's statement, negative where it went out.

    `bank_id` is the bank's own number of it, empty where the file has none; `place` says where in the file it stands.
    """

    came_on: date
    amount: Money
    kind: str = ""
    payee: str = ""
    reference: str = ""
    narrative: str = ""
    bank_id: str = ""
    balance_after: Money | None = None
    place: str = ""

    @property
    def text(self) -> str:
        """All words of the line."""
        parts = (self.kind, self.payee, self.reference, self.narrative)
        return " · ".join(dict.fromkeys(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something in the file that is no line: where, what it was, and why it was not taken."""

    place: str
    label: str
    reason: str

    @property
    def words(self) -> str:
        """One sentence for a report."""
        return f"{self.place} ({self.label}): {self.reason}" if self.label else f"{self.place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether opening balance, lines and closing balance agree. `apart` is None where the file does not tell."""

    apart: Money | None
    words: str

    @property
    def holds(self) -> bool:
        """Whether the file proves itself."""
        return self.apart is not None and not self.apart


@dataclass(frozen=True, slots=True)
class Statement:
    """The lines of one account in one file. `account` is the bank's name for it: a number, an IBAN, or empty.

    `bad` could not be read, `passed_over` is no money yet (pending, declined, nothing moved); both are told.
    """

    account: str
    currency: str
    lines: tuple[StatementLine, ...]
    opening: Money | None = None
    closing: Money | None = None
    file_name: str = ""
    format: StatementFormat = StatementFormat.TABLE
    bad: tuple[LeftOut, ...] = ()
    passed_over: tuple[LeftOut, ...] = ()
    gaps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def money_in(self) -> Money:
        """What came in, together."""
        return total((line.amount for line in self.lines if line.amount.minor > 0), self.currency)

    @property
    def money_out(self) -> Money:
        """What went out, together; below zero."""
        return total((line.amount for line in self.lines if line.amount.minor < 0), self.currency)

    @property
    def proof(self) -> Proof:
        """Opening balance plus lines, held against the closing balance."""
        if self.opening is None or self.closing is None:
            return Proof(None, "The file does not tell both balances, so it cannot be checked against them.")
        there = self.opening + self.money_in + self.money_out
        apart = self.closing - there
        if not apart:
            return Proof(apart, f"{self.opening} and all lines make {self.closing}, the balance it ends with.")
        cause = " Lines that could not be read are missing from it." if self.bad else ""
        return Proof(apart, f"{self.opening} and all lines make {there}, but it ends with {self.closing}.{cause}")
