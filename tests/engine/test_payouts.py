"""A provider's payout: collections recorded here come in one sum less charges, and are paid out by it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.debit_life import Debit, DebitStatus
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.matching.accepting import accept, undo_decision
from safe_desktop.engine.matching.choices import Choice, ChoiceKind
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.matching.proposed import Proposed, proposed_for
from safe_desktop.engine.workplace import Workplace
from safe_desktop.store.receipt_records import StoredReceipt
from tests.made_records import TODAY
from tests.made_workplace import opened_workplace

COLLECTED = Debit(DebitStatus.SUBMITTED, date(2026, 11, 10))
PRICES = ("100", "250", "47.50")
# 1 % and 20p of each are kept.
PAID_OUT = 39_750 - 120 - 270 - 68
PAYOUT = StoredReceipt(
    ReceiptSource.BANK, "line 1", date(2026, 11, 13), Money(PAID_OUT), "610", payee="GOCARDLESS", reference="OUR-1"
)


@pytest.fixture
def workplace(tmp_path: Path) -> Iterator[Workplace]:
    """Three invoices whose Direct Debits are under way, and the payout on the statement."""
    with opened_workplace(tmp_path) as made:
        debit = made.book.payments.find_method("Direct Debit")
        assert debit is not None
        for place, price in enumerate(PRICES):
            customer = ledger.add_customer(made, Customer(f"Customer {place}")).value
            line = Line("Coffee", Decimal(1), Decimal(price), "ZERO")
            document = ledger.add_document(
                made,
                Document(DocumentKind.INVOICE, "", customer.id, date(2026, 11, 2), date(2026, 12, 2), (line,)),
            ).value
            payment = Payment(
                customer.id,
                date(2026, 11, 10),
                document.totals.total,
                debit.id,
                document_id=document.id,
                debit=COLLECTED,
            )
            ledger.add_payment(made, payment)
        receipt = StoredReceipt(
            ReceiptSource.BANK,
            "line 1",
            date(2026, 11, 13),
            Money(PAID_OUT),
            "610",
            payee="GOCARDLESS",
            reference="OUR-1",
        )
        with made.book.transaction():
            made.book.receipts.keep([receipt])
        yield made


def proposed(workplace: Workplace) -> tuple[int, list[Proposed]]:
    """The payout's receipt, and what the matcher makes of it."""
    match_all(workplace, only_propose=True)
    (receipt,) = workplace.book.receipts.waiting()
    return receipt.id, proposed_for(workplace.book, receipt)


def states(workplace: Workplace) -> list[str]:
    payments = [one for n in range(1, 4) for one in workplace.book.payments.of_document(n)]
    return [one.debit.words for one in payments if one.debit is not None]


def test_a_payout_is_the_collections_that_make_it_up(workplace: Workplace) -> None:
    _, (best, *_) = proposed(workplace)
    assert best.is_automatic
    assert best.choice == Choice(ChoiceKind.SAME, payment_ids=(1, 2, 3))


def test_by_itself_the_collections_are_paid_out_that_day_and_nothing_is_paid_twice(workplace: Workplace) -> None:
    report = match_all(workplace)
    assert (report.settled, report.refused) == (1, ())
    assert states(workplace) == ["Paid out on 13/11/2026"] * 3
    assert [workplace.book.documents.open(n).minor for n in (1, 2, 3)] == [0, 0, 0]
    assert [len(workplace.book.payments.of_document(n)) for n in (1, 2, 3)] == [1, 1, 1]


def test_undone_the_collections_are_under_way_again(workplace: Workplace) -> None:
    receipt_id, (best, *_) = proposed(workplace)
    undo_decision(workplace, accept(workplace, receipt_id, best.choice).decision_id)
    assert states(workplace) == ["Submitted on 10/11/2026"] * 3


def test_a_sum_that_no_collections_make_up_is_left_to_a_person(workplace: Workplace) -> None:
    with workplace.book.transaction():
        workplace.book.receipts.keep([replace(PAYOUT, amount=Money(PAID_OUT + 1))])
    _, found = proposed(workplace)
    assert [one for one in found if one.is_automatic] == []
    assert match_all(workplace).settled == 0


def test_an_invoice_that_is_being_collected_is_not_paid_by_another_receipt_by_itself(workplace: Workplace) -> None:
    number = workplace.book.documents.get(1).number
    other = replace(
        PAYOUT, source_key="line 2", amount=Money(10_000), payee="CUSTOMER 0", reference=number, came_on=TODAY
    )
    with workplace.book.transaction():
        workplace.book.receipts.keep([other])
    match_all(workplace)
    assert [len(workplace.book.payments.of_document(n)) for n in (1, 2, 3)] == [1, 1, 1]
    assert [one.source_key for one in workplace.book.receipts.waiting()] in ([], ["line 2"])
