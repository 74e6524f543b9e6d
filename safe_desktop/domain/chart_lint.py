"""Whether Xero would take a line or a payment by its account and VAT code, found before any call is made. Pure.

Checks against the accounts and tax rates as last read (xero-api.md 5.7, 7.2); before they were read nothing is said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from safe_desktop.domain.tax import VatCode
from safe_desktop.domain.theirs import Account, TaxRate

_ACTIVE = "ACTIVE"
_NOT_FOR_SALES = ("DEBTORS", "CREDITORS")
_CLASS_WORDS = {
    "ASSET": "an asset account",
    "EQUITY": "an equity account",
    "EXPENSE": "an expense account",
    "LIABILITY": "a liability account",
    "REVENUE": "an income account",
}
_STATUS_WORDS = {"ARCHIVED": "archived", "DELETED": "deleted", "PENDING": "not ready"}


@dataclass(frozen=True, slots=True)
class Chart:
    """What is checked against. A line without account or code has the ones of the settings."""

    vat_codes: Mapping[str, VatCode] = field(default_factory=dict)
    rates: Mapping[str, TaxRate] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)
    sales_account: str = ""
    default_vat_code: str = ""

    @classmethod
    def of(
        cls,
        vat_codes: Iterable[VatCode],
        rates: Iterable[TaxRate],
        accounts: Iterable[Account],
        sales_account: str,
        default_vat_code: str,
    ) -> "Chart":
        """The chart, found by code."""
        return cls(
            {one.code: one for one in vat_codes},
            {one.tax_type: one for one in rates},
            {one.code: one for one in accounts if one.code},
            sales_account,
            default_vat_code,
        )

    def problem_of_account(self, code: str) -> str:
        """Why a line cannot be booked on this account, beginning with the account; empty if it can."""
        account = self.accounts.get(code)
        if not self.accounts:
            return ""
        if account is None:
            return f"account {code} is not in Xero"
        if account.status != _ACTIVE:
            return f"account {_named(account)} is {_status(account.status)} in Xero"
        if account.kind == "BANK":
            return f"account {_named(account)} is a bank account, and takes no sales"
        if account.system in _NOT_FOR_SALES:
            return f"account {_named(account)} is kept by Xero itself, and takes no sales"
        return ""

    def problem_of_vat_code(self, code: str) -> str:
        """Why nothing can be sent with this VAT code, beginning with the code; empty if it can."""
        known = self.vat_codes.get(code or self.default_vat_code)
        name = f"VAT code {code or self.default_vat_code or '(none)'}"
        if known is None or not known.xero_tax_type:
            return f"{name} has no tax rate of Xero’s"
        rate = self.rates.get(known.xero_tax_type)
        if not self.rates:
            return ""
        if rate is None:
            return f"{name} goes to {known.xero_tax_type}, which is not in Xero"
        if rate.status != _ACTIVE:
            return f"{name} goes to “{rate.name}”, which is {_status(rate.status)} in Xero"
        return ""

    def problem_of_line(self, place: int, vat_code: str, account_code: str, rate: Decimal, has_vat: bool) -> str:
        """Why Xero would not take the line, naming line and code; empty if it would."""
        found = self.problem_of_use(vat_code, account_code, rate, has_vat)
        return f"Line {place}: {found}" if found else ""

    def problem_of_use(self, vat_code: str, account_code: str, rate: Decimal, has_vat: bool) -> str:
        """Why Xero would not take any line of this code, rate and account; empty if it would."""
        code = account_code or self.sales_account
        found = self.problem_of_account(code) if code else ""
        if not found and has_vat:
            found = self.problem_of_vat_code(vat_code) or self._problem_together(vat_code, code, rate)
        return found

    def _problem_together(self, vat_code: str, account_code: str, rate: Decimal) -> str:
        code = vat_code or self.default_vat_code
        theirs = self.rates.get(self.vat_codes[code].xero_tax_type or "")
        account = self.accounts.get(account_code)
        if theirs is None:
            return ""
        if account is not None and account.account_class and account.account_class not in theirs.account_classes:
            words = _CLASS_WORDS.get(account.account_class, "an account of another kind")
            return f"VAT code {code} (“{theirs.name}”) cannot be used on account {_named(account)}, {words}"
        if theirs.rate != rate:
            return f"VAT code {code} is {rate.normalize():f}% here and {theirs.rate.normalize():f}% in Xero"
        return ""

    def problem_of_method(self, method: str, account_code: str) -> str:
        """Why Xero would not take payments of this method; empty if it would."""
        account = self.accounts.get(account_code)
        if not self.accounts or not account_code:
            return ""
        if account is None:
            return f"{method}: account {account_code} is not in Xero"
        if account.status != _ACTIVE:
            return f"{method}: account {_named(account)} is {_status(account.status)} in Xero"
        if not account.takes_payments:
            return f"{method}: account {_named(account)} takes no payments in Xero"
        return ""


def _named(account: Account) -> str:
    return f"{account.code} ({account.name})" if account.name else account.code


def _status(status: str) -> str:
    return _STATUS_WORDS.get(status, status.lower() or "not active")
