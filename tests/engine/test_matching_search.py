"""Search by anything at the desk, and what each thing found would mean for the receipt that is looked at."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import Payment
from safe_desktop.engine.entry.ledger_payments import add_payment
from safe_desktop.engine.matching.accepting import accept
from safe_desktop.engine.matching.choices import ChoiceKind
from safe_desktop.engine.matching.desk_search import search
from tests.engine.matching_bench import MatchingBench, matching_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[MatchingBench]:
    with matching_bench(tmp_path) as made:
        yield made


def test_documents_customers_payments_and_receipts_are_found_with_what_they_mean(bench: MatchingBench) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    invoice, paid = bench.invoice(ann, "30", "INV-7001"), bench.invoice(ann, "45", "INV-7002")
    wanted = Payment(ann, date(2026, 11, 5), Money(4500), 1, document_id=paid, reference="rushmere")
    payment = add_payment(bench.workplace, wanted).value
    receipt = bench.receipt("50", "SOMETHING", "RUSHMERE")
    found = {one.kind: one for one in search(bench.workplace, "rushmere", receipt)}
    assert set(found) == {"invoice", "customer", "payment", "receipt"}
    assert found["invoice"].record_id == invoice
    same = found["payment"].choice
    assert same is not None
    assert (same.kind, same.payment_ids) == (ChoiceKind.SAME, (payment.id,))
    choice = found["invoice"].choice
    assert choice is not None
    accept(bench.workplace, receipt, choice)
    assert (bench.open(invoice), bench.owes(ann)) == (["0.00"], ["-20.00"])


def test_for_money_that_went_out_credit_notes_are_refunded_and_payments_bounced(bench: MatchingBench) -> None:
    ann = bench.customer("Ann")
    invoice, credit = bench.invoice(ann, "25", "INV-1"), bench.credit(ann, "25", "CN-1")
    add_payment(bench.workplace, Payment(ann, date(2026, 11, 5), Money(2500), 1, document_id=invoice))
    receipt = bench.receipt("-25", "BACK")
    found = {one.kind: one.choice for one in search(bench.workplace, "ann", receipt)}
    assert found["payment"] is not None
    assert found["payment"].kind is ChoiceKind.BOUNCED
    assert found["customer"] is None
    refund = found["credit_note"]
    assert refund is not None
    accept(bench.workplace, receipt, refund)
    assert bench.open(credit) == ["0.00"]


def test_nothing_is_found_for_nothing_and_strange_texts_do_no_harm(bench: MatchingBench) -> None:
    receipt = bench.receipt("25", "x")
    for text in ("", "   ", "%_'\"; DROP TABLE receipt", "\x00", "9" * 500, "<b>", "🧾"):
        assert isinstance(search(bench.workplace, text, receipt), tuple)
