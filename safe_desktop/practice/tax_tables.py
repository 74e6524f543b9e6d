"""The tax rates an organisation starts with in the UK, New Zealand and Australia, and which accounts each may sit on.

Letters: A assets, Q equity, E expenses, L liabilities, R revenue. The reverse charge puts tax on the return, not on
the document: its effective rate is zero. From Xero's own tables; knows nothing of documents.
"""

from decimal import Decimal

from safe_desktop.practice.record_shelf import Element

# code, name, display rate, effective rate, allowed on, report group, is a system rate, status
_Row = tuple[str, str, str, str, str, str | None, bool, str]

_UK: tuple[_Row, ...] = (
    ("OUTPUT2", "20% (VAT on Income)", "20", "20", "AQLR", "OUTPUT", False, "ACTIVE"),
    ("INPUT2", "20% (VAT on Expenses)", "20", "20", "AQEL", "INPUT", False, "ACTIVE"),
    ("RROUTPUT", "5% (VAT on Income)", "5", "5", "AQLR", "OUTPUT", False, "ACTIVE"),
    ("RRINPUT", "5% (VAT on Expenses)", "5", "5", "AQEL", "INPUT", False, "ACTIVE"),
    ("SROUTPUT", "15% (VAT on Income)", "15", "15", "AQLR", "OUTPUT", False, "ARCHIVED"),
    ("SRINPUT", "15% (VAT on Expenses)", "15", "15", "AQEL", "INPUT", False, "ARCHIVED"),
    ("ZERORATEDOUTPUT", "Zero Rated Income", "0", "0", "AQLR", "OUTPUT", False, "ACTIVE"),
    ("ZERORATEDINPUT", "Zero Rated Expenses", "0", "0", "AQEL", "INPUT", False, "ACTIVE"),
    ("EXEMPTOUTPUT", "Exempt Income", "0", "0", "AQLR", "EXEMPTOUTPUT", False, "ACTIVE"),
    ("EXEMPTINPUT", "Exempt Expenses", "0", "0", "AQEL", "EXEMPTINPUT", False, "ACTIVE"),
    ("NONE", "No VAT", "0", "0", "AQELR", "NONE", True, "ACTIVE"),
    ("ECZROUTPUT", "Zero Rated EC Goods Income", "0", "0", "AQLR", "ECOUTPUT", False, "ACTIVE"),
    ("ECZROUTPUTSERVICES", "Zero Rated EC Services", "0", "0", "AQLR", "ECOUTPUTSERVICES", False, "ACTIVE"),
    ("ECZRINPUT", "Zero Rated EC Expenses", "0", "0", "AQEL", "ECINPUT", False, "ARCHIVED"),
    ("ECACQUISITIONS", "EC Acquisitions (20%)", "20", "0", "AQEL", "ECACQUISITIONS", False, "ACTIVE"),
    ("ECZRACQUISITIONS", "EC Acquisitions (Zero Rated)", "0", "0", "AQEL", "ECACQUISITIONS", False, "ACTIVE"),
    ("REVERSECHARGES", "Reverse Charge Expenses (20%)", "20", "0", "AQEL", "REVERSECHARGES", False, "ACTIVE"),
    ("DRCHARGE20", "Domestic Reverse Charge @ 20% (VAT on Income)", "20", "0", "AQLR", None, False, "ACTIVE"),
    ("DRCHARGE5", "Domestic Reverse Charge @ 5% (VAT on Income)", "5", "0", "AQLR", None, False, "ACTIVE"),
    ("DRCHARGESUPPLY20", "Domestic Reverse Charge @ 20% (VAT on Expenses)", "20", "0", "AQEL", None, False, "ACTIVE"),
    ("DRCHARGESUPPLY5", "Domestic Reverse Charge @ 5% (VAT on Expenses)", "5", "0", "AQEL", None, False, "ACTIVE"),
    ("GSTONIMPORTS", "VAT on Imports", "0", "0", "L", None, True, "ACTIVE"),
    ("CAPEXINPUT2", "20% (VAT on Capital Purchases)", "20", "20", "A", "CAPEXINPUT", True, "ACTIVE"),
    ("CAPEXOUTPUT2", "20% (VAT on Capital Sales)", "20", "20", "A", "CAPEXOUTPUT", True, "ACTIVE"),
    ("CAPEXINPUT", "17.5% (VAT on Capital Purchases)", "17.5", "17.5", "A", "CAPEXINPUT", True, "ARCHIVED"),
    ("CAPEXOUTPUT", "17.5% (VAT on Capital Sales)", "17.5", "17.5", "A", "CAPEXOUTPUT", True, "ARCHIVED"),
    ("CAPEXSRINPUT", "15% (VAT on Capital Purchases)", "15", "15", "A", "CAPEXINPUT", True, "ARCHIVED"),
    ("CAPEXSROUTPUT", "15% (VAT on Capital Sales)", "15", "15", "A", "CAPEXOUTPUT", True, "ARCHIVED"),
)
_NZ: tuple[_Row, ...] = (
    ("OUTPUT2", "15% GST on Income", "15", "15", "AQLR", "OUTPUT", False, "ACTIVE"),
    ("INPUT2", "15% GST on Expenses", "15", "15", "AQEL", "INPUT", False, "ACTIVE"),
    ("ZERORATED", "Zero Rated", "0", "0", "LR", "OUTPUT", False, "ACTIVE"),
    ("NONE", "No GST", "0", "0", "AQELR", "NONE", True, "ACTIVE"),
    ("GSTONIMPORTS", "GST on Imports", "0", "0", "L", None, True, "ACTIVE"),
    ("OUTPUT", "12.5% GST on Income", "12.5", "12.5", "AQLR", "OUTPUT", False, "ARCHIVED"),
    ("INPUT", "12.5% GST on Expenses", "12.5", "12.5", "AQEL", "INPUT", False, "ARCHIVED"),
)
_AU: tuple[_Row, ...] = (
    ("OUTPUT", "GST on Income", "10", "10", "AQLR", "OUTPUT", False, "ACTIVE"),
    ("INPUT", "GST on Expenses", "10", "10", "AQEL", "INPUT", False, "ACTIVE"),
    ("EXEMPTOUTPUT", "GST Free Income", "0", "0", "AQLR", "EXEMPTOUTPUT", False, "ACTIVE"),
    ("EXEMPTEXPENSES", "GST Free Expenses", "0", "0", "AQEL", "EXEMPTEXPENSES", False, "ACTIVE"),
    ("EXEMPTCAPITAL", "GST Free Capital", "0", "0", "AQEL", "EXEMPTCAPITAL", False, "ACTIVE"),
    ("EXEMPTEXPORT", "GST Free Exports", "0", "0", "AQLR", "EXEMPTEXPORT", False, "ACTIVE"),
    ("CAPEXINPUT", "GST on Capital", "10", "10", "AQEL", "CAPEXINPUT", False, "ACTIVE"),
    ("INPUTTAXED", "Input Taxed", "0", "0", "AQELR", "INPUTTAXED", False, "ACTIVE"),
    ("BASEXCLUDED", "BAS Excluded", "0", "0", "AQELR", "BASEXCLUDED", True, "ACTIVE"),
    ("GSTONIMPORTS", "GST on Imports", "0", "0", "L", None, True, "ACTIVE"),
    ("GSTONCAPIMPORTS", "GST on Capital Imports", "0", "0", "L", None, True, "ACTIVE"),
)
_TABLES = {"GB": _UK, "NZ": _NZ, "AU": _AU}
NO_TAX = {"GB": "NONE", "NZ": "NONE", "AU": "BASEXCLUDED"}
CLASS_FLAGS = {
    "ASSET": "CanApplyToAssets",
    "EQUITY": "CanApplyToEquity",
    "EXPENSE": "CanApplyToExpenses",
    "LIABILITY": "CanApplyToLiabilities",
    "REVENUE": "CanApplyToRevenue",
}


