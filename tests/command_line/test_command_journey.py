"""The main job through the command line, by real processes over real HTTP, on a month as odd as a real one."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command_line.program_process import Program
from tests.practice.practice_process import PracticeProcess

pytestmark = pytest.mark.xdist_group("redirect-ports")

MONTH = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
536365,71053,WHITE METAL LANTERN,6,2010-12-01 08:26:00,3.39,17850,United Kingdom
536366,22633,HAND WARMER UNION JACK,6,2010-12-01 08:28:00,1.85,17850,United Kingdom
C536379,D,Discount,-1,2010-12-01 09:41:00,27.50,14527,United Kingdom
536370,22728,ALARM CLOCK BAKELIKE PINK,24,2010-12-01 08:45:00,3.75,12583,France
536414,22139,,56,2010-12-01 11:52:00,0.00,,United Kingdom
536544,21773,DECORATIVE ROSE BATHROOM BOTTLE,1,2010-12-01 14:32:00,2.51,,United Kingdom
536999,21773,A DATE THAT IS NONE,1,2010-13-41 14:32:00,2.51,17850,United Kingdom
"""


@pytest.fixture
def xero(tmp_path: Path) -> Iterator[PracticeProcess]:
    with PracticeProcess.start(tmp_path / "xero", "--seed", "1", "--minute-limit", "1000") as process:
        yield process


@pytest.fixture
def program(tmp_path: Path, xero: PracticeProcess) -> Program:
    return Program(tmp_path / "home", xero.environment())


def test_a_month_goes_to_xero_and_its_payments_come_back(
    tmp_path: Path, xero: PracticeProcess, program: Program
) -> None:
    month = tmp_path / "month.csv"
    month.write_text(MONTH, encoding="utf-8")

    assert program.run("book", "new", "Gift shop").code == 0
    dry = program.quick("import", "invoices", str(month), "--dry-run", "--json")
    assert dry.code == 1
    assert dry.json["is_dry_run"] is True
    assert [one["row"] for one in dry.json["refused_rows"]] == [9]

    imported = program.run("import", "invoices", str(month), "--json").json
    assert imported["rows"] == 8
    assert imported["check"]["adds_up"] is True
    assert {one["word"]: one["records"] for one in imported["accepted"]} == {"Invoices": 5, "Credit notes": 1}
    again = program.quick("import", "invoices", str(month), "--json").json
    assert sum(one["records"] for one in again["accepted"]) == 0
    assert again["already"]["records"] == 6

    connected = program.connect("--json", organisation="Fernhill Coffee & Fruit")
    assert connected.code == 0, connected.err
    assert connected.json["organisation"] == "Fernhill Coffee & Fruit"
    assert connected.json["is_practice"] is True

    preview = program.run("preview", "--json")
    assert preview.code == 0
    numbers = [one["title"] for one in preview.json["records"] if one["kind"] in ("invoice", "credit_note")]
    assert numbers == ["536365", "536366", "536370", "536544", "C536379"]
    first = next(one for one in preview.json["records"] if one["title"] == "536365")
    assert {"label": "Total", "after": "35.64"}.items() <= next(
        field for field in first["fields"] if field["label"] == "Total"
    ).items()

    synced = program.run("sync", "--json")
    assert synced.code == 0, synced.out
    report = synced.json
    assert report["looked_at"] == report["sent"] + report["same"] + report["skipped"] + report["refused"]
    assert report["sent"] == len(preview.json["records"])
    at_once = program.quick("sync")
    assert at_once.code == 0
    assert " 0 sent" in at_once.out
    ledger = xero.admin("ledger")
    assert ledger["ties_out"] is True

    xero.admin("pay", {"invoice_number": "536365"})
    xero.admin("pay", {"invoice_number": "536370", "amount": "40.00"})
    second = program.quick("sync", "--json").json
    assert (second["sent"], second["received"]) == (0, 2)

    status = program.run("status", "--json")
    assert status.code == 0
    # 11.10 + (90.00 - 40.00) + 2.51, less the credit note of 27.50 that is not set against anything.
    assert status.json["balances"]["debtors"] == [{"amount": "36.11", "currency": "GBP"}]
    assert status.json["waiting"]["invoices"]["all"] == 0
    assert program.quick("mismatches", "--json").json == {"mismatches": []}

    target = tmp_path / "payments.csv"
    exported = program.run("export", "payments", str(target), "--json")
    assert exported.json["records"] == 2
    assert exported.json["totals"] == [{"amount": "75.64", "currency": "GBP"}]
    assert "35.64" in target.read_text(encoding="utf-8-sig")


