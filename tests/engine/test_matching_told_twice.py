"""The same money told by the bank and by Xero, one after the other: it settles an invoice once."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.engine.matching.accepting import accept
from safe_desktop.engine.matching.case_detail import case_detail
from safe_desktop.engine.matching.choices import Choice, ChoiceKind
from safe_desktop.engine.matching.desk_history import decisions
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.store.receipt_records import ReceiptState
from tests.engine.matching_bench import MatchingBench, applied, matching_bench

BANK, XERO = ReceiptSource.BANK, ReceiptSource.RECEIVE_MONEY


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[MatchingBench]:
    with matching_bench(tmp_path) as made:
        yield made


@pytest.mark.parametrize(("first", "second"), [(BANK, XERO), (XERO, BANK)])
def test_what_was_settled_already_is_not_settled_again(
    bench: MatchingBench, first: ReceiptSource, second: ReceiptSource
) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    paid, other = bench.invoice(ann, "120", "INV-1042"), bench.invoice(ann, "120", "INV-1043")
    accept(bench.workplace, bench.receipt("120", "INV-1042", "RUSHMERE FARM SHOP", first), applied((paid, "120")))
    again = bench.receipt("120", "INV-1042", "RUSHMERE FARM SHOP", second, on=date(2026, 11, 22))
    match_all(bench.workplace)
    assert bench.open(other) == ["120.00"]
    shown = case_detail(bench.workplace, f"r{again}")
    if bench.book.receipts.get(again).state is ReceiptState.OPEN:
        assert shown.alternatives[0].choice == Choice(ChoiceKind.SAME, receipt_ids=(1,))
        accept(bench.workplace, again, 1)
    assert decisions(bench.workplace)[0].words.startswith("Already recorded as the receipt of 20/11/2026, told by")
    assert (bench.open(other), bench.owes(ann)) == (["120.00"], ["120.00"])


def test_two_lines_of_the_bank_are_two_payments_whatever_was_settled(bench: MatchingBench) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    paid, other = bench.invoice(ann, "120", "INV-1042"), bench.invoice(ann, "120", "INV-1043")
    accept(bench.workplace, bench.receipt("120", "INV-1042", "RUSHMERE FARM SHOP"), applied((paid, "120")))
    bench.receipt("120", "INV-1043", "RUSHMERE FARM SHOP")
    assert match_all(bench.workplace).settled == 1
    assert bench.open(other) == ["0.00"]


def test_days_apart_they_are_two(bench: MatchingBench) -> None:
    ann = bench.customer("Rushmere Farm Shop")
    paid, other = bench.invoice(ann, "120", "INV-1042"), bench.invoice(ann, "120", "INV-1043")
    accept(bench.workplace, bench.receipt("120", "INV-1042", on=date(2026, 10, 1)), applied((paid, "120")))
    bench.receipt("120", "INV-1043", "RUSHMERE FARM SHOP", XERO)
    match_all(bench.workplace)
    assert bench.open(other) == ["0.00"]
