"""The ledger behind the documents: every posting follows from a document, so control totals tie out by themselves.

Debits are positive, credits negative, all in the base currency. Nothing is stored: it is worked out when asked for.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from safe_desktop.practice.line_arithmetic import ZERO
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.record_shelf import Element, Record

_LIVE = "status IN ('AUTHORISED', 'PAID')"
_ADVANCES = ("overpayment", "prepayment")


@dataclass(frozen=True)
class Posting:
    """One amount on one account on one day; debits positive."""

    day: str
    account_id: str
    amount: Decimal


def _receivable(type_name: str) -> bool:
    return type_name.startswith(("ACCREC", "AR", "RECEIVE"))


def _base(amount: Decimal, rate: Decimal) -> Decimal:
    return amount if rate == 1 else (amount / rate).quantize(Decimal("0.01"), ROUND_HALF_UP)


class ControlAccounts:
    """The postings of one organisation up to a day."""

    def __init__(self, books: OrganisationBooks, until: str = "9999-12-31") -> None:
        self.books = books
        self.until = until
        self._debtors = books.system_account("DEBTORS").id
        self._creditors = books.system_account("CREDITORS").id
        self._tax = books.system_account("GST").id
        self._rounding = books.system_account("ROUNDING").id

    def postings(self) -> Iterator[Posting]:
        """Every posting of every live document, payment and allocation."""
        for kind in ("invoice", "credit_note", "overpayment", "prepayment", "bank_transaction"):
            for record in self.books.shelf.where(kind, f"{_LIVE} AND day <= ?", [self.until]):
                if "advance" not in record.body:  # it is posted by the overpayment or prepayment it made
                    yield from self._document(record)
        for record in self.books.shelf.where("payment", "status='AUTHORISED' AND day <= ?", [self.until]):
            yield from self._payment(record)
        for record in self.books.shelf.where("allocation", "day <= ?", [self.until]):
            if record.body["credit"] == "prepayment":
                yield from self._prepayment_used(record)

    def _sides(self, record: Record) -> tuple[str, int]:
        """The control account of a document and the sign with which its total goes there."""
        receivable = _receivable(record.type)
        control = self._debtors if receivable else self._creditors
        sign = 1 if receivable else -1
        return control, (sign if record.kind == "invoice" else -sign)

    def _document(self, record: Record) -> Iterator[Posting]:
        body, rate = record.body, Decimal(record.body["CurrencyRate"])
        control, sign = self._sides(record)
        if record.kind in ("bank_transaction", *_ADVANCES):
            # Money came in or went out at the bank; only an overpayment also touches the control account.
            bank_sign = 1 if record.type.startswith("RECEIVE") else -1
            yield Posting(record.day, body["BankAccountID"], bank_sign * _base(body["Total"], rate))
            if record.kind == "overpayment":
                yield Posting(record.day, control, sign * _base(body["Total"], rate))
            else:
                yield from self._lines(record, -bank_sign, rate)
            return
        yield Posting(record.day, control, sign * _base(body["Total"], rate))
        yield from self._lines(record, -sign, rate)

    def _lines(self, record: Record, sign: int, rate: Decimal, share: Decimal = Decimal(1)) -> Iterator[Posting]:
        body, posted = record.body, ZERO
        inclusive = body["LineAmountTypes"] == "Inclusive"
        for line in body["LineItems"]:
            net = line["LineAmount"] - (line["TaxAmount"] if inclusive else ZERO)
            for account_id, amount in ((line.get("AccountID"), net), (self._tax, line["TaxAmount"])):
                value = _base(amount * share, rate).quantize(Decimal("0.01"), ROUND_HALF_UP)
                if value and account_id:
                    posted += value
                    yield Posting(record.day, account_id, sign * value)
        left = _base(body["Total"] * share, rate).quantize(Decimal("0.01"), ROUND_HALF_UP) - posted
        if left:
            yield Posting(record.day, self._rounding, sign * left)

    def _payment(self, payment: Record) -> Iterator[Posting]:
        receivable = _receivable(payment.type)
        refund = payment.body["target"] != "invoice"
        control = self._debtors if receivable else self._creditors
        money_in = receivable != refund
        value = payment.body["BankAmount"] if money_in else -payment.body["BankAmount"]
        yield Posting(payment.day, payment.body["AccountID"], value)
        if payment.body["target"] == "prepayment":
            yield from self._undone_prepayment(payment, value)
        else:
            yield Posting(payment.day, control, -value)

    def _undone_prepayment(self, payment: Record, value: Decimal) -> Iterator[Posting]:
        prepayment = self.books.shelf.get("prepayment", payment.parent)
        assert prepayment is not None
        share = payment.body["Amount"] / prepayment.body["Total"]
        yield from self._lines(prepayment, 1 if value < 0 else -1, Decimal(prepayment.body["CurrencyRate"]), share)

    def _prepayment_used(self, allocation: Record) -> Iterator[Posting]:
        prepayment = self.books.shelf.get("prepayment", allocation.other)
        assert prepayment is not None
        control, sign = self._sides(prepayment)
        rate = Decimal(prepayment.body["CurrencyRate"])
        yield Posting(allocation.day, control, sign * _base(allocation.body["Amount"], rate))
        share = allocation.body["Amount"] / prepayment.body["Total"]
        yield from self._lines(prepayment, -sign, rate, share)

    def balances(self) -> dict[str, Decimal]:
        """The balance of every account that has postings, by account id."""
        found: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for posting in self.postings():
            found[posting.account_id] += posting.amount
        return dict(found)


def open_items(books: OrganisationBooks, *, receivable: bool = True) -> dict[str, Decimal]:
    """What each contact owes us (or we them), by contact id: open documents less unused credit, prepayments apart."""
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for kind, name in (
        ("invoice", "AmountDue"),
        ("credit_note", "RemainingCredit"),
        ("overpayment", "RemainingCredit"),
    ):
        for record in books.shelf.where(kind, "status='AUTHORISED'"):
            if _receivable(record.type) == receivable:
                value = _base(record.body[name], Decimal(record.body["CurrencyRate"]))
                found[record.parent] += value if kind == "invoice" else -value
    return dict(found)


def ledger_summary(books: OrganisationBooks) -> Element:
    """The trial balance, each contact's balance, and whether both agree on what customers owe."""
    balances = ControlAccounts(books).balances()
    owed = open_items(books)
    contacts = books.shelf.many("contact", owed)
    debtors = balances.get(books.system_account("DEBTORS").id, ZERO)
    return {
        "organisation": books.organisation["Name"],
        "trial_balance": [
            {"code": books.accounts[account_id].body.get("Code", ""), "name": books.accounts[account_id].body["Name"]}
            | {"balance": balance}
            for account_id, balance in sorted(balances.items(), key=lambda item: str(books.accounts[item[0]].key))
        ],
        "contacts": [
            {"contact_id": contact_id, "name": contacts[contact_id].body["Name"], "receivable": amount}
            for contact_id, amount in sorted(owed.items(), key=lambda item: str(contacts[item[0]].body["Name"]))
        ],
        "debtors": debtors,
        "open_items": sum(owed.values(), ZERO),
        "ties_out": debtors == sum(owed.values(), ZERO) and sum(balances.values(), ZERO) == 0,
    }
