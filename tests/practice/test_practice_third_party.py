"""Other people's clients of the real Xero against the practice Xero, unchanged but for the address.

The official SDK (xero-python), pyxero and tap-xero; each is skipped where it is not installed.
"""

import base64
import datetime
import hashlib
import json
import shutil
import subprocess
import sys
import urllib.parse
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.practice.conftest import UK
from tests.practice.practice_process import ROOT, SCOPES, PracticeProcess, consent
from tests.practice.practice_records import invoice, line, made, payment

DAY = datetime.date(2026, 10, 1)


# --- xero-python, the official SDK ---------------------------------------------------------------------------------


class OfficialClient:
    """The official SDK pointed at the practice Xero, with a token that it refreshes itself."""

    def __init__(self, xero: PracticeProcess) -> None:
        accounting = pytest.importorskip("xero_python.accounting")
        client = pytest.importorskip("xero_python.api_client")
        oauth2 = pytest.importorskip("xero_python.api_client.oauth2")
        configuration = pytest.importorskip("xero_python.api_client.configuration")
        self.exceptions = pytest.importorskip("xero_python.exceptions")
        self.models = accounting
        signed_in = xero.sign_in(UK)
        self.tenant, self.tokens = signed_in.tenant, dict(signed_in.tokens)
        self.token = oauth2.OAuth2Token(client_id=xero.client_id, client_secret="none")
        self.api_client = client.ApiClient(
            configuration.Configuration(oauth2_token=self.token),
            oauth2_token_getter=lambda: self.tokens,
            oauth2_token_saver=self.tokens.update,
        )
        self.api = accounting.AccountingApi(self.api_client, base_url=f"{xero.address}/api.xro/2.0")
        identity = pytest.importorskip("xero_python.identity")
        self.identity = identity.IdentityApi(self.api_client, base_url=xero.address)

    def call(self, name: str, *values: Any, **more: Any) -> Any:
        return getattr(self.api, name)(self.tenant, *values, **more)

    def line(self, amount: object = 100) -> Any:
        return self.models.LineItem(description="Goods", quantity=1, unit_amount=amount, account_code="200")

    def invoice(self, **more: Any) -> Any:
        values = {"type": "ACCREC", "status": "AUTHORISED", "date": DAY, "due_date": DAY, "line_items": [self.line()]}
        return self.models.Invoice(**{**values, "contact": self.models.Contact(name="Acme Ltd"), **more})


@pytest.fixture
def official(xero: PracticeProcess, monkeypatch: pytest.MonkeyPatch) -> OfficialClient:
    found = OfficialClient(xero)
    oauth2 = pytest.importorskip("xero_python.api_client.oauth2")
    monkeypatch.setattr(oauth2.TokenApi, "refresh_token_url", f"{xero.address}/connect/token")
    monkeypatch.setattr(oauth2.TokenApi, "revoke_token_url", f"{xero.address}/connect/revocation")
    return found


def test_the_official_sdk_reads_connections_organisation_accounts_and_rates(official: OfficialClient) -> None:
    connections = official.identity.get_connections()
    assert [(each.tenant_id, each.tenant_type) for each in connections] == [(official.tenant, "ORGANISATION")]
    organisation = official.call("get_organisations").organisations[0]
    assert (organisation.name, organisation.base_currency.value) == (UK, "GBP")
    accounts = {each.code: each for each in official.call("get_accounts").accounts}
    assert (accounts["090"].type.value, accounts["610"].system_account) == ("BANK", "DEBTORS")
    rates = {each.tax_type: each for each in official.call("get_tax_rates").tax_rates}
    assert rates["OUTPUT2"].effective_rate == 20
    assert official.call("get_currencies").currencies[0].code.value == "GBP"
    assert official.call("get_branding_themes").branding_themes[0].name == "Standard"
    assert official.call("get_users").users[0].email_address == "pat@practice.example"


