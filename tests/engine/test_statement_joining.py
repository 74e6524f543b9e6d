"""A statement that stands twice in one file is counted once and told; two that only look alike both stay."""

from pathlib import Path

import pytest

from safe_desktop.engine.files.statement_importing import StatementOptions, import_statement
from tests.engine.bank_files import camt, entry, in_one_file, payment, read, read_all, sgml, transaction, written
from tests.engine.import_desk import import_desk

BALANCES = (("OPBD", "0.00"), ("CLBD", "15.00"))
TWO_LINES = (entry("10.00", "R1"), entry("5.00", "R2"))
UNNUMBERED = (entry("10.00", "", payment("10.00", "Rushmere", "INV-1")), entry("5.00"))


def amounts(folder: Path, *files: str) -> list[int]:
    """What the lines of these statements in one file are worth."""
    return [line.amount.minor for line in read(folder, in_one_file(*files), "both.xml").lines]


def named(content: str, name: str, sequence: str = "") -> str:
    """The statement with this name of the bank's and this number in its row of statements."""
    number = f"<ElctrncSeqNb>{sequence}</ElctrncSeqNb>" if sequence else ""
    return content.replace("<Stmt><Id>1</Id>", f"<Stmt><Id>{name}</Id>{number}")


@pytest.mark.parametrize("lines", [TWO_LINES, UNNUMBERED], ids=["numbered", "without numbers"])
def test_the_same_statement_twice_in_a_file_counts_once_and_is_told(tmp_path: Path, lines: tuple[str, ...]) -> None:
    one = camt(*lines, balances=BALANCES)
    statement = read(tmp_path, in_one_file(one, one), "both.xml")
    assert [line.amount.minor for line in statement.lines] == [1000, 500]
    assert statement.notes == ("A statement stands in it twice; its lines were read once.",)
    assert statement.proof.holds


def test_a_copy_under_another_name_is_known_by_the_banks_numbers(tmp_path: Path) -> None:
    one = camt(*TWO_LINES, balances=BALANCES)
    next_day = camt(entry("7.00", "R3"), balances=(("OPBD", "15.00"), ("CLBD", "22.00")))
    statement = read(tmp_path, in_one_file(one, next_day, named(one, "2"), named(one, "3")), "both.xml")
    assert [line.amount.minor for line in statement.lines] == [1000, 500, 700]
    assert statement.notes == ("2 statements in it are copies of others; their lines were read once.",)
    assert statement.proof.holds


def test_two_statements_alike_but_for_their_names_both_stay_where_no_number_proves_them_one(tmp_path: Path) -> None:
    one = camt(entry("10.00"))
    assert amounts(tmp_path, one, named(one, "2")) == [1000, 1000]
    assert amounts(tmp_path, named(one, "1", "7"), named(one, "1", "8")) == [1000, 1000]
    assert amounts(tmp_path, named(one, "1", "7"), named(one, "1", "7")) == [1000]


@pytest.mark.parametrize("number", ["", "R1"])
def test_what_the_balances_show_to_follow_each_other_both_stays(tmp_path: Path, number: str) -> None:
    """Some banks number the lines of each statement from the start and give every statement the same name."""
    first = camt(entry("10.00", number), balances=(("OPBD", "0.00"), ("CLBD", "10.00")))
    second = camt(entry("10.00", number), balances=(("OPBD", "10.00"), ("CLBD", "20.00")))
    statement = read(tmp_path, in_one_file(first, second), "both.xml")
    assert [line.amount.minor for line in statement.lines] == [1000, 1000]
    assert statement.notes == ()
    assert statement.proof.holds


def test_a_statement_given_again_with_later_lines_adds_only_these(tmp_path: Path) -> None:
    morning = camt(*TWO_LINES, balances=BALANCES)
    evening = camt(*TWO_LINES, entry("4.00", "R3"), balances=(("OPBD", "0.00"), ("CLBD", "19.00")))
    statement = read(tmp_path, in_one_file(morning, evening), "both.xml")
    assert [line.amount.minor for line in statement.lines] == [1000, 500, 400]
    assert [one.place for one in statement.passed_over] == ["entry 1", "entry 2"]
    assert all("earlier statement" in one.reason for one in statement.passed_over)


def test_two_equal_lines_of_one_statement_both_stay_and_their_copy_adds_none(tmp_path: Path) -> None:
    lines = (entry("10.00", "R1"), entry("10.00", "R1"))
    again = camt(*lines, entry("3.00", "R2"))
    assert amounts(tmp_path, camt(*lines), again) == [1000, 1000, 300]


def test_the_same_number_with_other_words_or_another_amount_is_another_line(tmp_path: Path) -> None:
    first = camt(entry("10.00", "1", payment("10.00", "Rushmere")))
    others = (entry("10.00", "1", payment("10.00", "Brown")), entry("9.00", "1", payment("9.00", "Rushmere")))
    assert amounts(tmp_path, first, camt(*others)) == [1000, 1000, 900]


def test_the_same_statement_of_another_account_is_no_copy(tmp_path: Path) -> None:
    one, other = camt(*TWO_LINES), camt(*TWO_LINES, iban="GB44OTHER")
    found = read_all(tmp_path, in_one_file(one, other), "two.xml")
    assert [len(each.lines) for each in found] == [2, 2]


def test_an_account_that_stands_twice_in_an_ofx_file_is_read_once(tmp_path: Path) -> None:
    one = sgml("Bank", transaction("10.00", "F1", "Rushmere"), transaction("5.00", "F2", "Brown"))
    later = sgml("Bank", transaction("10.00", "F1", "Rushmere"), transaction("4.00", "F3", "Green"))
    inside = later[later.index("<STMTTRNRS>") : later.index("</BANKMSGSRSV1>")]
    statement = read(tmp_path, one.replace("</BANKMSGSRSV1>", f"{inside}</BANKMSGSRSV1>"), "twice.ofx")
    assert [line.amount.minor for line in statement.lines] == [1000, 500, 400]
    assert [left.label for left in statement.passed_over] == ["CREDIT · Rushmere"]


def test_a_file_with_a_statement_twice_brings_each_line_into_the_book_once(tmp_path: Path) -> None:
    one = camt(*UNNUMBERED, balances=BALANCES)
    with import_desk(tmp_path) as desk:
        path = written(desk.folder, in_one_file(one, one), "both.xml")
        trial = import_statement(desk, path, StatementOptions("090", dry_run=True))
        report = import_statement(desk, path, StatementOptions("090"))
        assert (trial.lines, trial.new) == (report.lines, report.new) == (2, 2)
        assert len(report.new_ids) == 2
        assert any("twice" in words for words in report.told())
