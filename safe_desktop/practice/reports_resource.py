"""The reports: trial balance, balance sheet, aged receivables and payables, all from the same ledger.

A UK organisation has no VAT report in the API; GST and BAS reports are there once somebody has published them.
"""

from datetime import date, timedelta
from decimal import Decimal

from safe_desktop.practice.answer_envelope import enveloped
from safe_desktop.practice.call_and_answer import Answer, Call
from safe_desktop.practice.control_accounts import ControlAccounts
from safe_desktop.practice.line_arithmetic import ZERO
from safe_desktop.practice.organisation_books import OrganisationBooks, looks_like_guid
from safe_desktop.practice.practice_refusals import Invalid, query_parse
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.wire_dates import day_in, moment_out

_SECTIONS = (
    ("Revenue", ("REVENUE",)),
    ("Expenses", ("EXPENSE",)),
    ("Assets", ("ASSET",)),
    ("Liabilities", ("LIABILITY",)),
    ("Equity", ("EQUITY",)),
)

_PROFIT_SECTIONS = (
    ("Income", ("REVENUE", "SALES", "OTHERINCOME"), ""),
    ("Cost of Sales", ("DIRECTCOSTS",), "Gross Profit"),
    ("Operating Expenses", ("EXPENSE", "OVERHEADS", "DEPRECIATN"), "Net Profit"),
)


def _day(books: OrganisationBooks, call: Call, name: str) -> str:
    text = call.query.get(name, "")
    try:
        return day_in(text) if text else books.today
    except ValueError:
        raise query_parse(f"{name} {text!r} is no date.") from None


def _words(day: str) -> str:
    moment = date.fromisoformat(day)
    return f"{moment.day} {moment:%B %Y}"


def _cells(*values: str, attribute: tuple[str, str] | None = None) -> list[Element]:
    more = {"Attributes": [{"Value": attribute[1], "Id": attribute[0]}]} if attribute else {}
    return [{"Value": value, **more} for value in values]


def _row(kind: str, *values: str, attribute: tuple[str, str] | None = None) -> Element:
    return {"RowType": kind, "Cells": _cells(*values, attribute=attribute)}


def _report(books: OrganisationBooks, name: str, kind: str, titles: list[str], day: str, rows: list[Element]) -> Answer:
    report = {
        "ReportID": kind,
        "ReportName": name,
        "ReportType": kind,
        "ReportTitles": titles,
        "ReportDate": _words(day),
        "UpdatedDateUTC": moment_out(books.now),
        "Fields": [],
        "Rows": rows,
    }
    return enveloped(books, "Reports", [report])


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def trial_balance(books: OrganisationBooks, call: Call) -> Answer:
    """GET /Reports/TrialBalance."""
    day = _day(books, call, "date")
    balances = ControlAccounts(books, day).balances()
    rows = [_row("Header", "Account", "Debit", "Credit", "YTD Debit", "YTD Credit")]
    debit = credit = ZERO
    for title, classes in _SECTIONS:
        section = []
        for account, balance in _sorted(books, balances, classes):
            sides = (_money(balance), "") if balance > 0 else ("", _money(-balance))
            label = f"{account.body['Name']} ({account.body.get('Code', '')})"
            section.append(_row("Row", label, *sides, *sides, attribute=("account", account.id)))
            debit, credit = debit + max(balance, ZERO), credit + max(-balance, ZERO)
        if section:
            rows.append({"RowType": "Section", "Title": title, "Rows": section})
    total = _row("SummaryRow", "Total", _money(debit), _money(credit), _money(debit), _money(credit))
    rows.append({"RowType": "Section", "Title": "", "Rows": [total]})
    titles = ["Trial Balance", str(books.organisation["Name"]), f"As at {_words(day)}"]
    return _report(books, "Trial Balance", "TrialBalance", titles, day, rows)


def _sorted(
    books: OrganisationBooks, balances: dict[str, Decimal], classes: tuple[str, ...]
) -> list[tuple[Record, Decimal]]:
    found = [(books.accounts[account_id], balance) for account_id, balance in balances.items() if balance]
    wanted = [(account, balance) for account, balance in found if account.body["Class"] in classes]
    return sorted(wanted, key=lambda pair: str(pair[0].body.get("Code", "")))


def balance_sheet(books: OrganisationBooks, call: Call) -> Answer:
    """GET /Reports/BalanceSheet."""
    day = _day(books, call, "date")
    balances = ControlAccounts(books, day).balances()
    rows = [_row("Header", "", _words(day))]
    net = ZERO
    for title, classes, sign in (("Assets", ("ASSET",), 1), ("Liabilities", ("LIABILITY",), -1)):
        pairs = _sorted(books, balances, classes)
        section = [
            _row("Row", str(account.body["Name"]), _money(sign * balance), attribute=("account", account.id))
            for account, balance in pairs
        ]
        total = sum((sign * balance for _, balance in pairs), ZERO)
        net += sign * total
        section.append(_row("SummaryRow", f"Total {title}", _money(total)))
        rows.append({"RowType": "Section", "Title": title, "Rows": section})
    rows.append({"RowType": "Section", "Title": "", "Rows": [_row("Row", "Net Assets", _money(net))]})
    earned = -sum((balance for _, balance in _sorted(books, balances, ("REVENUE", "EXPENSE"))), ZERO)
    equity = [
        _row("Row", str(account.body["Name"]), _money(-balance), attribute=("account", account.id))
        for account, balance in _sorted(books, balances, ("EQUITY",))
    ]
    owned = -sum((balance for _, balance in _sorted(books, balances, ("EQUITY",))), ZERO)
    equity += [_row("Row", "Current Year Earnings", _money(earned))]
    equity += [_row("SummaryRow", "Total Equity", _money(earned + owned))]
    rows.append({"RowType": "Section", "Title": "Equity", "Rows": equity})
    titles = ["Balance Sheet", str(books.organisation["Name"]), f"As at {_words(day)}"]
    return _report(books, "Balance Sheet", "BalanceSheet", titles, day, rows)


