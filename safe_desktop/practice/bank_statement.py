"""Plays a line of the bank statement and how a person matched it in Xero, rightly or wrongly. Outside the API.

Each way leaves the records that Xero leaves: a payment, several, a batch, a payment and an overpayment, or money
received that is linked to no invoice at all.
"""

from collections.abc import Callable
from decimal import Decimal

from safe_desktop.practice.bank_play import (
    Wishes,
    amount_of,
    bank_wanted,
    day_wanted,
    invoice_wanted,
    payment_told,
)
from safe_desktop.practice.bank_transaction_rules import create_bank_transaction
from safe_desktop.practice.batch_payment_rules import make_batch
from safe_desktop.practice.contact_rules import active_named, write_contact
from safe_desktop.practice.document_kinds import CREDIT_NOTES
from safe_desktop.practice.document_numbers import numbered
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.payment_rules import EXCEEDS, NOT_AUTHORISED, make_payment, outstanding, settle_and_touch
from safe_desktop.practice.practice_refusals import Invalid
from safe_desktop.practice.record_shelf import Element, Record


def statement_line(books: OrganisationBooks, wishes: Wishes) -> Element:
    """What became of a statement line, matched the way that `how` says: see `WAYS`."""
    how = str(wishes.get("how") or "exact")
    way = WAYS.get(how)
    if way is None:
        raise Invalid(f"There is no way {how!r} to match a line, only {', '.join(WAYS)}.")
    return {"how": how, **way(books, wishes)}


def _paid(books: OrganisationBooks, wishes: Wishes, invoice: Record, amount: Decimal) -> Record:
    if invoice.status != "AUTHORISED":
        raise Invalid(NOT_AUTHORISED)
    if amount <= 0 or amount > outstanding(invoice):
        raise Invalid(EXCEEDS)
    day = day_wanted(books, wishes)
    books.refuse_locked(day, what="payment")
    payment = make_payment(
        *(books, invoice, bank_wanted(books, wishes), amount, day),
        reference=str(wishes.get("reference") or ""),
        reconciled=True,
    )
    settle_and_touch(books, invoice, payment)
    return payment


def _exact(books: OrganisationBooks, wishes: Wishes) -> Element:
    invoice = invoice_wanted(books, wishes)
    amount = amount_of(wishes)
    if amount is not None and amount != outstanding(invoice):
        raise Invalid(f"{amount} is not what is open on the invoice, {outstanding(invoice)}.")
    return payment_told(_paid(books, wishes, invoice, outstanding(invoice)), invoice)


def _partial(books: OrganisationBooks, wishes: Wishes) -> Element:
    invoice = invoice_wanted(books, wishes)
    amount = amount_of(wishes)
    if amount is None:
        raise Invalid("Say how much was received.")
    return payment_told(_paid(books, wishes, invoice, amount), invoice)


def _several(books: OrganisationBooks, wishes: Wishes) -> Element:
    sent = wishes.get("invoice_numbers") or []
    numbers = [part.strip() for part in sent.split(",")] if isinstance(sent, str) else sent
    if not isinstance(numbers, list) or not numbers:
        raise Invalid("Name the invoices in invoice_numbers.")
    invoices = [invoice_wanted(books, {"invoice_number": number}) for number in numbers]
    if not wishes.get("batch"):
        paid = [(_paid(books, wishes, invoice, outstanding(invoice)), invoice) for invoice in invoices]
        return {"payments": [payment_told(payment, invoice) for payment, invoice in paid]}
    day = day_wanted(books, wishes)
    books.refuse_locked(day, what="payment")
    if any(invoice.status != "AUTHORISED" for invoice in invoices):
        raise Invalid(NOT_AUTHORISED)
    parts = [(invoice, outstanding(invoice)) for invoice in invoices]
    words = {"Reference": str(wishes.get("reference") or "")}
    batch = make_batch(books, bank_wanted(books, wishes), day, parts, words=words, reconciled=True)
    payments = books.shelf.where("payment", "other <> '' AND other=?", [batch.id])
    return {"batch_payment_id": batch.id, "payments": [{"payment_id": payment.id} for payment in payments]}


def _overpaid(books: OrganisationBooks, wishes: Wishes) -> Element:
    invoice = invoice_wanted(books, wishes)
    amount, open_amount = amount_of(wishes), outstanding(invoice)
    if amount is None or amount <= open_amount:
        raise Invalid(f"More than {open_amount} must arrive to overpay this invoice.")
    payment = _paid(books, wishes, invoice, open_amount)
    credit = _receive(books, wishes, "RECEIVE-OVERPAYMENT", invoice.parent, amount - open_amount)
    return {**payment_told(payment, invoice), **credit}


