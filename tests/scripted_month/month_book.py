"""The book of a made month, connected with a practice Xero over real HTTP: sent, and with what was paid before.

Knows how a month becomes records. What differs afterwards is planted by `month_differences`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.debit_life import Debit, DebitStatus
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.entry import ledger, ledger_payments, ledger_settings
from safe_desktop.engine.sync.run_report import RunReport
from tests.engine.synced_book import BANK, Bench, ShiftedClock, connect, reopened
from tests.practice.practice_process import PracticeProcess
from tests.scripted_month.bending_transport import BendingTransport
from tests.scripted_month.month_truth import EarlierPayment, Made, Month, MonthInvoice

NO_LIMITS = ("--minute-limit", "100000", "--day-limit", "100000")
TRANSFER, DEBIT = "Bank transfer", "Direct Debit"
SAVINGS = "091"
TERMS = timedelta(days=30)


class HurriedClock(ShiftedClock):
    """A clock on which a minute passes in three seconds, so that the calls of a minute are soon there again."""

    def monotonic(self) -> float:
        return super().monotonic() * 20


@dataclass
class MonthBook:
    """A month, its book and its Xero."""

    month: Month
    bench: Bench
    wire: BendingTransport

    def customer_id(self, name: str) -> int:
        """The customer's number in the book."""
        found = self.bench.workplace.book.customers.find_name(name)
        assert found is not None, name
        return found.id

    def add(self, invoice: MonthInvoice, kind: DocumentKind = DocumentKind.INVOICE) -> int:
        """The invoice or credit note, written down here; its number in the book."""
        line = Line(
            "Coffee and fruit",
            Decimal(1),
            Decimal(invoice.net_minor).scaleb(-2),
            "ZERO" if invoice.is_zero_rated else "STANDARD",
        )
        document = Document(
            kind,
            invoice.number,
            self.customer_id(invoice.customer),
            invoice.issued_on,
            invoice.issued_on + TERMS,
            (line,),
            reference=invoice.reference,
        )
        return ledger.add_document(self.bench.workplace, document).value.id

    def pay_here(self, number: str, minor: int, method: str = TRANSFER, debit: Debit | None = None) -> int:
        """A payment of so much of an invoice, typed in here; its number in the book."""
        return self._pay(EarlierPayment(number, minor, self.month.first + timedelta(days=20), Made.HERE), method, debit)

    def _pay(self, paid: EarlierPayment, method: str, debit: Debit | None = None) -> int:
        book, document = self.bench.workplace.book, self.bench.document(paid.number)
        found = book.payments.find_method(method)
        assert found is not None
        payment = Payment(
            document.customer_id, paid.paid_on, Money(paid.minor), found.id, document_id=document.id, debit=debit
        )
        return ledger_payments.add_payment(self.bench.workplace, payment, seed=f"{paid.number} {paid.minor}").value.id

    def write_down(self, invoices: Iterable[MonthInvoice]) -> None:
        """These invoices, in one transaction."""
        with self.bench.workplace.book.transaction():
            for invoice in invoices:
                self.add(invoice)

    def write_down_payments(self) -> None:
        """What was paid before the statement came: here, in Xero, and by collections."""
        with self.bench.workplace.book.transaction():
            for paid in self.month.earlier:
                if paid.made is Made.HERE:
                    self._pay(paid, TRANSFER)
                elif paid.made is not Made.XERO:
                    status = DebitStatus.SUBMITTED if paid.made is Made.COLLECTED else DebitStatus.PAID_OUT
                    self._pay(paid, DEBIT, Debit(status, paid.paid_on))
        for paid in self.month.earlier:
            if paid.made is Made.XERO:
                self.pay_in_xero(paid.number, paid.minor, f"{paid.paid_on}")

    def pay_in_xero(self, number: str, minor: int, day: str) -> str:
        """The other bookkeeper writes a payment down in Xero; its id there."""
        wishes = {"invoice_number": number, "amount": pounds(minor), "date": day}
        made: str = self.bench.xero.admin("pay", wishes)["payment_id"]
        return made

    def money_comes_in_xero(self) -> None:
        """The other bookkeeper writes down in Xero what came to savings, and some of what the bank tells of too."""
        for money in self.month.in_xero:
            wishes = {"contact_name": money.customer, "invoice_number": money.number, "reference": money.reference}
            came = {
                "amount": pounds(money.minor),
                "date": f"{money.came_on}",
                "account_code": BANK if money.is_on_statement else SAVINGS,
            }
            self.bench.xero.admin("statement-line", {"how": money.how.value, **wishes, **came})
        for name in ("receive money", "prepayments", "overpayments"):
            self.bench.due_now(name)
            self.sync()

    def sync(self) -> RunReport:
        """One run that must end well."""
        report = self.bench.sync()
        assert report.result == "done", report
        return report


def pounds(minor: int) -> str:
    """Pence as an amount in pounds."""
    return str(Decimal(minor).scaleb(-2))


@contextmanager
def month_book(folder: Path, month: Month, keep_back: frozenset[str] = frozenset()) -> Iterator[MonthBook]:
    """The book of the month with everything sent but the invoices `keep_back`; nothing differs yet.

    Money that Xero has without an invoice is read too.
    """
    wire = BendingTransport()
    with (
        PracticeProcess.start(folder / "xero", *NO_LIMITS) as xero,
        reopened(folder, xero, HurriedClock(), wire) as bench,
    ):
        bench.workplace.book.settings.read_receive_money = True
        connect(bench.workplace)
        _choose_methods(bench)
        made = MonthBook(month, bench, wire)
        with bench.workplace.book.transaction():
            for name in month.customers:
                email = f"accounts@{name.split()[0].lower()}.example"
                ledger.add_customer(bench.workplace, Customer(name, email=email))
        made.write_down(one for one in month.invoices if one.number not in keep_back)
        with bench.workplace.book.transaction():
            for note in month.credit_notes:
                made.add(note, DocumentKind.CREDIT_NOTE)
        made.sync()
        made.write_down_payments()
        made.sync()
        yield made


def _choose_methods(bench: Bench) -> None:
    for name in (TRANSFER, DEBIT):
        method = bench.workplace.book.payments.find_method(name)
        assert method is not None
        ledger_settings.save_method(bench.workplace, replace(method, xero_account_code=BANK))
