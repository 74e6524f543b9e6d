"""What the details of a payment show, and which of a customer's invoices are open for one."""

from pathlib import Path

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.showing.payment_card import Settled, payment_card
from safe_desktop.errors import InputError
from tests.made_records import TODAY, an_invoice
from tests.made_workplace import opened_workplace


def test_a_payment_on_account_shows_what_it_settles_and_what_is_left(tmp_path: Path) -> None:
    with opened_workplace(tmp_path) as workplace:
        customer = ledger.add_customer(workplace, Customer("Any & Sons")).value
        invoice = ledger.add_document(workplace, an_invoice(customer.id, "A-1", "30")).value
        payment = ledger.add_payment(workplace, Payment(customer.id, TODAY, Money(5000), 1)).value
        ledger.place_payment(workplace, payment.id, invoice.id)

        card = payment_card(workplace.book, payment.id)

        assert card.settles == (Settled(invoice.id, "A-1", Money(3000)),)
        assert card.left == Money(2000)
        assert (card.customer.name, card.method.name) == ("Any & Sons", "Bank transfer")
        assert [note.action for note in card.activity] == ["placed", "added"]


def test_a_payment_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    with opened_workplace(tmp_path) as workplace, pytest.raises(InputError, match="payment"):
        payment_card(workplace.book, 99)


def test_open_invoices_come_longest_due_first_and_nothing_else(tmp_path: Path) -> None:
    with opened_workplace(tmp_path) as workplace:
        customer = ledger.add_customer(workplace, Customer("Any & Sons")).value
        other = ledger.add_customer(workplace, Customer("Somebody else")).value
        late = ledger.add_document(workplace, an_invoice(customer.id, "A-1", due_in=30)).value
        soon = ledger.add_document(workplace, an_invoice(customer.id, "A-2", due_in=5)).value
        paid = ledger.add_document(workplace, an_invoice(customer.id, "A-3", due_in=1)).value
        ledger.add_payment(workplace, Payment(customer.id, TODAY, paid.totals.total, 1, document_id=paid.id))
        ledger.add_document(workplace, an_invoice(customer.id, "C-1", kind=DocumentKind.CREDIT_NOTE))
        ledger.add_document(workplace, an_invoice(other.id, "A-4"))

        assert workplace.book.documents.open_ids_of_customer(customer.id) == [soon.id, late.id]


def test_names_to_choose_from_come_in_their_order_with_the_archived_ones_marked(tmp_path: Path) -> None:
    with opened_workplace(tmp_path) as workplace:
        for name in ("Zebra", "ärger", "Apple"):
            ledger.add_customer(workplace, Customer(name, code=name[:1]))
        gone = workplace.book.customers.find_name("Zebra")
        assert gone is not None
        ledger.archive_customer(workplace, gone.id)

        names = workplace.book.customers.names()

        assert [(one.name, one.code, one.is_archived) for one in names] == [
            ("Apple", "A", False),
            ("Zebra", "Z", True),
            ("ärger", "ä", False),
        ]