def _receive(books: OrganisationBooks, wishes: Wishes, kind: str, contact_id: str, amount: Decimal) -> Element:
    bank = bank_wanted(books, wishes)
    line: Element = {"Description": str(wishes.get("description") or "Money received"), "UnitAmount": amount}
    if kind != "RECEIVE-OVERPAYMENT":
        line |= {"AccountCode": str(wishes.get("income_code") or "200"), "Quantity": Decimal(1)}
        if wishes.get("tax_type"):
            line["TaxType"] = str(wishes["tax_type"])
    element: Element = {
        "Type": kind,
        "Contact": {"ContactID": contact_id},
        "BankAccount": {"AccountID": bank.id},
        "Date": day_wanted(books, wishes),
        "Reference": str(wishes.get("reference") or ""),
        "LineItems": [line],
        "IsReconciled": True,
    }
    record = create_bank_transaction(books, element).record
    told: Element = {"bank_transaction_id": record.id, "total": record.body["Total"]}
    if "advance" in record.body:
        told[f"{record.body['advance_kind']}_id"] = record.body["advance"]
    return told


def _payer(books: OrganisationBooks, wishes: Wishes) -> str:
    name = str(wishes.get("contact_name") or "").strip()
    if not name:
        raise Invalid("Say who paid, in contact_name.")
    found = active_named(books, name) or write_contact(books, {"Name": name}, None)
    return found.id


def _straight(kind: str) -> Callable[[OrganisationBooks, Wishes], Element]:
    def receive(books: OrganisationBooks, wishes: Wishes) -> Element:
        amount = amount_of(wishes)
        if amount is None:
            raise Invalid("Say how much was received.")
        return _receive(books, wishes, kind, _payer(books, wishes), amount)

    return receive


def _wrong_contact(books: OrganisationBooks, wishes: Wishes) -> Element:
    invoice = invoice_wanted(books, wishes)
    amount = amount_of(wishes) or outstanding(invoice)
    return _receive(books, wishes, "RECEIVE-OVERPAYMENT", _payer(books, wishes), amount)


def _refund(books: OrganisationBooks, wishes: Wishes) -> Element:
    credit = _credit_wanted(books, wishes)
    amount = amount_of(wishes) or outstanding(credit)
    if credit.status != "AUTHORISED":
        raise Invalid(NOT_AUTHORISED)
    if amount > outstanding(credit):
        raise Invalid(EXCEEDS)
    day = day_wanted(books, wishes)
    books.refuse_locked(day, what="payment")
    payment = make_payment(
        *(books, credit, bank_wanted(books, wishes), amount, day),
        reference=str(wishes.get("reference") or ""),
        reconciled=True,
    )
    settle_and_touch(books, credit, payment)
    return payment_told(payment, credit)


def _credit_wanted(books: OrganisationBooks, wishes: Wishes) -> Record:
    found = None
    if wishes.get("credit_note_number"):
        found = numbered(books, CREDIT_NOTES, str(wishes["credit_note_number"]))
    for kind in ("credit_note", "overpayment", "prepayment"):
        if wishes.get(f"{kind}_id"):
            found = books.shelf.get(kind, str(wishes[f"{kind}_id"]).lower())
    if found is None:
        raise Invalid("Name the credit: credit_note_number, credit_note_id, overpayment_id or prepayment_id.")
    return found


def set_reconciled(books: OrganisationBooks, wishes: Wishes) -> Element:
    """Reconciles or unreconciles a payment (`payment_id`, `reconciled`)."""
    payment = books.shelf.get("payment", str(wishes.get("payment_id") or "").lower())
    if payment is None or payment.status == "DELETED":
        raise Invalid(f"There is no payment {wishes.get('payment_id')}.")
    payment.body["IsReconciled"] = wishes.get("reconciled", False) not in (False, "false", "")
    books.touch(payment)
    books.shelf.put(payment)
    return {"payment_id": payment.id, "reconciled": payment.body["IsReconciled"]}


WAYS: dict[str, Callable[[OrganisationBooks, Wishes], Element]] = {
    "exact": _exact,
    "partial": _partial,
    "several": _several,
    "overpaid": _overpaid,
    "receive-money": _straight("RECEIVE"),
    "prepayment": _straight("RECEIVE-PREPAYMENT"),
    "wrong-contact": _wrong_contact,
    "refund": _refund,
}
WAYS_IN_WORDS = {
    "exact": "exactly one invoice",
    "partial": "a part of one invoice",
    "several": "several invoices (numbers separated by commas)",
    "overpaid": "more than one invoice: the rest becomes an overpayment",
    "receive-money": "straight to income, linked to no invoice",
    "prepayment": "money in advance",
    "wrong-contact": "an overpayment of the wrong customer",
    "refund": "money out: a refund of a credit note",
}
