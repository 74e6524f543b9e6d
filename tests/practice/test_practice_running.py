"""The practice Xero as a process: what it does not know, its log, its seed, its restarts: checklist 79 to 82."""

import ast
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from safe_desktop.practice.knobs import KNOBS
from safe_desktop.practice.provenance import BEHAVIOURS
from tests.practice.conftest import UK
from tests.practice.practice_process import ROOT, SCOPES, PracticeProcess, SignedIn
from tests.practice.practice_records import invoice, made, payment

HERE = Path(__file__).parent


@pytest.mark.checklist(79, "assumed")
def test_what_is_not_modelled_answers_501_and_is_reported(me: SignedIn) -> None:
    calls = [("PUT", "Quotes"), ("DELETE", "Invoices/x"), ("GET", "Reports/VATReturn"), ("GET", "Nonsense")]
    for method, path in calls:
        answer = me.call(method, path)
        assert answer.status_code == 501, path
        assert "<ErrorNumber>20</ErrorNumber><Type>ApiMethodNotImplementedException</Type>" in answer.text
    pdf = me.call(
        "GET", f"Invoices/{made(me, 'Invoices', invoice())['InvoiceID']}", headers={"Accept": "application/pdf"}
    )
    assert pdf.status_code == 501
    reported = me.xero.admin("not-modelled")[:-1]
    assert reported == [f"{method} /api.xro/2.0/{path}" for method, path in calls]
    assert "not modelled" in me.xero.admin("requests")[-1]["note"]


@pytest.mark.checklist(80, "assumed")
def test_the_log_has_every_call_no_secret_and_says_what_a_careful_client_would_not_do(me: SignedIn) -> None:
    me.xero.admin("requests", method="DELETE")
    careful = {"Idempotency-Key": "k1"}
    me.call("PUT", "Contacts", {"Contacts": [{"Name": "A"}]}, headers=careful, summarizeErrors=False)
    me.call("PUT", "Contacts", {"Contacts": [{"Name": "B"}]})
    me.call("GET", "Contacts", headers={"xero-tenant-id": "", "Accept": "*/*"}, access_token=me.tokens["access_token"])
    form = {"grant_type": "refresh_token", "client_id": me.xero.client_id, "refresh_token": me.tokens["refresh_token"]}
    me.xero.http.post("/connect/token", data=form)
    good, careless, odd, refresh = me.xero.admin("requests")
    assert (good["method"], good["path"], good["status"], good["note"]) == ("PUT", "/api.xro/2.0/Contacts", 200, "")
    assert json.loads(good["body"]) == {"Contacts": [{"Name": "A"}]}
    assert careless["note"] == "a write without an Idempotency-Key; an array without summarizeErrors"
    assert "a token in the address" in odd["note"]
    assert "no xero-tenant-id header" in odd["note"]
    assert refresh["path"] == "/connect/token"
    everything = json.dumps(me.xero.admin("requests"))
    for secret in (me.tokens["access_token"], me.tokens["refresh_token"]):
        assert secret not in everything
    assert [entry["counted"] for entry in (good, careless, refresh)] == [True, True, False]


def start(folder: Path, *options: str) -> PracticeProcess:
    return PracticeProcess.start(folder, "--minute-limit", "10000", *options)


@pytest.mark.checklist(81, "assumed")
def test_the_same_seed_and_steps_give_the_same_ids(tmp_path: Path) -> None:
    ids = []
    for name, seed in (("one", "5"), ("two", "5"), ("three", "6")):
        with start(tmp_path / name, "--seed", seed, "--clock", "2026-10-01T09:00:00", "--frozen") as xero:
            me = xero.sign_in(UK)
            ids.append((me.tenant, made(me, "Invoices", invoice())["InvoiceID"], me.ok("GET", "Organisation")["Id"]))
    assert ids[0] == ids[1]
    assert ids[0] != ids[2]


@pytest.mark.checklist(81, "assumed")
def test_a_kill_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    with start(tmp_path / "data") as xero:
        me = xero.sign_in(UK)
        one = made(me, "Invoices", invoice(InvoiceNumber="KEPT"))
        key = {"Idempotency-Key": "k"}
        paid = me.call("PUT", "Payments", payment(one["InvoiceID"], 20), headers=key)
        xero.admin("knobs", {"modified_since": "inclusive"})
        xero.admin("clock", {"advance_seconds": 60})
        xero.kill()
        xero.restart()
        assert me.ok("GET", "Invoices/KEPT")["Invoices"][0]["AmountDue"] == 100.0
        assert me.call("PUT", "Payments", payment(one["InvoiceID"], 20), headers=key).content == paid.content
        assert xero.admin("knobs")["modified_since"]["position"] == "inclusive"
        assert me.ok("GET", "Payments")["Payments"][0]["PaymentID"] == paid.json()["Payments"][0]["PaymentID"]
        form = {"grant_type": "refresh_token", "client_id": xero.client_id, "refresh_token": me.tokens["refresh_token"]}
        assert xero.http.post("/connect/token", data=form).status_code == 200


