"""What settles what: paid, credited, remaining, and the status that follows. Knows sums; knows no HTTP.

The amounts are worked out afresh from the payments and allocations each time, so they cannot drift.
"""

from decimal import Decimal

from safe_desktop.practice.line_arithmetic import ZERO
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.record_shelf import Record

CREDIT_KINDS = ("credit_note", "overpayment", "prepayment")


def live_payments(books: OrganisationBooks, document: Record) -> list[Record]:
    """The payments of a document that were not deleted."""
    return [payment for payment in books.shelf.of_parent("payment", document.id) if payment.status != "DELETED"]


def allocations_to(books: OrganisationBooks, invoice: Record) -> list[Record]:
    """The credit allocated to an invoice."""
    return books.shelf.of_parent("allocation", invoice.id)


def allocations_from(books: OrganisationBooks, credit: Record) -> list[Record]:
    """What a credit document was allocated to."""
    return books.shelf.where("allocation", "other <> '' AND other=?", [credit.id])


def settle(books: OrganisationBooks, document: Record) -> None:
    """Works out what is paid and what is left, moves AUTHORISED and PAID accordingly; stores nothing."""
    if document.kind == "invoice":
        _settle_invoice(books, document)
    else:
        _settle_credit(books, document)


def _total(records: list[Record]) -> Decimal:
    return sum((Decimal(record.body["Amount"]) for record in records), ZERO)


def _settle_invoice(books: OrganisationBooks, invoice: Record) -> None:
    payments, credits_applied = live_payments(books, invoice), allocations_to(books, invoice)
    body = invoice.body
    body["AmountPaid"], body["AmountCredited"] = _total(payments), _total(credits_applied)
    body["AmountDue"] = body["Total"] - body["AmountPaid"] - body["AmountCredited"] - body.get("CISDeduction", ZERO)
    body.pop("FullyPaidOnDate", None)
    if invoice.status in ("VOIDED", "DELETED"):
        body["AmountDue"] = ZERO
    elif invoice.status in ("AUTHORISED", "PAID"):
        applied = [*payments, *credits_applied]
        paid = body["AmountDue"] <= 0 and bool(applied)
        invoice.status = body["Status"] = "PAID" if paid else "AUTHORISED"
        if paid:
            body["FullyPaidOnDate"] = max(record.day for record in applied)


def _settle_credit(books: OrganisationBooks, credit: Record) -> None:
    refunds, used = live_payments(books, credit), allocations_from(books, credit)
    body = credit.body
    body["AppliedAmount"] = _total(used)
    body["RemainingCredit"] = body["Total"] - body["AppliedAmount"] - _total(refunds)
    body.pop("FullyPaidOnDate", None)
    if credit.status in ("VOIDED", "DELETED"):
        body["RemainingCredit"] = ZERO
    elif credit.status in ("AUTHORISED", "PAID"):
        applied = [*refunds, *used]
        spent = body["RemainingCredit"] <= 0 and bool(applied)
        credit.status = body["Status"] = "PAID" if spent else "AUTHORISED"
        if spent:
            body["FullyPaidOnDate"] = max(record.day for record in applied)
