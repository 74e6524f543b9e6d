"""`compare` and `undo` through the command line: the first connection of a book whose customers Xero has already."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command_line.program_process import Program
from tests.practice.practice_process import PracticeProcess

pytestmark = pytest.mark.xdist_group("redirect-ports")

CUSTOMERS = """Name,Code,Email
Rushmere Farm Shop,R1,shop@rushmere.example
Thornbury Estates,T1,office@thornbury.example
Alder Bakery,A1,
"""
UK = "Fernhill Coffee & Fruit"


@pytest.fixture
def xero(tmp_path: Path) -> Iterator[PracticeProcess]:
    with PracticeProcess.start(tmp_path / "xero", "--seed", "1", "--minute-limit", "1000") as process:
        yield process


@pytest.fixture
def program(tmp_path: Path, xero: PracticeProcess) -> Program:
    program = Program(tmp_path / "home", xero.environment())
    program.quick("book", "new", "Shop")
    customers = tmp_path / "customers.csv"
    customers.write_text(CUSTOMERS, encoding="utf-8")
    assert program.quick("import", "customers", str(customers)).code == 0
    xero.admin("contact", {"contact": {"Name": "RUSHMERE FARM SHOP LTD", "EmailAddress": "shop@rushmere.example"}})
    xero.admin("contact", {"contact": {"Name": "Thornbury Garages", "EmailAddress": "office@thornbury.example"}})
    xero.admin("invoice", {"invoice_number": "X-1", "contact_name": "Westbury Hotels", "amount": "80.00"})
    assert program.connect(organisation=UK).code == 0
    return program


def test_both_lists_are_compared_then_sent_then_taken_back(program: Program, xero: PracticeProcess) -> None:
    held = program.quick("sync", "--json")
    assert (held.code, held.json["sent"]) == (1, 0)
    assert held.json["words"].startswith("Compare both lists first: 2 customers may be in Xero already")

    assert program.quick("status", "--json").json["first_comparison"] == held.json["words"]
    shown = program.quick("compare")
    assert shown.code == 1
    assert "RUSHMERE FARM SHOP LTD" in shown.out
    assert "Same e-mail address" in shown.out
    assert "--accept all" in shown.out
    found = program.quick("compare", "--json").json
    pairs = {one["customer"]: one for one in found["pairs"]}
    assert [one["number"] for one in found["open_there"]] == ["X-1"]

    wrong = program.quick("compare", "--accept", "C77")
    assert (wrong.code, "no likely pair C77" in wrong.err) == (2, True)
    refused = program.quick("compare", "--refuse", pairs["Thornbury Estates"]["id"], "--json").json
    assert [one["customer"] for one in refused["pairs"]] == ["Rushmere Farm Shop"]
    accepted = program.quick("compare", "--accept", "all", "--take-in", "invoices", "--json")
    assert accepted.code == 0
    assert (accepted.json["pairs"], accepted.json["already_tied"]) == ([], 2)
    assert len(accepted.json["taken_in"]["taken"]) == 1

    sent = program.quick("sync")
    assert sent.code == 0, sent.out
    assert " 2 sent" in sent.out
    run = sent.out.split(":")[0].removeprefix("Run ")

    plan = program.quick("undo", run, "--plan")
    assert "2 things of 2 can be taken back" in plan.out
    assert plan.out.count("Archive its contact in Xero") == 2
    undone = program.quick("undo", run, "--json")
    assert (undone.code, undone.json["sent"], undone.json["skipped"]) == (0, 2, 0)
    again = program.quick("undo", run, "--json").json
    assert (again["sent"], again["skipped"]) == (0, 2)
    assert " 0 sent" in program.quick("sync").out


def test_a_comparison_can_be_waived(program: Program) -> None:
    skipped = program.quick("compare", "--skip", "--json")
    assert (skipped.code, skipped.json["is_open"]) == (0, False)
    assert program.quick("sync", "--json").json["sent"] == 3


def test_a_run_that_is_not_there_is_bad_input(program: Program) -> None:
    ran = program.quick("undo", "77", "--json")
    assert (ran.code, ran.json["error"]["title"]) == (2, "There is no run 77 in this book.")
