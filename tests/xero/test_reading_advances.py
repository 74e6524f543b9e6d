"""Over- and prepayments as Xero writes them, whichever of its two spellings of their type it uses; and batches."""

import json
from datetime import date
from decimal import Decimal

import pytest

from safe_desktop.domain.money import Money
from safe_desktop.domain.theirs import AdvanceKind, TheirAdvance, TheirPayment
from safe_desktop.xero.wire_reading import Unreadable, listed_advances, listed_payments

STAMP = "/Date(1764000000000+0000)/"


def guid(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012}"


def enveloped(key: str, *records: dict[str, object]) -> bytes:
    return json.dumps({"Id": guid(99), "Status": "OK", key: list(records)}).encode()


def an_overpayment(**fields: object) -> dict[str, object]:
    invoice = {"InvoiceID": guid(7), "InvoiceNumber": "INV-7", "LineItems": []}
    gone = {"AllocationID": guid(6), "Amount": 5.0, "IsDeleted": True, "Invoice": invoice}
    return {
        "OverpaymentID": guid(1),
        "Type": "RECEIVE-OVERPAYMENT",
        "Contact": {"ContactID": guid(2), "Name": "Ann"},
        "Date": "/Date(1763596800000+0000)/",
        "Status": "AUTHORISED",
        "Total": 30.00,
        "RemainingCredit": "10.00",
        "CurrencyCode": "NZD",
        "Allocations": [{"AllocationID": guid(5), "Amount": 20.0, "Invoice": invoice}, gone],
        "UpdatedDateUTC": STAMP,
        **fields,
    }


def read(kind: AdvanceKind, record: dict[str, object]) -> TheirAdvance:
    key = "Overpayments" if kind is AdvanceKind.OVERPAYMENT else "Prepayments"
    value = listed_advances(enveloped(key, record), kind, "GBP").rows[0].value
    assert not isinstance(value, Unreadable), value
    return value


def test_an_overpayment_is_read_with_what_is_left_and_what_it_is_set_against() -> None:
    found = read(AdvanceKind.OVERPAYMENT, an_overpayment())
    assert (found.advance_id, found.contact_id, found.contact_name) == (guid(1), guid(2), "Ann")
    assert (found.total, found.left) == (Money(3000, "NZD"), Money(1000, "NZD"))
    assert found.paid_on == date(2025, 11, 20)
    assert [(one.document_id, one.amount.decimal) for one in found.allocations] == [(guid(7), Decimal("20.00"))]
    assert not found.is_gone


@pytest.mark.parametrize(
    ("spelt", "is_from_customer"),
    [("AROVERPAYMENT", True), ("RECEIVE-OVERPAYMENT", True), ("SPEND-OVERPAYMENT", False), ("APOVERPAYMENT", False)],
)
def test_whose_it_is_shows_in_either_spelling_of_its_type(spelt: str, is_from_customer: bool) -> None:
    assert read(AdvanceKind.OVERPAYMENT, an_overpayment(Type=spelt)).is_from_customer is is_from_customer


def test_a_prepayment_has_its_own_id_and_may_be_void() -> None:
    record = an_overpayment(Type="RECEIVE-PREPAYMENT", PrepaymentID=guid(3), Status="VOIDED", RemainingCredit=0)
    del record["OverpaymentID"]
    found = read(AdvanceKind.PREPAYMENT, record)
    assert (found.advance_id, found.is_gone, found.left) == (guid(3), True, Money(0, "NZD"))


def test_one_that_cannot_be_read_stops_no_other() -> None:
    bad = an_overpayment(OverpaymentID=guid(8), RemainingCredit=10.001)
    rows = listed_advances(enveloped("Overpayments", bad, an_overpayment()), AdvanceKind.OVERPAYMENT, "GBP").rows
    assert isinstance(rows[0].value, Unreadable)
    assert isinstance(rows[1].value, TheirAdvance)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"BatchPaymentID": guid(4)}, "part of a batch"),
        ({"IsReconciled": True, "BatchPaymentID": guid(4)}, "reconciled it with the bank"),
    ],
)
def test_a_payment_says_whether_xero_would_let_it_go(fields: dict[str, object], words: str) -> None:
    payment = {"PaymentID": guid(1), "Date": "2026-01-05", "Amount": 2, "UpdatedDateUTC": STAMP, **fields}
    value = listed_payments(enveloped("Payments", payment), "GBP").rows[0].value
    assert isinstance(value, TheirPayment)
    assert words in value.stands_fast
    assert bool(value.stands_fast) is bool(words)
