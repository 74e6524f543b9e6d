"""Making and changing accounts and tax rates: one for each request, extras silently left out, as Xero does."""

import re
from decimal import Decimal

from safe_desktop.practice.call_and_answer import Answer, Call, not_found
from safe_desktop.practice.charts_of_accounts import CLASS_OF_TYPE, finished
from safe_desktop.practice.element_batch import Written, write_all
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.practice_refusals import Invalid
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import (
    choice_of,
    decimal_of,
    elements_in,
    flag_of,
    guid_of,
    list_of,
    text_of,
)
from safe_desktop.practice.settings_resource import account_element
from safe_desktop.practice.tax_tables import NO_TAX, is_system_rate

_TYPES = tuple(CLASS_OF_TYPE)
_SAFE_CODE = re.compile(r"^TAX\d{3}$")


def put_accounts(books: OrganisationBooks, call: Call) -> Answer:
    """PUT /Accounts: creates the first one sent."""
    first = elements_in(call, "Accounts")[:1]
    return _write_accounts(books, call, first, None)


def post_accounts(books: OrganisationBooks, call: Call) -> Answer:
    """POST /Accounts: changes the first one sent, by its id, or creates it."""
    element = elements_in(call, "Accounts")[0]
    account_id = guid_of(element, "AccountID")
    record = books.shelf.get("account", account_id) if account_id else None
    if account_id and record is None:
        return not_found()
    return _write_accounts(books, call, [element], record)


def post_account(books: OrganisationBooks, call: Call, reference: str) -> Answer:
    """POST /Accounts/{id}: changes it."""
    record = books.shelf.get("account", reference.lower())
    if record is None:
        return not_found()
    return _write_accounts(books, call, elements_in(call, "Accounts")[:1], record)


def _write_accounts(books: OrganisationBooks, call: Call, elements: list[Element], existing: Record | None) -> Answer:
    def write(element: Element) -> Written:
        return Written(_account(books, element, existing))

    return write_all(
        *(books, call, "Accounts", "AccountID", elements, write),
        lambda records: [account_element(record) for record in records],
    )


def _account(books: OrganisationBooks, element: Element, existing: Record | None) -> Record:
    body: Element = dict(existing.body) if existing else {}
    problems: list[str] = []
    if existing and existing.body.get("SystemAccount") and set(element) - {"AccountID", "Name", "Code"}:
        problems.append("System accounts cannot be changed.")
    code, name = text_of(element, "Code"), text_of(element, "Name")
    kind = choice_of(element, "Type", _TYPES, "AccountType") or body.get("Type")
    if code is not None and len(code) > 10:
        problems.append("Account Code is too long. Maximum of 10 characters allowed")
    other = books.account(code) if code else None
    if other is not None and (existing is None or other.id != existing.id):
        problems.append("Please enter a unique Code.")
    if name is not None and len(name) > 150:
        problems.append("The Name field may not be longer than 150 characters.")
    if not (name or body.get("Name")) or not kind or not (code or body.get("Code") or kind == "BANK"):
        problems.append("An account needs a Code, a Name and a Type.")
    tax = text_of(element, "TaxType") or body.get("TaxType") or NO_TAX[books.country]
    if tax not in books.tax_rates:
        problems.append(f"TaxType code '{tax}' does not exist or cannot be used for this type of transaction.")
    if problems:
        raise Invalid(*problems, echo=element)
    body |= {"Type": kind, "TaxType": tax}
    body |= {key: value for key, value in (("Code", code), ("Name", name)) if value}
    for flag in ("EnablePaymentsToAccount", "ShowInExpenseClaims"):
        if (sent := flag_of(element, flag)) is not None:
            body[flag] = sent
    body.setdefault("EnablePaymentsToAccount", False)
    status = choice_of(element, "Status", ("ACTIVE", "ARCHIVED"), "AccountStatus")
    body["Status"] = status or body.get("Status", "ACTIVE")
    record = existing or Record("account", books.new_id())
    record.body = {"AccountID": record.id, **finished(body)}
    record.key, record.status, record.type = str(body.get("Code", "")), body["Status"], str(kind)
    books.touch(record)
    books.shelf.put(record)
    return record


def write_tax_rates(books: OrganisationBooks, call: Call) -> Answer:
    """PUT or POST /TaxRates: creates or changes the first one sent."""
    element = elements_in(call, "TaxRates")[0]
    existing = books.tax_rates.get(text_of(element, "TaxType") or "")

    def write(sent: Element) -> Written:
        return Written(_rate(books, sent, existing if call.method == "POST" else None))

    return write_all(
        *(books, call, "TaxRates", "TaxType", [element], write),
        lambda records: [record.body for record in records],
    )


def _rate(books: OrganisationBooks, element: Element, existing: Record | None) -> Record:
    if existing and is_system_rate(books.country, str(existing.body["TaxType"])):
        raise Invalid("System tax rates cannot be changed.", echo=element)
    status = choice_of(element, "Status", ("ACTIVE", "DELETED", "ARCHIVED"), "TaxRateStatus")
    components = list_of(element, "TaxComponents")
    body: Element = dict(existing.body) if existing else _new_rate(books, element, components)
    if existing and components is not None:
        names = {part["Name"] for part in existing.body["TaxComponents"]}
        if not names <= {text_of(part, "Name") for part in components}:
            raise Invalid("Components of a tax rate can be added, not removed or renamed.", echo=element)
    if components is not None:
        _take_components(body, components)
    if name := text_of(element, "Name"):
        body["Name"] = name
    body["Status"] = status or body.get("Status", "ACTIVE")
    record = existing or Record("tax_rate", books.new_id())
    record.body, record.key, record.status = body, str(body["TaxType"]), str(body["Status"])
    books.touch(record)
    books.shelf.put(record)
    return record


def _new_rate(books: OrganisationBooks, element: Element, components: list[Element] | None) -> Element:
    report = text_of(element, "ReportTaxType")
    problems = []
    if not text_of(element, "Name"):
        problems.append("A tax rate needs a Name.")
    if not components:
        problems.append("A tax rate needs at least one TaxComponent.")
    if not report:
        problems.append("ReportTaxType is required for organisations of this country.")
    if report == "REVERSECHARGES":
        problems.append("Reverse charge rates cannot be created through the API.")
    if problems:
        raise Invalid(*problems, echo=element)
    count = sum(bool(_SAFE_CODE.match(code)) for code in books.tax_rates) + 1
    income = str(report).endswith("OUTPUT")
    return {
        "Name": text_of(element, "Name"),
        "TaxType": f"TAX{count:03d}",
        "ReportTaxType": report,
        **dict.fromkeys(("CanApplyToAssets", "CanApplyToEquity"), True),
        **{"CanApplyToExpenses": not income, "CanApplyToLiabilities": True, "CanApplyToRevenue": income},
    }


def _take_components(body: Element, components: list[Element]) -> None:
    body["TaxComponents"] = [
        {
            "Name": text_of(part, "Name") or "",
            "Rate": Decimal(f"{decimal_of(part, 'Rate') or Decimal(0):.4f}"),
            "IsCompound": bool(flag_of(part, "IsCompound")),
            "IsNonRecoverable": bool(flag_of(part, "IsNonRecoverable")),
        }
        for part in components
    ]
    rate = sum((part["Rate"] for part in body["TaxComponents"]), Decimal(0))
    body["DisplayTaxRate"] = body["EffectiveRate"] = Decimal(f"{rate:.4f}")
