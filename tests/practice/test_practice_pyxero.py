"""pyxero against the practice Xero, unchanged but for the address; skipped where it is not installed."""

import base64
import datetime
import hashlib
import urllib.parse
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.practice.conftest import UK
from tests.practice.practice_process import SCOPES, PracticeProcess, consent

DAY = datetime.date(2026, 10, 1)


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
        pyxero.receipts.all()
    xero.admin("clock", {"advance_seconds": 1801})
    with pytest.raises(wrong.XeroUnauthorized, match="TokenExpired"):
        pyxero.contacts.all()
    credentials = pyxero.contacts.credentials
    credentials.refresh()
    fresh = pytest.importorskip("xero").Xero(credentials)
    assert [each["Name"] for each in fresh.contacts.all()] == ["Taken"]
