"""What brings differences about: acts of another bookkeeper in Xero, slips of the wire, and what is typed in meanwhile.

Each takes the book of the month and the invoice that is kept for it. Which are planted is for `month_differences`.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.delivery import QUIET_SECONDS
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.entry import ledger
from tests.scripted_month.month_book import MonthBook, pounds
from tests.scripted_month.month_names import customer_names
from tests.scripted_month.month_truth import MonthInvoice

Plant = Callable[[MonthBook, MonthInvoice], None]
PAYMENT = RecordKind.PAYMENT
SOON = "2026-10-20"
NAMESAKE, UNREADABLE = "Thornfield Pottery", "THEIRS-777"
MERGED, ARCHIVED = customer_names(40)[38:]
PAID_BACK, LEFT, TOO_MUCH = 4_000, 2_000, 5_000
"""What is paid and goes back; what cash leaves open; what is paid in Xero although only that is open."""


def edited(**fields: str) -> Plant:
    """Somebody changes these fields of it."""
    return lambda made, invoice: made.bench.other_edits(invoice.number, **fields)


def change_amount(made: MonthBook, invoice: MonthInvoice) -> None:
    """Somebody lowers its net amount by five pounds."""
    made.bench.xero.admin("edit-invoice", {"invoice_number": invoice.number, "amount": pounds(invoice.net_minor - 500)})


def change_vat_code(made: MonthBook, invoice: MonthInvoice) -> None:
    """Somebody gives its line another VAT code; neither takes any VAT."""
    made.bench.other_edits_line(invoice.number, TaxType="EXEMPTOUTPUT")


def change_account(made: MonthBook, invoice: MonthInvoice) -> None:
    """Somebody books it on another account."""
    made.bench.xero.admin("edit-invoice", {"invoice_number": invoice.number, "account_code": "260"})


def change_contact(made: MonthBook, invoice: MonthInvoice) -> None:
    """Somebody makes it out to another customer."""
    made.bench.other_edits(invoice.number, Contact={"Name": made.month.customers[0]})


def change_number(made: MonthBook, invoice: MonthInvoice) -> None:
    """Somebody gives it another number."""
    made.bench.other_edits(invoice.number, InvoiceNumber=f"{invoice.number}-A")


def void_there(made: MonthBook, invoice: MonthInvoice) -> None:
    """Somebody voids it."""
    made.bench.xero.admin("void", {"invoice_number": invoice.number})


def send_as_draft(made: MonthBook, invoice: MonthInvoice) -> None:
    """It goes to Xero as a draft."""
    made.bench.workplace.book.settings.approve_on_send = False
    made.write_down([invoice])
    made.sync()
    made.bench.workplace.book.settings.approve_on_send = True


def delete_draft(made: MonthBook, invoice: MonthInvoice) -> None:
    """Somebody deletes the draft."""
    made.bench.other_edits(invoice.number, Status="DELETED")


def give_credit(made: MonthBook, invoice: MonthInvoice) -> None:
    """Somebody writes a credit note of thirty pounds and sets it against it."""
    made.bench.credit_in_xero(invoice.customer, invoice.number, "30.00")


def merge_contacts(made: MonthBook, _invoice: MonthInvoice) -> None:
    """Somebody merges two contacts, both of which are customers here."""
    made.bench.xero.admin("merge-contacts", {"loser": MERGED, "winner": made.month.customers[1]})


def archive_contact(made: MonthBook, _invoice: MonthInvoice) -> None:
    """Somebody archives a contact."""
    made.bench.xero.admin("archive-contact", {"name": ARCHIVED})


def pay_on_both_sides(made: MonthBook, invoice: MonthInvoice) -> None:
    """The same payment is typed in here and written down in Xero."""
    made.pay_here(invoice.number, 5_000)
    made.pay_in_xero(invoice.number, 5_000, SOON)


def take_the_name(made: MonthBook, _invoice: MonthInvoice) -> None:
    """A new customer here has the name of another in Xero."""
    there = {"Name": NAMESAKE, "EmailAddress": "office@thornfield.example"}
    made.bench.xero.admin("contact", {"contact": there})
    ledger.add_customer(made.bench.workplace, Customer(NAMESAKE, email="pots@thornfield.example"))


def take_the_number(made: MonthBook, invoice: MonthInvoice) -> None:
    """A new invoice here has the number of another in Xero."""
    wishes = {"contact_name": invoice.customer, "invoice_number": invoice.number, "date": f"{invoice.issued_on}"}
    made.bench.xero.admin("invoice", {**wishes, "amount": pounds(invoice.net_minor + 250)})
    made.write_down([invoice])


def store_a_penny_less(made: MonthBook, invoice: MonthInvoice) -> None:
    """Xero stores a price that is a penny less than it was told."""
    net = Decimal(invoice.net_minor).scaleb(-2)
    made.wire.told[f'"UnitAmount":{net.normalize():f}'] = f'"UnitAmount":{net - Decimal("0.01")}'
    made.write_down([invoice])


def change_on_both_sides(made: MonthBook, invoice: MonthInvoice) -> None:
    """Its reference is changed here, and otherwise in Xero."""
    document = made.bench.document(invoice.number)
    ledger.change_document(made.bench.workplace, replace(document, reference="Order 4711"))
    made.bench.other_edits(invoice.number, Reference="Order 4712")


def pay_more_than_is_open(made: MonthBook, invoice: MonthInvoice) -> None:
    """Nearly all was paid in cash, which stays here; in Xero more is paid than is left."""
    made.pay_here(invoice.number, invoice.total_minor - LEFT, "Cash")
    made.pay_in_xero(invoice.number, TOO_MUCH, SOON)


def pay_and_reconcile(made: MonthBook, invoice: MonthInvoice) -> None:
    """A payment typed in here goes to Xero, where it is reconciled with the bank."""
    payment = made.pay_here(invoice.number, PAID_BACK)
    made.sync()
    link = made.bench.workplace.book.links.get(PAYMENT, payment)
    assert link is not None
    made.bench.xero.admin("reconcile", {"payment_id": link.xero_id, "reconciled": True})


def take_back_here(made: MonthBook, invoice: MonthInvoice) -> None:
    """A payment that went to Xero and was reconciled there is taken back here."""
    book = made.bench.workplace.book
    (payment,) = book.payments.of_document(made.bench.id_of(invoice.number))
    ledger.take_back_payment(made.bench.workplace, payment.id)


def lose_the_answer(made: MonthBook, invoice: MonthInvoice) -> None:
    """The answer to its sending is lost, and what Xero stored has another date."""
    made.bench.fault("status 500", "after", "/Invoices")
    made.wire.told[f'"Date":"{invoice.issued_on}"'] = f'"Date":"{invoice.issued_on.replace(day=28)}"'
    made.write_down([invoice])
    made.sync()
    made.wire.told.clear()


def wait_until_it_is_looked_for(made: MonthBook, _invoice: MonthInvoice) -> None:
    """So much time passes that the program looks for what it sent."""
    made.bench.clock.seconds += QUIET_SECONDS + 60


def pay_there(made: MonthBook, invoice: MonthInvoice) -> None:
    """Somebody writes a payment down in Xero."""
    made.pay_in_xero(invoice.number, PAID_BACK, SOON)
    made.sync()


def remove_payment(made: MonthBook, invoice: MonthInvoice) -> None:
    """That payment is taken away again in Xero."""
    book = made.bench.workplace.book
    (payment,) = book.payments.of_document(made.bench.id_of(invoice.number))
    link = book.links.get(PAYMENT, payment.id)
    assert link is not None
    made.bench.xero.admin("delete-payment", {"payment_id": link.xero_id})


def tell_nonsense(made: MonthBook, invoice: MonthInvoice) -> None:
    """Somebody writes an invoice in Xero of which its answers say a total that is no amount of money."""
    made.bench.other_invoice(invoice.customer, UNREADABLE, "777.77")
    made.wire.answered['"Total":777.77'] = '"Total":777.775'
