"""What hangs on documents of the practice Xero, and credit notes: checklist 61 to 65."""

import pytest

from tests.practice.practice_process import SignedIn
from tests.practice.practice_records import Body, again, credit_note, invoice, line, made, refusals


def refused(me: SignedIn, one: Body, body: Body) -> list[str]:
    return refusals(me, "POST", f"Invoices/{one['InvoiceID']}", body)


@pytest.mark.checklist(61, "observed")
def test_another_currency_needs_a_subscription_and_has_a_rate_of_its_day(me: SignedIn) -> None:
    assert made(me, "Invoices", invoice())["CurrencyRate"] == 1.0
    assert made(me, "Invoices", invoice(CurrencyCode="GBP", CurrencyRate=9))["CurrencyRate"] == 1.0
    assert refusals(me, "PUT", "Invoices", invoice(CurrencyCode="EUR")) == [
        "Organisation is not subscribed to currency EUR"
    ]
    assert me.call("PUT", "Currencies", {"Code": "EUR"}).status_code == 400
    me.xero.admin("settings", {"multicurrency": True})
    me.ok("PUT", "Currencies", {"Code": "EUR"})
    one, same = (made(me, "Invoices", invoice(CurrencyCode="EUR"))["CurrencyRate"] for _ in range(2))
    other = made(me, "Invoices", invoice(CurrencyCode="EUR", Date="2026-10-09"))["CurrencyRate"]
    assert one == same != other
    assert made(me, "Invoices", invoice(CurrencyCode="EUR", CurrencyRate="1.2345678"))["CurrencyRate"] == 1.234568


@pytest.mark.checklist(62, "observed")
def test_the_plan_lets_so_many_be_approved_a_month_and_actions_say_so(me: SignedIn) -> None:
    def may(name: str) -> str:
        found = me.ok("GET", "Organisation/Actions")["Actions"]
        return str({each["Name"]: each["Status"] for each in found}[name])

    assert may("CreateApprovedInvoice") == "ALLOWED"
    me.xero.admin("settings", {"approved_invoices_limit": 1})
    draft = made(me, "Invoices", invoice(Status="DRAFT"))
    made(me, "Invoices", invoice())
    assert may("CreateApprovedInvoice") == "NOT-ALLOWED"
    assert may("CreateDraftInvoice") == "ALLOWED"
    text = ["You have reached the limit of invoices you can approve"]
    assert refused(me, draft, {"Status": "AUTHORISED"}) == text
    assert refusals(me, "PUT", "Invoices", invoice()) == text


@pytest.mark.checklist(63, "documented")
def test_tracking_takes_two_active_options_and_no_more(me: SignedIn) -> None:
    for name in ("Region", "Team"):
        category = me.ok("PUT", "TrackingCategories", {"Name": name})["TrackingCategories"][0]
        me.ok("PUT", f"TrackingCategories/{category['TrackingCategoryID']}/Options", {"Name": f"{name} 1"})
    assert refusals(me, "PUT", "TrackingCategories", {"Name": "Third"})
    both = [{"Name": "Region", "Option": "Region 1"}, {"Name": "Team", "Option": "team 1"}]
    kept = made(me, "Invoices", invoice(LineItems=[line(Tracking=both)]))["LineItems"][0]["Tracking"]
    assert [each["Option"] for each in kept] == ["Region 1", "Team 1"]
    assert refusals(me, "PUT", "Invoices", invoice(LineItems=[line(Tracking=[*both, both[0]])]))
    wrong = [{"Name": "Region", "Option": "Nowhere"}]
    assert "Nowhere" in refusals(me, "PUT", "Invoices", invoice(LineItems=[line(Tracking=wrong)]))[0]
    category = next(one for one in me.ok("GET", "TrackingCategories")["TrackingCategories"] if one["Name"] == "Region")
    option = category["Options"][0]["TrackingOptionID"]
    me.ok("POST", f"TrackingCategories/{category['TrackingCategoryID']}/Options/{option}", {"Status": "ARCHIVED"})
    assert "Region 1" in refusals(me, "PUT", "Invoices", invoice(LineItems=[line(Tracking=both[:1])]))[0]


