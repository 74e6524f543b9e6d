"""Twenty differences of every kind that a person settles, and two that need no decision, planted in a made month.

Each names what must be found (kind, record, field, label), and the way out that the script takes. Planted are the acts
of another bookkeeper in Xero, slips of the wire, and what was typed in here meanwhile.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.delivery import QUIET_SECONDS
from safe_desktop.domain.mismatch import MismatchKind, WayOut
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.entry import ledger
from tests.scripted_month.month_book import MonthBook, pounds
from tests.scripted_month.month_names import customer_names
from tests.scripted_month.month_truth import Made, Month, MonthInvoice

CUSTOMER, INVOICE, _, PAYMENT = RecordKind
Kind = MismatchKind
Plant = Callable[[MonthBook, MonthInvoice], None]
_SOON = "2026-10-20"
_NAMESAKE = "Thornfield Pottery"
_MERGED, _ARCHIVED = customer_names(40)[38:]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: what is to be found, and how the script settles it.

    `place` is that of its invoice in the month. In the end the invoice is open by its total and `more`, or by `left`.
    """

    name: str
    place: int
    kind: MismatchKind
    record: RecordKind
    field: str
    way: WayOut
    plant: Plant
    more: int = 0
    left: int | None = None
    label: str = ""

    def invoice(self, month: Month) -> MonthInvoice:
        """The invoice that is kept for it."""
        return month.invoices[self.place]

    def found_as(self, month: Month) -> tuple[str, str, str, str]:
        """Kind, record, field and label under which it is to be on the desk."""
        return self.kind.value, self.record.value, self.field, self.label or self.invoice(month).number


def _edited(**fields: str) -> Plant:
    return lambda made, invoice: made.bench.other_edits(invoice.number, **fields)


def _amount(made: MonthBook, invoice: MonthInvoice) -> None:
    made.bench.xero.admin("edit-invoice", {"invoice_number": invoice.number, "amount": pounds(invoice.net_minor - 500)})


def _vat_code(made: MonthBook, invoice: MonthInvoice) -> None:
    made.bench.other_edits_line(invoice.number, TaxType="EXEMPTOUTPUT")


def _account(made: MonthBook, invoice: MonthInvoice) -> None:
    made.bench.xero.admin("edit-invoice", {"invoice_number": invoice.number, "account_code": "260"})


def _contact(made: MonthBook, invoice: MonthInvoice) -> None:
    made.bench.other_edits(invoice.number, Contact={"Name": made.month.customers[0]})


def _number(made: MonthBook, invoice: MonthInvoice) -> None:
    made.bench.other_edits(invoice.number, InvoiceNumber=f"{invoice.number}-A")


def _void(made: MonthBook, invoice: MonthInvoice) -> None:
    made.bench.xero.admin("void", {"invoice_number": invoice.number})


def _send_as_draft(made: MonthBook, invoice: MonthInvoice) -> None:
    made.bench.workplace.book.settings.approve_on_send = False
    made.write_down([invoice])
    made.sync()
    made.bench.workplace.book.settings.approve_on_send = True


def _delete(made: MonthBook, invoice: MonthInvoice) -> None:
    made.bench.other_edits(invoice.number, Status="DELETED")


def _credit(made: MonthBook, invoice: MonthInvoice) -> None:
    made.bench.credit_in_xero(invoice.customer, invoice.number, "30.00")


def _merge(made: MonthBook, _invoice: MonthInvoice) -> None:
    made.bench.xero.admin("merge-contacts", {"loser": _MERGED, "winner": made.month.customers[1]})


def _archive(made: MonthBook, _invoice: MonthInvoice) -> None:
    made.bench.xero.admin("archive-contact", {"name": _ARCHIVED})


def _same_payment(made: MonthBook, invoice: MonthInvoice) -> None:
    made.pay_here(invoice.number, 5_000)
    made.pay_in_xero(invoice.number, 5_000, _SOON)


def _name_taken(made: MonthBook, _invoice: MonthInvoice) -> None:
    there = {"Name": _NAMESAKE, "EmailAddress": "office@thornfield.example"}
    made.bench.xero.admin("contact", {"contact": there})
    ledger.add_customer(made.bench.workplace, Customer(_NAMESAKE, email="pots@thornfield.example"))


def _number_taken(made: MonthBook, invoice: MonthInvoice) -> None:
    wishes = {"contact_name": invoice.customer, "invoice_number": invoice.number, "date": f"{invoice.issued_on}"}
    made.bench.xero.admin("invoice", {**wishes, "amount": pounds(invoice.net_minor + 250)})
    made.write_down([invoice])


def _rounded(made: MonthBook, invoice: MonthInvoice) -> None:
    """Xero stores a price that is a penny less than it was told."""
    net = Decimal(invoice.net_minor).scaleb(-2)
    made.wire.told[f'"UnitAmount":{net.normalize():f}'] = f'"UnitAmount":{net - Decimal("0.01")}'
    made.write_down([invoice])