def test_the_official_sdk_makes_contacts_in_a_batch_with_clashing_names(official: OfficialClient) -> None:
    people = [official.models.Contact(name=name) for name in ("Acme", "Beta", "ACME")]
    found = official.call("create_contacts", official.models.Contacts(contacts=people), summarize_errors=False).contacts
    assert [each.status_attribute_string for each in found] == ["OK", "OK", "ERROR"]
    assert found[2].contact_id == "00000000-0000-0000-0000-000000000000"
    assert "already assigned" in found[2].validation_errors[0].message
    with pytest.raises(official.exceptions.HTTPStatusException) as refused:
        official.call("create_contacts", official.models.Contacts(contacts=[official.models.Contact(name="beta")]))
    assert refused.value.status == 400


def test_the_official_sdk_makes_invoices_in_a_batch_with_a_bad_one_and_pages_through_them(
    official: OfficialClient,
) -> None:
    bills = [official.invoice(invoice_number=f"B-{number}") for number in range(49)]
    bad = official.invoice(invoice_number="BAD", line_items=[official.line(-1)])
    body = official.models.Invoices(invoices=[*bills, bad])
    found = official.call("create_invoices", body, summarize_errors=False, unitdp=4).invoices
    assert [each.status_attribute_string for each in found] == ["OK"] * 49 + ["ERROR"]
    for round_number in range(1, 6):
        more = [official.invoice(invoice_number=f"B-{round_number}-{number}") for number in range(50)]
        official.call("create_invoices", official.models.Invoices(invoices=more), summarize_errors=False)
    numbers: set[str] = set()
    sizes = []
    for page in (1, 2, 3):
        answer = official.call("get_invoices", page=page, page_size=120)
        sizes.append(len(answer.invoices))
        numbers |= {each.invoice_number for each in answer.invoices}
    assert sizes == [120, 120, 59]
    assert len(numbers) == 299
    assert answer.pagination.item_count == 299
    since = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    assert official.call("get_invoices", if_modified_since=since).invoices == []


def test_the_official_sdk_pays_unpays_voids_and_replays(official: OfficialClient) -> None:
    models = official.models
    bill = official.call("create_invoices", models.Invoices(invoices=[official.invoice()])).invoices[0]
    assert (bill.total, bill.amount_due) == (120, 120)

    def pay(amount: object, key: str = "") -> Any:
        body = models.Payment(
            invoice=models.Invoice(invoice_id=bill.invoice_id),
            account=models.Account(code="090"),
            amount=amount,
            date=DAY,
        )
        more = {"idempotency_key": key} if key else {}
        return official.call("create_payment", body, **more).payments[0]

    first, same = pay(20, "key-1"), pay(20, "key-1")
    assert first.payment_id == same.payment_id
    with pytest.raises(official.exceptions.HTTPStatusException) as refused:
        pay(101)
    assert refused.value.status == 400
    pay(100)
    paid = official.call("get_invoice", bill.invoice_id).invoices[0]
    assert (paid.status, paid.amount_due, len(paid.payments)) == ("PAID", 0, 2)
    official.call("delete_payment", first.payment_id, models.PaymentDelete(status="DELETED"))
    again = official.call("get_invoice", bill.invoice_id).invoices[0]
    assert (again.status, again.amount_due) == ("AUTHORISED", 20)
    other = official.call("create_invoices", models.Invoices(invoices=[official.invoice()])).invoices[0]
    change = models.Invoices(invoices=[models.Invoice(reference="changed")])
    assert official.call("update_invoice", other.invoice_id, change).invoices[0].reference == "changed"
    void = models.Invoices(invoices=[models.Invoice(status="VOIDED")])
    assert official.call("update_invoice", other.invoice_id, void).invoices[0].status == "VOIDED"


