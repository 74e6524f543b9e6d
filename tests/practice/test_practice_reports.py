"""Organisation, accounts, reports and what ties them together in the practice Xero: checklist 77 and 78."""

from decimal import Decimal

import pytest

from tests.practice.conftest import NZ, UK
from tests.practice.practice_process import PracticeProcess, SignedIn
from tests.practice.practice_records import Body, credit_note, invoice, line, made, payment


def rows(report: Body) -> dict[str, list[str]]:
    found = {}
    for section in report["Rows"]:
        for row in section.get("Rows", []):
            found[row["Cells"][0]["Value"]] = [cell["Value"] for cell in row["Cells"][1:]]
    return found


def busy_month(me: SignedIn) -> Body:
    one = made(me, "Invoices", invoice(LineItems=[line(100), line("33.33"), line("0.07", TaxType="RROUTPUT")]))
    made(me, "Invoices", invoice(LineItems=[line(240)], LineAmountTypes="Inclusive", Contact={"Name": "Beta"}))
    made(me, "Invoices", {**invoice(LineItems=[line(50, AccountCode="429")]), "Type": "ACCPAY"})
    made(me, "Invoices", invoice(Status="DRAFT"))
    note = made(me, "CreditNotes", credit_note())
    me.ok(
        "PUT",
        f"CreditNotes/{note['CreditNoteID']}/Allocations",
        {"Amount": 10, "Invoice": {"InvoiceID": one["InvoiceID"]}},
    )
    made(me, "Payments", payment(one["InvoiceID"], 50))
    me.xero.admin("statement-line", {"how": "receive-money", "contact_name": "Walk-in", "amount": 12})
    me.xero.admin("statement-line", {"how": "prepayment", "contact_name": "Acme Ltd", "amount": 24})
    return one


@pytest.mark.checklist(77, "documented")
def test_the_organisation_says_what_it_is_and_shows_lock_dates_only_when_set(xero: PracticeProcess) -> None:
    me = xero.sign_in(UK)
    found = me.ok("GET", "Organisation")["Organisations"][0]
    assert (found["Version"], found["BaseCurrency"], found["CountryCode"]) == ("UK", "GBP", "GB")
    assert (found["Timezone"], found["SalesTaxBasis"], found["ShortCode"]) == ("GMTSTANDARDTIME", "ACCRUAL", "!Fern1")
    assert found["IsDemoCompany"] is False
    assert not {"PeriodLockDate", "EndOfYearLockDate"} & set(found)
    xero.admin("lock-period", {"end_of_year_lock_date": "2026-03-31"})
    assert "EndOfYearLockDate" in me.ok("GET", "Organisation")["Organisations"][0]
    there = xero.sign_in(NZ).ok("GET", "Organisations")["Organisations"][0]
    assert (there["Version"], there["Timezone"]) == ("NZ", "NEWZEALANDSTANDARDTIME")


@pytest.mark.checklist(77, "documented")
def test_the_chart_has_its_system_accounts(me: SignedIn) -> None:
    accounts = me.ok("GET", "Accounts")["Accounts"]
    systems = {each["SystemAccount"]: each["Code"] for each in accounts if each.get("SystemAccount")}
    assert (systems["DEBTORS"], systems["CREDITORS"], systems["GST"], systems["ROUNDING"]) == (
        "610",
        "800",
        "820",
        "860",
    )
    by_code = {each["Code"]: each for each in accounts}
    assert (by_code["090"]["Type"], by_code["200"]["Class"]) == ("BANK", "REVENUE")
    assert (by_code["611"]["EnablePaymentsToAccount"], by_code["200"]["EnablePaymentsToAccount"]) == (True, False)


@pytest.mark.checklist(77, "documented")
def test_trial_balance_balance_sheet_and_aged_receivables_tie_out(me: SignedIn) -> None:
    one = busy_month(me)
    trial = rows(me.ok("GET", "Reports/TrialBalance", date="2026-12-31")["Reports"][0])
    total = trial.pop("Total")
    assert total[0] == total[1]
    debtors = Decimal(trial["Accounts Receivable (610)"][0])
    sheet = rows(me.ok("GET", "Reports/BalanceSheet", date="2026-12-31")["Reports"][0])
    assert Decimal(sheet["Accounts Receivable"][0]) == debtors
    assert sheet["Net Assets"] == sheet["Total Equity"]
    invoices = me.ok("GET", "Invoices", Statuses="AUTHORISED", where='Type=="ACCREC"')["Invoices"]
    notes = me.ok("GET", "CreditNotes", page=1)["CreditNotes"]
    owed = sum(Decimal(str(each["AmountDue"])) for each in invoices)
    credit = sum(Decimal(str(each["RemainingCredit"])) for each in notes)
    assert owed - credit == debtors
    contact = one["Contact"]["ContactID"]
    aged = rows(me.ok("GET", "Reports/AgedReceivablesByContact", contactId=contact)["Reports"][0])
    acme = [each for each in invoices if each["Contact"]["ContactID"] == contact]
    assert Decimal(aged["Total"][-1]) == sum(Decimal(str(each["AmountDue"])) for each in acme)
    assert me.xero.admin("ledger")["ties_out"] is True


@pytest.mark.checklist(77, "documented")
def test_profit_and_loss_agrees_with_the_balance_sheet_and_counts_its_own_days_only(me: SignedIn) -> None:
    busy_month(me)
    made(me, "Invoices", invoice(Date="2026-09-30", LineItems=[line(1000)]))
    sheet = rows(me.ok("GET", "Reports/BalanceSheet", date="2026-12-31")["Reports"][0])
    ever = rows(me.ok("GET", "Reports/ProfitAndLoss", fromDate="2020-01-01", toDate="2026-12-31")["Reports"][0])
    assert ever["Net Profit"] == sheet["Current Year Earnings"]
    september = rows(me.ok("GET", "Reports/ProfitAndLoss", toDate="2026-09-30")["Reports"][0])
    assert (september["Total Income"], september["Net Profit"]) == (["1000.00"], ["1000.00"])
    assert Decimal(ever["Gross Profit"][0]) - Decimal(ever["Net Profit"][0]) == Decimal(
        ever["Total Operating Expenses"][0]
    )


@pytest.mark.checklist(77, "documented")
def test_a_report_of_an_earlier_day_leaves_out_what_came_later(me: SignedIn) -> None:
    busy_month(me)
    assert "Accounts Receivable (610)" not in rows(
        me.ok("GET", "Reports/TrialBalance", date="2026-09-30")["Reports"][0]
    )
    assert me.call("GET", "Reports/AgedReceivablesByContact").status_code == 400
    assert me.call("GET", "Reports/TrialBalance", date="soon").status_code == 400


@pytest.mark.checklist(78, "documented")
def test_there_is_no_vat_return_for_the_uk_and_gst_only_once_published(xero: PracticeProcess) -> None:
    here = xero.sign_in(UK)
    xero.admin("publish-report", {"organisation": UK})
    assert here.ok("GET", "Reports")["Reports"] == []
    assert here.call("GET", "Reports/VATReturn").status_code == 501
    there = xero.sign_in(NZ)
    assert there.ok("GET", "Reports")["Reports"] == []
    xero.admin("publish-report", {"organisation": NZ})
    assert [each["ReportName"] for each in there.ok("GET", "Reports")["Reports"]] == ["GST Report"]
