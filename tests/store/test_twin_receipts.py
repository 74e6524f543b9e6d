"""Money told twice is found in one pass, however many receipts are of one amount."""

import time
from datetime import date, timedelta
from pathlib import Path

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.store.receipt_decisions import Deeds, StoredDecision
from safe_desktop.store.receipt_records import ReceiptState, StoredReceipt
from safe_desktop.store.twin_receipts import payments_of_twins
from tests.made_workplace import opened_workplace

DAY = date(2026, 1, 1)


def lines(source: ReceiptSource, count: int) -> list[StoredReceipt]:
    """So many receipts of one amount, one a day and then from the start again."""
    return [
        StoredReceipt(source, f"{source.value}:{number}", DAY + timedelta(days=number % 300), Money(5000))
        for number in range(count)
    ]


def test_thousands_of_one_amount_on_both_sides_are_read_in_a_moment(tmp_path: Path) -> None:
    with opened_workplace(tmp_path) as workplace:
        book = workplace.book
        with book.transaction():
            customer = book.customers.add(Customer("Ann"))
            method = book.payments.methods()[0].id
            for receipt_id in book.receipts.keep(lines(ReceiptSource.BANK, 600)).new:
                payment = book.payments.add(Payment(customer.id, DAY, Money(5000), method, marker=f"m{receipt_id}"))
                deeds = Deeds(payments=(payment.id,))
                book.decisions.add(StoredDecision(receipt_id, "apply", "you", "", deeds))
                book.receipts.move(receipt_id, ReceiptState.SETTLED)
            book.receipts.keep(lines(ReceiptSource.RECEIVE_MONEY, 6_000))
        waiting = book.receipts.waiting("GBP")
        began = time.process_time()
        found = payments_of_twins(book, "GBP", waiting)
        assert (len(found), time.process_time() - began < 1) == (600, True)
        told = book.decisions.latest(1)[0]
        with book.transaction():
            book.decisions.say_told_again(told, waiting[0].id)
        assert len(payments_of_twins(book, "GBP", waiting)) == 599
        assert payments_of_twins(book, "GBP", []) == []
