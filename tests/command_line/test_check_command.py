"""`check` and the refusals that `preview` shows, by the program itself against a practice Xero."""

from pathlib import Path

from tests.command_line.program_process import Program
from tests.practice.practice_process import PracticeProcess

UK = "Fernhill Coffee & Fruit"
INVOICES = """Number,Customer,Date,Due date,Description,Quantity,Unit price,VAT code
F-1,Ann,02/11/2026,02/12/2026,Beans,1,10.00,STANDARD
"""


def test_a_book_without_a_connection_is_not_reached_and_still_checked(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.quick("book", "new", "Fernhill")
    ran = program.quick("check")
    assert ran.code == 3
    assert "things to mend" in ran.out
    assert "! Sales account" in ran.out
    told = program.quick("check", "--json").json
    assert told["is_ready"] is False
    assert told["findings"][0]["subject"] == "Connection"
    assert {"subject", "is_blocking", "words", "remedy", "is_fine"} == set(told["findings"][0])


def test_a_connected_book_is_checked_and_a_refusal_is_shown_with_its_remedy(tmp_path: Path) -> None:
    xero = PracticeProcess.start(tmp_path / "xero")
    try:
        program = Program(tmp_path / "home", xero.environment())
        program.quick("book", "new", "Fernhill")
        assert program.connect(organisation=UK).code == 0
        ran = program.quick("check")
        assert (ran.code, ran.out.splitlines()[0]) == (0, "“Fernhill” is ready.")
        file = tmp_path / "invoices.csv"
        file.write_text(INVOICES)
        assert program.quick("import", "invoices", str(file)).code == 0
        xero.admin("settings", {"approved_invoices_limit": 0})
        blocked = program.quick("check", "--json")
        assert blocked.code == 1
        assert [one["subject"] for one in blocked.json["findings"] if one["is_blocking"]] == ["Plan"]
        program.quick("sync")
        shown = program.quick("preview")
        assert "The organisation’s Xero plan takes no more approved documents this month" in shown.out
        assert "→ Wait for next month" in shown.out
        assert "Xero’s answer: You have reached the limit of invoices you can approve" in shown.out
        waiting = program.quick("preview", "--json").json["waiting_for_a_person"]
        assert [one["refusal"]["field"] for one in waiting] == ["approve_on_send"]
        assert program.quick("retry", "--json").json == {"retried": {"invoice": 1}}
        assert program.quick("retry").out == "Nothing failed.\n"
        xero.admin("settings", {"approved_invoices_limit": None})
        xero.admin("lock-period", {"period_lock_date": "2026-11-02"})
        assert program.quick("check").code == 1
        refused = program.quick("allow-locked", "invoice", "F-2", "Agreed")
        assert (refused.code, refused.err.splitlines()[0]) == (2, "There is no invoice of the number “F-2”.")
        assert program.quick("allow-locked", "invoice", "F-1", "Agreed").code == 0
        assert "F-1" in program.quick("preview").out
    finally:
        xero.stop()