def tax_rates_of(country: str) -> list[Element]:
    """The tax rates a new organisation of this country has, as Xero's TaxRates."""
    return [_element(row) for row in _TABLES[country]]


def _element(row: _Row) -> Element:
    code, name, shown, effective, letters, group, _system, status = row
    element: Element = {
        "Name": name,
        "TaxType": code,
        "ReportTaxType": group,
        "CanApplyToAssets": "A" in letters,
        "CanApplyToEquity": "Q" in letters,
        "CanApplyToExpenses": "E" in letters,
        "CanApplyToLiabilities": "L" in letters,
        "CanApplyToRevenue": "R" in letters,
        "DisplayTaxRate": Decimal(f"{Decimal(shown):.4f}"),
        "EffectiveRate": Decimal(f"{Decimal(effective):.4f}"),
        "Status": status,
        "TaxComponents": [
            {
                "Name": "GST" if "GST" in name else "VAT",
                "Rate": Decimal(f"{Decimal(shown):.4f}"),
                "IsCompound": False,
                "IsNonRecoverable": False,
            }
        ],
    }
    return {key: value for key, value in element.items() if value is not None}


def is_system_rate(country: str, tax_type: str) -> bool:
    """Whether Xero itself owns this rate, so that nobody may change it."""
    return any(row[0] == tax_type and row[6] for row in _TABLES[country])