def _both_changed(made: MonthBook, invoice: MonthInvoice) -> None:
    document = made.bench.document(invoice.number)
    ledger.change_document(made.bench.workplace, replace(document, reference="Order 4711"))
    made.bench.other_edits(invoice.number, Reference="Order 4712")


def _does_not_fit(made: MonthBook, invoice: MonthInvoice) -> None:
    """Nearly all was paid in cash, which stays here; in Xero more is paid than is left."""
    made.pay_here(invoice.number, invoice.total_minor - _LEFT, "Cash")
    made.pay_in_xero(invoice.number, _TOO_MUCH, _SOON)


def _pay_and_reconcile(made: MonthBook, invoice: MonthInvoice) -> None:
    payment = made.pay_here(invoice.number, _PAID_BACK)
    made.sync()
    link = made.bench.workplace.book.links.get(PAYMENT, payment)
    assert link is not None
    made.bench.xero.admin("reconcile", {"payment_id": link.xero_id, "reconciled": True})


def _take_back(made: MonthBook, invoice: MonthInvoice) -> None:
    """A payment that went to Xero and was reconciled there is taken back here."""
    book = made.bench.workplace.book
    (payment,) = book.payments.of_document(made.bench.id_of(invoice.number))
    ledger.take_back_payment(made.bench.workplace, payment.id)


def _lose_the_answer(made: MonthBook, invoice: MonthInvoice) -> None:
    """The answer to its sending is lost, and what Xero stored has another date."""
    made.bench.fault("status 500", "after", "/Invoices")
    made.wire.told[f'"Date":"{invoice.issued_on}"'] = f'"Date":"{invoice.issued_on.replace(day=28)}"'
    made.write_down([invoice])
    made.sync()
    made.wire.told.clear()


def _wait(made: MonthBook, _invoice: MonthInvoice) -> None:
    made.bench.clock.seconds += QUIET_SECONDS + 60


def _pay_there(made: MonthBook, invoice: MonthInvoice) -> None:
    made.pay_in_xero(invoice.number, _PAID_BACK, _SOON)
    made.sync()


def _remove_payment(made: MonthBook, invoice: MonthInvoice) -> None:
    book = made.bench.workplace.book
    (payment,) = book.payments.of_document(made.bench.id_of(invoice.number))
    link = book.links.get(PAYMENT, payment.id)
    assert link is not None
    made.bench.xero.admin("delete-payment", {"payment_id": link.xero_id})


def _tell_nonsense(made: MonthBook, invoice: MonthInvoice) -> None:
    """Somebody writes an invoice in Xero of which its answers say a total that is no amount of money."""
    made.bench.other_invoice(invoice.customer, _UNREADABLE, "777.77")
    made.wire.answered['"Total":777.77'] = '"Total":777.775'


_ROUNDED, _IN_CASH = 12, 14
_PAID_BACK, _LEFT, _TOO_MUCH = 4_000, 2_000, 5_000
_UNREADABLE = "THEIRS-777"
PREPARED: Mapping[int, Plant] = {8: _send_as_draft, 15: _pay_and_reconcile, 17: _pay_there, 16: _lose_the_answer}
"""What has to be before the differences come, by the place of the invoice: each takes a run of its own."""

KEPT_BACK = (8, 11, 12, 16)
"""Places of the invoices that are not written down with the others."""

