"""Invoices and credit notes of the practice Xero: checklist 49 to 53 and 57 to 65."""

import pytest

from tests.practice.practice_process import SignedIn
from tests.practice.practice_records import Body, again, credit_note, invoice, line, made, payment, refusals

NOT_VALID = "Invoice not of valid status for modification"
HAS_PAYMENT = "This document cannot be edited as it has a payment or credit note allocated to it."


def change(me: SignedIn, one: Body, body: Body) -> Body:
    found: Body = me.ok("POST", f"Invoices/{one['InvoiceID']}", body)["Invoices"][0]
    return found


def refused(me: SignedIn, one: Body, body: Body) -> list[str]:
    return refusals(me, "POST", f"Invoices/{one['InvoiceID']}", body)


def without(body: Body, *names: str) -> Body:
    return {name: value for name, value in body.items() if name not in names}


@pytest.mark.checklist(49, "observed")
@pytest.mark.parametrize("status", ["PAID", "VOIDED", "DELETED"])
def test_an_invoice_cannot_be_made_in_a_status_that_only_xero_sets(me: SignedIn, status: str) -> None:
    assert refusals(me, "PUT", "Invoices", invoice(Status=status)) == ["Invoice not of valid status for creation"]


@pytest.mark.checklist(49, "observed")
@pytest.mark.parametrize(
    ("start", "wanted", "allowed"),
    [
        ("DRAFT", "DRAFT", True),
        ("DRAFT", "SUBMITTED", True),
        ("DRAFT", "AUTHORISED", True),
        ("DRAFT", "DELETED", True),
        ("DRAFT", "VOIDED", False),
        ("DRAFT", "PAID", False),
        ("SUBMITTED", "DRAFT", True),
        ("SUBMITTED", "AUTHORISED", True),
        ("SUBMITTED", "DELETED", True),
        ("SUBMITTED", "VOIDED", False),
        ("AUTHORISED", "AUTHORISED", True),
        ("AUTHORISED", "VOIDED", True),
        ("AUTHORISED", "DRAFT", False),
        ("AUTHORISED", "SUBMITTED", False),
        ("AUTHORISED", "DELETED", False),
        ("AUTHORISED", "PAID", False),
    ],
)
def test_the_status_machine(me: SignedIn, start: str, wanted: str, allowed: bool) -> None:
    one = made(me, "Invoices", invoice(Status=start))
    if allowed:
        assert change(me, one, {"Status": wanted})["Status"] == wanted
    else:
        assert refused(me, one, {"Status": wanted}) == [NOT_VALID]


@pytest.mark.checklist(49, "observed")
def test_left_out_the_status_is_draft(me: SignedIn) -> None:
    assert made(me, "Invoices", without(invoice(), "Status"))["Status"] == "DRAFT"


@pytest.mark.checklist(50, "observed")
@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"DueDate": None}, "The document DueDate field must be specified."),
        ({"LineItems": []}, "One or more line items must be specified"),
        ({"LineItems": [line(AccountCode="999")]}, "Account code '999' is not a valid code for this document."),
        ({"LineItems": [line(AccountCode="090")]}, "Account code '090' is not a valid code for this document."),
        ({"LineItems": [line(AccountCode="610")]}, "Account code '610' is not a valid code for this document."),
        ({"LineItems": [line(AccountCode=None)]}, "Account code '' is not a valid code for this document."),
        ({"LineItems": [line(Description="")]}, "Description is required for each line item."),
        ({"LineItems": [line(-1)]}, "The invoice total cannot be negative."),
    ],
)
def test_an_approved_invoice_needs_everything(me: SignedIn, more: Body, message: str) -> None:
    assert refusals(me, "PUT", "Invoices", invoice(**more)) == [message]


@pytest.mark.checklist(50, "observed")
def test_a_draft_may_be_incomplete_and_an_unknown_account_is_taken_off(me: SignedIn) -> None:
    bare = made(me, "Invoices", {"Type": "ACCREC", "Contact": {"Name": "Acme Ltd"}})
    assert (bare["Status"], bare["Total"], bare["LineItems"]) == ("DRAFT", 0.0, [])
    odd = made(
        me, "Invoices", invoice(Status="DRAFT", LineItems=[line(AccountCode="999"), {"Description": "words only"}])
    )
    assert "AccountCode" not in odd["LineItems"][0]
    assert refused(me, odd, {"Status": "AUTHORISED"}) == ["Account code '' is not a valid code for this document."]


