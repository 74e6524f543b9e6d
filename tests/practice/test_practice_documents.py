"""Invoices of the practice Xero: checklist 49 to 52."""

import pytest

from tests.practice.practice_process import SignedIn
from tests.practice.practice_records import Body, invoice, line, made, refusals

NOT_VALID = "Invoice not of valid status for modification"


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
