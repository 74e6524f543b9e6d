"""Currencies other than the base one: whether the organisation has them, and the rate when none is sent."""

from decimal import ROUND_HALF_UP, Decimal

from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import decimal_of, text_of

ONE = Decimal("1.000000")
# Made-up rates per pound; the practice Xero has no market to ask. A day's rate is the same every time.
_PER_POUND = {"GBP": "1", "EUR": "1.16", "USD": "1.31", "NZD": "2.27", "AUD": "2.04", "JPY": "196", "CHF": "1.09"}


def take_currency(books: OrganisationBooks, record: Record, element: Element, problems: list[str]) -> None:
    """Sets the document's currency and rate; adds a sentence when the organisation does not have the currency."""
    body = record.body
    code = (text_of(element, "CurrencyCode") or body.get("CurrencyCode") or books.currency).upper()
    body["CurrencyCode"] = code
    if code == books.currency:
        body["CurrencyRate"] = ONE
        return
    if books.shelf.by_key("currency", code) is None:
        problems.append(f"Organisation is not subscribed to currency {code}")
        return
    rate = decimal_of(element, "CurrencyRate")
    if rate is not None and rate <= 0:
        problems.append("The CurrencyRate must be greater than zero.")
    if rate is None:
        rate = body.get("CurrencyRate") or day_rate(books.currency, code, record.day)
    body["CurrencyRate"] = Decimal(rate).quantize(ONE, ROUND_HALF_UP)


def day_rate(base: str, code: str, day: str) -> Decimal:
    """The rate of a day: foreign units for one of the base currency, moving a little from day to day."""
    plain = Decimal(_PER_POUND.get(code, "1")) / Decimal(_PER_POUND.get(base, "1"))
    wiggle = Decimal(sum(ord(letter) * place for place, letter in enumerate(day, 1)) % 41 - 20) / 1000
    return (plain * (1 + wiggle)).quantize(ONE, ROUND_HALF_UP)
