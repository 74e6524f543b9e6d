"""`policy`, `debit` and `book new --country`, by the program itself, without a Xero."""

from pathlib import Path

import pytest

from safe_desktop.engine.homes import Home
from safe_desktop.engine.workplace import opened
from tests.command_line.program_process import Program

PAYMENTS = """Invoice,Customer,Date,Amount,Method
F-1,Ann,10/11/2026,12.00,Direct Debit
"""
INVOICES = """Number,Customer,Date,Due date,Description,Quantity,Unit price,VAT code
F-1,Ann,02/11/2026,02/12/2026,Beans,1,10.00,STANDARD
"""


@pytest.fixture
def program(tmp_path: Path) -> Program:
    made = Program(tmp_path / "home")
    assert made.quick("book", "new", "Fernhill").code == 0
    return made


def test_every_field_is_listed_with_its_rule_and_asks_at_first(program: Program) -> None:
    rules = program.quick("policy", "--json").json["rules"]
    assert len(rules) >= 10
    assert {(one["policy"], one["also_both"]) for one in rules} == {("ask", False)}
    assert "Invoice or credit note  Due date" in program.quick("policy").out


def test_a_rule_is_kept_and_shown(program: Program) -> None:
    made = program.quick("policy", "document.due_on", "keep_ours", "--also-both")
    assert (made.code, made.out.split(".")[0]) == (
        0,
        "Invoice or credit note, Due date: Keep ours, also where both changed",
    )
    rules = {one["field"]: one for one in program.quick("policy", "--json").json["rules"]}
    assert rules["document.due_on"] == {"field": "document.due_on", "policy": "keep_ours", "also_both": True}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("document.due_on",), "What is to be done about “document.due_on”?"),
        (("document.due_on", "toss"), "“toss” is no policy."),
        (("document.colour", "ask"), "There is no field “document.colour” to have a rule."),
        (("document.amounts", "keep_ours", "--also-both"), "Amounts, VAT and accounts that both sides changed are"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_in_words(program: Program, words: tuple[str, ...], said: str) -> None:
    refused = program.quick("policy", *words)
    assert refused.code == 2
    assert refused.err.startswith(said)


def test_a_collection_is_moved_on_and_one_that_failed_is_taken_back(program: Program, tmp_path: Path) -> None:
    for kind, text in (("invoices", INVOICES), ("payments", PAYMENTS)):
        file = tmp_path / f"{kind}.csv"
        file.write_text(text)
        assert program.quick("import", kind, str(file)).code == 0
    with opened(Home(program.home), "Fernhill", environ=program.environ) as workplace:
        [payment] = workplace.book.payments.of_customer(1)
    mark = payment.marker
    submitted = program.quick("debit", mark, "submitted", "--on", "2026-11-11", "--json")
    assert submitted.json == {"payment": mark, "state": "submitted", "on": "2026-11-11"}
    assert program.quick("debit", mark, "failed", "--on", "2026-11-12").out == (
        f"{mark}, 12.00 GBP: Failed on 12/11/2026.\n"
    )
    again = program.quick("debit", mark, "paid_out")
    assert (again.code, "It is failed on 12/11/2026" in again.err) == (2, True)
    assert "is no day" in program.quick("debit", mark, "failed", "--on", "tomorrow").err
    assert "There is no payment of the mark “SD-0”" in program.quick("debit", "SD-0", "failed").err


@pytest.mark.parametrize(("country", "rate"), [("nz", "15"), ("AU", "10"), ("GB", "20")])
def test_a_book_begins_with_the_codes_of_its_country(program: Program, country: str, rate: str) -> None:
    assert program.quick("book", "new", "Abroad", "--country", country).code == 0
    with opened(Home(program.home), "Abroad", environ=program.environ) as workplace:
        standard = workplace.book.chart.find_vat_code("STANDARD")
    assert standard is not None
    assert f"{standard.rate:f}" == rate