def test_the_official_sdk_allocates_credit_and_money_in_advance(official: OfficialClient) -> None:
    models = official.models
    bill = official.call("create_invoices", models.Invoices(invoices=[official.invoice()])).invoices[0]
    target = models.Invoice(invoice_id=bill.invoice_id)
    note = models.CreditNote(
        type="ACCRECCREDIT", contact=bill.contact, date=DAY, status="AUTHORISED", line_items=[official.line(10)]
    )
    note.contact = models.Contact(contact_id=bill.contact.contact_id)
    credit = official.call("create_credit_notes", models.CreditNotes(credit_notes=[note])).credit_notes[0]
    part = models.Allocations(allocations=[models.Allocation(amount=12, invoice=target, date=DAY)])
    assert official.call("create_credit_note_allocation", credit.credit_note_id, part).allocations[0].amount == 12
    for kind, collection in (("RECEIVE-OVERPAYMENT", "overpayment"), ("RECEIVE-PREPAYMENT", "prepayment")):
        money = models.BankTransaction(
            type=kind,
            contact=models.Contact(contact_id=bill.contact.contact_id),
            bank_account=models.Account(code="090"),
            date=DAY,
            line_items=[official.line(24)],
        )
        made_here = official.call("create_bank_transactions", models.BankTransactions(bank_transactions=[money]))
        advance = getattr(made_here.bank_transactions[0], f"{collection}_id")
        part = models.Allocations(allocations=[models.Allocation(amount=24, invoice=target, date=DAY)])
        official.call(f"create_{collection}_allocations", advance, part)
        found = getattr(official.call(f"get_{collection}", advance), f"{collection}s")[0]
        assert (found.status, found.remaining_credit) == ("PAID", 0)
    now = official.call("get_invoice", bill.invoice_id).invoices[0]
    assert (now.amount_due, now.amount_credited) == (60, 60)


def test_the_official_sdk_refreshes_an_expired_token_and_sees_the_errors_of_xero(
    official: OfficialClient, xero: PracticeProcess
) -> None:
    before = official.tokens["access_token"]
    xero.admin("clock", {"advance_seconds": 1801})
    with pytest.raises(official.exceptions.HTTPStatusException) as expired:
        official.call("get_organisations")
    assert expired.value.status == 401
    official.token.update_token(**official.tokens)
    official.token.refresh_access_token(official.api_client)
    assert official.tokens["access_token"] != before
    assert official.call("get_organisations").organisations
    with pytest.raises(official.exceptions.HTTPStatusException) as missing:
        official.call("get_invoice", "7f3f1b1e-0000-4000-8000-000000000000")
    assert missing.value.status == 404
    official.tenant = "7f3f1b1e-0000-4000-8000-000000000000"
    with pytest.raises(official.exceptions.HTTPStatusException) as foreign:
        official.call("get_organisations")
    assert foreign.value.status == 403


@pytest.mark.parametrize("problem", ["minute", "day"])
def test_the_official_sdk_waits_as_long_as_a_limit_says(
    official: OfficialClient, xero: PracticeProcess, problem: str
) -> None:
    xero.admin("faults", {"fault": "429", "problem": problem, "retry_after": 1})
    assert official.call("get_organisations").organisations
    assert [each["status"] for each in xero.admin("requests")[-2:]] == [429, 200]


def test_the_official_sdk_is_told_when_too_many_calls_run_at_once(
    official: OfficialClient, xero: PracticeProcess
) -> None:
    xero.admin("limits", {"concurrent": 0})
    with pytest.raises(official.exceptions.HTTPStatusException) as limited:
        official.call("get_organisations")
    assert limited.value.status == 429
    headers = {name.lower(): value for name, value in limited.value.headers.items()}
    assert headers["x-rate-limit-problem"] == "concurrent"


# --- pyxero --------------------------------------------------------------------------------------------------------


