"""The format of the file: the tables of the program, the frozen steps, and a real file of every shipped format."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from safe_desktop.domain.document import DocumentKind
from safe_desktop.domain.money import Money
from safe_desktop.errors import StoreError
from safe_desktop.store.migrations import FORMAT, STEPS, migrate
from safe_desktop.store.receipt_records import ReceiptState
from safe_desktop.store.tables import TABLES
from tests.made_records import MovableClock, customer, opened_book

FORMAT_1 = Path(__file__).parent / "format-1.safebook.gz"
FORMAT_2 = Path(__file__).parent / "format-2.safebook.gz"


def schema_of(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
        return [(name, " ".join(sql.split())) for name, sql in rows]


def test_the_tables_of_the_program_are_the_tables_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "Fernhill.safebook"
    migrate(path)
    with closing(sqlite3.connect(path)) as connection:
        for table in TABLES:
            name = table._meta.table_name
            in_file = {row[1] for row in connection.execute(f"PRAGMA table_info({name})")}
            assert in_file == set(table._meta.columns), name


def test_a_real_file_of_format_1_opens_with_all_that_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "Old.safebook").write_bytes(gzip.decompress(FORMAT_1.read_bytes()))
    with opened_book(tmp_path, "Old") as book:
        assert book.database.value("PRAGMA user_version") == FORMAT
        assert list(book.customers.ids_by_name_key()) == ["rushmere farm shop", "thornbury estates ltd"]
        invoice = book.documents.find_number(DocumentKind.INVOICE, "INV-0001")
        assert invoice is not None
        assert invoice.totals.total == Money(12600)
        assert book.documents.open(invoice.id) == Money(2600)
        assert [payment.reference for payment in book.payments.of_document(invoice.id)] == ["part"]
        assert book.settings.terms_days == 14
        assert book.activity.verify() is None


def test_a_real_file_of_format_2_opens_with_its_receipts_decisions_rules_accounts_and_earlier_values(
    tmp_path: Path,
) -> None:
    (tmp_path / "Old.safebook").write_bytes(gzip.decompress(FORMAT_2.read_bytes()))
    with opened_book(tmp_path, "Old") as book:
        settled, waiting = book.receipts.get(1), book.receipts.get(2)
        assert (settled.state, settled.payee, waiting.state) == (ReceiptState.SETTLED, "RUSHMERE", ReceiptState.OPEN)
        decision = book.decisions.standing(1)
        assert decision is not None
        assert (decision.deeds.payments, decision.evidence.confidence) == ((1,), 0.9)
        assert book.decisions.claimed([1]) == {1: decision.id}
        best = book.verdicts.of([2])[2].verdict.best
        assert best is not None
        assert best.shares[0].minor == 6000
        assert [rule.name for rule in book.rules.all() if rule.is_on] == ["Interest"]
        intent = book.outbox.get(1)
        assert [(one.code, one.currency) for one in book.chart.accounts()] == [("610", "GBP")]
        assert (intent.element, intent.earlier) == ('{"Reference":"PO 2"}', '{"Reference":"PO 1"}')


def test_a_change_told_by_a_book_of_format_1_has_no_earlier_values_once_it_has_climbed(tmp_path: Path) -> None:
    path = tmp_path / "Old.safebook"
    path.write_bytes(gzip.decompress(FORMAT_1.read_bytes()))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            """INSERT INTO outbox (kind, operation, local_id, revision, state, natural_key, element,
            created_at, updated_at) VALUES ('invoice', 'update', 1, 2, 'done', 'inv-0001', '{}', '', '')"""
        )
    with opened_book(tmp_path, "Old") as book:
        assert book.outbox.get(1).earlier == ""


def test_an_account_in_a_book_of_format_1_has_no_currency_until_the_chart_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "Old.safebook"
    path.write_bytes(gzip.decompress(FORMAT_1.read_bytes()))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO xero_account VALUES ('id', '610', 'Bank', 'BANK', 'ASSET', 'ACTIVE', 1, '', '')"
        )
    with opened_book(tmp_path, "Old") as book:
        assert [(one.code, one.currency) for one in book.chart.accounts() if one.account_id == "id"] == [("610", "")]


@pytest.mark.parametrize(("file", "number"), [(FORMAT_1, 1), (FORMAT_2, 2)])
def test_the_kept_file_of_a_format_is_of_the_format_that_is_shipped(tmp_path: Path, file: Path, number: int) -> None:
    kept, fresh = tmp_path / "kept.safebook", tmp_path / "fresh.safebook"
    kept.write_bytes(gzip.decompress(file.read_bytes()))
    migrate(fresh, STEPS[:number])
    assert schema_of(kept) == schema_of(fresh), "a shipped format was edited; make a new step instead"


def test_an_older_book_is_copied_first_and_then_brought_to_the_new_format(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        customer(book, "Ann")
        path = book.path
    copy = migrate(path, (*STEPS, ("ALTER TABLE customer ADD COLUMN nickname TEXT NOT NULL DEFAULT ''",)))
    assert copy == tmp_path / "backups" / f"Fernhill-before-format-{FORMAT + 1}.safebook"
    assert copy is not None
    assert ("nickname" in dict(schema_of(path))["customer"]) is True
    assert ("nickname" in dict(schema_of(copy))["customer"]) is False
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT name FROM customer").fetchall() == [("Ann",)]


def test_a_step_that_fails_half_way_leaves_the_book_as_it_was(tmp_path: Path) -> None:
    with opened_book(tmp_path) as book:
        path = book.path
    before = schema_of(path)
    bad = ("CREATE TABLE extra (x)", "INSERT INTO nowhere VALUES (1)")
    with pytest.raises(StoreError, match="could not be brought to the new format"):
        migrate(path, (*STEPS, bad))
    assert schema_of(path) == before
    with opened_book(tmp_path) as book:
        assert book.clock == MovableClock()
