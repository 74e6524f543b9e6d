"""Xero's official SDK for Python against the practice Xero, unchanged but for the address; skipped when missing."""

import datetime
from typing import Any

import pytest

from tests.practice.conftest import UK
from tests.practice.practice_process import PracticeProcess

DAY = datetime.date(2026, 10, 1)


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
