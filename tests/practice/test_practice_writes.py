"""Creating and changing in the practice Xero, and what a key protects: checklist 34 to 39."""

import json
import time

import httpx
import pytest

from tests.practice.practice_process import PracticeProcess, SignedIn
from tests.practice.practice_records import again, invoice, line, made, payment, refusals

UNKNOWN = "7f3f1b1e-0000-4000-8000-000000000000"
ZERO = "00000000-0000-0000-0000-000000000000"


def names(me: SignedIn) -> list[str]:
    return [one["Name"] for one in me.ok("GET", "Contacts", order="Name")["Contacts"]]


@pytest.mark.checklist(34, "observed")
def test_put_creates_only_and_post_takes_the_contact_of_the_same_name_without_a_word(me: SignedIn) -> None:
    first = made(me, "Contacts", {"Name": "Smith Ltd", "EmailAddress": "old@smith.example"})
    assert "already assigned to another contact" in refusals(me, "PUT", "Contacts", {"Name": "SMITH LTD"})[0]
    overwritten = me.ok("POST", "Contacts", {"Name": "smith ltd", "EmailAddress": "new@smith.example"})["Contacts"][0]
    assert overwritten["ContactID"] == first["ContactID"]
    assert again(me, "Contacts", first)["EmailAddress"] == "new@smith.example"
    assert me.ok("POST", "Contacts", {"Name": "Jones"})["Contacts"][0]["ContactID"] != first["ContactID"]


@pytest.mark.checklist(34, "observed")
def test_post_takes_the_contact_of_the_same_number_before_its_name(me: SignedIn) -> None:
    first = made(me, "Contacts", {"Name": "One", "ContactNumber": "C-1"})
    changed = me.ok("POST", "Contacts", {"Name": "Uno", "ContactNumber": "c-1"})["Contacts"][0]
    assert (changed["ContactID"], changed["Name"]) == (first["ContactID"], "Uno")
    assert "Contact Number already exists" in refusals(me, "PUT", "Contacts", {"Name": "X", "ContactNumber": "C-1"})[0]


@pytest.mark.checklist(34, "observed")
def test_post_with_a_sales_number_that_exists_edits_that_invoice(me: SignedIn) -> None:
    first = made(me, "Invoices", invoice(InvoiceNumber="INV-7"))
    assert refusals(me, "PUT", "Invoices", invoice(InvoiceNumber="INV-7")) == ["Invoice # must be unique."]
    body = invoice(InvoiceNumber="INV-7", LineItems=[line(7)])
    edited = me.ok("POST", "Invoices", body)["Invoices"][0]
    assert (edited["InvoiceID"], edited["Total"]) == (first["InvoiceID"], 8.4)
    assert me.ok("POST", "Invoices", invoice(InvoiceNumber="INV-8"))["Invoices"][0]["InvoiceID"] != first["InvoiceID"]


@pytest.mark.checklist(35, "observed")
def test_an_unknown_id_in_a_post_is_a_404_for_the_whole_request(me: SignedIn) -> None:
    bodies = [{"Name": "Good"}, {"ContactID": UNKNOWN, "Name": "Bad"}]
    answer = me.call("POST", "Contacts", {"Contacts": bodies}, summarizeErrors=False)
    assert answer.status_code == 404
    assert names(me) == []
    assert me.call("POST", f"Invoices/{UNKNOWN}", {"Reference": "x"}).status_code == 404
    assert me.call("POST", f"Payments/{UNKNOWN}", {"Status": "DELETED"}).status_code == 404


@pytest.mark.checklist(35, "observed")
def test_a_malformed_id_is_a_server_error_as_with_xero(me: SignedIn) -> None:
    assert me.call("POST", "Contacts", {"ContactID": "12", "Name": "X"}).status_code == 500
    assert me.call("POST", "Payments/12", {"Status": "DELETED"}).status_code == 500
    assert names(me) == []


