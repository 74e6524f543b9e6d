"""The chart of accounts each practice organisation starts with. Knows types and classes, nothing of postings."""

from safe_desktop.practice.record_shelf import Element

CLASS_OF_TYPE = {
    **dict.fromkeys(("BANK", "CURRENT", "FIXED", "INVENTORY", "NONCURRENT", "PREPAYMENT"), "ASSET"),
    **dict.fromkeys(("CURRLIAB", "LIABILITY", "TERMLIAB", "PAYG"), "LIABILITY"),
    **dict.fromkeys(("DEPRECIATN", "DIRECTCOSTS", "EXPENSE", "OVERHEADS"), "EXPENSE"),
    **dict.fromkeys(("OTHERINCOME", "REVENUE", "SALES"), "REVENUE"),
    "EQUITY": "EQUITY",
}

# code, name, type, default tax (S sales, P purchases, N none, Z zero-rated sales, X exempt sales), system account
_COMMON = """
200|Sales|REVENUE|S|
210|Delivery Income|REVENUE|S|
220|Subscriptions|REVENUE|S|
230|Zero-Rated Sales|REVENUE|Z|
260|Other Revenue|REVENUE|S|
270|Interest Income|OTHERINCOME|N|
310|Cost of Goods Sold|DIRECTCOSTS|P|
320|Direct Wages|DIRECTCOSTS|N|
325|Direct Expenses|DIRECTCOSTS|P|
400|Advertising & Marketing|OVERHEADS|P|
401|Audit & Accountancy Fees|OVERHEADS|P|
404|Bank Fees|OVERHEADS|N|
408|Cleaning|OVERHEADS|P|
412|Consulting|OVERHEADS|P|
416|Depreciation Expense|DEPRECIATN|N|
425|Postage, Freight & Courier|OVERHEADS|P|
429|General Expenses|OVERHEADS|P|
433|Insurance|OVERHEADS|N|
437|Interest Paid|OVERHEADS|N|
441|Legal Expenses|OVERHEADS|P|
445|Light, Power, Heating|OVERHEADS|P|
449|Motor Vehicle Expenses|OVERHEADS|P|
461|Printing & Stationery|OVERHEADS|P|
463|IT Software and Consumables|OVERHEADS|P|
469|Rent|OVERHEADS|P|
473|Repairs & Maintenance|OVERHEADS|P|
477|Salaries|OVERHEADS|N|
485|Subscriptions Paid|OVERHEADS|P|
489|Telephone & Internet|OVERHEADS|P|
493|Travel|OVERHEADS|P|
497|Bank Revaluations|OVERHEADS|N|BANKCURRENCYGAIN
498|Unrealised Currency Gains|OVERHEADS|N|UNREALISEDCURRENCYGAIN
499|Realised Currency Gains|OVERHEADS|N|REALISEDCURRENCYGAIN
610|Accounts Receivable|CURRENT|N|DEBTORS
611|Card takings clearing|CURRENT|N|
612|Direct debit clearing|CURRENT|N|
620|Prepayments|PREPAYMENT|N|
630|Inventory|INVENTORY|N|
710|Office Equipment|FIXED|P|
711|Less Accumulated Depreciation on Office Equipment|FIXED|N|
800|Accounts Payable|CURRLIAB|N|CREDITORS
801|Unpaid Expense Claims|CURRLIAB|N|UNPAIDEXPCLM
810|Deposits from Customers|CURRLIAB|N|
820|{tax}|CURRLIAB|N|GST
825|PAYE Payable|CURRLIAB|N|
840|Historical Adjustment|CURRLIAB|N|HISTORICAL
850|Suspense|CURRLIAB|N|
860|Rounding|CURRLIAB|N|ROUNDING
877|Tracking Transfers|CURRLIAB|N|TRACKINGTRANSFERS
900|Loan|TERMLIAB|N|
950|Capital - Ordinary Shares|EQUITY|N|
960|Retained Earnings|EQUITY|N|RETAINEDEARNINGS
"""
_TAX_OF = {
    "GB": {"S": "OUTPUT2", "P": "INPUT2", "N": "NONE", "Z": "ZERORATEDOUTPUT"},
    "NZ": {"S": "OUTPUT2", "P": "INPUT2", "N": "NONE", "Z": "ZERORATED"},
    "AU": {"S": "OUTPUT", "P": "INPUT", "N": "BASEXCLUDED", "Z": "EXEMPTOUTPUT"},
}
_PAYMENTS_ENABLED = {"611", "612"}
_BANKS = (("090", "Business Bank Account", "20000012345678"), ("091", "Business Savings Account", "20000087654321"))


def accounts_of(country: str, currency: str) -> list[Element]:
    """The accounts a new organisation of this country has, as Xero's Accounts without ids."""
    taxes = _TAX_OF[country]
    tax_name = "VAT" if country == "GB" else "GST"
    banks = [
        {
            "Code": code,
            "Name": name,
            "Type": "BANK",
            "TaxType": taxes["N"],
            "BankAccountNumber": number,
            "BankAccountType": "BANK",
            "CurrencyCode": currency,
            "EnablePaymentsToAccount": False,
        }
        for code, name, number in _BANKS
    ]
    others = []
    for line in _COMMON.format(tax=tax_name).strip().splitlines():
        code, name, kind, tax, system = line.split("|")
        account = {"Code": code, "Name": name, "Type": kind, "TaxType": taxes[tax]}
        if system:
            account["SystemAccount"] = system
        others.append({**account, "EnablePaymentsToAccount": code in _PAYMENTS_ENABLED})
    return [finished(account) for account in (*banks, *others)]


def finished(account: Element) -> Element:
    """The account with what follows from its type."""
    kind = account["Type"]
    return {
        **account,
        "Status": account.get("Status", "ACTIVE"),
        "Class": CLASS_OF_TYPE[kind],
        "ReportingCode": {"BANK": "ASS.CUR.CAS", "REVENUE": "REV.TRA", "SALES": "REV.TRA"}.get(kind, ""),
        "ShowInExpenseClaims": False,
        "AddToWatchlist": False,
        "HasAttachments": False,
    }
