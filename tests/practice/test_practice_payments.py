"""Payments, batches, money at the bank and allocations of the practice Xero: checklist 66 to 74."""

import pytest

from tests.practice.practice_process import SignedIn
from tests.practice.practice_records import Body, again, credit_note, invoice, line, made, payment, refusals

EXCEEDS = "Payment amount exceeds the amount outstanding on this document"
UNKNOWN = "7f3f1b1e-0000-4000-8000-000000000000"


def delete(me: SignedIn, one: Body, body: Body | None = None) -> list[str]:
    return refusals(me, "POST", f"Payments/{one['PaymentID']}", body or {"Status": "DELETED"})


def received(me: SignedIn, kind: str, amount: object, **more: object) -> Body:
    body = {"Type": kind, "Contact": {"Name": "Acme Ltd"}, "BankAccount": {"Code": "090"}, "Date": "2026-10-03"}
    return made(me, "BankTransactions", {**body, "LineItems": [line(amount, **more)]})


@pytest.mark.checklist(66, "documented")
def test_a_payment_names_exactly_one_document_of_its_kind(me: SignedIn) -> None:
    one, note = made(me, "Invoices", invoice()), made(me, "CreditNotes", credit_note())
    both = payment(one["InvoiceID"], 1, CreditNote={"CreditNoteID": note["CreditNoteID"]})
    none = payment(one["InvoiceID"], 1, Invoice=None)
    wrong_kind = payment(note["CreditNoteID"], 1)
    missing = {**none, "CreditNote": {"CreditNoteID": UNKNOWN}}
    assert "exactly one" in refusals(me, "PUT", "Payments", both)[0]
    assert "exactly one" in refusals(me, "PUT", "Payments", none)[0]
    assert "could not be found" in refusals(me, "PUT", "Payments", wrong_kind)[0]
    assert refusals(me, "PUT", "Payments", missing) == [
        "An existing Credit Note with the specified CreditNoteID could not be found"
    ]
    shortcut = {**none, "InvoiceNumber": one["InvoiceNumber"]}
    assert made(me, "Payments", shortcut)["Invoice"]["InvoiceID"] == one["InvoiceID"]


@pytest.mark.checklist(66, "documented")
def test_a_payment_needs_an_account_that_takes_payments_and_a_fitting_amount(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice())
    draft = made(me, "Invoices", invoice(Status="DRAFT"))

    def refused(**more: object) -> list[str]:
        return refusals(me, "PUT", "Payments", payment(one["InvoiceID"], more.pop("amount", 1), **more))

    assert refused(Account={"Code": "999"}) == ["Account could not be found"]
    assert refused(Account={}) == ["Account could not be found"]
    assert "payments to it enabled" in refused(Account={"Code": "200"})[0]
    assert refused(amount="120.01") == [EXCEEDS]
    for amount in (0, -1, None, "0.004"):
        assert refused(amount=amount) == ["Payment amount must be greater than zero."], amount
    assert refusals(me, "PUT", "Payments", payment(draft["InvoiceID"], 1)) == [
        "Payments can only be made against Authorised documents"
    ]
    assert made(me, "Payments", payment(one["InvoiceID"], 20, Account={"Code": "611"}))
    made(me, "Payments", payment(one["InvoiceID"], 100))
    assert refused(amount=1) == [EXCEEDS]


@pytest.mark.checklist(67, "documented")
def test_a_payment_has_three_shapes(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice(Reference="R"))
    created = made(me, "Payments", payment(one["InvoiceID"], 20, Reference="BK-1"))
    listed = me.ok("GET", "Payments")["Payments"][0]
    single = again(me, "Payments", created)
    assert len(created["Invoice"]["LineItems"]) == 1
    assert (created["Invoice"]["AmountDue"], created["Account"]["Name"]) == (100.0, "Business Bank Account")
    assert not {"Status", "AmountDue", "Total"} & set(listed["Invoice"])
    assert set(listed["Account"]) == {"AccountID", "Code"}
    assert (single["Invoice"]["AmountDue"], single["Invoice"]["LineItems"]) == (100.0, [])
    assert {"Reference", "Status", "DueDate", "SubTotal", "UpdatedDateUTC"} <= set(single["Invoice"])
    for shape in (created, listed, single):
        assert (shape["Amount"], shape["Reference"], shape["PaymentType"]) == (20.0, "BK-1", "ACCRECPAYMENT")
        assert (shape["Status"], shape["IsReconciled"], shape["BankAmount"]) == ("AUTHORISED", False, 20.0)