@pytest.mark.checklist(81, "assumed")
def test_killed_in_the_middle_of_writing_it_has_every_acknowledged_batch_and_no_half_of_one(tmp_path: Path) -> None:
    with start(tmp_path / "data", "--day-limit", "100000") as xero:
        me = xero.sign_in(UK)
        acknowledged: set[str] = set()
        for killing in range(3):
            killer = threading.Timer(0.3 + 0.13 * killing, xero.process.kill)
            killer.start()
            for batch in range(10_000):
                numbers = [f"K{killing}-{batch}-{each}" for each in range(5)]
                body = {"Invoices": [invoice(InvoiceNumber=number) for number in numbers]}
                try:
                    me.ok("PUT", "Invoices", body, summarizeErrors=False)
                except httpx.TransportError:
                    break
                acknowledged.update(numbers)
            killer.join()
            xero.restart()
            found: set[str] = set()
            for page in range(1, 100):
                listed = me.ok("GET", "Invoices", page=page, pageSize=1000)["Invoices"]
                found |= {each["InvoiceNumber"] for each in listed}
                if len(listed) < 1000:
                    break
            assert acknowledged <= found
            assert len(found) % 5 == 0
            acknowledged = found  # a batch whose answer was lost may be there: whole, and from now on for good
        assert xero.admin("ledger")["ties_out"] is True


@pytest.mark.checklist(81, "assumed")
def test_the_limits_of_the_day_outlive_a_restart(tmp_path: Path) -> None:
    with start(tmp_path / "data", "--day-limit", "10") as xero:
        me = xero.sign_in(UK)
        for _ in range(3):
            me.call("GET", "Organisation")
        xero.restart()
        assert me.call("GET", "Organisation").headers["x-daylimit-remaining"] == "6"


@pytest.mark.checklist(81, "assumed")
def test_latency_and_chance_follow_the_seed(me: SignedIn) -> None:
    me.xero.admin("knobs", {"latency_ms": 80})
    began = time.monotonic()
    me.call("GET", "Organisation")
    assert time.monotonic() - began >= 0.04
    me.xero.admin("knobs", method="DELETE")
    me.xero.admin("faults", {"fault": "503", "chance": 0.5, "times": 0})
    codes = [me.call("GET", "Organisation").status_code for _ in range(20)]
    assert set(codes) == {200, 503}


def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path, running_xero: PracticeProcess) -> None:
    command = [sys.executable, "-m", "safe_desktop.practice", "--port", str(running_xero.port)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=30, check=False)
    assert ended.returncode == 2
    assert f"Port {running_xero.port} is taken" in ended.stderr
    assert ended.stdout == ""


def test_it_ends_politely_when_told_and_by_itself_when_its_parent_is_gone(tmp_path: Path) -> None:
    xero = start(tmp_path / "data")
    xero.stop()
    assert xero.process.returncode == 0
    script = (
        "import subprocess, sys, os, time\n"
        "child = subprocess.Popen([sys.executable, '-m', 'safe_desktop.practice', '--parent', str(os.getpid())],"
        " stdout=subprocess.PIPE, text=True)\n"
        "print(child.stdout.readline().strip(), flush=True)\n"
        "print(child.pid, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        assert parent.stdout is not None
        address = json.loads(parent.stdout.readline())["address"]
        child = int(parent.stdout.readline())
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            httpx.get(address, timeout=1)
        except httpx.TransportError:
            break
        time.sleep(0.1)
    else:
        os.kill(child, signal.SIGKILL)
        pytest.fail("the practice Xero outlived its parent")


def markers() -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for path in HERE.glob("test_practice_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
                continue
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.checklist":
                    number, provenance = (ast.literal_eval(argument) for argument in mark.args)
                    found.setdefault(number, set()).add(provenance)
    return found


@pytest.mark.checklist(82, "assumed")
def test_every_one_of_the_82_behaviours_has_a_test_that_says_where_it_is_known_from() -> None:
    assert set(BEHAVIOURS) == set(range(1, 83))
    expected = {number: {behaviour.provenance} for number, behaviour in BEHAVIOURS.items()}
    assert markers() == expected


@pytest.mark.checklist(82, "assumed")
def test_the_table_of_provenance_can_be_read_by_a_program(xero: PracticeProcess) -> None:
    found = xero.admin("provenance")
    assert [row["number"] for row in found] == list(range(1, 83))
    assert {row["provenance"] for row in found} == {"documented", "observed", "assumed"}
    assert next(row for row in found if row["number"] == 68)["knobs"] == ["reconciled_delete"]


@pytest.mark.checklist(82, "assumed")
def test_every_knob_is_turned_in_a_test_to_each_of_its_positions() -> None:
    texts = (path.read_text(encoding="utf-8") for path in HERE.glob("test_practice_*.py"))
    text = "\n".join(each.split("def test_every_knob_is_turned", maxsplit=1)[0] for each in texts)
    for name, knob in KNOBS.items():
        assert f'"{name}"' in text, name
        for position in knob.positions:
            assert (f'"{position}"' if isinstance(position, str) else str(position)) in text, (name, position)


@pytest.mark.checklist(79, "assumed")
def test_what_nothing_here_can_fill_is_truly_empty_to_read_and_501_to_write(xero: PracticeProcess) -> None:
    me = xero.sign_in(UK, f"{SCOPES} accounting.manualjournals")
    for name in ("Quotes", "PurchaseOrders", "ManualJournals", "BankTransfers", "RepeatingInvoices", "ContactGroups"):
        paged = me.ok("GET", name, page=1)
        assert paged[name] == [], name
        assert me.call("GET", f"{name}/7f3f1b1e-0000-4000-8000-000000000000").status_code == 404
        assert me.call("PUT", name, {}).status_code == 501
    assert "pagination" not in me.ok("GET", "Quotes", page=1)
