"""Payments and allocations in the book: what is open is always the sum of what is written."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safe_desktop.domain.document import DocumentKind, DocumentStatus
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation, Payment, PaymentMethod, PaymentStatus
from safe_desktop.errors import InputError
from safe_desktop.store.book_file import Book
from tests.made_records import TODAY, a_payment, an_invoice, customer, opened_book, stored

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened_book(tmp_path) as opened:
        yield opened


class Step(NamedTuple):
    """One thing that happens to an invoice: a payment, a credit, or the first payment taken back."""

    what: str
    invoice: int
    minor: int


steps = st.lists(
    st.builds(Step, st.sampled_from(["pay", "credit", "take back"]), st.integers(0, 2), st.integers(1, 3000)),
    max_size=14,
)


@QUICK
@given(happened=steps)
def test_what_is_open_is_the_total_less_what_was_allocated(book: Book, happened: list[Step]) -> None:
    who = customer(book, f"Customer {len(book.customers.all_ids())}")
    kinds = (DocumentKind.INVOICE, DocumentKind.INVOICE, DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)
    documents = [stored(book, an_invoice(who.id, book.documents.next_number("P-"), kind=kind)) for kind in kinds]
    credit = documents[3]
    paid: list[tuple[Payment, bool]] = []
    expected = {document.id: 0 for document in documents}
    with book.transaction():
        for step in happened:
            target = documents[step.invoice]
            if step.what == "pay":
                marker = f"SD-{len(book.payments.markers())}"
                payment = a_payment(target, Money(step.minor), marker)
                paid.append((book.payments.add(payment, [Allocation(target.id, payment.amount)]), True))
                expected[target.id] += step.minor
            elif step.what == "credit":
                book.payments.allocate([Allocation(target.id, Money(step.minor), credit_note_id=credit.id)])
                expected[target.id] += step.minor
                expected[credit.id] += step.minor
            elif step.what == "take back" and any(is_live for _, is_live in paid):
                place = next(n for n, (_, is_live) in enumerate(paid) if is_live)
                payment = paid[place][0]
                book.payments.take_back(payment.id)
                paid[place] = (payment, False)
                assert payment.document_id is not None
                expected[payment.document_id] -= payment.amount.minor
    for document in documents:
        assert book.documents.settled(document.id).minor == expected[document.id]
        assert book.documents.open(document.id).minor == 10000 - expected[document.id]


def test_a_payment_comes_back_as_it_was_written(book: Book) -> None:
    invoice = stored(book, an_invoice(customer(book).id, "INV-1"))
    written = replace(a_payment(invoice), reference="thank you")
    with book.transaction():
        kept = book.payments.add(written, [Allocation(invoice.id, Money(10000))], "hash")
    assert book.payments.get(kept.id) == replace(written, id=kept.id)
    assert book.payments.find_marker("SD-1") == kept
    assert book.payments.of_document(invoice.id) == [kept]
    assert book.payments.allocations_to(invoice.id) == [Allocation(invoice.id, Money(10000), payment_id=kept.id)]
    assert book.payments.known_hashes() == {"hash": kept.id}


def test_taking_a_payment_back_opens_the_invoice_and_keeps_the_row(book: Book) -> None:
    invoice = stored(book, an_invoice(customer(book).id, "INV-1"))
    with book.transaction():
        kept = book.payments.add(a_payment(invoice), [Allocation(invoice.id, Money(10000))])
    assert book.documents.open(invoice.id) == Money(0)
    with book.transaction():
        back = book.payments.take_back(kept.id)
    assert (back.status, back.revision) == (PaymentStatus.DELETED, 2)
    assert book.documents.open(invoice.id) == Money(10000)
    assert book.payments.allocations_of(kept.id) == []
    assert book.payments.of_document(invoice.id) == [back]


def test_a_deleted_payment_settles_nothing_even_with_its_allocations(book: Book) -> None:
    invoice = stored(book, an_invoice(customer(book).id, "INV-1"))
    with book.transaction():
        kept = book.payments.add(a_payment(invoice), [Allocation(invoice.id, Money(10000))])
        book.payments.set_status(kept.id, PaymentStatus.DELETED)
    assert book.documents.open(invoice.id) == Money(10000)
    with book.transaction():
        book.payments.set_status(kept.id, PaymentStatus.LIVE)
    assert book.documents.open(invoice.id) == Money(0)


def test_a_voided_credit_note_settles_nothing(book: Book) -> None:
    who = customer(book)
    invoice = stored(book, an_invoice(who.id, "INV-1"))
    credit = stored(book, an_invoice(who.id, "CN-1", "30", kind=DocumentKind.CREDIT_NOTE))
    with book.transaction():
        book.payments.allocate([Allocation(invoice.id, Money(2500), credit_note_id=credit.id)])
    assert (book.documents.open(invoice.id), book.documents.open(credit.id)) == (Money(7500), Money(500))
    with book.transaction():
        book.documents.change(replace(credit, status=DocumentStatus.VOIDED))
        book.payments.take_back_credit(credit.id)
    assert (book.documents.open(invoice.id), book.documents.open(credit.id)) == (Money(10000), Money(0))


def test_money_on_account_can_settle_later_and_in_parts(book: Book) -> None:
    who = customer(book)
    invoice = stored(book, an_invoice(who.id, "INV-1", "60"))
    with book.transaction():
        kept = book.payments.add(Payment(who.id, TODAY, Money(10000), 1, marker="SD-9"))
        book.payments.allocate([Allocation(invoice.id, Money(6000), payment_id=kept.id)])
    assert book.payments.unallocated(kept.id) == Money(4000)
    assert book.payments.of_document(invoice.id) == [kept]


def test_methods_have_unique_names_and_sane_waiting_times(book: Book) -> None:
    with book.transaction():
        cheque = book.payments.save_method(PaymentMethod(" Cheque ", hold_days=5))
    assert book.payments.find_method("cheque") == cheque
    with pytest.raises(InputError, match="already a payment method “CHEQUE”"), book.transaction():
        book.payments.save_method(PaymentMethod("CHEQUE"))
    with pytest.raises(InputError, match="needs a name"), book.transaction():
        book.payments.save_method(PaymentMethod(" "))
    with pytest.raises(InputError, match="cannot be held for 400 days"), book.transaction():
        book.payments.save_method(replace(cheque, hold_days=400))
    with pytest.raises(InputError, match="no payment method 77"):
        book.payments.method(77)
