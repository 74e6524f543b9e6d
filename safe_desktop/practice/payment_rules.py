"""Makes and deletes payments: what may be paid, from which account, how much. Stores the result.

Payments never change: they are created or deleted. Two equal payments are both accepted, as in Xero.
"""

from decimal import ROUND_HALF_UP, Decimal

from safe_desktop.practice.document_kinds import CREDIT_NOTES, INVOICES
from safe_desktop.practice.document_numbers import numbered
from safe_desktop.practice.line_arithmetic import to_cents
from safe_desktop.practice.organisation_books import OrganisationBooks
from safe_desktop.practice.practice_refusals import Invalid
from safe_desktop.practice.record_shelf import Element, Record
from safe_desktop.practice.request_reading import day_of, decimal_of, flag_of, guid_of, object_of, text_of
from safe_desktop.practice.settlement import settle

EXCEEDS = "Payment amount exceeds the amount outstanding on this document"
NOT_AUTHORISED = "Payments can only be made against Authorised documents"
NO_ACCOUNT = "Account could not be found"
STATUS_ONLY = "Only Status accepted for updates."
IN_BATCH = "Payments within a batch cannot be deleted."
RECONCILED = "This payment has been reconciled and cannot be deleted"
DELETED_ALREADY = "This payment has already been deleted"

_TARGETS = {
    "Invoice": ("invoice", "InvoiceID"),
    "CreditNote": ("credit_note", "CreditNoteID"),
    "Overpayment": ("overpayment", "OverpaymentID"),
    "Prepayment": ("prepayment", "PrepaymentID"),
}
_NOT_FOUND = {
    "Invoice": "An existing Invoice with the specified InvoiceID could not be found",
    "CreditNote": "An existing Credit Note with the specified CreditNoteID could not be found",
    "Overpayment": "An existing Overpayment with the specified OverpaymentID could not be found",
    "Prepayment": "An existing Prepayment with the specified PrepaymentID could not be found",
}
PAYMENT_TYPES = {
    "ACCREC": "ACCRECPAYMENT",
    "ACCPAY": "ACCPAYPAYMENT",
    "ACCRECCREDIT": "ARCREDITPAYMENT",
    "ACCPAYCREDIT": "APCREDITPAYMENT",
    "RECEIVE-OVERPAYMENT": "AROVERPAYMENTPAYMENT",
    "SPEND-OVERPAYMENT": "APOVERPAYMENTPAYMENT",
    "RECEIVE-PREPAYMENT": "ARPREPAYMENTPAYMENT",
    "SPEND-PREPAYMENT": "APPREPAYMENTPAYMENT",
}
LONGEST_REFERENCE = 255


def create_payment(books: OrganisationBooks, element: Element) -> Record:
    """A new payment, stored, its document settled and both marked as changed in the same moment."""
    document = _target(books, element)
    problems: list[str] = []
    account = _account(books, object_of(element, "Account"), problems)
    amount = decimal_of(element, "Amount")
    day = day_of(element, "Date") or books.today
    reference = text_of(element, "Reference") or ""
    if document.status not in ("AUTHORISED", "PAID"):
        problems.append(NOT_AUTHORISED)
    if amount is None or to_cents(amount) <= 0:
        problems.append("Payment amount must be greater than zero.")
    elif document.status in ("AUTHORISED", "PAID") and to_cents(amount) > outstanding(document):
        problems.append(EXCEEDS)
    if len(reference) > LONGEST_REFERENCE:
        problems.append(f"The Reference field may not be longer than {LONGEST_REFERENCE} characters.")
    if problems:
        raise Invalid(*problems, echo=element)
    assert amount is not None
    assert account is not None
    books.refuse_locked(day, what="payment")
    rate = decimal_of(element, "CurrencyRate") or document.body["CurrencyRate"]
    payment = make_payment(
        *(books, document, account, to_cents(amount), day),
        reference=reference,
        reconciled=bool(flag_of(element, "IsReconciled")),
        rate=Decimal(rate),
    )
    settle_and_touch(books, document, payment)
    books.note(document, "Payment", f"Payment of {payment.body['Amount']} on {payment.day}.")
    return payment