@pytest.mark.checklist(50, "observed")
def test_an_archived_account_is_refused(me: SignedIn) -> None:
    account = next(one for one in me.ok("GET", "Accounts")["Accounts"] if one["Code"] == "260")
    me.ok("POST", f"Accounts/{account['AccountID']}", {"Status": "ARCHIVED"})
    assert (
        "has been archived, or has been deleted"
        in refusals(me, "PUT", "Invoices", invoice(LineItems=[line(AccountCode="260")]))[0]
    )


@pytest.mark.checklist(51, "documented")
@pytest.mark.parametrize(("position", "free"), [("blocked", False), ("free", True)])
def test_sales_numbers_are_unique_and_a_voided_one_stays_taken(me: SignedIn, position: str, free: bool) -> None:
    me.xero.admin("knobs", {"deleted_number": position})
    voided = made(me, "Invoices", invoice(InvoiceNumber="V-1"))
    change(me, voided, {"Status": "VOIDED"})
    deleted = made(me, "Invoices", invoice(InvoiceNumber="D-1", Status="DRAFT"))
    change(me, deleted, {"Status": "DELETED"})
    assert refusals(me, "PUT", "Invoices", invoice(InvoiceNumber="v-1")) == ["Invoice # must be unique."]
    answer = me.call("PUT", "Invoices", invoice(InvoiceNumber="D-1"))
    assert (answer.status_code == 200) is free


@pytest.mark.checklist(51, "documented")
def test_numbers_are_made_from_a_sequence_and_bills_may_share_theirs(me: SignedIn) -> None:
    made(me, "Invoices", invoice(InvoiceNumber="INV-0002"))
    assert [made(me, "Invoices", invoice())["InvoiceNumber"] for _ in range(2)] == ["INV-0001", "INV-0003"]
    bill = {**invoice(LineItems=[line(AccountCode="429")]), "Type": "ACCPAY", "InvoiceNumber": "B-1"}
    assert made(me, "Invoices", bill)["InvoiceID"] != made(me, "Invoices", bill)["InvoiceID"]
    assert refusals(me, "PUT", "Invoices", invoice(InvoiceNumber="é"))
    assert refusals(me, "PUT", "Invoices", invoice(InvoiceNumber="x" * 256))


@pytest.mark.checklist(52, "documented")
def test_reference_url_and_sent_have_their_rules(me: SignedIn) -> None:
    bill = made(me, "Invoices", {**invoice(Reference="R", LineItems=[line(AccountCode="429")]), "Type": "ACCPAY"})
    assert bill["Reference"] == ""
    assert made(me, "Invoices", invoice(Reference="x" * 255, Url="https://books.example/1"))["Url"]
    assert refusals(me, "PUT", "Invoices", invoice(Reference="x" * 256))
    for url in ("ftp://x", "books.example", "https://go.xero.com/x"):
        assert refusals(me, "PUT", "Invoices", invoice(Url=url)), url
    assert refusals(me, "PUT", "Invoices", invoice(LineItems=[line(Description="x" * 4001)]))
    assert made(me, "Invoices", invoice(SentToContact=True))["SentToContact"] is True
    draft = me.ok("PUT", "Invoices", {"Invoices": [invoice(Status="DRAFT", SentToContact=True)]}, summarizeErrors=False)
    assert draft["Invoices"][0]["SentToContact"] is False
    assert draft["Invoices"][0]["StatusAttributeString"] == "WARNING"


@pytest.mark.checklist(53, "documented")
def test_a_line_with_its_id_is_changed_one_without_is_new_and_one_left_out_is_gone(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice(LineItems=[line(10, Description="first"), line(20, Description="second")]))
    keep = one["LineItems"][1]["LineItemID"]
    now = change(me, one, {"LineItems": [{"LineItemID": keep, "UnitAmount": 25}, line(5, Description="third")]})
    assert [(each["Description"], each["LineAmount"]) for each in now["LineItems"]] == [
        ("second", 25.0),
        ("third", 5.0),
    ]
    assert now["LineItems"][0]["LineItemID"] == keep
    assert now["LineItems"][1]["LineItemID"] not in {each["LineItemID"] for each in one["LineItems"]}
    untouched = change(me, one, {"Reference": "only this"})
    assert [each["LineItemID"] for each in untouched["LineItems"]] == [each["LineItemID"] for each in now["LineItems"]]


