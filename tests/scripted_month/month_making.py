"""Makes a month from a seed. The same seed and the same first day give the same month, and the truth about it.

No amount of an invoice occurs twice unless it is meant to: what a person could not know is no question of a test.
"""

import random
from datetime import date, timedelta

from tests.scripted_month.month_names import OTHERS, as_the_bank_writes, customer_names
from tests.scripted_month.month_truth import BankLine, Belongs, EarlierPayment, MoneyInXero, Month, MonthInvoice

OCTOBER = date(2026, 10, 1)
INVOICES = 300
PAYERS = 38
CUSTOMERS = 58
"""The first pay by the bank; the others are those with whom something else is the matter."""

FEE_PERCENT, FEE_MINOR, FEE_CAP = 1, 20, 400
"""What the provider keeps of each collection: so much per cent, rounded half up, and so much fixed, at most the cap."""


class MonthMaker:
    """Makes invoices, and the lines of the bank statement that belong to them."""

    def __init__(self, seed: int, first: date) -> None:
        self.first = first
        self.customers = customer_names(CUSTOMERS)
        self.invoices: list[MonthInvoice] = []
        self.credit_notes: list[MonthInvoice] = []
        self.earlier: list[EarlierPayment] = []
        self.lines: list[BankLine] = []
        self.in_xero: list[MoneyInXero] = []
        self._random = random.Random(seed)
        self._amounts: set[int] = set()
        self._next_payer = 0

    def payer(self) -> str:
        """The next paying customer, in turn."""
        self._next_payer += 1
        return self.customers[self._next_payer % PAYERS]

    def net(self, at_least: int = 4_000) -> int:
        """A net amount whose total no other invoice has, plain or with VAT."""
        while True:
            found = self._random.randrange(at_least, at_least + 70_000, 5)
            both = {found, found * 6 // 5}
            if not both & self._amounts:
                self._amounts |= both
                return found

    def invoice(
        self,
        customer: str,
        net: int | None = None,
        back: int = 0,
        reference: str = "",
        is_zero_rated: bool | None = None,
    ) -> MonthInvoice:
        """One more invoice of the customer, issued so many months back or in this one."""
        if is_zero_rated is None:
            is_zero_rated = net is None and self._random.random() < 0.25
        day = self.first - timedelta(days=30 * back) + timedelta(days=self._random.randrange(12))
        made = MonthInvoice(
            number=f"INV-{2001 + len(self.invoices)}",
            customer=customer,
            issued_on=day,
            net_minor=self.net() if net is None else net,
            is_zero_rated=is_zero_rated,
            reference=reference,
        )
        self.invoices.append(made)
        return made

    def day(self, at_least: int = 13) -> date:
        """A day of the month on which money comes; invoices are issued before it."""
        return self.first + timedelta(days=self._random.randrange(at_least, 29))

    def one_of(self, words: tuple[str, ...]) -> str:
        """One of these, by chance."""
        return self._random.choice(words)

    def line(
        self,
        sort: str,
        minor: int,
        payee: str,
        reference: str,
        belongs: Belongs,
        customer: str = "",
        shares: tuple[tuple[str, int], ...] = (),
        *,
        kind: str = "BGC",
        credit: int = 0,
        short: int = 0,
        may_be_short: int = 0,
        on: date | None = None,
    ) -> None:
        """One more line of the statement. Texts are cut as a bank cuts them."""
        self.lines.append(
            BankLine(
                on or self.day(),
                minor,
                sort,
                kind,
                as_the_bank_writes(payee),
                reference.upper()[:18].strip(),
                belongs,
                customer,
                shares,
                credit,
                short,
                may_be_short,
            )
        )

    def pays(self, sort: str, invoice: MonthInvoice, reference: str, payee: str | None = None) -> None:
        """A line that pays all of one invoice."""
        shares = ((invoice.number, invoice.total_minor),)
        who = invoice.customer if payee is None else payee
        self.line(sort, invoice.total_minor, who, reference, Belongs.INVOICES, invoice.customer, shares)

    def fee(self, minor: int) -> int:
        """What the provider keeps of one collection."""
        return min((minor * FEE_PERCENT + 50) // 100 + FEE_MINOR, FEE_CAP)

    def finished(self) -> Month:
        """The month: filled up with invoices that nobody paid yet, its lines in the order of their days."""
        while len(self.invoices) < INVOICES:
            self.invoice(self.payer())
        ordered = sorted(self.lines, key=lambda line: line.came_on)
        lines = tuple(
            BankLine(**{**_fields(line), "bank_id": f"{self.first:%Y%m}{place:05d}"})  # type: ignore[arg-type]
            for place, line in enumerate(ordered, start=1)
        )
        return Month(
            self.first,
            self.customers,
            tuple(self.invoices),
            tuple(self.credit_notes),
            tuple(self.earlier),
            lines,
            tuple(self.in_xero),
        )


def _fields(line: BankLine) -> dict[str, object]:
    return {name: getattr(line, name) for name in BankLine.__slots__}


def strangers() -> tuple[str, ...]:
    """Names of those whose money is no customer's."""
    return OTHERS