@pytest.mark.checklist(64, "documented")
def test_the_online_invoice_and_the_email_have_their_refusals(me: SignedIn) -> None:
    contact = {"Name": "Acme Ltd", "EmailAddress": "a@example.com"}
    draft = made(me, "Invoices", invoice(Status="DRAFT", Contact=contact))
    one = made(me, "Invoices", invoice())
    assert me.call("GET", f"Invoices/{draft['InvoiceID']}/OnlineInvoice").status_code == 400
    found = me.ok("GET", f"Invoices/{one['InvoiceID']}/OnlineInvoice")["OnlineInvoices"][0]
    assert found["OnlineInvoiceUrl"].startswith("https://in.xero.com/")
    assert me.call("POST", f"Invoices/{draft['InvoiceID']}/Email", {}).status_code == 400
    sent = me.call("POST", f"Invoices/{one['InvoiceID']}/Email", {})
    assert (sent.status_code, sent.content) == (204, b"")
    assert again(me, "Invoices", one)["SentToContact"] is True
    me.xero.admin("settings", {"IsDemoCompany": True})
    assert me.call("POST", f"Invoices/{one['InvoiceID']}/Email", {}).status_code == 400


@pytest.mark.checklist(64, "documented")
def test_history_has_system_entries_and_notes(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice())
    path = f"Invoices/{one['InvoiceID']}/History"
    me.ok("PUT", path, {"HistoryRecords": [{"Details": "Called them"}]})
    found = me.ok("GET", path)["HistoryRecords"]
    assert [(each["Changes"], each["User"]) for each in found] == [
        ("Note", "pat@practice.example"),
        ("Created", "System Generated"),
    ]
    assert me.call("PUT", path, {"HistoryRecords": [{"Details": "x" * 2501}]}).status_code == 400
    unknown = "Invoices/7f3f1b1e-0000-4000-8000-000000000000/History"
    assert refusals(me, "PUT", unknown, {"HistoryRecords": [{"Details": "x"}]}) == [
        "The document with the supplied id was not found for this endpoint."
    ]


@pytest.mark.checklist(64, "documented")
def test_attachments_are_raw_bytes_ten_for_each_document(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice())
    headers = {"Authorization": f"Bearer {me.tokens['access_token']}", "xero-tenant-id": me.tenant}
    url = f"{me.xero.address}/api.xro/2.0/Invoices/{one['InvoiceID']}/Attachments"
    send = {**headers, "Accept": "application/json", "Content-Type": "application/pdf"}
    for number in range(10):
        answer = me.xero.http.put(f"{url}/file%20{number}.pdf?IncludeOnline=true", content=b"%PDF-1", headers=send)
        assert answer.status_code == 200, answer.text
    assert me.xero.http.put(f"{url}/eleven.pdf", content=b"%PDF-1", headers=send).status_code == 400
    assert me.xero.http.post(f"{url}/file%200.pdf", content=b"%PDF-2", headers=send).status_code == 200
    found = me.ok("GET", f"Invoices/{one['InvoiceID']}/Attachments")["Attachments"]
    assert [each["FileName"] for each in found][:1] == ["file 1.pdf"]
    assert found[0]["IncludeOnline"] is True
    assert me.xero.http.get(f"{url}/file%200.pdf", headers=headers).content == b"%PDF-2"
    assert again(me, "Invoices", one)["HasAttachments"] is True


@pytest.mark.checklist(65, "documented")
def test_credit_notes_are_allocated_once_approved_and_are_paid_at_zero(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice())
    draft = made(me, "CreditNotes", credit_note(Status="DRAFT"))
    target = {"Amount": 60, "Invoice": {"InvoiceID": one["InvoiceID"]}}
    path = f"CreditNotes/{draft['CreditNoteID']}/Allocations"
    assert "Only AUTHORISED" in refusals(me, "PUT", path, target)[0]
    note = me.ok("POST", f"CreditNotes/{draft['CreditNoteID']}", {"Status": "AUTHORISED"})["CreditNotes"][0]
    assert (note["CreditNoteNumber"], note["RemainingCredit"]) == ("CN-0001", 60.0)
    me.ok("PUT", path, target)
    now = again(me, "CreditNotes", note)
    assert (now["Status"], now["RemainingCredit"], now["AppliedAmount"]) == ("PAID", 0.0, 60.0)
    assert [each["Amount"] for each in now["Allocations"]] == [60.0]
    assert "FullyPaidOnDate" in now


@pytest.mark.checklist(65, "documented")
def test_credit_notes_have_unique_numbers_and_no_discounts(me: SignedIn) -> None:
    made(me, "CreditNotes", credit_note(CreditNoteNumber="C-1"))
    assert refusals(me, "PUT", "CreditNotes", credit_note(CreditNoteNumber="C-1")) == ["Credit Note # must be unique."]
    assert "Discounts" in refusals(me, "PUT", "CreditNotes", credit_note(LineItems=[line(DiscountRate=5)]))[0]
    assert made(me, "CreditNotes", credit_note())["CreditNoteNumber"] == "CN-0001"