@pytest.mark.checklist(57, "documented")
def test_due_paid_and_credited_follow_and_so_does_the_status(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice())
    first = made(me, "Payments", payment(one["InvoiceID"], 20, Date="2026-10-06"))
    note = made(me, "CreditNotes", credit_note())
    me.ok(
        "PUT",
        f"CreditNotes/{note['CreditNoteID']}/Allocations",
        {"Amount": 60, "Invoice": {"InvoiceID": one["InvoiceID"]}},
    )
    now = again(me, "Invoices", one)
    assert (now["AmountDue"], now["AmountPaid"], now["AmountCredited"]) == (40.0, 20.0, 60.0)
    assert (now["Status"], "FullyPaidOnDate" in now) == ("AUTHORISED", False)
    made(me, "Payments", payment(one["InvoiceID"], 40, Date="2026-10-20"))
    now = again(me, "Invoices", one)
    assert (now["AmountDue"], now["Status"]) == (0.0, "PAID")
    assert now["FullyPaidOnDate"] == "/Date(1792454400000+0000)/"
    assert [each["AppliedAmount"] for each in now["CreditNotes"]] == [60.0]
    assert set(now["Payments"][0]) >= {"PaymentID", "Date", "Amount", "CurrencyRate"}
    assert not {"IsReconciled", "Status"} & set(now["Payments"][0])
    me.ok("POST", f"Payments/{first['PaymentID']}", {"Status": "DELETED"})
    now = again(me, "Invoices", one)
    assert (now["AmountDue"], now["Status"], "FullyPaidOnDate" in now) == (20.0, "AUTHORISED", False)


@pytest.mark.checklist(58, "documented")
def test_an_approved_unpaid_invoice_can_be_changed_in_every_way(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice())
    more = {"Date": "2026-10-02", "DueDate": "2026-11-02", "LineItems": [line(7)], "Contact": {"Name": "Other"}}
    now = change(me, one, {**more, "InvoiceNumber": "N-1", "Reference": "R", "LineAmountTypes": "Inclusive"})
    assert (now["Total"], now["Contact"]["Name"], now["InvoiceNumber"]) == (7.0, "Other", "N-1")


@pytest.mark.checklist(58, "documented")
@pytest.mark.parametrize("amount", [20, 120])
def test_a_paid_invoice_can_be_changed_in_a_few_ways_only(me: SignedIn, amount: int) -> None:
    one = made(me, "Invoices", invoice())
    made(me, "Payments", payment(one["InvoiceID"], amount))
    line_id = one["LineItems"][0]["LineItemID"]
    now = change(
        me,
        one,
        {
            **{"Reference": "R", "DueDate": "2026-12-01", "InvoiceNumber": "NEW", "Url": "https://a.example"},
            "Contact": {"Name": "Somebody Else"},
            "LineItems": [{"LineItemID": line_id, "Description": "words", "AccountCode": "210"}],
        },
    )
    assert (now["Reference"], now["InvoiceNumber"], now["Contact"]["Name"]) == ("R", "NEW", "Somebody Else")
    assert (now["LineItems"][0]["AccountCode"], now["Total"]) == ("210", 120.0)
    for body in (
        {"Date": "2026-10-02"},
        {"LineAmountTypes": "NoTax"},
        {"CurrencyCode": "GBP"},
        {"SentToContact": True},
    ):
        assert refused(me, one, body) == [HAS_PAYMENT, NOT_VALID], body
    assert refused(me, one, {**again(me, "Invoices", one), "Reference": "whole"}) == [HAS_PAYMENT, NOT_VALID]
    assert refused(me, one, {"LineItems": [{"Description": "no id"}]}) == [
        "To update fields on a paid invoice line item, you must supply a LineItemID"
    ]
    assert refused(me, one, {"LineItems": [{"LineItemID": line_id, "UnitAmount": 1}]}) == [HAS_PAYMENT]


