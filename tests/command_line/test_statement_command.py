"""`safe-desktop statement`: a bank's file into a book, as a script calls it."""

from pathlib import Path

import pytest

from tests.command_line.program_process import Program
from tests.engine.bank_files import LLOYDS, sgml, transaction, written


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path / "home", {})


def test_a_statement_is_tried_taken_and_known_the_second_time(tmp_path: Path, program: Program) -> None:
    file = str(written(tmp_path, LLOYDS, "bank.csv"))
    assert program.quick("book", "new", "Shop").code == 0
    tried = program.quick("statement", file, "--dry-run", "--json")
    assert (tried.code, tried.json["new"], tried.json["is_dry_run"]) == (0, 2, True)
    taken = program.quick("statement", file)
    assert taken.code == 0
    assert "2 added, 0 here already; in 486.00 GBP, out -100.00 GBP" in taken.out
    assert "1,100.00 GBP and all lines make 1,486.00 GBP" in taken.out
    assert program.quick("statement", file, "--json").json["known"] == 2


def test_what_is_certain_is_settled_at_once_and_the_rest_waits(tmp_path: Path, program: Program) -> None:
    invoices = (
        "Number,Date,Customer,Description,Quantity,Unit price\nINV-1042,01/11/2026,Rushmere Farm,Coffee,1,486.00\n"
    )
    assert program.quick("book", "new", "Shop").code == 0
    assert program.quick("import", "invoices", str(written(tmp_path, invoices, "invoices.csv"))).code == 0
    taken = program.quick("statement", str(written(tmp_path, LLOYDS, "bank.csv")), "--json")
    matching = taken.json["matching"]
    assert (matching["looked_at"], matching["settled"]) == (2, 1), taken.out
    assert taken.code == (1 if matching["asked"] else 0)


def test_what_cannot_be_taken_ends_with_the_code_for_a_person(tmp_path: Path, program: Program) -> None:
    assert program.quick("book", "new", "Shop").code == 0
    bad = written(tmp_path, sgml("B", transaction("1.00", "F1", "A"), transaction("ten", "F2", "B")), "bank.ofx")
    result = program.quick("statement", str(bad))
    assert result.code == 1
    assert "Not taken: transaction 2 (B F2): its amount “ten” is not a number" in result.out
    page = written(tmp_path, "<html>Sign in</html>", "page.csv")
    refused = program.quick("statement", str(page))
    assert refused.code == 2
    assert "is a web page" in refused.err


def test_the_mapping_that_would_be_used_can_be_printed_and_given_back(tmp_path: Path, program: Program) -> None:
    assert program.quick("book", "new", "Shop").code == 0
    file = str(written(tmp_path, "Day,Sum,Words\n25/11/2026,1.00,INV-1\n", "bank.csv"))
    shown = program.quick("statement", file, "--show-mapping")
    assert shown.code == 0
    mapping = written(tmp_path, shown.out.replace('"columns": {}', '"columns": {"came_on": "Day", "amount": "Sum"}'))
    taken = program.quick("statement", file, "--mapping", str(mapping), "--json")
    assert taken.json["new"] == 1, taken.err
