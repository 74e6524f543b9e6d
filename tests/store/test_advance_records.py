"""Copies of over- and prepayments, and payments whose collection or allocations are moved."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from safe_desktop.domain.debit_life import Debit, DebitStatus
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Allocation
from safe_desktop.domain.record_kind import RecordKind
from safe_desktop.domain.theirs import AdvanceKind, TheirAdvance, TheirAllocation
from safe_desktop.store.book_file import Book
from safe_desktop.store.link_records import Link
from tests.made_records import TODAY, a_payment, an_invoice, customer, opened_book, stored

STAMP = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened_book(tmp_path) as made:
        yield made


def advance(name: str = "o-1", contact: str = "c-1", left: int = 1000) -> TheirAdvance:
    return TheirAdvance(
        advance_id=name,
        kind=AdvanceKind.OVERPAYMENT,
        contact_id=contact,
        contact_name="Ann",
        paid_on=TODAY,
        status="AUTHORISED",
        total=Money(3000),
        left=Money(left),
        updated_at=STAMP,
        allocations=(TheirAllocation("i-1", Money(2000), "a-1"),),
    )


def test_an_advance_comes_back_as_it_was_kept_and_never_older(book: Book) -> None:
    newer, older = advance(), replace(advance(left=5), updated_at=STAMP - timedelta(seconds=1))
    with book.transaction():
        book.advances.keep([newer])
        assert book.advances.not_older([older, advance("o-2")]) == [advance("o-2")]
        book.advances.keep([older])
    assert book.advances.get("o-1") == newer
    assert book.advances.get("o-2") is None
    assert book.copies.documents(RecordKind.INVOICE) == []


def test_those_wait_whose_contact_is_a_customer_and_that_no_payment_stands_for(book: Book) -> None:
    with book.transaction():
        book.advances.keep([advance("o-1", "c-1"), advance("o-2", "c-2"), advance("o-3", "c-1")])
        assert book.advances.waiting() == []
        book.links.tie([Link(RecordKind.CUSTOMER, 1, "c-1", 1), Link(RecordKind.PAYMENT, 1, "o-1", 1)])
    assert [one.advance_id for one in book.advances.waiting()] == ["o-3"]
    assert [one.advance_id for one in book.advances.of_contacts(["c-1"])] == ["o-1", "o-3"]


def test_credit_of_an_advance_counts_as_it_was_last_agreed_and_is_no_payment(book: Book) -> None:
    invoice = stored(book, an_invoice(customer(book).id, "INV-1"))
    with book.transaction():
        kept = book.payments.add(replace(a_payment(invoice, Money(3000)), document_id=None))
        book.payments.reallocate(kept.id, [Allocation(invoice.id, Money(2000))])
        book.advances.keep([advance()])
        book.links.tie([Link(RecordKind.INVOICE, invoice.id, "i-1", 1)])
        book.links.tie([Link(RecordKind.PAYMENT, kept.id, "o-1", 1, allocations="i-1=1500")])
    assert book.links.credited_by_tied([invoice.id]) == {invoice.id: 1500}
    assert book.links.paid_by_tied([invoice.id]) == {}


def test_allocations_made_anew_replace_all_before_and_recount(book: Book) -> None:
    person = customer(book).id
    first, second = (stored(book, an_invoice(person, number)) for number in ("INV-1", "INV-2"))
    with book.transaction():
        kept = book.payments.add(a_payment(first, Money(4000)), [Allocation(first.id, Money(4000))])
        book.payments.reallocate(kept.id, [Allocation(second.id, Money(2500))])
    assert [book.documents.open(one.id) for one in (first, second)] == [Money(10000), Money(7500)]
    assert book.payments.unallocated(kept.id) == Money(1500)


def test_the_state_of_a_collection_is_kept_without_a_new_revision(book: Book) -> None:
    invoice = stored(book, an_invoice(customer(book).id, "INV-1"))
    with book.transaction():
        kept = book.payments.add(a_payment(invoice))
        assert kept.debit is None
        moved = book.payments.set_debit(kept.id, Debit(DebitStatus.CONFIRMED, date(2026, 11, 20)))
    assert (moved.revision, moved.debit) == (kept.revision, Debit(DebitStatus.CONFIRMED, date(2026, 11, 20)))
    assert book.payments.get(kept.id) == moved
    with book.transaction():
        book.payments.change(replace(moved, reference="later"))
    assert book.payments.get(kept.id).debit == moved.debit