@pytest.mark.checklist(58, "documented")
def test_the_contact_stays_once_a_credit_note_settles_the_invoice(me: SignedIn) -> None:
    one, note = made(me, "Invoices", invoice()), made(me, "CreditNotes", credit_note())
    me.ok(
        "PUT",
        f"CreditNotes/{note['CreditNoteID']}/Allocations",
        {"Amount": 5, "Invoice": {"InvoiceID": one["InvoiceID"]}},
    )
    assert refused(me, one, {"Contact": {"Name": "Other"}}) == [HAS_PAYMENT]


@pytest.mark.checklist(58, "documented")
def test_a_voided_invoice_cannot_be_changed(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice())
    change(me, one, {"Status": "VOIDED"})
    for body in ({"Reference": "R"}, {"Status": "VOIDED"}, {"Status": "AUTHORISED"}):
        assert refused(me, one, body) == [NOT_VALID]


@pytest.mark.checklist(59, "observed")
def test_voiding_is_refused_while_something_is_paid_or_allocated(me: SignedIn) -> None:
    one, note = made(me, "Invoices", invoice()), made(me, "CreditNotes", credit_note())
    paid = made(me, "Payments", payment(one["InvoiceID"], 20))
    text = "The status VOIDED cannot be applied to the invoice because it has payments or credit notes allocated to it."
    assert refused(me, one, {"Status": "VOIDED"}) == [text]
    me.ok("POST", f"Payments/{paid['PaymentID']}", {"Status": "DELETED"})
    path = f"CreditNotes/{note['CreditNoteID']}/Allocations"
    allocation = me.ok("PUT", path, {"Amount": 5, "Invoice": {"InvoiceID": one["InvoiceID"]}})["Allocations"][0]
    assert refused(me, one, {"Status": "VOIDED"}) == [text]
    me.ok("DELETE", f"{path}/{allocation['AllocationID']}")
    now = change(me, one, {"Status": "VOIDED"})
    assert (now["Status"], now["AmountDue"], now["Total"]) == ("VOIDED", 0.0, 120.0)


@pytest.mark.checklist(60, "observed")
def test_lock_dates_stop_making_changing_voiding_paying_and_unpaying(me: SignedIn) -> None:
    old, new = made(me, "Invoices", invoice(Date="2026-09-30")), made(me, "Invoices", invoice())
    paid = made(me, "Payments", payment(new["InvoiceID"], 10, Date="2026-09-30"))
    me.xero.admin("lock-period", {"date": "2026-09-30"})
    assert me.ok("GET", "Organisation")["Organisations"][0]["PeriodLockDate"] == "/Date(1790726400000+0000)/"
    words = "date cannot be before the period lock date, currently set at 30/9/2026"
    assert words in refusals(me, "PUT", "Invoices", invoice(Date="2026-09-30"))[0]
    assert words in refused(me, old, {"Reference": "R"})[0]
    assert words in refused(me, old, {"Status": "VOIDED"})[0]
    assert words in refused(me, made(me, "Invoices", invoice()), {"Date": "2026-09-01"})[0]
    assert words in refusals(me, "PUT", "Payments", payment(old["InvoiceID"], 10, Date="2026-09-30"))[0]
    assert words in refusals(me, "POST", f"Payments/{paid['PaymentID']}", {"Status": "DELETED"})[0]
    assert words in refusals(me, "PUT", "CreditNotes", credit_note(Date="2026-09-30"))[0]
    assert made(me, "Payments", payment(old["InvoiceID"], 10, Date="2026-10-01"))


@pytest.mark.checklist(60, "observed")
@pytest.mark.parametrize(("adviser", "status"), [(True, 200), (False, 400)])
def test_an_adviser_passes_the_first_lock_and_nobody_the_second(me: SignedIn, adviser: bool, status: int) -> None:
    me.xero.admin("knobs", {"user_is_adviser": adviser})
    me.xero.admin("lock-period", {"period_lock_date": "2026-09-30", "end_of_year_lock_date": "2026-03-31"})
    assert me.call("PUT", "Invoices", invoice(Date="2026-09-30")).status_code == status
    words = refusals(me, "PUT", "Invoices", invoice(Date="2026-03-31"))[0]
    assert "lock date, currently set at" in words
    assert ("end of year lock date, currently set at 31/3/2026" in words) is adviser


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
