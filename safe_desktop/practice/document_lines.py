"""The lines of a document: what may be on one, its account, its tax, its amount. Knows the rules; stores nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from safe_desktop.practice.line_arithmetic import (
    ZERO,
    AmountsAre,
    line_amount,
    line_tax,
    to_cents,
    to_four,
    unit_price,
)
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import decimal_of, guid_of, list_of, text_of
from safe_desktop.practice.tax_tables import CLASS_FLAGS, NO_TAX
from safe_desktop.practice.tracking_rules import read_tracking

LARGEST = Decimal("9999999999.99")
_FORBIDDEN_SYSTEMS = ("DEBTORS", "CREDITORS")


@dataclass
class LineRules:
    """What the document around the lines says about them; `problems` and `warnings` collect what is found."""

    sales: bool
    draft: bool
    amounts_are: AmountsAre
    unit_places: int
    discounts: bool
    default_tax: str = ""
    exact_tax: bool = False
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_lines(
    books: OrganisationBooks, sent: Sequence[Element], kept: Sequence[Element], rules: LineRules
) -> list[Element]:
    """The document's lines after this write: known ids updated, others new, those not sent gone."""
    known = {line["LineItemID"]: line for line in kept}
    return [_read_line(books, line, known.get(guid_of(line, "LineItemID") or "", {}), rules) for line in sent]


def recalculated(books: OrganisationBooks, kept: Sequence[Element], rules: LineRules) -> list[Element]:
    """The same lines worked out again, after the document around them changed."""
    stored = replace(rules, unit_places=4)  # a price once kept with four places is not rounded by a later edit
    plain = [{name: line[name] for name in line if name not in ("LineAmount", "TaxAmount")} for line in kept]
    return [_read_line(books, line, line, stored) for line in plain]


def _read_line(books: OrganisationBooks, sent: Element, kept: Element, rules: LineRules) -> Element:
    line: Element = {"LineItemID": kept.get("LineItemID") or books.new_id()}
    _take_words(line, sent, kept, rules)
    item = _item(books, line, rules)
    _take_account(books, line, sent, kept, rules, item)
    priced = _take_amounts(line, sent, kept, rules, item)
    _take_tax(books, line, sent, kept, rules, priced, item)
    tracking = list_of(sent, "Tracking")
    line["Tracking"] = kept.get("Tracking", []) if tracking is None else read_tracking(books, tracking, rules.problems)
    if not rules.draft:
        _check_complete(line, priced, rules)
    return line


def _take_words(line: Element, sent: Element, kept: Element, rules: LineRules) -> None:
    for name, longest in (("Description", 4000), ("ItemCode", 30)):
        value = text_of(sent, name) if name in sent else kept.get(name)
        if not value:
            continue
        if len(value) > longest:
            rules.problems.append(f"The {name} field may not be longer than {longest} characters.")
        line[name] = value


def _item(books: OrganisationBooks, line: Element, rules: LineRules) -> Element:
    code = line.get("ItemCode")
    if not code:
        return {}
    record = books.shelf.by_key("item", code)
    if record is None:
        rules.problems.append(f"Item code '{code}' is not valid.")
        return {}
    line.setdefault("Description", record.body.get("Description" if rules.sales else "PurchaseDescription", code))
    details: Element = record.body.get("SalesDetails" if rules.sales else "PurchaseDetails") or {}
    return details


def _take_account(
    books: OrganisationBooks, line: Element, sent: Element, kept: Element, rules: LineRules, item: Element
) -> None:
    wanted = text_of(sent, "AccountCode") or guid_of(sent, "AccountID")
    if not wanted and "AccountCode" not in sent and "AccountID" not in sent:
        wanted = kept.get("AccountCode") or kept.get("AccountID") or item.get("AccountCode")
    if not wanted:
        return
    account = books.account(wanted)
    if account is None or account.type == "BANK" or account.body.get("SystemAccount") in _FORBIDDEN_SYSTEMS:
        if rules.draft and account is None:
            rules.warnings.append(
                f"Account code ''{wanted}'' has been removed as it does not match a recognised account."
            )
        else:
            rules.problems.append(f"Account code '{wanted}' is not a valid code for this document.")
        return
    if account.status != "ACTIVE":
        rules.problems.append(
            f"Account code '{wanted}' has been archived, or has been deleted. "
            "Each line item must reference a valid account."
        )
        return
    if code := account.body.get("Code"):
        line["AccountCode"] = code
    line["AccountID"] = account.id