@pytest.mark.checklist(68, "observed")
def test_a_payment_is_deleted_by_its_status_alone_and_once(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice())
    paid = made(me, "Payments", payment(one["InvoiceID"], 120))
    for body in ({"Status": "DELETED", "Amount": 1}, {"Reference": "x"}, {"Status": "AUTHORISED"}, paid):
        assert delete(me, paid, body) == ["Only Status accepted for updates."], body
    wrapped = {"Payments": [{"Status": "DELETED"}]}
    assert me.ok("POST", f"Payments/{paid['PaymentID']}", wrapped)["Payments"][0]["Status"] == "DELETED"
    assert delete(me, paid) == ["This payment has already been deleted"]
    now = again(me, "Invoices", one)
    assert (now["Status"], now["AmountDue"], now["Payments"]) == ("AUTHORISED", 120.0, [])


@pytest.mark.checklist(68, "observed")
@pytest.mark.parametrize(("position", "status"), [("refuse", 400), ("allow", 200)])
def test_deleting_a_reconciled_payment(me: SignedIn, position: str, status: int) -> None:
    me.xero.admin("knobs", {"reconciled_delete": position})
    one = made(me, "Invoices", invoice())
    told = me.xero.admin("pay", {"invoice_number": one["InvoiceNumber"], "amount": 20})
    assert told["reconciled"] is True
    assert me.call("POST", f"Payments/{told['payment_id']}", {"Status": "DELETED"}).status_code == status


@pytest.mark.checklist(69, "assumed")
@pytest.mark.parametrize("position", [True, False])
def test_paying_and_deleting_move_the_time_of_both_and_deleted_ones_are_listed(me: SignedIn, position: bool) -> None:
    me.xero.admin("knobs", {"payments_list_deleted": position})
    one = made(me, "Invoices", invoice())
    paid = made(me, "Payments", payment(one["InvoiceID"], 20))
    after = again(me, "Invoices", one)
    assert after["UpdatedDateUTC"] > one["UpdatedDateUTC"]
    assert after["UpdatedDateUTC"] == paid["UpdatedDateUTC"]
    gone = me.ok("POST", f"Payments/{paid['PaymentID']}", {"Status": "DELETED"})["Payments"][0]
    assert gone["UpdatedDateUTC"] > paid["UpdatedDateUTC"]
    assert again(me, "Invoices", one)["UpdatedDateUTC"] > after["UpdatedDateUTC"]
    assert [each["Status"] for each in me.ok("GET", "Payments")["Payments"]] == (["DELETED"] if position else [])


@pytest.mark.checklist(70, "documented")
def test_refunds_have_types_of_their_own_and_show_the_credit_as_invoice(me: SignedIn) -> None:
    note = made(me, "CreditNotes", credit_note())
    over = received(me, "RECEIVE-OVERPAYMENT", 30)["OverpaymentID"]
    pre = received(me, "RECEIVE-PREPAYMENT", 24)["PrepaymentID"]
    bank = {"Account": {"Code": "090"}, "Date": "2026-10-05"}
    refunds = [
        ({"CreditNote": {"CreditNoteID": note["CreditNoteID"]}, "Amount": 60}, "ARCREDITPAYMENT", "ACCRECCREDIT"),
        ({"Overpayment": {"OverpaymentID": over}, "Amount": 30}, "AROVERPAYMENTPAYMENT", "AROVERPAYMENT"),
        ({"Prepayment": {"PrepaymentID": pre}, "Amount": 24}, "ARPREPAYMENTPAYMENT", "ARPREPAYMENT"),
    ]
    for body, kind, document in refunds:
        paid = made(me, "Payments", {**bank, **body})
        assert (paid["PaymentType"], paid["Invoice"]["Type"]) == (kind, document)
    assert again(me, "CreditNotes", note)["Status"] == "PAID"
    for path in (f"Overpayments/{over}", f"Prepayments/{pre}"):
        found = me.ok("GET", path)[path.split("/")[0]][0]
        assert (found["Status"], found["RemainingCredit"]) == ("PAID", 0.0)
    assert me.xero.admin("ledger")["ties_out"] is True


