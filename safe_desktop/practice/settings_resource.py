"""The settings addresses: Organisation, Accounts, TaxRates, Currencies, BrandingThemes and the like, for reading."""

from safe_desktop.practice.answer_envelope import enveloped
from safe_desktop.practice.call_and_answer import Answer, Call, not_found
from safe_desktop.practice.listing import ListKind, list_records
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.plan_limits import actions
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.where_to_sql import Fields, Searchable, in_body
from safe_desktop.practice.wire_dates import day_out, moment_out

_ACCOUNT_FIELDS: Fields = {
    "accountid": Searchable("id", "guid", nullable=False, optimised=True),
    "code": Searchable("key", "key"),
    "type": Searchable("type", nullable=False),
    "status": Searchable("status", nullable=False),
    "updateddateutc": Searchable("updated", "moment", nullable=False),
    **{name.lower(): in_body(name) for name in ("Name", "Class", "TaxType", "SystemAccount")},
    "enablepaymentstoaccount": in_body("EnablePaymentsToAccount", "flag", nullable=False),
}
_RATE_FIELDS: Fields = {
    "taxtype": Searchable("key", "key", nullable=False),
    "status": Searchable("status", nullable=False),
    "name": in_body("Name", nullable=False),
    "reporttaxtype": in_body("ReportTaxType"),
    "displaytaxrate": in_body("DisplayTaxRate", "number", nullable=False),
    "effectiverate": in_body("EffectiveRate", "number", nullable=False),
}
_SHOWN = (
    *("Name", "LegalName", "PaysTax", "Version", "OrganisationType", "BaseCurrency", "CountryCode", "IsDemoCompany"),
    *("OrganisationStatus", "TaxNumber", "FinancialYearEndDay", "FinancialYearEndMonth", "SalesTaxBasis"),
    *("SalesTaxPeriod", "DefaultSalesTax", "DefaultPurchasesTax"),
)


def organisation(books: OrganisationBooks, _call: Call) -> Answer:
    """GET /Organisation."""
    body = books.organisation
    shown: Element = {name: body[name] for name in _SHOWN if name in body}
    shown.setdefault("DefaultSalesTax", "Tax Exclusive")
    shown.setdefault("DefaultPurchasesTax", "Tax Inclusive")
    for name in ("PeriodLockDate", "EndOfYearLockDate"):
        if body.get(name):
            shown[name] = day_out(body[name])
    shown["CreatedDateUTC"] = moment_out(int(body["created"]))
    shown.update({"OrganisationEntityType": "COMPANY", "Timezone": body["Timezone"], "ShortCode": body["ShortCode"]})
    shown.update({"OrganisationID": body["OrganisationID"], "Edition": body["Edition"], "Class": body["Class"]})
    shown.update({"Addresses": [], "Phones": [], "ExternalLinks": [], "PaymentTerms": {}})
    return enveloped(books, "Organisations", [shown])


def organisation_actions(books: OrganisationBooks, _call: Call) -> Answer:
    """GET /Organisation/Actions."""
    return enveloped(books, "Actions", actions(books))


def account_element(record: Record) -> Element:
    """An account as Xero shows it."""
    return {**record.body, "Status": record.status, "UpdatedDateUTC": moment_out(record.updated)}


def list_accounts(books: OrganisationBooks, call: Call) -> Answer:
    """GET /Accounts."""
    listed = list_records(books, call, ListKind("account", _ACCOUNT_FIELDS, paged=False))
    return enveloped(books, "Accounts", [account_element(record) for record in listed.records])


def one_account(books: OrganisationBooks, _call: Call, reference: str) -> Answer:
    """GET /Accounts/{id}."""
    record = books.shelf.get("account", reference.lower())
    return not_found() if record is None else enveloped(books, "Accounts", [account_element(record)])


def list_tax_rates(books: OrganisationBooks, call: Call) -> Answer:
    """GET /TaxRates: neither paged nor with If-Modified-Since."""
    listed = list_records(books, call, ListKind("tax_rate", _RATE_FIELDS, paged=False, modified=False))
    return enveloped(books, "TaxRates", [record.body for record in listed.records])


def one_tax_rate(books: OrganisationBooks, _call: Call, reference: str) -> Answer:
    """GET /TaxRates/{TaxType}."""
    record = books.shelf.by_key("tax_rate", reference)
    return not_found() if record is None else enveloped(books, "TaxRates", [record.body])


def list_currencies(books: OrganisationBooks, _call: Call) -> Answer:
    """GET /Currencies."""
    return enveloped(books, "Currencies", [record.body for record in books.shelf.where("currency", "1")])


def list_branding_themes(books: OrganisationBooks, _call: Call) -> Answer:
    """GET /BrandingThemes."""
    themes = [
        {**record.body, "CreatedDateUTC": moment_out(int(record.body["CreatedDateUTC"]))}
        for record in books.shelf.where("branding_theme", "1")
    ]
    return enveloped(books, "BrandingThemes", themes)
