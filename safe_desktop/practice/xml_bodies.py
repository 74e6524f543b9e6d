"""XML, Xero's default language: reads what old clients send, writes what a client gets that did not ask for JSON.

Plain structure only: elements and lists. A document type is refused, so no entity can be expanded.
"""

import re
from decimal import Decimal
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from safe_desktop.practice.practice_clock import moment_of
from safe_desktop.practice.practice_refusals import post_data_invalid
from safe_desktop.practice.record_shelf import Element

_MS_DATE = re.compile(r"^/Date\((-?\d+)\+0000\)/$")
_PLURALS = {
    "Addresses": "Address",
    "TaxRates": "TaxRate",
    "Branches": "Branch",
    "HistoryRecords": "HistoryRecord",
    "Tracking": "TrackingCategory",
}
_LISTS = {
    *("Invoices", "Contacts", "CreditNotes", "Payments", "LineItems", "Addresses", "Phones", "Allocations"),
    *("ContactPersons", "Accounts", "TaxRates", "Items", "BankTransactions", "BatchPayments", "TaxComponents"),
    *("TrackingCategories", "Options", "HistoryRecords", "Currencies", "ContactGroups", "Overpayments"),
    *("Prepayments", "Tracking", "ValidationErrors", "Warnings", "ManualJournals", "JournalLines"),
}


def _singular(name: str) -> str:
    if name in _PLURALS:
        return _PLURALS[name]
    if name.endswith("ies"):
        return name[:-3] + "y"
    return name.removesuffix("s")


def _value(node: ElementTree.Element) -> object:
    children = list(node)
    if node.tag in _LISTS:
        return [_value(child) for child in children]
    if not children:
        return node.text or ""
    return {child.tag: _value(child) for child in children}


def read_xml(text: str) -> object:
    """The value of an XML body, shaped as its JSON would be; refused with ErrorNumber 14 when it cannot be read."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise post_data_invalid("A document type is not allowed in the request body.")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - no document type, see above
    except ElementTree.ParseError as wrong:
        raise post_data_invalid(f"The request body could not be read as XML: {wrong}") from None
    value = _value(root)
    return {root.tag: value} if root.tag in _LISTS else value


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str) and (match := _MS_DATE.match(value)):
        return moment_of(int(match[1])).strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".")
    return escape(str(value))


def _written(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        inner = "".join(_written(key, part) for key, part in value.items())
    elif isinstance(value, list):
        inner = "".join(_written(_singular(name), part) for part in value)
    else:
        inner = _text(value)
    return f"<{name}>{inner}</{name}>"


def write_xml(element: Element) -> bytes:
    """The answer as XML in Xero's `Response` wrapper, an error as its `ApiException`."""
    return _written("ApiException" if "ErrorNumber" in element else "Response", element).encode()
