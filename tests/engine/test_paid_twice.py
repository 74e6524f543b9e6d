"""An invoice that is paid a second time: the desk says so, and offers to keep the money for the customer."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from safe_desktop.domain.customer import Customer
from safe_desktop.domain.document import Document, DocumentKind, Line
from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.engine.entry import ledger
from safe_desktop.engine.matching.accepting import accept
from safe_desktop.engine.matching.case_detail import receipt_detail
from safe_desktop.engine.matching.choices import ChoiceKind
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.store.receipt_records import StoredReceipt
from tests.made_workplace import opened_workplace


@pytest.mark.parametrize("other_price", [150, 100], ids=["nobody owes as much", "somebody else owes as much"])
def test_a_second_payment_is_told_and_offered_for_the_account_of_the_one_who_paid(
    tmp_path: Path, other_price: int
) -> None:
    with opened_workplace(tmp_path) as workplace:
        for name, price in (("Bramwith Dental Care", 100), ("Castleford Garage", other_price)):
            customer = ledger.add_customer(workplace, Customer(name)).value
            line = Line("Coffee", Decimal(1), Decimal(price), "ZERO")
            document = Document(
                DocumentKind.INVOICE, "", customer.id, date(2026, 11, 2), date(2026, 12, 2), (line, line)
            )
            ledger.add_document(workplace, document)
        number = workplace.book.documents.get(1).number
        twice = [
            StoredReceipt(
                ReceiptSource.BANK,
                f"line {day}",
                date(2026, 11, day),
                Money(20_000),
                "610",
                payee="BRAMWITH DENTAL CA",
                reference=number,
            )
            for day in (10, 17)
        ]
        with workplace.book.transaction():
            workplace.book.receipts.keep(twice)
        assert match_all(workplace).settled == 1

        (waiting,) = workplace.book.receipts.waiting()
        shown = receipt_detail(workplace, waiting.id)
        told = [one.words for one in shown.reasons]
        assert any(f"{number} was paid by another receipt; this may be a second payment" in one for one in told)
        kept = [one.choice for one in shown.alternatives if one.choice and one.choice.kind is ChoiceKind.ON_ACCOUNT]
        assert [one.customer_id for one in kept] == [1]
        accept(workplace, waiting.id, kept[0])
        assert [workplace.book.documents.open(one).minor for one in (1, 2)] == [0, 2 * 100 * other_price]
