"""The mapping lint: what Xero would not take is found before any call, and named by line and code."""

from decimal import Decimal

import pytest

from safe_desktop.domain.chart_lint import Chart
from safe_desktop.domain.tax import VatCode
from safe_desktop.domain.theirs import Account, TaxRate

CODES = (
    VatCode("STANDARD", "20%", Decimal(20), "OUTPUT2"),
    VatCode("OLD", "15%", Decimal(15), "SROUTPUT"),
    VatCode("GONE", "9%", Decimal(9), "TAX009"),
    VatCode("BARE", "not mapped", Decimal(0)),
    VatCode("NO_VAT", "none", Decimal(0), "NONE"),
)
INCOME = frozenset({"ASSET", "EQUITY", "LIABILITY", "REVENUE"})
RATES = (
    TaxRate("OUTPUT2", "20% (VAT on Income)", Decimal("20.0000"), "ACTIVE", INCOME),
    TaxRate("SROUTPUT", "15% (VAT on Income)", Decimal(15), "ARCHIVED", INCOME),
    TaxRate("NONE", "No VAT", Decimal(0), "ACTIVE", INCOME | {"EXPENSE"}),
)
ACCOUNTS = (
    Account("1", "200", "Sales", "REVENUE", "REVENUE", "ACTIVE", False),
    Account("2", "260", "Old sales", "REVENUE", "REVENUE", "ARCHIVED", False),
    Account("3", "090", "Business Bank", "BANK", "ASSET", "ACTIVE", True),
    Account("4", "610", "Accounts Receivable", "CURRENT", "ASSET", "ACTIVE", False, "", "DEBTORS"),
    Account("5", "400", "Advertising", "OVERHEADS", "EXPENSE", "ACTIVE", False),
)
CHART = Chart.of(CODES, RATES, ACCOUNTS, "200", "NO_VAT")
TWENTY = Decimal(20)


@pytest.mark.parametrize(
    ("vat_code", "account", "rate", "found"),
    [
        ("STANDARD", "200", "20", ""),
        ("STANDARD", "", "20", ""),
        ("", "", "0", ""),
        ("NO_VAT", "400", "0", ""),
        ("STANDARD", "999", "20", "account 999 is not in Xero"),
        ("STANDARD", "260", "20", "account 260 (Old sales) is archived in Xero"),
        ("STANDARD", "090", "20", "account 090 (Business Bank) is a bank account, and takes no sales"),
        ("STANDARD", "610", "20", "account 610 (Accounts Receivable) is kept by Xero itself, and takes no sales"),
        ("OLD", "200", "15", "VAT code OLD goes to “15% (VAT on Income)”, which is archived in Xero"),
        ("GONE", "200", "9", "VAT code GONE goes to TAX009, which is not in Xero"),
        ("BARE", "200", "0", "VAT code BARE has no tax rate of Xero’s"),
        ("STANDARD", "400", "20", "VAT code STANDARD (“20% (VAT on Income)”) cannot be used on account "
         "400 (Advertising), an expense account"),
        ("STANDARD", "200", "17.5", "VAT code STANDARD is 17.5% here and 20% in Xero"),
    ],
)  # fmt: skip
def test_a_line_is_checked_by_account_code_and_both_together(
    vat_code: str, account: str, rate: str, found: str
) -> None:
    assert CHART.problem_of_line(3, vat_code, account, Decimal(rate), has_vat=True) == (found and f"Line 3: {found}")


def test_without_vat_only_the_account_counts() -> None:
    assert CHART.problem_of_line(1, "BARE", "400", TWENTY, has_vat=False) == ""
    assert "999" in CHART.problem_of_line(1, "BARE", "999", TWENTY, has_vat=False)


def test_before_xeros_chart_was_read_only_our_own_mapping_is_checked() -> None:
    chart = Chart.of(CODES, (), (), "200", "NO_VAT")
    assert chart.problem_of_line(1, "STANDARD", "999", TWENTY, has_vat=True) == ""
    assert chart.problem_of_method("Card", "999") == ""
    assert "BARE" in chart.problem_of_line(1, "BARE", "200", Decimal(0), has_vat=True)


@pytest.mark.parametrize(
    ("account", "found"),
    [
        ("090", ""),
        ("", ""),
        ("999", "Card: account 999 is not in Xero"),
        ("260", "Card: account 260 (Old sales) is archived in Xero"),
        ("200", "Card: account 200 (Sales) takes no payments in Xero"),
    ],
)
def test_the_account_of_a_payment_method_must_take_payments(account: str, found: str) -> None:
    assert CHART.problem_of_method("Card", account) == found