@pytest.mark.checklist(71, "documented")
@pytest.mark.parametrize("position", [False, True])
def test_a_batch_is_made_and_deleted_as_a_whole(me: SignedIn, position: bool) -> None:
    me.xero.admin("knobs", {"batch_child_reconciled": position})
    ones = [made(me, "Invoices", invoice()) for _ in range(2)]
    parts = [{"Invoice": {"InvoiceID": one["InvoiceID"]}, "Amount": 120} for one in ones]
    body = {"Account": {"Code": "090"}, "Date": "2026-10-05", "Reference": "BATCH", "Payments": parts}
    batch = made(me, "BatchPayments", body)
    assert (batch["Type"], batch["TotalAmount"], len(batch["Payments"])) == ("RECBATCH", 240.0, 2)
    children = me.ok("GET", "Payments")["Payments"]
    assert {each["BatchPaymentID"] for each in children} == {batch["BatchPaymentID"]}
    assert delete(me, children[0]) == ["Payments within a batch cannot be deleted."]
    gone = me.ok("POST", "BatchPayments", {"BatchPaymentID": batch["BatchPaymentID"], "Status": "DELETED"})
    assert gone["BatchPayments"][0]["Status"] == "DELETED"
    assert {each["Status"] for each in me.ok("GET", "Payments")["Payments"]} == {"DELETED"}
    assert {again(me, "Invoices", one)["AmountDue"] for one in ones} == {120.0}
    numbers = [one["InvoiceNumber"] for one in ones]
    matched = me.xero.admin("statement-line", {"how": "several", "invoice_numbers": numbers, "batch": True})
    found = me.ok("GET", f"BatchPayments/{matched['batch_payment_id']}")["BatchPayments"][0]
    child = again(me, "Payments", {"PaymentID": matched["payments"][0]["payment_id"]})
    assert (found["IsReconciled"], child["IsReconciled"]) == (True, position)


@pytest.mark.checklist(71, "documented")
def test_a_batch_does_not_mix_and_takes_invoices_in_the_base_currency_only(me: SignedIn) -> None:
    me.xero.admin("settings", {"multicurrency": True})
    me.ok("PUT", "Currencies", {"Code": "EUR"})
    sale = made(me, "Invoices", invoice())
    bill = made(me, "Invoices", {**invoice(LineItems=[line(AccountCode="429")]), "Type": "ACCPAY"})
    foreign = made(me, "Invoices", invoice(CurrencyCode="EUR"))

    def refused(*parts: Body) -> str:
        body = {"Account": {"Code": "090"}, "Date": "2026-10-05", "Payments": list(parts)}
        return refusals(me, "PUT", "BatchPayments", body)[0]

    def part(one: Body, amount: int = 1) -> Body:
        return {"Invoice": {"InvoiceID": one["InvoiceID"]}, "Amount": amount}

    assert "mix" in refused(part(sale), part(bill))
    assert "base currency" in refused(part(foreign))
    assert "invoices only" in refused({"CreditNote": {"CreditNoteID": UNKNOWN}, "Amount": 1})
    assert refused(part(sale, 121)) == EXCEEDS
    assert me.call("PUT", "BatchPayments", {"Account": {"Code": "090"}, "Details": "x" * 19, "Payments": [part(sale)]})


@pytest.mark.checklist(72, "documented")
def test_overpayments_and_prepayments_are_made_at_the_bank_and_stay_as_they_are(me: SignedIn) -> None:
    over = received(me, "RECEIVE-OVERPAYMENT", 30, TaxType="OUTPUT2")
    found = me.ok("GET", f"Overpayments/{over['OverpaymentID']}")["Overpayments"][0]
    assert (found["Total"], found["TotalTax"], found["RemainingCredit"]) == (30.0, 0.0, 30.0)
    assert found["LineItems"][0]["AccountCode"] == "610"
    pre = received(me, "RECEIVE-PREPAYMENT", 24)
    found = me.ok("GET", f"Prepayments/{pre['PrepaymentID']}")["Prepayments"][0]
    assert (found["Total"], found["TotalTax"], found["LineAmountTypes"]) == (24.0, 4.0, "Inclusive")
    for one in (over, pre):
        path = f"BankTransactions/{one['BankTransactionID']}"
        assert "cannot be edited" in refusals(me, "POST", path, {"Status": "DELETED"})[0]
    assert me.call("POST", f"Overpayments/{over['OverpaymentID']}", {"Status": "VOIDED"}).status_code == 400
    assert me.xero.admin("ledger")["ties_out"] is True


@pytest.mark.checklist(72, "documented")
def test_money_received_directly_has_strict_lines_and_can_be_deleted(me: SignedIn) -> None:
    one = received(me, "RECEIVE", 120)
    assert (one["Total"], one["TotalTax"], one["LineAmountTypes"]) == (120.0, 20.0, "Inclusive")
    body = {"Type": "RECEIVE", "Contact": {"Name": "A"}, "BankAccount": {"Code": "090"}}
    for wrong in (line(0), line(10, Quantity=0), line(-10), line(120, TaxAmount=19)):
        assert refusals(me, "PUT", "BankTransactions", {**body, "LineItems": [wrong]}), wrong
    assert refusals(me, "PUT", "BankTransactions", {**body, "BankAccount": {"Code": "200"}, "LineItems": [line(1)]})
    gone = me.ok("POST", f"BankTransactions/{one['BankTransactionID']}", {"Status": "DELETED"})["BankTransactions"][0]
    assert gone["Status"] == "DELETED"
    assert [each["Status"] for each in me.ok("GET", "BankTransactions", page=1)["BankTransactions"]] == ["DELETED"]