@pytest.mark.checklist(36, "observed")
@pytest.mark.parametrize(("position", "kept"), [("commit", ["Good", "Other"]), ("reject", ["Other"])])
def test_summarised_errors_show_the_failing_ones_and_keep_the_others_or_not(
    me: SignedIn, position: str, kept: list[str]
) -> None:
    me.xero.admin("knobs", {"summarised_errors": position})
    made(me, "Contacts", {"Name": "Other"})
    answer = me.call("PUT", "Contacts", {"Contacts": [{"Name": "Good"}, {"Name": "other"}]})
    assert answer.status_code == 400
    wrong = answer.json()
    assert (wrong["ErrorNumber"], wrong["Type"]) == (10, "ValidationException")
    assert wrong["Message"] == "A validation exception occurred"
    assert [(one["ContactID"], one["Name"]) for one in wrong["Elements"]] == [(ZERO, "other")]
    assert names(me) == kept


@pytest.mark.checklist(36, "observed")
def test_separate_errors_are_a_200_with_every_element_in_order(me: SignedIn) -> None:
    made(me, "Contacts", {"Name": "Taken"})
    bodies = [{"Name": "A"}, {"Name": "taken"}, {"Name": ""}, {"Name": "B"}]
    found = me.ok("PUT", "Contacts", {"Contacts": bodies}, summarizeErrors=False)["Contacts"]
    assert [one["StatusAttributeString"] for one in found] == ["OK", "ERROR", "ERROR", "OK"]
    assert [one["ContactID"] == ZERO for one in found] == [False, True, True, False]
    assert found[1]["HasValidationErrors"] is True
    assert all("ValidationErrors" not in one for one in (found[0], found[3]))
    draft = invoice(Status="DRAFT", LineItems=[line(AccountCode="476")], SentToContact=True)
    warned = me.ok("PUT", "Invoices", {"Invoices": [draft]}, summarizeErrors=False)["Invoices"][0]
    assert warned["StatusAttributeString"] == "WARNING"
    assert [one["Message"] for one in warned["Warnings"]] == [
        "Only AUTHORISED invoices may have SentToContact updated.",
        "Account code ''476'' has been removed as it does not match a recognised account.",
    ]
    assert warned["InvoiceID"] != ZERO


@pytest.mark.checklist(37, "documented")
def test_accounts_rates_and_posted_payments_take_one_and_leave_the_rest(me: SignedIn) -> None:
    accounts = [{"Code": code, "Name": f"Income {code}", "Type": "REVENUE"} for code in ("291", "292")]
    assert [one["Code"] for one in me.ok("PUT", "Accounts", {"Accounts": accounts})["Accounts"]] == ["291"]
    assert not [one for one in me.ok("GET", "Accounts")["Accounts"] if one["Code"] == "292"]
    part = [{"Name": "VAT", "Rate": 12.5}]
    rates = [{"Name": name, "ReportTaxType": "OUTPUT", "TaxComponents": part} for name in ("Odd", "Odder")]
    assert [one["TaxType"] for one in me.ok("PUT", "TaxRates", {"TaxRates": rates})["TaxRates"]] == ["TAX001"]
    one = made(me, "Invoices", invoice())
    bodies = [payment(one["InvoiceID"], 1), payment(one["InvoiceID"], 2)]
    assert len(me.ok("POST", "Payments", {"Payments": bodies})["Payments"]) == 1
    assert len(me.ok("PUT", "Payments", {"Payments": bodies})["Payments"]) == 2
    assert again(me, "Invoices", one)["AmountPaid"] == 4.0


@pytest.mark.checklist(37, "documented")
def test_accounts_have_short_unique_codes_and_system_ones_stay(me: SignedIn) -> None:
    def refused(body: dict[str, object], path: str = "Accounts", method: str = "PUT") -> str:
        return refusals(me, method, path, body)[0]

    assert "Maximum of 10 characters" in refused({"Code": "12345678901", "Name": "X", "Type": "REVENUE"})
    assert "unique Code" in refused({"Code": "200", "Name": "X", "Type": "REVENUE"})
    debtors = next(one for one in me.ok("GET", "Accounts")["Accounts"] if one.get("SystemAccount") == "DEBTORS")
    assert "System accounts" in refused({"Status": "ARCHIVED"}, f"Accounts/{debtors['AccountID']}", "POST")
    assert "System tax rates" in refused({"TaxType": "NONE", "Status": "DELETED"}, "TaxRates", "POST")


