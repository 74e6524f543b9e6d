"""What may still be changed on a document of the practice Xero: checklist 53 and 57 to 60."""

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
