"""Plays the bank and the payment side of Xero's own screens: pay an invoice, take a payment away. Outside the API.

What a person does in Xero passes through the same rules as the API, except that a person may unreconcile first.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from safe_desktop.practice.document_kinds import INVOICES
from safe_desktop.practice.document_numbers import numbered
from safe_desktop.practice.line_arithmetic import to_cents
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.payment_rules import (
    EXCEEDS,
    NOT_AUTHORISED,
    make_payment,
    outstanding,
    payable_account,
    remove_payment,
    settle_and_touch,
)
from safe_desktop.practice.practice_refusals import Invalid
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.wire_dates import day_in

Wishes = Mapping[str, object]


def amount_of(wishes: Wishes, name: str = "amount") -> Decimal | None:
    """An amount somebody asked for; None when left out."""
    value = wishes.get(name)
    if value in (None, ""):
        return None
    try:
        return to_cents(Decimal(str(value)))
    except InvalidOperation:
        raise Invalid(f"{value!r} is no amount.") from None


def day_wanted(books: OrganisationBooks, wishes: Wishes, name: str = "date") -> str:
    """The day somebody asked for; today when left out."""
    value = str(wishes.get(name) or "")
    try:
        return day_in(value) if value else books.today
    except ValueError:
        raise Invalid(f"{value!r} is no date.") from None


def invoice_wanted(books: OrganisationBooks, wishes: Wishes) -> Record:
    """The invoice somebody named by number or id."""
    invoice_id, number = str(wishes.get("invoice_id") or ""), str(wishes.get("invoice_number") or "")
    record = books.shelf.get("invoice", invoice_id) if invoice_id else numbered(books, INVOICES, number)
    if record is None:
        raise Invalid(f"There is no invoice {invoice_id or number}.")
    return record


def bank_wanted(books: OrganisationBooks, wishes: Wishes) -> Record:
    """The account that the money goes to: the one named, else the first bank account."""
    code = wishes.get("account_code") or wishes.get("account_id")
    account = payable_account(books, code) if code else _first_bank(books)
    if account is None:
        raise Invalid(f"Money cannot be paid to account {code}.")
    return account


def _first_bank(books: OrganisationBooks) -> Record:
    banks = [record for record in books.accounts.values() if record.type == "BANK" and record.status == "ACTIVE"]
    return min(banks, key=lambda record: str(record.body.get("Code", "")))


def pay(books: OrganisationBooks, wishes: Wishes) -> Element:
    """A payment on an invoice, of all that is open unless an amount is named, reconciled unless told otherwise."""
    invoice = invoice_wanted(books, wishes)
    if invoice.status not in ("AUTHORISED", "PAID"):
        raise Invalid(NOT_AUTHORISED)
    open_amount = outstanding(invoice)
    amount = amount_of(wishes)
    amount = open_amount if amount is None else amount
    if amount <= 0 or amount > open_amount:
        raise Invalid(EXCEEDS if amount > 0 else "There is nothing to pay.")
    day = day_wanted(books, wishes)
    books.refuse_locked(day, what="payment")
    payment = make_payment(
        *(books, invoice, bank_wanted(books, wishes), amount, day),
        reference=str(wishes.get("reference") or ""),
        reconciled=wishes.get("reconciled", True) not in (False, "false", ""),
    )
    settle_and_touch(books, invoice, payment)
    return payment_told(payment, invoice)


def payment_told(payment: Record, document: Record) -> Element:
    """What the admin address says about a payment."""
    return {
        "payment_id": payment.id,
        "amount": payment.body["Amount"],
        "date": payment.day,
        "status": payment.status,
        "reconciled": payment.body["IsReconciled"],
        "document_id": document.id,
        "document_status": document.status,
        "left": outstanding(document),
    }


def delete_payment(books: OrganisationBooks, wishes: Wishes) -> Element:
    """Takes a payment away as a person would in Xero: unreconciles it first when need be."""
    payment = books.shelf.get("payment", str(wishes.get("payment_id") or "").lower())
    if payment is None or payment.status == "DELETED":
        raise Invalid(f"There is no payment {wishes.get('payment_id')}.")
    books.refuse_locked(payment.day, what="payment")
    remove_payment(books, payment)
    document = books.shelf.get(str(payment.body["target"]), payment.parent)
    assert document is not None
    return payment_told(payment, document)
