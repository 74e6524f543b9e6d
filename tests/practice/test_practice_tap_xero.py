"""tap-xero against the practice Xero, unchanged but for the address; skipped where it is not installed."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.practice.conftest import UK
from tests.practice.practice_process import ROOT, PracticeProcess
from tests.practice.practice_records import invoice, line, made, payment

TAP = """
import sys, urllib.parse
import requests
from requests.adapters import HTTPAdapter

class ToPractice(HTTPAdapter):
    def send(self, request, **more):
        parts = urllib.parse.urlsplit(request.url)
        if parts.netloc.endswith(".xero.com"):
            request.url = ADDRESS + parts.path + ("?" + parts.query if parts.query else "")
        return super().send(request, **more)

ADDRESS = sys.argv.pop(1)
requests.Session.get_adapter = lambda self, url: ToPractice()
import tap_xero
tap_xero.main()
"""


STREAMS = (
    *("bank_transactions", "contacts", "credit_notes", "invoices", "overpayments", "payments", "prepayments"),
    *("accounts", "items", "users", "branding_themes", "currencies", "organisations", "tax_rates"),
    *("tracking_categories", "quotes", "purchase_orders", "repeating_invoices", "linked_transactions"),
    *("contact_groups", "bank_transfers"),
)


@pytest.fixture
def tap(xero: PracticeProcess, tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    """Runs tap-xero and gives the messages it wrote."""
    pytest.importorskip("tap_xero")
    me = xero.sign_in(UK)
    config = tmp_path / "config.json"
    values = {"start_date": "2020-01-01T00:00:00Z", "client_id": xero.client_id, "client_secret": "none"}
    config.write_text(json.dumps({**values, "tenant_id": me.tenant, "refresh_token": me.tokens["refresh_token"]}))

    def run(*words: str) -> list[dict[str, Any]]:
        command = [sys.executable, "-W", "ignore", "-c", TAP, xero.address, "--config", str(config), *words]
        ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=100, check=False)
        assert ended.returncode == 0, ended.stderr[-3000:]
        if "--discover" in words:
            return [json.loads(ended.stdout)]
        return [json.loads(each) for each in ended.stdout.splitlines() if each.strip()]

    return run


def test_tap_xero_discovers_and_syncs_and_syncs_only_what_changed(
    xero: PracticeProcess, tap: Callable[..., list[dict[str, Any]]], tmp_path: Path
) -> None:
    me = xero.sign_in(UK)
    bill = made(me, "Invoices", invoice(InvoiceNumber="T-1"))
    made(me, "Payments", payment(bill["InvoiceID"], 20))
    many = [invoice(LineItems=[line(number)]) for number in range(1, 120)]
    me.ok("PUT", "Invoices", {"Invoices": many}, summarizeErrors=False)
    xero.admin("statement-line", {"how": "receive-money", "contact_name": "Walk-in", "amount": 12})
    xero.admin("statement-line", {"how": "prepayment", "contact_name": "Walk-in", "amount": 12})
    catalog = tap("--discover")[0]
    for stream in catalog["streams"]:
        wanted = stream["tap_stream_id"] in STREAMS
        stream["schema"]["selected"] = wanted
        for entry in stream["metadata"]:
            entry["metadata"]["selected"] = wanted
    path, state = tmp_path / "catalog.json", tmp_path / "state.json"
    path.write_text(json.dumps(catalog))
    messages = tap("--catalog", str(path))
    records = [each for each in messages if each["type"] == "RECORD"]
    counts = {name: sum(each["stream"] == name for each in records) for name in STREAMS}
    assert (counts["invoices"], counts["payments"], counts["contacts"]) == (120, 1, 2)
    assert (counts["bank_transactions"], counts["prepayments"], counts["organisations"]) == (2, 1, 1)
    assert (counts["quotes"], counts["contact_groups"]) == (0, 0)
    assert counts["tax_rates"] == len(me.ok("GET", "TaxRates")["TaxRates"])
    state.write_text(json.dumps([each for each in messages if each["type"] == "STATE"][-1]["value"]))
    xero.admin("clock", {"advance_seconds": 120})
    xero.admin("pay", {"invoice_number": "T-1", "amount": 1})
    fresh = [each for each in tap("--catalog", str(path), "--state", str(state)) if each["type"] == "RECORD"]
    assert "T-1" in {each["record"]["InvoiceNumber"] for each in fresh if each["stream"] == "invoices"}
    assert sum(each["stream"] == "payments" for each in fresh) == 1
    assert xero.admin("not-modelled") == []
