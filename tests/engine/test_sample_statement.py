"""The bank statement that lies beside the practice book: it reads, adds up, and pays what is open in that book."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from safe_desktop.domain.document import Document, DocumentKind
from safe_desktop.engine import sample_book
from safe_desktop.engine.books import new_book
from safe_desktop.engine.files.statement_reading import read_statement
from safe_desktop.engine.homes import Home
from safe_desktop.engine.sample_statement import statement_path, write_sample_statement
from safe_desktop.engine.workplace import Workplace, opened
from safe_desktop.errors import InputError
from tests.made_records import MovableClock
from tests.made_workplace import opened_workplace


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Workplace]:
    """A practice book on its first day."""
    home, clock = Home(tmp_path, is_practice=True), MovableClock()
    new_book(home, "Practice", clock)
    with opened(home, "Practice", environ={}, clock=clock, for_this_run=True) as workplace:
        sample_book.fill(workplace)
        yield workplace


def test_it_lies_beside_the_practice_book_and_proves_itself(practice: Workplace) -> None:
    statement = read_statement(statement_path(practice.home), None, "GBP")
    assert (statement.bad, statement.proof.holds) == ((), True)
    assert len(statement.lines) >= 12
    assert statement.money_out.minor < 0 < statement.money_in.minor


def test_most_of_its_money_is_for_invoices_that_are_open(practice: Workplace) -> None:
    book = practice.book
    statement = read_statement(statement_path(practice.home), None, "GBP")
    numbers = {one.number for one in book.documents.get_many(book.documents.open_ids(DocumentKind.INVOICE)).values()}
    assert sum(1 for line in statement.lines if line.reference in numbers) >= 4
    names = {book.customers.get(one.customer_id).name.upper()[:18].strip() for one in _open(practice)}
    assert sum(1 for line in statement.lines if line.payee in names) >= 10


def _open(practice: Workplace) -> list[Document]:
    book = practice.book
    return list(book.documents.get_many(book.documents.open_ids(DocumentKind.INVOICE)).values())


def test_the_same_book_and_day_give_the_same_file(practice: Workplace, tmp_path: Path) -> None:
    count = write_sample_statement(practice, tmp_path / "again.csv")
    assert (tmp_path / "again.csv").read_bytes() == statement_path(practice.home).read_bytes()
    assert len((tmp_path / "again.csv").read_text().splitlines()) == count + 1


def test_a_book_that_is_no_practice_gets_none(tmp_path: Path) -> None:
    with opened_workplace(tmp_path) as workplace:
        sample_book.fill(workplace)
        assert not statement_path(workplace.home).exists()


def test_a_folder_that_cannot_be_written_is_said_in_words(practice: Workplace, tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        write_sample_statement(practice, tmp_path / "missing" / "file.csv")
    assert "cannot be written" in str(refused.value)