def make_payment(  # noqa: PLR0913 - a payment has this many parts
    books: OrganisationBooks,
    document: Record,
    account: Record,
    amount: Decimal,
    day: str,
    *,
    reference: str = "",
    reconciled: bool = False,
    rate: Decimal | None = None,
    batch: str = "",
) -> Record:
    """A payment of a document as a record, not yet stored and not yet settled."""
    rate = Decimal(document.body["CurrencyRate"]) if rate is None else rate
    body: Element = {
        "Amount": amount,
        "BankAmount": (amount / rate).quantize(Decimal("0.01"), ROUND_HALF_UP),
        "CurrencyRate": rate.quantize(Decimal("0.000001"), ROUND_HALF_UP),
        "CurrencyCode": document.body["CurrencyCode"],
        "Reference": reference,
        "IsReconciled": reconciled,
        "AccountID": account.id,
        "target": document.kind,
    }
    if batch:
        body["BatchPaymentID"] = batch
    record = Record("payment", books.new_id(), body, status="AUTHORISED", type=PAYMENT_TYPES[document.type])
    record.parent, record.day, record.other, record.key = document.id, day, batch, reference
    return record


def settle_and_touch(books: OrganisationBooks, document: Record, *payments: Record) -> None:
    """Stores the payments, works out their document again and marks all of them as changed."""
    for payment in payments:
        books.touch(payment)
        books.shelf.put(payment)
    settle(books, document)
    books.touch(document)
    books.shelf.put(document)


def outstanding(document: Record) -> Decimal:
    """What a document still waits for, or still has to give."""
    return Decimal(document.body["AmountDue" if document.kind == "invoice" else "RemainingCredit"])


def delete_payment(books: OrganisationBooks, payment: Record, element: Element) -> Record:
    """The payment deleted and its document open again; refused when anything but its status was sent."""
    if set(element) - {"PaymentID"} != {"Status"} or str(element["Status"]).upper() != "DELETED":
        raise Invalid(STATUS_ONLY, echo=element)
    if payment.status == "DELETED":
        raise Invalid(DELETED_ALREADY, echo=element)
    if payment.body.get("BatchPaymentID"):
        raise Invalid(IN_BATCH, echo=element)
    if payment.body["IsReconciled"] and books.knobs.text("reconciled_delete") == "refuse":
        raise Invalid(RECONCILED, echo=element)
    books.refuse_locked(payment.day, what="payment")
    remove_payment(books, payment)
    return payment


def remove_payment(books: OrganisationBooks, payment: Record) -> None:
    """Marks a payment as deleted and settles its document again, without asking whether that is allowed."""
    document = books.shelf.get(payment.body["target"], payment.parent)
    assert document is not None
    payment.status = "DELETED"
    payment.body["IsReconciled"] = False
    settle_and_touch(books, document, payment)
    books.note(document, "Payment deleted", f"Payment of {payment.body['Amount']} removed.")


def payable_account(books: OrganisationBooks, reference: object) -> Record | None:
    """The account of a code or id, when money may be paid to it."""
    account = books.account(reference)
    if account is None or account.status != "ACTIVE":
        return None
    return account if account.type == "BANK" or account.body.get("EnablePaymentsToAccount") else None


def _account(books: OrganisationBooks, sent: Element, problems: list[str]) -> Record | None:
    reference = guid_of(sent, "AccountID") or text_of(sent, "Code")
    found = books.account(reference)
    if found is None or found.status != "ACTIVE":
        problems.append(NO_ACCOUNT)
    elif payable_account(books, reference) is None:
        problems.append("The Account must be a bank account or have payments to it enabled.")
    return found


def _target(books: OrganisationBooks, element: Element) -> Record:
    named = [name for name in _TARGETS if object_of(element, name)]
    shortcuts = [name for name in ("InvoiceNumber", "CreditNoteNumber") if text_of(element, name)]
    if len(named) + len(shortcuts) != 1:
        raise Invalid("A payment must name exactly one Invoice, CreditNote, Prepayment or Overpayment.", echo=element)
    name = named[0] if named else shortcuts[0].removesuffix("Number")
    kind, id_name = _TARGETS[name]
    sent = object_of(element, name) if named else {shortcuts[0]: element[shortcuts[0]]}
    record = None
    if document_id := guid_of(sent, id_name):
        record = books.shelf.get(kind, document_id)
    elif number := text_of(sent, f"{name}Number"):
        record = numbered(books, CREDIT_NOTES if name == "CreditNote" else INVOICES, number)
    if record is None:
        raise Invalid(_NOT_FOUND[name], echo=element)
    return record
