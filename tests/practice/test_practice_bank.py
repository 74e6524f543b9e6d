"""The bank and the other bookkeeper of the practice Xero, through its admin addresses: checklist 75 and 76."""

import json

import pytest

from tests.practice.practice_process import SignedIn
from tests.practice.practice_records import Body, again, credit_note, invoice, line, made, payment


def matched(me: SignedIn, how: str, **wishes: object) -> Body:
    found: Body = me.xero.admin("statement-line", {"how": how, **wishes})
    assert me.xero.admin("ledger")["ties_out"] is True
    return found


def refused(me: SignedIn, path: str, wishes: Body) -> str:
    answer = me.xero.http.post(f"/practice/api/{path}", content=json.dumps(wishes))
    assert answer.status_code == 400, answer.text
    return str(answer.json()["error"])


def payments(me: SignedIn) -> list[Body]:
    found: list[Body] = me.ok("GET", "Payments")["Payments"]
    return found


@pytest.mark.checklist(75, "assumed")
def test_a_line_is_matched_exactly_and_partly(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice(InvoiceNumber="A"))
    assert matched(me, "partial", invoice_number="A", amount="20.00", date="2026-10-07")["left"] == 100.0
    assert "is not what is open" in refused(me, "statement-line", {"how": "exact", "invoice_number": "A", "amount": 5})
    assert matched(me, "exact", invoice_number="A", reference="FPS ACME")["document_status"] == "PAID"
    assert [(each["Amount"], each["IsReconciled"]) for each in payments(me)] == [(20.0, True), (100.0, True)]
    assert again(me, "Invoices", one)["Status"] == "PAID"


@pytest.mark.checklist(75, "assumed")
@pytest.mark.parametrize("batch", [False, True])
def test_a_line_is_matched_to_several_invoices(me: SignedIn, batch: bool) -> None:
    for number in ("A", "B"):
        made(me, "Invoices", invoice(InvoiceNumber=number))
    told = matched(me, "several", invoice_numbers=["A", "B"], batch=batch)
    assert ("batch_payment_id" in told) is batch
    assert [("BatchPaymentID" in each) for each in payments(me)] == [batch] * 2


@pytest.mark.checklist(75, "assumed")
def test_more_than_the_invoice_leaves_a_payment_and_an_overpayment(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice(InvoiceNumber="A"))
    told = matched(me, "overpaid", invoice_number="A", amount=150)
    over = me.ok("GET", f"Overpayments/{told['overpayment_id']}")["Overpayments"][0]
    assert (over["Total"], over["Contact"]["ContactID"]) == (30.0, one["Contact"]["ContactID"])
    assert again(me, "Invoices", one)["AmountPaid"] == 120.0
    assert "More than" in refused(me, "statement-line", {"how": "overpaid", "invoice_number": "A", "amount": 0})


@pytest.mark.checklist(75, "assumed")
def test_money_goes_straight_to_income_in_advance_or_to_the_wrong_customer(me: SignedIn) -> None:
    made(me, "Invoices", invoice(InvoiceNumber="A"))
    direct = matched(me, "receive-money", contact_name="Acme Ltd", amount=120)
    found = me.ok("GET", f"BankTransactions/{direct['bank_transaction_id']}")["BankTransactions"][0]
    assert (found["Type"], found["IsReconciled"], found["Total"]) == ("RECEIVE", True, 120.0)
    assert "prepayment_id" in matched(me, "prepayment", contact_name="Acme Ltd", amount=24)
    wrong = matched(me, "wrong-contact", invoice_number="A", contact_name="Not Acme")
    over = me.ok("GET", f"Overpayments/{wrong['overpayment_id']}")["Overpayments"][0]
    assert (over["Contact"]["Name"], over["Total"]) == ("Not Acme", 120.0)
    assert payments(me) == []


@pytest.mark.checklist(75, "assumed")
def test_a_credit_note_is_refunded(me: SignedIn) -> None:
    made(me, "CreditNotes", credit_note(CreditNoteNumber="C-1"))
    assert matched(me, "refund", credit_note_number="C-1")["document_status"] == "PAID"
    assert payments(me)[0]["PaymentType"] == "ARCREDITPAYMENT"


@pytest.mark.checklist(76, "assumed")
def test_a_payment_is_unreconciled_and_deleted(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice(InvoiceNumber="A"))
    told = me.xero.admin("pay", {"invoice_number": "A"})
    assert me.xero.admin("reconcile", {"payment_id": told["payment_id"], "reconciled": False})["reconciled"] is False
    assert me.xero.admin("delete-payment", {"payment_id": told["payment_id"]})["left"] == 120.0
    assert again(me, "Invoices", one)["Status"] == "AUTHORISED"
    assert "There is no payment" in refused(me, "delete-payment", {"payment_id": told["payment_id"]})


