"""What a made month consists of, and the truth about it. Values only; amounts are whole pence."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

VAT_PERCENT = 20


class Belongs(StrEnum):
    """What a line of the bank statement truly is."""

    INVOICES = "invoices"
    ON_ACCOUNT = "on account"
    KNOWN = "known already"
    PAYOUT = "payout of a provider"
    BOUNCED = "bounced"
    REFUND = "refund of a credit note"
    NOT_OURS = "no customer's money"


class Made(StrEnum):
    """Where a payment was written down before the statement came."""

    HERE = "typed in here"
    XERO = "made in Xero"
    COLLECTED = "collected by a provider, not yet paid out"
    PAID_OUT = "collected and paid out"


@dataclass(frozen=True, slots=True)
class MonthInvoice:
    """An invoice, or a credit note, of one line."""

    number: str
    customer: str
    issued_on: date
    net_minor: int
    is_zero_rated: bool = False
    reference: str = ""

    @property
    def total_minor(self) -> int:
        """With VAT; net amounts are chosen so that the VAT is exact."""
        vat, rest = (0, 0) if self.is_zero_rated else divmod(self.net_minor * VAT_PERCENT, 100)
        assert rest == 0, self.number
        return self.net_minor + vat


@dataclass(frozen=True, slots=True)
class EarlierPayment:
    """Money that was written down before the statement came."""

    number: str
    minor: int
    paid_on: date
    made: Made


@dataclass(frozen=True, slots=True)
class BankLine:
    """A line of the bank statement, and what it truly is.

    `shares` are of invoices (or of a credit note, for a refund); `credit_minor` stays on account of the customer;
    `short_minor` is what came too little and is written off; `may_be_short_minor` may be written off, or stay open.
    """

    came_on: date
    minor: int
    sort: str
    kind: str
    payee: str
    reference: str
    belongs: Belongs
    customer: str = ""
    shares: tuple[tuple[str, int], ...] = ()
    credit_minor: int = 0
    short_minor: int = 0
    may_be_short_minor: int = 0
    bank_id: str = ""


class Elsewhere(StrEnum):
    """How the other bookkeeper wrote down in Xero what came to an account of which we have no statement."""

    RECEIVED = "receive-money"
    PREPAID = "prepayment"
    OVERPAID = "overpaid"


@dataclass(frozen=True, slots=True)
class MoneyInXero:
    """Money that Xero knows of, and the invoice that it is for; what is more than that stays on account.

    It came to another account than that of the statement, unless it `is_on_statement`: then the bank tells of it too.
    """

    how: Elsewhere
    customer: str
    minor: int
    came_on: date
    number: str
    reference: str = ""
    is_on_statement: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """All of it. The statement's lines are in the order of their days."""

    first: date
    customers: tuple[str, ...]
    invoices: tuple[MonthInvoice, ...]
    credit_notes: tuple[MonthInvoice, ...]
    earlier: tuple[EarlierPayment, ...]
    lines: tuple[BankLine, ...]
    in_xero: tuple[MoneyInXero, ...] = ()
    opening_minor: int = 1_250_000

    @property
    def closing_minor(self) -> int:
        """The bank's balance at the end."""
        return self.opening_minor + sum(line.minor for line in self.lines)

    def open_at_the_end(self) -> dict[str, int]:
        """What is open of each invoice and credit note when everything is where it belongs."""
        left = {one.number: one.total_minor for one in (*self.invoices, *self.credit_notes)}
        for payment in self.earlier:
            left[payment.number] -= payment.minor
        for line in self.lines:
            sign = -1 if line.belongs is Belongs.BOUNCED else 1
            if line.belongs in (Belongs.INVOICES, Belongs.BOUNCED, Belongs.REFUND):
                for number, minor in line.shares:
                    left[number] -= sign * minor
        for money in self.in_xero:
            left[money.number] = 0
        return left

    def may_be_written_off(self) -> dict[str, int]:
        """What may be open of an invoice, or written off just as well."""
        return {line.shares[0][0]: line.may_be_short_minor for line in self.lines if line.may_be_short_minor}

    def on_account_at_the_end(self) -> dict[str, int]:
        """What each customer has on account then; those with nothing are left out."""
        return _added(self._on_account_by_the_bank(), self._overpaid_in_xero())

    def only_here_at_the_end(self) -> dict[str, int]:
        """What of each customer's money is settled here and not in Xero: kept there as income, or on account here."""
        received = ({one.customer: one.minor} for one in self.in_xero if one.how is Elsewhere.RECEIVED)
        return _added(self._on_account_by_the_bank(), *received)

    def _on_account_by_the_bank(self) -> dict[str, int]:
        return _added(*({line.customer: line.credit_minor} for line in self.lines if line.credit_minor))

    def _overpaid_in_xero(self) -> dict[str, int]:
        totals = {one.number: one.total_minor for one in self.invoices}
        return _added(
            *({one.customer: one.minor - totals[one.number]} for one in self.in_xero if one.how is Elsewhere.OVERPAID)
        )


def _added(*parts: dict[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in parts:
        for name, minor in part.items():
            found[name] = found.get(name, 0) + minor
    return found