DIFFERENCES = (
    Difference("an answer that was lost", 16, Kind.UNCERTAIN, INVOICE, "", WayOut.LINK, _wait),
    Difference("to be undone there", 15, Kind.UNDO_IN_XERO, PAYMENT, "status", WayOut.NOTED, _take_back),
    Difference("amount", 0, Kind.TOTAL_DIFFERS, INVOICE, "total", WayOut.TAKE_THEIRS, _amount, -600),
    Difference("date", 1, Kind.FIELD_DIFFERS, INVOICE, "issued_on", WayOut.SEND_OURS, _edited(Date="2026-10-19")),
    Difference("due date", 2, Kind.FIELD_DIFFERS, INVOICE, "due_on", WayOut.TAKE_THEIRS, _edited(DueDate="2026-12-24")),
    Difference("VAT code", 3, Kind.FIELD_DIFFERS, INVOICE, "vat_codes", WayOut.SEND_OURS, _vat_code),
    Difference("account", 4, Kind.FIELD_DIFFERS, INVOICE, "accounts", WayOut.TAKE_THEIRS, _account),
    Difference("contact", 5, Kind.FIELD_DIFFERS, INVOICE, "contact", WayOut.TAKE_THEIRS, _contact),
    Difference("number", 6, Kind.FIELD_DIFFERS, INVOICE, "number", WayOut.SEND_OURS, _number),
    Difference("void", 7, Kind.GONE_IN_XERO, INVOICE, "status", WayOut.VOID_OURS, _void, left=0),
    Difference("delete", 8, Kind.GONE_IN_XERO, INVOICE, "status", WayOut.VOID_OURS, _delete, left=0),
    Difference("credit added", 9, Kind.CREDIT_IN_XERO, INVOICE, "credited", WayOut.TAKE_THEIRS, _credit, -3_000),
    Difference("same payment", 10, Kind.SAME_PAYMENT, PAYMENT, "amount", WayOut.SAME_PAYMENT, _same_payment, -5_000),
    Difference("number taken", 11, Kind.NUMBER_TAKEN, INVOICE, "number", WayOut.LINK, _number_taken, 300),
    Difference("rounded", _ROUNDED, Kind.ROUNDED, INVOICE, "total", WayOut.NOTED, _rounded),
    Difference("both changed", 13, Kind.BOTH_CHANGED, INVOICE, "reference", WayOut.SEND_OURS, _both_changed),
    Difference(
        "does not fit",
        _IN_CASH,
        Kind.PAYMENT_DOES_NOT_FIT,
        INVOICE,
        "amount",
        WayOut.ON_ACCOUNT,
        _does_not_fit,
        left=_LEFT,
    ),
    Difference("merge", 0, Kind.CONTACT_MERGED, CUSTOMER, "", WayOut.NOTED, _merge, label=_MERGED),
    Difference("archive", 0, Kind.CONTACT_ARCHIVED, CUSTOMER, "status", WayOut.NOTED, _archive, label=_ARCHIVED),
    Difference("name taken", 0, Kind.NAME_TAKEN, CUSTOMER, "name", WayOut.LINK, _name_taken, label=_NAMESAKE),
)
"""What a person settles. The places from 0 on are those of the first invoices of the month, kept for this."""

FOLLOWING = (
    Difference("date of the lost one", 16, Kind.FIELD_DIFFERS, INVOICE, "issued_on", WayOut.SEND_OURS, _wait),
    Difference("total of the number", 11, Kind.TOTAL_DIFFERS, INVOICE, "total", WayOut.TAKE_THEIRS, _wait),
    Difference("mail", 0, Kind.FIELD_DIFFERS, CUSTOMER, "email", WayOut.SEND_OURS, _wait, label=_NAMESAKE),
)
"""What is asked next about those that were linked although they are not alike."""

BESIDE = (
    Difference("payment removed", 17, Kind.GONE_IN_XERO, PAYMENT, "", WayOut.NOTED, _remove_payment),
    Difference("unreadable", 17, Kind.UNREADABLE, INVOICE, "", WayOut.NOTED, _tell_nonsense, label=_UNREADABLE),
)
"""What the program follows by itself, and what can only be mended in Xero."""


def kept_back(month: Month) -> frozenset[str]:
    """The numbers of the invoices that the differences write down themselves."""
    return frozenset(month.invoices[place].number for place in KEPT_BACK)


def left_at_the_end(month: Month) -> dict[str, int]:
    """What is open of the invoices that are kept for this, when each difference is settled its way."""
    found = {}
    for one in DIFFERENCES:
        if one.record is not CUSTOMER:
            invoice = one.invoice(month)
            found[invoice.number] = invoice.total_minor + one.more if one.left is None else one.left
    return found


def kept_apart(month: Month) -> dict[str, tuple[int, int]]:
    """What is open here and in Xero where it is meant to be unequal, before the statement of the bank comes.

    A penny of rounding that was noted, cash that stays here, and collections that were not paid out yet.
    """
    rounded, in_cash = month.invoices[_ROUNDED], month.invoices[_IN_CASH]
    collected = {one.number: (0, one.minor) for one in month.earlier if one.made is Made.COLLECTED}
    return {
        rounded.number: (rounded.total_minor, rounded.total_minor - 1),
        in_cash.number: (_LEFT, in_cash.total_minor - _TOO_MUCH),
        **collected,
    }


def undo_in_xero(made: MonthBook) -> None:
    """The other bookkeeper does what was asked: the payment that is to go is reconciled no more."""
    for one in made.bench.workplace.book.mismatches.open_ones():
        if one.kind is Kind.UNDO_IN_XERO:
            made.bench.xero.admin("reconcile", {"payment_id": one.xero_id, "reconciled": False})


def prepare(made: MonthBook) -> None:
    """All that has to be before the differences come. Nothing differs yet that a person is asked about."""
    for place, act in PREPARED.items():
        act(made, made.month.invoices[place])
    assert made.bench.workplace.book.mismatches.open_ones() == []


def plant(made: MonthBook, differences: Iterable[Difference] = (*DIFFERENCES, *BESIDE)) -> None:
    """Let them happen. The next run finds them: lists that have a slower beat are due."""
    for one in differences:
        one.plant(made, one.invoice(made.month))
    made.bench.due_now("contacts", "all open")