@pytest.mark.checklist(73, "assumed")
@pytest.mark.parametrize("position", [True, False])
def test_an_allocation_credits_the_invoice_and_is_taken_back_by_delete(me: SignedIn, position: bool) -> None:
    me.xero.admin("knobs", {"allocation_bumps": position})
    one, note = made(me, "Invoices", invoice()), made(me, "CreditNotes", credit_note())
    path = f"CreditNotes/{note['CreditNoteID']}/Allocations"
    allocation = me.ok("PUT", path, {"Amount": 60, "Invoice": {"InvoiceID": one["InvoiceID"]}})["Allocations"][0]
    assert allocation["Date"] == note["Date"]  # the later of both
    now = again(me, "Invoices", one)
    assert (now["AmountDue"], now["AmountCredited"]) == (60.0, 60.0)
    assert (now["UpdatedDateUTC"] > one["UpdatedDateUTC"]) is position
    assert (again(me, "CreditNotes", note)["UpdatedDateUTC"] > note["UpdatedDateUTC"]) is position
    gone = me.ok("DELETE", f"{path}/{allocation['AllocationID']}")
    assert gone["IsDeleted"] is True
    assert again(me, "Invoices", one)["AmountDue"] == 120.0
    assert again(me, "CreditNotes", note)["Status"] == "AUTHORISED"
    assert me.call("DELETE", f"{path}/{allocation['AllocationID']}").status_code == 404


@pytest.mark.checklist(73, "assumed")
def test_an_allocation_has_its_limits(me: SignedIn) -> None:
    one, note = made(me, "Invoices", invoice()), made(me, "CreditNotes", credit_note())
    other = made(me, "Invoices", invoice(Contact={"Name": "Other"}))
    small = made(me, "Invoices", invoice(LineItems=[line(1)]))
    path = f"CreditNotes/{note['CreditNoteID']}/Allocations"

    def refused(target: Body, amount: object) -> str:
        body = {"Amount": amount, "Invoice": {"InvoiceID": target["InvoiceID"]}}
        return refusals(me, "PUT", path, body)[0]

    assert "same contact" in refused(other, 1)
    assert "exceeds the remaining credit" in refused(one, "60.01")
    assert "exceeds the amount outstanding" in refused(small, 2)
    assert "greater than zero" in refused(one, 0)
    assert "AUTHORISED invoices" in refused(made(me, "Invoices", invoice(Status="DRAFT")), 1)


@pytest.mark.checklist(73, "assumed")
def test_overpayments_and_prepayments_are_allocated_too(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice())
    over = received(me, "RECEIVE-OVERPAYMENT", 30)["OverpaymentID"]
    pre = received(me, "RECEIVE-PREPAYMENT", 24)["PrepaymentID"]
    target = {"Invoice": {"InvoiceID": one["InvoiceID"]}}
    me.ok("PUT", f"Overpayments/{over}/Allocations", {"Allocations": [{"Amount": 30, **target}]})
    me.ok("PUT", f"Prepayments/{pre}/Allocations", {"Allocations": [{"Amount": 24, **target}]})
    now = again(me, "Invoices", one)
    assert (now["AmountDue"], now["AmountCredited"], now["AmountPaid"]) == (66.0, 54.0, 0.0)
    assert [each["AppliedAmount"] for each in (*now["Overpayments"], *now["Prepayments"])] == [30.0, 24.0]
    assert me.xero.admin("ledger")["ties_out"] is True


@pytest.mark.checklist(74, "assumed")
def test_two_equal_payments_are_both_accepted(me: SignedIn) -> None:
    one = made(me, "Invoices", invoice())
    first, second = (made(me, "Payments", payment(one["InvoiceID"], 20, Reference="same")) for _ in range(2))
    assert first["PaymentID"] != second["PaymentID"]
    assert again(me, "Invoices", one)["AmountPaid"] == 40.0
    assert len(me.ok("GET", "Payments", where='Reference=="SAME"')["Payments"]) == 2
    found = me.ok("GET", "Payments", where=f'Invoice.InvoiceID==guid("{one["InvoiceID"]}") AND Status=="AUTHORISED"')
    assert len(found["Payments"]) == 2
