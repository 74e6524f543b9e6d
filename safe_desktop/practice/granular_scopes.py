"""Which scopes exist and which one an address needs (granular since March 2026; broad ones for legacy apps)."""

IDENTITY_SCOPES = frozenset({"openid", "profile", "email", "offline_access"})

_BOTH_WAYS = (
    *("accounting.invoices", "accounting.payments", "accounting.banktransactions", "accounting.manualjournals"),
    *("accounting.contacts", "accounting.settings", "accounting.attachments"),
)
_REPORTS = {
    "AgedReceivablesByContact": "aged",
    "AgedPayablesByContact": "aged",
    "BalanceSheet": "balancesheet",
    "BankSummary": "banksummary",
    "BudgetSummary": "budgetsummary",
    "ExecutiveSummary": "executivesummary",
    "ProfitAndLoss": "profitandloss",
    "TrialBalance": "trialbalance",
    "TenNinetyNine": "tenninetynine",
}
GRANULAR_SCOPES = (
    IDENTITY_SCOPES
    | {scope for stem in _BOTH_WAYS for scope in (stem, f"{stem}.read")}
    | {f"accounting.reports.{name}.read" for name in (*_REPORTS.values(), "taxreports")}
    | {"accounting.budgets.read", "accounting.journals.read"}
)
BROAD_SCOPES = frozenset({"accounting.transactions", "accounting.transactions.read", "accounting.reports.read"})

_STEM_OF = {
    **dict.fromkeys(
        ("Invoices", "CreditNotes", "Quotes", "PurchaseOrders", "RepeatingInvoices", "LinkedTransactions"),
        "accounting.invoices",
    ),
    **dict.fromkeys(("Payments", "BatchPayments", "Overpayments", "Prepayments"), "accounting.payments"),
    **dict.fromkeys(("BankTransactions", "BankTransfers"), "accounting.banktransactions"),
    "ManualJournals": "accounting.manualjournals",
    **dict.fromkeys(("Contacts", "ContactGroups"), "accounting.contacts"),
    **dict.fromkeys(
        (
            *("Organisation", "Organisations", "Accounts", "TaxRates", "Currencies", "TrackingCategories"),
            *("BrandingThemes", "Users", "InvoiceReminders", "Items"),
        ),
        "accounting.settings",
    ),
}
_BROAD_STEM = dict.fromkeys(
    ("accounting.invoices", "accounting.payments", "accounting.banktransactions", "accounting.manualjournals"),
    "accounting.transactions",
)


def unknown_scopes(asked: frozenset[str], *, broad: bool) -> frozenset[str]:
    """The scopes asked for that this kind of app cannot have."""
    return asked - GRANULAR_SCOPES - (BROAD_SCOPES if broad else frozenset())


def scopes_for(method: str, parts: list[str]) -> frozenset[str]:
    """The scopes of which one is enough for a call to these parts of an address; empty when it needs none."""
    resource, rest = (parts[0] if parts else ""), parts[1:]
    if resource == "Reports":
        name = _REPORTS.get(rest[0] if rest else "", "taxreports")
        return frozenset({f"accounting.reports.{name}.read", "accounting.reports.read"})
    stem = "accounting.attachments" if "Attachments" in rest else _STEM_OF.get(resource)
    if stem is None:
        return frozenset()
    stems = {stem, _BROAD_STEM.get(stem, stem)}
    if resource == "Items":
        stems.add("accounting.invoices")
    return frozenset(stems | {f"{name}.read" for name in stems} if method == "GET" else stems)