def _take_amounts(line: Element, sent: Element, kept: Element, rules: LineRules, item: Element) -> bool:
    """Adds quantity, price, discount and amount; False for a line of words only."""
    quantity, price = decimal_of(sent, "Quantity"), decimal_of(sent, "UnitAmount")
    given = decimal_of(sent, "LineAmount")
    if price is None and given is None:
        price = kept.get("UnitAmount", item.get("UnitPrice"))
    if quantity is None:
        quantity = kept.get("Quantity")
    if price is None and given is None:
        if quantity is not None:
            line["Quantity"] = to_four(quantity)
        line["LineAmount"] = ZERO
        return False
    quantity = to_four(Decimal(1) if quantity is None else quantity)
    if len(f"{quantity:f}") > 18 or abs(quantity) >= Decimal(10) ** 12:
        rules.problems.append("The Quantity field may not be longer than 13 characters.")
        quantity = to_four(Decimal(1))
    rate, discount = _discounts(sent, kept, rules)
    if price is None:
        assert given is not None
        price = given / quantity if quantity and rate is None and discount is None else given
    price = unit_price(price, rules.unit_places)
    amount = line_amount(quantity, price, rate, discount)
    if given is not None and to_cents(given) != amount:
        rules.problems.append(f"The line total {to_cents(given)} does not match the expected line total {amount}")
    if abs(amount) > LARGEST:
        rules.problems.append("The line amount is too large.")
    if discount is not None and abs(discount) > abs(to_cents(quantity * price)):
        rules.problems.append(
            f"The discount amount '{discount}' is invalid. Discount must not be greater than the line total"
        )
    line.update({"Quantity": quantity, "UnitAmount": price, "LineAmount": amount})
    if rate is not None:
        line["DiscountRate"] = rate
    if discount is not None:
        line["DiscountAmount"] = discount
    return True


def _discounts(sent: Element, kept: Element, rules: LineRules) -> tuple[Decimal | None, Decimal | None]:
    rate, discount = decimal_of(sent, "DiscountRate"), decimal_of(sent, "DiscountAmount")
    if rate is None and discount is None:
        rate, discount = kept.get("DiscountRate"), kept.get("DiscountAmount")
    rate, discount = rate or None, discount or None
    if (rate is not None or discount is not None) and not rules.discounts:
        rules.problems.append("Discounts can be used on sales invoices and quotes only.")
        return None, None
    if rate is not None and not 0 <= rate <= 100:
        rules.problems.append(
            f"The discount rate '{rate}' is invalid. Discount must not be greater than the line total"
        )
        return None, None
    return (None if discount is not None else rate), (to_cents(discount) if discount is not None else None)


def _take_tax(
    books: OrganisationBooks,
    line: Element,
    sent: Element,
    kept: Element,
    rules: LineRules,
    priced: bool,
    item: Element,
) -> None:
    line["TaxAmount"] = ZERO
    if not priced and "AccountID" not in line:
        return
    account = books.accounts.get(line.get("AccountID", ""))
    if rules.amounts_are == "NoTax":
        line["TaxType"] = NO_TAX[books.country]
        return
    default = account.body.get("TaxType") if account else ""
    code = text_of(sent, "TaxType") or kept.get("TaxType") or item.get("TaxType") or rules.default_tax or default
    if not code:
        return
    rate = books.tax_rates.get(code)
    if rate is None or rate.status != "ACTIVE":
        rules.problems.append(f"TaxType code '{code}' does not exist or cannot be used for this type of transaction.")
        return
    if account is not None and not _may_sit_on(rate, account):
        rules.problems.append(
            f"The TaxType code '{code}' cannot be used with account code '{account.body.get('Code', '')}'."
        )
    line["TaxType"] = code
    computed = line_tax(line["LineAmount"], Decimal(rate.body["EffectiveRate"]), rules.amounts_are)
    line["TaxAmount"] = _overridden(books, sent, computed, rules)


def _may_sit_on(rate: Record, account: Record) -> bool:
    return bool(rate.body.get(CLASS_FLAGS[account.body["Class"]]))


def _overridden(books: OrganisationBooks, sent: Element, computed: Decimal, rules: LineRules) -> Decimal:
    given = decimal_of(sent, "TaxAmount")
    if given is None:
        return computed
    given = to_cents(given)
    tolerance = ZERO if rules.exact_tax else Decimal(books.knobs.number("tax_tolerance_cents")).scaleb(-2)
    if abs(given - computed) > tolerance:
        rules.problems.append(f"The tax amount {given} is too far from the calculated tax amount {computed}.")
    return given


def _check_complete(line: Element, priced: bool, rules: LineRules) -> None:
    if "Description" not in line:
        rules.problems.append("Description is required for each line item.")
    if priced and "AccountID" not in line and not any("Account code" in text for text in rules.problems):
        rules.problems.append("Account code '' is not a valid code for this document.")
