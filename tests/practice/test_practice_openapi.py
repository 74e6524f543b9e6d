"""Every answer of the practice Xero against Xero's own OpenAPI file, where that file is at hand and right.

Two checks for each answer: the types are those of the file, and no property is made up. Where the file is wrong or
behind what Xero sends, `BESIDE_THE_FILE` says why.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.practice.conftest import NZ, UK
from tests.practice.practice_process import ROOT, PracticeProcess, SignedIn
from tests.practice.practice_records import credit_note, invoice, line, made, payment

SPEC = ROOT.parent / "shared" / "spec" / "xero_accounting.yaml"
IDENTITY = ROOT.parent / "shared" / "spec" / "xero-identity.yaml"
pytestmark = pytest.mark.skipif(not SPEC.exists(), reason="Xero's OpenAPI file is not beside this checkout")

ENVELOPE = {"Id", "Status", "ProviderName", "DateTimeUTC", "pagination"}
# Properties that real Xero sends and the file does not have, by the schema that lacks them, with the reason.
_READABLE = "the readable twin of the date: in the file's examples and in every recording, not among its properties"
_ID = "in the file's own examples, not among its properties"
BESIDE_THE_FILE: dict[str, dict[str, str]] = {
    "Invoice": {
        **{"DateString": _READABLE, "DueDateString": _READABLE},
        **{"ExpectedPaymentDateString": _READABLE, "PlannedPaymentDateString": _READABLE},
    },
    "CreditNote": {"DateString": _READABLE, "DueDateString": _READABLE, "ID": _ID},
    "BankTransaction": {"DateString": _READABLE},
    "Overpayment": {"DateString": _READABLE, "ID": _ID},
    "Prepayment": {"DateString": _READABLE, "ID": _ID},
    "TrackingOption": {"IsDeleted": _ID, "IsArchived": _ID},
    "HistoryRecord": {"DateUTCString": _ID},
}


@lru_cache
def document() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(SPEC.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return found


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = document()["components"]["schemas"][name]
    return found


def check(name: str, value: Any) -> None:
    """The value has the types of this schema and only its properties."""
    wanted = {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}
    validator = jsonschema.Draft7Validator(wanted)
    problems = [
        f"{'/'.join(map(str, each.absolute_path))}: {each.message[:200]}" for each in validator.iter_errors(value)
    ]
    assert problems == [], name
    assert list(made_up(name, {key: each for key, each in value.items() if key not in ENVELOPE}, name)) == []


def made_up(name: str, value: Any, path: str) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from made_up(name, each, path)
    if not isinstance(value, dict):
        return
    properties = schema(name).get("properties", {})
    for key, inner in value.items():
        if key not in properties:
            if key not in BESIDE_THE_FILE.get(name, {}):
                yield f"{path}/{key}"
            continue
        reference = properties[key].get("$ref") or properties[key].get("items", {}).get("$ref", "")
        if reference:
            yield from made_up(reference.rpartition("/")[2], inner, f"{path}/{key}")


def fill(me: SignedIn) -> None:
    """Records of every kind, in many states."""
    me.ok("PUT", "Items", {"Code": "I-1", "Name": "Item", "SalesDetails": {"UnitPrice": 5, "AccountCode": "200"}})
    category = me.ok("PUT", "TrackingCategories", {"Name": "Region"})["TrackingCategories"][0]
    me.ok("PUT", f"TrackingCategories/{category['TrackingCategoryID']}/Options", {"Name": "North"})
    contact = {"Name": "Acme Ltd", "EmailAddress": "a@example.com", "ContactNumber": "C1", "AccountNumber": "A1"}
    more = {"ContactPersons": [{"FirstName": "P", "IncludeInEmails": True}], "DefaultCurrency": "GBP"}
    terms = {"Sales": {"Day": 14, "Type": "DAYSAFTERBILLDATE"}}
    made(
        me, "Contacts", {**contact, **more, "PaymentTerms": terms, "Addresses": [{"AddressType": "POBOX", "City": "X"}]}
    )
    tracked = line(Tracking=[{"Name": "Region", "Option": "North"}], ItemCode="I-1", DiscountRate=10)
    one = made(me, "Invoices", invoice(LineItems=[tracked], Url="https://a.example", ExpectedPaymentDate="2026-11-01"))
    made(
        me,
        "Invoices",
        {**invoice(LineItems=[line(AccountCode="429")]), "Type": "ACCPAY", "PlannedPaymentDate": "2026-11-01"},
    )
    made(me, "Invoices", invoice(Status="DRAFT"))
    note = made(me, "CreditNotes", credit_note())
    target = {"Amount": 10, "Invoice": {"InvoiceID": one["InvoiceID"]}}
    me.ok("PUT", f"CreditNotes/{note['CreditNoteID']}/Allocations", target)
    made(me, "Payments", payment(one["InvoiceID"], 5, Reference="R"))
    made(me, "Payments", {**payment("", 5), "Invoice": None, "CreditNote": {"CreditNoteID": note["CreditNoteID"]}})
    for how in ("receive-money", "prepayment", "wrong-contact"):
        wishes = {"how": how, "contact_name": "Acme Ltd", "amount": 12, "invoice_number": one["InvoiceNumber"]}
        me.xero.admin("statement-line", wishes)
    over = me.ok("GET", "Overpayments")["Overpayments"][0]["OverpaymentID"]
    me.ok("PUT", f"Overpayments/{over}/Allocations", target)
    made(me, "Invoices", invoice(InvoiceNumber="BATCHED"))
    me.xero.admin("statement-line", {"how": "several", "invoice_numbers": ["BATCHED"], "batch": True, "reference": "B"})


LISTS = (
    *("Invoices", "Contacts", "CreditNotes", "Payments", "BankTransactions", "Overpayments", "Prepayments"),
    *("BatchPayments", "Accounts", "TaxRates", "Items", "TrackingCategories", "Currencies", "BrandingThemes", "Users"),
)
SINGLES = {
    "Invoices": "InvoiceID",
    "Contacts": "ContactID",
    "CreditNotes": "CreditNoteID",
    "Payments": "PaymentID",
    "BankTransactions": "BankTransactionID",
    "Overpayments": "OverpaymentID",
    "Prepayments": "PrepaymentID",
    "BatchPayments": "BatchPaymentID",
    "Accounts": "AccountID",
    "Items": "ItemID",
}


def test_every_list_and_every_record_is_as_the_file_says(me: SignedIn) -> None:
    fill(me)
    for name in LISTS:
        plain, paged = me.ok("GET", name), me.ok("GET", name, page=1, pageSize=1000)
        for answer in (plain, paged):
            check(name, answer)
        assert paged[name], name
        if id_name := SINGLES.get(name):
            for record in paged[name]:
                check(name, me.ok("GET", f"{name}/{record[id_name]}"))
    check("Invoices", me.ok("GET", "Invoices", summaryOnly=True))
    check("Contacts", me.ok("GET", "Contacts", summaryOnly=True))


def test_the_organisation_reports_history_and_the_rest_are_as_the_file_says(xero: PracticeProcess) -> None:
    me = xero.sign_in(UK)
    fill(me)
    xero.admin("lock-period", {"date": "2026-01-31", "end_of_year_lock_date": "2025-03-31"})
    check("Organisations", me.ok("GET", "Organisation"))
    check("Organisations", xero.sign_in(NZ).ok("GET", "Organisation"))
    me = xero.sign_in(UK)
    check("Actions", me.ok("GET", "Organisation/Actions"))
    one = me.ok("GET", "Invoices", page=1, where='Status=="AUTHORISED" AND Type=="ACCREC"')["Invoices"][0]
    path = f"Invoices/{one['InvoiceID']}"
    check("OnlineInvoices", me.ok("GET", f"{path}/OnlineInvoice"))
    check("HistoryRecords", me.ok("GET", f"{path}/History"))
    check("HistoryRecords", me.ok("PUT", f"{path}/History", {"HistoryRecords": [{"Details": "A note"}]}))
    check("Attachments", me.ok("GET", f"{path}/Attachments"))
    contact = one["Contact"]["ContactID"]
    for report in (
        "TrialBalance",
        "BalanceSheet",
        "ProfitAndLoss",
        "AgedReceivablesByContact",
        "AgedPayablesByContact",
    ):
        check("ReportWithRows", me.ok("GET", f"Reports/{report}", contactId=contact))
    xero.admin("cis", {"contact_id": contact})
    check("CISSettings", me.ok("GET", f"Contacts/{contact}/CISSettings"))


def test_what_comes_back_from_writing_and_from_refusing_is_as_the_file_says(me: SignedIn) -> None:
    good, bad = invoice(), invoice(LineItems=[line(-1)])
    check("Invoices", me.ok("PUT", "Invoices", {"Invoices": [good, bad]}, summarizeErrors=False))
    check("Contacts", me.ok("PUT", "Contacts", {"Contacts": [{"Name": "A"}, {"Name": "a"}]}, summarizeErrors=False))
    one = made(me, "Invoices", invoice())
    check("Payments", me.ok("PUT", "Payments", payment(one["InvoiceID"], 5)))
    note = me.ok("PUT", "CreditNotes", credit_note())
    check("CreditNotes", note)
    path = f"CreditNotes/{note['CreditNotes'][0]['CreditNoteID']}/Allocations"
    given = me.ok("PUT", path, {"Amount": 5, "Invoice": {"InvoiceID": one["InvoiceID"]}})
    check("Allocations", given)
    check("Allocation", me.ok("DELETE", f"{path}/{given['Allocations'][0]['AllocationID']}"))
    refused = me.call("PUT", "Invoices", bad).json()
    # The file calls the elements of an error plain objects without properties, so only the frame can be checked.
    jsonschema.validate({**refused, "Elements": [{}]}, {**schema("Error"), "components": document()["components"]})


def test_connections_and_tokens_are_as_the_identity_file_says(me: SignedIn) -> None:
    found: dict[str, Any] = yaml.load(Path(IDENTITY).read_text(encoding="utf-8"), yaml.CSafeLoader)
    schemas = found["components"]["schemas"]
    headers = {"Authorization": f"Bearer {me.tokens['access_token']}"}
    for connection in me.xero.http.get("/connections", headers=headers).json():
        jsonschema.validate(connection, schemas["Connection"])
        assert set(connection) == set(schemas["Connection"]["properties"])
    jsonschema.validate(me.tokens, schemas["AccessToken"])
    assert set(me.tokens) - set(schemas["AccessToken"]["properties"]) == {"scope"}  # sent, and documented elsewhere