def profit_and_loss(books: OrganisationBooks, call: Call) -> Answer:
    """GET /Reports/ProfitAndLoss: what came in and went out from `fromDate` to `toDate`, this month when left out."""
    until = _day(books, call, "todate")
    since = _day(books, call, "fromdate") if call.query.get("fromdate") else f"{until[:8]}01"
    before = (date.fromisoformat(since) - timedelta(days=1)).isoformat()
    at_end, at_start = (ControlAccounts(books, day).balances() for day in (until, before))
    moved = {account: balance - at_start.get(account, ZERO) for account, balance in at_end.items()}
    rows, profit = [_row("Header", "", _words(until))], ZERO
    for title, types, total_title in _PROFIT_SECTIONS:
        pairs = [pair for pair in _sorted(books, moved, ("REVENUE", "EXPENSE")) if pair[0].type in types]
        sign = -1 if title == "Income" else 1
        section = [
            _row("Row", str(account.body["Name"]), _money(sign * balance), attribute=("account", account.id))
            for account, balance in pairs
        ]
        total = sum((balance for _, balance in pairs), ZERO)
        profit -= total
        section.append(_row("SummaryRow", f"Total {title}", _money(sign * total)))
        rows.append({"RowType": "Section", "Title": title if sign < 0 else f"Less {title}", "Rows": section})
        if total_title:
            rows.append({"RowType": "Section", "Title": "", "Rows": [_row("Row", total_title, _money(profit))]})
    titles = ["Profit & Loss", str(books.organisation["Name"]), f"{_words(since)} to {_words(until)}"]
    return _report(books, "Profit and Loss", "ProfitAndLoss", titles, until, rows)


def aged_by_contact(books: OrganisationBooks, call: Call, *, receivable: bool) -> Answer:
    """GET /Reports/AgedReceivablesByContact or AgedPayablesByContact: the contact must be named."""
    contact_id = call.query.get("contactid", "").lower()
    if not looks_like_guid(contact_id) or books.shelf.get("contact", contact_id) is None:
        raise Invalid("Parameter contactId is required and must be a known contact.")
    day = _day(books, call, "date")
    kind = "ACCREC" if receivable else "ACCPAY"
    rows = [_row("Header", "Date", "Number", "Due Date", "", "Total", "Paid", "Credited", "Due")]
    section, sums = [], [ZERO] * 4
    condition = "parent=? AND type=? AND status IN ('AUTHORISED','PAID') AND day <= ?"
    for invoice in books.shelf.where("invoice", condition, [contact_id, kind, day], "ORDER BY day, id"):
        body = invoice.body
        amounts = [body["Total"], body["AmountPaid"], body["AmountCredited"], body["AmountDue"]]
        if not amounts[3]:
            continue
        sums = [total + amount for total, amount in zip(sums, amounts, strict=True)]
        late = (date.fromisoformat(day) - date.fromisoformat(invoice.due)).days if invoice.due else 0
        words = f"{late} days overdue" if late > 0 else ""
        cells = (f"{invoice.day}T00:00:00", body.get("InvoiceNumber", ""), f"{invoice.due}T00:00:00", words)
        section.append(_row("Row", *cells, *map(_money, amounts), attribute=("invoiceID", invoice.id)))
    section.append(_row("SummaryRow", "Total", "", "", "", *map(_money, sums)))
    rows.append({"RowType": "Section", "Title": "", "Rows": section})
    name = "Aged Receivables By Contact" if receivable else "Aged Payables By Contact"
    contact = books.shelf.get("contact", contact_id)
    assert contact is not None
    titles = ["Invoices", str(contact.body["Name"]), f"To {_words(day)}"]
    return _report(books, name, name.replace(" ", ""), titles, day, rows)


def aged_receivables(books: OrganisationBooks, call: Call) -> Answer:
    """GET /Reports/AgedReceivablesByContact."""
    return aged_by_contact(books, call, receivable=True)


def aged_payables(books: OrganisationBooks, call: Call) -> Answer:
    """GET /Reports/AgedPayablesByContact."""
    return aged_by_contact(books, call, receivable=False)


def published_reports(books: OrganisationBooks, _call: Call) -> Answer:
    """GET /Reports: the GST or BAS returns that were published; a UK organisation never has one."""
    published = books.shelf.where("published_report", "1") if books.country != "GB" else []
    return enveloped(books, "Reports", [record.body for record in published])