def test_two_syncs_at_the_same_time_send_nothing_twice(program: Program, tmp_path: Path, xero: PracticeProcess) -> None:
    month = tmp_path / "month.csv"
    month.write_text(MONTH, encoding="utf-8")
    program.quick("book", "new", "Gift shop")
    program.quick("import", "invoices", str(month))
    program.connect()
    xero.admin("faults", {"fault": "timeout", "when": "before", "method": "GET", "seconds": 3, "times": 1})
    first = program.started("sync")
    while xero.admin("faults") and first.poll() is None:  # until the first one waits for its answer
        time.sleep(0.05)
    second = program.quick("sync")
    assert second.code == 3
    assert "Another sync of “Gift shop” is running just now." in second.err
    first.communicate(timeout=60)
    assert first.returncode == 0
    numbers = [one["InvoiceNumber"] for one in xero.sign_in().ok("GET", "Invoices", page=1)["Invoices"]]
    assert sorted(numbers) == ["536365", "536366", "536370", "536544"]


def test_without_its_xero_a_sync_says_so_and_ends_with_3(program: Program, xero: PracticeProcess) -> None:
    program.quick("book", "new", "Gift shop")
    program.connect()
    xero.stop()
    offline = program.quick("sync", "--json")
    assert offline.code == 3
    assert offline.json["result"] == "offline"
    # Everything but the sync itself goes on working.
    assert program.quick("status").code == 0


def test_a_book_that_was_disconnected_must_be_connected_again(program: Program) -> None:
    program.quick("book", "new", "Gift shop")
    assert program.connect().code == 0
    ended = program.quick("disconnect", "--json")
    assert (ended.code, ended.json["at_xero_too"]) == (0, True)
    synced = program.quick("sync", "--json")
    assert synced.code == 3
    assert synced.json["error"]["kind"] == "NotConnected"
    assert program.quick("disconnect").code == 3


def test_a_mismatch_is_listed_with_its_ways_out_and_settled(
    program: Program, xero: PracticeProcess, tmp_path: Path
) -> None:
    month = tmp_path / "month.csv"
    month.write_text(MONTH, encoding="utf-8")
    program.quick("book", "new", "Gift shop")
    program.quick("import", "invoices", str(month))
    program.connect()
    program.quick("sync")
    xero.admin("edit-invoice", {"invoice_number": "536366", "reference": "Theirs"})
    synced = program.quick("sync")
    assert synced.code == 1
    assert "1 difference waits for a person" in synced.out

    listed = program.quick("mismatches", "--json")
    assert listed.code == 1
    found = listed.json["mismatches"][0]
    assert found["label"] == "536366"
    assert "take_theirs" in [way["way"] for way in found["ways"]]
    assert "536366" in program.quick("mismatches").out

    wrong = program.quick("mismatches", "settle", str(found["id"]), "burn-it")
    assert wrong.code == 2
    assert "Say one of: " in wrong.err
    settled = program.quick("mismatches", "settle", str(found["id"]), "take-theirs", "--json")
    assert settled.code == 0
    assert settled.json == {"settled": found["id"], "record": "536366", "way": "take_theirs", "still_open": 0}


def test_a_consent_that_is_refused_connects_nothing(program: Program) -> None:
    program.quick("book", "new", "Gift shop")
    refused = program.connect(decision="cancel")
    assert refused.code == 2
    assert "declined" in refused.err
    assert program.quick("status", "--json").json["connection"]["word"] == "Not connected"


def test_an_organisation_that_the_sign_in_does_not_reach_is_named(program: Program) -> None:
    program.quick("book", "new", "Gift shop")
    wrong = program.connect("--organisation", "Somebody Else", organisation="Kowhai Street Supplies")
    assert wrong.code == 2
    assert "“Kowhai Street Supplies”" in wrong.err
    assert program.quick("status", "--json").json["connection"]["word"] == "Not connected"
