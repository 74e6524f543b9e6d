"""`match`, `receipts`, `settle-receipt` and `undo-match`, as a script calls them."""

from pathlib import Path

import pytest

from tests.command_line.program_process import Program

CUSTOMERS = "Name,Code\nRushmere Farm Shop,R1\nThornbury Estates,T1\n"
INVOICES = """Number,Customer,Date,Due date,Description,Quantity,Unit price,VAT code
INV-1042,Rushmere Farm Shop,2026-11-02,2026-12-02,Coffee,1,120.00,ZERO
INV-1043,Thornbury Estates,2026-11-02,2026-12-02,Coffee,1,75.00,ZERO
"""
BANK = """Date,Type,Payee,Reference,Paid out,Paid in
2026-11-20,FPI,RUSHMERE FARM SHOP,INV-1042,,120.00
2026-11-21,FPI,J SMITH,THANKS,,74.60
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    program = Program(tmp_path / "home", {})
    assert program.quick("book", "new", "Shop").code == 0
    for kind, text in (("customers", CUSTOMERS), ("invoices", INVOICES)):
        file = tmp_path / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        done = program.quick("import", kind, str(file))
        assert done.code == 0, done.out + done.err
    bank = tmp_path / "bank.csv"
    bank.write_text(BANK, encoding="utf-8")
    assert program.quick("statement", str(bank), "--json").json["new"] == 2
    # A statement is matched as it comes: here it begins with everything to be decided.
    (decided,) = program.quick("receipts", "--json").json["decided"]
    assert decided["decided_by"] == "Matching"
    assert program.quick("undo-match", str(decided["id"])).code == 0
    return program


def test_money_is_planned_matched_settled_and_undone(program: Program) -> None:
    planned = program.quick("match", "--plan")
    assert (planned.code, "2 looked at: 0 settled by themselves" in planned.out) == (1, True)
    # What a person brought back is the person's to settle: no round does it again by itself.
    done = program.quick("match", "--json").json
    assert (done["settled"], [one["amount"]["amount"] for one in done["waiting"]]) == (0, ["120.00", "74.60"])
    told = program.quick("status")
    assert (told.code, "Receipts to decide" in told.out) == (1, True)
    assert program.quick("status", "--json").json["receipts_to_decide"] == 2
    certain, number = (str(one["record_id"]) for one in done["waiting"])
    assert program.quick("settle-receipt", certain, "--accept", "1").code == 0
    shown = program.quick("receipts", number)
    assert (shown.code, "74.60 GBP received" in shown.out) == (0, True)
    short = ("settle-receipt", number, "--invoices", "INV-1043", "--write-off", "404")
    settled = program.quick(*short)
    assert settled.code == 0, settled.err
    assert "0.40 written off to 404" in settled.out
    listed = program.quick("receipts", "--json")
    assert (listed.code, listed.json["waiting"]) == (0, [])
    decision = str(listed.json["decided"][0]["id"])
    assert program.quick("undo-match", decision).code == 0
    again = program.quick("undo-match", decision)
    assert (again.code, "undone already" in again.err) == (2, True)
    assert program.quick("receipts").code == 1


def test_each_way_to_settle_has_its_option_and_two_at_once_are_refused(program: Program) -> None:
    number = str(program.quick("match", "--json").json["waiting"][-1]["record_id"])
    later = program.quick("settle-receipt", number, "--later", "Rent?")
    assert later.out.startswith("Left for later: Rent?\n")
    ways: list[tuple[tuple[str, ...], str]] = [
        (("--set-aside",), "Set aside"),
        (("--later", "Ask Thornbury"), "Left for later: Ask Thornbury"),
        (("--customer", "T1"), "Kept on account of Thornbury Estates"),
        (("--invoices", "INV-1043=50.00", "--customer", "T1"), "24.60 stays on account"),
    ]
    for words, told in ways:
        done = program.quick("settle-receipt", number, *words, "--json")
        assert done.code == 0, done.err
        assert told in done.json["words"]
        assert program.quick("undo-match", str(done.json["decision"])).code == 0
    wrong: list[tuple[str, ...]] = [(), ("--set-aside", "--later", "x"), ("--accept", "9"), ("--invoices", "INV-9")]
    # 74.60 came: nothing is short of 50.00, nor of money on account, and a wish is never quietly passed over.
    not_short = ("--invoices", "INV-1043=50.00", "--write-off", "404"), ("--customer", "T1", "--write-off", "404")
    for words in (*wrong, ("--customer", "?"), *not_short):
        refused = program.quick("settle-receipt", number, *words)
        assert (refused.code, "Nothing was changed." in refused.err) == (2, True), refused.err


def test_money_out_that_is_no_customers_is_set_aside_and_counted(program: Program, tmp_path: Path) -> None:
    bank = tmp_path / "rent.csv"
    rent = "2026-11-22,BP,OFFICE RENT CO,RENT,850.00,\n2026-11-22,BP,THORNBURY ESTATES,PART,10.00,\n"
    bank.write_text(BANK + rent, encoding="utf-8")
    told = program.quick("statement", str(bank), "--json").json["matching"]
    assert (told["set_aside"], told["settled"]) == (1, 0)
    listed = program.quick("receipts", "--json").json
    assert "OFFICE RENT CO" in listed["decided"][0]["receipt"]
    assert "fits no credit note" in listed["decided"][0]["words"]
    assert "-10.00" in [one["amount"]["amount"] for one in listed["waiting"]]


def test_what_is_not_there_is_refused_in_words(program: Program) -> None:
    for words in (("receipts", "99"), ("settle-receipt", "99", "--set-aside"), ("undo-match", "99")):
        refused = program.quick(*words)
        assert (refused.code, "There is no" in refused.err) == (2, True)


def test_everything_certain_is_accepted_at_once(program: Program) -> None:
    done = program.quick("match", "--plan", "--accept-certain", "--json")
    assert done.json["accepted"] == 1
