"""A month's bank statement through the engine: imported once, matched, the rest decided, and nobody is a penny out."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.engine.files.statement_importing import StatementOptions, import_statement
from safe_desktop.engine.matching.accepting import accept
from safe_desktop.engine.matching.matching_options import MatchingOptions, save_matching_options
from safe_desktop.engine.matching.matching_run import match_all
from safe_desktop.engine.showing.tie_out_rows import tie_out
from safe_desktop.store.receipt_records import ReceiptState
from tests.engine.synced_book import BANK
from tests.made_workplace import opened_workplace
from tests.scripted_month.month_book import MonthBook, month_book
from tests.scripted_month.month_outcome import (
    misplaced,
    on_account_here,
    owed_in_the_tie_out,
    owed_in_xero,
    unexplained,
)
from tests.scripted_month.month_person import WRITTEN_OFF_TO, MonthPerson
from tests.scripted_month.month_receipts import a_month
from tests.scripted_month.statement_files import WRITERS

ACCOUNT = StatementOptions(account_code=BANK)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[MonthBook]:
    """The month, sent, before its statement has come; a few pence may be written off."""
    with month_book(tmp_path, a_month()) as book:
        save_matching_options(book.bench.workplace, MatchingOptions(write_off_account=WRITTEN_OFF_TO))
        yield book


def decide_the_rest(made: MonthBook, person: MonthPerson) -> int:
    """Decide about what the program left to a person; how many that were."""
    waiting = made.bench.workplace.book.receipts.waiting()
    for receipt in waiting:
        line = person.line_of(receipt)
        accept(made.bench.workplace, receipt.id, person.choice_for(line))
    return len(waiting)


def test_a_month_is_settled_to_the_penny_and_every_payment_is_where_it_belongs(made: MonthBook, tmp_path: Path) -> None:
    workplace, person = made.bench.workplace, MonthPerson(made)
    made.money_comes_in_xero()
    report = import_statement(workplace, WRITERS["csv"](made.month, tmp_path / "statement.csv"), ACCOUNT)
    assert (report.new, report.known, report.bad) == (260, 0, ())

    matched = match_all(workplace)
    assert matched.refused == ()
    assert matched.settled >= 220, matched.words
    assert decide_the_rest(made, person) <= 40

    assert workplace.book.receipts.waiting() == []
    assert misplaced(made) == {}
    assert on_account_here(made) == made.month.on_account_at_the_end()
    assert unexplained(made) == {}
    made.sync()
    report_again = made.sync()
    assert (report_again.sent, report_again.refused, report_again.mismatches_open) == (0, 0, 0)
    assert unexplained(made) == {}
    assert owed_in_the_tie_out(made) == owed_in_xero(made)
    # All that is left between both: what Xero keeps as income, and money on account, which it takes for no customer.
    left = {row.customer: -row.explained.minor for row in tie_out(workplace.book).rows if row.items}
    assert left == made.month.only_here_at_the_end()


def test_the_same_month_in_three_formats_adds_nothing_twice(tmp_path: Path) -> None:
    month = a_month()
    with opened_workplace(tmp_path) as workplace:
        for place, (ending, write) in enumerate(WRITERS.items()):
            report = import_statement(workplace, write(month, tmp_path / f"statement.{ending}"))
            assert (report.new, report.known, report.bad) == ((0, 260, ()) if place else (260, 0, ()))
        waiting = workplace.book.receipts.waiting()
        assert (len(waiting), {one.state for one in waiting}) == (260, {ReceiptState.OPEN})
