"""A book of a business in New Zealand for the pictures: GST, its own dollars, and things that wait for a person.

Made as it comes about in life, over real HTTP.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.control import Control
from safe_desktop.engine.entry import ledger, ledger_payments, ledger_settings
from safe_desktop.engine.sync.syncing import sync
from safe_desktop.engine.workplace import Workplace
from tests.engine.synced_book import BANK, connect
from tests.practice.practice_process import PracticeProcess

ABROAD = "Kowhai Street Supplies"
_NAMES = ("Pohutukawa Café", "Rimu & Sons Ltd", "Tui Books", "Kea Outdoors", "Manuka Health Foods")


def fill_abroad(workplace: Workplace, xero: PracticeProcess) -> None:
    """Customers with invoices and payments in NZD; numbers and due dates that differ, some not sent yet."""
    connect(workplace, ABROAD)
    book, today = workplace.book, workplace.clock.today()
    method = book.payments.find_method("Bank transfer")
    assert method is not None
    method = ledger_settings.save_method(workplace, replace(method, xero_account_code=BANK)).value
    customers = [
        ledger.add_customer(workplace, Customer(name=name, vat_number=f"10-{place}23-456")).value
        for place, name in enumerate(_NAMES)
    ]
    made = [
        _invoice(workplace, customer, f"INV-{place:04}", place * 13)
        for place, customer in enumerate([*customers, *customers, *customers], start=1)
    ]
    for one in made[:6]:
        half = Money(one.totals.total.minor // 2, "NZD")
        paid = Payment(one.customer_id, today - timedelta(days=2), half, method.id, document_id=one.id)
        ledger_payments.add_payment(workplace, paid)
    sync(workplace, Control())
    _change_there(workplace, xero, customers, made)
    sync(workplace, Control())
    for place, customer in enumerate(customers, start=50):
        _invoice(workplace, customer, f"INV-{place:04}", place)
    book.close_here()


def _change_there(
    workplace: Workplace, xero: PracticeProcess, customers: Sequence[Customer], made: Sequence[Document]
) -> None:
    """Somebody else changes GST numbers, and of an invoice a reference and of another the amounts."""
    other, links = xero.sign_in(ABROAD), workplace.book.links
    contacts = links.of_ours(RecordKind.CUSTOMER, [one.id for one in customers[:2]])
    for place, link in enumerate(contacts.values()):
        other.ok("POST", f"Contacts/{link.xero_id}", {"TaxNumber": f"99-{place}99-999"})
    invoices = links.of_ours(RecordKind.INVOICE, [made[8].id, made[9].id])
    other.ok("POST", f"Invoices/{invoices[made[8].id].xero_id}", {"Reference": "Order 7"})
    line = {"Description": "Beans", "Quantity": 1, "UnitAmount": 900, "AccountCode": "200", "TaxType": "OUTPUT2"}
    other.ok("POST", f"Invoices/{invoices[made[9].id].xero_id}", {"LineItems": [line]})


def _invoice(workplace: Workplace, customer: Customer, number: str, price: int) -> Document:
    issued_on = workplace.clock.today() - timedelta(days=price % 60)
    rate = next(code.rate for code in workplace.book.chart.vat_codes() if code.code == "STANDARD")
    lines = (
        Line("Flat white beans", Decimal(price), Decimal("21.65"), "STANDARD", rate),
        Line("Delivery", Decimal(1), Decimal("12.5"), "ZERO"),
    )
    due_on = issued_on + timedelta(days=30)
    document = Document(DocumentKind.INVOICE, number, customer.id, issued_on, due_on, lines, currency="NZD")
    return ledger.add_document(workplace, document).value
