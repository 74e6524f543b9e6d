"""A real line is never taken for another one of the same day and amount that another kind of file brought."""

from datetime import date

import pytest

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.engine.files.statement_doubles import same_money
from safe_desktop.store.receipt_records import StoredReceipt


def line(key: str, payee: str) -> StoredReceipt:
    """A line of 50.00 on one day."""
    return StoredReceipt(ReceiptSource.BANK, key, date(2026, 11, 20), Money(5000), payee=payee)


JONES, SMITH = "FASTER PAYMENT RECEIVED A JONES", "FASTER PAYMENT RECEIVED B SMITH"


def test_another_payers_line_is_not_the_one_that_is_here_whatever_the_order() -> None:
    here = [line("table:jones", JONES)]
    for lines in ([line("ofx:s", SMITH), line("ofx:j", JONES)], [line("ofx:j", JONES), line("ofx:s", SMITH)]):
        assert same_money(lines, here) == {"ofx:j"}
    assert same_money([line("ofx:s", SMITH)], here) == set()


def test_the_likest_lines_are_paired_first() -> None:
    here = [line("table:1", "RUSHMERE FARM SHOP 1042")]
    lines = [line("ofx:2", "RUSHMERE FARM SHOP 1043"), line("ofx:1", "RUSHMERE FARM SHOP INV 1042")]
    assert same_money(lines, here) == {"ofx:1"}
    assert same_money(lines[:1], here) == set()


@pytest.mark.parametrize(("one", "other"), [("RUSHMERE FARM", "RUSHMERE FARM INV-1042"), ("BACS CREDIT", "")])
def test_the_same_line_in_fewer_words_is_the_same(one: str, other: str) -> None:
    assert same_money([line("ofx:1", one)], [line("table:1", other)]) == {"ofx:1"}
