"""Balances, tie-out and statement through the command line, before and after a sync with a practice Xero."""

from pathlib import Path

import pytest

from tests.command_line.program_process import Program
from tests.practice.practice_process import PracticeProcess

pytestmark = pytest.mark.xdist_group("redirect-ports")

UK = "Fernhill Coffee & Fruit"
INVOICES = """Number,Date,Due date,Customer,Description,Quantity,Unit price,VAT code
A-1,2026-08-03,2026-09-02,Rushmere Farm Shop,Coffee,1,100.00,ZERO
A-2,2026-11-02,2026-12-02,Rushmere Farm Shop,Coffee,1,50.00,ZERO
A-3,2026-11-02,2026-11-16,Zażółć & Sons,Coffee,2,20.25,ZERO
"""
PAYMENTS = """Date,Amount,Invoice number,Customer,Method
2026-11-20,30.00,A-1,Rushmere Farm Shop,Cash
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    made = Program(tmp_path / "home")
    made.quick("book", "new", "Shop")
    for kind, text in (("invoices", INVOICES), ("payments", PAYMENTS)):
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        report = made.quick("import", kind, str(path))
        assert report.code in (0, 1), report.err
    return made


def test_balances_are_told_by_age_as_at_a_day(program: Program, tmp_path: Path) -> None:
    found = program.quick("balances", "--on", "2026-11-25", "--json").json
    rows = {one["customer"]: one for one in found["customers"]}
    ages = {key: age["amount"] for key, age in rows["Rushmere Farm Shop"]["ages"].items()}
    assert ages == {"not_due": "50.00", "to_30": "0.00", "to_60": "0.00", "to_90": "70.00", "over_90": "0.00"}
    assert found["totals"][0]["balance"] == {"amount": "160.50", "currency": "GBP"}
    earlier = program.quick("balances", "--on", "2026-10-01", "--json").json
    assert (earlier["totals"][0]["balance"]["amount"], earlier["later"]["count"]) == ("100.00", 2)
    lines = program.quick("balances", "--on", "2026-11-25").out.splitlines()
    assert lines[0] == "Balances as at 25/11/2026, days counted from the due date"
    assert lines[-1].split() == ["All", "50.00", "40.50", "0.00", "70.00", "0.00", "0.00", "160.50", "GBP"]
    out = tmp_path / "aged.csv"
    assert (
        program.quick("balances", "--on", "2026-11-25", "--out", str(out)).out
        == "aged.csv: 2 customers as at 25/11/2026\n"
    )
    assert len(out.read_text(encoding="utf-8-sig").splitlines()) == 3
    assert program.quick("balances", "--on", "yesterday").code == 2


def test_a_statement_is_written_without_a_screen(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "statement.pdf"
    made = program.run("customer-statement", "Zażółć & Sons", "--out", str(path), "--to", "2026-11-25", "--json")
    assert made.code == 0, made.err
    assert made.json["balance"] == [{"amount": "40.50", "currency": "GBP"}]
    assert (path.read_bytes()[:5], made.json["pages"]) == (b"%PDF-", 1)
    # In a process of its own too: what a page needs of Qt stays until the process ends.
    refused = program.run("customer-statement", "Nobody", "--out", str(path))
    assert (refused.code, "There is no customer “Nobody”" in refused.err) == (2, True)


def test_the_tie_out_names_why_xero_says_otherwise(program: Program, tmp_path: Path) -> None:
    with PracticeProcess.start(tmp_path / "xero", "--seed", "1", "--minute-limit", "1000") as xero:
        online = Program(program.home, xero.environment())
        assert online.connect(organisation=UK).code == 0
        before = online.quick("tie-out", "--json").json
        assert before["totals"][0]["residue"]["amount"] == "0.00"
        assert {item["cause"] for row in before["customers"] for item in row["items"]} <= {
            "Not sent yet",
            "Waits for a review",
            "In Xero only",
        }
        online.quick("sync")
        after = online.quick("tie-out")
        assert after.code == 0
        assert "Payment for A-1: stays here" in after.out
        assert "Cash has no Xero account" in after.out
