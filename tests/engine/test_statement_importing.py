"""Statements into the book: each line once, whatever files it comes in, and every line accounted for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safe_desktop.domain.matching.situation import ReceiptSource
from safe_desktop.domain.money import Money
from safe_desktop.domain.payment import PaymentMethod
from safe_desktop.engine.control import Control
from safe_desktop.engine.files.import_columns import STATEMENTS
from safe_desktop.engine.files.import_mapping import Mapping
from safe_desktop.engine.files.statement_accounts import bank_accounts
from safe_desktop.engine.files.statement_importing import StatementOptions, examine_statement, import_statement
from safe_desktop.engine.files.statement_keys import source_keys
from safe_desktop.engine.files.statement_lines import StatementFormat, StatementLine
from safe_desktop.engine.files.statement_report import StatementReport
from safe_desktop.errors import Cancelled, InputError
from safe_desktop.store.receipt_records import StoredReceipt
from tests.engine.bank_files import LLOYDS, camt, entry, payment, sgml, transaction, written
from tests.engine.import_desk import ImportDesk, import_desk

HEADER = "Date,Description,Amount\n"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ImportDesk]:
    with import_desk(tmp_path) as found:
        yield found


def take(desk: ImportDesk, content: str, name: str = "bank.csv", **options: object) -> StatementReport:
    path = written(desk.folder, content, name)
    return import_statement(desk, path, StatementOptions(**options))  # type: ignore[arg-type]


def kept(desk: ImportDesk) -> list[StoredReceipt]:
    return desk.book.receipts.of_source(ReceiptSource.BANK)


def rows(*lines: str) -> str:
    return HEADER + "".join(f"{line}\n" for line in lines)


def test_lines_become_receipts_that_wait_with_all_their_words(desk: ImportDesk) -> None:
    report = take(desk, LLOYDS, account_code="090")
    assert (report.lines, report.new, report.known) == (2, 2, 0)
    assert not report.needs_person
    paid_out, came_in = kept(desk)
    assert (came_in.came_on, came_in.amount, came_in.account_code) == (date(2026, 11, 25), Money(48600), "090")
    assert (came_in.kind, came_in.narrative) == ("FPI", "RUSHMERE FARM INV-1042")
    assert paid_out.amount == Money(-10000)
    assert set(report.new_ids) == {came_in.id, paid_out.id}
    note = desk.book.activity.latest(1)[0]
    assert (note.action, note.label, note.detail) == ("Imported", "bank.csv", "2 new, 0 here already, 0 not taken")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (LLOYDS, "bank.csv"),
        (sgml("B", transaction("1.00", "F1", "A"), transaction("1.00", "F2", "A")), "bank.ofx"),
        (camt(entry("3.00", "R1", payment("1.00") + payment("2.00")), entry("4.00")), "bank.xml"),
    ],
)
def test_the_same_file_twice_adds_nothing(desk: ImportDesk, content: str, name: str) -> None:
    first = take(desk, content, name)
    before = kept(desk)
    again = take(desk, content, f"again {name}")
    assert first.new == first.lines > 0
    assert (again.new, again.known) == (0, first.lines)
    assert not again.changes
    assert kept(desk) == before


def test_two_truly_equal_lines_of_one_day_stay_two(desk: ImportDesk) -> None:
    content = rows("25/11/2026,COFFEE,3.00", "25/11/2026,COFFEE,3.00")
    assert take(desk, content).new == 2
    assert take(desk, content).new == 0
    assert len(kept(desk)) == 2


def test_overlapping_exports_do_not_double_a_line(desk: ImportDesk) -> None:
    """The first export ends in the middle of the 25th: the next one finds what is there and adds the rest."""
    first = rows("24/11/2026,A,1.00", "25/11/2026,COFFEE,3.00")
    second = rows("25/11/2026,COFFEE,3.00", "25/11/2026,COFFEE,3.00", "26/11/2026,B,2.00")
    assert take(desk, first).new == 2
    assert take(desk, second).new == 2
    assert take(desk, rows("26/11/2026,B,2.00", "25/11/2026,COFFEE,3.00", "25/11/2026,COFFEE,3.00")).new == 0
    assert sorted(one.amount.minor for one in kept(desk)) == [100, 200, 300, 300]


def test_a_bank_that_numbers_each_file_from_one_loses_no_line(desk: ImportDesk) -> None:
    assert take(desk, sgml("B", transaction("1.00", "1", "A", day="20261101")), "one.ofx").new == 1
    assert take(desk, sgml("B", transaction("1.00", "1", "B", day="20261102")), "two.ofx").new == 1
    assert take(desk, sgml("B", transaction("1.00", "1", "C", day="20261103"), account="99"), "three.ofx").new == 1


def test_the_banks_csv_and_its_ofx_of_one_month_are_the_same_money(desk: ImportDesk) -> None:
    csv = rows("24/11/2026,RUSHMERE FARM INV-1042,486.00", "25/11/2026,EON ENERGY,-100.00", "25/11/2026,BROWN,-100.00")
    assert take(desk, csv, account_code="090").new == 3
    ofx = sgml(
        "B",
        transaction("486.00", "F1", "Rushmere Farm", "INV-1042", "20261124"),
        transaction("-100.00", "F2", "Brown", "", "20261125"),
        transaction("-100.00", "F3", "Eon Energy", "", "20261125"),
        transaction("-100.00", "F4", "Green Garage", "", "20261125"),
        transaction("486.00", "F5", "Rushmere Farm", "INV-1042", "20261125"),
    )
    assert take(desk, ofx, "bank.ofx", account_code="090", dry_run=True).new == 2
    report = take(desk, ofx, "bank.ofx", account_code="090")
    assert (report.new, report.known, report.parts[0].from_other_files) == (2, 3, 3)
    assert {one.payee for one in kept(desk) if one.payee} == {"Green Garage", "Rushmere Farm"}
    assert take(desk, ofx, "bank.ofx", account_code="090").new == 0
    assert take(desk, csv, account_code="090").new == 0


def test_two_pages_of_one_export_that_share_a_day_are_both_taken(desk: ImportDesk) -> None:
    """The same amount, day and half of the words: it is money of its own as long as both are files of one kind."""
    assert take(desk, rows("25/11/2026,FPI RUSHMERE FARM LTD INV-1,50.00")).new == 1
    assert take(desk, rows("25/11/2026,FPI RUSHMERE FARM LTD INV-2,50.00")).new == 1
    other_payer = sgml("B", transaction("50.00", "F1", "Green Garage Ltd", "INV-7"))
    assert take(desk, other_payer, "a.ofx").new == 1


def test_a_dry_run_counts_and_changes_nothing(desk: ImportDesk) -> None:
    report = take(desk, LLOYDS, dry_run=True)
    assert (report.is_dry_run, report.new) == (True, 2)
    assert kept(desk) == []
    assert any("would be added" in line for line in report.told())


def test_a_stop_in_the_middle_leaves_the_book_as_it_was(desk: ImportDesk) -> None:
    control = Control(lambda _done, _total, words: control.stop() if words == "Keeping the lines" else None)
    with pytest.raises(Cancelled):
        import_statement(desk, written(desk.folder, LLOYDS), None, control)
    assert kept(desk) == []
    assert desk.book.activity.latest(1) == []


def test_what_could_not_be_taken_is_told_and_waits_for_a_person(desk: ImportDesk) -> None:
    report = take(desk, rows("25/11/2026,Good,1.00", "32/11/2026,Bad,1.00"))
    assert report.needs_person
    assert [bad.place for bad in report.bad] == ["row 3"]
    assert any("Not taken: row 3 (Bad)" in line for line in report.told())


def test_a_file_that_does_not_prove_itself_is_taken_but_shown_to_a_person(desk: ImportDesk) -> None:
    content = camt(entry("1.00", "R1"), balances=(("OPBD", "0.00"), ("CLBD", "9.00")))
    report = take(desk, content, "bank.xml")
    assert report.new == 1
    assert report.needs_person
    assert any("but it ends with 9.00 GBP" in line for line in report.told())


def test_columns_a_person_chose_are_remembered_for_the_next_file(desk: ImportDesk) -> None:
    content = "Buchungstag;Betrag;Text\n25.11.2026;1,00;A\n"
    with pytest.raises(InputError, match="not known which column"):
        take(desk, content)
    mapping = Mapping(STATEMENTS, {"came_on": "Buchungstag", "amount": "Betrag", "narrative": "Text"})
    look = examine_statement(desk, written(desk.folder, content), mapping)
    assert look.format is StatementFormat.TABLE
    assert look.table is not None
    assert take(desk, content, mapping=mapping).bad == take(desk, content, mapping=mapping).bad
    again = examine_statement(desk, written(desk.folder, content))
    assert again.table is not None
    assert again.table.is_remembered
    assert again.table.mapping.columns == mapping.columns


def test_a_look_at_a_file_tells_its_kind_its_account_and_what_must_be_asked(desk: ImportDesk) -> None:
    ofx = examine_statement(desk, written(desk.folder, sgml("B", transaction("1.00", "F1", "A")), "a.ofx"))
    assert (ofx.format, ofx.accounts, ofx.table) == (StatementFormat.OFX, (("112233 12345678", ""),), None)
    look = examine_statement(desk, written(desk.folder, "01/02/2026,COFFEE,3.00\n02/02/2026,TEA,4.00\n"))
    assert look.table is not None
    assert look.table.mapping.columns == {"came_on": "Column 1", "narrative": "Column 2", "amount": "Column 3"}
    assert ["no header" in question or "two ways" in question for question in look.table.questions] == [True, True]
    unknown = examine_statement(desk, written(desk.folder, "Buchungstag;Betrag\n25.11.2026;1,00\n"))
    assert unknown.accounts == ()


def test_a_statement_that_names_its_account_is_remembered_and_others_are_asked_about(desk: ImportDesk) -> None:
    with desk.book.transaction():
        desk.book.payments.save_method(PaymentMethod("Bacs", xero_account_code="090"))
        desk.book.payments.save_method(PaymentMethod("Till", xero_account_code="091"))
    assert list(bank_accounts(desk.book)) == ["090", "091"]
    part = take(desk, LLOYDS, account_code="090", dry_run=True).parts[0]
    assert (part.title, replace(part, account="").title) == ("12345678, account 090 Bacs", "Account 090 Bacs")
    assert replace(part, account="", account_code="").title == "One account"
    with pytest.raises(InputError, match="not known which account “112233 12345678”"):
        take(desk, sgml("B", transaction("1.00", "F1", "A")), "a.ofx")
    with pytest.raises(InputError, match="“092” is not a bank account"):
        take(desk, sgml("B", transaction("1.00", "F1", "A")), "a.ofx", account_code="092")
    assert take(desk, sgml("B", transaction("1.00", "F1", "A")), "a.ofx", account_code="091").new == 1
    assert take(desk, sgml("B", transaction("2.00", "F2", "A")), "a.ofx").parts[0].account_code == "091"
    with pytest.raises(InputError, match=r"not known which account “bank\.csv”"):
        take(desk, rows("25/11/2026,A,1.00"))


def test_the_only_account_there_is_needs_no_naming(desk: ImportDesk) -> None:
    with desk.book.transaction():
        desk.book.payments.save_method(PaymentMethod("Bacs", xero_account_code="090"))
    assert take(desk, rows("25/11/2026,A,1.00")).parts[0].account_code == "090"


LINES = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from([100, -100, 250]), st.sampled_from(["A", "a ", "B"])), max_size=12
)


@given(LINES, LINES)
@settings(max_examples=60)
def test_keys_are_never_shared_and_do_not_hang_on_the_order_of_the_file(
    lines: list[tuple[int, int, str]], more: list[tuple[int, int, str]]
) -> None:
    def line(one: tuple[int, int, str]) -> StatementLine:
        return StatementLine(date(2026, 11, one[0]), Money(one[1]), narrative=one[2])

    keys = source_keys("090", [line(one) for one in lines])
    assert len(set(keys)) == len(keys)
    assert set(source_keys("090", [line(one) for one in reversed(lines)])) == set(keys)
    assert set(keys) <= set(source_keys("090", [line(one) for one in [*lines, *more]]))
    assert not set(keys) & set(source_keys("091", [line(one) for one in lines]))