def put(me: SignedIn, key: str, body: object, path: str = "Contacts", method: str = "PUT") -> httpx.Response:
    return me.call(method, path, body, headers={"Idempotency-Key": key})


@pytest.mark.checklist(38, "documented")
def test_the_same_key_gives_the_same_answer_for_six_minutes_errors_too(me: SignedIn) -> None:
    first, second = put(me, "k1", {"Name": "Once"}), put(me, "k1", {"Name": "Once"})
    assert (first.status_code, first.content) == (second.status_code, second.content)
    wrong, wrong_again = put(me, "k2", {"Name": "once"}), put(me, "k2", {"Name": "once"})
    assert (wrong.status_code, wrong.content) == (wrong_again.status_code, wrong_again.content) == (400, wrong.content)
    assert names(me) == ["Once"]
    me.xero.admin("clock", {"advance_seconds": 359})
    assert put(me, "k1", {"Name": "Once"}).content == first.content
    me.xero.admin("clock", {"advance_seconds": 2})
    assert put(me, "k1", {"Name": "Once"}).status_code == 400


@pytest.mark.checklist(38, "documented")
def test_a_key_used_with_a_different_request_is_refused(me: SignedIn) -> None:
    put(me, "k", {"Name": "A"})
    for answer in (
        put(me, "k", {"Name": "B"}),
        put(me, "k", {"Name": "A"}, method="POST"),
        put(me, "k", {}, "Invoices"),
    ):
        assert answer.status_code == 400
        assert answer.json()["Message"] == "Idempotency Key: k is used with a different request."
    assert put(me, "x" * 129, {"Name": "C"}).status_code == 400
    assert put(me, "x" * 128, {"Name": "D"}).status_code == 200
    assert names(me) == ["A", "D"]


@pytest.mark.checklist(38, "documented")
def test_a_key_belongs_to_the_app_not_to_the_organisation(xero: PracticeProcess) -> None:
    here = xero.sign_in()
    there = xero.sign_in("Kowhai Street Supplies")
    rows = {row["name"]: row["tenant_id"] for row in xero.admin("organisations")}
    there.tenant = rows["Kowhai Street Supplies"]
    assert put(here, "k", {"Name": "A"}).status_code == 200
    assert put(there, "k", {"Name": "A"}).status_code == 400
    assert put(there, "k2", {"Name": "A"}).status_code == 200


@pytest.mark.checklist(38, "documented")
@pytest.mark.parametrize(("position", "second"), [("refuse", 400), ("block", 200), ("error", 500)])
def test_the_same_key_while_the_first_call_runs(me: SignedIn, position: str, second: int) -> None:
    me.xero.admin("knobs", {"same_key_in_flight": position})
    me.xero.admin("faults", {"fault": "late_commit", "seconds": 1.5, "method": "PUT"})
    assert put(me, "k", {"Name": "A"}).status_code == 504
    assert put(me, "k", {"Name": "A"}).status_code == second
    _wait_for(me, ["A"])
    assert put(me, "k", {"Name": "A"}).status_code == 200
    assert names(me) == ["A"]


def _wait_for(me: SignedIn, wanted: list[str]) -> None:
    deadline = time.monotonic() + 5
    while names(me) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    assert names(me) == wanted


@pytest.mark.checklist(39, "assumed")
@pytest.mark.parametrize(("largest", "status"), [(3_500_000, 200), (10_000, 413)])
def test_the_largest_request(me: SignedIn, largest: int, status: int) -> None:
    me.xero.admin("knobs", {"largest_request": largest})
    body = {"Contacts": [{"Name": f"Customer {number}", "FirstName": "x" * 200} for number in range(100)]}
    assert len(json.dumps(body)) > 20_000
    assert me.call("PUT", "Contacts", body).status_code == status
    assert len(names(me)) == (100 if status == 200 else 0)
