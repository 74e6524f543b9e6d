"""The organisations of a new practice Xero and how one is (re)made. Knows charts and tax tables, nothing of HTTP."""

from safe_desktop.practice.charts_of_accounts import accounts_of
from safe_desktop.practice.practice_state import State, seeded_id
from safe_desktop.practice.record_shelf import Element, Record, RecordShelf, as_json
from safe_desktop.practice.tax_tables import tax_rates_of

CLIENT_ID = "5AFE0DE5C0FFEE5AFE0DE5C0FFEE5AFE"
CLIENT_NAME = "SAFE Desktop"
REDIRECT_URIS = tuple(f"http://localhost:{port}/callback" for port in range(8745, 8750))
USER_ID = seeded_id("practice user")
USER = {"given_name": "Pat", "family_name": "Practice", "email": "pat@practice.example"}

_UK = {
    "Name": "Fernhill Coffee & Fruit",
    "LegalName": "Fernhill Coffee & Fruit Ltd",
    "Version": "UK",
    "BaseCurrency": "GBP",
    "CountryCode": "GB",
    "TaxNumber": "GB 123 4567 89",
    "FinancialYearEndDay": 31,
    "FinancialYearEndMonth": 3,
    "SalesTaxBasis": "ACCRUAL",
    "SalesTaxPeriod": "QUARTERLY",
    "Timezone": "GMTSTANDARDTIME",
    "ShortCode": "!Fern1",
}
_NZ = {
    "Name": "Kowhai Street Supplies",
    "LegalName": "Kowhai Street Supplies Limited",
    "Version": "NZ",
    "BaseCurrency": "NZD",
    "CountryCode": "NZ",
    "TaxNumber": "101-2-303",
    "FinancialYearEndDay": 31,
    "FinancialYearEndMonth": 3,
    "SalesTaxBasis": "INVOICE",
    "SalesTaxPeriod": "TWOMONTHS",
    "Timezone": "NEWZEALANDSTANDARDTIME",
    "ShortCode": "!Kowh2",
}
AU_TEMPLATE = {
    "Version": "AU",
    "BaseCurrency": "AUD",
    "CountryCode": "AU",
    "TaxNumber": "51 824 753 556",
    "FinancialYearEndDay": 30,
    "FinancialYearEndMonth": 6,
    "SalesTaxBasis": "ACCRUALS",
    "SalesTaxPeriod": "QUARTERLY1",
    "Timezone": "AUSEASTERNSTANDARDTIME",
}
TEMPLATES: dict[str, Element] = {"GB": _UK, "NZ": _NZ, "AU": AU_TEMPLATE}
# What an organisation that starts anew does not take along.
MADE_ANEW = ("OrganisationID", "created", "next_number", "PeriodLockDate", "EndOfYearLockDate", "emails")


def plant(state: State) -> None:
    """Fills a new practice Xero: the registered app, two organisations and one practice (not an organisation)."""
    if state.database.execute("SELECT 1 FROM clients").fetchone():
        return
    with state.writing():
        state.database.execute(
            "INSERT INTO clients (client_id, name, redirect_uris) VALUES (?, ?, ?)",
            (CLIENT_ID, CLIENT_NAME, as_json(list(REDIRECT_URIS)).decode()),
        )
        make_organisation(state, _UK, tenant_id=state.new_id())
        make_organisation(state, _NZ, tenant_id=state.new_id())
        state.database.execute(
            "INSERT INTO tenants (tenant_id, name, kind, body) VALUES (?, ?, 'PRACTICE', '{}')",
            (state.new_id(), "Practice & Partners Accountants"),
        )


def make_organisation(state: State, template: Element, *, tenant_id: str) -> str:
    """The tenant id of an organisation made new, or made new again, with its accounts, rates and theme."""
    now = state.clock.now()
    organisation: Element = {
        "OrganisationID": state.new_id(),
        **template,
        "OrganisationType": "COMPANY",
        "Edition": "BUSINESS",
        "Class": "STANDARD",
        "IsDemoCompany": False,
        "OrganisationStatus": "ACTIVE",
        "PaysTax": True,
        "created": now,
        **template,
    }
    country = str(organisation["CountryCode"])
    state.database.execute(
        "INSERT INTO tenants (tenant_id, name, kind, body) VALUES (?, ?, 'ORGANISATION', ?) "
        "ON CONFLICT (tenant_id) DO UPDATE SET name=excluded.name, body=excluded.body",
        (tenant_id, organisation["Name"], as_json(organisation).decode()),
    )
    shelf = RecordShelf(state.database, tenant_id)
    state.database.execute("DELETE FROM records WHERE tenant=?", (shelf.place,))
    for account in accounts_of(country, str(organisation["BaseCurrency"])):
        account_id = state.new_id()
        body = {"AccountID": account_id, **account}
        shelf.put(Record("account", account_id, body, account["Code"], "ACTIVE", account["Type"], updated=now))
    for rate in tax_rates_of(country):
        shelf.put(Record("tax_rate", state.new_id(), rate, rate["TaxType"], rate["Status"], updated=now))
    theme_id = state.new_id()
    theme = {"BrandingThemeID": theme_id, "Name": "Standard", "SortOrder": 0, "CreatedDateUTC": now}
    shelf.put(Record("branding_theme", theme_id, theme, "Standard", "ACTIVE", updated=now))
    currency = {"Code": organisation["BaseCurrency"], "Description": str(organisation["BaseCurrency"])}
    shelf.put(Record("currency", state.new_id(), currency, str(currency["Code"]), "ACTIVE", updated=now))
    return tenant_id