@pytest.mark.checklist(76, "assumed")
def test_an_invoice_is_edited_as_in_xeros_own_screen(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice(InvoiceNumber="A"))
    me.xero.admin("edit-invoice", {"invoice_number": "A", "account_code": "210"})
    now = again(me, "Invoices", one)
    assert (now["LineItems"][0]["AccountCode"], now["UpdatedDateUTC"]) == ("210", one["UpdatedDateUTC"])
    me.xero.admin("edit-invoice", {"invoice_number": "A", "amount": "200.00", "reference": "changed"})
    now = again(me, "Invoices", one)
    assert (now["Total"], now["Reference"]) == (240.0, "changed")
    assert now["UpdatedDateUTC"] > one["UpdatedDateUTC"]
    made(me, "Payments", payment(one["InvoiceID"], 1))
    part_paid = again(me, "Invoices", one)
    me.xero.admin("edit-invoice", {"invoice_number": "A", "due_date": "2026-12-31"})
    now = again(me, "Invoices", one)
    assert (now["DueDateString"], now["UpdatedDateUTC"]) == ("2026-12-31T00:00:00", part_paid["UpdatedDateUTC"])
    assert "must be removed" in refused(me, "void", {"invoice_number": "A"})


@pytest.mark.checklist(76, "assumed")
def test_another_person_voids_renames_archives_and_makes_records(me: SignedIn) -> None:
    me.xero.admin(
        "invoice", {"invoice_number": "T-1", "contact_name": "Theirs", "amount": "50.00", "due_date": "2026-12-01"}
    )
    theirs = me.ok("GET", "Invoices/T-1")["Invoices"][0]
    assert (theirs["Total"], theirs["Contact"]["Name"]) == (60.0, "Theirs")
    assert me.xero.admin("void", {"invoice_number": "T-1"})["status"] == "VOIDED"
    me.xero.admin("contact", {"contact": {"name": "Second", "emailAddress": "s@example.com"}})
    me.xero.admin("rename-contact", {"name": "Second", "new_name": "Renamed"})
    assert "already assigned" in refused(me, "rename-contact", {"name": "Renamed", "new_name": "theirs"})
    me.xero.admin("archive-contact", {"name": "Renamed"})
    assert [each["Name"] for each in me.ok("GET", "Contacts")["Contacts"]] == ["Theirs"]
    renamed = me.ok("GET", "Contacts", includeArchived=True)["Contacts"][-1]
    me.xero.admin("archive-contact", {"contact_id": renamed["ContactID"], "restore": True})
    assert {each["Name"] for each in me.ok("GET", "Contacts")["Contacts"]} == {"Theirs", "Renamed"}
    me.xero.admin("rename-tax-rate", {"tax_type": "OUTPUT2", "new_name": "Standard VAT"})
    assert me.ok("GET", "TaxRates/OUTPUT2")["TaxRates"][0]["Name"] == "Standard VAT"


@pytest.mark.checklist(76, "assumed")
def test_resetting_a_demo_company_gives_every_record_a_new_id_and_keeps_the_tenant(me: SignedIn) -> None:
    made(me, "Invoices", invoice())
    before = me.ok("GET", "Organisation")["Organisations"][0]
    accounts = {each["Code"]: each["AccountID"] for each in me.ok("GET", "Accounts")["Accounts"]}
    me.xero.admin("reset", {})
    after = me.ok("GET", "Organisation")["Organisations"][0]
    assert (after["Name"], after["OrganisationID"] != before["OrganisationID"]) == (before["Name"], True)
    assert after["CreatedDateUTC"] > before["CreatedDateUTC"]
    assert me.ok("GET", "Invoices")["Invoices"] == []
    fresh = {each["Code"]: each["AccountID"] for each in me.ok("GET", "Accounts")["Accounts"]}
    assert fresh.keys() == accounts.keys()
    assert not set(fresh.values()) & set(accounts.values())


def test_a_wish_that_makes_no_sense_is_answered_with_a_sentence(me: SignedIn) -> None:
    assert refused(me, "pay", {"invoice_number": "none"}) == "There is no invoice none."
    assert "no amount" in refused(me, "statement-line", {"how": "partial", "invoice_number": _one(me), "amount": "x"})
    assert "There is no way" in refused(me, "statement-line", {"how": "magic"})
    assert "There is no fault" in refused(me, "faults", {"fault": "earthquake"})
    assert "There is no knob" in refused(me, "knobs", {"volume": 11})
    assert "has the positions" in refused(me, "knobs", {"modified_since": "sometimes"})
    assert "no organisation" in refused(me, "pay", {"organisation": "Nowhere"})
    assert me.xero.http.post("/practice/api/pay", content="{").status_code == 400
    assert me.xero.http.post("/practice/api/clock", content='{"now": "yesterday"}').status_code == 400


def _one(me: SignedIn) -> str:
    return str(made(me, "Invoices", invoice(LineItems=[line(1)]))["InvoiceNumber"])