@pytest.fixture
def to_practice(xero: PracticeProcess, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Sends what any requests-based client sends to Xero's hosts to the practice Xero instead."""
    requests = pytest.importorskip("requests")
    adapters = pytest.importorskip("requests.adapters")
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")

    class ToPractice(adapters.HTTPAdapter):  # type: ignore[misc, name-defined]
        def send(self, request: Any, **more: Any) -> Any:
            parts = urllib.parse.urlsplit(request.url)
            if parts.netloc.endswith(".xero.com"):
                request.url = f"{xero.address}{parts.path}" + (f"?{parts.query}" if parts.query else "")
            return super().send(request, **more)

    adapter = ToPractice()
    monkeypatch.setattr(requests.Session, "get_adapter", lambda _self, url: adapter)  # noqa: ARG005 - requests names it
    yield
    adapter.close()


@pytest.fixture
def pyxero(xero: PracticeProcess, to_practice: None) -> Any:
    """pyxero signed in with PKCE."""
    auth = pytest.importorskip("xero.auth")
    xero.admin("clients", {"client_id": "PYXERO", "redirect_uris": ["http://localhost:8745/callback"]})
    credentials = auth.OAuth2PKCECredentials("PYXERO", "none", port=8745, scope=SCOPES.split())
    link = credentials.generate_url()
    challenge = base64.urlsafe_b64encode(hashlib.sha256(credentials.verifier).digest())[:-1].decode()
    path = urllib.parse.urlsplit(link)
    address = f"{xero.address}{path.path}?{path.query}&code_challenge={challenge}&code_challenge_method=S256"
    back = urllib.parse.parse_qs(urllib.parse.urlsplit(consent(address, UK)).query)
    assert back["state"] == [credentials.auth_state]
    credentials.get_token(back["code"][0])
    credentials.set_default_tenant()
    return pytest.importorskip("xero").Xero(credentials)


def bill_for(name: str, **more: Any) -> dict[str, Any]:
    return {
        "Type": "ACCREC",
        "Contact": {"Name": name},
        "Date": DAY,
        "DueDate": DAY,
        "Status": "AUTHORISED",
        "LineItems": [{"Description": "Goods", "Quantity": 1, "UnitAmount": Decimal("10.05"), "AccountCode": "200"}],
        **more,
    }


def test_pyxero_makes_finds_pays_and_voids(pyxero: Any) -> None:
    assert pyxero.organisations.all()[0]["Name"] == UK
    contact = pyxero.contacts.put({"Name": "Acme & Co"})[0]
    assert pyxero.contacts.filter(Name="acme & co")[0]["ContactID"] == contact["ContactID"]
    assert pyxero.contacts.filter(Name__contains="Acme")[0]["ContactID"] == contact["ContactID"]
    assert pyxero.contacts.get(contact["ContactID"])[0]["ContactStatus"] == "ACTIVE"
    bill = pyxero.invoices.put(bill_for("Acme & Co", InvoiceNumber="P-1"))[0]
    assert (bill["Total"], bill["Date"].date()) == (12.06, DAY)
    found = pyxero.invoices.filter(Contact_ContactID=contact["ContactID"], Status="AUTHORISED", order="Date DESC")
    assert [each["InvoiceNumber"] for each in found] == ["P-1"]
    assert pyxero.invoices.filter(IDs=[bill["InvoiceID"]])[0]["InvoiceNumber"] == "P-1"
    assert pyxero.invoices.filter(since=datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)) == []
    paid = pyxero.payments.put(
        {"Invoice": {"InvoiceID": bill["InvoiceID"]}, "Account": {"Code": "090"}, "Amount": 5, "Date": DAY}
    )[0]
    assert pyxero.invoices.get("P-1")[0]["AmountDue"] == 7.06
    assert paid["Status"] == "AUTHORISED"
    other = pyxero.invoices.put(bill_for("Acme & Co"))[0]
    assert pyxero.invoices.save({"InvoiceID": other["InvoiceID"], "Status": "VOIDED"})[0]["Status"] == "VOIDED"
    pyxero.invoices.put_history(bill["InvoiceID"], "A note")
    assert pyxero.invoices.get_history(bill["InvoiceID"])["HistoryRecords"][0]["Details"] == "A note"
    note = pyxero.creditnotes.put({**bill_for("Acme & Co"), "Type": "ACCRECCREDIT"})[0]
    credit = {"Invoice": {"InvoiceID": bill["InvoiceID"]}, "Amount": 2}
    pyxero.creditnotes.put_allocation(note["CreditNoteID"], credit)
    assert pyxero.invoices.get("P-1")[0]["AmountDue"] == 5.06


