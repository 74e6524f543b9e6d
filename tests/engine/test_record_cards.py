"""What a detail panel shows: everything that belongs to one record, and nothing of another."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.mismatch import Mismatch, MismatchKind
from safe_desktop.domain.money import Money
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.showing import lists
from safe_desktop.engine.workplace import Workplace
from safe_desktop.errors import InputError
from safe_desktop.store.link_records import Link
from tests.made_records import a_payment, an_invoice
from tests.made_workplace import opened_workplace


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    with opened_workplace(tmp_path) as opened:
        yield opened


def test_a_document_card_has_its_lines_what_settled_it_and_its_history(workplace: Workplace) -> None:
    book = workplace.book
    ann = ledger.add_customer(workplace, Customer("Ann")).value
    invoice = ledger.add_document(workplace, an_invoice(ann.id, "INV-1")).value
    other = ledger.add_document(workplace, an_invoice(ann.id, "INV-2")).value
    credit = ledger.add_document(workplace, an_invoice(ann.id, "CN-1", "30", kind=DocumentKind.CREDIT_NOTE)).value
    ledger.add_payment(workplace, a_payment(invoice, Money(1000), ""))
    ledger.add_payment(workplace, a_payment(other, Money(900), ""))
    ledger.apply_credit(workplace, credit.id, invoice.id, Money(1200))
    ledger.apply_credit(workplace, credit.id, invoice.id, Money(300))
    with book.transaction():
        book.links.tie([Link(RecordKind.INVOICE, invoice.id, "their-id", 1)])
        book.mismatches.found([Mismatch(MismatchKind.TOTAL_DIFFERS, RecordKind.INVOICE, invoice.id, "INV-1", "why")])
    card = lists.invoice_card(book, invoice.id)
    assert (card.document, card.customer.name, card.settled) == (invoice, "Ann", Money(2500))
    assert [payment.amount for payment in card.payments] == [Money(1000)]
    assert [(one.number, one.amount) for one in card.credits] == [("CN-1", Money(1200)), ("CN-1", Money(300))]
    assert card.link is not None
    assert card.link.xero_id == "their-id"
    assert [one.kind for one in card.mismatches] == [MismatchKind.TOTAL_DIFFERS]
    assert [note.action for note in card.activity] == ["added"]
    assert [one.number for one in lists.invoice_card(book, credit.id).credits] == ["INV-1", "INV-1"]


def test_a_customer_card_has_its_documents_and_payments_only(workplace: Workplace) -> None:
    ann, ben = (ledger.add_customer(workplace, Customer(name)).value for name in ("Ann", "Ben"))
    invoice = ledger.add_document(workplace, an_invoice(ann.id, "INV-1")).value
    ledger.add_document(workplace, an_invoice(ben.id, "INV-2"))
    ledger.add_payment(workplace, a_payment(invoice, Money(1000), ""))
    card = lists.customer_card(workplace.book, ann.id)
    assert [row.number for row in card.documents] == ["INV-1"]
    assert [row.amount for row in card.payments] == [Money(1000)]
    assert card.entry.balance == Money(9000)
    assert card.link is None


def test_a_card_of_what_is_not_there_is_refused_in_words(workplace: Workplace) -> None:
    with pytest.raises(InputError, match="no document 5"):
        lists.invoice_card(workplace.book, 5)
    with pytest.raises(InputError, match="no customer 5"):
        lists.customer_card(workplace.book, 5)