def test_pyxero_refreshes_and_sees_the_errors_of_xero(pyxero: Any, xero: PracticeProcess) -> None:
    wrong = pytest.importorskip("xero.exceptions")
    pyxero.contacts.put({"Name": "Taken"})
    with pytest.raises(wrong.XeroBadRequest, match="already assigned"):
        pyxero.contacts.put({"Name": "TAKEN"})
    with pytest.raises(wrong.XeroNotFound):
        pyxero.invoices.get("7f3f1b1e-0000-4000-8000-000000000000")
    with pytest.raises(wrong.XeroBadRequest):
        pyxero.invoices.filter(raw='Status=="')
    xero.admin("faults", {"fault": "429"})
    with pytest.raises(wrong.XeroRateLimitExceeded):
        pyxero.contacts.all()
    xero.admin("knobs", {"maintenance": True})
    with pytest.raises(wrong.XeroNotAvailable):
        pyxero.contacts.all()
    xero.admin("knobs", {"maintenance": False})
    with pytest.raises(wrong.XeroNotImplemented):
        pyxero.purchaseorders.all()
    xero.admin("clock", {"advance_seconds": 1801})
    with pytest.raises(wrong.XeroUnauthorized, match="TokenExpired"):
        pyxero.contacts.all()
    credentials = pyxero.contacts.credentials
    credentials.refresh()
    fresh = pytest.importorskip("xero").Xero(credentials)
    assert [each["Name"] for each in fresh.contacts.all()] == ["Taken"]


# --- tap-xero ------------------------------------------------------------------------------------------------------

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
    "tracking_categories",
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
    assert counts["tax_rates"] == len(me.ok("GET", "TaxRates")["TaxRates"])
    state.write_text(json.dumps([each for each in messages if each["type"] == "STATE"][-1]["value"]))
    xero.admin("clock", {"advance_seconds": 120})
    xero.admin("pay", {"invoice_number": "T-1", "amount": 1})
    fresh = [each for each in tap("--catalog", str(path), "--state", str(state)) if each["type"] == "RECORD"]
    assert "T-1" in {each["record"]["InvoiceNumber"] for each in fresh if each["stream"] == "invoices"}
    assert sum(each["stream"] == "payments" for each in fresh) == 1
    assert xero.admin("not-modelled") == []


# --- xero-node, the official SDK for Node --------------------------------------------------------------------------


def test_the_official_node_sdk_makes_pays_unpays_and_refreshes(xero: PracticeProcess) -> None:
    node = shutil.which("node")
    if (
        node is None
        or subprocess.run(
            [node, "-e", "require.resolve('xero-node')"], capture_output=True, cwd=ROOT, check=False
        ).returncode
    ):
        pytest.skip("Node with xero-node is not on this machine")
    me = xero.sign_in(UK)
    script = Path(__file__).with_name("node_client.js")
    words = (xero.address, me.tenant, me.tokens["access_token"], me.tokens["refresh_token"], xero.client_id)
    ended = subprocess.run(
        [node, str(script), *words], capture_output=True, text=True, cwd=ROOT, timeout=100, check=False
    )
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert json.loads(ended.stdout) == {
        "tenants": [me.tenant],
        "organisation": UK,
        "accounts": len(me.ok("GET", "Accounts")["Accounts"]),
        "contacts": ["OK", "OK", "ERROR"],
        "invoices": ["OK", "OK", "ERROR"],
        "listed": [["N-1", 120, 1], ["N-2", 120, 1]],
        "sameKey": True,
        "due": 100,
        "open": 120,
        "refused": 400,
        "missing": 404,
        "refreshed": True,
    }
